"""The way in for the room: a short link to the page with its settings, and its picture for the cameras of phones."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qs, urlsplit

import segno
import streamlit as st
from streamlit import net_util

from firstcall.course import steps
from firstcall.server import short_links
from firstcall.ui import WORDS, link_settings

_MOST_CHARACTERS = 8_192


@st.dialog(WORDS.title("label invite"), width="large")
def dialog(asked: str) -> None:
    """Show the way to what is `asked` for: `page?query`, as the browser of the presenter has it."""
    page = urlsplit(st.context.url or "")
    address = f"{_for_the_room(page)}{short_links.put(*_understood(asked))}"
    left, right = st.columns([2, 3], vertical_alignment="center")
    left.image(_picture(address), width="stretch", alt=WORDS.line("invite/picture", address=address))
    with right:
        st.title(address.removeprefix("http://"), anchor=False)
        st.caption(WORDS.say("invite/same"))
        if _is_loopback(urlsplit(address).hostname):
            st.warning(WORDS.say("invite/only_here"), icon=":material/wifi_off:")


def _understood(asked: str) -> tuple[str, str]:
    """The page and its query, of which only stay the names that a link has. Of a page that is none the first one."""
    name, _, query = asked[:_MOST_CHARACTERS].partition("?")
    known = [step.slug for step in steps.every()]
    given = parse_qs(query, keep_blank_values=True)
    return (name if name in known[1:] else ""), link_settings.encoded(given)


def _for_the_room(page: SplitResult) -> str:
    """Where other machines find the app: where the presenter finds it, or this machine's address in its network."""
    host = page.hostname or ""
    if _is_loopback(host) and st.config.get_option("server.address") in {None, "0.0.0.0", "::"}:
        host = net_util.get_internal_ip() or host
    named = f"[{host}]" if ":" in host else host
    return f"{page.scheme or 'http'}://{named}{f':{page.port}' if page.port else ''}"


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False


def _picture(address: str) -> str:
    """A QR code as an SVG that fills its place, dark on light in both themes, with the border that cameras need.

    ISO/IEC 18004 asks for a quiet zone of four modules.
    """
    return segno.make(address, micro=False, error="m").svg_data_uri(
        scale=8, border=4, dark="#0a0d12", light="#ffffff"
    )
