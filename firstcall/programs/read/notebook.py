"""What web pages, chats and notebooks leave in a copied program, and the program without it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping

_CURLY = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'"})
_BLANKS = str.maketrans({"\u00a0": " ", "\u200b": "", "\u2060": "", "\u3000": " "})
_FENCE = re.compile(r"^[ \t]*```.*$\n?", re.MULTILINE)
_SHELL = re.compile(r"^([ \t]*)([!%].*)$", re.MULTILINE)
_PIP = re.compile(r"^(pip3? install .*|\$ .*)$", re.MULTILINE)
_PROMPT = re.compile(r"^(?:>>> ?|\.\.\. ?)", re.MULTILINE)
_OLD_PRINT = re.compile(r"^([ \t]*)print[ \t]+([^\s(=].*)$", re.MULTILINE)


def straight_quotes(source: str) -> str:
    return source.translate(_CURLY)


def visible_blanks(source: str) -> str:
    return source.translate(_BLANKS)


def without_fences(source: str) -> str:
    return _FENCE.sub("", source)


def without_shell(source: str) -> str:
    return _PIP.sub(r"# \1", _SHELL.sub(r"\1# \2", source))


def without_prompts(source: str) -> str:
    return _PROMPT.sub("", source)


def print_called(source: str) -> str:
    return _OLD_PRINT.sub(r"\1print(\2)", source)


def all_of_it(source: str) -> str:
    for tidy in list(TIDIES.values())[:-1]:
        source = tidy(source)
    return source


TIDIES: Mapping[str, Callable[[str], str]] = {
    "quotes": straight_quotes,
    "blanks": visible_blanks,
    "fences": without_fences,
    "shell": without_shell,
    "prompts": without_prompts,
    "indent": textwrap.dedent,
    "print": print_called,
    "all": all_of_it,
}
"""What can be taken out, by name; the last does it all."""
