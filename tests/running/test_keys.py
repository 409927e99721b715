from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.running import WORDS
from firstcall.running.keys import (
    Key,
    clean,
    dotenv_values,
    find,
    is_local_visitor,
    is_placeholder,
    lends_nothing,
    mask,
    plausible,
    problems_of,
    shares_keys,
)

CLAUDE_KEY = "sk-ant-api03-0123456789abcdefghijkf3Qa"
GPT_KEY = "sk-proj-0123456789abcdefghijk"
VARIABLE = "ANTHROPIC_API_KEY"


def found(**places: Any) -> Key | None:
    empty: dict[str, Any] = {"environ": {}, "dotenv": {}, "secrets": {}, "may_use_owners": True}
    return find(VARIABLE, **(empty | places))


def test_repr_of_a_key_hides_its_value() -> None:
    key = Key(CLAUDE_KEY, "pasted", VARIABLE)
    assert CLAUDE_KEY not in repr(key)
    assert CLAUDE_KEY not in f"{key} {[key]}"
    assert repr(key).startswith("Key(source='pasted', variable='ANTHROPIC_API_KEY'")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1))
def test_repr_of_no_key_contains_its_value(value: str) -> None:
    assert value not in repr(Key(value, "pasted", VARIABLE))


def test_a_long_key_shows_its_first_seven_and_last_four() -> None:
    assert Key(CLAUDE_KEY, "pasted", VARIABLE).masked == "sk-ant-…f3Qa"


def test_a_short_key_shows_less() -> None:
    assert mask("sk-0123456789") == "sk-…89"


def test_a_very_short_key_shows_nothing() -> None:
    assert mask("hunter2") == "…"


@given(st.text(max_size=80))
def test_masked_shows_at_most_half_of_a_key(value: str) -> None:
    start, _, end = mask(value).partition("…")
    assert value.startswith(start) and value.endswith(end)
    assert len(start) <= 7 and len(end) <= 4
    assert 2 * len(start + end) <= len(value)


def test_pasted_key_wins() -> None:
    key = found(pasted="sk-ant-mine", environ={VARIABLE: "sk-ant-owner"})
    assert key == Key("sk-ant-mine", "pasted", VARIABLE)


def test_environment_comes_before_dotenv_and_secrets() -> None:
    key = found(environ={VARIABLE: "a"}, dotenv={VARIABLE: "b"}, secrets={VARIABLE: "c"})
    assert key == Key("a", "environment", VARIABLE)


def test_dotenv_comes_before_secrets() -> None:
    assert found(dotenv={VARIABLE: "b"}, secrets={VARIABLE: "c"}) == Key("b", ".env", VARIABLE)


def test_secrets_come_last() -> None:
    assert found(secrets={VARIABLE: "c"}) == Key("c", "secrets", VARIABLE)


def test_no_place_has_a_key() -> None:
    assert found(environ={"OPENAI_API_KEY": "x"}) is None


def test_an_empty_variable_counts_as_no_key() -> None:
    assert found(environ={VARIABLE: " \n"}, secrets={VARIABLE: "c"}) == Key("c", "secrets", VARIABLE)


def test_a_table_in_secrets_is_no_key() -> None:
    assert found(secrets={VARIABLE: {"key": "c"}}) is None


@pytest.mark.parametrize("place", ["environ", "dotenv", "secrets"])
def test_the_owners_key_is_not_for_everybody(place: str) -> None:
    assert found(**{place: {VARIABLE: CLAUDE_KEY}}, may_use_owners=False) is None


def test_a_visitor_who_may_not_use_the_owners_key_may_paste_one() -> None:
    key = found(pasted="mine", environ={VARIABLE: "owner"}, may_use_owners=False)
    assert key == Key("mine", "pasted", VARIABLE)


