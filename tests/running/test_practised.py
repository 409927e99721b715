"""Whole programs as learners write them, led through practice: they print what Python prints when it runs them."""

from __future__ import annotations

import re
import textwrap
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from firstcall import programs, providers
from firstcall.calls import Call
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.practised import MOST_CALLS, Practised
from tests import run_programs

IDS = ("anthropic", "openai")
MODELS = {"anthropic": "claude-haiku-4-5", "openai": "gpt-4o-mini"}
METHODS = {"anthropic": "messages.create", "openai": "chat.completions.create"}
TEXTS = {"anthropic": "{0}.content[0].text", "openai": "{0}.choices[0].message.content"}
CLASSES = {"anthropic": "Anthropic", "openai": "OpenAI"}
STREAMS = {
    "anthropic": """
        {with_} client.messages.stream({args}) as stream:
            {for_} text in stream.text_stream:
                print(text, end="", flush=True)
        print()
        """,
    "openai": """
        stream = {await_}client.chat.completions.create({args}, stream=True)
        {for_} chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                print(chunk.choices[0].delta.content, end="", flush=True)
        print()
        """,
}


def arguments(id: str, prompt: str) -> str:
    prompt, _, limit = prompt.partition(", max_tokens=")
    messages = (
        prompt if prompt.startswith("messages=") else f'messages=[{{"role": "user", "content": {prompt}}}]'
    )
    return f'model="{MODELS[id]}", max_tokens={limit or 300}, {messages}'


def cut(error: str) -> str:
    """The last line of a traceback without the id that each request has."""
    return re.sub(r"req_\w+", "req_…", error)


def written(shape: str, id: str) -> str:
    """A shape in the words of a provider: `CLIENT` and `ASYNC` make one, `ASK[…]ASK` is a call with that prompt or those
    messages, `TEXT[…]TEXT` the text of a reply, `STREAM[…]` on a line of its own prints what is streamed."""

    def streamed(found: re.Match[str]) -> str:
        indent, waits, prompt = found.groups()
        words = {"with_": "async with", "for_": "async for", "await_": "await "} if waits else {
            "with_": "with", "for_": "for", "await_": ""}  # fmt: skip
        text = textwrap.dedent(STREAMS[id]).strip().format(args=arguments(id, prompt), **words)
        return textwrap.indent(text, indent)

    source = re.sub(r"(?m)^( *)(A?)STREAM\[(.*)\]$", streamed, textwrap.dedent(shape).strip() + "\n")
    source = re.sub(r"ASK\[(.*?)\]ASK", lambda m: f"client.{METHODS[id]}({arguments(id, m[1])})", source)
    source = re.sub(r"TEXT\[(.*?)\]TEXT", lambda m: TEXTS[id].format(m[1]), source)
    source = source.replace("CLIENT", f"{CLASSES[id]}()").replace("ASYNC", f"Async{CLASSES[id]}()")
    return f"from {id} import {CLASSES[id]}, Async{CLASSES[id]}, BadRequestError\n\n{source}"


