"""A pattern that is shown by examples and continued: `cat -> CAT, dog -> DOG, bird ->`.

The examples stand in the question, a line or a comma between them, or are turns of the conversation. Rules that
they may follow are tried one after the other; of labels that come again, the label of the likest example is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from firstcall.practice.model.answer import Answer, raw
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.chores import sentiment

Pairs = Sequence[tuple[str, str]]

_MOST = 4000
_SIGN = r"\s*(?:->|=>|→|⇒|:|=)\s*"
_PAIR = re.compile(rf"^\s*(?:[-*•]\s*|\d+[.)]\s*)?(.{{1,200}}?){_SIGN}(.{{1,80}}?)\s*$")
_OPEN = re.compile(rf"^\s*(?:[-*•]\s*|\d+[.)]\s*)?(.{{1,200}}?){_SIGN}$")
_MOODS = {"positive", "negative", "neutral"}

_RULES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    str.title,
    str.capitalize,
    lambda text: text[::-1],
    lambda text: str(len(text)),
    lambda text: str(len(text.split())),
    lambda text: text[:1],
    lambda text: text[-1:],
    lambda text: f"{text}s",
    lambda text: f"{text}!",
    lambda text: text.replace(" ", "_"),
    lambda text: text.replace(" ", "-"),
    lambda text: "".join(word[:1] for word in text.split()).upper(),
    lambda text: _counted(text, lambda number: number * 2),
    lambda text: _counted(text, lambda number: number + 1),
    lambda text: _counted(text, lambda number: number * number),
)


def by_example(request: Request) -> Answer | None:
    """What the examples lead to, `None` where there are none or no rule of ours fits them."""
    found = _in_question(request.question)
    shown, asked = found or _in_conversation(request)
    if len(dict(shown)) < 2 or not asked:
        return None
    answer = _ruled(shown, asked) or (_labelled(shown, asked) if found else "")
    return raw(answer) if answer else None


def _in_question(question: str) -> tuple[Pairs, str] | None:
    text = question[-_MOST:]
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 3:
        before, _, last = text.rpartition("\n")
        told = re.sub(r"^[^:>]{1,60}: (?=.*[-=]>)", "", last)  # "Convert: a -> b, c ->"
        lines = [*before.splitlines(), *re.split(r"\s*[,;]\s*", told)]
    opened = _OPEN.match(lines[-1]) if lines else None
    if opened is None:
        return None
    asked = opened[1].strip()
    pairs = [(found[1].strip(), found[2].strip()) for line in lines[:-1] if (found := _PAIR.match(line))]
    if pairs and (said := _name(asked)) and _name(pairs[0][0]):  # "Text: …" and "Label: …", a line each
        return _named(lines, said)
    return pairs, asked


def _name(text: str) -> str:
    return text if re.fullmatch(r"[A-Z]\w{1,20}", text) else ""


def _named(lines: Sequence[str], last: str) -> tuple[Pairs, str]:
    """Examples of two lines each, of which the second begins with the name that the last line has: "Mood:"."""
    texts: list[str] = []
    pairs: list[tuple[str, str]] = []
    for line in lines[:-1]:
        found = _PAIR.match(line)
        if found is None:
            continue
        if found[1].strip() == last and texts:
            pairs.append((texts[-1], found[2].strip()))
        else:
            texts.append(found[2].strip())
    return pairs, texts[-1] if texts else ""


def _in_conversation(request: Request) -> tuple[Pairs, str]:
    """Short turns before the question, of which each reply follows from what was said."""
    earlier = request.earlier
    pairs = [
        (said.strip(), answer.strip())
        for (who, said), (other, answer) in pairwise(earlier)
        if who == "user" and other == "assistant" and len(said) < 200 and len(answer) < 80
    ]
    usual = pairs and len(pairs) * 2 == len(earlier) and len(request.question) < 200
    return (pairs, request.question.strip()) if usual else ((), "")


def _ruled(shown: Pairs, asked: str) -> str:
    for rule in _RULES:
        if all(rule(said) == answer for said, answer in shown):
            return rule(asked)
    return ""


def _labelled(shown: Pairs, asked: str) -> str:
    """A label of the examples: by the mood of the text where labels are moods, else that of the likest example."""
    labels = Counter(answer for _, answer in shown)
    moods = {label.lower(): label for label in labels}
    if set(moods) <= _MOODS:
        return moods.get(sentiment(asked), "") or _cased(sentiment(asked), next(iter(labels)))
    if len(labels) == len(shown) or len(labels) > 6:
        return ""
    words = set(re.findall(r"\w{3,}", asked.lower()))
    return max(shown, key=lambda pair: len(words & set(re.findall(r"\w{3,}", pair[0].lower()))))[1]


def _cased(text: str, like: str) -> str:
    return text.upper() if like.isupper() else text.capitalize() if like[:1].isupper() else text


def _counted(text: str, change: Callable[[int], int]) -> str:
    return str(change(int(text))) if re.fullmatch(r"-?\d{1,9}", text) else ""
