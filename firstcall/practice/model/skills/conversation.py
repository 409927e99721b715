"""Questions about the conversation itself: what was said, shorter, again, in summary."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, raw, reply
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.replies import put_in, template
from firstcall.practice.model.request import Request

_MOST_QUOTED = 16_000


def repeated(request: Request) -> Answer | None:
    """`repeat after me: …`, `say exactly: …`, `reply with this HTML: …`: word for word, whatever it is."""
    found = re.match(
        r"\s*(?:please |now |can you |could you )*(?:(?:repeat|say|echo|print|output|write|copy|reply with|"
        r"respond with|answer with|return)"
        r"(?: only| just| exactly| back| out| verbatim| the following| the words?| this| these words| one word| "
        r"a single word| this word| after me| "
        r"word for word| "
        r"html| text| latex| markdown| code| string| sentence| script| to me| and nothing else){0,7} ?(?::|\n)|"
        r"(?:repeat after me|"
        r"say exactly|echo)[,:]?)"
        r"\s*(.+)",
        request.question[: _MOST_QUOTED + 200],
        re.IGNORECASE | re.DOTALL,
    )
    if found and re.match(
        r"\s*(?:please |now )*(?:write|return|print|output)\b.{0,20}\babout\b", request.low
    ):
        return None
    if found:
        text = found[1][:_MOST_QUOTED]
        return raw(text[1:-1] if len(text) > 2 and text[0] + text[-1] in {'""', "''", "“”"} else text)
    quoted = re.match(
        r"(?:please )?(?:say|repeat|reply(?: only)? with|respond(?: only)? with|answer(?: only)? with)(?: just| "
        r"only| exactly| the words?)*"
        r" [\"'“](.{1,2000}?)[\"'”](?: and nothing else| only)?[.!]?$",
        request.question[:2200],
        re.IGNORECASE | re.DOTALL,
    )
    return raw(quoted[1]) if quoted else _just_say(request)


def _just_say(request: Request) -> Answer | None:
    """`Say hello.`, `Reply with OK`, `just say pong and nothing else`: the little calls that prove a key works."""
    found = re.match(
        r"(?:please )?(?:just |only )?(?:say|reply with|respond with|answer with|reply|respond)(?: just| only| "
        r"exactly)?:? "
        r"(?:the (?:single )?words? )?((?!with\b|in\b|as\b|to\b|like\b|something\b|what\b|that\b|no\b|a\b|one\b|"
        r"the\b|my\b|anything\b|why\b|how\b|only\b)"
        r"[\w!'’-]+(?: [\w!'’-]+){0,3}?)(?: and nothing else| only)?[.!]?$",
        request.question[:80],
        re.IGNORECASE,
    )
    if (
        request.rules.language != "en"
        or not found
        or re.search(r"\bin \w+$|\bjson\b|\bagain\b|\bshorter\b", request.low)
    ):
        return None
    text = found[1][:1].upper() + found[1][1:]
    return Answer((Fixed(text if text[-1] in ".!" else f"{text}!" if text.lower() in _GREETINGS else text),),
                  word=(Fixed(text),))  # fmt: skip


_GREETINGS = frozenset({"hello", "hi", "hey", "hello world", "good morning", "goodbye", "hello there"})


def looked_back(request: Request) -> Answer | None:
    """What was asked first, what was said before, how many messages there are, a summary of it all."""
    low = request.low[:300]
    if len(request.question) > 300:
        return None
    mine, yours = request.said("assistant"), request.said("user")
    if re.search(
        r"\b(?:summari[sz]e|summary of|recap)\b.{0,30}\b(?:conversation|chat|discussion|so far|dialogue|"
        r"we (?:said|talked))",
        low,
    ):
        return _summary(yours, mine)
    if re.search(r"\bmy (?:very )?first (?:question|message|prompt)\b|\bwhat did i (?:ask|say) first\b", low):
        return _quote("conversation/first message", (yours or [request.question])[0])
    if re.search(
        r"\bmy (?:last|previous) (?:question|message|prompt)\b|\bwhat did i (?:just )?(?:say|ask)\b", low
    ):
        return (
            _quote("conversation/last message", yours[-1])
            if yours
            else reply("conversation/this is the first")
        )
    if re.search(r"\bhow many (?:messages|turns|questions)\b", low):
        count = len(request.earlier) + 1
        unit = template("conversation/messages/one" if count == 1 else "conversation/messages")
        return reply("conversation/how many", count=str(count), unit=unit)
    return _again(low, mine)


def _again(low: str, mine: list[str]) -> Answer | None:
    if re.match(
        r"(?:please |can you |could you )*(?:repeat (?:that|what you|your|it)|say (?:that|it) again|what "
        r"did you (?:just )?say)",
        low,
    ):
        return raw(mine[-1][:_MOST_QUOTED]) if mine else reply("conversation/nothing")
    if re.search(r"^(?:please |can you |now |and )*(?:make|say|put|write|shorten)\b.{0,20}\bshorter\b|^shorter|"
                 r"^shorten (?:it|that)|"
                 r"^(?:please )?summari[sz]e (?:that|it|your (?:answer|reply))|\bin fewer words$", low):  # fmt: skip
        return (
            Answer((Fixed(first_sentence(mine[-1]), quoted=True),)) if mine else reply("conversation/nothing")
        )
    if re.search(
        r"^(?:please |can you |now |and )*(?:make it longer|say more|tell me more|more details?|go on|"
        r"continue(?! ?:)|elaborate|more)\b",
        low,
    ):
        if not mine:
            return reply("conversation/nothing")
        return reply("conversation/more", said=first_sentence(mine[-1])[:160])
    return None


def _quote(id: str, text: str) -> Answer:
    text = text if len(text) <= 400 else f"{text[:400]} …"
    return Answer(
        (Fixed(f"{template(id)}: “"), Fixed(text, quoted=True), Fixed("”.")), word=(Fixed(text, quoted=True),)
    )


def _summary(yours: list[str], mine: list[str]) -> Answer:
    if not yours:
        return reply("conversation/nothing to summarise")
    asked = "; ".join(f"“{_clipped(text)}”" for text in yours[:12])
    said = " ".join(first_sentence(text)[:140] for text in mine[-3:])
    left_out = put_in(template("conversation/and more"), count=str(len(yours) - 12))
    more = f" {left_out}" if len(yours) > 12 else ""
    start = reply("conversation/summary", asked=asked, more=more).pieces
    if not said:
        return Answer(start)
    return Answer((*start, Fixed(f" {template('conversation/last answers')} "), Fixed(said, quoted=True)))


def _clipped(text: str) -> str:
    line = " ".join(text[:300].split())
    return line if len(line) <= 80 else f"{line[:80].rsplit(' ', 1)[0]} …"


def first_sentence(text: str) -> str:
    """The text up to the end of its first sentence."""
    found = re.match(r"\s*([^\n]{1,600}?[.!?])(?=\s|$)", text[:700])
    return found[1] if found else text.strip().split("\n", 1)[0][:300]
