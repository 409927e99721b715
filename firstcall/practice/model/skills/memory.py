"""What the messages of one call tell about the person: the only memory that there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.replies import mapping, put_in
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.explain import topic_in

_MOST_TEXT = 300_000
"""Characters of conversation that are searched, the latest first."""

_WHO = r"([^\W\d_][\w'’-]{0,30}(?: [A-ZÀ-Þ][\w'’-]{0,30}){0,2})"
_NAMED = re.compile(
    r"\b(?:my (?:first |full )?name(?: is|'s|’s)|i am called|i'm called|people call me|(?:please |just )?call me|"
    r"(?:the )?user(?:'s|’s)? (?:name is|is called|is named)|(?:the )?user is(?= [A-Z])|(?:the )?user'?s? name:|"
    r"ich hei(?:ß|ss)e|mein name ist|je m'appelle|me llamo|mi nombre es|mi chiamo|me chamo|meu nome é|ik heet|"
    rf"mijn naam is) (?:now |really |actually )?{_WHO}",
    re.IGNORECASE,
)
_I_AM = re.compile(rf"(?:^|[.!?,;]\s?|\b[Hh](?:i|ello|ey),? |[Aa]ctually,? )(?:I'm|I’m|I am|This is) {_WHO}")
_NO_NAME = frozenset(
    "a an the not so very just now when if back later maybe again what it that this german french english spanish "
    "italian american dutch british european asian happy sad ok okay fine sure here there going from in at on".split()
)
_MINE = re.compile(
    r"\b(?:my|the user's) ((?:[a-z]+(?:'s)? ){0,3}[a-z]+) (?:is called|is named|are called|is|are|was) "
    r"(?:now |actually |really |called |named )?([^.,;!?\n]{1,60})",
    re.IGNORECASE,
)
_PETS = re.compile(r"\bi have (?:an? |one )?([a-z]{2,20}) (?:named|called) ([^.,;!?\n]{1,40})", re.IGNORECASE)
_LIVES = re.compile(r"\b(?:i|(?:the )?user) (?:now )?lives? in ([^.,;!?\n]{1,40})", re.IGNORECASE)
_FROM = re.compile(r"\b(?:i am|i'm|i come) from ([^.,;!?\n]{1,40})", re.IGNORECASE)
_AGE = re.compile(r"\b(?:i am|i'm|(?:the )?user is) (\d{1,3})(?: years? old)?\b", re.IGNORECASE)
_WORK = re.compile(
    r"\bi (?:work as|am working as|work at|work for) ((?:an? )?[^.,;!?\n]{1,40})", re.IGNORECASE
)
_LIKES = re.compile(r"\bi (?:really )?(?:like|love|enjoy) ([^.,;!?\n]{1,50})", re.IGNORECASE)
_KEEP = re.compile(
    r"\b(?:remember|memori[sz]e|keep in mind|don't forget)(?: that| this)?:? "
    r"((?:the |my )?(?:secret |magic |lucky )?(?:number|word|code|password|colou?r|name)?:?(?: is)? ?[^.,;!?\n]{1,60})",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\bthe ((?:secret |magic |lucky )?(?:number|word|code|password|passphrase)) is:? ([^.,;!?\n]{1,40})",
    re.IGNORECASE,
)
_TAIL = re.compile(r" (?:and|but|so|because|which|who|by the way|please|,).*$", re.IGNORECASE)
_QUESTION = re.compile(
    r"^(?:what|who|how|where|which|when|why|do|did|can|is|are|does|tell|repeat|explain)\b", re.I
)

Facts = dict[str, str]


def facts(request: Request) -> Facts:
    """Everything told so far, the question included; a later telling replaces an earlier one."""
    known: Facts = {}
    for role, text in _turns(request):
        if role != "assistant":
            for topic, told in _facts_in(text):
                known[topic] = told
        else:
            found = re.findall(
                rf"\b(?:Your name is|Nice to meet you,|user's name is|user is called) {_WHO}", text
            )
            if found:
                known.setdefault("name", found[-1])
    return known


def _turns(request: Request) -> Iterator[tuple[str, str]]:
    left, kept = _MOST_TEXT, []
    for role, text in reversed((*request.earlier, ("user", request.question))):
        if left <= 0:
            break
        kept.append((role, text[:left]))
        left -= len(text)
    yield "system", request.system[:_MOST_TEXT]
    yield from reversed(kept)


def _facts_in(text: str) -> Iterator[tuple[str, str]]:
    text = text.replace("’", "'")
    for found in (*_I_AM.finditer(text), *_NAMED.finditer(text)):
        name = _TAIL.sub("", found[1]).strip()
        if name.split()[0].lower() not in _NO_NAME:
            yield "name", name if name[0].isupper() else name.split()[0].capitalize()
    for found in _MINE.finditer(text):
        thing, what = _thing(found[1]), _clean(found[2])
        if what and thing != "name" and not re.search(r"\b(?:what|who)\b", thing):
            yield thing, what
    for found in _PETS.finditer(text):
        yield _thing(found[1]), _clean(found[2])
    for topic, pattern in (
        ("home", _LIVES),
        ("origin", _FROM),
        ("age", _AGE),
        ("work", _WORK),
        ("likes", _LIKES),
    ):
        for found in pattern.finditer(text):
            yield topic, _clean(found[1])
    for found in _SECRET.finditer(text):
        yield _thing(found[1]), _clean(found[2])
    for found in _KEEP.finditer(text):
        kept = found[1].strip()
        if not re.match(r"(?:my|i|me|to|what|when|how|where|who)\b", kept, re.I):
            yield from _kept(kept)


def _kept(kept: str) -> Iterator[tuple[str, str]]:
    thing = re.match(
        r"(?:the )?((?:secret |magic |lucky )?(?:number|word|code|password|colou?r|name))(?: is|:)? "
        r"(.+)",
        kept,
        re.I,
    )
    yield "remember", kept
    if thing and _thing(thing[1]) != "name":
        yield _thing(thing[1]), _clean(thing[2])


def _clean(told: str) -> str:
    return _TAIL.sub("", told).strip(" \"'“”:")


def _thing(words_: str) -> str:
    return words_.lower().replace("favorite", "favourite").replace("color", "colour").strip()


def noted(request: Request) -> Answer | None:
    """Answers `My name is Ana.`: what was told is taken note of, and the learner sees how far that goes."""
    if "?" in request.question or len(request.question) > 400 or _QUESTION.match(request.low):
        return None
    if re.search(
        r"\b(?:write|list|translate|summari[sz]e|classify|extract|rewrite|explain|story|poem|haiku)\b",
        request.low,
    ):
        return None
    new = dict(_facts_in(request.question))
    if not new:
        return None
    if set(new) == {"name"}:
        return reply("memory/name", name=new["name"])
    return reply("memory/noted", what=_lowered(_sentence(*list(new.items())[-1])))


_TOPICS = (
    ("name", r"\bwho am i\b|\b(?:what(?:'s| is| was)|know|remember|tell me|say|recall|repeat|guess) my (?:first |"
             r"full )?name\b|"
             r"\bmy name\b.{0,30}\?|\bwhat am i called\b|\bwho are you talking to\b"),
    ("home", r"\bwhere do i live\b|\bwhat city do i\b|\bwhich city do i\b|\bmy (?:home|city|hometown)\b"),
    ("origin", r"\bwhere (?:am i|do i come) from\b"),
    ("age", r"\bhow old am i\b|\bwhat(?:'s| is) my age\b"),
    ("work", r"\bwhat (?:do i do|is my job|work do i do)\b|\bwhere do i work\b|\bmy job\b"),
    ("likes", r"\bwhat do i (?:like|love|enjoy)\b"),
)  # fmt: skip
_MY = re.compile(
    r"\b(?:what(?:'s| is| was| are)|who(?:'s| is)|which|tell me|do you remember|do you know|remember|how old "
    r"is)\b.{0,40}?\b(?:my|the) ((?:[a-z]+ ){0,3}[a-z]+?)(?:'s name)?(?: called| named| again| i "
    r"told you| i gave you| i asked you.{0,30})?(?: is| was| are)?(?: called| named)?[?.! ]*$"
)
_ABOUT_ME = re.compile(
    r"\bwhat do you (?:know|remember) about me\b|\bwhat have i told you\b|\bwhat did i tell "
    r"you\b|about me\?"
)
_ASKED_TO_KEEP = re.compile(
    r"\bwhat .{0,30}\b(?:did i (?:ask|tell|give)|(?:should|were) you (?:to )?remember|to "
    r"remember)\b"
)


def recalled(request: Request) -> Answer | None:
    """Answers `What is my name?` from the messages, or says honestly that they do not tell."""
    low = request.low[-300:]
    if len(request.question) > 1500:
        return None
    for topic, pattern in _TOPICS:
        if re.search(pattern, low):
            known = facts(request)
            return _known(topic, known.get(topic) or known.get("job" if topic == "work" else topic))
    if _ABOUT_ME.search(low):
        return _all(facts(request))
    found = _MY.search(low)
    if found and re.search(r"\bmy\b", found[0]):
        thing = _thing(re.sub(r"^name of (?:my )?| (?:called|named|again)$", "", found[1]))
        known = facts(request)
        return _known(thing, known.get(thing)) if thing in known or topic_in(thing) is None else None
    known = facts(request) if found or _ASKED_TO_KEEP.search(low) else {}
    if found and _thing(found[1]) in known and _thing(found[1]) != "name":
        return _known(_thing(found[1]), known[_thing(found[1])])
    if _ASKED_TO_KEEP.search(low):
        return _known("remember", next((known[t] for t in ("number", "word", "code") if t in low and t in known),
                                       known.get("remember")))  # fmt: skip
    return None


def _known(topic: str, what: str | None) -> Answer:
    if what is None:
        things = mapping("memory/unknown things")
        thing = put_in(things.get(topic, things["anything"]), topic=topic)
        return reply("memory/unknown", thing=thing)
    answer = Answer(words("{=what}", what=_sentence(topic, what)), word=(Fixed(what, quoted=True),))
    return Answer(answer.pieces, word=answer.word, fields={topic.replace(" ", "_"): what})


_BEINGS = frozenset(
    "dog cat pet bird hamster horse rabbit fish parrot brother sister mother father wife husband son daughter "
    "friend boss teacher".split()
)


def _lowered(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _sentence(topic: str, what: str) -> str:
    forms = mapping("memory/told")
    form = forms.get(_kind(topic), forms["anything"])
    return put_in(form, topic=topic, what=what)


def _kind(topic: str) -> str:
    """Which sentence tells about a topic: some secrets and beings have one in common."""
    secret = topic in {"number", "word", "code", "password", "passphrase"}
    if secret or topic.startswith(("secret ", "magic ", "lucky ")):
        return "a secret"
    return "a being" if topic in _BEINGS else topic


def _all(known: Facts) -> Answer:
    if not known:
        return reply("memory/nothing")
    told_so_far = " ".join(_sentence(topic, what) for topic, what in list(known.items())[:12])
    return replace(reply("memory/all", all=told_so_far), fields=dict(known))


def own_name(request: Request) -> str:
    """The name that the system prompt gave the model, empty if it gave none."""
    found = re.search(
        r"\b(?:[Yy]our name is|[Yy]ou are called|[Yy]ou are(?: named)?|[Yy]ou're) "
        r"([A-Z][\w-]{1,20})\b",
        request.system[:4000],
    )
    return found[1] if found else ""
