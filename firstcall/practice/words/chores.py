"""Small jobs on a text: mood, extraction, summary, rewriting, translation, single words."""

from __future__ import annotations

import re

from firstcall.practice.words.answer import Answer, raw, say
from firstcall.practice.words.heard import Heard
from firstcall.practice.words.pieces import Fixed, words

_GOOD = frozenset(
    "love loved loves great good excellent amazing wonderful fantastic happy best awesome perfect delicious enjoy enjoyed beautiful "
    "nice brilliant delightful superb recommend recommended pleased thanks thank friendly helpful fast glad outstanding fun liked "
    "impressed comfortable charming".split()
)
_BAD = frozenset(
    "hate hated hates bad terrible awful horrible worst poor disappointing disappointed sad angry slow broken rude boring useless "
    "waste dirty expensive annoying never problem problems refund ugly cold unfriendly late fails failed disgusting dislike mess "
    "unhappy frustrating crashed crashes".split()
)
_NOT = frozenset("not no never isn't wasn't don't didn't doesn't hardly cannot can't won't".split())


def payload(question: str) -> str:
    """The text that a job is to be done on: what is quoted, follows a colon, or stands in a later paragraph."""
    fenced = re.search(r"(?:```|\"\"\"|<text>|---)\s*\n?(.{1,20000}?)(?:```|\"\"\"|</text>|---|$)", question[:24000], re.DOTALL)
    if fenced:
        return fenced[1].strip()
    quoted = re.search(r"[\"“](.{2,4000})[\"”]", question[:6000], re.DOTALL) or re.search(r"(?<!\w)'(.{2,2000})'(?!\w)", question[:6000], re.DOTALL)
    if quoted:
        return quoted[1].strip()
    after = re.search(r"(?::\s+|\n\s*\n?)(.{2,20000})", question[:24000], re.DOTALL)
    return after[1].strip() if after else ""


def mood(heard: Heard) -> Answer | None:
    """Sentiment: positive, negative or neutral."""
    if not re.search(r"\bsentiment\b|\bpositive\b.{0,20}\bnegative\b|\bis (?:this|the following) (?:review|text|comment)\b", heard.low[:600]):
        if not re.search(r"\bsentiment\b|\bpositive\b.{0,40}\bnegative\b", heard.system[:3000].lower()):
            return None
    if re.search(r"\bwhat(?: is|'s) sentiment\b", heard.low):
        return None
    text = payload(heard.question) or re.sub(r"^.{0,80}?\bsentiment\b(?: of)?", "", heard.question[:4000], flags=re.I)
    label = sentiment(text)
    reasons = {"positive": "its words are friendly and approving", "negative": "its words complain or disapprove",
               "neutral": "it states facts without praise or blame"}  # fmt: skip
    answer = say("{The sentiment is^3|I would call this|This text is} {=label}: {=why}.", label=label, why=reasons[label])
    return Answer(answer.pieces, word=(Fixed(label.capitalize()),), fields={"sentiment": label})


def sentiment(text: str) -> str:
    """The mood of a text by its words; a `not` shortly before turns a word round."""
    score, turned = 0, 0
    for word in re.findall(r"[a-z']+", text[:20000].lower()):
        value = (word in _GOOD) - (word in _BAD)
        score += -value if turned > 0 and value else value
        turned = 3 if word in _NOT else turned - 1
    return "positive" if score > 0 else "negative" if score < 0 else "neutral"


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_FINDS = {
    "email": r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    "url": r"https?://[^\s\"'<>]{1,300}",
    "date": rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{4}})?|"
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: \d{{4}})?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b",
    "phone": r"\+?\d[\d ()-]{6,18}\d",
    "price": r"[$€£]\s?\d[\d,.]{0,12}\d|[$€£]\s?\d|\b\d[\d,.]{0,12} ?(?:euros?|dollars?|pounds|EUR|USD)\b",
    "name": r"\b(?!(?:The|This|That|Please|Contact|Dear|Hello|Hi|On|In|At|My|We|Our|Call|Meet|Email|Send|From|Extract|Return|Name|Order|"
            r"Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|June|July|August|September|October|November|December|"
            r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I|It|He|She|They|You|Text|JSON)\b)"
            r"[A-Z][a-zà-ÿ'-]{1,20}(?: [A-Z][a-zà-ÿ'-]{1,20}){0,2}",
    "number": r"-?\b\d+(?:\.\d+)?\b",
}  # fmt: skip
_CALLED = {"email": r"e-?mails?|mail address", "url": r"urls?|links?", "date": r"dates?|when|days?", "phone": r"phones?|telephone",
           "price": r"prices?|amounts?|cost|total", "name": r"names?|person|people|who", "number": r"numbers?"}  # fmt: skip


