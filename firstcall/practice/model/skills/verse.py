"""Haiku, limericks, poems and jokes."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import words
from firstcall.practice.model.request import Request

HAIKU: dict[str, tuple[str, str, str]] = {
    "autumn|fall|leaves|november|october": (
        "{Red leaves on the path|Crisp leaves underfoot|Slow rain on brown leaves|Gold light in the trees|A last "
        "leaf lets go}",
        "{the cold wind turns a page and|a thin mist hangs on the hill|geese write one long line of "
        "black|someone burns wood "
        "far away|the garden gate stands open}",
        "{the year closes books|summer has gone home|and the light grows thin|evening comes early|the field holds its "
        "breath}",
    ),
    "sea|ocean|beach|waves|water": (
        "{Salt on the warm wind|Grey waves come and go|A gull hangs in air|Foam writes on the sand|Far out, a "
        "white sail}",
        "{the tide takes back what it gave|an old rope creaks in the dark|footprints fill with evening light|the "
        "harbour bell "
        "counts the swell|the horizon keeps its word}",
        "{nothing stays the same|the moon pulls it home|we listen and wait|the deep says nothing|a shell holds "
        "the sound}",
    ),
    "rain|storm|clouds?": (
        "{Rain on the tin roof|First drops on warm stone|Grey sky, open door|The gutters are full|A wet street "
        "at night}",
        "{every leaf becomes a drum|lamps float in the black puddles|the cat watches from inside|the whole town "
        "walks a bit "
        "faster|one red umbrella goes by}",
        "{the earth drinks its fill|then the sun again|I put down my book|the garden says thanks|silence when it "
        "stops}",
    ),
    "code|coding|program(?:ming)?|software|computers?|bugs?|python": (
        "{One missing comma|Green text on black glass|The tests are all red|Cold tea, blinking light|A loop "
        "without end}",
        "{I read the same line again|the fan hums into the night|somewhere a bracket is lost|the log file grows "
        "line by "
        "line|I ask the rubber duck why}",
        "{then it was so clear|and the build turns green|it works, who knows why|commit, push, and sleep|the "
        "cursor blinks on}",
    ),
    "apis?|llms?|tokens?|language models?|ai|artificial intelligence": (
        "{One call, sent with care|A list of small words|Tokens, one by one|A key, kept at home|The cursor "
        "waits, still}",
        "{the answer comes piece by piece|the model reads every line|far away a fan spins up|nothing is kept in "
        "between|it guesses "
        "what happens next}",
        "{and then it forgets|then the bill comes too|words fall into place|I send it again|stop reason: end turn}",
    ),
    "coffee|espresso|caf[eé]": (
        "{Steam above the cup|Dark beans, slow water|First sip of the day|The kitchen wakes up|One spoon, round "
        "and round}",
        "{the night lets go of my hands|the window fills with grey light|nobody speaks until then|the old "
        "machine sighs and "
        "drips|morning finds its way to me}",
        "{now I can begin|the world comes in view|warm hands and no words|one more cup, then work|the day may come in}",
    ),
    "cats?|kittens?": (
        "{The cat on the sill|Soft paws on the stairs|A tail round the door|Two eyes in the dark|Asleep on my keys}",
        "{watches birds that she won't chase|has chosen the newest chair|she owns the sun on the floor|the whole "
        "house turns "
        "around her|a small engine starts to purr}",
        "{dinner is at six|I may use the rest|nothing else matters|then one slow, long blink|the mouse can relax}",
    ),
    "winter|snow|ice|frost|december|january": (
        "{Snow on the fence posts|White breath, frozen pond|The first quiet snow|Frost flowers on glass|Bare "
        "trees, a blue dusk}",
        "{a fox leaves a line of prints|smoke stands straight above the roofs|every sound is wrapped in wool|the "
        "river holds very "
        "still|one crow thinks about the field}",
        "{the night comes early|the stars have come close|spring is a rumour|inside, a candle|the world starts again}",
    ),
    "moon|night|stars?": (
        "{Full moon on the lake|Thin moon, thin cloud|A lamp in the sky|Midnight on the roof|Stars above the well}",
        "{the frogs have so much to say|two shadows walk side by side|the dog asks it a question|a moth writes "
        "its name in light|the "
        "whole valley lies awake}",
        "{nobody replies|it has heard it all|and morning is far|I forget the hour|and the night looks back}",
    ),
    "spring|flowers?|blossoms?|april|may": (
        "{Buds on the bare branch|Warm wind, open coats|The first bee today|Cherry petals drift|A thrush tries "
        "its song}",
        "{the old wall is warm again|a child runs after her hat|the garden forgets the snow|something green "
        "pushes through "
        "earth|windows open, one by one}",
        "{everything begins|no one stays indoors|the light is longer|and I start to hum|the year stands up straight}",
    ),
    "summer|sun|heat|july|august": (
        "{Heat above the road|Noon, and no one moves|Bare feet on warm boards|A bee in the glass|Long light, "
        "late supper}",
        "{the crickets count slow seconds|the dog has found the one shade|ice melts faster than I drink|swallows "
        "write above the "
        "barn|the hammock swings by itself}",
        "{the day has no end|then distant thunder|nothing must be done|July holds its breath|the night smells of hay}",
    ),
    "dogs?|puppy|puppies": (
        "{A stick, thrown again|Wet nose at my hand|Four paws on the stairs|Muddy, proud and wet|The lead on its hook}",
        "{he knows the sound of my steps|the whole tail wags the whole dog|each smell is a newspaper|he forgives "
        "me everything|one "
        "ear up, even asleep}",
        "{home is where we meet|let us go outside|best friend, no questions|he waits at the door|the walk was "
        "too short}",
    ),
}  # fmt: skip
_FIRST = "{Early light comes in|A small thought arrives|One word, then the next|The evening is here|The door is ajar}"
_SECOND = "{I sit and turn it over|the day walks slowly past it|a page, a pen, one long thought|the whole world is smaller now}"
_THIRD = (
    "{and the light goes on|so much in one word|more than I can say|the page holds it all|it stays when I go}"
)
_PADDING = ("", ", {now|here|still}", ", {again|at last|alone}", ", {and then rain|by the door|all day long}",
            ", {and then the wind|so far away|a quiet word}")  # fmt: skip

_LIMERICKS = (
    "There once was a {coder|student|young man} from {Leeds|Tweed|Swede},\nWho {typed|wrote|worked} at astonishing "
    "speed.\nBut he {left|put|hid} his API key\nWhere {all|others|strangers} could see,\nAnd the bill was "
    "{enormous|alarming|dreadful} "
    "indeed.",
    "A {cat|parrot|goat} that had learnt how to {write|type|tweet}\nWould chat with a model all night.\nIt asked "
    "it for "
    '{fish|cream|cheese},\nAnd said "{thank you|purr|very}" and "please",\nAnd the model was ever polite.',
    "There was an old {owl|judge|king} in a tree,\nWho {lived|dined} upon biscuits and tea.\nWhen asked for a "
    "rhyme,\nHe said: "
    '"{Not this|Give me} time,\nFor {nobody|no one} brings biscuits to me."',
)
_COUPLETS = (
    "{The morning^2|The evening|The quiet} comes softly with {=about} in view,\n{The old things^2|The hills} are "
    "still there and "
    "the {light|sky} is brand new.",
    "I asked of the river, I asked of the sea,\n{What does {=about} mean, and what is it to me?|Say, what does "
    "{=about} whisper to "
    "me?}",
    "{They answered with^2|The answer was} ripples, with {foam|salt} and with light,\nA {word|song} in the "
    "morning, a {star|lamp} in "
    "the night.",
    "So {keep|hold} it, this moment, and {carry|take} it along,\nFor {=about} is half of a {story|day} or a song.",
    "The {road|path} may be winding, the {shadows|evenings} be long,\nBut hearts that keep walking grow "
    "{gentle|patient} and strong.",
    "{And if you should lose it|And should you forget it}, look up from the ground,\nFor {=about} is "
    "{waiting|hiding} where quiet is "
    "found.",
    "The clock on the {tower|mantel} has {nothing|little} to say,\nIt counts what is {given|borrowed} and lets "
    "it away.",
    "{Goodnight|Farewell} then, {=about}, the {candle|lantern} burns low,\nTomorrow will {find|tell} us the "
    "{things|songs} that we know.",
)
_JOKES = (
    "Why do programmers {prefer|like} dark mode?\nBecause light attracts bugs.",
    "There are 10 kinds of people: those who {understand|know} binary and those who don't.",
    'A {neural network|language model} walks into a bar. The {barkeeper|bartender} asks: "What will it '
    'be?"\nThe model says: '
    '"Most probably a beer."',
    "Why did the {function|API call} return early?\nIt had {a date|an appointment}.",
    "I told my computer that I needed a break.\nNow it will not stop {sending me|showing me} holiday pictures.",
    "How does a penguin build its house?\nIgloos it together.",
    "Why was the {JSON|config} file sad?\nIt had lost its {last bracket|object}.",
    "What do you call a {fish|fishy friend} without eyes?\nFsh.",
    "Why don't scientists trust atoms?\nThey make up everything.",
    'A SQL query walks into a bar, goes up to two tables and asks: "May I join you?"',
)


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
    lines = next((lines for names, lines in HAIKU.items() if re.search(rf"\b(?:{names})\b", theme)), None)
    if lines is None and not about:
        lines = next(iter(HAIKU.values()))
    if lines is None:
        lines = _made_for(about)
    return Answer(words("\n".join(lines), about=about[:1].upper() + about[1:]), form="verse")


def _made_for(about: str) -> tuple[str, str, str]:
    """A haiku that begins with its subject, if that has five syllables at most."""
    left = 5 - syllables(about)
    return ("{=about}" + _PADDING[left] if 0 <= left < 5 else _FIRST, _SECOND, _THIRD)


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
        return Answer(words("{" + "|".join(_LIMERICKS) + "}"), form="verse")
    if not re.search(r"\b(?:poem|verse|song|lyrics|rhyme(?! with)|sonnet|ballad|couplet)\b", request.low):
        return None
    if re.search(r"\bwhat(?: is|'s| are)\b|\bexplain\b", request.low):
        return None
    about = subject(request.question[:400]) or "the day"
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


def _stanzas(lines: int) -> list[str]:
    """Couplets in fours; with an odd number the last line stands alone."""
    couplets = [_COUPLETS[at % len(_COUPLETS)] for at in range(lines // 2)]
    stanzas = ["\n".join(couplets[at : at + 2]) for at in range(0, len(couplets), 2)]
    return [*stanzas, "And that is all there is to say."] if lines % 2 else stanzas


def joke(request: Request) -> Answer | None:
    if not re.search(r"\bjokes?\b|\bpuns?\b|\bmake me laugh\b|\bsomething funny\b", request.low):
        return None
    return Answer(words("{" + "|".join(_JOKES) + "}"))
