"""Images in a prompt, as far as this server looks at them: of what format, how large, how many tokens.

Nothing here knows what an image shows.
"""

from __future__ import annotations

import binascii
import hashlib
import math
import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from firstcall.models.model import Images

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
"""Those that the vendors take."""
_TILE = 512
_LOW_EDGE = 512
_HIGH_PATCHES = 2500
_TILED_LONG, _TILED_SHORT = 2048, 768
_STEPS = 40
_BUDGETS = {"low": 0.25, "medium": 0.5, "ultra_high": 2.0}
"""Google's levels, as parts of the usual budget."""
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc", b"hevx")
_HEIF_HEAD = 256 * 1024
_SLICE = 1024 * 1024
_UNSHARP = 1e-9
"""What is above a whole number by less than this is that number."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a prompt; `seal` tells it from others. Of one that stands elsewhere on the web, only the
    address is known: it has no format, and counts as one of 1024 by 1024 pixels."""

    seal: str
    format: str = ""
    width: int = 1024
    height: int = 1024


class NoPicture(ValueError):
    """The bytes are no image of a format that the vendors take, or it is broken."""


class UnknownFormat(NoPicture):
    """They do not begin as one of those formats does."""


def looked_at(data: bytes) -> Picture:
    """The picture in these bytes. Raises `NoPicture` for what is no image.

    Only its head is read, and of a PNG the check sums: an image is never unpacked.
    """
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return _heif(data)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            kind, (width, height) = image.format or "", image.size
            image.verify()
    except UnidentifiedImageError as error:
        raise UnknownFormat(str(error)) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NoPicture(str(error)) from error
    return Picture(hashlib.sha256(data).hexdigest(), kind, width, height)


def _heif(data: bytes) -> Picture:
    """What a telephone takes: the size is the largest that its parts say (ISO/IEC 23008-12, `ispe`)."""
    places = (found.end() for found in re.finditer(b"ispe\0{4}", data[:_HEIF_HEAD]))
    sizes = [(_number(data[at : at + 4]), _number(data[at + 4 : at + 8])) for at in places]
    width, height = max(sizes, key=math.prod, default=(0, 0))
    if not width or not height:
        raise NoPicture("no size is said")
    return Picture(hashlib.sha256(data).hexdigest(), "HEIF", width, height)


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")


def decoded(encoded: str) -> bytes:
    """The bytes of a base64 text, with or without its padding. Raises `binascii.Error`.

    A megabyte at a time: at once, a long text would stop every other thread.
    """
    text = encoded.encode("ascii", "replace") + b"=" * (-len(encoded) % 4)
    ends = range(0, len(text), _SLICE)
    return b"".join(binascii.a2b_base64(text[at : at + _SLICE], strict_mode=True) for at in ends)


def elsewhere(address: str) -> Picture:
    """An image of which only the address was sent."""
    return Picture(hashlib.sha256(address.encode("utf-8", "replace")).hexdigest())


def tokens(picture: Picture, rule: Images, detail: str = "auto") -> int:
    """How many tokens a picture counts; `detail` is OpenAI's: `low`, `high`, `auto`, `original`, or Google's level."""
    width, height = float(picture.width), float(picture.height)
    if rule.budget:
        return _cells(width, height, rule.budget * _BUDGETS.get(detail, 1.0))
    if rule.tile:
        return rule.base + (0 if detail == "low" else rule.tile * _tiles(width, height))
    if detail == "low":
        width, height = (side * min(1.0, _LOW_EDGE / max(width, height)) for side in (width, height))
    most = min(filter(None, (rule.most, _HIGH_PATCHES if detail == "high" else 0)), default=0)
    if rule.edge:
        scale = _largest(width, height, rule.patch, most, min(1.0, rule.edge / max(width, height)))
    else:
        scale = _shrunk(width, height, rule.patch, most)
    return math.ceil(rule.factor * _squares(width * scale, height * scale, rule.patch) - _UNSHARP)


def _cells(width: float, height: float, budget: float) -> int:
    """Google's way: whatever its size, as many square cells as the budget has room for, whole ones in each direction."""
    across, down = math.sqrt(budget * width / height), math.sqrt(budget * height / width)
    return min(max(1, math.floor(across)) * max(1, math.floor(down)), math.floor(budget))


def _tiles(width: float, height: float) -> int:
    """Made to fit 2,048 pixels, then 768 on the short side."""
    scale = min(1.0, _TILED_LONG / max(width, height))
    scale = min(scale, _TILED_SHORT / min(width, height))
    return _squares(width * scale, height * scale, _TILE)


def _largest(width: float, height: float, patch: int, most: int, scale: float) -> float:
    """Anthropic's way: only as much smaller as its bounds ask for."""
    if _squares(width * scale, height * scale, patch) <= most:
        return scale
    low, high = 0.0, scale
    for _ in range(_STEPS):
        middle = (low + high) / 2
        fits = _squares(width * middle, height * middle, patch) <= most
        low, high = (middle, high) if fits else (low, middle)
    return low


def _shrunk(width: float, height: float, patch: int, most: int) -> float:
    """OpenAI's way: to the area of so many patches, then until one side is whole patches."""
    if not most or _squares(width, height, patch) <= most:
        return 1.0
    scale = math.sqrt(most * patch**2 / (width * height))
    across = [side * scale / patch for side in (width, height)]
    return scale * min(max(1, math.floor(side)) / side for side in across)


def _squares(width: float, height: float, side: int) -> int:
    return max(1, math.ceil(width / side - _UNSHARP)) * max(1, math.ceil(height / side - _UNSHARP))
