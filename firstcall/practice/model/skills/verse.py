"""Haiku, limericks, poems and jokes."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import words
from firstcall.practice.model.replies import lines, paragraphs, section_named, sections, template
from firstcall.practice.model.request import Request


def subject(text: str) -> str:
    """What something is to be about: `a poem about the sea, please` gives `the sea`."""
    found = re.search(r"\babout (.{1,60})", text, re.I) or re.search(
        r"\b(?:on|of|over|regarding) (?:the "
        r"(?:topic|theme|subject) (?:of )?)?(.{1,60})",
        text,
        re.I,
    )
    if not found:
        return ""
    end = re.split(
        r"[.,;:!?\n]| (?:in|with|using|that|for|and (?:make|use|keep|do)|please|as|exactly)\b", found[1]
    )[0]
    return end.strip("\"'“” ")


def haiku(request: Request) -> Answer | None:
    if not re.search(r"\bhaikus?\b", request.low) or re.search(r"\bwhat(?: is|'s) a haiku\b", request.low):
        return None
    about = subject(request.question[:400])
    theme = about.lower() or request.low
    known = section_named("haiku", theme)
    if known is None and not about:
        known = next(iter(sections("haiku").values()))
    verse = known.body if known else _made_for(about)
    return Answer(words(verse, about=about[:1].upper() + about[1:]), form="verse")


def _made_for(about: str) -> str:
    """A haiku that begins with its subject, if that has five syllables at most."""
    first, *rest = lines("verse/haiku about anything")
    left = 5 - syllables(about)
    if 0 <= left < 5:
        first = "{=about}" + ["", *lines("verse/after its subject")][left]
    return "\n".join((first, *rest))


def syllables(text: str) -> int:
    """How many syllables English words have, roughly: groups of vowels, without a silent e at the end."""
    count = 0
    for word in re.findall(r"[a-zà-ÿ]+", text.lower()[:200]):
        groups = len(re.findall(r"[aeiouyà-ÿ]+", word))
        silent = word.endswith("e") and not word.endswith("le") and groups > 1
        count += max(1, groups - silent)
    return count


def poem(request: Request) -> Answer | None:
    """Poems of as many lines as asked for, limericks, songs."""
    if re.search(r"\blimerick\b", request.low) and not re.search(r"\bwhat(?: is|'s) a\b", request.low):
        return Answer(words("{" + "|".join(paragraphs("verse/limericks")) + "}"), form="verse")
    if not re.search(r"\b(?:poem|verse|song|lyrics|rhyme(?! with)|sonnet|ballad|couplet)\b", request.low):
        return None
    if re.search(r"\bwhat(?: is|'s| are)\b|\bexplain\b", request.low):
        return None
    about = subject(request.question[:400]) or template("verse/about")
    return Answer(words("\n\n".join(_stanzas(_lines(request.low))), about=about), form="verse")


def _lines(low: str) -> int:
    found = re.search(rf"\b({NUMBER})[- ](?:lines?|line)\b", low)
    if found:
        return max(1, min(number(found[1]), 60))
    if re.search(r"\bcouplet\b", low):
        return 2
    return (
        14
        if "sonnet" in low
        else 4
        if re.search(r"\bshort\b", low)
        else 16
        if re.search(r"\blong\b", low)
        else 8
    )


def _stanzas(many: int) -> list[str]:
    """Couplets in fours; with an odd number the last line stands alone."""
    known = paragraphs("verse/couplets")
    couplets = [known[at % len(known)] for at in range(many // 2)]
    stanzas = ["\n".join(couplets[at : at + 2]) for at in range(0, len(couplets), 2)]
    return [*stanzas, template("verse/odd line")] if many % 2 else stanzas


def joke(request: Request) -> Answer | None:
    if not re.search(r"\bjokes?\b|\bpuns?\b|\bmake me laugh\b|\bsomething funny\b", request.low):
        return None
    return Answer(words("{" + "|".join(paragraphs("verse/jokes")) + "}"))