def extracted(heard: Heard) -> Answer | None:
    """`Extract the email and the date from: …`"""
    if not re.search(r"\bextract\b|\bpull out\b|\bfind (?:all |the )(?:\w+ ){0,2}(?:e-?mail|date|name|phone|number|url)", heard.low[:400]):
        return None
    text = payload(heard.question) or heard.question[:20000]
    order = heard.question[: max(60, heard.question.find(text))].lower()
    wanted = [kind for kind, called in _CALLED.items() if re.search(rf"\b(?:{called})\b", order)] or ["name", "date", "email"]
    found = {kind: list(dict.fromkeys(re.findall(_FINDS[kind], text)))[:20] for kind in wanted}
    lines = "\n".join(f"{kind.capitalize()}: {', '.join(hits) or 'none found'}" for kind, hits in found.items())
    bare = ", ".join(hit for hits in found.values() for hit in hits) or "none"
    fields: dict[str, str | int | list[str]] = {kind: hits[0] if len(hits) == 1 else hits for kind, hits in found.items()}
    return Answer((Fixed(lines, quoted=True),), word=(Fixed(bare, quoted=True),), fields=fields, form="verse")


def summarised(heard: Heard) -> Answer | None:
    """Picks the sentences that say most; a practice model cannot do better and says so."""
    if not re.search(r"\b(?:summari[sz]e|summary|tl;?dr|sum up|main points?|key points?|gist)\b", heard.low[:400] + " " + heard.low[-200:]):
        return None
    text = payload(heard.question)
    if len(text.split()) < 6:
        return say("{Please send me the text to summarise^2|Which text shall I summarise?} {Put it after a colon or between quotes|A colon "
                   "and then the text will do}.")  # fmt: skip
    sentences = [part.strip() for part in re.findall(r"[^.!?\n]{3,600}(?:[.!?]+|\n|$)", text[:20000])][:200]
    wanted = min(heard.rules.sentences or (2 if len(sentences) > 4 else 1), 5)
    best = sorted(sorted(range(len(sentences)), key=lambda at: -_worth(sentences, at))[:wanted])
    summary = " ".join(sentences[at] for at in best) or text[:300]
    if heard.rules.sentences or heard.rules.most_words:
        return Answer((Fixed(summary, quoted=True),), fields={"summary": summary})
    note = "{As a practice model I pick what seems to matter most^2|A practice model can only choose the weightiest sentences}: "
    return Answer((*words(note), Fixed(summary, quoted=True)), word=(Fixed(sentences[0][:80], quoted=True),), fields={"summary": summary})


def _worth(sentences: list[str], at: int) -> float:
    """The first sentence counts most, then those that share many long words with the others."""
    others = " ".join(sentences[:at] + sentences[at + 1 :]).lower() if len(sentences) < 40 else ""
    shared = sum(word in others for word in set(re.findall(r"[a-z]{5,}", sentences[at].lower())))
    return 6.0 * (at == 0) + shared + min(len(sentences[at]), 200) / 100


