"""The programs of a wire, which lie as files in its folder, filled with what one provider on it has.

In a file `<key_variable>`, `<base_url_variable>` and `<base_url>` stand for the provider's own, `<client>`
for what the client's constructor is given, `<class>` for the class of a reply in JSON, `<functions:python>` for those
that tools stand for, `<os>` for its import where the program needs it; `$arguments` and the like are filled for each call.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from firstcall.providers import Address, Cell
from firstcall.providers._structured import CLASS
from firstcall.providers._tools import FUNCTIONS

_ENDINGS = {"python": ".py.txt", "javascript": ".mjs"}
_CURL = {"curl.sh": "plain", "curl_streamed.sh": "streamed"}
_PAGES = {("browser", "plain"): "page.js", ("browser", "streamed"): "page_streamed.js"}
_PYTHON_CLIENT = """
    api_key=os.environ["<key_variable>"],
    base_url=os.environ.get("<base_url_variable>", "<base_url>")$more,
"""
_JAVASCRIPT_CLIENT = """{
  apiKey: process.env.<key_variable>,
  baseURL: process.env.<base_url_variable> ?? "<base_url>"$more,
}"""
_CELL_CLIENT = 'api_key=os.environ["<key_variable>"], base_url="<base_url>"'


def programs(folder: Path, address: Address, *, knows: bool) -> Mapping[tuple[str, str], str]:
    """The templates by language and shape. A file's name is its shape: `plain`, `streamed`, and that of a page which
    goes beyond the first call; a stream has a `curl_streamed.sh` where it has an address of its own. `knows` says that
    the SDK itself knows this provider's variables and URL, so that the program need not give them."""
    found = {
        what: _filled(path.read_text(encoding="utf-8"), what[0], address, knows)
        for path in sorted((folder / "programs").iterdir())
        if (what := _what(path.name))
    }
    streamed = found["curl", "plain"].replace("curl -sS", "curl -sSN")  # -N: print as it arrives
    return {("curl", "streamed"): streamed} | found


def _what(name: str) -> tuple[str, str] | None:
    """Language and shape of a file's program; `None` for what a web page runs."""
    for language, ending in _ENDINGS.items():
        if name.endswith(ending):
            return language, name.removesuffix(ending)
    return ("curl", _CURL.get(name, name.removesuffix(".sh"))) if name.endswith(".sh") else None


def pages(folder: Path, address: Address) -> Mapping[tuple[str, str], str]:
    """What a web page runs, for a vendor whose API answers to pages of any origin."""
    found = {what: (folder / "programs" / name).read_text(encoding="utf-8") for what, name in _PAGES.items()}
    return {what: _own(text, address) for what, text in found.items()}


def table(
    cells: Mapping[str, Cell], address: Address, *, knows: bool, said: Mapping[str, str] = {}
) -> Mapping[str, Cell]:
    """A wire's cells of the difference table, with the provider's own variable and URL; `said` is by row what the
    provider's own words say in the wire's place."""
    client = "" if knows else _CELL_CLIENT
    return {
        row: replace(cell, code=_own(said.get(row, cell.code).replace("<client>", client), address))
        for row, cell in cells.items()
    }


def _filled(text: str, language: str, address: Address, knows: bool) -> str:
    client = {"python": _PYTHON_CLIENT, "javascript": _JAVASCRIPT_CLIENT}.get(language, "")
    text = text.replace("<class>", CLASS)
    for name, functions in FUNCTIONS.items():
        text = text.replace(f"<functions:{name}>", functions)
    text = text.replace("<os>", "" if knows else "import os\n")
    text = text.replace("<imports>", "" if knows else "import os\n\n")
    return _own(text.replace("<client>", "$client" if knows else client), address)


def _own(text: str, address: Address) -> str:
    for name in ("key_variable", "base_url_variable", "base_url"):
        text = text.replace(f"<{name}>", getattr(address, name))
    return text
