"""Answers to the exercises of "Providers side by side"."""

from __future__ import annotations

from tests.course.answered import asked, done, typed

CAPITAL = "What is the capital of France? Answer in one word."
COUNT = "Count from 1 to 9."
ESSAY = "Write an essay of three paragraphs about the sea."
SMALL = "claude-haiku-4-5"


ANSWERS = {
    "translate": typed(
        "providers.translate",
        [
            "response.choices[0].message.content",
            "print(response.choices[0].message.content)",
            "text = response.choices[0].message.content",
            "completion.choices[0].message.content",
            "response.choices[-1].message.content",
            "`response.choices[0].message.content`",
        ],
        [
            "response.choices[1].message.content",
            "response.content[0].text",
            "response.choices[0].message",
            "response.choices.message.content",
            'response["choices"][0]["message"]["content"]',
            "response.choices[0].text",
            "response.choices[0].delta.content",
            "response.message.content",
            "response.output_text",
            '"Paris"',
            "content",
        ],
        lambda: [],
    ),
    "sparing": done(
        {
            "one word": lambda: [asked("anthropic", CAPITAL, model=SMALL), asked("openai", CAPITAL)],
            "the other way round": lambda: [
                asked("openai", CAPITAL),
                asked("anthropic", CAPITAL, model=SMALL),
            ],
            "after a long one": lambda: [
                asked("openai"),
                asked("openai", CAPITAL),
                asked("anthropic", CAPITAL, model=SMALL),
            ],
            "streamed": lambda: [
                asked("anthropic", CAPITAL, model=SMALL, stream=True),
                asked("openai", CAPITAL, stream=True),
            ],
        },
        {
            "one provider": lambda: [asked("openai", CAPITAL)],
            "one provider twice": lambda: [asked("openai", CAPITAL), asked("openai", CAPITAL, stream=True)],
            "two questions": lambda: [asked("openai", CAPITAL), asked("anthropic", COUNT, model=SMALL)],
            "cut off": lambda: [
                asked("openai", max_tokens=20),
                asked("anthropic", model=SMALL, max_tokens=20),
            ],
            "long": lambda: [asked("openai", ESSAY), asked("anthropic", ESSAY, model=SMALL)],
            "one of them cut off": lambda: [
                asked("openai", CAPITAL),
                asked("anthropic", CAPITAL, model=SMALL, max_tokens=0),
            ],
            "refused": lambda: [asked("openai", CAPITAL), asked("anthropic", CAPITAL, max_tokens=0)],
        },
    ),
    "stopped": done(
        {
            "at 5": lambda: [asked(name, COUNT, stop=("5",)) for name in ("anthropic", "openai")],
            "the other way round": lambda: [
                asked(name, COUNT, stop=("5",)) for name in ("openai", "anthropic")
            ],
            "at 7": lambda: [asked(name, COUNT, stop=("7",)) for name in ("anthropic", "openai")],
            "streamed": lambda: [
                asked(name, COUNT, stop=("5",), stream=True) for name in ("anthropic", "openai")
            ],
        },
        {
            "without": lambda: [asked(name, COUNT) for name in ("anthropic", "openai")],
            "one provider": lambda: [asked("anthropic", COUNT, stop=("5",))],
            "the other provider": lambda: [asked("openai", COUNT, stop=("5",))],
            "a word that never comes": lambda: [
                asked(name, COUNT, stop=("zebra",)) for name in ("anthropic", "openai")
            ],
            "one takes effect at one alone": lambda: [
                asked("anthropic", COUNT, stop=("5",)),
                asked("openai", COUNT, stop=("zebra",)),
            ],
            "cut off": lambda: [
                asked(name, COUNT, stop=("zebra",), max_tokens=3) for name in ("anthropic", "openai")
            ],
        },
    ),
}
