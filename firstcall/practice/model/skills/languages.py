"""The other languages: greetings, the tutorial's main questions, and an honest word about the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from firstcall.practice.model.answer import Answer, say
from firstcall.practice.model.numbers import sum_in
from firstcall.practice.model.pieces import Fixed
from firstcall.practice.model.request import Request
from firstcall.practice.model.skills.memory import facts
from firstcall.practice.model.skills.small_talk import capital_abroad


@dataclass(frozen=True, slots=True)
class Tongue:
    """`found` finds a question in this language; the other texts are templates."""

    found: str
    hello: str
    named: str
    nameless: str
    met: str
    api: str
    llm: str
    token: str
    temperature: str
    sky: str
    me: str
    capital: str
    haiku: str
    else_: str
    english: str


TONGUES: dict[str, Tongue] = {
    "de": Tongue(
        found=r"^(?:hallo|guten (?:tag|morgen|abend)|moin|servus)\b|\b(?:was ist|wie heiße|wie heißt|welche|"
              r"nenne|wie heisse|ich heiße|"
              r"ich heisse|mein name ist|erkläre|warum ist|wer bist|"
              r"was bedeutet|schreibe?|wie lautet|auf deutsch|kannst du)\b",
        hello="{Hallo^3|Guten Tag|Schön, dich zu sehen}! {Wie kann ich dir helfen?^2|Was möchtest du wissen?}",
        named="Du heißt {=name}.", nameless="Ich weiß nicht, wie du heißt: In den Nachrichten dieses Aufrufs "
            "steht es nicht.",
        met="{Freut mich^2|Schön, dich kennenzulernen}, {=name}! {Wie kann ich dir helfen?|Worüber möchtest du "
            "sprechen?}",
        api="Eine API ist {eine vereinbarte Art, wie ein Programm ein anderes um etwas bittet|eine "
            "Schnittstelle, über die ein Programm ein anderes um etwas bittet}. "
            "{Man schickt eine Anfrage und bekommt eine Antwort|Eine Anfrage geht hin, eine Antwort kommt zurück}.",
        llm="Ein großes Sprachmodell ist {ein Programm, das aus sehr viel Text gelernt hat, welches Wortstück "
            "wahrscheinlich als nächstes kommt|ein neuronales Netz, das "
            "das jeweils nächste Wortstück vorhersagt}. {So entsteht eine Antwort Stück für Stück|Aus vielen "
            "solchen Schritten wird eine Antwort}.",
        token="Ein Token ist {ein Wortstück|ein Stück eines Wortes}: die Einheit, in der ein Sprachmodell liest, "
              "schreibt und {abrechnet|gezählt wird}.",
        temperature="Die Temperatur bestimmt, {wie zufällig das nächste Token gewählt wird|wie viel Zufall bei "
                    "der Wahl des nächsten Tokens im Spiel ist}. "
                    "{Bei 0 ist die Antwort fast immer gleich, bei 1 wechselt sie|Niedrig heißt gleichmäßig, "
                    "hoch heißt abwechslungsreich}.",
        sky="Der Himmel ist blau, weil {die Luft blaues Licht viel stärker streut als rotes|blaues Licht in der "
            "Luft am stärksten gestreut wird}.",
        me="Ich bin ein Übungsmodell{=for_}. {Meine Antworten kommen aus einer kleinen Grammatik|Hier wählt ein "
           "kleines Programm die Wörter}.",
        capital="Die Hauptstadt von {=country} ist {=city}.",
        haiku="{Blätter fallen leis|Nebel auf dem Feld|Kühler Morgenwind},\n{ein Vogel ruft noch einmal|der alte "
              "Weg wird golden|und keiner weiß, wohin es geht},\n"
              "{dann wird alles still|der Tag ist noch jung|bald kommt der Winter}.",
        else_="{Ich bin ein Übungsmodell^2|Hier spricht ein Übungsmodell} und kann diese Frage {nur "
              "teilweise|leider nicht} auf Deutsch beantworten: „{=quoted}“. {Frag mich zum "
              "Beispiel|Versuch es mit}: Was ist eine API? Was ist ein Token? Wie heiße ich?",
        english="Das weiß ich nur auf Englisch: ",
    ),
    "fr": Tongue(
        found=r"^(?:bonjour|salut|bonsoir)\b|\b(?:qu'est-ce que|c'est quoi|je m'appelle|comment je m'appelle|"
              r"comment m'appel|explique|pourquoi|qui es-tu|quelle est|en français)\b",
        hello="{Bonjour^3|Salut|Bien le bonjour} ! {Comment puis-je vous aider ?^2|Que voulez-vous savoir ?}",
        named="Vous vous appelez {=name}.", nameless="Je ne connais pas votre nom : les messages de cet appel ne "
            "le disent pas.",
        met="{Enchanté^2|Ravi de faire votre connaissance}, {=name} ! {Comment puis-je vous aider ?|De quoi "
            "voulez-vous parler ?}",
        api="Une API est {une manière convenue pour un programme de demander un service à un autre|une interface "
            "par laquelle un programme en interroge un autre}. "
            "{On envoie une requête et l'on reçoit une réponse|Une requête part, une réponse revient}.",
        llm="Un grand modèle de langage est {un programme qui a appris, sur énormément de texte, à prédire le "
            "prochain morceau de mot|un réseau de neurones qui prédit le "
            "prochain morceau de mot}. {La réponse naît ainsi morceau par morceau|C'est ainsi que se forme la "
            "réponse}.",
        token="Un token est {un morceau de mot|un fragment de mot} : l'unité dans laquelle un modèle de langage "
              "lit, écrit et {facture|compte}.",
        temperature="La température règle {la part de hasard dans le choix du prochain token|à quel point le "
                    "choix du prochain token est aléatoire}. {À 0, la réponse est presque "
                    "toujours la même ; à 1, elle varie|Basse, elle donne des réponses régulières ; haute, des "
                    "réponses variées}.",
        sky="Le ciel est bleu parce que {l'air diffuse la lumière bleue bien plus que la rouge|la lumière bleue "
            "est la plus diffusée dans l'air}.",
        me="Je suis un modèle d'entraînement{=for_}. {Mes réponses viennent d'une petite grammaire|Un petit "
           "programme choisit les mots}.",
        capital="La capitale de ce pays ({=country}) est {=city}.",
        haiku="{Feuilles dans le vent|Brume sur le champ|Matin d'octobre},\n{un oiseau chante encore|le vieux "
              "chemin devient d'or|la cloche sonne au lointain},\n"
              "{puis tout est silence|le jour est tout jeune|l'hiver va venir}.",
        else_="{Je suis un modèle d'entraînement^2|Ici parle un modèle d'entraînement} et je ne peux {guère|pas "
              "vraiment} répondre en français à ceci : « {=quoted} ». {Demandez-moi par "
              "exemple|Essayez} : Qu'est-ce qu'une API ? Qu'est-ce qu'un token ?",
        english="Je ne sais le dire qu'en anglais : ",
    ),
    "es": Tongue(
        found=r"^(?:¡?hola|buenos días|buenas)\b|(?:¿|\b(?:qué es|me llamo|cómo me llamo|explica|por qué|quién "
              r"eres|cuál es|en español)\b)",
        hello="¡{Hola^3|Buenas|Muy buenas}! {¿En qué puedo ayudarte?^2|¿Qué quieres saber?}",
        named="Te llamas {=name}.", nameless="No sé cómo te llamas: los mensajes de esta llamada no lo dicen.",
        met="{Encantado^2|Mucho gusto}, {=name}. {¿En qué puedo ayudarte?|¿De qué quieres hablar?}",
        api="Una API es {una forma acordada en que un programa pide algo a otro|una interfaz por la que un "
            "programa pide algo a otro}. {Se envía una petición y vuelve una "
            "respuesta|Va una petición y llega una respuesta}.",
        llm="Un gran modelo de lenguaje es {un programa que aprendió, con muchísimo texto, a predecir el "
            "siguiente trozo de palabra|una red neuronal que predice el siguiente trozo de "
            "palabra}. {Así nace la respuesta, trozo a trozo|De esos pasos sale la respuesta}.",
        token="Un token es {un trozo de palabra|un fragmento de palabra}: la unidad en que un modelo de lenguaje "
              "lee, escribe y {cobra|cuenta}.",
        temperature="La temperatura decide {cuánto azar hay al elegir el siguiente token|cómo de aleatoria es la "
                    "elección del siguiente token}. {Con 0 la respuesta es casi siempre la misma; con 1 "
                    "varía|Baja da respuestas estables; alta, respuestas variadas}.",
        sky="El cielo es azul porque {el aire dispersa la luz azul mucho más que la roja|la luz azul es la que "
            "más se dispersa en el aire}.",
        me="Soy un modelo de práctica{=for_}. {Mis respuestas salen de una pequeña gramática|Un pequeño programa "
           "elige las palabras}.",
        capital="La capital de {=country} es {=city}.",
        haiku="{Hojas en el viento|Niebla en el campo|Fría la mañana},\n{un pájaro canta aún|el viejo camino es "
              "oro|suena lejos la campana},\n{y todo se calla|el día es joven|vendrá el "
              "invierno}.",
        else_="{Soy un modelo de práctica^2|Aquí habla un modelo de práctica} y {apenas puedo|no puedo} "
              "responder a esto en español: «{=quoted}». {Pregúntame por ejemplo|Prueba con}: ¿Qué es una "
              "API? ¿Qué es un token? ¿Cómo me llamo?",
        english="Esto solo lo sé en inglés: ",
    ),
    "it": Tongue(
        found=r"^(?:ciao|buongiorno|buonasera|salve)\b|\b(?:che cos'è|cos'è|cosa è|mi chiamo|come mi chiamo|"
              r"spiega(?:mi)?|perché|chi sei|qual è|in italiano)\b",
        hello="{Ciao^3|Buongiorno|Salve}! {Come posso aiutarti?^2|Che cosa vuoi sapere?}",
        named="Ti chiami {=name}.", nameless="Non so come ti chiami: i messaggi di questa chiamata non lo dicono.",
        met="{Piacere^2|Felice di conoscerti}, {=name}! {Come posso aiutarti?|Di che cosa vuoi parlare?}",
        api="Un'API è {un modo concordato in cui un programma chiede qualcosa a un altro|un'interfaccia con cui "
            "un programma chiede qualcosa a un altro}. {Si manda una richiesta e torna una "
            "risposta|Parte una richiesta e arriva una risposta}.",
        llm="Un grande modello linguistico è {un programma che ha imparato da moltissimo testo a prevedere il "
            "prossimo pezzo di parola|una rete neurale che prevede il prossimo pezzo di parola}. "
            "{Così la risposta nasce pezzo per pezzo|Da questi passi nasce la risposta}.",
        token="Un token è {un pezzo di parola|un frammento di parola}: l'unità in cui un modello linguistico "
              "legge, scrive e {conta|fattura}.",
        temperature="La temperatura decide {quanto caso c'è nella scelta del prossimo token|quanto è casuale la "
                    "scelta del prossimo token}. {A 0 la risposta è quasi sempre la stessa, a 1 varia|"
                    "Bassa dà risposte costanti, alta risposte varie}.",
        sky="Il cielo è blu perché {l'aria diffonde la luce blu molto più di quella rossa|la luce blu è la più "
            "diffusa dall'aria}.",
        me="Sono un modello di pratica{=for_}. {Le mie risposte vengono da una piccola grammatica|Un piccolo "
           "programma sceglie le parole}.",
        capital="La capitale ({=country}) è {=city}.",
        haiku="{Foglie nel vento|Nebbia sul campo|Fredda mattina},\n{un uccello canta ancora|il vecchio sentiero "
              "è d'oro|suona lontana una campana},\n{poi tutto tace|il giorno è giovane|verrà "
              "l'inverno}.",
        else_="{Sono un modello di pratica^2|Qui parla un modello di pratica} e {posso appena|non posso} "
              "rispondere a questo in italiano: «{=quoted}». {Chiedimi per esempio|Prova con}: Che cos'è "
              "un'API? Che cos'è un token? Come mi chiamo?",
        english="Questo lo so solo in inglese: ",
    ),
    "pt": Tongue(
        found=r"^(?:olá|oi|bom dia|boa tarde)\b|\b(?:o que é|me chamo|meu nome é|como me chamo|qual é o meu nome|"
              r"explique|por que|quem é você|em português)\b",
        hello="{Olá^3|Oi|Bom dia}! {Como posso ajudar?^2|O que você quer saber?}",
        named="Você se chama {=name}.", nameless="Não sei o seu nome: as mensagens desta chamada não o dizem.",
        met="{Prazer^2|Muito prazer}, {=name}! {Como posso ajudar?|Sobre o que quer conversar?}",
        api="Uma API é {uma forma combinada de um programa pedir algo a outro|uma interface pela qual um "
            "programa pede algo a outro}. {Envia-se um pedido e volta uma resposta|Vai um pedido e "
            "volta uma resposta}.",
        llm="Um grande modelo de linguagem é {um programa que aprendeu, com muito texto, a prever o próximo "
            "pedaço de palavra|uma rede neural que prevê o próximo pedaço de palavra}.",
        token="Um token é {um pedaço de palavra|um fragmento de palavra}: a unidade em que um modelo de "
              "linguagem lê, escreve e {conta|cobra}.",
        temperature="A temperatura decide {quanto acaso há na escolha do próximo token|o quão aleatória é a "
                    "escolha do próximo token}.",
        sky="O céu é azul porque {o ar espalha a luz azul muito mais do que a vermelha|a luz azul é a que mais "
            "se espalha no ar}.",
        me="Sou um modelo de prática{=for_}. {As minhas respostas vêm de uma pequena gramática|Um pequeno "
           "programa escolhe as palavras}.",
        capital="A capital ({=country}) é {=city}.",
        haiku="{Folhas ao vento|Névoa no campo|Fria manhã},\n{um pássaro ainda canta|o velho caminho é "
              "ouro},\n{e tudo se cala|vem vindo o inverno}.",
        else_="{Sou um modelo de prática^2|Aqui fala um modelo de prática} e {mal posso|não posso} responder a "
              "isto em português: «{=quoted}». {Pergunte por exemplo|Tente}: O que é uma API? O que é "
              "um token?",
        english="Isto só sei em inglês: ",
    ),
    "nl": Tongue(
        found=r"^(?:hoi|goedemorgen|goedendag|dag)\b|\b(?:wat is een|ik heet|hoe heet ik|mijn naam is|leg uit|"
              r"waarom is|wie ben je|in het nederlands)\b",
        hello="{Hallo^3|Hoi|Goedendag}! {Hoe kan ik je helpen?^2|Wat wil je weten?}",
        named="Je heet {=name}.", nameless="Ik weet niet hoe je heet: in de berichten van deze aanroep staat het niet.",
        met="{Aangenaam^2|Leuk je te ontmoeten}, {=name}! {Hoe kan ik je helpen?|Waarover wil je praten?}",
        api="Een API is {een afgesproken manier waarop een programma iets aan een ander vraagt|een koppelvlak "
            "waarmee een programma iets aan een ander vraagt}. {Je stuurt een verzoek en krijgt een "
            "antwoord|Er gaat een verzoek heen en er komt een antwoord terug}.",
        llm="Een groot taalmodel is {een programma dat uit heel veel tekst heeft geleerd welk woordstukje "
            "waarschijnlijk volgt|een neuraal netwerk dat het volgende woordstukje voorspelt}.",
        token="Een token is {een stukje van een woord|een woordstukje}: de eenheid waarin een taalmodel leest, "
              "schrijft en {telt|rekent}.",
        temperature="De temperatuur bepaalt {hoe willekeurig het volgende token wordt gekozen|hoeveel toeval er "
                    "in de keuze van het volgende token zit}.",
        sky="De lucht is blauw omdat {lucht blauw licht veel sterker verstrooit dan rood|blauw licht in de lucht "
            "het sterkst wordt verstrooid}.",
        me="Ik ben een oefenmodel{=for_}. {Mijn antwoorden komen uit een kleine grammatica|Een klein programma "
           "kiest de woorden}.",
        capital="De hoofdstad van {=country} is {=city}.",
        haiku="{Bladeren in de wind|Mist over het veld|Koude morgenlucht},\n{een vogel zingt nog één keer|het "
              "oude pad wordt van goud},\n{dan is alles stil|de winter komt gauw}.",
        else_="{Ik ben een oefenmodel^2|Hier spreekt een oefenmodel} en kan dit {nauwelijks|niet echt} in het "
              "Nederlands beantwoorden: „{=quoted}”. {Vraag me bijvoorbeeld|Probeer}: Wat is een API? Wat "
              "is een token? Hoe heet ik?",
        english="Dat weet ik alleen in het Engels: ",
    ),
}  # fmt: skip

_ASKED: tuple[tuple[str, str], ...] = (
    ("haiku", r"\bha[iï]kus?\b"),
    ("capital", r"\bcapitale?\b|\bhauptstadt\b|\bhoofdstad\b"),
    ("sky", r"\bsky\b|\bhimmel\b|\bciel\b|\bcielo\b|\bcéu\b|\blucht blauw\b"),
    ("temperature", r"\btemp[eé]ratur"),
    ("token", r"\btokens?\b"),
    (
        "llm",
        r"\bllms?\b|\blanguage model|\bsprachmodell|\bmodèle de lang|\bmodelo de l|\bmodello lin|\btaalmodel",
    ),
    ("api", r"\bapis?\b"),
    (
        "me",
        r"\bwho are you\b|\bwhat model\b|\bwhich model\b|\bwer bist\b|\bqui es-tu\b|\bquién eres\b|\bchi "
        r"sei\b|\bquem é\b|\bwie ben je\b",
    ),
    (
        "hello",
        r"^(?:hello|hi|hey|hallo|bonjour|salut|¡?hola|ciao|buongiorno|olá|oi|hoi|guten|moin|say hello|"
        r"greet|good|introduce)\b|\b(?:say|write) (?:hello|hi|good morning)\b",
    ),
)
_NAME = re.compile(
    r"\bmy name\?|\bmy name$|\bwhat(?:'s| is) my name\b|\bwho am i\b|\bwie hei(?:ß|ss)e ich\b|\bcomment je "
    r"m'appelle\b|\bcomment m'appel|\bmon nom\b|\bcómo me llamo\b|\bmi nombre\?|"
    r"\bcome mi chiamo\b|\bcomo me chamo\b|\bmeu nome\?|\bhoe heet ik\b|\bmijn naam\?|\bmein name\?"
)
_TELLS = re.compile(
    r"\bmy name is\b|\bi'm\b|\bi am\b|\bcall me\b|\bich hei|\bmein name\b|\bje m'appelle\b|\bme "
    r"llamo\b|\bmi chiamo\b|\bme chamo\b|\bmeu nome\b|\bik heet\b|\bmijn naam\b"
)


def language_of(request: Request) -> str:
    """The language asked for; without an order, the one that the question is written in."""
    if request.rules.language != "en":
        return request.rules.language
    low = request.low[:300]
    return next((code for code, tongue in TONGUES.items() if re.search(tongue.found, low)), "en")


def in_language(request: Request) -> Answer | None:
    """The answer in another language, `None` for English and where only English is known."""
    code = language_of(request)
    answer = _in_language(request, TONGUES[code]) if code in TONGUES else None
    return replace(answer, language=code) if answer else None


def _in_language(request: Request, tongue: Tongue) -> Answer | None:
    if _NAME.search(request.low):
        name = facts(request).get("name")
        return say(tongue.named, word=name, name=name) if name else say(tongue.nameless)
    name = (
        facts(replace(request, earlier=(), system="")).get("name")
        if _TELLS.search(request.low) and "?" not in request.low
        else None
    )
    if name:
        return say(tongue.met, word=name, name=name)
    calculated = sum_in(request.low) if len(request.low) < 200 else None
    if calculated:
        return say("{=sum_} = {=result}.", word=calculated[1], sum_=calculated[0], result=calculated[1])
    return _asked(request, tongue)


def _asked(request: Request, tongue: Tongue) -> Answer | None:
    asked = next((asked for asked, pattern in _ASKED if re.search(pattern, request.low[:300])), "")
    if asked == "capital":
        place = capital_abroad(request.low[:300])
        if place:
            return say(tongue.capital, word=place[1], country=place[0], city=place[1])
    elif asked == "me":
        stands_for = f" ({request.model[:60]})" if request.model else ""
        return say(tongue.me, for_=stands_for)
    elif asked:
        form = {"api": tongue.api, "llm": tongue.llm, "token": tongue.token, "temperature": tongue.temperature,
            "sky": tongue.sky,
                "hello": tongue.hello, "haiku": tongue.haiku}[asked]  # fmt: skip
        return replace(say(form), form="verse" if asked == "haiku" else "prose")
    return None


def apology(request: Request) -> Answer | None:
    """What is said in another language where nothing is known; `None` for English."""
    code = language_of(request)
    if code not in TONGUES:
        return None
    line = " ".join(request.question[:400].split())
    quoted = line if len(line) <= 120 else f"{line[:120].rsplit(' ', 1)[0]} …"
    return replace(say(TONGUES[code].else_, quoted=quoted), language=code)


def with_apology(answer: Answer, request: Request) -> Answer:
    """An English answer to somebody who asked for another language says so first."""
    language = language_of(request)
    if language == answer.language or answer.form != "prose" or not answer.pieces:
        return answer
    if language in TONGUES:
        sorry = TONGUES[language].english
    else:
        sorry = f"I am a practice model and do not speak {language.capitalize()}, so in English: "
    return replace(answer, pieces=(Fixed(sorry, quoted=True), *answer.pieces))
