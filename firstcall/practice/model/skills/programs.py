"""Short programs for the requests that tutorials make: `write a Python function that …`."""

from __future__ import annotations

import re
from functools import cache

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.replies import any_of, names, section, template
from firstcall.practice.model.request import Request


def programmed(request: Request) -> Answer | None:
    """A small program in Python or JavaScript, or a plain word that there is none here."""
    low = request.low[:400]
    asked = re.search(
        r"\b(?:write|show|give me|create|make|need|code)\b.{0,60}\b(?:function|program|code|script|"
        r"snippet|loop|class|method)\b",
        low,
    )
    if not (
        asked
        or re.search(
            r"\bhello,? world\b.{0,20}\b(?:in|program)\b|\bfizz ?buzz\b|\b(?:in|using) "
            r"(?:python|javascript)$",
            low,
        )
    ):
        return None
    if re.search(r"\b(?:poem|haiku|joke|story|translate|slogan)\b", low):
        return None
    language = "javascript" if re.search(r"\bjavascript\b|\bjs\b|\bnode\b", low) else "python"
    program = next((text for pattern, text in _programs(language) if pattern.search(low)), None)
    if program is None or re.search(r"\b(?:java|rust|go|c\+\+|ruby|php|swift|kotlin)\b", low):
        return reply("programs/unknown")
    if re.search(r"\b(?:only|just) (?:the )?code\b|\bno explanation", low + request.system[:2000].lower()):
        return Answer((Fixed(program),), form="raw")
    before, after = words(template("programs/before") + "\n\n"), words("\n\n" + template("programs/after"))
    return Answer((*before, Fixed(program, quoted=True), *after), form="verse")


@cache
def _programs(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Fenced programs, with a pattern for what is asked of them."""
    known = section(f"programs/{language}").parts
    return tuple((re.compile(any_of(names(id))), part.body) for id, part in known.items())
