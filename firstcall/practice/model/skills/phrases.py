"""Translation of common words and sentences between English and six languages."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, raw, say
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.chores import payload

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
"""  # noqa: E501
PHRASES: dict[str, tuple[str, ...]] = {
    line.split("=")[0]: tuple(line.split("=")[1:]) for line in _PHRASES.strip().splitlines()
}
"""English in small letters, then the languages of `TONGUES` in their order, without the last mark."""

_TRANSLATE = re.compile(
    rf"\btranslate\b|\bhow (?:do|would|can) (?:you|i|we) say\b|\bwhat(?: is|'s) .{{1,60}} in "
    rf"(?:{'|'.join(TONGUES)})\??$|"
    rf"^(?:in|into|to) (?:{'|'.join(TONGUES)}):"
)


def translated(request: Request) -> Answer | None:
    """Common words and sentences between English and six languages."""
    if not _TRANSLATE.search(request.low[:400]):
        return None
    goals = re.findall(rf"\b({'|'.join(TONGUES)}|english)\b", request.low[:400])
    text = payload(request.question) or _unquoted(request.low)
    key = re.sub(r"[.!?]+$", "", text.strip().lower()).strip("\"'“” ")
    known = PHRASES.get(key)
    goals = [goal for goal in dict.fromkeys(goals) if goal != "english"]
    if known and goals:
        mark = text.strip()[-1:] if text.strip()[-1:] in ".!?" else ""
        ways = [known[TONGUES.index(goal)] + mark for goal in goals]
        if len(ways) == 1:
            return Answer(
                (Fixed(ways[0], quoted=True),),
                word=(Fixed(ways[0], quoted=True),),
                fields={"translation": ways[0]},
                form="raw",
            )
        return Answer(
            (Fixed("\n".join(f"{goal.capitalize()}: {way}" for goal, way in zip(goals, ways, strict=True))),),
            form="verse",
        )
    back = next(
        (english for english, ways in PHRASES.items() if key in (way.lower().strip("¿") for way in ways)),
        None,
    )
    if back and not known:
        return raw(back[:1].upper() + back[1:])
    return _cannot(text)


def _unquoted(low: str) -> str:
    found = re.search(
        r"\b(?:translate|say)(?: the (?:word|sentence|phrase))? (.{1,200}?) (?:in|into|to) [a-z]+", low
    ) or re.search(r"\bwhat(?: is|'s) (?:the word )?(.{1,60}?) in [a-z]+\??$", low)
    return found[1] if found else ""


def _cannot(text: str) -> Answer:
    return say(
        "{I am a practice model and cannot translate “{=text}”^2|That is more than a practice model can "
        "translate: “{=text}”}. {I know common "
        "words and sentences|My phrase book is small}: try “Good morning”, “Where is the station?” or “I would "
        "like a coffee” in German, French, "
        "Spanish, Italian, Portuguese or Dutch.",
        text=" ".join(text[:120].split()) or "this",
    )
