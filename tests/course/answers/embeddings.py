"""Answers to the exercises of "Embeddings"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from firstcall import providers
from firstcall.providers import Texts
from firstcall.running.runs import Run
from firstcall.steps.embeddings import lesson
from tests.course.answered import asked, done, run

SMALL = "text-embedding-3-small"
OURS = lesson.SENTENCES
CELLAR = "The key of the cellar hangs behind the piano."
WHERE = "Where does the key of the cellar hang?"
Made = Callable[[], Sequence[Run]]


@cache
def vectors(*texts: str, provider: str = "openai", model: str = SMALL, dimensions: int | None = None) -> Run:
    """The vectors of these sentences; the same call for the same ones."""
    embedding = providers.get(provider).embedding
    assert embedding is not None
    return run(embedding.compose(Texts(model, texts, dimensions), None))


def own(*texts: str, provider: str = "openai", model: str = SMALL) -> Made:
    """Ours with some more."""
    return lambda: [vectors(*OURS, *texts, provider=provider, model=model)]


def sized(*sizes: int | None, provider: str = "openai", model: str = SMALL) -> Made:
    return lambda: [vectors(*OURS, provider=provider, model=model, dimensions=size) for size in sizes]


def search(query: str, provider: str = "openai", model: str = SMALL) -> Made:
    return lambda: [
        vectors(*OURS, provider=provider, model=model),
        vectors(query, provider=provider, model=model),
    ]


def both(*texts: str, own: str = CELLAR, question: str = WHERE, provider: str = "openai") -> Made:
    """The vectors of our sentences and one's own, then the question with these texts, and alone."""
    return lambda: [
        vectors(*OURS, own),
        asked(provider, lesson.prompt(texts, question)),
        asked(provider, question),
    ]


ANSWERS = {
    "neighbour": done(
        {
            "another animal": own("My puppy naps."),
            "other words for a refund": own("Can I exchange it and have my money?"),
            "by another provider": own("My puppy naps.", provider="google", model="gemini-embedding-001"),
            "on one's own machine": own("My puppy naps.", provider="ollama", model="all-minilm"),
            "beside another": own("Nothing of the kind.", "My puppy naps."),
        },
        {
            "ours alone": own(),
            "a word in common": own("The cat sleeps on the roof."),
            "about nothing of ours": own("Quantum mechanics puzzles philosophers."),
            "one of ours again": own(OURS[0]),
            "without ours": lambda: [vectors("My puppy naps.", "A kitten rests.")],
            "its words in another order": own("Sofa sleeps cat."),
            "a chat": lambda: [asked("openai", "My puppy naps.")],
        },
    ),
    "shorter": done(
        {
            "256": sized(None, 256),
            "shorter first": sized(256, None),
            "128, between them 512": sized(None, 512, 128),
            "by another provider": sized(None, 256, provider="google", model="gemini-embedding-001"),
        },
        {
            "whole ones alone": sized(None),
            "short ones alone": sized(256),
            "still long": sized(None, 512),
            "another model": lambda: [
                vectors(*OURS, model="text-embedding-3-large"),
                vectors(*OURS, dimensions=256),
            ],
            "other sentences": lambda: [vectors(*OURS[:5]), vectors(*OURS, dimensions=256)],
            "refused": sized(5_000),
            "two of them short": sized(256, 256),
        },
    ),
    "no_word": done(
        {
            "a nap": search("Where does my pet nap?"),
            "an animal": search("feline"),
            "by another provider": search("Where does my pet nap?", "google", "gemini-embedding-001"),
            "after one with words": lambda: [*search("cat")(), *search("Where does my pet nap?")()],
        },
        {
            "the question of the page": search(lesson.QUESTION),
            "a word of the best": search("cat"),
            "nothing near": search("quantum philosophy"),
            "vectors alone": lambda: [vectors(*OURS)],
            "a word of another": search("feline bread minutes"),
            "in another space": lambda: [
                vectors(*OURS),
                vectors("Where does my pet nap?", model="text-embedding-3-large"),
            ],
            "a query alone": lambda: [vectors("Where does my pet nap?")],
        },
    ),
    "grounded": done(
        {
            "a place": both(CELLAR),
            "beside others": both(CELLAR, OURS[0], OURS[3]),
            "by another provider": both(CELLAR, provider="anthropic"),
            "another fact": both(
                "The harvest begins on Thursday.",
                own="The harvest begins on Thursday.",
                question="On which day does the harvest begin?",
            ),
        },
        {
            "one of ours": both(OURS[0], question=lesson.QUESTION),
            "no sentence of one's own": lambda: [
                vectors(*OURS),
                asked("openai", lesson.prompt(OURS[:1], lesson.QUESTION)),
                asked("openai", lesson.QUESTION),
            ],
            "without it": both(OURS[0], OURS[1]),
            "not beside the question alone": lambda: [
                vectors(*OURS, CELLAR),
                asked("openai", lesson.prompt((CELLAR,), WHERE)),
            ],
            "the question alone": lambda: [vectors(*OURS, CELLAR), asked("openai", WHERE)],
            "told in the question": both(
                CELLAR, question="Does the key of the cellar hang behind the piano?"
            ),
            "vectors alone": lambda: [vectors(*OURS, CELLAR)],
        },
    ),
}
