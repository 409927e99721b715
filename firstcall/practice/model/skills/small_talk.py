"""Small talk, who the model is, what it cannot know, sums and capitals, and the reply to everything else."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.practice.model.answer import Answer, reply, said, say
from firstcall.practice.model.numbers import sum_in
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.replies import lines, put_in, section_named, template
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.memory import facts, own_name

_HELLO = re.compile(
    r"^(?:well |oh |and )?(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|ahoy|yo|hallo|moin)"
    r"(?:,? (?:there|world|again|claude|gpt|gemini|ollama|model|everyone|friend|bot))*[,!.]*"
    r"(?: (?:this is a test|how are you(?: doing| today)*|nice to meet you|i'm new here|can you hear me))?[!.? ]*$"
)


def greeted(request: Request) -> Answer | None:
    if re.match(
        r"^(?:please |just )?(?:say|write|give me|send) (?:an? )?(?:hello|hi|greeting)\b", request.low
    ):
        exact = request.rules.most_words if request.rules.exact else None
        in_so_many_words = lines("small_talk/greeting in so many words")
        if exact and exact <= len(in_so_many_words):
            return Answer((Fixed(in_so_many_words[exact - 1]),), form="raw")
        return reply("small_talk/greeting")
    if _HELLO.match(request.low):
        name = facts(request).get("name") if request.earlier or request.system else None
        hello = reply("small_talk/hello by name", name=name) if name else reply("small_talk/hello")
        return replace(hello, pieces=(*hello.pieces, Fixed(" "), *words(template("small_talk/what next"))))
    return next(
        (reply(f"small_talk/{id}") for id, pattern in _COURTESIES.items() if pattern.match(request.low)), None
    )


_COURTESIES = {
    "how are you": re.compile(r"how(?: are|'s| is) (?:you|it going|life)\b"),
    "thanks": re.compile(
        r"(?:many |ok |okay |great,? |no,? )*(?:thanks?|thank you|cheers|danke|merci|gracias)\b.{0,30}$"
    ),
    "goodbye": re.compile(r"(?:good)?bye\b|see you\b|good night\b|farewell\b"),
    "ping": re.compile(r"(?:ping|test|testing|are you there|can you hear me)\b.{0,20}$"),
}
"""What is said with a fixed reply, by the reply's id."""

_WHO = re.compile(
    r"\b(?:who|what) are you\b|\bwhat(?:'s| is) your name\b|\b(?:which|what)(?: \w+)? (?:model|llm|ai) (?:are "
    r"you|is this|am i|do you)\b|"
    r"\bwho (?:made|built|trained|created) you\b|\bare you (?:a |an )?(?:chatgpt|claude|gpt|gemini|real|human|ai|"
    r"bot|robot|llm)\b|\bintroduce yourself\b|"
    r"\bwhat model\b|\btell me about yourself\b"
)


def introduced(request: Request) -> Answer | None:
    if re.search(r"\bwhat (?:can|do) you (?:do|know|answer|help)\b|^help[!.?]*$", request.low):
        offer = f"{template('small_talk/can do')} {template('small_talk/suggestions')}"
        return say(offer, word=template("small_talk/can do/word"))
    if not _WHO.search(request.low):
        return None
    name = own_name(request)
    if name and re.search(r"\bname\b|\bwho are you\b", request.low):
        return reply("small_talk/name", name=name)
    standing_in = (
        put_in(template("small_talk/standing in"), model=request.model[:60]) if request.model else ""
    )
    return reply("small_talk/who", for_=standing_in)


def unknowable(request: Request) -> Answer | None:
    """Weather, news, prices and the hour: no model knows them from its messages alone."""
    found = re.search(
        r"\b(weather|forecast|temperature (?:in|outside|today)|news|headlines|what time is it|current time|what "
        r"day is (?:it|today)|today's date|"
        r"what(?:'s| is) the date|what year is it|stock price|share price|exchange rate|who won|score of|latest|"
        r"bitcoin)\b",
        request.low[:300],
    )
    if not found or re.search(
        r"\btemperature in (?:an? )?(?:llm|api|model)|\blatest (?:model|python|version)\b|"
        r"\bwrite|\bpoem|\bstory|\btranslate",
        request.low,
    ):
        return None
    return reply("small_talk/unknowable")


def calculated(request: Request) -> Answer | None:
    if len(request.low) > 400 or re.search(r"\b(?:write|story|phone|date|extract)\b", request.low):
        return None
    found = sum_in(request.low)
    if found is None:
        return None
    sum_text, result = found
    answer = reply("small_talk/sum", sum_=sum_text, result=result)
    number = int(result) if result.lstrip("-").isdigit() else result
    return Answer(answer.pieces, word=answer.word, fields={"result": number})


def how_many(request: Request) -> Answer | None:
    """`How many planets are there?`, `how many hours are in a day?`"""
    if not re.search(r"\bhow (?:many|much|far|tall|high|long|fast|old)\b", request.low[:200]):
        return None
    found = section_named("how_many", request.low[:200])
    return said(found) if found else None


def anything_else(request: Request) -> Answer:
    """Honest: a practice model, what it understood, what it could do instead."""
    if not request.question:
        return reply("small_talk/empty")
    if request.rules.exact and (request.rules.most_words or 99) <= 12:
        return reply("small_talk/nothing in so many words")
    line = " ".join(request.question[:600].split())
    if request.rules.sentences:
        line = re.split(r"(?<=[.!?]) ", line)[0]
    quoted = line if len(line) <= 140 else f"{line[:140].rsplit(' ', 1)[0]} …"
    honest = f"{template('small_talk/anything else')} {template('small_talk/suggestions')}"
    return say(honest, word=template("small_talk/anything else/word"), quoted=quoted)