_POLITE = (
    (r"\bI want\b|\bgimme\b|\bgive me\b", "I would like"), (r"\b(?:asap|right now|immediately|now)\b", "as soon as you can"),
    (r"\bcan't\b", "cannot"), (r"\bdon't\b", "do not"), (r"\bwon't\b", "will not"), (r"\bgonna\b", "going to"),
    (r"\bwanna\b", "would like to"), (r"\bstupid\b|\bdumb\b", "unfortunate"), (r"\bhey\b|\bhi\b|\byo\b", "Dear colleague"),
    (r"\bcrap\b|\brubbish\b|\bgarbage\b", "not quite what we hoped for"), (r"\byou must\b|\byou have to\b", "could you please"),
    (r"\bthanks\b|\bthx\b", "thank you very much"), (r"\bwhat's up\b", "how are you"), (r"\bkids\b", "children"),
    (r"\bu\b", "you"), (r"\bpls\b|\bplz\b", "please"), (r"!+", "."),
)  # fmt: skip


def rewritten(heard: Heard) -> Answer | None:
    """`Rewrite politely: …`, `make this formal: …`, `correct this: …`."""
    if not re.match(r"(?:please |can you )*(?:rewrite|rephrase|reword|paraphrase|make (?:this|it|the)|turn this|correct|fix|improve|polish|write (?:this|it) (?:more )?(?:politely|formally)|write a (?:more )?(?:polite|formal|friendly)(?:er)? version)\b", heard.low):
        return None
    if not re.search(r"polite|formal|friendl|professional|email|sentence|message|text|grammar|nicer|better|rewrite|rephrase|correct", heard.low):
        return None
    text = payload(heard.question)
    if not text:
        return say("{Please send me the text as well^2|Which text?} {Put it after a colon|A colon and then the text will do}.")
    if "email" in heard.low[:80] or "letter" in heard.low[:80]:
        return _email(_polite(text))
    return Answer((Fixed(_polite(text), quoted=True),))


def _polite(text: str) -> str:
    text = text[:4000]
    for pattern, better in _POLITE:
        text = re.sub(pattern, better, text, flags=re.IGNORECASE)
    text = text.strip()
    text = text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".")
    if re.match(r"(?:Send|Call|Give|Bring|Do|Fix|Reply|Answer|Come|Stop|Tell|Write|Help)\b", text):
        text = f"Could you please {text[0].lower()}{text[1:].rstrip('.')}?"
    return text


def email(heard: Heard) -> Answer | None:
    """`Write an email to my boss asking for a day off.`"""
    if not re.search(r"\b(?:write|draft|compose)\b.{0,30}\b(?:e-?mail|letter|message)\b", heard.low):
        return None
    wish = re.search(r"\b(asking|to ask|to thank|thanking|about|to say|saying|to invite|inviting|because) (.{3,120}?)(?:[.!?\n]|$)", heard.question, re.I)
    if wish is None:
        return _email("I am writing to you about our plans.")
    verb = {"ask": "ask", "tha": "thank", "say": "say", "inv": "invite"}.get(wish[1].lower().removeprefix("to ")[:3])
    return _email(f"I would like to {verb} {wish[2].strip()}." if verb else f"I am writing to you about {wish[2].strip()}.")


def _email(core: str) -> Answer:
    return Answer(
        words(
            "Subject: {A short request^2|A question|Your help, please}\n\n{Dear colleague^2|Dear Sir or Madam|Good day},\n\n{I hope you are "
            "well^2|I hope this finds you well}. {=core}\n\n{Thank you very much for your time^2|I would be glad to hear from you soon|Please let "
            "me know if you have any questions}.\n\n{Kind regards^3|With best wishes|Yours sincerely},\n[your name]",
            core=core,
        ),
        form="verse",
    )


