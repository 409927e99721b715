"""What only Ollama does: no key, lines of JSON, a stream without an envelope, names that are passed over in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Any

import httpx
import ollama
import pytest

from firstcall import programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.programs.lint.findings import lint
from firstcall.providers import Access
from firstcall.running import listing, runs, wire
from firstcall.ui import stream_events
from tests import intercepting_proxy, run_programs

OLLAMA = providers.get("ollama")


def asked(stream: bool = False, model: str = "llama3.2", **options: Any) -> Call:
    said = Settings(
        model, (Message("user", "What is the capital of France?"),), max_tokens=300, stream=stream
    )
    call = OLLAMA.compose(said, None)
    return replace(call, arguments={**call.arguments, "options": {**call.arguments["options"], **options}})


def made(practice: str, call: Call, key: str = "sk-practice-ollama", **how: Any) -> runs.Run:
    access = Access(key, practice + OLLAMA.address.practice_path)
    run = runs.start(call, OLLAMA, access, step="test", mode=how.get("mode", "practice"))
    assert run.wait(20)
    return run


def test_no_key_is_sent_though_the_sdk_would_take_one(practice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "owners-secret-0123456789")
    run = made(practice, asked(), key="", mode="live")
    assert run.state == "done"
    names = {name.lower() for name, _ in run.recorder.exchanges[0].request_headers}
    assert "authorization" not in names


def test_a_stream_is_lines_and_the_last_one_counts(practice: str) -> None:
    run = made(practice, asked(stream=True))
    blocks = [block for _, block in run.recorder.exchanges[0].events()]
    read = [stream_events.read(block) for block in blocks]
    assert "".join(event.piece for event in read) == run.text
    assert {event.id for event in read[:-1]} == {"line_text"} and read[-1].id == "line_end"
    assert all("eval_count" not in block for block in blocks[:-1]) and '"eval_count"' in blocks[-1]


def test_a_model_that_thinks_does_so_in_lines_of_their_own(practice: str) -> None:
    run = made(practice, asked(stream=True, model="qwen3:0.6b"))
    ids = {stream_events.read(block).id for _, block in run.recorder.exchanges[0].events()}
    assert {"line_thought", "line_text", "line_end"} <= ids


def test_a_wrong_name_among_the_options_does_nothing_at_all(practice: str) -> None:
    run = made(practice, asked(max_tokens=1))
    assert run.reply is not None and run.reply.stop_reason == "stop"


def test_a_call_costs_nothing_which_is_not_the_same_as_unknown(practice: str) -> None:
    record = made(practice, asked()).record
    assert record is not None and record.usd == 0


def test_a_refused_connection_is_pythons_own_or_the_http_librarys() -> None:
    for stream, name in ((False, "ConnectionError"), (True, "httpx.ConnectError")):
        access = Access("", "http://127.0.0.1:9")
        run = runs.start(asked(stream), OLLAMA, access, step="test", mode="live")
        assert run.wait(20) and run.failure is not None
        assert (run.failure.error, run.failure.kind) == (name, "unreachable")
        assert "ollama serve" in run.failure.advice


def test_a_server_says_which_models_it_has(practice: str) -> None:
    access = Access("", practice + OLLAMA.address.practice_path)
    found = listing.ask(OLLAMA, access, "practice")
    assert isinstance(found, dict) and {"llama3.2", "qwen3:0.6b"} <= set(found)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:11434",
        "localhost",
        "0.0.0.0",
        "[::1]",
        "[::1]:5/x",
        "gpu.example/ollama",
        "https://gpu.example",
    ],
)
def test_a_host_alone_is_completed_as_the_sdk_completes_it(host: str) -> None:
    with ollama.Client(host=host) as client:
        called = str(client._client.base_url)
    assert str(httpx.URL(OLLAMA.address.whole(host))).rstrip("/") == called.rstrip("/")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("200 Connection established", "certificate"),
        ("403 Forbidden", "proxy_refused"),
        ("407 Proxy Authentication Required", "proxy_login"),
    ],
)
def test_a_cause_that_the_sdk_hides_is_found(
    answer: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`_client.py`, `_request_raw`, raises its `ConnectionError` from None."""
    pem = intercepting_proxy.certificate(tmp_path, "gpu.example")
    monkeypatch.setattr(wire, "_ssl_context", lambda: SSLContext(PROTOCOL_TLS_CLIENT))
    with intercepting_proxy.proxy(answer, pem) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        run = runs.start(asked(), OLLAMA, Access("", "https://gpu.example"), step="test", mode="live")
        assert run.wait(20) and run.failure is not None
    assert run.failure.kind == kind


ASKED = '(model="llama3.2", messages=[{"role": "user", "content": "Hi"}])'
SHOWN = 'if response.done_reason == "length":\n    print("cut off")\n'


@pytest.mark.parametrize(
    "lines",
    [
        f"import ollama\nresponse = ollama.chat{ASKED}\nprint(response.message.content)\n{SHOWN}",
        f'from ollama import chat\nresponse = chat{ASKED}\nprint(response["message"]["content"])\n{SHOWN}',
        f'from ollama import Client\nclient = Client(host="localhost:11434", timeout=60)\nresponse = client.chat{ASKED}\n'
        f'print(response.get("message").content)\n{SHOWN}',
    ],
    ids=["module", "function", "client"],
)
def test_what_its_own_examples_do_is_no_mistake(lines: str) -> None:
    """https://github.com/ollama/ollama-python, README: brackets are taken too, and no limit costs anything."""
    assert lint(lines) == []


def test_its_own_request_with_curl_is_no_mistake() -> None:
    """https://docs.ollama.com/api/chat: no key, no `content-type`."""
    body = '{"model": "llama3.2", "messages": [{"role": "user", "content": "Hi"}], "stream": false}'
    assert lint(f"curl http://localhost:11434/api/chat -d '{body}'\n") == []


@pytest.mark.languages
def test_a_time_out_of_javascripts_client_is_one(practice: str, tmp_path: Path) -> None:
    key = "sk-practice-ollama-late"
    httpx.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {key}"},
        json={"faults": [{"fault": "hang", "seconds": 20}]},
    ).raise_for_status()
    late = replace(asked(), client={"timeout": 0.5, "headers": {"authorization": f"Bearer {key}"}})
    source = programs.render(late, OLLAMA, "javascript")
    done = run_programs.run(source, "javascript", OLLAMA, practice, tmp_path)
    assert done.returncode != 0 and "TimeoutError" in done.stderr
