"""What "Good habits" says: do and don't, each with its step and a tiny program; programs of old tutorials."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall.providers import Provider
from firstcall.steps.good_habits.bugs import EXERCISES

__all__ = ["DO", "DONT", "EXERCISES", "OLD_PROGRAMS", "Habit", "OldProgram"]


@dataclass(frozen=True)
class Habit:
    """One line of do or don't: the step that teaches it, and the bug to practise on, where there is one.

    The code that shows it stands among a provider's words (`# habit <id>`), or here where it is the same
    everywhere.
    """

    id: str
    text: str
    why: str
    step: str
    code: str
    bug: str | None = None

    def code_for(self, provider: Provider) -> str:
        return provider.words.code(f"habit {self.id}") or self.code


DO: tuple[Habit, ...] = (
    Habit(
        "token_limit",
        "Always set a token limit.",
        "Output tokens cost most. The limit is the first guard against a large bill.",
        "tune",
        "",
        "no_limit",
    ),
    Habit(
        "temperature",
        "Keep the temperature low where answers must be consistent, on a model that takes one.",
        "Extraction, classification, facts: less chance helps. Today's newest models refuse it; words do it there.",
        "tune",
        "",
        "reasoning_temperature",
    ),
    Habit(
        "stream",
        "Stream for people, buffer for jobs.",
        "Streaming is no faster, but the wait feels shorter. A job at night has nobody who waits.",
        "streaming",
        "",
    ),
    Habit(
        "log_usage",
        "Log the token usage from the first day.",
        "Token counts are the bill. Without a log nobody can say where last month's money went.",
        "tokens_cost",
        "",
    ),
    Habit(
        "stop_reason",
        "Look at the stop reason.",
        "A reply that was cut off raises no error. Only the stop reason says so.",
        "first_call",
        "",
        "no_stop_reason",
    ),
    Habit(
        "key",
        "Keep keys in the environment.",
        "Programs are shared, environments are not. The client finds the key by itself.",
        "setup",
        "",
        "key_in_code",
    ),
    Habit(
        "retry",
        "Retry only what a retry can mend.",
        "429, 5xx and network failures pass. Everything else says the same next time.",
        "failures",
        "",
        "retry_400",
    ),
    Habit(
        "timeout",
        "Set a time-out.",
        "Left alone, the SDK waits ten minutes. Say how long is long enough.",
        "failures",
        "",
    ),
)

DONT: tuple[Habit, ...] = (
    Habit(
        "key_in_code",
        "Don't write the key into the code.",
        "Bots search public code for keys and find them within minutes.",
        "setup",
        "",
        "key_in_code",
    ),
    Habit(
        "no_limit",
        "Don't forget the token limit.",
        "Anthropic refuses the call. OpenAI takes it and writes as long as it likes.",
        "tune",
        "",
        "no_limit",
    ),
    Habit(
        "deterministic",
        "Don't believe that temperature 0 is fully deterministic.",
        "It is nearly so. No provider guarantees the same reply twice.",
        "tune",
        "assert ask(question) == ask(question)  # passes, until it does not\n",
        "guarantee",
    ),
    Habit(
        "block",
        "Don't block the screen while you wait.",
        "A frozen window looks broken after two seconds. Show the first words at once, or work in the background.",
        "streaming",
        "",
    ),
    Habit(
        "other_path",
        "Don't read another provider's response path.",
        "Same idea, other shape: the call succeeds, is paid for, and then ends in an AttributeError.",
        "providers",
        "",
        "other_path",
    ),
    Habit(
        "retry_400",
        "Don't retry a 400 or a 401.",
        "The request or the key is wrong, and stays wrong.",
        "failures",
        "except Exception:  # catches those too\n    time.sleep(2**attempt)\n",
        "retry_400",
    ),
    Habit(
        "tight_loop",
        "Don't retry in a tight loop.",
        "Hammering a server that asks you to wait uses up the limit that you wait for.",
        "failures",
        "",
        "tight_loop",
    ),
    Habit(
        "last_message",
        "Don't send only the last message and expect memory.",
        "The API is stateless. What is not in the list was never said.",
        "conversation",
        'messages=[{"role": "user", "content": question}]  # instead of the whole history\n',
        "last_message",
    ),
    Habit(
        "old_model",
        "Don't copy a model id from an old tutorial.",
        "Ids change and retire; a retired one is a 404. Copy them from the provider's page.",
        "tune",
        "",
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
