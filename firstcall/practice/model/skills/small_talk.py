"""Small talk, who the model is, what it cannot know, sums and capitals, and the reply to everything else."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.practice.model.answer import Answer, say
from firstcall.practice.model.numbers import sum_in
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.memory import facts, own_name
from firstcall.practice.model.skills.world import CAPITALS, COUNTRIES_ABROAD, HOW_MANY

_HELLO = re.compile(
    r"^(?:well |oh |and )?(?:hello|hi|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|ahoy|yo|hallo|moin)"
    r"(?:,? (?:there|world|again|claude|gpt|gemini|ollama|model|everyone|friend|bot))*[,!.]*"
    r"(?: (?:this is a test|how are you(?: doing| today)*|nice to meet you|i'm new here|can you hear me))?[!.? ]*$"
)


_GREETINGS = (
    "Hello!",
    "Hello there!",
    "Hello to you!",
    "Hello, my dear friend!",
    "Hello and welcome, dear friend!",
)


def greeted(request: Request) -> Answer | None:
    if re.match(
        r"^(?:please |just )?(?:say|write|give me|send) (?:an? )?(?:hello|hi|greeting)\b", request.low
    ):
        exact = request.rules.most_words if request.rules.exact else None
        if exact and exact <= len(_GREETINGS):
            return Answer((Fixed(_GREETINGS[exact - 1]),), form="raw")
        return Answer(words("{Hello^4|Hi|Hello there|Good day}! {It is good to have you here|Welcome to your "
                            "first call|How nice to meet you}."),
                      word=words("{Hello^3|Hi}"))  # fmt: skip
    if _HELLO.match(request.low):
        name = facts(request).get("name") if request.earlier or request.system else None
        hello = words("{Hello^4|Hi|Hello there|Good day}!")
        if name:
            hello = words("{Hello^4|Hi|Hello there|Good to see you}, {=name}!", name=name)
        more = words(" {What would you like to know?|How can I help you today?^2|What can I do for you?}")
        return Answer((*hello, *more), word=words("{Hello^3|Hi}"))
    if re.match(r"^how(?: are|'s| is) (?:you|it going|life)\b", request.low):
        return say(
            "{I am well, thank you^2|Very well, thanks|All my rules are in order, thank you}! {And how "
            "are you?|What can I do for you?}",
            word="Well",
        )
    if re.match(
        r"^(?:many |ok |okay |great,? |no,? )*(?:thanks?|thank you|cheers|danke|merci|"
        r"gracias)\b.{0,30}$",
        request.low,
    ):
        return say(
            "{You are welcome^3|My pleasure|Any time}! {Is there anything else?|Just ask if there is more.}",
            word="Welcome",
        )
    if re.match(r"^(?:good)?bye\b|^see you\b|^good night\b|^farewell\b", request.low):
        return say(
            "{Goodbye^3|See you soon|Farewell}! {I will have forgotten this talk, but you can send it "
            "along.|Come back any time.}",
            word="Goodbye",
        )
    if re.match(r"^(?:ping|test|testing|are you there|can you hear me)\b.{0,20}$", request.low):
        return say("{Pong^2|I am here|It works}: {your call has arrived|the call came through}.", word="Pong")
    return None


_WHO = re.compile(
    r"\b(?:who|what) are you\b|\bwhat(?:'s| is) your name\b|\b(?:which|what)(?: \w+)? (?:model|llm|ai) (?:are "
    r"you|is this|am i|do you)\b|"
    r"\bwho (?:made|built|trained|created) you\b|\bare you (?:a |an )?(?:chatgpt|claude|gpt|gemini|real|human|ai|"
    r"bot|robot|llm)\b|\bintroduce yourself\b|"
    r"\bwhat model\b|\btell me about yourself\b"
)


def introduced(request: Request) -> Answer | None:
    if re.search(r"\bwhat (?:can|do) you (?:do|know|answer|help)\b|^help[!.?]*$", request.low):
        return say(
            "I am a practice model, and {I can do this|these are things I can do}: " + _SUGGESTED,
            word="Practice",
        )
    if not _WHO.search(request.low):
        return None
    name = own_name(request)
    if name and re.search(r"\bname\b|\bwho are you\b", request.low):
        played = "{I am played by a practice model|Behind the name is a practice model}."
        return say("My name is {=name}. " + played, word=name, name=name)
    stands_for = f", standing in for {request.model[:60]}" if request.model else ""
    return say(
        "I am {a practice model^3|the practice model of this tutorial}{=for_}. {My replies come from a small "
        "grammar on your own machine|No language "
        "model is at work here: a small program picks the words}, {so a call costs nothing and needs no key|so "
        "that you can learn without a key}. "
        "{Everything around the words is real: request, response and errors|The request and the response are "
        "shaped as the real service shapes them}.",
        word="Practice", for_=stands_for,
    )  # fmt: skip


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
    return say(
        "{I cannot know that^3|That I cannot know}: {a model sees only the messages that it is sent, and they do "
        "not say it|nothing in this call's "
        "messages tells me, and I cannot look outside}. {A program would fetch it from another service and put "
        "it into the prompt|Tool calling is the "
        "way to give a model such facts}.",
        word="Unknown",
    )  # fmt: skip


def calculated(request: Request) -> Answer | None:
    if len(request.low) > 400 or re.search(r"\b(?:write|story|phone|date|extract)\b", request.low):
        return None
    found = sum_in(request.low)
    if found is None:
        return None
    sum_text, result = found
    answer = say("{{=sum_} = {=result}|{=sum_} is {=result}}.", word=result, sum_=sum_text, result=result)
    number = int(result) if result.lstrip("-").isdigit() else result
    return Answer(answer.pieces, word=answer.word, fields={"result": number})


def how_many(request: Request) -> Answer | None:
    """`How many planets are there?`, `how many hours are in a day?`"""
    if not re.search(r"\bhow (?:many|much|far|tall|high|long|fast|old)\b", request.low[:200]):
        return None
    for pattern, (value, sentence) in HOW_MANY.items():
        if re.search(pattern, request.low[:200]):
            return say(sentence, word=value)
    return None


def capital(request: Request) -> Answer | None:
    """`What is the capital of Norway?`, `Which country is Lima the capital of?`"""
    low = request.low[:300]
    if re.search(r"\bcapital\b|\bhauptstadt\b|\bcapitale?\b|\bhoofdstad\b", low) is None:
        return None
    for country, (name, city) in sorted(CAPITALS.items(), key=lambda item: -len(item[0])):
        if re.search(rf"\b{country}(?:'s)?\b", low) and not (country == "us" and "tell us" in low):
            sentence = "{The capital of {=country} is {=city}^4|{=city} is the capital of {=country}}."
            fields = {"country": name.removeprefix("the "), "capital": city}
            return replace(say(sentence, word=city, country=name, city=city), fields=fields)
    for name, city in CAPITALS.values():
        if re.search(rf"\b{re.escape(city.lower())}\b", low) and re.search(
            r"\b(?:which|what) country\b|\bis .* "
            r"(?:the|a) capital\b",
            low,
        ):
            return say("{=city} is the capital of {=country}.", word=name, country=name, city=city)
    return None


def capital_abroad(low: str) -> tuple[str, str] | None:
    """The country as its language writes it and its capital, from a question in that language."""
    for abroad, english in COUNTRIES_ABROAD.items():
        if re.search(rf"\b{abroad}\b", low):
            return abroad.capitalize(), CAPITALS[english][1]
    return next(
        ((name, city) for country, (name, city) in CAPITALS.items() if re.search(rf"\b{country}\b", low)),
        None,
    )


_SUGGESTED = (
    "{explain what an API, a token or the temperature is^2|say what an LLM, a rate limit or streaming is}, "
    "{write a haiku about autumn|write a "
    "short story about a fox|tell a joke}, {list ten fruits|suggest names for a coffee shop|name the planets}, "
    "{remember your name|give the "
    "capital of Norway|work out 17 times 23}."
)


def anything_else(request: Request) -> Answer:
    """Honest: a practice model, what it understood, what it could do instead."""
    if not request.question:
        return say("{Your message is empty^2|There is no text in your message}. {I am a practice model|This is a "
                   "practice model}: {ask me "
                   "something, for example what an API is|try “What is an API?”}.", word="Empty")  # fmt: skip
    if request.rules.exact and (request.rules.most_words or 99) <= 12:
        return say(
            "Practice models cannot answer that question properly yet, but real ones certainly can.",
            word="Unknown",
        )
    line = " ".join(request.question[:600].split())
    if request.rules.sentences:
        line = re.split(r"(?<=[.!?]) ", line)[0]
    quoted = line if len(line) <= 140 else f"{line[:140].rsplit(' ', 1)[0]} …"
    return say(
        "{I am a practice model^3|This is a practice model|You are talking to a practice model}, {so I know "
        "little about this^2|and this goes beyond "
        "me|so I have no real answer to this}: “{=quoted}”. {A real model would answer it^2|With a key, the same "
        "call gets a real answer}; "
        "{what you can see here is how the call travels and what it counts|the call itself, its tokens and its "
        "time are worth a look all the same}. "
        "{Things that I can do|Try me with something else, for I can do this}: " + _SUGGESTED,
        word="Unknown", quoted=quoted,
    )  # fmt: skip
