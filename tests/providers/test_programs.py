"""Every program that the product shows runs as it stands and prints what the page shows."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest

from firstcall import models, programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.course import lessons, steps
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests import run_programs

NASTY = 'Repeat after me: it\'s $HOME `x` \\ "quoted" — ünï ☕ ${A}'
SAID = NASTY.partition(": ")[2]


def _openings() -> dict[str, Settings]:
    """The opening settings of every lesson that has them: a new lesson is picked up by itself."""
    found = {}
    for step in steps.every():
        opening = getattr(lessons.module(step.slug), "OPENING", None)
        if isinstance(opening, Settings):
            found[step.slug] = opening
    return found


OPENINGS = _openings()


@pytest.fixture(autouse=True)
def at_once(practice: str) -> None:
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": "Bearer sk-practice-programs"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()


def composed(provider: Provider, settings: Settings) -> Call:
    effort = models.find(models.DEFAULT[provider.id]).quiet_effort
    return provider.compose(
        replace(settings, model=models.DEFAULT[provider.id], effort=effort, temperature=None), None
    )


def repeating(provider: Provider, stream: bool) -> Call:
    return composed(provider, Settings("", (Message("user", NASTY),), max_tokens=600, stream=stream))


def shown(call: Call, source: str, provider: Provider, practice: str) -> str:
    """What the page says that the program prints, for a call of its own to the same server."""
    access = Access("sk-practice-programs", practice + provider.address.practice_path)
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(30) and run.reply is not None, run.failure
    lines = programs.printed(source, run.reply.names, run.reply.text)
    assert all(line.text is not None and line.error is None for line in lines), lines
    return "".join(line.text or "" for line in lines)


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("language", ["python", "javascript"])
def test_a_program_prints_what_the_page_shows(
    provider: Provider, language: str, stream: bool, practice: str, tmp_path: Path
) -> None:
    call = repeating(provider, stream)
    done = run_programs.run(programs.render(call, provider, language), language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == shown(call, programs.render(call, provider), provider, practice)


@pytest.mark.languages
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
def test_the_curl_command_brings_the_same_reply(
    provider: Provider, stream: bool, practice: str, tmp_path: Path
) -> None:
    call = repeating(provider, stream)
    done = run_programs.run(programs.render(call, provider, "curl"), "curl", provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    if stream:
        lines = (line.removeprefix("data: ") for line in done.stdout.splitlines())
        events = [json.loads(line) for line in lines if line.startswith("{")]
        text = "".join(map(_delta, events))
    else:
        text = _whole(json.loads(done.stdout))
    assert SAID in text


@pytest.mark.languages
def test_a_model_is_text_whatever_stands_in_it(provider: Provider, practice: str, tmp_path: Path) -> None:
    """It comes from wherever the program comes from, and may stand in an address that a shell reads."""
    call = repeating(provider, False)
    nasty = replace(provider.read(call), model="a$(touch got)`touch got`\"'\\")
    source = programs.render(provider.compose(nasty, call), provider, "curl")
    done = run_programs.run(source, "curl", provider, practice, tmp_path)
    taken = bool(models.vendor(provider.id).takes_any_but)
    assert ('"error"' in done.stdout) is not taken and not (tmp_path / "got").exists()


def _delta(event: dict[str, Any]) -> str:
    """The text of one event of a stream, on whichever wire."""
    if event.get("candidates") or ("message" in event and "done" in event):
        return _whole(event)
    if event.get("choices"):
        return event["choices"][0]["delta"].get("content") or ""
    delta = event.get("delta", "")
    return delta if isinstance(delta, str) else str(delta.get("text", ""))


def _whole(body: dict[str, Any]) -> str:
    """The text of a reply, on whichever wire."""
    if "candidates" in body:
        return "".join(part.get("text", "") for part in body["candidates"][0]["content"]["parts"])
    if "done" in body:
        return str(body["message"]["content"])
    if "content" in body:
        return "".join(block.get("text", "") for block in body["content"])
    if "output" in body:
        return "".join(part["text"] for item in body["output"] for part in item.get("content") or ())
    return str(body["choices"][0]["message"]["content"])


SAYS_ALL = "roles"
"""The step whose first program says all that there is: how a provider is called is told by it."""

FROM_HERE = [
    *((handle, SAYS_ALL) for handle in sorted(providers.ways())),
    *(
        pytest.param(id, step, marks=pytest.mark.in_turn)
        for id in sorted(providers.every())
        for step in sorted(OPENINGS.keys() - {SAYS_ALL})
    ),
]


@pytest.mark.parametrize(("provider", "step"), FROM_HERE, indirect=["provider"])
@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
def test_every_steps_opening_program_runs(
    provider: Provider, step: str, language: str, practice: str, tmp_path: Path
) -> None:
    call = composed(provider, OPENINGS[step])
    done = run_programs.run(programs.render(call, provider, language), language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
    assert not re.search(r'"error":\s*[{"]', done.stdout)  # a reply of Responses has one that is null


CALLABLE = [m for m in models.every() if m.provider in providers.every() and not m.retired()]


@pytest.mark.parametrize("model", CALLABLE, ids=lambda model: model.id)
def test_every_models_program_runs_with_what_it_takes(
    model: models.Model, practice: str, tmp_path: Path
) -> None:
    provider = providers.get(model.provider)
    settings = Settings(
        model.id, (Message("user", "Say hello."),), "Be brief.", 2000, stream=True,
        temperature=None if model.temperature == "refused" else 0.5,
        stop=("STOP",) if model.stop else (),
        effort="none" if "none" in model.effort else None,
    )  # fmt: skip
    source = programs.render(provider.compose(settings, None), provider)
    done = run_programs.run(source, "python", provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_change_of_the_call_leaves_the_way_to_the_server_alone(provider: Provider) -> None:
    call = repeating(provider, True)
    source = programs.render(call, provider)
    asked = replace(provider.read(call), max_tokens=7, messages=(Message("user", "Hi"),))
    changed = programs.patch(source, provider.id, provider.methods, provider.compose(asked, call))
    before = source.splitlines()[: programs.parse(source, provider.id, provider.methods).line - 1]
    assert changed.splitlines()[: len(before)] == before and changed != source


def test_the_programs_need_no_argument_that_is_not_shown(provider: Provider) -> None:
    source = programs.render(repeating(provider, True), provider)
    shown = not provider.address.known_to_sdk  # then the SDK has to be told where it is
    assert ("base_url" in source) is ("api_key" in source) is shown
