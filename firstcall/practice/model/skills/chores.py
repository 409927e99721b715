"""Small jobs on a text: mood, extraction, summary, rewriting, e-mails."""

from __future__ import annotations

import re
from dataclasses import replace

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.replies import any_of, mapping, names, put_in, template
from firstcall.practice.model.request import Request


def payload(question: str) -> str:
    """The text that a job is to be done on: what is quoted, follows a colon, or stands in a later paragraph."""
    fenced = re.search(
        r"(?:```|\"\"\"|<text>|---)\s*\n?(.+?)(?:```|\"\"\"|</text>|---|$)", question[:20000], re.DOTALL
    )
    if fenced:
        return fenced[1].strip()
    quoted = re.search(r"“([^“”]{2,4000})”|\"([^\"]{2,4000})\"", question[:6000]) or re.search(
        r"(?<!\w)'(.{2,2000})'(?!\w)", question[:6000], re.DOTALL
    )
    if quoted:
        return next(text for text in quoted.groups() if text).strip()
    after = re.search(r"(?::\s+|\n\s*\n?)(.{2,20000})", question[:24000], re.DOTALL)
    return after[1].strip() if after else ""


def mood(request: Request) -> Answer | None:
    """Sentiment: positive, negative or neutral."""
    if not re.search(
        r"\bsentiment\b|\bpositive\b.{0,20}\bnegative\b|\bis (?:this|the following) (?:review|text|"
        r"comment)\b",
        request.low[:600],
    ):
        if not re.search(r"\bsentiment\b|\bpositive\b.{0,40}\bnegative\b", request.system[:3000].lower()):
            return None
    if re.search(r"\bwhat(?: is|'s) sentiment\b", request.low):
        return None
    text = payload(request.question) or re.sub(
        r"^.{0,80}?\bsentiment\b(?: of)?", "", request.question[:4000], flags=re.I
    )
    label = sentiment(text)
    why = mapping("chores/reasons")[label]
    pieces = reply("chores/mood", label=label, why=why).pieces
    return Answer(pieces, word=(Fixed(label.capitalize()),), fields={"sentiment": label})


def sentiment(text: str) -> str:
    """The mood of a text by its words; a `not` shortly before turns a word round."""
    good, bad, negations = (frozenset(template(f"chores/{kind}").split()) for kind in ("good", "bad", "not"))
    score, turned = 0, 0
    for word in re.findall(r"[a-z']+", text[:20000].lower()):
        value = (word in good) - (word in bad)
        score += -value if turned > 0 and value else value
        turned = 3 if word in negations else turned - 1
    return "positive" if score > 0 else "negative" if score < 0 else "neutral"


_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_FINDS = {
    "email": r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    "url": r"https?://[^\s\"'<>]{1,300}",
    "date": rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b{_MONTH} \d{{1,2}}(?:st|nd|"
            rf"rd|th)?(?:, \d{{4}})?|"
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?: \d{{4}})?|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|"
            rf"Sun)day\b",
    "phone": r"\+?\d[\d ()-]{6,18}\d",
    "price": r"[$€£]\s?\d[\d,.]{0,12}\d|[$€£]\s?\d|\b\d[\d,.]{0,12} ?(?:euros?|dollars?|pounds|EUR|USD)\b",
    "name": r"\b(?!(?:The|This|That|Please|Contact|Dear|Hello|Hi|On|In|At|My|We|Our|Call|Meet|Email|Send|From|"
            r"Extract|Return|Name|Order|"
            r"Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|June|July|August|September|"
            r"October|November|December|"
            r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|I|It|He|She|They|You|Text|JSON)\b)"
            r"[A-Z][a-zà-ÿ'-]{1,20}(?: [A-Z][a-zà-ÿ'-]{1,20}){0,2}",
    "number": r"-?\b\d+(?:\.\d+)?\b",
}  # fmt: skip
_CALLED = {"email": r"e-?mails?|mail address", "url": r"urls?|links?", "date": r"dates?|when|days?", "phone":
    r"phones?|telephone",
           "price": r"prices?|amounts?|cost|total", "name": r"names?|person|people|who", "number": r"numbers?"}  # fmt: skip


