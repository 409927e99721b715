"""What "Good habits" says: do and don't, each with its step and a tiny program; programs of old tutorials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstcall.steps.good_habits.bugs import EXERCISES

__all__ = ["DO", "DONT", "EXERCISES", "OLD_PROGRAMS", "Habit", "OldProgram"]


@dataclass(frozen=True)
class Habit:
    """One line of do or don't: the step that teaches it, the code that shows it (per provider or for
    both under ""), and the bug to practise on, where there is one."""

    text: str
    why: str
    step: str
    code: Mapping[str, str]
    bug: str | None = None

    def code_for(self, provider_id: str) -> str:
        return self.code.get(provider_id) or self.code.get("", "")


_ANTHROPIC_CALL = """\
message = client.messages.create(
    model="claude-haiku-5-5",
    max_tokens=1024,{0}
    messages=messages,
)
"""
_OPENAI_CALL = """\
response = client.chat.completions.create(
    model="gpt-6-luna",
    max_completion_tokens=1024,{0}
    messages=messages,
)
"""

DO: tuple[Habit, ...] = (
    Habit(
        "Always set a token limit.",
        "Output tokens cost most. The limit is the first guard against a large bill.",
        "tune",
        {"anthropic": _ANTHROPIC_CALL.format(""), "openai": _OPENAI_CALL.format("")},
        "no_limit",
    ),
    Habit(
        "Keep the temperature low where answers must be consistent, on a model that takes one.",
        "Extraction, classification, facts: less chance helps. Today's newest models refuse it; words do it there.",
        "tune",
        {
            "anthropic": "message = client.messages.create(\n"
            '    model="claude-haiku-4-5",  # Claude since version 5: none\n    max_tokens=1024,\n'
            '    extra_body={"temperature": 0.0},\n    extra_headers={"anthropic-version": "2023-06-01"},\n'
            "    messages=messages,\n)\n",
            "openai": _OPENAI_CALL.format('\n    reasoning_effort="none",\n    temperature=0,'),
        },
        "reasoning_temperature",
    ),
    Habit(
        "Stream for people, buffer for jobs.",
        "Streaming is no faster, but the wait feels shorter. A job at night has nobody who waits.",
        "streaming",
        {
            "anthropic": "with client.messages.stream(\n"
            '    model="claude-haiku-5-5", max_tokens=1024, messages=messages\n) as stream:\n'
            '    for text in stream.text_stream:\n        print(text, end="", flush=True)\n'
            "    print(stream.get_final_message().stop_reason)\n",
            "openai": _OPENAI_CALL.format("\n    stream=True,").replace("response", "stream")
            + "for chunk in stream:\n    if chunk.choices:\n"
            '        print(chunk.choices[0].delta.content or "", end="", flush=True)\n'
            "        stop_reason = chunk.choices[0].finish_reason\n",
        },
    ),
    Habit(
        "Log the token usage from the first day.",
        "Token counts are the bill. Without a log nobody can say where last month's money went.",
        "tokens_cost",
        {
            "anthropic": 'log.info("%s in, %s out", message.usage.input_tokens, message.usage.output_tokens)\n',
            "openai": 'log.info("%s in, %s out", response.usage.prompt_tokens, response.usage.completion_tokens)\n',
        },
    ),
    Habit(
        "Look at the stop reason.",
        "A reply that was cut off raises no error. Only the stop reason says so.",
        "first_call",
        {
            "anthropic": 'if message.stop_reason == "max_tokens":\n    text += " … (cut off)"\n',
            "openai": 'if response.choices[0].finish_reason == "length":\n    text += " … (cut off)"\n',
        },
        "no_stop_reason",
    ),
    Habit(
        "Keep keys in the environment.",
        "Programs are shared, environments are not. The client finds the key by itself.",
        "setup",
        {
            "anthropic": "load_dotenv()  # ANTHROPIC_API_KEY, from .env\nclient = anthropic.Anthropic()\n",
            "openai": "load_dotenv()  # OPENAI_API_KEY, from .env\nclient = openai.OpenAI()\n",
        },
        "key_in_code",
    ),
    Habit(
        "Retry only what a retry can mend.",
        "429, 5xx and network failures pass. Everything else says the same next time.",
        "failures",
        {
            "anthropic": "except (anthropic.RateLimitError, anthropic.InternalServerError, anthropic.APIConnectionError):\n"
            "    time.sleep(2**attempt)\n",
            "openai": "except (openai.RateLimitError, openai.InternalServerError, openai.APIConnectionError):\n"
            "    time.sleep(2**attempt)\n",
        },
        "retry_400",
    ),
    Habit(
        "Set a time-out.",
        "Left alone, the SDK waits ten minutes. Say how long is long enough.",
        "failures",
        {
            "anthropic": "client = anthropic.Anthropic(timeout=30)\n",
            "openai": "client = openai.OpenAI(timeout=30)\n",
        },
    ),
)

DONT: tuple[Habit, ...] = (
    Habit(
        "Don't write the key into the code.",
        "Bots search public code for keys and find them within minutes.",
        "setup",
        {
            "anthropic": 'client = anthropic.Anthropic(api_key="sk-ant-…")  # no\n',
            "openai": 'client = openai.OpenAI(api_key="sk-proj-…")  # no\n',
        },
        "key_in_code",
    ),
    Habit(
        "Don't forget the token limit.",
        "Anthropic refuses the call. OpenAI takes it and writes as long as it likes.",
        "tune",
        {
            "anthropic": 'client.messages.create(model="claude-haiku-5-5", messages=messages)  # TypeError\n',
            "openai": 'client.chat.completions.create(model="gpt-6-luna", messages=messages)  # no limit\n',
        },
        "no_limit",
    ),
    Habit(
        "Don't believe that temperature 0 is fully deterministic.",
        "It is nearly so. No provider guarantees the same reply twice.",
        "tune",
        {"": "assert ask(question) == ask(question)  # passes, until it does not\n"},
        "guarantee",
    ),
    Habit(
        "Don't block the screen while you wait.",
        "A frozen window looks broken after two seconds. Show the first words at once, or work in the background.",
        "streaming",
        {
            "anthropic": "message = client.messages.create(…)  # nothing moves until the last token\n",
            "openai": "response = client.chat.completions.create(…)  # nothing moves until the last token\n",
        },
    ),
    Habit(
        "Don't read another provider's response path.",
        "Same idea, other shape: the call succeeds, is paid for, and then ends in an AttributeError.",
        "providers",
        {
            "anthropic": "message.choices[0].message.content  # OpenAI's path: AttributeError\n",
            "openai": "response.content[0].text  # Anthropic's path: AttributeError\n",
        },
        "other_path",
    ),
    Habit(
        "Don't retry a 400 or a 401.",
        "The request or the key is wrong, and stays wrong.",
        "failures",
        {"": "except Exception:  # catches those too\n    time.sleep(2**attempt)\n"},
        "retry_400",
    ),
    Habit(
        "Don't retry in a tight loop.",
        "Hammering a server that asks you to wait uses up the limit that you wait for.",
        "failures",
        {
            "anthropic": "except anthropic.RateLimitError:\n    continue  # at once\n",
            "openai": "except openai.RateLimitError:\n    continue  # at once\n",
        },
        "tight_loop",
    ),
    Habit(
        "Don't send only the last message and expect memory.",
        "The API is stateless. What is not in the list was never said.",
        "conversation",
        {"": 'messages=[{"role": "user", "content": question}]  # instead of the whole history\n'},
        "last_message",
    ),
    Habit(
        "Don't copy a model id from an old tutorial.",
        "Ids change and retire; a retired one is a 404. Copy them from the provider's page.",
        "tune",
        {"anthropic": 'model="claude-3-haiku-20240307"  # 404\n', "openai": 'model="gpt-3.5-turbo"  # 404\n'},
        "retired_model",
    ),
)


@dataclass(frozen=True)
class OldProgram:
    """A program as tutorials of its time had it, to look through."""

    name: str
    label: str
    source: str


OLD_PROGRAMS: tuple[OldProgram, ...] = (
    OldProgram(
        "openai_2023",
        "OpenAI, spring 2023",
        '''\
import os
import openai

openai.api_key = os.getenv("OPENAI_API_KEY")


def get_completion(prompt, model="gpt-3.5-turbo", temperature=0):
    """Ask the model. Temperature 0 makes the answer deterministic."""
    messages = [{"role": "user", "content": prompt}]
    response = openai.ChatCompletion.create(
        model=model,
        messages=messages,
        temperature=temperature,
        max_tokens=256,
    )
    return response["choices"][0]["message"]["content"]


def ask_until_it_works(prompt):
    while True:
        try:
            return get_completion(prompt)
        except openai.error.OpenAIError:
            pass


class Translator:
    def __init__(self, language):
        self.language = language

    def translate(self, text):
        return ask_until_it_works(f"Translate into {self.language}: {text}")


print(Translator("French").translate("Good morning"))
''',
    ),
    OldProgram(
        "anthropic_2023",
        "Anthropic, autumn 2023",
        """\
