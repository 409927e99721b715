"""What the room's link says: an address that other machines reach, and of the query what a link may hold."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import streamlit as st
from streamlit import net_util

from firstcall.ui import invite


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: "192.0.2.7")


@pytest.mark.parametrize(
    ("page", "listens", "told"),
    [
        ("http://localhost:8501/roles", None, "http://192.0.2.7:8501"),
        ("http://127.0.0.1:8501/", "0.0.0.0", "http://192.0.2.7:8501"),
        ("http://[::1]:8501/", "::", "http://192.0.2.7:8501"),
        ("http://localhost:8501/", "127.0.0.1", "http://localhost:8501"),
        ("https://class.example/", None, "https://class.example"),
        ("http://10.0.0.4:8501/", None, "http://10.0.0.4:8501"),
        ("http://[2001:db8::4]:8501/", None, "http://[2001:db8::4]:8501"),
    ],
)
def test_the_address_is_one_that_other_machines_reach(
    monkeypatch: pytest.MonkeyPatch, page: str, listens: str | None, told: str
) -> None:
    monkeypatch.setattr(st.config, "get_option", lambda name: {"server.address": listens}[name])
    assert invite._for_the_room(urlsplit(page)) == told


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("roles?prompt=Hi%20there&provider=openai", ("roles", "provider=openai&prompt=Hi%20there")),
        ("tune?tab=Temperature", ("tune", "tab=Temperature")),
        ("start_here?", ("", "")),
        ("//evil.example/?prompt=x", ("", "prompt=x")),
        ("roles?next=//evil.example&stop=a&stop=b", ("roles", "stop=a&stop=b")),
    ],
)
def test_a_link_names_a_page_of_ours_and_its_settings(asked: str, understood: tuple[str, str]) -> None:
    assert invite._understood(asked) == understood


def test_a_machine_without_a_network_stays_with_its_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net_util, "get_internal_ip", lambda: None)
    monkeypatch.setattr(st.config, "get_option", lambda name: None)
    assert invite._for_the_room(urlsplit("http://localhost:8501/")) == "http://localhost:8501"
    assert invite._is_loopback("localhost") and not invite._is_loopback("class.example")
