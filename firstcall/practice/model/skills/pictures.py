"""What is said of images: their format and size, and that nobody here sees what is on them."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.pictures import Picture
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.replies import template
from firstcall.practice.model.request import Request

_MOST = 8
"""So many pictures are told one by one."""
_ABOUT = re.compile(
    r"\b(?:image|images|picture|pictures|photo|photos|photograph|screenshot|chart|diagram|drawing|figure|describe|"
    r"see|seen|look|looks|caption|this|these|it)\b"
)


def looked(request: Request) -> Answer | None:
    """An answer to a question that is about the pictures it came with."""
    return seen(request) if not request.low or _ABOUT.search(request.low) else None


def seen(request: Request) -> Answer | None:
    """What is known of the pictures of a question, whatever it asks."""
    if not request.pictures:
        return None
    pieces: Pieces = ()
    for picture in request.pictures[:_MOST]:
        pieces += (*_one(picture).pieces, Fixed(" "))
    if len(request.pictures) > _MOST:
        pieces += (*words(template("pictures/more"), number=str(len(request.pictures) - _MOST)), Fixed(" "))
    last = request.pictures[-1]
    size = f"{last.width} x {last.height}"
    return Answer(
        pieces + words(template("pictures/blind")),
        word=(Fixed(last.format or "unknown", quoted=True),),
        fields={"format": last.format, "size": size} if last.format else {},
    )


def _one(picture: Picture) -> Answer:
    if not picture.format:
        return reply("pictures/elsewhere")
    width, height = str(picture.width), str(picture.height)
    return reply("pictures/one", format=picture.format, width=width, height=height)
