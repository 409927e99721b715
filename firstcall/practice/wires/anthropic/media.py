"""What the images and documents of a request may be together, and in which words others are refused.

Rules: https://platform.claude.com/docs/en/build-with-claude/vision#request-limits, pdf-support. Sentences:
warpdotdev/warp 8114 (pages), ding113/claude-code-hub 571 (images and pages), anthropics/claude-code 49537 (many images).
"""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.models import Model
from firstcall.practice.model.documents import Document
from firstcall.practice.model.pictures import Picture
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.blocks import placed
from firstcall.practice.wires.anthropic.shapes import Message

MANY_IMAGES = 20
MOST_PIXELS_OF_MANY = 2000
"""Of each side, where a request has more than so many images."""


def check(messages: Sequence[Message], model: Model) -> None:
    """Raises `Refusal` for more than a request to this model may show."""
    shown = [
        each
        for at, message in enumerate(messages)
        for each in placed(message.content, f"messages.{at}.content")
    ]
    images = [(place, each) for place, each in shown if isinstance(each, Picture)]
    pages = [(place, each.pages) for place, each in shown if isinstance(each, Document)]
    most = 100 if model.context_tokens <= 200_000 else 600
    _check_pages(pages, most)
    total = sum(count for _, count in pages)
    if total + len(images) > most:
        raise Refusal(400, f"Too much media: {total} document pages + {len(images)} images > {most}")
    if len(images) > MANY_IMAGES:
        _check_sizes(images)


def _check_pages(pages: Sequence[tuple[str, int]], most: int) -> None:
    left = most
    for place, count in pages:
        left -= count
        if left < 0:
            raise Refusal(400, f"{place}: A maximum of {most} PDF pages may be provided.")


def _check_sizes(images: Sequence[tuple[str, Picture]]) -> None:
    for place, image in images:
        if max(image.width, image.height) > MOST_PIXELS_OF_MANY:
            said = "At least one of the image dimensions exceed max allowed size for many-image requests"
            raise Refusal(400, f"{place}: {said}: {MOST_PIXELS_OF_MANY} pixels")
