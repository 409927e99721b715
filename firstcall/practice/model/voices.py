"""Personas: how a voice opens, rewords and closes what is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from firstcall.practice.model.pieces import Choice, Fixed, Option, Piece, Pieces, Recall, words


@dataclass(frozen=True, slots=True)
class Voice:
    """`called` is what people call it; `opening` and `closing` are templates; `swaps` maps small-letter words to
    others; `simple` explains as to a child; `plain` names are common words, which alone mean no persona.
    """

    called: str
    opening: str
    closing: str
    swaps: dict[str, str] = field(default_factory=dict)
    simple: bool = False
    plain: bool = False


VOICES: dict[str, Voice] = {
    "pirate": Voice(
        r"pirat(?:es?|en?|a)?|buccaneer|captain hook|jack sparrow",
        "Arr, {matey^3|me hearty|ye landlubber|shipmate}:",
        "{Yo ho ho!^2|Savvy?|Now hoist the sails!|Fair winds to ye!|That be worth a chest o' gold!}",
        {
            "you": "ye", "your": "yer", "my": "me", "is": "be", "are": "be", "am": "be", "hello": "ahoy",
            "hi": "ahoy", "friend": "matey", "of": "o'", "and": "an'", "yes": "aye", "for": "fer",
            "computer": "contraption", "money": "doubloons", "program": "ship's orders", "isn't": "ain't",
        },
    ),
    "shakespeare": Voice(
        r"shakespeare(?:an)?|elizabethan|(?:the )?bard",
        "{Hark, gentle soul^2|Good morrow, noble friend|Lend me thine ear}:",
        "{Thus it standeth.|So saith thy humble servant.|Fare thee well!|All the world is a stage.}",
        {
            "you are": "thou art", "you have": "thou hast", "you can": "thou canst", "you send": "thou sendest",
                "you get": "thou gettest", "you pay": "thou payest", "you need": "thou needest",
            "you see": "thou seest", "you know": "thou knowest", "you want": "thou wishest", "you": "thou",
                "your": "thy",
            "has": "hath", "does": "doth", "yes": "aye", "never": "ne'er", "often": "oft", "before": "ere",
            "hello": "hail", "perhaps": "perchance", "between": "betwixt", "here": "hither",
        },
    ),
    "robot": Voice(
        r"robots?|android|cyborg|r2-?d2|c-?3po",
        "{BEEP BOOP, PROCESSING COMPLETE^2|BZZT, QUERY ACCEPTED|SYSTEMS NOMINAL, OUTPUT FOLLOWS}:",
        "{END OF TRANSMISSION.^2|BEEP.|AWAITING NEXT INPUT.|BATTERY AT 87 PERCENT.}",
        {"i am": "this unit is", "i": "this unit", "my": "this unit's", "yes": "affirmative", "no": "negative",
         "hello": "greetings, human", "friend": "user", "think": "compute", "remember": "store"},
        plain=True,
    ),
    "teacher": Voice(
        r"(?:kindergarten|preschool|primary school|patient|friendly) teacher|teacher (?:for|of) .{0,20}"
        r"(?:year.olds?|children|kids)",
        "{Let us look at this together, little explorer^2|What a lovely question|Gather round, everybody}:",
        "{Isn't that wonderful?^2|Well done for asking!|Can you draw me a picture of that?|Now it is your turn!}",
        simple=True,
        plain=True,
    ),
    "cat": Voice(
        r"(?:grumpy |sarcastic |lazy |bored )?(?:cat|kitten)",
        "{Hmph, if I must^2|You woke me up for this, human|Meow, very well}:",
        "{Now let me nap.^2|Where is my tuna?|Purr. Or not.|Do not pet me.|I shall knock over a cup now.}",
        {"hello": "oh, it is you", "friend": "human", "happy": "only slightly annoyed", "please": "or else"},
        plain=True,
    ),
    "cowboy": Voice(
        r"cowboys?|cowgirl|(?:old )?western sheriff",
        "{Howdy, partner^2|Well, saddle up, friend|Tip of the hat to ya}:",
        "{Yeehaw!^2|Happy trails!|I reckon that settles it.|Now where did I tie my horse?}",
        {"you": "ya", "your": "yer", "hello": "howdy", "hi": "howdy", "isn't": "ain't", "yes": "yep", "think":
            "reckon"},
        plain=True,
    ),
    "yoda": Voice(
        r"(?:master )?yoda",
        "{Hmm, ask me this you do^2|Patience, young learner|Listen, you must}:",
        "{Strong in you, the curiosity is.^2|Learned something, you have.|Hmm.|Now practise, you must.}",
        {"hello": "welcome, you are", "yes": "yes, hmm"},
    ),
    "butler": Voice(
        r"(?:english |british |posh )?butler",
        "{If I may be so bold^2|Very good, dear guest|Permit me}:",
        "{Will that be all?^2|Tea is served at five.|Your humble servant.}",
        {"hello": "a very good day to you", "yes": "indeed", "no": "I fear not", "friend": "esteemed guest"},
        plain=True,
    ),
    "santa": Voice(
        r"santa(?: claus)?|father christmas",
        "{Ho ho ho, dear child^2|From the North Pole with love}:",
        "{Merry Christmas!^2|Be good!|The reindeer say hello.}",
        {"friend": "dear child", "gift": "present", "hello": "ho ho hello"},
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Swap:
    swaps: dict[str, str]
    pattern: re.Pattern[str]

    def __call__(self, text: str) -> str:
        return self.pattern.sub(self._swapped, text)

    def _swapped(self, found: re.Match[str]) -> str:
        new = self.swaps[found[0].lower()]
        return new[0].upper() + new[1:] if found[0][0].isupper() and found[0] != "I" else new


@lru_cache(maxsize=32)
def _reword(voice: str) -> Callable[[str], str]:
    swaps = VOICES[voice].swaps
    longest_first = sorted(swaps, key=len, reverse=True)
    return _Swap(swaps, re.compile(rf"\b(?:{'|'.join(longest_first)})\b(?!')", re.IGNORECASE))


def in_voice(pieces: Pieces, voice: str) -> Pieces:
    """The same pieces as this persona would say them, without opening and closing."""
    return each(pieces, _reword(voice)) if voice in VOICES and VOICES[voice].swaps else pieces


def opening(voice: str, persona: str) -> Pieces:
    """How the persona begins; one without a voice of its own at least says who is speaking."""
    if voice in VOICES:
        return words(VOICES[voice].opening)
    return words("{Speaking as {=who}|As {=who}, I would say}:", who=persona) if persona else ()


def closing(voice: str) -> Pieces:
    return words(VOICES[voice].closing) if voice in VOICES else ()


def each(pieces: Pieces, change: Callable[[str], str], quoted: bool = False) -> Pieces:
    """The pieces with every text changed; texts that are somebody else's only with `quoted`."""
    return tuple(_changed(piece, change, quoted) for piece in pieces)


def _changed(piece: Piece, change: Callable[[str], str], quoted: bool) -> Piece:
    if isinstance(piece, Fixed):
        return piece if piece.quoted and not quoted else Fixed(change(piece.text), piece.quoted)
    if isinstance(piece, Choice):
        ways = tuple(Option(each(way.pieces, change, quoted), way.weight) for way in piece.options)
        return Choice(ways, piece.name, piece.fresh)
    assert isinstance(piece, Recall)
    return piece