def test_the_owners_key_is_cleaned_too() -> None:
    key = found(environ={VARIABLE: f"{CLAUDE_KEY}\n"})
    assert key is not None
    assert key.value == CLAUDE_KEY
    assert key.usable


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"{CLAUDE_KEY}\n", "blank"),
        (f" \t{CLAUDE_KEY}\r\n", "blank"),
        (f"\u00a0{CLAUDE_KEY}", "blank"),
        (f'"{CLAUDE_KEY}"', "quotes"),
        (f"\u201c{CLAUDE_KEY}\u201d", "quotes"),
        (f"\u2018{CLAUDE_KEY}\u2019", "quotes"),
        (f"\u200b{CLAUDE_KEY}", "invisible"),
        (CLAUDE_KEY.replace("-api", "\u2060-api"), "invisible"),
        (f"\ufeff{CLAUDE_KEY}", "invisible"),
        (f"Bearer {CLAUDE_KEY}", "bearer"),
        (f"Authorization: Bearer {CLAUDE_KEY}", "bearer"),
        (f"ANTHROPIC_API_KEY={CLAUDE_KEY}", "variable"),
        (f"export OPENAI_API_KEY = {CLAUDE_KEY}", "variable"),
        (f"$env:OPENAI_API_KEY = {CLAUDE_KEY}", "variable"),
        (f"set OPENAI_API_KEY={CLAUDE_KEY}", "variable"),
        (f"x-api-key: {CLAUDE_KEY}", "variable"),
        (f"{CLAUDE_KEY},", "comma"),
    ],
)
def test_what_a_paste_brought_along_is_taken_off_and_said(text: str, remark: str) -> None:
    assert clean(text) == (CLAUDE_KEY, (WORDS.line(f"taken_off/{remark}"),))


def test_a_line_of_code_leaves_its_key() -> None:
    value, remarks = clean(f'api_key="{CLAUDE_KEY}",\n')
    assert value == CLAUDE_KEY
    assert len(remarks) == 4


def test_a_clean_key_is_left_as_it_is() -> None:
    assert clean(CLAUDE_KEY) == (CLAUDE_KEY, ())


def test_a_key_that_ends_like_base64_is_left_as_it_is() -> None:
    assert clean("YWJj0ZGVm==") == ("YWJj0ZGVm==", ())


@pytest.mark.parametrize("text", ["", " ", "\n", '""', "\u200b", "ANTHROPIC_API_KEY=", "\u201c\u201d"])
def test_nothing_pasted_leaves_nothing(text: str) -> None:
    assert clean(text)[0] == ""