_OPPOSITES = dict(
    pair.split("-") for pair in "hot-cold big-small large-small good-bad happy-sad fast-slow light-dark day-night up-down in-out old-young new-old "
    "high-low long-short hard-soft easy-difficult early-late rich-poor strong-weak full-empty open-closed wet-dry love-hate black-white left-right "
    "true-false yes-no begin-end start-stop win-lose buy-sell clean-dirty loud-quiet heavy-light near-far thick-thin wide-narrow brave-cowardly "
    "sweet-sour ancient-modern increase-decrease arrive-depart remember-forget success-failure question-answer warm-cool random-deterministic".split()
)  # fmt: skip
_OPPOSITES |= {after: before for before, after in _OPPOSITES.items() if after not in _OPPOSITES}
_SYNONYMS = {
    "happy": "glad, cheerful, content, joyful, pleased", "sad": "unhappy, sorrowful, gloomy, down, blue",
    "big": "large, huge, great, vast, enormous", "small": "little, tiny, minute, slight, compact",
    "fast": "quick, rapid, swift, speedy, brisk", "slow": "unhurried, sluggish, gradual, leisurely, lazy",
    "good": "fine, excellent, pleasant, worthy, decent", "bad": "poor, awful, dreadful, nasty, harmful",
    "beautiful": "lovely, pretty, gorgeous, handsome, attractive", "smart": "clever, bright, intelligent, sharp, wise",
    "easy": "simple, effortless, straightforward, light, plain", "hard": "difficult, tough, tricky, demanding, solid",
    "important": "significant, vital, essential, key, weighty", "start": "begin, launch, commence, open, initiate",
    "help": "assist, aid, support, back, guide", "say": "tell, state, mention, speak, express",
}  # fmt: skip


def single_words(heard: Heard) -> Answer | None:
    """Opposites, synonyms, and what can be done with the letters of a word or a line."""
    low = heard.low[:300]
    found = re.search(r"\b(?:opposite|antonym)s? (?:of|for|to)(?: the word)? [\"'“]?([a-z]+)", low)
    if found:
        other = _OPPOSITES.get(found[1])
        if other is None:
            return say("I do not know the opposite of {=word_}; {my list is short^2|I only know common pairs}.", word_=found[1])
        return say("The opposite of {=one} is {=other}.", word=other, one=f"“{found[1]}”", other=f"“{other}”")
    found = re.search(r"\b(?:synonyms?|another word|other words?) (?:of|for|to)(?: the word)? [\"'“]?([a-z]+)", low)
    if found:
        known = _SYNONYMS.get(found[1])
        if known is None:
            return say("I do not know synonyms of {=word_}; {my list is short^2|I only know some common words}.", word_=found[1])
        return Answer(items=tuple((Fixed(way),) for way in known.split(", "))) if _several(low) else say(
            "{You could say^2|Another way is} {=ways}.", word=known.split(",")[0], ways=known)  # fmt: skip
    return _letters(heard)


def _several(low: str) -> bool:
    return re.search(r"\blist\b|\b\d+\b", low) is not None


def _letters(heard: Heard) -> Answer | None:
    order = re.match(r"(?:please |can you )*(reverse|spell|(?:convert|put|turn|change).{0,30}(?:upper|lower) ?case|uppercase|lowercase|capitali[sz]e)\b", heard.low)
    if order:
        text = (payload(heard.question) or heard.question.split(" ", 1)[-1])[:4000]
        text = re.sub(r"^(?:the )?(?:word|string|text|sentence) ", "", text).strip("\"'“”")
        change = {"r": text[::-1], "s": "-".join(text.upper())}.get(order[1][0]) if order[1] in {"reverse", "spell"} else (
            text.lower() if "lower" in heard.low[:60] else text.upper())  # fmt: skip
        return raw(change or text)
    found = re.search(r"how many (?:times does )?(?:the )?(?:letter )?[\"']?([a-z])[\"']?(?:'s|s)? (?:are |is |there |appears? |occurs? )*(?:there )?in (?:the word )?[\"'“]?([a-z]+)", heard.low)
    if found:
        count = found[2].count(found[1])
        return say("The letter {=letter} {occurs^2|appears} {=times} in “{=whole}”.", word=str(count), letter=found[1],
                   times="once" if count == 1 else f"{count} times", whole=found[2])  # fmt: skip
    found = re.search(r"how many (letters|words|characters) (?:are |does |has )*(?:there )?(?:in )?(?:the (?:word|sentence|text) )?[\"'“:]* ?(.{1,300}?)[\"'”?.]*(?: have\??)?$", heard.low)
    if found:
        kinds = {"words": len(found[2].split()), "letters": sum(map(str.isalpha, found[2]))}
        count = kinds.get(found[1], len(found[2]))
        return say("{=count} {=what}.", word=str(count), count=str(count), what=found[1])
    return None


