"""What is said of images and PDF documents: format, size, pages, and that nobody here sees what is on them."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.documents import Document
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.replies import template
from firstcall.practice.model.request import Request, Shown

_MOST = 8
"""So many pictures are told one by one."""
_ABOUT = re.compile(
    r"\b(?:image|images|picture|pictures|photo|photos|photograph|screenshot|chart|diagram|drawing|figure|describe|"
    r"see|seen|look|looks|caption|this|these|it|document|documents|pdf|pdfs|file|files|paper|report|page|pages|invoice|"
    r"contract|summary|summari[sz]e)\b"
)


def looked(request: Request) -> Answer | None:
    """An answer to a question that is about what it came with."""
    return seen(request) if not request.low or _ABOUT.search(request.low) else None


def seen(request: Request) -> Answer | None:
    """What is known of the pictures and documents of a question, whatever it asks."""
    if not request.shown:
        return None
    pieces: Pieces = ()
    for each in request.shown[:_MOST]:
        pieces += (*_one(each).pieces, Fixed(" "))
    if len(request.shown) > _MOST:
        pieces += (*words(template("pictures/more"), number=str(len(request.shown) - _MOST)), Fixed(" "))
    last = request.shown[-1]
    kind = "unread" if isinstance(last, Document) else "blind"
    fields = _fields(last)
    return Answer(
        pieces + words(template(f"pictures/{kind}")),
        word=(Fixed(fields.get("format", "unknown"), quoted=True),),
        fields=fields,
    )


def _fields(shown: Shown) -> dict[str, str]:
    if isinstance(shown, Document):
        return {"format": "PDF", "pages": str(shown.pages)} if shown.pages else {}
    size = f"{shown.width} x {shown.height}"
    return {"format": shown.format, "size": size} if shown.format else {}


def _one(shown: Shown) -> Answer:
    if isinstance(shown, Document):
        return reply("pictures/pdf", pages=str(shown.pages)) if shown.pages else reply("pictures/away")
    if not shown.format:
        return reply("pictures/elsewhere")
    width, height = str(shown.width), str(shown.height)
    return reply("pictures/one", format=shown.format, width=width, height=height)
