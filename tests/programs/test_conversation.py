"""The conversation as a program: it runs, and it remembers."""

from __future__ import annotations

import json
from pathlib import Path

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.programs.write.conversation import render_conversation
from firstcall.providers import Provider
from tests import run_programs

TURNS = (
    Message("user", 'My name is Ada $5 "it\'s".'),
    Message("assistant", "Nice to meet you, Ada."),
    Message("user", "What is my name?"),
    Message("assistant", "Your name is Ada."),
)


@pytest.fixture(autouse=True)
def at_once(practice: str) -> None:
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": "Bearer sk-practice-programs"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()


def settings(provider: Provider, *before: Message) -> Settings:
    return Settings(models.DEFAULT[provider.id], before, "Answer briefly.", 800)


def source(provider: Provider, language: str, *before: Message) -> str:
    return render_conversation(provider, settings(provider, *before), TURNS, language)


@pytest.mark.parametrize("provider", sorted(providers.ways()), indirect=True)
@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_it_runs_and_knows_the_name(provider: Provider, language: str, practice: str, tmp_path: Path) -> None:
    done = run_programs.run(source(provider, language), language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Your name is Ada" in done.stdout


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_the_input_grows_from_turn_to_turn(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    done = run_programs.run(source(provider, language), language, provider, practice, tmp_path)
    counts = [int(line.split()[0]) for line in done.stdout.splitlines() if "tokens in" in line]
    assert len(counts) == 2 and counts[1] > counts[0]


def test_what_was_said_before_stands_in_the_list(provider: Provider, practice: str, tmp_path: Path) -> None:
    before = (Message("user", "My cat is called Momo."), Message("assistant", "Noted."))
    program = render_conversation(
        provider, settings(provider, *before), (Message("user", "What is my cat called?"),)
    )
    done = run_programs.run(program, "python", provider, practice, tmp_path)
    assert "Momo" in done.stdout, done.stderr


def test_curl_sends_the_list_up_to_its_last_question(provider: Provider) -> None:
    text = source(provider, "curl")
    body = json.loads(text[text.index("-d '") + 4 : text.rindex("}'") + 1].replace("'\\''", "'"))
    role = provider.sdk.kinds[0].turns.role
    assert [entry["role"] for entry in body[provider.messages]][-3:] == ["user", role, "user"]


def test_an_unknown_language_is_refused(provider: Provider) -> None:
    with pytest.raises(KeyError):
        source(provider, "cobol")
