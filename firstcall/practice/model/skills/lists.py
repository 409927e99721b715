"""Lists of things: `list ten fruits`, `count to 20`, names and slogans made up for a shop."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, say
from firstcall.practice.model.numbers import NUMBER, number
from firstcall.practice.model.pieces import Choice, Fixed, Option, Pieces, one_of, words
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.small_requests import FACTS
from firstcall.practice.model.skills.verse import subject

_MOST_ITEMS = 100
_PRIMES = [n for n in range(2, 560) if all(n % d for d in range(2, int(n**0.5) + 1))]

IN_ORDER: dict[str, list[str]] = {
    "planets?": "Mercury Venus Earth Mars Jupiter Saturn Uranus Neptune".split(),
    "days? of the week|weekdays?|days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "months?": "January February March April May June July August September October November December".split(),
    "seasons": "Spring Summer Autumn Winter".split(),
    "prime numbers?|primes": [str(n) for n in _PRIMES],
    "even numbers": [str(2 * n) for n in range(1, 101)],
    "odd numbers": [str(2 * n - 1) for n in range(1, 101)],
    "square numbers|squares": [str(n * n) for n in range(1, 101)],
    "fibonacci numbers?|fibonacci": [
        "1",
        "1",
        "2",
        "3",
        "5",
        "8",
        "13",
        "21",
        "34",
        "55",
        "89",
        "144",
        "233",
        "377",
    ],
    "letters": list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "colou?rs of the rainbow|rainbow colou?rs": "Red Orange Yellow Green Blue Indigo Violet".split(),
    "continents": ["Asia", "Africa", "North America", "South America", "Antarctica", "Europe", "Australia"],
    "oceans": ["Pacific", "Atlantic", "Indian", "Southern", "Arctic"],
}
"""Lists with an order of their own. The rainbow's seven are Newton's."""


def _many(text: str) -> list[str]:
    return [item.strip() for item in text.replace("\n", "").split(",")]


AT_WILL: dict[str, list[str]] = {
    "fruit": _many("Apple,Banana,Orange,Strawberry,Mango,Grape,Pear,Cherry,Pineapple,Kiwi,Peach,Plum,Blueberry,"
        "Watermelon,Lemon,Apricot,Fig,Raspberry,Papaya,Melon"),
    "vegetable": _many("Carrot,Tomato,Broccoli,Potato,Onion,Spinach,Cucumber,Pepper,Pea,Cabbage,Leek,Pumpkin,"
        "Radish,Celery,Beetroot"),
    "colour|color": _many("Blue,Red,Green,Yellow,Purple,Orange,Teal,Pink,White,Black,Brown,Grey,Turquoise,Violet,Gold"),
    "animal|pet": _many("Dog,Cat,Elephant,Lion,Horse,Tiger,Giraffe,Dolphin,Owl,Fox,Rabbit,"
        "Penguin,Bear,Whale,Wolf,Hedgehog,Otter,Kangaroo,Eagle,Tortoise"),
    "language": _many("Python,JavaScript,Java,C,Go,Rust,TypeScript,C++,C#,Ruby,Swift,"
        "Kotlin,PHP,R,Haskell,Julia,Scala,Lua,Perl,Elixir"),
    "country": _many("France,Japan,Brazil,Canada,Kenya,Norway,India,Mexico,Italy,Egypt,Australia,Spain,Vietnam,"
        "Peru,Germany,Greece,Ghana,Chile,Portugal,Iceland"),
    "city|capital": _many("Paris,Tokyo,London,Rome,Cairo,Oslo,Nairobi,Lima,Madrid,Vienna,Delhi,Lisbon,Berlin,"
        "Seoul,Ottawa,Athens"),
    "instrument": _many("Piano,Guitar,Violin,Flute,Drums,Trumpet,Cello,Clarinet,Harp,Saxophone,Trombone,"
        "Oboe,Ukulele"),
    "sport": _many("Football,Tennis,Swimming,Basketball,Running,Volleyball,Cycling,Hockey,Judo,Rowing,Skiing,Climbing,"
        "Badminton"),
    "thing|item|object": _many("A pencil,A cup of tea,A bicycle,An umbrella,A library book,A pair of socks,A "
        "house key,A candle,A garden gate,A postcard,A wooden spoon,A kite,A lamp,A paper boat,A button,A map"),
    "name": _many("Ana,Ben,Clara,David,Emma,Felix,Grace,Hugo,Iris,Jonas,Lena,Mateo,"
        "Nora,Oscar,Priya,Ruth,Samir,Tess,Yuki,Zoe"),
    "flower": _many("Rose,Tulip,Daisy,Sunflower,Lily,Violet,Daffodil,Poppy,Orchid,Lavender,Iris,Peony"),
    "tree": _many("Oak,Birch,Maple,Pine,Willow,Beech,Ash,Cedar,Chestnut,Olive,Linden,Elm"),
    "bird": _many("Robin,Eagle,Owl,Sparrow,Swan,Crow,Penguin,Heron,Finch,Parrot,Stork,Wren"),
    "food|dish|meal": _many("Pizza,Sushi,Curry,Pancakes,Tacos,Soup,Paella,Dumplings,Salad,Risotto,Falafel,Lasagne"),
    "drink|beverage": _many("Water,Tea,Coffee,Orange juice,Milk,Lemonade,Cocoa,Apple juice,Mint tea,Smoothie"),
    "book|novel": _many("Pride and Prejudice,Moby-Dick,Don Quixote,Frankenstein,"
        "Jane Eyre,Treasure Island,Dracula,War and Peace,Middlemarch,The Odyssey,Little Women,Candide"),
    "job|profession": _many("Teacher,Nurse,Carpenter,Programmer,Gardener,Pilot,Baker,Architect,Farmer,Doctor,Musician,"
        "Firefighter"),
    "hobby": _many("Reading,Gardening,Chess,Hiking,Painting,Cooking,Photography,Knitting,Singing,Juggling,Origami,"
        "Stargazing"),
    "random number": [str(n) for n in (7, 42, 3, 17, 23, 88, 5, 64, 31, 12, 99, 56, 71, 28, 13, 37, 80, 49, 66, 94)],
    "emotion|feeling": _many("Joy,Sadness,Anger,Fear,Surprise,Pride,Hope,Envy,Relief,Curiosity,Boredom,Gratitude"),
    "random word": _many("Lantern,River,Quiet,Marble,Window,Thunder,Pepper,Feather,Echo,Garden,Puzzle,Harbour,Ribbon"),
    "adjective": _many("Bright,Calm,Gentle,Brave,Silent,Curious,Heavy,Rapid,Honest,Golden,Narrow,Playful"),
    "emoji": _many("😀,🌟,🍎,🚀,🎉,🐱,🌈,☕,📚,🎈,🐙,🌻"),
    "habit": _many("Drink a glass of water,Take a short walk,Write down three goals,Stretch,"
        "Read a few pages,Tidy the desk,Call a friend,Go to bed early,Cook at home,Leave the phone in another room"),
}  # fmt: skip
"""Lists in any order: chance picks, without repeating."""

_ADVICE = (
    "{Start small: ten minutes a day are enough|Begin with ten minutes a day}.",
    "{Write down what you want to reach|Set yourself one clear goal}.",
    "{Try it with a friend, for it is more fun together|Find somebody to do it with}.",
    "{Take breaks, because rest is part of the work|Rest before you are tired}.",
    "{Keep what you need within reach|Prepare everything the evening before}.",
    "{Look at what went well each week|Once a week, note what went well}.",
    "{Ask someone who has done it before|Learn from somebody with experience}.",
    "{Do not wait for the perfect moment|Start today rather than on Monday}.",
    "{Change one thing at a time|Try one change at a time and see what it does}.",
    "{Expect mistakes and learn from them|Treat each mistake as a lesson}.",
    "{Reward yourself for small steps|Celebrate small successes}.",
    "{Stay curious and ask questions|Keep asking questions}.",
)
_IDEAS = (
    "Tell a short story about {=about}.",
    "{Ask people what {=about} means to them|Let people vote on a question about {=about}}.",
    "{Explain {=about} in three pictures|Draw {=about} in three steps}.",
    "{Share a mistake and what it taught about {=about}|Tell what went wrong with {=about} at first}.",
    "Compare {=about} today with ten years ago.",
    "{Clear up a common error about {=about}|Name three myths about {=about}}.",
    "{Interview somebody who knows {=about} well|Talk to an expert on {=about}}.",
    "{Count something surprising about {=about}|Show one number about {=about}}.",
    "Start a small challenge around {=about}.",
    "{Collect the best questions about {=about}|Answer three questions that beginners ask about {=about}}.",
)
_REASONS = (
    "It {opens new doors|leads to new possibilities}.",
    "{It keeps the mind awake|It trains the mind}.",
    "{You meet people who share it|It brings people together}.",
    "{It saves time in the long run|Later it saves time}.",
    "{It is easier to begin than most believe|The first steps are easy}.",
    "{It can be done anywhere|You can do it wherever you are}.",
    "{It gives a feeling of progress|Every week you see how far you have come}.",
    "{It costs little|You need hardly any money}.",
    "{It is simply fun|It brings joy}.",
    "{It helps you understand others|You learn to see things from another side}.",
)
_BY_CONTINENT = {
    "europe": _many(
        "France,Norway,Italy,Spain,Germany,Greece,Portugal,Iceland,Poland,Austria,Sweden,Ireland"
    ),
    "asia": _many("Japan,India,Vietnam,China,Thailand,Nepal,Indonesia,South Korea,Jordan,Mongolia"),
    "africa": _many("Kenya,Egypt,Ghana,Morocco,Nigeria,Ethiopia,Senegal,Tunisia,South Africa,Tanzania"),
    "south america": _many("Brazil,Peru,Chile,Argentina,Colombia,Uruguay,Ecuador,Bolivia,Paraguay,Venezuela"),
}
_CRAFT = {
    "coffee|cafe|café|espresso": (
        "Bean,Roast,Mug,Brew,Crema,Drip,Steam,Mocha,Grind,Cup", "Every cup,A better morning,Good beans,Slow coffee"),
    "bak(?:ery|er|ing)|bread|cake": (
        "Crust,Crumb,Dough,Loaf,Flour,Oven,Butter,Rye,Bun,Whisk", "Warm bread,Our oven,Fresh dough,A good loaf"),
    "book|library": (
        "Page,Chapter,Spine,Quill,Shelf,Folio,Ink,Paper,Margin,Tale", "A good book,One more chapter,Every "
            "page,The next story"),
    "tea": ("Leaf,Kettle,Steep,Pot,Mint,Jasmine,Cup,Sip,Infusion,Saucer", "A quiet cup,Every leaf,Tea time,A warm pot"),
    "bike|bicycle|cycl": (
        "Spoke,Pedal,Chain,Wheel,Saddle,Gear,Ride,Bell,Frame,Hub", "Two wheels,The open road,A fresh ride,Every mile"),
    "": ("Lantern,Harbour,Maple,Compass,Pebble,Willow,Ember,Meadow,Anchor,Clover", "Good things,A fresh "
        "idea,Honest work,A new day"),
}  # fmt: skip
_FIRST = _many(
    "The Daily,Golden,Velvet,Little,Sunny,Copper,Wild,Cosy,Lucky,Blue,Silver,Merry,Second,Old "
    "Town,Midnight,Hidden"
)
_LAST = _many("Corner,House,& Co.,Collective,Lane,Society,Room,Works,Club,Garden,Yard,Stories,Union,Nook")
_ENDINGS = _many("starts here,made with care,worth getting up for,for everyone,without the hurry,done right,you "
                 "can taste,"
                 "around the corner,one smile at a time,the way it should be")  # fmt: skip

_ASKS = re.compile(
    r"\b(?:list|name|give|tell|write|suggest|what are|show|enumerate|generate|think of|come up with|brainstorm|create|"
    r"invent|recommend|provide|mention|make|pick|choose|need|want|in order)\b"
)
_COUNT = re.compile(
    rf"\b(?!an? (?!couple|few|dozen|hundred)|single\b)({NUMBER})\b(?![-%]| (?:per|each|words?|sentences?|lines?|"
    rf"letters?|year|word)\b)"
)
_TIPS = re.compile(
    r"\b(tips?|ideas?|ways?|reasons?|steps?|advice|pieces of advice|rules|suggestions?|benefits|advantages|facts?)\b"
    r"(?: (?:for|to|of|about|on|why|how to) (.{2,60}?))?(?:[.?!,;:]|$)"
)
_BUSINESS = re.compile(
    r"\b(names?|slogans?|taglines?|mottos?)\b.{0,30}?\b(?:for|of)\b (?:an? |my |our |the |new |small "
    r")*(.{2,40}?)(?:[.?!,;:]|$)"
)
_RANGE = re.compile(
    r"\bcount (?:up |down |backwards? )?(?:from (\d{1,4}) )?(?:up |down |backwards? )?to "
    r"(\d{1,4}|" + NUMBER + r")\b"
)


def counted(request: Request) -> Answer | None:
    """`count to 20`, `count from 10 to 1`."""
    found = _RANGE.search(request.low)
    if not found:
        return None
    last = min(number(found[2]), 1500)
    first = min(int(found[1]), 1500) if found[1] else 1
    if first == 1 and re.search(r"\bbackwards|\bcount ?down|\bdown from", request.low):
        first, last = last, 1
    step = 1 if last >= first else -1
    figures = [str(n) for n in range(first, last + step, step)]
    between = "\n" if request.rules.layout in {"lines", "numbers"} else ", "
    return Answer((Fixed(between.join(figures)),), fields={"numbers": figures}, form="verse")


def listed(request: Request) -> Answer | None:
    """`list ten fruits`, `three names for a coffee shop`, `five tips for learning Greek`."""
    low = request.low[:400]
    if not _ASKS.search(low) and not _COUNT.match(low):
        return None
    business = _BUSINESS.search(low)
    if business:
        many = _wanted(low, 5 if business[1].endswith("s") else 1)
        return _list(many, _crafted(business[2], business[1].rstrip("s")))
    return _in_order(low) or _at_will(low) or _tips(low, subject(request.question[:400]))


def _in_order(low: str) -> Answer | None:
    for pattern, items in IN_ORDER.items():
        if re.search(rf"\b(?:{pattern})\b", low) and not re.search(
            r"\bdays? (?:plan|trip|off)\b|\bfunction\b", low
        ):
            return _list(
                _wanted(low, len(items) if len(items) < 30 else 10), [(Fixed(item),) for item in items]
            )
    return None


def _at_will(low: str) -> Answer | None:
    for continent, countries in _BY_CONTINENT.items():
        if "countries" in low and re.search(rf"\b{continent}", low):
            return _list(_wanted(low, 5), [(one_of(countries, "item", fresh=True),)] * len(countries))
    several = _counts(low) or re.search(r"\blist|\bsome\b|\bseveral\b", low)
    for kinds, items in AT_WILL.items():
        if several and re.search(rf"\b(?:{'|'.join(_plural(kind) for kind in kinds.split('|'))})\b", low):
            return _list(_wanted(low, 5), [(one_of(items, "item", fresh=True),)] * len(items))
    return None


def _tips(low: str, about: str) -> Answer | None:
    found = _TIPS.search(low)
    if not found or re.search(r"\bwhat is\b|\bexplain\b", low):
        return None
    lines: tuple[str, ...] = _ADVICE
    if found[1].startswith("fact"):
        lines = FACTS
    elif found[1].startswith(("reason", "benefit", "advantage")):
        lines = _REASONS
    elif found[1].startswith("idea"):
        lines = _IDEAS
    tip = words("{*tip=" + "|".join(lines) + "}", about=about or "it")
    return _list(_wanted(low, 5), [tip] * len(lines))


def _plural(kind: str) -> str:
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith(("s", "sh", "ch")) else f"{kind}s?" if kind == "emoji" else f"{kind}s"


def _counts(low: str) -> list[int]:
    return [number(found) for found in _COUNT.findall(low)]


def _wanted(low: str, otherwise: int) -> int:
    counts = _counts(low)
    return max(1, min(counts[0], _MOST_ITEMS)) if counts else otherwise


def _list(wanted: int, items: list[Pieces]) -> Answer:
    """As many items as wanted, or as many as there are."""
    return Answer(items=tuple(items[:wanted]))


def _crafted(trade: str, what: str) -> list[Pieces]:
    nouns, starts = next(words_ for pattern, words_ in _CRAFT.items() if re.search(pattern, trade))
    if what == "name":
        templates = _name_templates(nouns.split(","))
    else:
        templates = [f"{start} {ending}." for start in starts.split(",") for ending in _ENDINGS]
    spread = sorted(range(len(templates)), key=lambda place: place * 37 % len(templates))
    return [(one_of([templates[place] for place in spread], "craft", fresh=True),)] * 60


def _name_templates(nouns: list[str]) -> list[str]:
    before = [f"{first} {noun}" for first in _FIRST for noun in nouns]
    after = [f"{noun} {last}" for last in _LAST for noun in nouns]
    joined = [f"{one} & {two}" for one, two in zip(nouns, nouns[3:] + nouns[:3], strict=True)]
    return before + after + joined


def one_thing(request: Request) -> Answer | None:
    """One thing of a kind: `name a fruit`, `pick a random number`, `what is your favourite colour?`."""
    low = request.low[:300]
    if not re.search(
        r"\b(?:name|pick|choose|give me|say|tell me|your favou?rite|think of|suggest|recommend)\b", low
    ):
        return None
    between = re.search(
        r"\brandom number (?:between|from) (\d{1,6}) (?:and|to) (\d{1,6})\b|\bnumber between "
        r"(\d{1,6}) and (\d{1,6})\b",
        low,
    )
    if between:
        first, last = sorted(int(end) for end in between.groups() if end)
        spread = [first + (last - first) * step // 16 for step in (11, 6, 14, 3, 9, 1, 16, 7, 5, 12)]
        return _one_of(list(dict.fromkeys(map(str, spread))))
    for kinds, items in AT_WILL.items():
        if re.search(
            rf"\b(?:an?|one|random|favou?rite)(?: random| favou?rite| programming)? (?:{kinds})\b(?! "
            rf"(?:of|for)\b)",
            low,
        ):
            return _one_of(items)
    return None


def _one_of(items: list[str]) -> Answer:
    choice = Choice(tuple(Option((Fixed(item),), 12 / (place + 2)) for place, item in enumerate(items)))
    return Answer((choice, Fixed(".")), word=(choice,))


def coin(request: Request) -> Answer | None:
    """`flip a coin`, `roll a die`, `yes or no`."""
    if re.search(r"\b(?:flip|toss) a coin\b|\bheads or tails\b", request.low):
        return Answer(words("{Heads|Tails}."), word=words("{Heads|Tails}"))
    if re.search(r"\broll (?:a|the|one) (?:die|dice)\b", request.low):
        return Answer(words("{4|1|2|3|5|6}."), word=words("{4|1|2|3|5|6}"))
    return say("{Yes^2|No|Perhaps}.", word="Yes") if re.search(r"^yes or no\b", request.low) else None
