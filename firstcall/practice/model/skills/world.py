"""What the practice model knows about the world: everyday explanations and capitals."""

from __future__ import annotations

from firstcall.practice.model.skills.topics import Topic

EVERYDAY = (
    Topic(
        "sky blue|blue sky|colour of the sky|color of the sky",
        (
            "The sky is blue because {air scatters blue light much more than red light|the molecules of the air "
            "scatter "
            "short blue waves more than long red ones}.",
            "{Sunlight holds all colours, and the scattered blue reaches us from every side^2|So blue light "
            "comes to our "
            "eyes from all over the sky}.",
            "{In the evening the light has a longer way through the air, so mostly red and orange are left|At "
            "sunset the "
            "way through the air is longer, and red remains}.",
            "The effect is called Rayleigh scattering.",
        ),
        "{Sunlight is a mix of all colours|Imagine sunlight as a box of coloured balls}: the blue ones {bounce "
        "around most "
        "in the air|bump into the air the most}, so we see blue {everywhere up there|wherever we look}.",
        "Scattering",
    ),
    Topic(
        "rainbow|rainbows",
        (
            "A rainbow {appears when sunlight is bent and reflected inside raindrops|is sunlight split into its "
            "colours by "
            "raindrops}.",
            "{Each colour is bent by a slightly different angle, so they come apart^2|Red is bent least and "
            "violet most, so "
            "the colours fan out}.",
            "{You see it with the sun behind you and the rain in front|Stand with your back to the sun to find one}.",
            "From an aeroplane it can be seen as a whole circle.",
        ),
        "{Raindrops work like tiny glass toys|Little drops of rain share the sunlight out}: they turn white light into "
        "{many colours|red, orange, yellow, green, blue and violet}.",
        "Refraction",
    ),
    Topic(
        "photosynthesis|how plants eat|how do plants grow",
        (
            "Photosynthesis is {how plants make sugar from light, water and carbon dioxide|the way in which "
            "plants turn "
            "sunlight into food}.",
            "{It happens in the green parts of the leaf, with the help of chlorophyll|The green dye chlorophyll "
            "catches the "
            "light}.",
            "{Oxygen is left over, which we breathe|It gives off the oxygen that we breathe}.",
            "Nearly all life on Earth lives on it, directly or indirectly.",
        ),
        "{Plants cook their own food|A leaf is a tiny kitchen}: they take sunlight, water and air and make "
        "{sugar|their "
        "lunch} from it.",
        "Sunlight",
    ),
    Topic(
        "gravity|gravitation",
        (
            "Gravity is {the force with which all things that have mass attract each other|what pulls masses "
            "together}.",
            "{It makes apples fall and keeps the Moon on its path around the Earth|It holds us on the ground and the "
            "planets around the Sun}.",
            "{On Earth everything falls with about 9.8 metres per second squared|A falling thing gains about 9.8 "
            "metres per "
            "second in each second}.",
            "Einstein described it as a bending of space and time.",
        ),
        "{The Earth is like a big magnet for everything|The Earth pulls at everything}: {that is why a ball comes down "
        "again|jump, and it brings you back}.",
        "Attraction",
    ),
    Topic(
        "moon|the moon|phases of the moon",
        (
            "The Moon is {the Earth's only natural satellite|a ball of rock that circles the Earth}, about "
            "384,000 kilometres "
            "away.",
            "{It goes around us once in about 27 days and always shows us the same side|It takes about 27 days for one "
            "round}.",
            "{It shines only because the Sun lights it, and that is why it has phases|Its pull makes the tides}.",
            "People first walked on it in July 1969.",
        ),
        "The Moon is {a big grey ball of stone that flies around us|our neighbour in space}. {It has no lamp: "
        "the Sun shines "
        "on it|It glows because the Sun lights it}.",
        "Satellite",
    ),
    Topic(
        "sun|the sun",
        (
            "The Sun is {the star at the centre of our solar system|a star: a huge ball of hot gas}.",
            "{In its core hydrogen is fused into helium, and that gives the light|It shines because hydrogen "
            "turns into helium "
            "inside}.",
            "{Its light takes about eight minutes to reach us|It is about 150 million kilometres away}.",
            "It is about 4.6 billion years old and roughly halfway through its life.",
        ),
        "The Sun is {a giant ball of fire in space|a star very near to us}, which {gives us light and "
        "warmth|makes the day "
        "bright and warm}.",
        "Star",
    ),
    Topic(
        "black hole|black holes",
        (
            "A black hole is {a place in space where gravity is so strong that not even light gets out|so much "
            "mass in so "
            "little space that nothing can escape}.",
            "{Some are born when a very heavy star collapses|They can form when a heavy star dies}.",
            "{There is a giant one in the middle of our galaxy|The one in the middle of the Milky Way has the "
            "mass of about "
            "four million Suns}.",
            "The first picture of one was published in 2019.",
        ),
        "It is {a place that swallows everything, even light|like a drain in space}, and {that is why it is "
        "black|nothing "
        "comes back out}.",
        "Collapse",
    ),
    Topic(
        "internet|the internet|how the internet works",
        (
            "The internet is {a worldwide network of networks|millions of networks joined together} in which "
            "computers send "
            "each other small packets of data.",
            "{Each packet carries the address of its goal and finds its way from router to router|Every packet "
            "finds its own "
            "way, and the receiver puts them in order}.",
            "{The web, mail and video calls are services that run on it|The web is only one of the services on it}.",
            "It grew out of a research network that began in 1969.",
        ),
        "It is like {a giant post office for computers|roads between all the computers}: they send each other "
        "tiny parcels "
        "{very fast|all day long}.",
        "Network",
    ),
    Topic(
        "computer|computers|how a computer works",
        (
            "A computer is {a machine that follows instructions very fast|a machine that runs programs}.",
            "{A processor works, memory holds what is needed now, and a disk keeps the rest|It takes data in, "
            "works on it and "
            "shows a result}.",
            "{Inside, everything is numbers made of zeros and ones|Whatever it shows is made of zeros and ones}.",
            "It does exactly what it is told, which is not always what was meant.",
        ),
        "It is {a machine that does what you tell it, step by step|a very quick helper that can only count}, but "
        "{it needs "
        "exact orders|never gets tired}.",
        "Machine",
    ),
    Topic(
        "dna|genes",
        (
            "DNA is {the molecule that holds the building plan of a living being|a long molecule in which living "
            "things keep "
            "their inherited plan}.",
            "{It is a double helix with four letters: A, C, G and T|Its alphabet has four letters, A, C, G and T}.",
            "{A gene is a stretch of it, for instance the plan of one protein|Half of yours comes from each of "
            "your parents}.",
            "Its structure was described in 1953.",
        ),
        "It is {a tiny recipe book in every bit of your body|a secret plan inside you}, and it says {what colour "
        "your eyes "
        "are|how you are built}.",
        "Blueprint",
    ),
    Topic(
        "climate change|global warming|greenhouse effect",
        (
            "Climate change {is the lasting change of the Earth's climate, today mainly its warming|today means "
            "that the Earth "
            "is getting warmer on average}.",
            "{Its main cause is carbon dioxide from burning coal, oil and gas|Gases such as carbon dioxide and "
            "methane keep "
            "heat in}.",
            "{Ice melts, seas rise and heavy weather becomes more frequent|Its results are heat, droughts, "
            "floods and a rising "
            "sea}.",
            "It can be slowed by emitting less of these gases.",
        ),
        "{The Earth wears a blanket of air|Think of a blanket}, and we have made it thicker, so it gets {too "
        "warm|warmer and "
        "warmer}.",
        "Warming",
    ),
    Topic(
        "why do we dream|dreams|sleep|why do we sleep",
        (
            "Sleep is {a rest in which the body recovers and the brain sorts what it learnt|the time when the "
            "body repairs "
            "itself and memories settle}.",
            "{Most dreams come in a phase called REM sleep|We dream most vividly in REM sleep}.",
            "{Grown-ups need about seven to nine hours|Most adults do well with seven to nine hours}.",
            "Why exactly we dream is not settled.",
        ),
        "{When you sleep, your body tidies up|Sleep charges your batteries}, and {your brain watches little "
        "films|dreams are "
        "the films your head makes}.",
        "Rest",
    ),
    Topic(
        "tea|make tea|cup of tea",
        (
            "For a cup of tea, {pour water just off the boil over the leaves and wait three to four minutes|let "
            "the leaves "
            "stand in hot water for a few minutes}.",
            "{Green tea likes cooler water, about 75 to 80 degrees Celsius|Black tea takes boiling water, green "
            "tea cooler "
            "water}.",
            "{Take the leaves out, then add milk or lemon as you like|Left too long, it turns bitter}.",
            "Warm the pot first and it stays hot longer.",
        ),
        "You put {dry leaves|a little bag of leaves} into hot water, wait, and {it turns into tea|it smells "
        "lovely}. Let a "
        "grown-up pour.",
        "Steep",
    ),
    Topic(
        "bread|bake bread|baking bread",
        (
            "Bread is {made from flour, water, salt and yeast|a baked dough of flour, water, salt and yeast}.",
            "{Knead it, let it rise until it has doubled, shape it and let it rise again|The yeast makes gas, "
            "and so the dough "
            "rises}.",
            "{Then bake it at about 220 degrees Celsius for half an hour or more|Bake it hot until it sounds "
            "hollow when you "
            "knock on it}.",
            "Sourdough uses wild yeast instead of bought yeast.",
        ),
        "{You mix flour and water into a soft ball|You make a dough}, {wait until it grows|let it sleep until it "
        "is big}, and "
        "bake it.",
        "Dough",
    ),
    Topic(
        "football|soccer",
        (
            "Football is {a game in which two teams of eleven try to get a ball into the other's goal|played by "
            "two teams of "
            "eleven on a large field}.",
            "{Only the goalkeepers may use their hands|Hands are allowed to the goalkeepers only}.",
            "{A match lasts 90 minutes in two halves|It has two halves of 45 minutes}.",
            "A World Cup is held every four years.",
        ),
        "Two teams {run after one ball|play with one ball} and try to {kick it into the net|score}.",
        "Sport",
    ),
    Topic(
        "chess",
        (
            "Chess is {a board game for two with sixteen pieces each|a game of two armies on a board of 64 squares}.",
            "{You win by attacking the king so that he cannot escape, which is called checkmate|The goal is "
            "checkmate}.",
            "{White always moves first|Each kind of piece moves in its own way}.",
            "There are more possible games than atoms in the visible universe.",
        ),
        "It is {a battle with little wooden figures|a game of two kings}: {catch the other king|whoever traps "
        "the king wins}.",
        "Strategy",
    ),
    Topic(
        "water cycle|evaporation",
        (
            "The water cycle is {the endless journey of water between sea, air and land|the way of water from "
            "the sea to the "
            "clouds and back}.",
            "{The Sun makes water evaporate, and as it rises it cools and forms clouds|Water evaporates, cools "
            "and becomes "
            "clouds}.",
            "{It falls as rain or snow and flows back through rivers and the ground|Rain and snow bring it back "
            "to the land and "
            "the rivers to the sea}.",
            "No water is lost: it only changes its place and its form.",
        ),
        "{Water goes on a round trip|Water likes to travel}: up as {steam|mist}, along as a cloud, down as rain, "
        "and home to "
        "the sea.",
        "Circulation",
    ),
    Topic(
        "volcano|volcanoes",
        (
            "A volcano is {an opening through which molten rock from inside the Earth comes out|a place where "
            "molten rock reaches "
            "the surface}.",
            "{Below the ground the melt is called magma, above it lava|Outside, magma is called lava}.",
            "{Most stand where plates of the Earth's crust meet|They are mostly found along the edges of the "
            "Earth's plates}.",
            "Volcanic soil is among the most fertile.",
        ),
        "It is {a mountain with hot liquid stone inside|like a bottle of fizzy drink that somebody shook}, and "
        "sometimes {it "
        "spills over|it bursts out}.",
        "Lava",
    ),
    Topic(
        "electricity|electric current",
        (
            "Electricity is {the flow or the store of electric charge|what we call the effects of electric "
            "charge}, mostly of "
            "electrons.",
            "{Voltage pushes, current flows, resistance holds it back|A current flows when a voltage pushes "
            "charges through a "
            "wire}.",
            "{Power stations make it by turning generators, solar cells from light|Generators and solar cells "
            "make it}.",
            "It travels as a wave of pushes, much faster than the electrons themselves.",
        ),
        "Think of {water in a pipe|tiny marbles in a tube}: {when it flows, lamps light up|push at one end and "
        "something moves at "
        "the other}.",
        "Charge",
    ),
    Topic(
        "vaccine|vaccines|vaccination",
        (
            "A vaccine {trains the immune system to recognise a germ before it makes you ill|shows the body a "
            "harmless part of a "
            "germ}.",
            "{The body makes antibodies and remembers^2|Afterwards the body remembers how to fight it}.",
            "{When the real germ comes, the defence is ready|So the real illness is prevented or milder}.",
            "Smallpox was wiped out in this way.",
        ),
        "It is {a training game for the little guards in your body|like showing the guards a picture of the thief}.",
        "Immunity",
    ),
    Topic(
        "inflation",
        (
            "Inflation means that {prices rise in general, so that money buys less|the same money buys less over "
            "time}.",
            "{It is measured by the price of a fixed basket of goods|Statisticians follow the price of a typical "
            "shopping "
            "basket}.",
            "{Central banks try to keep it low, often near two per cent|Many central banks aim at about two per "
            "cent a year}.",
            "Its opposite is called deflation.",
        ),
        "It is when {the same ice cream costs more every year|your coins buy fewer sweets than before}.",
        "Prices",
    ),
    Topic(
        "love",
        (
            "Love is {a deep affection and care for somebody|the wish that somebody else be well}.",
            "{Poets have tried to say it for thousands of years, and so have scientists|It has many kinds: "
            "between friends, in "
            "families, between lovers}.",
            "{I am a practice model and know it only from words|Being a program, I know only the words for it}.",
            "It tends to grow when it is given away.",
        ),
        "It is the warm feeling {when somebody hugs you|for people who are dear to you}.",
        "Affection",
    ),
    Topic(
        "meaning of life|purpose of life",
        (
            "The meaning of life is {a question that everybody answers for themselves|something that people find "
            "in very "
            "different things}.",
            "{Many name love, work that matters, or curiosity|Philosophers have offered happiness, duty and freedom}.",
            "{A famous novel says it is 42|One comic novel settled on the number 42}.",
            "Asking it now and then may be part of the answer.",
        ),
        "Some say it is {to be kind and to learn|to play, to help and to wonder}.",
        "42",
    ),
)

