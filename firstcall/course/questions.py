"""The questions that people ask, each answered once, in the words of the step where it arises:

# question text: How do I read the text?      the answer
## words                                      further words by which a search finds it, one a line
## try                                        links to run something: [label](step?setting=value#place)
## rows                                       rows of the provider-difference table that say it in code
## program                                    a language in which the first call is shown
# aside binding: How binding is it?           asked along the way: the answer, and nothing more
# mistakes                                    a list of what people do wrong
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.course import steps
from firstcall.course.steps import Step
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.text import Section, filled

_LINK = re.compile(r"\[(?P<label>.+)\]\((?P<target>[^)\s]+)\)\Z")


@dataclass(frozen=True, slots=True)
class Try:
    """Something to run: the step to open, what the link says, the settings that the page opens with, and the place
    on it: the anchor of a heading or the key of a box."""

    step: str
    label: str
    settings: Mapping[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a step. `answer` is Markdown; `rows` are rows of the provider-difference table that
    say it in code; `program` is a language in which the first call is shown, empty for none; `words` are further
    words by which a search finds it.
    `aside` says that it is only asked along the way."""

    id: str
    question: str
    answer: str
    step: str
    tries: tuple[Try, ...] = ()
    rows: tuple[str, ...] = ()
    program: str = ""
    aside: bool = False
    words: tuple[str, ...] = ()

    def mentions(self, words: str) -> bool:
        """Whether question or answer has all these words, whatever their case."""
        text = f"{self.question} {self.answer} {' '.join(self.rows + self.words)}".lower()
        return all(word in text.replace("`", "").replace("*", "") for word in words.lower().split())


def questions() -> tuple[Question, ...]:
    """All questions in the order of the steps, those that are asked along the way after the others."""
    found = [question for step in steps.every() for question in of(step)]
    return tuple(sorted(found, key=lambda question: question.aside))


def part(step: str) -> str:
    """What the part of a page is called that answers its questions."""
    return f"{step}_faq"


def of(step: Step) -> tuple[Question, ...]:
    """The questions that arise on a step, asides after the others."""
    sections = [*step.words.of_kind("question"), *step.words.of_kind("aside")]
    return tuple(_question(section, step) for section in sections)


def mistakes(step: Step) -> tuple[str, ...]:
    """What people do wrong on a step, in Markdown; empty if nothing is known."""
    found = step.words.find("mistakes")
    return found.items() if found else ()


def search(words: str) -> tuple[Question, ...]:
    """The questions that have all these words in them; all of them for no words."""
    return tuple(question for question in questions() if question.mentions(words))


def _question(section: Section, step: Step) -> Question:
    def items(part: str) -> tuple[str, ...]:
        return section.parts[part].items() if part in section.parts else ()

    return Question(
        section.name,
        section.title,
        filled(section.body, {"cheapest": _cheapest()} if "{cheapest}" in section.body else {}),
        step.slug,
        tuple(_try(link) for link in items("try")),
        items("rows"),
        section.parts["program"].body if "program" in section.parts else "",
        section.id.startswith("aside "),
        items("words"),
    )


def _try(link: str) -> Try:
    found = _LINK.match(link)
    if found is None:
        raise ValueError(f"not a link to something to run: {link!r}")
    target = urlsplit(found["target"])
    settings = dict(parse_qsl(target.query, keep_blank_values=True))
    return Try(target.path, found["label"], settings, target.fragment)


def _cheapest() -> str:
    """The default models with their prices, as a sentence's middle; those of servers that the learner names have none."""
    said = []
    for provider in providers.every().values():
        if provider.servers is not None:
            continue
        id = provider.default
        rates = prices.rates(provider.id, id)
        price = (
            f" (\\${rates.input_usd:.2f} in, \\${rates.output_usd:.2f} out per million tokens)"
            if rates
            else ""
        )
        said.append(f"`{id}` of {provider.name}{price}")
    return " or ".join(said)


def program(provider: Provider, language: str) -> str:
    """The smallest program for a provider in a language."""
    found = models.find(provider.default)
    settings = Settings(
        model=provider.default,
        messages=(Message("user", "What is an API?"),),
        max_tokens=1024,
        effort=found.quiet_effort if found else None,
        stream=False,
    )
    return programs.render(provider.compose(settings, None), provider, language)