FOLLOWED: Mapping[str, str] = {
    "returned from a function, printed by the caller": """
        client = CLIENT
        def ask(question):
            reply = ASK[question]ASK
            return TEXT[reply]TEXT
        answer = ask("Repeat after me: one")
        print("It said:", answer)
        """,
    "printed where it is returned": """
        client = CLIENT
        def ask(question):
            return TEXT[ASK[question]ASK]TEXT
        print(ask("Repeat after me: one"))
        """,
    "in main, guarded": """
        def main():
            client = CLIENT
            reply = ASK["Repeat after me: main"]ASK
            print(TEXT[reply]TEXT)
        if __name__ == "__main__":
            main()
        """,
    "in main, not guarded": """
        client = CLIENT
        def main():
            print("Asking")
            reply = ASK["Repeat after me: main"]ASK
            print(TEXT[reply]TEXT.upper())
        main()
        print("Done")
        """,
    "in a loop over a list": """
        client = CLIENT
        for word in ["red", "green", "blue"]:
            reply = ASK[f"Repeat after me: {word}"]ASK
            print(word, "->", TEXT[reply]TEXT)
        """,
    "in a loop with a number, and a sum after it": """
        client = CLIENT
        total = 0
        for number, word in enumerate(["red", "green"], start=1):
            reply = ASK["Repeat after me: " + word]ASK
            total += len(TEXT[reply]TEXT)
            print(f"{number}. {TEXT[reply]TEXT}")
        print(total, "characters")
        """,
    "in a loop over pairs": """
        client = CLIENT
        colours = {"sky": "blue", "grass": "green"}
        for thing, colour in colours.items():
            reply = ASK["Repeat after me: " + colour]ASK
            print(f"{thing:>6}: {TEXT[reply]TEXT!r}")
        for one, other in zip([1, 2], ["a", "b"]):
            print(one, other)
        """,
    "in a method, with the client in the object": """
        class Bot:
            def __init__(self, greeting="Hello"):
                self.client = CLIENT
                self.greeting = greeting
            def ask(self, prompt):
                client = self.client
                reply = ASK[prompt]ASK
                return self.greeting + ": " + TEXT[reply]TEXT
        bot = Bot("Hi")
        print(bot.ask("Repeat after me: object"))
        print(bot.greeting)
        """,
    "in a method that another method calls": """
        client = CLIENT
        class Shop:
            prefix = "Repeat after me: "
            def __init__(self):
                self.asked = 0
            def ask(self, word):
                self.asked += 1
                return TEXT[ASK[self.prefix + word]ASK]TEXT
            def both(self):
                print(self.ask("tea"))
                print(self.ask("milk"))
        shop = Shop()
        shop.both()
        print(shop.asked, "asked")
        """,
    "a prompt with a default, and one by name": """
        client = CLIENT
        def ask(prompt="Repeat after me: default", shout=False):
            text = TEXT[ASK[prompt]ASK]TEXT
            return text.upper() if shout else text
        print(ask())
        print(ask(prompt="Repeat after me: named", shout=True))
        """,
    "a helper that calls a helper": """
        client = CLIENT
        def build(word):
            return f"Repeat after me: {word}"
        def ask(word):
            prompt = build(word)
            return ASK[prompt]ASK
        def show(reply):
            print("*", TEXT[reply]TEXT)
        show(ask("nested"))
        """,
    "the client as a parameter": """
        def ask(client, prompt):
            return TEXT[ASK[prompt]ASK]TEXT
        print(ask(CLIENT, "Repeat after me: passed"))
        """,
    "a list of answers": """
        client = CLIENT
        def ask(prompt):
            return TEXT[ASK[prompt]ASK]TEXT
        answers = [ask(f"Repeat after me: {word}") for word in ["one", "two"] if word != "three"]
        print(answers)
        print(" | ".join(answers))
        """,
    "a dict of answers": """
        client = CLIENT
        answers = {word: TEXT[ASK["Repeat after me: " + word]ASK]TEXT for word in ("one", "two")}
        for word, answer in answers.items():
            print(word, answer)
        """,
    "a conversation in a list of the module": """
        client = CLIENT
        messages = []
        def say(text):
            messages.append({"role": "user", "content": text})
            reply = ASK[messages=messages]ASK
            messages.append({"role": "assistant", "content": TEXT[reply]TEXT})
            return TEXT[reply]TEXT
        print(say("Repeat after me: one"))
        print(say("Repeat after me: two"))
        print(len(messages), [message["role"] for message in messages])
        """,
    "a conversation in an object": """
        class Chat:
            def __init__(self):
                self.client = CLIENT
                self.history = []
            def say(self, text):
                client = self.client
                self.history.append({"role": "user", "content": text})
                text = TEXT[ASK[messages=self.history]ASK]TEXT
                self.history += [{"role": "assistant", "content": text}]
                return text
        chat = Chat()
        for line in ["Repeat after me: a", "Repeat after me: b"]:
            print("You:", line)
            print("It:", chat.say(line))
        print(len(chat.history))
        """,
    "a stream in a function": """
        client = CLIENT
        def tell(prompt):
            STREAM[prompt]
        tell("Repeat after me: a stream in a function")
        """,
    "a stream in a loop": """
        client = CLIENT
        for word in ["first", "second"]:
            STREAM[f"Repeat after me: {word} stream"]
        """,
    "a stream in a method": """
        class Teller:
            def __init__(self, client):
                self.client = client
            def tell(self, prompt):
                client = self.client
                STREAM[prompt]
        Teller(CLIENT).tell("Repeat after me: a stream in a method")
        """,
    "a stream in main": """
        def main():
            client = CLIENT
            print("Here it comes:")
            STREAM["Repeat after me: a stream in main"]
        if __name__ == "__main__":
            main()
        """,
    "a loop that counts": """
        client = CLIENT
        left = 2
        while left > 0:
            print(TEXT[ASK[f"Repeat after me: {left} left"]ASK]TEXT)
            left -= 1
        """,
    "an exception that is caught": """
        client = CLIENT
        def ask(prompt, limit):
            try:
                return TEXT[ASK[prompt, max_tokens=limit]ASK]TEXT
            except BadRequestError as error:
                return f"refused with {error.status_code}"
        print(ask("Repeat after me: fine", 50))
        print(ask("Repeat after me: not fine", -5))
        """,
    "a function that gives two values": """
        client = CLIENT
        def ask(prompt):
            reply = ASK[prompt]ASK
            return TEXT[reply]TEXT, reply.usage
        text, usage = ask("Repeat after me: two values")
        print(text, usage is not None)
        """,
    "an answer that goes into the next prompt": """
        client = CLIENT
        def ask(prompt):
            return TEXT[ASK[prompt]ASK]TEXT
        first = ask("Repeat after me: once")
        print(ask("Repeat after me: " + first + " and twice"))
        """,
    "a call only where it is needed": """
        client = CLIENT
        def ask(prompt):
            print("asked")
            return TEXT[ASK[prompt]ASK]TEXT
        cached = "known already"
        print(cached or ask("Repeat after me: never"))
        print(ask("Repeat after me: needed") if not cached.isdigit() else cached)
        """,
    "a function inside a function": """
        def make(client, prefix):
            def ask(word):
                return TEXT[ASK[prefix + word]ASK]TEXT
            return ask
        ask = make(CLIENT, "Repeat after me: ")
        print(ask("inside"))
        """,
    "a number that a function counts": """
        client = CLIENT
        calls = 0
        def ask(prompt):
            global calls
            calls += 1
            return TEXT[ASK[prompt]ASK]TEXT
        ask("Repeat after me: a")
        ask("Repeat after me: b")
        print(calls)
        """,
    "a list that is the default of a parameter": """
        client = CLIENT
        def ask(prompt, seen=[]):
            seen.append(TEXT[ASK[prompt]ASK]TEXT)
            return seen
        ask("Repeat after me: a")
        print(ask("Repeat after me: b"))
        """,
    "answers sorted and saved as JSON": """
        import json
        client = CLIENT
        found = [{"word": w, "answer": TEXT[ASK["Repeat after me: " + w]ASK]TEXT} for w in ("b", "a")]
        print(json.dumps(found, indent=2))
        print(json.loads('{"n": 1}')["n"])
        """,
    "awaited in main": """
        import asyncio
        client = ASYNC
        async def main():
            reply = await ASK["Repeat after me: awaited"]ASK
            print(TEXT[reply]TEXT)
        asyncio.run(main())
        """,
    "awaited in a function that main awaits": """
        import asyncio
        async def ask(client, prompt):
            print("asking")
            reply = await ASK[prompt]ASK
            return TEXT[reply]TEXT
        async def main():
            client = ASYNC
            later = ask(client, "Repeat after me: later")
            print("not yet")
            print(await later)
        if __name__ == "__main__":
            asyncio.run(main())
        """,
    "several at once": """
        import asyncio
        client = ASYNC
        async def ask(word):
            reply = await ASK["Repeat after me: " + word]ASK
            return TEXT[reply]TEXT
        async def main():
            for answer in await asyncio.gather(*[ask(word) for word in ("x", "y")]):
                print(answer)
        asyncio.run(main())
        """,
    "a stream that is awaited": """
        import asyncio
        client = ASYNC
        async def main():
            ASTREAM["Repeat after me: an awaited stream"]
        asyncio.run(main())
        """,
    "it ends with its own error": """
        client = CLIENT
        def ask(prompt):
            return TEXT[ASK[prompt]ASK]TEXT
        words = ask("Repeat after me: three small words").split()
        print(words[0])
        print(words[99])
        """,
    "it ends with the error of its call": """
        client = CLIENT
        def ask(prompt):
            return ASK[prompt, max_tokens=-5]ASK
        print("before")
        print(ask("Hi"))
        """,
}  # fmt: skip