_CAPITALS = """
Argentina Buenos Aires;Australia Canberra;Austria Vienna;Bangladesh Dhaka;Belgium Brussels;Brazil Brasília
Bulgaria Sofia;Canada Ottawa;Chile Santiago;China Beijing;Colombia Bogotá;Croatia Zagreb;Cuba Havana
Cyprus Nicosia;Denmark Copenhagen;Ecuador Quito;Egypt Cairo;Estonia Tallinn;Ethiopia Addis Ababa;Finland Helsinki
France Paris;Germany Berlin;Ghana Accra;Greece Athens;Hungary Budapest;Iceland Reykjavik;India New Delhi
Indonesia Jakarta;Iran Tehran;Iraq Baghdad;Ireland Dublin;Italy Rome;Jamaica Kingston;Japan Tokyo;Jordan Amman
Kenya Nairobi;Latvia Riga;Lebanon Beirut;Lithuania Vilnius;Luxembourg Luxembourg;Malaysia Kuala Lumpur;Malta Valletta
Mexico Mexico City;Mongolia Ulaanbaatar;Morocco Rabat;Nepal Kathmandu;Netherlands Amsterdam;Nigeria Abuja
Norway Oslo;Pakistan Islamabad;Peru Lima;Philippines Manila;Poland Warsaw;Portugal Lisbon;Romania Bucharest
Russia Moscow;Senegal Dakar;Serbia Belgrade;Singapore Singapore;Slovakia Bratislava;Slovenia Ljubljana;Spain Madrid
Sweden Stockholm;Switzerland Bern;Thailand Bangkok;Tunisia Tunis;Turkey Ankara;Ukraine Kyiv;Uruguay Montevideo
Venezuela Caracas;Vietnam Hanoi
"""
_TWO_WORDS = {
    "new zealand": ("New Zealand", "Wellington"), "south korea": ("South Korea", "Seoul"),
    "saudi arabia": ("Saudi Arabia", "Riyadh"), "united kingdom": ("the United Kingdom", "London"),
    "uk": ("the United Kingdom", "London"), "england": ("England", "London"), "scotland": ("Scotland", "Edinburgh"),
    "wales": ("Wales", "Cardiff"), "united states": ("the United States", "Washington, D.C."),
    "usa": ("the United States", "Washington, D.C."), "us": ("the United States", "Washington, D.C."),
    "america": ("the United States", "Washington, D.C."), "czech republic": ("the Czech Republic", "Prague"),
    "czechia": ("Czechia", "Prague"), "costa rica": ("Costa Rica", "San José"), "sri lanka": ("Sri Lanka",
    "Sri Jayawardenepura Kotte"), "south africa": ("South Africa", "Pretoria"),
    "united arab emirates": ("the United Arab Emirates", "Abu Dhabi"),
    "netherlands": ("the Netherlands", "Amsterdam"), "philippines": ("the Philippines", "Manila"),
}  # fmt: skip
CAPITALS: dict[str, tuple[str, str]] = {
    country.lower(): (country, city)
    for country, city in (entry.split(" ", 1) for entry in _CAPITALS.strip().replace("\n", ";").split(";"))
} | _TWO_WORDS
"""From a country in small letters to its name in a sentence and its capital. South Africa has three; this is
the seat of government."""

