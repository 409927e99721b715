"""The programs of a provider on a known wire run as they stand: its own variables and address are in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.programs.take_home import folder, page
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.providers import Access
from tests import run_programs


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_it_reaches_its_own_address(language: str, stream: bool, practice: str, tmp_path: Path) -> None:
    nimbus = providers.get("nimbus")
    said = (Message("user", "What is the capital of France?"),)
    call = nimbus.compose(Settings(models.DEFAULT["nimbus"], said, max_tokens=300, stream=stream), None)
    source = programs.render(call, nimbus, language)
    assert "NIMBUS_API_KEY" in source and "https://api.nimbus.example/v1" in source
    done = run_programs.run(source, language, nimbus, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Paris" in done.stdout


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_what_the_client_is_given_stands_beside_them(language: str) -> None:
    nimbus = providers.get("nimbus")
    call = nimbus.compose(Settings(models.DEFAULT["nimbus"], (Message("user", "Hi"),)), None)
    source = programs.render(replace(call, client={"max_retries": 0}), nimbus, language)
    assert ("max_retries=0" if language == "python" else "maxRetries: 0") in source
    if language == "python":
        assert programs.parse(source, "nimbus", nimbus.sdk.methods).call.client == {"max_retries": 0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_folder_runs_at_once(language: str, practice: str, tmp_path: Path) -> None:
    nimbus = providers.get("nimbus")
    said = (Message("user", "What is the capital of France?"),)
    call = nimbus.compose(Settings(models.DEFAULT["nimbus"], said, max_tokens=300), None)
    access = Access("sk-practice-nimbus", practice + nimbus.address.practice_path)
    packed = folder.zipped(language, programs.render(call, nimbus, language), nimbus, access)
    done = run_programs.start_as_told(run_programs.unpacked(packed, tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Paris" in done.stdout and "NIMBUS_API_KEY" in done.stderr


def test_no_page_calls_it_as_long_as_nobody_says_that_it_answers_to_pages() -> None:
    assert not page.offered(providers.get("nimbus"))