def practised(source: str, id: str, practice: str) -> Practised:
    """The program, led to its end."""
    starters = {
        one.id: lambda call, one=one: runs.start(
            call, one, Access("sk-practice-programs", practice + one.address.practice_path),
            step="own_code", mode="practice",
        )
        for one in providers.every().values()
    }  # fmt: skip
    work = Practised(source, id, starters)
    assert work.wait(60), "the program did not end"
    return work


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("shape", FOLLOWED)
def test_it_prints_what_python_prints(shape: str, id: str, practice: str, tmp_path: Path) -> None:
    source = written(FOLLOWED[shape], id)
    real = run_programs.run(source, "python", providers.get(id), practice, tmp_path)
    assert (why := programs.refused(source, id)) is None, (why, why.line)
    work = practised(source, id, practice)
    assert work.refused is None, f"{work.refused} {work.refused.line}"
    assert (
        "".join("<lost>" if line.text is None else line.text for line in work.lines if not line.error)
        == real.stdout
    )
    errors = [line.error for line in work.lines if line.error]
    assert [cut(error) for error in errors] == [cut(line) for line in real.stderr.splitlines()[-1:]]


REFUSED: Mapping[str, tuple[str, int, str]] = {
    "what somebody types": ("client = CLIENT\nq = input('? ')\nprint(ASK[q]ASK)", 5, "value followed"),
    "a loop until somebody leaves": (
        "client = CLIENT\nwhile True:\n    q = input('? ')\n    if q == 'quit':\n        break\n    ASK[q]ASK", 6, "follow lost",
    ),
    "typed into the call": ("client = CLIENT\ndef ask(q):\n    return ASK[q]ASK\nprint(ask(input()))", 5, "value followed"),
    "a decorator": ("import x\nclient = CLIENT\n@x.retry\ndef ask():\n    return ASK['a']ASK\nask()", 8, "follow lost"),
    "values one at a time": ("client = CLIENT\ndef ask():\n    yield ASK['a']ASK\nfor a in ask():\n    pass", 6, "follow lost"),
    "a class on another": ("client = CLIENT\nclass A(B):\n    def ask(self):\n        ASK['a']ASK\nA().ask()", 7, "follow lost"),
    "arguments in a dict": ("client = CLIENT\nmore = {'n': 1}\nclient.METHOD(model='m', **more)", 5, "call unpacked"),
    "another address": ("client = CLASS(base_url='https://example.org')\nASK['a']ASK", 3, "client address"),
    "a file": ("client = CLIENT\nq = open('q.txt').read()\nprint(ASK[q]ASK)", 5, "value followed"),
    "a function that nobody calls": ("client = CLIENT\ndef ask():\n    ASK['a']ASK", 5, "follow not-reached"),
    "no call at all": ("print('hello')", 0, "call"),
}  # fmt: skip


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_followed_is_said_with_its_line(why: str, id: str) -> None:
    shape, line, says = REFUSED[why]
    source = written(shape.replace("METHOD", METHODS[id]).replace("CLASS(", f"{CLASSES[id]}("), id)
    found = programs.refused(source, id)
    assert found is not None and (found.says, found.line or 0) == (says, line), found
    assert found.message.endswith(".")