PIECES = st.sampled_from(
    [
        "\n",
        " ",
        '"',
        "\u201c",
        "\u200b",
        "Bearer ",
        "API_KEY=",
        "export ",
        ",",
        "sk-ant-",
        "x1",
        "é",
        "=",
        ":",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once, _ = clean(text)
    assert clean(once) == (once, ())


@given(st.from_regex(r"[A-Za-z0-9_-]{20,60}", fullmatch=True))
def test_every_plain_key_survives_cleaning(key: str) -> None:
    assert clean(f"ANTHROPIC_API_KEY='{key}'\n")[0] == key


def test_a_character_no_key_has_makes_it_unusable() -> None:
    key = found(pasted="sk-ant-caf\u00e9-0123456789")
    assert key is not None
    assert not key.usable
    assert key.problems == (WORDS.line("key_problem/foreign", character="'\\xe9'"),)


@pytest.mark.parametrize("text", ["sk-ant-1 sk-ant-2", "sk-ant-1\nsk-ant-2", "sk-\x00", "sk-\x7f"])
def test_a_break_inside_makes_it_unusable(text: str) -> None:
    assert problems_of(text) == (WORDS.line("key_problem/blank"),)


@pytest.mark.parametrize("text", ["k" * 1_000_000, '" ' * 500_000 + "k" * 2_000, "token" * 200_000])
def test_a_megabyte_pasted_is_no_key(text: str) -> None:
    value, _ = clean(text)
    assert len(value) <= 2_000
    assert value == "" or problems_of(value)


@pytest.mark.parametrize(
    "text",
    ["put-your-key-here", "your_api_key", "<your key>", "sk-...", "sk-…", "sk-ant-xxxxxxxxxxxx", "sk-****", "changeme",
     "CHANGE_ME", "REPLACE_ME", "OPENAI_API_KEY", "api-key", "sk-insert-it"],
)  # fmt: skip
def test_a_placeholder_is_known(text: str) -> None:
    assert is_placeholder(text, "OPENAI_API_KEY")


@pytest.mark.parametrize(
    "text",
    [
        CLAUDE_KEY,
        "sk-proj-Yourhereplaceholder0123",
        "sk-practice-xxxxxxxxxx",
        "sk-Xxx0xxx1",
        "key-1",
        "sk-test",
    ],
)
def test_a_key_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text, "OPENAI_API_KEY")


def test_a_placeholder_in_one_place_does_not_hide_the_key_in_the_next() -> None:
    assert found(environ={VARIABLE: "your-key"}, dotenv={VARIABLE: "mine"}) == Key("mine", ".env", VARIABLE)


@given(st.text(max_size=40))
def test_a_key_without_problems_can_be_a_header(text: str) -> None:
    value, _ = clean(text)
    if not problems_of(value):
        assert value.encode("ascii").decode().isprintable()


@pytest.mark.parametrize(
    ("provider", "key", "remark"),
    [
        ("anthropic", CLAUDE_KEY, None),
        ("openai", GPT_KEY, None),
        ("openai", "sk-0123456789", None),
        ("google", "AIza0123456789", None),
        ("google", "AQ.0123456789", None),
        ("google", "some-newer-form", None),
        ("openai", CLAUDE_KEY, WORDS.line("key_looks/other_provider", name="Anthropic")),
        ("google", CLAUDE_KEY, WORDS.line("key_looks/other_provider", name="Anthropic")),
        ("anthropic", GPT_KEY, WORDS.line("key_looks/other_provider", name="OpenAI")),
        ("anthropic", "AQ.0123456789", WORDS.line("key_looks/other_provider", name="Google Gemini")),
        ("openai", "sk-practice-ada", WORDS.line("key_looks/practice")),
        ("anthropic", "0123456789", WORDS.line("key_looks/unusual", usual="sk-ant-")),
        ("openai", "0123456789", WORDS.line("key_looks/unusual", usual="sk-")),
    ],
)
def test_shape_of_a_key(provider: str, key: str, remark: str | None) -> None:
    assert plausible(provider, key) == remark


def test_a_variable_that_the_sdk_prefers_comes_first_wherever_it_stands() -> None:
    """`load_dotenv` puts both into one environment before the SDK looks: the name decides, not the place."""
    places = {"environ": {"GEMINI_API_KEY": "AQ.one"}, "dotenv": {"GOOGLE_API_KEY": "AQ.two"}, "secrets": {}}
    first = find("GEMINI_API_KEY", before=("GOOGLE_API_KEY",), may_use_owners=True, **places)
    assert first is not None and (first.variable, first.value) == ("GOOGLE_API_KEY", "AQ.two")
    pasted = find(
        "GEMINI_API_KEY", before=("GOOGLE_API_KEY",), may_use_owners=True, pasted="AQ.three", **places
    )
    assert pasted is not None and (pasted.variable, pasted.value) == ("GEMINI_API_KEY", "AQ.three")


@pytest.mark.parametrize("ip", [None, "127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost:8501", "localhost", "127.0.0.1:8501", "127.1.2.3", "[::1]:8501"])
def test_a_browser_on_this_machine_is_local(ip: str | None, host: str) -> None:
    assert is_local_visitor(ip=ip, headers={"Host": host, "Origin": f"http://{host}"})


@pytest.mark.parametrize("ip", ["192.168.1.7", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "", "localhost"])
def test_another_address_is_not_local(ip: str) -> None:
    assert not is_local_visitor(ip=ip, headers={"Host": "localhost:8501"})


@pytest.mark.parametrize(
    "host",
    [
        "192.168.1.7:8501",
        "demo.example.org",
        "localhost.example.org",
        "127.0.0.1.example.org",
        "localhost@example.org",
        "[::1",
        "0.0.0.0",
        "",
    ],
)
def test_another_host_name_is_not_local(host: str) -> None:
    assert not is_local_visitor(ip="127.0.0.1", headers={"Host": host})


def test_no_headers_at_all_is_not_local() -> None:
    assert not is_local_visitor(ip=None, headers={})


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For",
        "x-forwarded-host",
        "X-Forwarded-Proto",
        "Forwarded",
        "X-Real-IP",
        "Via",
        "CF-Connecting-IP",
        "True-Client-IP",
        "X-Original-Forwarded-For",
    ],
)
def test_a_forwarded_visitor_is_not_local(header: str) -> None:
    assert not is_local_visitor(ip=None, headers={"host": "localhost:8501", header: "127.0.0.1"})


