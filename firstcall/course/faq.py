"""The questions that people ask, each answered once; the steps show their own, a page collects them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.ledger import prices
from firstcall.providers import Provider


@dataclass(frozen=True, slots=True)
class Try:
    """Something to run: the step to open, what the link says, the settings that the page opens with."""

    step: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `answer` is Markdown; `step` is where it arises; `rows` are rows of the
    provider-difference table that say it in code; `javascript` shows the first call in that language."""

    id: str
    question: str
    answer: str
    step: str
    tries: tuple[Try, ...]
    rows: tuple[str, ...] = ()
    javascript: bool = False

    def mentions(self, words: str) -> bool:
        """Whether question or answer has all these words, whatever their case."""
        text = (
            f"{self.question} {self.answer} {' '.join(self.rows)}".lower().replace("`", "").replace("*", "")
        )
        return all(word in text for word in words.lower().split())


def _cheapest() -> str:
    """The default models with their prices, as a sentence's middle."""
    said = []
    for provider in providers.every().values():
        id = models.DEFAULT[provider.id]
        rates = prices.rates(provider.id, id)
        price = (
            f" (\\${rates.input_usd:.2f} in, \\${rates.output_usd:.2f} out per million tokens)"
            if rates
            else ""
        )
        said.append(f"`{id}` of {provider.name}{price}")
    return " or ".join(said)


