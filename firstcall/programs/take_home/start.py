"""Where a program goes: to the vendor with a key of the learner's own, without one to the practice server.

Key and address are set together, so that no key of the vendor's ever goes to the practice server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from firstcall.programs.take_home import WORDS
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.programs.write import javascript, layout, shell
from firstcall.providers import Access, Provider

_FILES = Path(__file__).parent / "files"


def environment(provider: Provider, practice: Access) -> dict[str, str]:
    """The variables that lead a program to the practice server; where a vendor wants no key, the address alone."""
    address = provider.address
    key = {address.key_variable: practice.key} if address.needs_key else {}
    return {**key, address.base_url_variable: practice.base_url}


def variable(provider: Provider) -> str:
    """The variable whose value says that the vendor is to be called: its key's, or its address's without one."""
    address = provider.address
    return address.key_variable if address.needs_key else address.base_url_variable


def exports(variables: Mapping[str, str], indent: str = "") -> str:
    """Variables as lines for a shell."""
    return "".join(f"{indent}export {name}={shell.quoted(value)}\n" for name, value in variables.items())


def choose(provider: Provider, practice: Access) -> str:
    """The lines of Python that choose. They want `os`, `sys` and `load_dotenv`."""
    names = (variable(provider), *provider.address.key_variables_before)
    asked = " or ".join(f'os.environ.get("{name}")' for name in names)
    return _filled(
        "choose.py.txt",
        provider,
        "python",
        deciding=asked if len(names) == 1 else f"({asked})",
        practice=layout.code(environment(provider, practice), 4, 18),
    )


def _python(provider: Provider, practice: Access) -> str:
    return _filled("start.py.txt", provider, "python", choose=choose(provider, practice))


def _javascript(provider: Provider, practice: Access) -> str:
    practised = javascript.code(environment(provider, practice), 2, 31)
    return _filled("start.mjs", provider, "javascript", deciding=variable(provider), practice=practised)


def _curl(provider: Provider, practice: Access) -> str:
    practised = exports(environment(provider, practice), "  ").rstrip("\n")
    return _filled("start.sh", provider, "curl", deciding=variable(provider), practice=practised)


STARTS: Mapping[str, tuple[str, Callable[[Provider, Access], str]]] = {
    "python": ("start.py", _python),
    "javascript": ("start.mjs", _javascript),
    "curl": ("start.sh", _curl),
}
"""The file that starts a program, by its language: its name, and how it is written."""


def _filled(template: str, provider: Provider, language: str, **parts: str) -> str:
    text = (_FILES / template).read_text(encoding="utf-8")
    file = LANGUAGES[language].file
    says = {"file": file, "provider": provider.name, "variable": variable(provider)}
    parts |= {"file": file, "what": WORDS.line("start", **says), "notice": WORDS.line("start/notice", **says)}
    for name, value in parts.items():
        text = text.replace(f"<{name}>", value)
    return text
