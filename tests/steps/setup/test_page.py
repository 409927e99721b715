"""Set up, clicked through without a browser: the lines, the check, the outcomes, the keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.ledger import operators_cap
from firstcall.providers import Provider
from firstcall.running import WORDS as RUNNING_WORDS
from firstcall.running import keys
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS as HERE
from firstcall.steps.setup import check_examples, key_check
from firstcall.steps.setup.check_examples import Example
from firstcall.ui import session
from tests.having import with_keys
from tests.steps.conftest import answer, control, open_page

KEY = "sk-owner-0123456789-abcdefghijklmnop-0123456789"


def finished(at: AppTest, name: str) -> Run:
    """Wait for a check or a demonstration and draw its outcome."""
    run: Run = at.session_state[name]
    assert run.wait(30)
    at.run()
    assert not at.exception, at.exception
    return run


def check(at: AppTest, provider: Provider) -> Run:
    at.button(key=f"setup_go_{provider.id}").click().run()
    assert not at.exception, at.exception
    return finished(at, f"setup_run_{provider.id}")


def said(at: AppTest) -> str:
    """Everything that the page shows as text."""
    shown = [*at.markdown, *at.caption, *at.code, *at.success, *at.error, *at.warning, *at.info]
    return "\n".join(str(element.value) for element in shown)


def page(at: AppTest) -> str:
    """Everything that was sent to the browser."""
    return f"{at.main} {at.sidebar}"


def titles(at: AppTest) -> list[str]:
    return [element.proto.title for element in [*at.success, *at.error, *at.warning] if element.proto.title]


@pytest.fixture
def owners_key(provider: Provider, practice: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A key of the app's owner, lent to every visitor; calls go to the practice server all the same."""
    monkeypatch.setenv(provider.address.key_variable, KEY)
    monkeypatch.setenv(provider.address.base_url_variable, practice + provider.address.practice_path)
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    for cap in (operators_cap.LEARNER_VARIABLE, operators_cap.EVERYBODY_VARIABLE):
        monkeypatch.setenv(cap, "off")
    return KEY


@with_keys
def test_without_a_key_the_check_goes_to_the_practice_server_and_says_so(provider: Provider) -> None:
    at = open_page("setup")
    assert f"No key found under `{provider.address.key_variable}`" in said(at)
    run = check(at, provider)
    assert run.mode == "practice" and run.record is not None and run.record.id == 1
    assert titles(at) == ["The practice server answers"]


def test_a_second_click_does_not_send_a_second_check(provider: Provider) -> None:
    at = open_page("setup")
    control(at, faults=[{"fault": "slow", "first_token_seconds": 1.5}])
    at.button(key=f"setup_go_{provider.id}").click().run()
    assert at.button(key=f"setup_go_{provider.id}").disabled
    finished(at, f"setup_run_{provider.id}")
    assert len(at.session_state["made"]["setup"]) == 1


@with_keys
def test_a_refused_key_is_said_and_stands_nowhere_on_the_page(provider: Provider, owners_key: str) -> None:
    at = open_page("setup")
    assert "sk-owne…6789" in said(at) and "the environment" in said(at)
    run = check(at, provider)
    assert run.mode == "live"
    assert "Key refused" in titles(at)
    assert owners_key not in page(at) and owners_key not in said(at)


def key_like_anothers(provider: Provider) -> str:
    other = next(one for one in providers.every().values() if one.id != provider.id)
    return f"{other.address.key_prefixes[0]}0123456789-abcdefghijklmnop-0123456789"


@with_keys
def test_a_key_of_an_odd_shape_is_remarked_on_and_can_be_tried(
    provider: Provider, owners_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, key_like_anothers(provider))
    at = open_page("setup")
    assert "A key of an unusual shape" in titles(at)
    assert not at.button(key=f"setup_go_{provider.id}").disabled


@with_keys
def test_an_address_that_replaces_the_providers_own_is_shown(provider: Provider, owners_key: str) -> None:
    assert f"set by `{provider.address.base_url_variable}`" in said(open_page("setup"))


