"""Numbers as people write them, and sums worked out within bounds."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
NUMBERS = {word: value for value, word in enumerate(_SMALL)} | {
    "a": 1, "an": 1, "single": 1, "a single": 1, "a couple of": 2, "a few": 3, "half a dozen": 6, "a dozen": 12,
    "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "a hundred": 100, "one hundred": 100, "hundred": 100, "two hundred": 200, "three hundred": 300,
    "five hundred": 500, "a thousand": 1000, "one thousand": 1000, "thousand": 1000,
}  # fmt: skip
NUMBER = r"\d{1,5}|" + "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
"""A pattern for one number, in figures or in words."""

_OPERATORS = (
    (r"\bto the power of\b|\*\*|\^", "**"), (r"\bplus\b", "+"), (r"\bminus\b|−|–", "-"),
    (r"\b(?:times|multiplied by)\b|×|·|(?<=\d) ?x ?(?=\d)", "*"),
    (r"\b(?:divided by|over)\b|÷", "/"), (r"\bmod(?:ulo)?\b", "%"),
)  # fmt: skip
_TWO: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
}  # fmt: skip
_MOST = 10**15


def number(text: str) -> int:
    """The value of one match of `NUMBER`."""
    return int(text) if text.isdecimal() else NUMBERS.get(text.lower(), 1)


def sum_in(text: str) -> tuple[str, str] | None:
    """The first sum in a text and its result, or `None`: `what is 3 plus 4?` gives `("3 + 4", "7")`."""
    line = text[:300].lower()
    root = re.search(r"square root of (\d{1,9})\b", line)
    if root:
        return f"√{root[1]}", _shown(int(root[1]) ** 0.5)
    share = re.search(r"\b(\d{1,9}(?:\.\d{1,6})?) ?(?:%|percent) of (\d{1,9}(?:\.\d{1,6})?)\b", line)
    if share:
        return f"{share[1]}% of {share[2]}", _shown(float(share[1]) * float(share[2]) / 100)
    for pattern, sign in _OPERATORS:
        line = re.sub(pattern, f" {sign} ", line)
    line = re.sub(rf"\b(?:{'|'.join(_SMALL)})\b", lambda found: str(NUMBERS[found[0]]), line)
    line = re.sub(r"(?<=\d),(?=\d{3}\b)", "", line)
    for found in re.findall(r"[-(\d][-+*/%(). \d]*", line):
        sum_text = re.sub(r"\s+", " ", found).strip().rstrip(".+-*/% ").strip()
        value = _value(sum_text) if re.search(r"\d\)* ?(?:[-+/%]|\*\*?)", sum_text) else None
        if value is not None:
            return sum_text.replace("*", "×").replace("××", "^").replace("/", "÷"), value
    return None


def _value(sum_text: str) -> str | None:
    try:
        tree = ast.parse(sum_text, mode="eval")
        return _shown(_worked_out(tree.body, 0))
    except ZeroDivisionError:
        return "undefined"
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        return None


def _worked_out(node: ast.expr, depth: int) -> float:
    if depth > 40:
        raise ValueError("too deep")
    value: float
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        value = node.value
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = -_worked_out(node.operand, depth + 1)
    elif isinstance(node, ast.BinOp):
        left, right = _worked_out(node.left, depth + 1), _worked_out(node.right, depth + 1)
        value = _power(left, right) if isinstance(node.op, ast.Pow) else _TWO[type(node.op)](left, right)
    else:
        raise ValueError("not a sum")
    if abs(value) > _MOST:
        raise ValueError("too large")
    return value


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > 60 or (base < 0 and exponent != int(exponent)):
        raise ValueError("too large")
    result: float = base**exponent
    return result


def _shown(value: float) -> str:
    if value == int(value):
        return str(int(value))
    return f"{value:.6f}".rstrip("0")