TONGUES = ("german", "french", "spanish", "italian", "portuguese", "dutch")
_PHRASES = """
hello=Hallo=Bonjour=Hola=Ciao=Olá=Hallo
hi=Hallo=Salut=Hola=Ciao=Oi=Hoi
good morning=Guten Morgen=Bonjour=Buenos días=Buongiorno=Bom dia=Goedemorgen
good evening=Guten Abend=Bonsoir=Buenas tardes=Buonasera=Boa noite=Goedenavond
good night=Gute Nacht=Bonne nuit=Buenas noches=Buonanotte=Boa noite=Goedenacht
goodbye=Auf Wiedersehen=Au revoir=Adiós=Arrivederci=Adeus=Tot ziens
thank you=Danke=Merci=Gracias=Grazie=Obrigado=Dank je
thank you very much=Vielen Dank=Merci beaucoup=Muchas gracias=Molte grazie=Muito obrigado=Hartelijk dank
please=bitte=s'il vous plaît=por favor=per favore=por favor=alsjeblieft
yes=ja=oui=sí=sì=sim=ja
no=nein=non=no=no=não=nee
how are you=Wie geht es dir=Comment ça va=¿Cómo estás=Come stai=Como vai=Hoe gaat het
what is your name=Wie heißt du=Comment t'appelles-tu=¿Cómo te llamas=Come ti chiami=Como você se chama=Hoe heet je
i love you=Ich liebe dich=Je t'aime=Te quiero=Ti amo=Eu te amo=Ik hou van jou
i am hungry=Ich habe Hunger=J'ai faim=Tengo hambre=Ho fame=Estou com fome=Ik heb honger
where is the station=Wo ist der Bahnhof=Où est la gare=¿Dónde está la estación=Dov'è la stazione=Onde fica a estação=Waar is het station
where is the library=Wo ist die Bibliothek=Où est la bibliothèque=¿Dónde está la biblioteca=Dov'è la biblioteca=Onde fica a biblioteca=Waar is de bibliotheek
the weather is nice today=Das Wetter ist heute schön=Il fait beau aujourd'hui=Hoy hace buen tiempo=Oggi il tempo è bello=O tempo está bom hoje=Het weer is mooi vandaag
i would like a coffee=Ich hätte gern einen Kaffee=Je voudrais un café=Quisiera un café=Vorrei un caffè=Eu gostaria de um café=Ik wil graag een koffie
the cat is black=Die Katze ist schwarz=Le chat est noir=El gato es negro=Il gatto è nero=O gato é preto=De kat is zwart
my name is ana=Ich heiße Ana=Je m'appelle Ana=Me llamo Ana=Mi chiamo Ana=Meu nome é Ana=Ik heet Ana
hello world=Hallo Welt=Bonjour le monde=Hola mundo=Ciao mondo=Olá mundo=Hallo wereld
hello, how are you=Hallo, wie geht es dir=Bonjour, comment ça va=Hola, ¿cómo estás=Ciao, come stai=Olá, como vai=Hallo, hoe gaat het
i am learning to code=Ich lerne programmieren=J'apprends à programmer=Estoy aprendiendo a programar=Sto imparando a programmare=Estou aprendendo a programar=Ik leer programmeren
cat=Katze=chat=gato=gatto=gato=kat
dog=Hund=chien=perro=cane=cão=hond
house=Haus=maison=casa=casa=casa=huis
water=Wasser=eau=agua=acqua=água=water
bread=Brot=pain=pan=pane=pão=brood
book=Buch=livre=libro=libro=livro=boek
apple=Apfel=pomme=manzana=mela=maçã=appel
friend=Freund=ami=amigo=amico=amigo=vriend
tree=Baum=arbre=árbol=albero=árvore=boom
sun=Sonne=soleil=sol=sole=sol=zon
moon=Mond=lune=luna=luna=lua=maan
sea=Meer=mer=mar=mare=mar=zee
day=Tag=jour=día=giorno=dia=dag
night=Nacht=nuit=noche=notte=noite=nacht
love=Liebe=amour=amor=amore=amor=liefde
cheese=Käse=fromage=queso=formaggio=queijo=kaas
coffee=Kaffee=café=café=caffè=café=koffie
blue=blau=bleu=azul=blu=azul=blauw
red=rot=rouge=rojo=rosso=vermelho=rood
"""
PHRASES: dict[str, tuple[str, ...]] = {
    line.split("=")[0]: tuple(line.split("=")[1:]) for line in _PHRASES.strip().splitlines()
}
"""English in small letters, then the languages of `TONGUES` in their order, without the last mark."""