COUNTRIES_ABROAD = {
    "frankreich": "france", "deutschland": "germany", "italien": "italy", "spanien": "spain",
    "österreich": "austria", "schweiz": "switzerland", "allemagne": "germany", "espagne": "spain",
    "italie": "italy", "francia": "france", "alemania": "germany", "españa": "spain", "italia": "italy",
    "germania": "germany", "spagna": "spain", "frankrijk": "france", "duitsland": "germany", "spanje": "spain",
    "frança": "france", "alemanha": "germany", "espanha": "spain", "itália": "italy", "italië": "italy",
}  # fmt: skip
"""Countries as other languages call them."""

HOW_MANY: dict[str, tuple[str, str]] = {
    r"\bplanets\b": (
        "Eight",
        "{There are eight planets in our solar system|Our solar system has eight planets}.",
    ),
    r"\bcontinents\b": (
        "Seven",
        "{By the most common count there are seven continents|Most people count seven continents}.",
    ),
    r"\bdays\b.{0,20}\bleap year\b": ("366", "A leap year has 366 days."),
    r"\bdays\b.{0,20}\byear\b": (
        "365",
        "A year has 365 days, {a leap year 366|and one more in a leap year}.",
    ),
    r"\bweeks\b.{0,20}\byear\b": (
        "52",
        "A year has {52 weeks and a day or two|a little more than 52 weeks}.",
    ),
    r"\bhours\b.{0,20}\bday\b": ("24", "A day has 24 hours."),
    r"\bminutes\b.{0,20}\bhour\b": ("60", "An hour has 60 minutes."),
    r"\bseconds\b.{0,20}\bday\b": ("86400", "A day has 86,400 seconds."),
    r"\bseconds\b.{0,20}\bminute\b": ("60", "A minute has 60 seconds."),
    r"\blegs\b.{0,30}\bspiders?\b|\bspiders?\b.{0,30}\blegs\b": ("Eight", "A spider has eight legs."),
    r"\blegs\b.{0,30}\b(?:ant|insect)": ("Six", "An insect has six legs."),
    r"\bletters\b.{0,30}\balphabet\b": ("26", "The English alphabet has 26 letters."),
    r"\bcountries\b.{0,20}\bworld\b": ("193", "The United Nations have 193 member states."),
    r"\bbones\b": ("206", "A grown-up human has 206 bones."),
    r"\bmoon\b": ("384,400 km", "The Moon is about 384,400 kilometres away on average."),
    r"\bfast.{0,10}\blight\b": (
        "299,792,458 m/s",
        "Light travels at 299,792,458 metres per second in empty space.",
    ),
    r"\beverest\b": ("8,849 m", "Mount Everest is about 8,849 metres high."),
    r"\beiffel\b": ("330 m", "The Eiffel Tower is about 330 metres high."),
    r"\bbytes\b.{0,20}\bkilobyte\b": ("1000", "A kilobyte has 1,000 bytes; a kibibyte has 1,024."),
    r"\bbits\b.{0,20}\bbyte\b": ("8", "A byte has eight bits."),
}
"""Numbers that people ask for, as a bare answer and as a sentence."""