def extracted(request: Request) -> Answer | None:
    """`Extract the email and the date from: …`"""
    if not re.search(
        r"\bextract\b|\bpull out\b|\bfind (?:all |the )(?:\w+ ){0,2}(?:e-?mail|date|name|phone|"
        r"number|url)",
        request.low[:400],
    ):
        return None
    text = payload(request.question) or request.question[:20000]
    order = request.question[: max(60, request.question.find(text))].lower()
    wanted = [kind for kind, called in _CALLED.items() if re.search(rf"\b(?:{called})\b", order)] or [
        "name",
        "date",
        "email",
    ]
    found = {kind: list(dict.fromkeys(re.findall(_FINDS[kind], text)))[:20] for kind in wanted}
    none = template("chores/nothing found")
    lines = "\n".join(f"{kind.capitalize()}: {', '.join(hits) or none}" for kind, hits in found.items())
    bare = ", ".join(hit for hits in found.values() for hit in hits) or template("chores/nothing found/word")
    fields: dict[str, str | int | list[str]] = {
        kind: hits[0] if len(hits) == 1 else hits for kind, hits in found.items()
    }
    return Answer((Fixed(lines, quoted=True),), word=(Fixed(bare, quoted=True),), fields=fields, form="verse")


def summarised(request: Request) -> Answer | None:
    """Picks the sentences that say most; a practice model cannot do better and says so."""
    if not re.search(
        r"\b(?:summari[sz]e|summary|tl;?dr|sum up|main points?|key points?|gist)\b",
        request.low[:400] + " " + request.low[-200:],
    ):
        return None
    text = payload(request.question)
    if len(text.split()) < 6:
        return reply("chores/no text to summarise")
    sentences = [part.strip() for part in re.findall(r"[^.!?\n]{3,}(?:[.!?]+|\n|$)", text[:20000])][:200]
    wanted = min(request.rules.sentences or (2 if len(sentences) > 4 else 1), 5)
    best = sorted(sorted(range(len(sentences)), key=lambda at: -_worth(sentences, at))[:wanted])
    summary = " ".join(sentences[at] for at in best) or text[:300]
    if request.rules.sentences or request.rules.most_words:
        return Answer((Fixed(summary, quoted=True),), fields={"summary": summary})
    note = words(template("chores/summary") + " ")
    said = Fixed(summary, quoted=True)
    return Answer((*note, said), word=(said,), fields={"summary": summary})


def _worth(sentences: list[str], at: int) -> float:
    """The first sentence counts most, then those that share many long words with the others."""
    others = " ".join(sentences[:at] + sentences[at + 1 :]).lower() if len(sentences) < 40 else ""
    shared = sum(word in others for word in set(re.findall(r"[a-z]{5,}", sentences[at].lower())))
    return 6.0 * (at == 0) + shared + min(len(sentences[at]), 200) / 100


def rewritten(request: Request) -> Answer | None:
    """`Rewrite politely: …`, `make this formal: …`, `correct this: …`."""
    if not re.match(
        r"(?:please |can you )*(?:rewrite|rephrase|reword|paraphrase|make (?:this|it|the)|turn this|"
        r"correct|fix|improve|polish|write (?:this|it) (?:more )?(?:politely|formally)|write a "
        r"(?:more )?(?:polite|formal|friendly)(?:er)? version)\b",
        request.low,
    ):
        return None
    if not re.search(
        r"polite|formal|friendl|professional|email|sentence|message|text|grammar|nicer|better|"
        r"rewrite|rephrase|correct",
        request.low,
    ):
        return None
    text = payload(request.question)
    if not text:
        return reply("chores/no text to rewrite")
    if "email" in request.low[:80] or "letter" in request.low[:80]:
        return _email(_polite(text))
    return Answer((Fixed(_polite(text), quoted=True),))


def _polite(text: str) -> str:
    text = text[:4000]
    for rude, better in mapping("chores/politely").items():
        text = re.sub(any_of(names(rude)), better, text, flags=re.IGNORECASE)
    text = re.sub("!+", ".", text).strip()
    text = text[:1].upper() + text[1:] + ("" if text[-1:] in ".?!" else ".")
    if re.match(r"(?:Send|Call|Give|Bring|Do|Fix|Reply|Answer|Come|Stop|Tell|Write|Help)\b", text):
        text = put_in(template("chores/please"), order=text[0].lower() + text[1:].rstrip("."))
    return text


def email(request: Request) -> Answer | None:
    """`Write an email to my boss asking for a day off.`"""
    if not re.search(r"\b(?:write|draft|compose)\b.{0,30}\b(?:e-?mail|letter|message)\b", request.low):
        return None
    wish = re.search(
        r"\b(asking|to ask|to thank|thanking|about|to say|saying|to invite|inviting|because) "
        r"(.{3,120}?)(?:[.!?\n]|$)",
        request.question,
        re.I,
    )
    if wish is None:
        return _email(template("chores/about/our plans"))
    verb = {"ask": "ask", "tha": "thank", "say": "say", "inv": "invite"}.get(
        wish[1].lower().removeprefix("to ")[:3]
    )
    what = wish[2].strip()
    if verb is None:
        return _email(put_in(template("chores/about"), what=what))
    return _email(put_in(template("chores/wish"), verb=verb, what=what))


def _email(core: str) -> Answer:
    return replace(reply("chores/email", core=core), form="verse")