@cache
def questions() -> tuple[Question, ...]:
    """All questions, in the order in which a beginner meets them."""
    return (
        Question(
            "authenticate",
            "How do I authenticate?",
            "With an **API key**. Put it into the environment, under the provider's name for it. The SDK finds it there "
            "and sends it as a header with every request. Never write it into the code: code travels.",
            "setup",
            (Try("setup", "Get a key and check it"), Try("what_travels", "See the header that is sent")),
            rows=("Key variable", "Auth header"),
        ),
        Question(
            "text",
            "How do I read the text?",
            "It stands at a different place for each provider. Anthropic sends a **list of blocks**: pick those of type "
            "`text` and join them. Old tutorials take `content[0].text`, which breaks today: models that think put a "
            "thinking block first. OpenAI's `content` can be `None` or empty, when the token limit was used up by "
            "reasoning.",
            "first_call",
            (
                Try("first_call", "Read every field of a reply"),
                Try(
                    "first_call",
                    "See a limit used up by thinking",
                    {
                        "provider": "anthropic",
                        "max_tokens": "12",
                        "prompt": "Why is the sky blue?",
                        "stream": "no",
                    },
                ),
            ),
            rows=("Reply text",),
        ),
        Question(
            "temperature",
            "What does temperature do, and why does my model refuse it?",
            "It says how much **chance** plays a part when the next word-piece is picked: near 0 almost always the "
            "likeliest, near 1 with variety. Today's newest models choose this for themselves and refuse the parameter. "
            "Claude: the SDK has no such argument any more, and the API says 400. OpenAI's current models take it only "
            'with `reasoning_effort="none"`. Leave it out unless you know that your model takes it.',
            "tune",
            (
                Try("tune", "Try both, on models that take it"),
                Try(
                    "first_call",
                    "Be refused by GPT-6",
                    {"provider": "openai", "model": "gpt-6-luna", "effort": "medium", "temperature": "0.5"},
                ),
            ),
            rows=("Temperature",),
        ),
        Question(
            "forgets",
            "Why does it forget what I said?",
            "Each call starts from nothing: the provider keeps no conversation for you. **Memory is a list that your code "
            "keeps** and sends again, whole, with each turn: what you said and what the model answered. Send only the "
            "last message, and that is all it knows.",
            "conversation",
            (Try("conversation", "Tell it your name, then drop the history"),),
        ),
        Question(
            "429",
            "What is a 429 and what do I do?",
            "**Too many requests**, or too many tokens, in a short time. Wait as long as the header `retry-after` says, "
            "then try again; if it comes again, double the wait, and give up after a few attempts. The SDKs do this twice "
            "by themselves. One 429 of OpenAI is another matter: `insufficient_quota` means that there is **no credit**. "
            "Waiting does not help then.",
            "failures",
            (Try("failures", "Meet one, and write the retry"), Try("setup", "Tell it from “no credit”")),
        ),
        Question(
            "javascript",
            "How do I do this in JavaScript?",
            "The same call with the same names. Install the package with npm, and `await` the call. These programs run "
            "with Node as they stand. In a browser they would show your key to everybody: call from a server of yours.",
            "first_call",
            (Try("first_call", "See your own call in JavaScript and curl"),),
            javascript=True,
        ),
        Question(
            "token",
            "What is a token?",
            "A **piece of a word**, with a number from a fixed list. A common English word is one token; a rare word, a "
            "name, another language takes several. Models read and write tokens, limits and prices count them. Each "
            "provider has its own list, so the same text has different counts.",
            "tokens_cost",
            (Try("tokens_cost", "Cut your own text into tokens"),),
            rows=("Tokens in", "Tokens out"),
        ),
        Question(
            "cut_off",
            "Why was my answer cut off?",
            "It met the **token limit** that you set. The stop reason says so: `max_tokens` at Anthropic, `length` at "
            "OpenAI. No error is raised, so look at it yourself. Thinking counts into the limit too: with a small one there "
            "may be no text at all. Raise the limit, ask for a shorter answer, or lower the effort.",
            "first_call",
            (
                Try("tune", "See length and stop reason against the limit"),
                Try(
                    "first_call",
                    "Have an answer cut off",
                    {
                        "provider": "openai",
                        "max_tokens": "12",
                        "system": "",
                        "prompt": "Tell me how bread is made.",
                    },
                ),
            ),
            rows=("Token limit", "Stop reason"),
        ),
        Question(
            "deterministic",
            "Is temperature 0 deterministic?",
            "**Nearly, but not guaranteed.** It picks the likeliest piece each time, yet two equal requests may run on "
            "different machines, in different company, and a tie may fall the other way. Never build on equal answers: "
            "check what comes back. And many of today's models do not take a temperature at all.",
            "tune",
            (
                Try(
                    "first_call",
                    "Ask twice at temperature 0",
                    {
                        "provider": "openai",
                        "model": "gpt-6-luna",
                        "effort": "none",
                        "temperature": "0",
                        "prompt": "Write a haiku about the sea.",
                    },
                ),
                Try("tune", "Compare five answers at two temperatures"),
            ),
            rows=("Temperature",),
        ),
        Question(
            "bill_grows",
            "Why does the bill grow during a chat?",
            "Because every turn sends **the whole conversation again**, and you pay for every token that you send. The "
            "tenth turn carries the nine before it. Trim old turns, or replace them with a summary.",
            "conversation",
            (
                Try("conversation", "Watch tokens and price per turn"),
                Try("tokens_cost", "See what this session used"),
            ),
        ),
        Question(
            "which_model",
            "Which model should I start with?",
            f"A **small one**: fast, cheap, and good enough to learn with, such as {_cheapest()}. If its answers are not "
            "good enough, changing the id is one line. Copy ids from the provider's own page, not from a tutorial, this "
            "one included: ids change, and models retire.",
            "tune",
            (
                Try("tune", "Compare a small and a large model"),
                Try("tokens_cost", "Price one call on every model"),
            ),
        ),
        Question(
            "without_paying",
            "Can I do this without paying?",
            "**Yes.** Every step here works in practice: a small server in this app answers in the provider's own "
            "protocol, through the official SDK. For real answers without a bill, Ollama runs a model on your own machine "
            "(not callable in this app yet). A subscription to ChatGPT or Claude does not pay for API calls.",
            "start_here",
            (Try("first_call", "Make a free call now"), Try("setup", "See what a key needs")),
        ),
    )


def of(step: str) -> tuple[Question, ...]:
    """The questions that arise on a step."""
    return tuple(question for question in questions() if question.step == step)


def search(words: str) -> tuple[Question, ...]:
    """The questions that have all these words in them; all of them for no words."""
    return tuple(question for question in questions() if question.mentions(words))


def javascript(provider: Provider) -> str:
    """The smallest JavaScript program for a provider."""
    found = models.find(models.DEFAULT[provider.id])
    settings = Settings(
        model=models.DEFAULT[provider.id],
        messages=(Message("user", "What is an API?"),),
        max_tokens=1024,
        effort=found.quiet_effort if found else None,
        stream=False,
    )
    return programs.render(provider.compose(settings, None), provider, "javascript")
