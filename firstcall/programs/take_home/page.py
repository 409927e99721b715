"""A call as a web page of one file, without an SDK: what a browser sends by itself, where the vendor lets it."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import indent

from firstcall.calls import Call
from firstcall.programs.take_home import WORDS
from firstcall.programs.take_home.start import variable
from firstcall.programs.write.javascript import text_code
from firstcall.programs.write.render import render
from firstcall.providers import Access, Provider

FILE = "first_call.html"
LANGUAGE = "browser"


def offered(provider: Provider) -> bool:
    """Whether this vendor's API may be called out of a page."""
    return (LANGUAGE, "plain") in provider.templates


def page(call: Call, provider: Provider, practice: Access) -> str:
    """The page as it is saved: with a key typed into it it calls the vendor, without one it asks `practice`."""
    said = {"provider": provider.name, "variable": variable(provider)}
    parts = {
        "lang": WORDS.front.get("language", "en"),
        "heading": escape(WORDS.title("page", **said)),
        "notice": escape(WORDS.line("page", **said)),
        "run": escape(WORDS.line("page/run")),
        "variable": escape(variable(provider)),
        "base_url": _text(provider.address.base_url),
        "practice_url": _text(practice.base_url),
        "practice_key": _text(practice.key),
        "lines": _file("lines.js") + "\n" if call.streamed else "",
        "program": indent(_in_a_page(render(call, provider, LANGUAGE)), "  ").strip(),
    }
    text = _file("page.html")
    for name, value in parts.items():  # the program last: nothing is put into what stands in it
        text = text.replace(f"<{name}>", value)
    return text


def _file(name: str) -> str:
    return (Path(__file__).parent / "files" / name).read_text(encoding="utf-8")


def _text(value: str) -> str:
    return _in_a_page(text_code(value))


def _in_a_page(script: str) -> str:
    """Text in quotes that would end the script, or begin a comment of HTML's, written with an escape."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--").replace("<script", "<\\script")