def test_where_it_stops_in_the_middle_is_said_after_what_it_printed(practice: str) -> None:
    shape = "client = CLIENT\nprint(TEXT[ASK['Repeat after me: one']ASK]TEXT)\nprint(TEXT[ASK[open('q').read()]ASK]TEXT)"
    work = practised(written(shape, "openai"), "openai", practice)
    assert [line.text for line in work.lines] == ["one\n"]
    assert work.refused is not None and work.refused.line == 5


def test_a_program_that_would_call_for_ever_is_broken_off(practice: str) -> None:
    work = practised(written("client = CLIENT\nwhile True:\n    ASK['Hi']ASK", "openai"), "openai", practice)
    assert work.endless and len(work.runs) == MOST_CALLS


def test_it_ends_with_the_call_that_is_stopped(practice: str) -> None:
    source = written("client = CLIENT\nfor n in range(9):\n    ASK['Hi']ASK\n    print(n)", "openai")
    asked = Access("sk-practice-programs", practice + providers.get("openai").address.practice_path)
    begun: list[Practised] = []
    is_known = threading.Event()

    def start(call: Call) -> runs.Run:
        assert is_known.wait(30)
        run = runs.start(call, providers.get("openai"), asked, step="own_code", mode="practice")
        if len(begun[0].runs) == 2:
            begun[0].stop()
        return run

    begun.append(Practised(source, "openai", {"openai": lambda call: start(call)}))
    is_known.set()
    assert begun[0].wait(30) and len(begun[0].runs) == 3
    assert [line.text for line in begun[0].lines] == ["0\n", "1\n"]
