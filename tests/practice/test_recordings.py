"""Real answers are recorded and told again: here another practice server is the vendor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anthropic
import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as some
from openai.types.chat import ChatCompletion

from firstcall import models
from firstcall.practice import recordings
from firstcall.practice.__main__ import main
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT, LIFELIKE
from firstcall.practice.record import Recorder, Upstream, upstreams
from firstcall.practice.record import create_app as create_recorder
from firstcall.practice.recordings import HEADER, Recording, fingerprint
from firstcall.practice.serve import serve
from firstcall.providers import every, get
from tests.practice_fixture import CHAT, OPENAI, events, gpt, post

KEY = "sk-practice-operators-own"
ASKED = [{"role": "user", "content": "Write a poem about the sea."}]


@pytest.fixture(scope="module")
def vendor() -> Iterator[str]:
    with serve(create_app(INSTANT)) as url:
        yield url


@pytest.fixture
def recorder(tmp_path: Path) -> Recorder:
    return Recorder(tmp_path / "recordings.jsonl")


@pytest.fixture
def recording(vendor: str, recorder: Recorder) -> Iterator[str]:
    to = [Upstream(id, f"{vendor}/{id}", KEY) for id in models.vendors()]
    with serve(create_recorder(to, recorder)) as url:
        yield url


def gpt_told(url: str, **asked: Any) -> ChatCompletion:
    with openai.OpenAI(base_url=f"{url}/openai/v1", api_key="sk-practice-ann", max_retries=0) as client:
        told: ChatCompletion = client.chat.completions.create(**asked)
        return told


def test_what_the_sdk_was_told_it_is_told_again(recording: str, recorder: Recorder) -> None:
    asked = {"model": "gpt-4o-mini", "messages": ASKED}
    first = gpt_told(recording, **asked)
    with serve(create_app(INSTANT, recordings.read(recorder.file))) as url:
        for _ in range(2):
            again = gpt_told(url, **dict(reversed(asked.items())))
            assert (again.id, again.usage) == (first.id, first.usage)
            assert again.choices[0].message.content == first.choices[0].message.content
        assert gpt_told(url, **asked, temperature=0.5).id != first.id


def test_a_stream_comes_again_event_by_event(recording: str, recorder: Recorder) -> None:
    def told(url: str) -> anthropic.types.Message:
        address = f"{url}/anthropic"
        with (
            anthropic.Anthropic(base_url=address, api_key="sk-practice-ann", max_retries=0) as client,
            client.messages.stream(model="claude-haiku-5-5", max_tokens=400, messages=ASKED) as stream,  # type: ignore[arg-type]
        ):
            return stream.get_final_message()

    first = told(recording)
    kept = recordings.read(recorder.file)
    (only,) = kept.values()
    assert len(only.chunks) > 3
    with serve(create_app(INSTANT, kept)) as url:
        assert told(url) == first


def test_an_answer_says_that_it_was_recorded(recording: str, recorder: Recorder) -> None:
    first = post(recording + CHAT, gpt(stream=True), OPENAI)
    assert HEADER not in first.headers
    with serve(create_app(INSTANT, recordings.read(recorder.file))) as url:
        again = post(url + CHAT, gpt(stream=True), OPENAI)
        assert events(again) == events(first)
        assert again.headers[HEADER].startswith("20")
        assert again.headers["x-request-id"] == first.headers["x-request-id"]
        assert HEADER not in post(url + CHAT, gpt(stream=True, seed=1), OPENAI).headers
        page = httpx2.options(
            url + CHAT, headers={"origin": "http://a.example", "access-control-request-method": "POST"}
        )
        assert page.status_code == 200


def test_the_key_is_the_operators_and_is_kept_nowhere(
    vendor: str, recording: str, recorder: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    httpx2.put(
        f"{vendor}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}, "faults": [
            {"fault": "status", "status": 429}]},
        verify=False,
    ).raise_for_status()  # fmt: skip
    assert post(recording + CHAT, gpt(), OPENAI).status_code == 429  # the fault is that key's
    quoting = [{"role": "user", "content": f"Say this and nothing else: {KEY}"}]
    assert post(recording + CHAT, gpt(messages=quoting), OPENAI).status_code == 200
    assert "your key stands in it" in capsys.readouterr().err
    assert recorder.kept == 1
    text = recorder.file.read_text()
    assert KEY not in text
    assert "sk-practice" not in text
    assert "authorization" not in text.lower()


def test_only_a_practice_key_is_passed_on(recording: str, recorder: Recorder) -> None:
    assert post(recording + CHAT, gpt(), {"authorization": "Bearer sk-live-1"}).status_code == 401
    assert post(recording + CHAT, gpt(), {}).status_code == 401
    assert not recorder.file.exists()


def test_a_vendor_that_cannot_be_reached_is_named(recorder: Recorder) -> None:
    with serve(create_recorder([Upstream("openai", "http://127.0.0.1:9", KEY)], recorder)) as url:
        answer = post(url + CHAT, gpt(), OPENAI)
    assert answer.status_code == 502
    assert "http://127.0.0.1:9 could not be reached" in answer.text


def test_a_line_that_broke_breaks_again(vendor: str, recording: str, recorder: Recorder) -> None:
    httpx2.put(
        f"{vendor}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"faults": [{"fault": "drop", "after_tokens": 2}]},
        verify=False,
    ).raise_for_status()
    with pytest.raises(httpx2.RemoteProtocolError):
        post(recording + CHAT, gpt(stream=True), OPENAI)
    with serve(create_app(INSTANT, recordings.read(recorder.file))) as url:
        with pytest.raises(httpx2.RemoteProtocolError):
            post(url + CHAT, gpt(stream=True), OPENAI)


SAID = Recording(
    "2026-11-27T10:00:00+00:00", "/openai/v1/chat/completions", gpt(), 200, {"content-type": "text/plain"},
    [(0.0, "one "), (0.3, "two")],
)  # fmt: skip


def test_it_comes_at_its_own_pace_after_the_faults_and_for_who_has_a_key() -> None:
    app = create_app(LIFELIKE, {SAID.fingerprint: SAID})
    with serve(app) as url:
        answer = post(url + CHAT, gpt(), OPENAI)
        assert answer.text == "one two"
        assert answer.elapsed.total_seconds() >= 0.3
        app.state.learners.script("sk-practice-raw", [{"fault": "status", "status": 529}])
        assert post(url + CHAT, gpt(), OPENAI).status_code == 529
        assert post(url + CHAT, gpt(), OPENAI).text == "one two"
        assert post(url + CHAT, gpt(), {}).status_code == 401
        assert post(url + CHAT, b'{"model": ', OPENAI).status_code == 400


@given(some.dictionaries(some.text(), some.integers() | some.text() | some.none()))
def test_the_order_of_fields_does_not_matter_and_their_values_do(request_: dict[str, object]) -> None:
    assert fingerprint("/a", request_) == fingerprint("/a", dict(reversed(request_.items())))
    assert fingerprint("/a", request_) != fingerprint("/b", request_)
    assert fingerprint("/a", request_) != fingerprint("/a", request_ | {"one more": 1.5})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"status": 99}, "line 2: status"),
        ({"chunks": [[-1, "a"]]}, "line 2: chunks.0.0"),
        ({"path": "v1"}, "line 2: path"),
        ({"key": "sk-1"}, "line 2: key"),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, change: dict[str, object], complaint: str) -> None:
    file = tmp_path / "recordings.jsonl"
    file.write_text(f"{SAID.line()}\n{json.dumps(json.loads(SAID.line()) | change)}\n")
    with pytest.raises(ValueError, match=complaint):
        recordings.read(file)


def test_who_has_a_key_is_recorded_at_the_vendors_own_address() -> None:
    assert upstreams({}, {"OPENAI_API_KEY": "sk-practice-me"}) == []
    (found,) = upstreams({}, {"OPENAI_API_KEY": " sk-proj-1 "})
    assert found == Upstream("openai", "https://api.openai.com", "sk-proj-1")
    assert upstreams({"openai": "http://here/"}, {"OPENAI_API_KEY": "k"})[0].address == "http://here"
    for vendor in models.vendors().values():
        if vendor.address and vendor.id in every():
            assert get(vendor.id).address.base_url.startswith(vendor.address)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["record"], "there is nobody to record"),
        (["--recordings", "no such file"], "no such file"),
        (["--replies", "no such file"], "no such file"),
    ],
)
def test_what_cannot_start_says_why(arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        main(arguments)
