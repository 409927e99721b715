"""What a learner typed, read as a number or as a path, however it is dressed."""

from __future__ import annotations

import ast
import re

from firstcall.programs.follow.paths import expression
from firstcall.programs.refusals import NotAllowed

_MOST = 200
_NUMBER = re.compile(r"(?<![\w.,])(?<![A-Za-z]-)-?\d[\d.,]*")
_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")


def number(text: str) -> float | None:
    """The one number in a text: `401`, `HTTP 401`, `about 11`, `1,234 tokens`, `0,6 s`. `None` for none or several.

    A comma is a decimal comma, unless it parts thousands.
    """
    found = {_value(one) for one in _NUMBER.findall(text[:_MOST])}
    return found.pop() if len(found) == 1 else None


def _value(written: str) -> float | None:
    plain = written.rstrip(".,")
    plain = plain.replace(",", "" if _THOUSANDS.fullmatch(plain) else ".")
    return float(plain) if plain.count(".") < 2 else None


def path(text: str) -> str:
    """The expression in what was typed for a path: without backticks, `print(…)` around it or `name =` before it."""
    plain = text.strip().strip("`").strip()
    assigned = re.fullmatch(r"\w+\s*=(?!=)\s*(.+)", plain, re.DOTALL)
    plain = assigned[1] if assigned else plain
    try:
        match expression(plain):
            case ast.Call(func=ast.Name(id="print"), args=[value], keywords=[]):
                return ast.unparse(value)
    except NotAllowed:
        pass  # whoever asks for its value says why it is none
    return plain
