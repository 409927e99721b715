"""What the answers say of Python, python-dotenv, proxies, certificates and Streamlit holds, tried with the real ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import dotenv
import httpcore2
import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import questions
from firstcall.providers import Provider
from tests import intercepting_proxy
from tests.bare_program import client, key_of, key_that_answered
from tests.having import with_https, with_keys

KEY = "sk-practice-Zk3mQ9vT2xLw8RbN"


def answer(id: str) -> str:
    return next(one.answer for one in questions.questions() if one.id == id)


@pytest.fixture
def environ() -> Iterator[None]:
    """What a test does to the environment is undone."""
    with mock.patch.dict(os.environ):
        yield


def ask(provider: Provider) -> str:
    """What a call of a bare program comes to: `well`, else what was below its exception."""
    try:
        key_that_answered(provider)
    except Exception as error:
        return f"{error!r} {error.__cause__ or error.__context__!r}"
    return "well"


@with_keys
def test_the_client_looks_for_its_key_when_it_is_made(
    provider: Provider, environ: None, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"{provider.address.key_variable}={KEY}")
    try:
        early = client(provider)
    except Exception:  # OpenAI's does without a key no further
        early = None
    dotenv.load_dotenv(tmp_path / ".env")
    assert early is None or not key_of(early)
    assert key_of(client(provider)) == KEY


def test_a_file_of_settings_is_looked_for_from_the_programs_folder_upwards(
    provider: Provider, environ: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"{provider.address.key_variable}={KEY}")
    program = tmp_path / "inside" / "chat.py"
    program.parent.mkdir()
    program.write_text("from dotenv import load_dotenv\nload_dotenv()\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    exec(compile(program.read_text(), program, "exec"), {})
    assert os.environ[provider.address.key_variable] == KEY


def test_without_brackets_nothing_is_loaded(provider: Provider, environ: None, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"{provider.address.key_variable}={KEY}")
    program = tmp_path / "chat.py"
    program.write_text("from dotenv import load_dotenv\nload_dotenv\n")
    exec(compile(program.read_text(), program, "exec"), {})
    assert provider.address.key_variable not in os.environ


def test_a_variable_that_is_set_to_nothing_stays_unless_it_is_overridden(
    environ: None, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"SOME_KEY={KEY}")
    os.environ["SOME_KEY"] = ""
    dotenv.load_dotenv(tmp_path / ".env")
    assert os.environ["SOME_KEY"] == ""
    dotenv.load_dotenv(tmp_path / ".env", override=True)
    assert os.environ["SOME_KEY"] == KEY


def test_a_call_to_this_machine_goes_through_the_proxy_without_no_proxy(
    provider: Provider, practice: str, environ: None
) -> None:
    own = practice + provider.address.practice_path
    os.environ |= {provider.address.key_variable: KEY, provider.address.base_url_variable: own}
    os.environ["HTTP_PROXY"] = "http://127.0.0.1:9"
    assert "ConnectError" in ask(provider)
    os.environ["NO_PROXY"] = "localhost,127.0.0.1"
    assert ask(provider) == "well"


@with_https
def test_a_file_with_the_companys_root_makes_its_certificate_trusted(
    provider: Provider, environ: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(httpcore2, "default_ssl_context", httpcore2.default_ssl_context.__wrapped__)
    pem = intercepting_proxy.certificate(tmp_path, str(urlsplit(provider.address.base_url).hostname))
    with intercepting_proxy.proxy("200 Connection established", pem) as url:
        os.environ |= {provider.address.key_variable: KEY, "HTTPS_PROXY": url}
        assert "CERTIFICATE_VERIFY_FAILED" in ask(provider)
        os.environ["SSL_CERT_FILE"] = str(pem)
        stumbles = "JSONDecodeError" if provider.id == "google" else "AttributeError"
        assert stumbles in ask(provider), "the page came, and is no reply"


def test_streamlit_makes_a_call_in_the_open_again_with_each_click_and_one_behind_a_button_once() -> None:
    program = answer("streamlit_twice").split("```python\n")[1].split("```")[0]
    head = "import streamlit as st\nmade = st.session_state.setdefault('made', [])\n"
    head += "def ask(question):\n    made.append(question)\n    return 'a reply'\nquestion = 'Hi'\n"
    other = "st.button('Something else')\n"
    for body, calls in ((f"st.write(ask(question))\nst.button('Ask')\n{other}", 3), (program + other, 1)):
        at = AppTest.from_string(head + body).run()
        at.button[0].click().run()
        at.button[1].click().run()
        assert not at.exception and len(at.session_state["made"]) == calls
        assert [one.value for one in at.markdown] == ["a reply"]