@with_keys
def test_live_all_is_well(provider: Provider, owners_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider.address.key_variable, f"sk-practice-{'x' * 30}")
    at = open_page("setup")
    check(at, provider)
    assert "All is well" in titles(at)


def test_a_stranger_is_told_why_the_owners_key_is_not_offered(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, KEY)
    at = open_page("setup")
    assert "FIRSTCALL_SHARE_KEYS=1" in said(at) and "No key found" in said(at)
    assert KEY[-4:] not in said(at)
    assert "setup_folder" not in [box.key for box in at.text_input] and str(session.ROOT) not in page(at)


@with_keys
def test_what_would_fail_in_a_program_of_ones_own_is_said_though_the_app_gets_over_it(
    provider: Provider, practice: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keys, "is_local_visitor", lambda **visitor: True)
    monkeypatch.setenv(provider.address.base_url_variable, practice + provider.address.practice_path)
    monkeypatch.setattr(session, "ROOT", tmp_path)
    (tmp_path / ".env").write_text(f'{provider.address.key_variable}="sk-practice-0123456789abcdef "')
    at = open_page("setup")
    assert f"`{tmp_path / '.env'}` (it is there)" in said(at)
    check(at, provider)
    assert "All is well" in titles(at)
    assert (HERE.title("own dragged") in titles(at)) is not provider.sdk.strips_key
    at.text_input(key="setup_folder").set_value(str(tmp_path / "elsewhere")).run()
    (tmp_path / ".env").unlink()
    at.run()
    assert HERE.title("own dragged") not in titles(at)


def test_secrets_that_no_program_can_read_do_not_stop_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Secrets) -> None:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    monkeypatch.setattr(Secrets, "_parse", broken)
    assert open_page("setup").button


@with_keys
def test_a_placeholder_is_no_key(
    provider: Provider, owners_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "put-your-key-here")
    at = open_page("setup")
    assert HERE.line("check/no_key", variable=provider.address.key_variable) in said(at)
    at.text_input(key=f"setup_paste_{provider.id}").set_value("<your key>").run()
    assert not at.session_state["pasted_keys"]


@with_keys
def test_a_key_pasted_on_the_page_is_used_and_its_box_is_empty_again(provider: Provider) -> None:
    at = open_page("setup")
    at.text_input(key=f"setup_paste_{provider.id}").set_value(f"“{KEY}”").run()
    assert not at.exception
    assert "pasted for this session" in said(at)
    assert at.text_input(key=f"setup_paste_{provider.id}").value == ""
    assert KEY not in page(at)
    at.button(key=f"setup_forget_{provider.id}").click().run()
    assert f"No key found under `{provider.address.key_variable}`" in said(at)