@pytest.mark.parametrize("origin", ["https://example.org", "null", "", "http://[::1"])
def test_a_page_from_elsewhere_is_not_local(origin: str) -> None:
    assert not is_local_visitor(ip=None, headers={"Host": "localhost:8501", "Origin": origin})


@pytest.mark.parametrize("word", ["1", "true", "YES", " on "])
def test_the_operator_can_share_keys(word: str) -> None:
    assert shares_keys({"FIRSTCALL_SHARE_KEYS": word})


@pytest.mark.parametrize(
    "environ", [{}, *({"FIRSTCALL_SHARE_KEYS": word} for word in ("", "0", "no", "maybe"))]
)
def test_keys_are_not_shared_unless_told(environ: dict[str, str]) -> None:
    assert not shares_keys(environ)


def test_dotenv_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# mine\nexport ANTHROPIC_API_KEY='sk-ant-1'\nOPENAI_API_KEY=sk-2 # other\nEMPTY=\nBARE\n"
    )
    assert dotenv_values(file) == {"ANTHROPIC_API_KEY": "sk-ant-1", "OPENAI_API_KEY": "sk-2", "EMPTY": ""}


def test_dotenv_file_leaves_the_environment_alone(tmp_path: Path) -> None:
    before = dict(os.environ)
    (tmp_path / ".env").write_text("FIRSTCALL_TEST_ONLY=1\n")
    assert dotenv_values(tmp_path / ".env") == {"FIRSTCALL_TEST_ONLY": "1"}
    assert dict(os.environ) == before


def test_dotenv_file_from_notepad_keeps_its_first_name(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("\ufeffOPENAI_API_KEY=sk-1\r\n".encode())
    assert dotenv_values(tmp_path / ".env") == {"OPENAI_API_KEY": "sk-1"}


def test_a_dollar_in_a_dotenv_value_stays(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-${HOME}\n")
    assert dotenv_values(tmp_path / ".env") == {"OPENAI_API_KEY": "sk-${HOME}"}


def test_missing_dotenv_file_has_nothing(tmp_path: Path) -> None:
    assert dotenv_values(tmp_path / ".env") == {}


def test_a_folder_named_dotenv_has_nothing(tmp_path: Path) -> None:
    assert dotenv_values(tmp_path) == {}


def test_dotenv_file_that_is_no_text_has_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00KEY")
    assert dotenv_values(tmp_path / ".env") == {}


def test_a_broken_line_of_a_dotenv_file_is_left_out(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("this is = 'not closed\nOPENAI_API_KEY=sk-1\n")
    assert dotenv_values(tmp_path / ".env") == {"OPENAI_API_KEY": "sk-1"}


@pytest.mark.parametrize(("value", "nothing"), [("0", True), ("off", True), ("", False), ("1", False)])
def test_an_operator_can_lend_nothing_even_to_local_visitors(value: str, nothing: bool) -> None:
    assert lends_nothing({"FIRSTCALL_SHARE_KEYS": value}) is nothing
