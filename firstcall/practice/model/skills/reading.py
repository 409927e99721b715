"""Answers out of a text that the prompt brings, as programs do that look something up first and then ask.

The sentence that has most in common with the question is the answer; a word that stands in few sentences weighs more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from firstcall.practice.model.answer import Answer, raw
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.request import Request
from firstcall.practice.model.tools import stem
from firstcall.practice.model.vectors import FILLING

_MOST = 20_000
_MOST_SENTENCES = 400
_BROUGHT = re.compile(
    r"\b(?:context|articles?|passages?|excerpts?|documents?|transcript|faq|knowledge base|according to|"
    r"(?:following|provided|given|this) (?:text|information|notes|sources?|facts|data)|in the text)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:^|\n)[ \t]*(?:user'?s? )?(?:question|query|q)[ \t]*:[ \t]*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_ANSWER = re.compile(r"\n[ \t]*(?:helpful )?(?:answer|a|response)[ \t]*:?[ \t]*$", re.IGNORECASE)
_LAST_LINE = re.compile(r"(?:^|\n)([^\n?]{3,500}\?)[ \t]*(?:\n[^\n?]{0,300})?$")
_SENTENCE = re.compile(r"[^.!?\n]{2,}(?:[.!?](?=\S)[^.!?\n]*)*[.!?]*")
_TASK = re.compile(
    r"^(?:use|using|answer|if|you|respond|reply|based|given|do|don't|only|please|be|read|here|below|cite|keep)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:<[^<>\n]{1,60}>\s*|[-*#\d.)\[\]]{1,6}\s+|(?:context|article|text|passage|document)s?\s*:\s*)+", re.I
)
_TAGS = re.compile(r"</?\w[^<>\n]{0,80}>")
_NOT_THERE = re.compile(
    r"(?:cannot|can't|can not|could not|not (?:be )?(?:found|in|contain|there)|doesn't|does not|don't know|isn't|no answer)"
    r"[^.\n]{0,80}?\b(?:write|say|reply|respond|answer|return)\b[^\"“'\n]{0,20}[\"“']([^\"”\n]{2,200}?)[\"”']",
    re.IGNORECASE,
)


def read(request: Request) -> Answer | None:
    """The sentence of the text that answers the question; what the prompt says is to be said where none does."""
    found = _question_and_text(request)
    if found is None:
        return None
    question, text = found
    sentence = _best(_words(question), _sentences(text))
    if sentence:
        said = Fixed(sentence, quoted=True)
        return Answer((said,), word=(said,), fields={"answer": sentence})
    otherwise = _NOT_THERE.search(f"{request.system}\n{request.question}"[:_MOST])
    return raw(otherwise[1]) if otherwise else None


def _question_and_text(request: Request) -> tuple[str, str] | None:
    """The question, and the text that it is about: before it, or in the system prompt."""
    body = request.question[-_MOST:]
    labelled = list(_LABELLED.finditer(body))
    if labelled:
        question, text = _ANSWER.sub("", body[labelled[-1].end() :]), body[: labelled[-1].start()]
    elif line := _LAST_LINE.search(body):
        question, text = line[1], body[: line.start()]
    else:
        return None
    if text.strip() and (_BROUGHT.search(body) or len(_words(text)) > 4):
        return question, text
    brought = request.system[:_MOST]
    return (question, brought) if _BROUGHT.search(brought) else None


def _sentences(text: str) -> list[str]:
    found = (
        _LABEL.sub("", _TAGS.sub("", each).strip()).strip()
        for each in _SENTENCE.findall(_TAGS.sub("\n", text))
    )
    return [each for each in found if len(each) > 3 and not _TASK.match(each)][:_MOST_SENTENCES]


def _words(text: str) -> list[str]:
    """The words that say something, without their endings."""
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in FILLING]


def _best(asked: Sequence[str], sentences: Sequence[str]) -> str:
    """The sentence that answers a question of these words, nothing where none has enough of them."""
    wanted = set(asked)
    words = [wanted.intersection(_words(each)) for each in sentences]
    among = Counter(word for each in words for word in each)
    worth = [sum(1 / among[word] for word in each) for each in words]
    at = max(range(len(sentences)), key=worth.__getitem__, default=-1)
    enough = at >= 0 and len(words[at]) >= min(2, len(wanted)) and words[at]
    return sentences[at] if enough else ""
