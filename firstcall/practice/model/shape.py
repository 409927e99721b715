"""Brings an answer into the form that the rules ask for: layout, voice, length, words to avoid."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.exactly import whole_in
from firstcall.practice.model.pieces import Fixed, Piece, Pieces
from firstcall.practice.model.replies import template
from firstcall.practice.model.rules import Rules
from firstcall.practice.model.sampler import Span
from firstcall.practice.model.voices import closing, each, in_voice, opening

_END = re.compile(r"[.!?]+[\"'”’)]*(?=\s|$)")


def dressed(answer: Answer, rules: Rules) -> Pieces:
    """The pieces to say, before chance decides."""
    if answer.form == "raw":
        return answer.pieces
    if rules.json:
        return _as_json(answer)
    if answer.word and (rules.bare or rules.most_words == 1):
        return bare(answer, rules)
    pieces = _laid_out(answer, rules) if answer.items else answer.pieces
    return _lettered(_voiced(pieces, answer, rules), rules)


def bare(answer: Answer, rules: Rules) -> Pieces:
    """The answer in a word, nothing where it has none."""
    return _lettered(in_voice(answer.word, rules.voice), rules)


def _voiced(pieces: Pieces, answer: Answer, rules: Rules) -> Pieces:
    start = opening(rules.voice, rules.persona)
    if not start:
        return pieces
    lines = bool(answer.items) or answer.form == "verse"
    end = (
        closing(rules.voice)
        if rules.sentences is None and rules.most_words is None and not answer.items
        else ()
    )
    between = (Fixed("\n" if lines else " "),)
    return (*start, *between, *in_voice(pieces, rules.voice), *((*between, *end) if end else ()))


def _laid_out(answer: Answer, rules: Rules) -> Pieces:
    """Items as a numbered list, unless something else was asked for."""
    between = ", " if rules.layout == "commas" else "\n"
    pieces: list[Piece] = []
    for place, item in enumerate(answer.items):
        mark = {"bullets": "- ", "commas": "", "lines": ""}.get(rules.layout, f"{place + 1}. ")
        pieces += [Fixed((between if place else "") + mark), *item]
    return tuple(pieces)


def _lettered(pieces: Pieces, rules: Rules) -> Pieces:
    change: dict[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower}
    return each(pieces, change[rules.letters], quoted=True) if rules.letters else pieces


def _as_json(answer: Answer) -> Pieces:
    escaped = partial(each, change=lambda text: json.dumps(text, ensure_ascii=False)[1:-1], quoted=True)
    if answer.fields:
        return (Fixed(json.dumps(dict(answer.fields), ensure_ascii=False)),)
    if answer.items:
        inner: list[Piece] = []
        for place, item in enumerate(answer.items):
            inner += [Fixed('", "' if place else '{"items": ["'), *escaped(item)]
        return (*inner, Fixed('"]}'))
    return (Fixed('{"answer": "'), *escaped(answer.pieces), Fixed('"}'))


def shaped(
    spans: Iterator[Span], answer: Answer, rules: Rules, bare: Callable[[], Iterable[Span]]
) -> Iterable[Span]:
    """What was decided on, cut and filled to the length asked for; `bare` decides on the answer in a word. Lazy where
    nothing is asked for."""
    if answer.form == "raw" or rules.json:
        return spans
    if rules.banned:
        spans = iter(_without(list(spans), rules.banned))
    if answer.form == "prose" and not answer.items:
        if rules.sentences is not None:
            spans = iter(_first_sentences(list(spans), rules.sentences))
        if rules.most_words is not None:
            said = list(spans)
            whole = whole_in(said, list(bare()), rules.most_words) if rules.exact else None
            spans = iter(whole or _counted(said, rules.most_words, rules.exact))
        if rules.layout in {"bullets", "numbers"}:
            spans = iter(_pointed(list(spans), rules.layout))
    return spans


def text_of(spans: Iterable[Span]) -> str:
    return "".join(span.text for span in spans)


def _keep(spans: list[Span], ranges: list[tuple[int, int]]) -> list[Span]:
    """Only the given stretches of the text, in order."""
    kept, at = [], 0
    for span in spans:
        for start, end in ranges:
            low, high = max(start, at), min(end, at + len(span.text))
            if low < high:
                ways = span.alternatives if low == at else ()
                kept.append(Span(span.text[low - at : high - at], ways))
        at += len(span.text)
    return kept


def continued(spans: list[Span], begun: str) -> list[Span]:
    """What is left to say after a reply that the request has begun."""
    text = text_of(spans)
    return _keep(spans, [(len(begun), len(text))]) if text.startswith(begun) else spans


def in_tags(spans: Iterable[Span], tags: tuple[str, ...]) -> Iterable[Span]:
    """The reply in the tags that were asked for; of several the last holds it, those before a word of thought."""
    if not tags:
        return spans
    *before, last = tags
    thoughts = [Span(f"<{tag}>{template('chance/thought')}</{tag}>\n") for tag in before]
    return chain(thoughts, [Span(f"<{last}>")], spans, [Span(f"</{last}>")])


def _ranges(text: str) -> list[tuple[int, int]]:
    """Where each sentence or line begins and ends, the blank before it included."""
    ends = sorted(
        {found.end() for found in _END.finditer(text)}
        | {at for at, sign in enumerate(text) if sign == "\n"}
        | {len(text)}
    )
    return list(zip([0, *ends[:-1]], ends, strict=True)) if text else []


def _without(spans: list[Span], banned: tuple[str, ...]) -> list[Span]:
    """Drops every sentence with a word that must not appear."""
    text = text_of(spans)
    pattern = re.compile("|".join(rf"\b{re.escape(word)}" for word in banned), re.IGNORECASE)
    kept = [(start, end) for start, end in _ranges(text) if not pattern.search(text[start:end])]
    if len(kept) == len(_ranges(text)):
        return spans
    rest = _keep(spans, kept)
    if not re.search(r"\w", text_of(rest)):
        return [Span(template("chance/left out"))]
    return rest


def _first_sentences(spans: list[Span], most: int) -> list[Span]:
    ends = [found.end() for found in _END.finditer(text_of(spans))]
    return _keep(spans, [(0, ends[most - 1])]) if len(ends) >= most else spans


def _counted(spans: list[Span], most: int, exact: bool) -> list[Span]:
    """At most so many words, ending with a whole sentence where one fits; or exactly so many."""
    places = [found.span() for found in re.finditer(r"\S+", text_of(spans))]
    if len(places) < most and exact:
        return _counted([*spans, *_filling(most - len(places))], most, exact)
    if len(places) <= most:
        return spans
    cut = places[most - 1][1]
    whole = [found.end() for found in _END.finditer(text_of(spans)[:cut])]
    if whole and not exact:
        return _keep(spans, [(0, whole[-1])])
    return _ended(_keep(spans, [(0, cut)]))


def _filling(words_missing: int) -> list[Span]:
    fillers = template("chance/fillers").split()
    rounds = words_missing // len(fillers) + 1
    return [Span(" " + " ".join(fillers * min(rounds, 60)))]


def _ended(spans: list[Span]) -> list[Span]:
    """Ends with a full stop, whatever the cut left at the end."""
    end = text_of(spans).rstrip(' ,;:–-“"(')
    kept = _keep(spans, [(0, len(end))])
    return kept if end[-1:] in {".", "!", "?"} else [*kept, Span(".")]


def _pointed(spans: list[Span], layout: str) -> list[Span]:
    """One point for each sentence."""
    text = text_of(spans)
    pointed: list[Span] = []
    for start, end in _ranges(text):
        part = _keep(spans, [(start + len(text[start:end]) - len(text[start:end].lstrip()), end)])
        if part:
            mark = (
                "- "
                if layout == "bullets"
                else f"{sum(span.text.startswith(chr(10)) for span in pointed) + 1}. "
            )
            pointed += [Span(("\n" if pointed else "") + mark), *part]
    return pointed
