"""What web pages, chats and notebooks leave in a copied program, and the program without it.

Each function takes one such thing out, and gives a text without it back as it is.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Mapping

_CURLY = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'"})
_BLANKS = str.maketrans({"\u00a0": " ", "\u200b": "", "\u2060": "", "\u3000": " "})
_BLOCK = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([\w+-]*)[^\n]*\n(.*?)(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$\n?", re.MULTILINE)
_PRE = re.compile(r"<pre\b[^>]*>(.*?)</pre>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,5}|#x[0-9a-fA-F]{1,4});")
_SHELL = re.compile(r"^([ \t]*)([!%].*)$", re.MULTILINE)
_PIP = re.compile(r"^(pip3? install .*|\$ .*)$", re.MULTILINE)
_COMMAND = re.compile(
    r"^(?:sudo +)?(?:(?:python[\d.]*|py) +-m +\w|(?:python[\d.]*|py|streamlit +run) +[\w./\\-]+\.py\b"
    r"|(?:pip[\d.]*|conda|npm|npx|uv|poetry|brew|apt|apt-get) +(?:install|add|run|upgrade|update|init|i)\b"
    r"|(?:curl|source|cd) +[-\w./~\"'$][^=\n]*$|(?:export|setx?) +\w+[ =]|\$env:\w+ *=).*$",
    re.MULTILINE,
)
_PROMPT = re.compile(r"^[ \t]*(?:>>> ?|In \[\d*\]: ?|\.{3,}: ?|\.\.\. ?)")
_INPUT = re.compile(r"^[ \t]*(?:>>>|In \[\d*\]:)", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*(\d{1,5})(?:[.:|)](?=\s|$)|(?=\s|$))[ \t]?(.*)$")
_OLD_PRINT = re.compile(r"^([ \t]*)print[ \t]+([^\s(=].*)$", re.MULTILINE)
_PYTHON = {"python", "py", "python3", "ipython", "pycon"}
BUTTONS = frozenset("python python3 py copy edit run wrap expand collapse download explain copied".split())
"""What stands on the buttons around a program, each in one word: Python takes such a line for a name."""
_BUTTONS = BUTTONS | {
    "copy code",
    "copy to clipboard",
    "copied!",
    "run in playground",
    "edit in canvas",
    "open in app",
}


def straight_quotes(source: str) -> str:
    return source.translate(_CURLY)


def visible_blanks(source: str) -> str:
    return source.translate(_BLANKS)


def code_of_page(source: str) -> str:
    """The programs of a page of Markdown or HTML, without the text around them."""
    if shown := _PRE.findall(source):
        return "\n\n".join(html.unescape(_TAG.sub("", one)).strip("\n") for one in shown) + "\n"
    blocks = [(language.lower(), textwrap.dedent(code)) for _, language, code in _BLOCK.findall(source)]
    python = [code for language, code in blocks if language in _PYTHON]
    return "\n".join(python or [code for language, code in blocks if not language]) or source


def without_fences(source: str) -> str:
    return _FENCE.sub("", source)


def without_entities(source: str) -> str:
    return html.unescape(source) if _ENTITY.search(source) else source


def without_buttons(source: str) -> str:
    """Without the words of the buttons that stand around a program on a page."""
    lines = source.split("\n")
    kept = [line for line in lines if line.strip().lower() not in _BUTTONS]
    return "\n".join(kept)


def without_numbers(source: str) -> str:
    """Without the numbers of its lines, in front of each of them or on lines of their own."""
    lines = source.split("\n")
    alone = [line.strip() for line in lines if line.strip().isdecimal()]
    if len(alone) > 1 and alone == _count(alone[0], len(alone)):
        return "\n".join(line for line in lines if not line.strip().isdecimal())
    found = [_NUMBERED.match(line) for line in lines if line.strip()]
    numbers = [one[1] for one in found if one]
    if len(numbers) < 2 or None in found or numbers != _count(numbers[0], len(numbers)):
        return source
    return textwrap.dedent("\n".join(one[2] for one in found if one)) + "\n"


def _count(first: str, many: int) -> list[str]:
    return [str(int(first) + step) for step in range(many)]


def without_shell(source: str) -> str:
    """Lines for a shell as comments, as they stand in a notebook."""
    return _PIP.sub(r"# \1", _SHELL.sub(r"\1# \2", source))


def without_commands(source: str) -> str:
    """The same, and what else one types before a program runs: a package, a variable, the program's own name."""
    return _COMMAND.sub(r"# \g<0>", without_shell(source))


def without_prompts(source: str) -> str:
    """What was typed into Python, without its prompts and without what it answered."""
    if not _INPUT.search(source):
        return source
    typed = [line for line in source.split("\n") if _PROMPT.match(line)]
    return "\n".join(_PROMPT.sub("", line, count=1) for line in typed) + "\n"


def additions(source: str) -> str:
    """The program after the change that a diff shows."""
    lines = source.split("\n")
    if not any(line.startswith(("@@ ", "+++ ", "diff --git ")) for line in lines):
        return source
    heads = ("diff --git ", "index ", "--- ", "+++ ", "@@ ", "-", "\\ ")
    return "\n".join(line[1:] for line in lines if not line.startswith(heads)) + "\n"


def print_called(source: str) -> str:
    return _OLD_PRINT.sub(r"\1print(\2)", source)


def all_of_it(source: str) -> str:
    for tidy in list(TIDIES.values())[:-1]:
        source = tidy(source)
    return source


TIDIES: Mapping[str, Callable[[str], str]] = {
    "quotes": straight_quotes,
    "blanks": visible_blanks,
    "page": code_of_page,
    "fences": without_fences,
    "entities": without_entities,
    "diff": additions,
    "buttons": without_buttons,
    "numbers": without_numbers,
    "shell": without_commands,
    "prompts": without_prompts,
    "indent": textwrap.dedent,
    "print": print_called,
    "all": all_of_it,
}
"""What can be taken out, by name; the last does it all."""
