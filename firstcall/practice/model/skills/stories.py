"""Stories of any length up to about three thousand words, and essays and letters of a few."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Choice, Fixed, Pieces, Recall, fill, words
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.verse import subject

_MOST_WORDS = 3000

_OPENING = (
    "{Once upon a time^2|Many years ago|In a town by a slow river|At the edge of a wide forest}, there lived a "
    "{young|quiet|curious} "
    "{baker|clockmaker|gardener|lighthouse keeper|librarian} called {hero=Mara|Tom|Ines|Jonas|Lila}. "
    "{Everybody knew^2|The neighbours knew|Even the cats knew} that {=hero} thought of {nothing but|little else "
    "than} {=about}. ",
    "One {grey|bright|windy} morning {=hero} found a {small|blue|crumpled} {letter|key|map} {under the door|on "
    "the kitchen table|in an "
    "old coat}. ",
    '{It said only^2|On it stood}: "{Come before the bell rings|Follow the sound of water|Ask the oldest tree}." ',
)
_CLOSING = (
    "In the end {=hero} {came home|stood at the old door again} with {empty hands|a single feather} and a {full "
    "heart|new song}. ",
    "{People^2|The neighbours} asked what {=about} had to do with it, and {=hero} only {smiled|laughed}: "
    '"Everything." ',
    "{And if you listen on a quiet evening, you may hear the rest of it|And that was the end of one story and "
    "the beginning of "
    "another}.",
)
_SCENES = (
    "The road led {past the mill|through tall grass|over a stone bridge}, and the {wind|light} seemed to "
    "{know|show} the way. ",
    '"{Are you sure^2|Do you know where you are going}?" asked a {crow|fox|boy with a drum}, but {=hero} {only '
    "nodded|walked on}. ",
    "At {noon|dusk|midnight} a {market|ferry|circus} stood where {yesterday there had been nothing|the map "
    "showed only a field}. ",
    "{=hero} {traded|gave away} {an apple|a button|a story} for {a lantern|a good rope|a piece of advice}. ",
    "{Nobody^2|No one in the village} could say who had built the {tower|bridge|garden}, or {why|when}. ",
    "{It began to rain^2|Fog came down}, and the {path|street} turned into a {silver|narrow} {ribbon|thread}. ",
    "An old {woman|sailor|tailor} told of a time when {=about} was {known to everyone|still a secret|worth more "
    "than gold}. ",
    "{=hero} wrote it all down in a {notebook|tiny book} and {counted the pages|hid it inside a hat}. ",
    "The {stairs|steps} went {down|up} {a long way^2|further than seemed possible}, and each of them "
    "{creaked|sang} a little "
    "{differently|higher}. ",
    "{Then there was a door^2|Behind the curtain was a door}, {green as moss|no higher than a chair}, and it was "
    "{not locked|already "
    "open}. ",
    "{Inside^2|In the room} a {hundred|thousand} {clocks|candles|birdcages} stood in rows, and {all|most} of "
    "them were {silent|waiting}. ",
    '"{You are late^2|We have been expecting you}," said {a voice|somebody} from {above|behind the shelves}. ',
    "{=hero} thought of {home|the kitchen|the letter} and of {the smell of bread|what the neighbours would say}. ",
    "{Slowly^2|Little by little}, the {pieces|words} {fell into place|began to make sense}. ",
    "{The answer was not where anybody had looked|What everybody had overlooked lay in plain sight}. ",
    "{They walked^2|The two of them walked} until the {stars|lamps} came out and {shared|ate} {a loaf of "
    "bread|the last pear}. ",
    "A {bell|whistle} {rang|sounded} {three times|far away}, and the {birds|dogs} {fell silent|answered}. ",
    "{=hero} made {a mistake|two mistakes} and {learned|took} more from {it|them} than from {any book|all the "
    "advice}. ",
    '"{It is only a question of patience^2|First you must learn to wait}," said the {clockmaker|ferryman}. ',
    "{In the morning^2|The next day} the {snow|dust} had covered {every track|the road}, so {=hero} {followed "
    "the river|asked a child "
    "for the way}. ",
    "{There were days^2|There were hours} when {nothing|hardly anything} happened, and those were {the best|the "
    "hardest}. ",
    "{Someone^2|A stranger} had {painted|written} the word {=about} on the {wall|gate}, in letters {as tall as a "
    "man|of blue chalk}. ",
    "{=hero} {climbed|went up} the hill and saw {the whole valley|seven roads} {below|in the evening light}. ",
    "{The map was wrong^2|The compass was of no use}, but the {song|story} had been {right|true} all along. ",
    "{A small boat^2|A cart full of oranges} {waited|stood} at the {landing|crossing}, and nobody asked for "
    "{money|a ticket}. ",
    "{It took^2|It needed} {three tries|a steady hand} and {a little luck|much laughter}. ",
    "That night {=hero} dreamed of {a house without walls|a sea of paper|a very polite whale}. ",
    '"{Tell me what you see^2|Tell me what you want to find}," said the {fox|old woman}, "and {be honest|take '
    'your time}." ',
)

_CLAIMS = (
    "{The subject of^2|The question of} {=about} is {something with many sides|more than it seems at first}. ",
    "{First of all^2|To begin with}, it {touches|concerns} {everyday life|more people than one would think}. ",
    "{Some see in it a chance, others a risk|There are good reasons for it and good reasons for care}. ",
    "{Those who begin^2|Beginners} {do well to start with|should first learn} {the simple cases|the plain facts}. ",
    "{An example makes this clear^2|Take an example}: {what looks hard on Monday is often easy on Friday|whoever "
    "tries it once "
    "understands it better than from any book}. ",
    "{History shows^2|Looking back one sees} that {change takes longer than hoped and reaches further than "
    "feared|small steps add up}. ",
    "{It is also a matter of cost|Time and money also count}, and {both|these} should be {measured|named} openly. ",
    "{Not everybody will agree^2|There are other views}, and that is {fair|useful}. ",
    "{What matters in the end is what people make of it|In the end practice decides}. ",
    "{Questions remain open^2|Much is still unknown}, for instance {how it will look in ten years|who should decide}. ",
    "{A careful look at the numbers helps|Facts help more than opinions}, {where there are any|as so often}. ",
    "{Good questions matter more than quick answers|A good question is half an answer} {here^2|in this matter}. ",
    "{Children^2|Newcomers} often see {what experts overlook|the simplest way}. ",
    "{There is also the matter of trust^2|Trust plays its part}: it {grows slowly and is lost quickly|has to be "
    "earned}. ",
    "{Everybody knows somebody who^2|Many a person} {learnt this the hard way|changed their mind about it}. ",
    "{Good tools help|The right tools save time}, but {they do not think for us|they replace no judgement}. ",
    "{Compared with ten years ago^2|In the last years} {a great deal has changed|much has become easier}. ",
    "{It helps to put it into words|Writing about it helps}, for {what is vague cannot be tested|words make "
    "thoughts visible}. ",
    "{Mistakes are part of it^2|Errors belong to it}, and {they teach more than success|those who admit them "
    "learn faster}. ",
    "{Sometimes the best step is to wait|Haste has never helped much}. ",
    "{In other countries^2|Elsewhere} it is {seen|done} {differently|in quite another way}, and {that is worth a "
    "look|one may learn from that}. ",
    "{A little humour does not hurt|One need not be too serious about it}. ",
    "{If there is one rule, it is this^2|One rule holds throughout}: {begin, look, and mend|keep it simple}. ",
    "{So it pays to stay curious|So the best advice is to keep asking}. ",
)


def story(request: Request) -> Answer | None:
    """`write a 500 word story about a fox`."""
    if not re.search(r"\b(?:story|tale|fairy tale|fable|short stories|once upon a time)\b", request.low):
        return None
    if re.search(r"\bwhat (?:is|makes)\b|\bsummari[sz]e\b", request.low):
        return None
    asked = length(request.low, _usual(request.low))
    pieces = _grown(_OPENING, _SCENES, _CLOSING, asked)
    return Answer(_about(pieces, subject(request.question[:400]) or "adventure"), form="prose")


def essay(request: Request) -> Answer | None:
    """`write an essay of 300 words about trains`, `write a paragraph about tea`."""
    if not re.search(r"\b(?:write|draft|give me|compose)\b.{0,60}\b(?:essay|paragraphs?|article|blog post|text "
                     r"about|speech|words about|"
                     r"report (?:on|about)|words on)\b", request.low):  # fmt: skip
        return None
    usual = 70 if re.search(r"\bparagraph\b", request.low) else 250
    pieces = _grown(_CLAIMS[:2], _CLAIMS[2:-1], _CLAIMS[-1:], length(request.low, usual))
    return Answer(_about(pieces, subject(request.question[:400]) or "this question"), form="prose")


def _usual(low: str) -> int:
    if re.search(r"\b(?:very long|long)\b", low):
        return 900
    return 150 if re.search(r"\b(?:very short|short|tiny|brief)\b", low) else 250


def length(low: str, otherwise: int) -> int:
    """How many words were asked for, at most three thousand."""
    found = re.search(rf"\b({NUMBER})[- ]?words?\b", low.replace(",", ""))
    return max(1, min(number(found[1]), _MOST_WORDS)) if found else otherwise


def _grown(opening: tuple[str, ...], middle: tuple[str, ...], closing: tuple[str, ...], asked: int) -> Pieces:
    """Opening, as many scenes as the length needs, closing; a new paragraph after every six scenes."""
    scene = words("{*scene=" + "|".join(text.strip() for text in middle) + "}")
    mean = sum(_size(words(text)) for text in middle) / len(middle)
    if asked < 100:
        opening, closing = opening[:1], closing[-1:]
    first, last = words("".join(opening).strip()), words("".join(closing).strip())
    scenes = max(0, round((asked - _size(first) - _size(last)) / mean))
    grown = list(first)
    for told in range(scenes):
        grown += [Fixed("\n\n" if told % 6 == 5 else " "), *scene]
    return (*grown, Fixed("\n\n" if scenes > 5 else " "), *last)


def _size(pieces: Pieces) -> float:
    """The words that pieces have on average."""
    return sum(_words(piece) for piece in pieces)


def _words(piece: Fixed | Choice | Recall) -> float:
    if isinstance(piece, Fixed):
        return len(re.findall(r"\w[\w'’-]*", piece.text))
    if isinstance(piece, Recall):
        return 1
    total = sum(way.weight for way in piece.options)
    return sum(_size(way.pieces) * way.weight for way in piece.options) / total


def _about(pieces: Pieces, about: str) -> Pieces:
    return fill(pieces, {"about": Fixed(about, quoted=True)})