from anthropic import Anthropic, HUMAN_PROMPT, AI_PROMPT

anthropic = Anthropic(api_key="sk-ant-api03-paste-your-key-here")


def ask(question):
    completion = anthropic.completions.create(
        model="claude-2",
        max_tokens_to_sample=300,
        temperature=0.7,
        prompt=f"{HUMAN_PROMPT} {question} {AI_PROMPT}",
    )
    return completion.completion


for question in ["Why is the sky blue?", "How deep is the sea?"]:
    print(ask(question))
""",
    ),
    OldProgram(
        "both_2025",
        "A chat with both, 2025",
        """\
import anthropic
from openai import OpenAI

claude = anthropic.Anthropic()
client = OpenAI(base_url="https://api.openai.com")
history = [{"role": "system", "content": "You are brief."}]


def check(text):
    message = claude.messages.create(
        model="claude-3-5-sonnet-20241022",
        temperature=0.0,
        max_tokens=200,
        messages=[
            {"role": "system", "content": "You check facts."},
            {"role": "user", "content": text},
        ],
    )
    return message.content[0].text


while True:
    question = input("> ")
    history.append({"role": "user", "content": question})
    for attempt in range(10):
        try:
            stream = client.chat.completions.create(
                model="gpt-5-mini",
                messages=[{"role": "user", "content": question}],
                max_tokens=500,
                temperature=0.2,
                stream=True,
                stream_options={"include_usage": True},
            )
            text = ""
            for chunk in stream:
                piece = chunk.choices[0].delta.content or ""
                print(piece, end="")
                text += piece
            break
        except Exception as error:
            print("Once more:", error)
    history.append({"role": "assistant", "content": text})
    print(check(text))
""",
    ),
)