@with_keys
def test_a_key_from_secrets_is_not_called_one_from_the_environment(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    monkeypatch.setenv(provider.address.key_variable, KEY)  # Streamlit copies secrets there
    at = open_page("setup", lambda at: at.secrets.__setitem__(provider.address.key_variable, KEY))
    assert f"{provider.address.key_variable}, Streamlit's secrets.toml" in said(at)


@with_keys
def test_a_key_from_dotenv_is_called_that(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text(f"{provider.address.key_variable}={KEY}")
    monkeypatch.setattr(session, "ROOT", tmp_path)
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    assert f"{provider.address.key_variable}, the file .env" in said(open_page("setup"))


SHOWN = [
    pytest.param(example, able[place % len(able)], id=example.id, marks=pytest.mark.thorough if place else ())
    for place, example in enumerate(check_examples.EXAMPLES)
    if (
        not example.of_account or example.id == "disabled"
    )  # of what is wrong with an account one stands for the others
    and (able := [one for one in providers.every().values() if example in check_examples.of(one)])
]
"""Each with one of those who can give it, in turn: that all tell them apart is tested without a page."""


@pytest.mark.parametrize(("example", "provider"), SHOWN)
def test_each_outcome_can_be_made_to_happen(example: Example, provider: Provider) -> None:
    at = open_page("setup")
    at.segmented_control(key="setup_shown_provider").set_value(provider.id).run()
    at.selectbox(key="setup_shown_id").set_value(example.id).run()
    at.button(key="setup_shown_go").click().run()
    assert not at.exception, at.exception
    run = finished(at, "setup_shown")
    finding = key_check.judge(run)
    assert finding.outcome == example.outcome and finding.title in titles(at)
    assert run.mode == "practice" and session_key(at) not in said(at)


def session_key(at: AppTest) -> str:
    return str(at.session_state["practice_key"])


@with_keys
def test_a_damaged_paste_is_sent_as_it_is_and_cleaned(provider: Provider) -> None:
    at = open_page("setup")
    at.segmented_control(key="setup_shown_provider").set_value(provider.id).run()
    if provider.id == "google":  # its SDK takes a line break off by itself
        at.selectbox(key="setup_paste_id").set_value("curly").run()
    at.button(key="setup_paste_go").click().run()
    taken_off = "quotes" if provider.id == "google" else "blank"
    assert finished(at, "setup_pasted").failure is not None
    assert finished(at, "setup_cleaned").reply is not None
    assert "This key cannot be sent" in titles(at) and RUNNING_WORDS.line(f"taken_off/{taken_off}") in said(
        at
    )


def test_an_outcome_that_was_shown_is_not_the_learners_last_call(provider: Provider) -> None:
    at = open_page("setup")
    run = check(at, provider)
    at.segmented_control(key="setup_shown_provider").set_value(provider.id).run()
    at.button(key="setup_shown_go").click().run()
    finished(at, "setup_shown")
    assert at.session_state["last_runs"][provider.id] is run


@with_keys
def test_the_lines_follow_the_provider_and_carry_no_key(provider: Provider, owners_key: str) -> None:
    at = open_page("setup")
    at.segmented_control(key="setup_provider").set_value(provider.id).run()
    codes = [code.value for code in at.code]
    for line in (
        f"export {provider.address.key_variable}='put-your-key-here'",
        f"$env:{provider.address.key_variable} = 'put-your-key-here'",
        f"{provider.address.key_variable}=put-your-key-here",
        f'{provider.address.key_variable} = "put-your-key-here"',
        ".env\n.streamlit/secrets.toml",
        f"python -m pip install {provider.sdk.package} python-dotenv",
        f"npm install {provider.sdk.javascript_package}",
    ):
        assert line in codes
    assert not any(re.search(r"sk-owner", code) for code in codes)


def test_a_server_of_ones_own_says_what_it_has_and_needs_no_key() -> None:
    at = open_page("setup")
    at.segmented_control(key="setup_provider").set_value("ollama").run()
    assert "There is no key to set" in said(at) and "OLLAMA_HOST" in said(at)
    at.button(key="setup_go_ollama").click().run()
    finished(at, "setup_run_ollama")
    assert (
        "llama3.2" in said(at)
        and "It has" in said(at)
        and HERE.title("outcome practised_without_key") in titles(at)
    )
    assert not [one for one in at.text_input if one.key == "setup_paste_ollama"]


def test_ticks_stay_when_the_provider_is_switched_and_back() -> None:
    at = open_page("setup")
    at.checkbox(key="setup_did_anthropic_0").check().run()
    at.segmented_control(key="setup_provider").set_value("openai").run()
    at.segmented_control(key="setup_provider").set_value("anthropic").run()
    assert at.checkbox(key="setup_did_anthropic_0").value is True


def test_the_exercises_are_solved_by_doing_them(provider: Provider) -> None:
    at = open_page("setup")
    check(at, provider)
    answer(at, "setup", "setup.leak", "2")
    answer(at, "setup", "setup.gitignore", ".env")
    assert session_done(at) == {"setup.leak", "setup.check", "setup.gitignore"}


def session_done(at: AppTest) -> set[str]:
    done: set[str] = session.the_progress().exercises(at.session_state["learner"])
    return done