_TRANSLATE = re.compile(
    rf"\btranslate\b|\bhow (?:do|would|can) (?:you|i|we) say\b|\bwhat(?: is|'s) .{{1,60}} in (?:{'|'.join(TONGUES)})\??$|"
    rf"^(?:in|into|to) (?:{'|'.join(TONGUES)}):"
)


def translated(heard: Heard) -> Answer | None:
    """Common words and sentences between English and six languages."""
    if not _TRANSLATE.search(heard.low[:400]):
        return None
    goals = re.findall(rf"\b({'|'.join(TONGUES)}|english)\b", heard.low[:400])
    text = payload(heard.question) or _unquoted(heard.low)
    key = re.sub(r"[.!?]+$", "", text.strip().lower()).strip("\"'“” ")
    known = PHRASES.get(key)
    goals = [goal for goal in dict.fromkeys(goals) if goal != "english"]
    if known and goals:
        mark = text.strip()[-1:] if text.strip()[-1:] in ".!?" else ""
        ways = [known[TONGUES.index(goal)] + mark for goal in goals]
        if len(ways) == 1:
            return Answer((Fixed(ways[0], quoted=True),), word=(Fixed(ways[0], quoted=True),), fields={"translation": ways[0]}, form="raw")
        return Answer((Fixed("\n".join(f"{goal.capitalize()}: {way}" for goal, way in zip(goals, ways, strict=True))),), form="verse")
    back = next((english for english, ways in PHRASES.items() if key in (way.lower().strip("¿") for way in ways)), None)
    if back and not known:
        return raw(back[:1].upper() + back[1:])
    return _cannot(text)


def _unquoted(low: str) -> str:
    found = re.search(r"\b(?:translate|say)(?: the (?:word|sentence|phrase))? (.{1,200}?) (?:in|into|to) [a-z]+", low) or re.search(
        r"\bwhat(?: is|'s) (?:the word )?(.{1,60}?) in [a-z]+\??$", low)  # fmt: skip
    return found[1] if found else ""


def _cannot(text: str) -> Answer:
    return say(
        "{I am a practice model and cannot translate “{=text}”^2|That is more than a practice model can translate: “{=text}”}. {I know common "
        "words and sentences|My phrase book is small}: try “Good morning”, “Where is the station?” or “I would like a coffee” in German, French, "
        "Spanish, Italian, Portuguese or Dutch.",
        text=" ".join(text[:120].split()) or "this",
    )
