"""Every fault, met by every way to call: what the practice server plays, and what only other servers answer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests.literal_server import answering
from tests.wire_replies import with_fields

SHAPES = ("plain", "stream", "other")
"""Without a stream, with the stream that the tutorial teaches, with the other way to have one."""

_PAGE = b"<!DOCTYPE html><html><body><h1>Not here</h1></body></html>"
_EVENTS = "text/event-stream"
_GOOGLE = "google-genai"
"""An SDK that tries less again than others, and reads what comes whatever it is called."""
_OLLAMA = "ollama"
"""An SDK that tries nothing again and looks at no key, whose errors are a sentence and nothing else."""
_numbers = itertools.count()


@dataclass(frozen=True)
class Answer:
    """What a server says that is no practice server."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    whole: bool = True


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong, and the kind of failure it has to be told as.

    `plays` is an entry of the practice server's script, for each request again; `answers` comes from another
    server; `arguments`, `fields` of the body past the SDK, `prompt`, `seconds` of time-out, `key` and `url` are changes
    of the call, `limit` its most tokens. `kind` is
    `None` where the call succeeds for all that; `kinds` says otherwise for an SDK, a shape or both.
    `again` are the shapes in which the SDK tries it again by itself, but for the SDKs that are `patient`. `only`,
    `shapes` and `tries` narrow where it is met, `only` by the SDK.
    """

    name: str
    kind: str | None
    plays: Mapping[str, Any] | None = None
    answers: Answer | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    prompt: str = "Name the planets."
    seconds: float = 5.0
    key: str | None = None
    url: str | None = None
    kinds: Mapping[str, str | None] = field(default_factory=dict)
    again: Sequence[str] = ()
    patient: Sequence[str] = ()
    shapes: Sequence[str] = SHAPES
    tries: Sequence[int] = (0, 2)
    only: Sequence[str] = ()
    limit: int = 800


@dataclass(frozen=True)
class Cell:
    """One call that meets a fault, and what became of it."""

    fault: Fault
    provider: Provider
    shape: str
    retries: int
    run: runs.Run

    @property
    def name(self) -> str:
        return f"{self.fault.name} / {self.provider.id} / {self.shape} / {self.retries}"

    @property
    def kind(self) -> str | None:
        """The kind of failure that it has to be."""
        kinds = self.fault.kinds
        names = (f"{self.provider.sdk.package} {self.shape}", self.provider.sdk.package, self.shape)
        return next((kinds[name] for name in names if name in kinds), self.fault.kind)

    @property
    def requests(self) -> int:
        """How many requests it has to take, of those that get as far as a server."""
        again = self.shape in self.fault.again and self.provider.sdk.package not in self.fault.patient
        return 1 + self.retries if again and self.provider.sdk.patience.retries else 1


def other_stream(provider: Provider, call: Call) -> Call | None:
    """The same call with the other way to have a stream; `None` where there is only one."""
    methods = provider.sdk.methods
    if not provider.sdk.kinds[0].streaming.argument or len(methods) < 2:
        return None
    arguments = {name: value for name, value in call.arguments.items() if name != "stream"}
    if call.method.endswith(".stream"):
        create = next(one for one in methods if one.endswith(".create"))
        return replace(call, method=create, arguments={**arguments, "stream": True})
    return replace(call, method=next(one for one in methods if one.endswith(".stream")), arguments=arguments)


def call_of(fault: Fault, provider: Provider, shape: str, retries: int) -> Call | None:
    model = models.DEFAULT[provider.id]
    settings = Settings(
        model, (Message("user", fault.prompt),), max_tokens=fault.limit, stream=shape != "plain"
    )
    call: Call | None = provider.compose(settings, None)
    assert call is not None
    if shape == "other":
        call = other_stream(provider, call)
    if call is None:
        return None
    if fault.fields:
        call = with_fields(call, provider, fault.fields)
    client = provider.sdk.patience.written({}, retries, fault.seconds)
    return replace(call, client=client, arguments={**call.arguments, **fault.arguments})


@contextmanager
def servers(faults: Sequence[Fault]) -> Iterator[Mapping[str, str]]:
    """The other servers, by the name of the fault."""
    with ExitStack() as stack:
        yield {
            fault.name: stack.enter_context(
                answering(
                    fault.answers.body,
                    fault.answers.content_type,
                    status=fault.answers.status,
                    headers=fault.answers.headers,
                    whole=fault.answers.whole,
                )
            )
            for fault in faults
            if fault.answers is not None
        }


def cells(
    faults: Sequence[Fault],
    among: Sequence[Provider],
    practice: str,
    *,
    shapes: Sequence[str] = SHAPES,
    retries: Sequence[int] = (0, 2),
) -> list[Cell]:
    """All of them, several at a time. Raises what goes wrong on the way."""
    with servers(faults) as elsewhere, ThreadPoolExecutor(8) as pool:

        def meet(to: tuple[Provider, Fault, str, int]) -> Cell | None:
            provider, fault, shape, tries = to
            call = call_of(fault, provider, shape, tries)
            if call is None:
                return None
            access = _access(fault, provider, practice, elsewhere)
            run = runs.start(call, provider, access, step="test", mode="practice")
            assert run.wait(30), fault.name
            return Cell(fault, provider, shape, tries, run)

        wanted = [
            (provider, fault, shape, tries)
            for provider in among
            for fault in faults
            if not fault.only or provider.sdk.package in fault.only
            for shape in shapes
            if shape in fault.shapes
            for tries in retries
            if tries in fault.tries
        ]
        return [cell for cell in pool.map(meet, wanted) if cell is not None]


def _access(fault: Fault, provider: Provider, practice: str, elsewhere: Mapping[str, str]) -> Access:
    key = f"sk-practice-matrix-{next(_numbers)}"
    if fault.plays is not None:
        told = {"faults": [dict(fault.plays)] * 3}
        httpx2.put(f"{practice}/control", headers={"x-api-key": key}, json=told).raise_for_status()
    url = fault.url or elsewhere.get(fault.name) or practice + provider.address.practice_path
    return Access(key if fault.key is None else fault.key, url)


def _status(status: int, kind: str, again: bool = False, **more: Any) -> Fault:
    named = " ".join([str(status), *(f"{name} {value}" for name, value in more.items())])
    plays = {"fault": "status", "status": status, **more}
    return Fault(named, kind, plays=plays, again=SHAPES if again else ())


def _event(type: str, after: int, plain: str, streamed: str, **kinds: str) -> Fault:
    """An error event; a plain call gets the error as its answer, and is then tried again."""
    plays = {"fault": "error_event", "type": type, "after_tokens": after}
    return Fault(
        f"{type} after {after}",
        streamed,
        plays=plays,
        kinds={"plain": plain, f"{_OLLAMA} stream": "error_event", **kinds},
        again=("plain",),
    )


def _late(plays: Mapping[str, Any], kind: str, again: Sequence[str], **kinds: str) -> Fault:
    return Fault(plays["fault"], kind, plays=plays, seconds=0.3, again=again, kinds=kinds)


PLAYED: Sequence[Fault] = (
    Fault("ok", None, plays={"fault": "ok"}),
    _status(400, "bad_request"), _status(401, "wrong_key"), _status(402, "no_credit"), _status(403, "forbidden"),
    replace(_status(404, "unknown_model"), kinds={_GOOGLE: "wrong_path"}),  # it says no more than that
    _status(408, "request_timeout", True), replace(_status(409, "conflict", True), patient=(_GOOGLE,)),
    _status(413, "too_large"), _status(429, "rate_limit", True), _status(500, "server_error", True),
    _status(502, "bad_gateway", True), _status(503, "unavailable", True), _status(504, "gateway_timeout", True),
    replace(_status(529, "overloaded", True), patient=(_GOOGLE,)),
    _status(429, "rate_limit", True, retry_after=0.01),
    _status(503, "unavailable", True, retry_after=0.01),
    replace(_status(429, "long_wait", retry_after=86_400), tries=(0,)),
    replace(_status(429, "no_credit", True, code="insufficient_quota"), 
            kinds={"telegraph": "rate_limit", _OLLAMA: "rate_limit"}),
    replace(_status(400, "no_credit", code="credit"), kinds={"telegraph": "bad_request", _OLLAMA: "bad_request"}),
    *(replace(_status(status, kind, status == 429, code=code), only=(sdk,)) for sdk, status, code, kind in (
        ("openai", 429, "spend_limit", "spend_limit"), ("anthropic", 400, "spend_limit", "spend_limit"),
        ("openai", 429, "billing", "billing_inactive"),
        ("openai", 401, "disabled", "account_disabled"), ("anthropic", 400, "disabled", "account_disabled"),
        ("openai", 401, "organization", "wrong_organization"), ("openai", 401, "project", "wrong_organization"),
        ("openai", 401, "scopes", "missing_scope"),
    )),
    Fault("html 200", "no_api", plays={"fault": "html", "status": 200}),
    Fault("html 404", "no_api", plays={"fault": "html", "status": 404}),
    *(Fault(f"html {status}", "bad_gateway", plays={"fault": "html", "status": status}, again=SHAPES)
      for status in (500, 502, 503)),
    _late({"fault": "hang", "seconds": 5}, "timeout", SHAPES),
    _late({"fault": "slow", "first_token_seconds": 0.8}, "timeout_midway", ("plain",), plain="timeout"),
    Fault("drop", "dropped", plays={"fault": "drop"}, again=SHAPES, patient=(_GOOGLE,)),
    *(Fault(f"drop after {after}", "dropped_midway", plays={"fault": "drop", "after_tokens": after}, again=("plain",),
            patient=(_GOOGLE,)) for after in (0, 6)),
    *(Fault(f"broken json after {after}", "broken_json", plays={"fault": "broken_json", "after_tokens": after})
      for after in (0, 6)),
    *(Fault(f"early end after {after}", None, plays={"fault": "early_end", "after_tokens": after},
            kinds={} if after else {f"{name} stream": "empty_reply" for name in (_GOOGLE, _OLLAMA)}) for after in (0, 6)),
    *(_event("overloaded_error", after, "overloaded", "overloaded",
             **{"openai": "server_error", "openai plain": "unavailable", f"{_GOOGLE} plain": "unavailable",
                f"{_OLLAMA} plain": "unavailable", f"{_OLLAMA} stream": "overloaded",
                _GOOGLE: "unavailable"}) for after in (0, 6)),
    *(_event("rate_limit_error", after, "rate_limit", "rate_limit") for after in (0, 6)),
    *(_event(type, after, "server_error", "server_error")
      for type in ("api_error", "server_error") for after in (0, 6)),
)  # fmt: skip
"""What the practice server plays."""

REQUESTS: Sequence[Fault] = (
    Fault("no key", "no_key", key="", kinds={_OLLAMA: None}),
    Fault("wrong key", "wrong_key", key="sk-nobodys", kinds={_OLLAMA: None}),
    Fault("key with a line break", "key_text", key="sk-practice-a\nb", again=SHAPES),
    Fault("unknown model", "unknown_model", arguments={"model": "no-such-model"}),
    Fault("unknown argument", "no_argument", arguments={"max_tokenz": 3}),
    Fault("unknown field", "bad_request", fields={"mesages": 1}, kinds={_OLLAMA: "no_argument"}),
    Fault(
        "too long",
        "too_large",
        prompt="word " * 1_000_000,
        tries=(0,),
    ),
    Fault("nobody listens", "unreachable", url="http://127.0.0.1:9", again=SHAPES),
    Fault("no such host", "unreachable", url="http://nowhere.invalid", again=SHAPES),
    Fault("no scheme", "bad_address", url="localhost:8", again=SHAPES, kinds={_OLLAMA: "unreachable"}),
    Fault("cut by the limit", None, limit=66, kinds={"openai other": "cut_off"}),
    Fault("cut before a word", None, limit=1, kinds={"openai other": "cut_off"}),
)
"""What is wrong with the call itself."""

_ERROR = b'{"type": "error", "error": {"type": "invalid_request_error", "message": "No."}}'
_TOO_LONG = (b'{"type": "error", "error": {"type": "invalid_request_error", "code": "context_length_exceeded", '
             b'"message": "prompt is too long: 210000 tokens > 200000 maximum"}}')  # fmt: skip
_FILTERED = (
    b'{"error": {"type": "invalid_request_error", "code": "content_policy_violation", "message": "No."}}'
)
_STRANGE = b'data: {"error": {"type": "strange_error", "message": "Strange."}, "type": "error"}\n\n'


def _answer(
    name: str, kind: str, status: int, body: bytes, content_type: str = "application/json", **more: Any
) -> Fault:
    return Fault(name, kind, answers=Answer(status, body, content_type), **more)


ANSWERS: Sequence[Fault] = (
    _answer("an API of another kind", "odd_reply", 200, b"{}"),
    _answer("a list", "odd_reply", 200, b"[]"),
    _answer("null", "odd_reply", 200, b"null"),
    _answer("no choices", "odd_reply", 200, b'{"choices": [], "content": []}', shapes=("stream", "other")),
    _answer("nothing at all", "empty_reply", 200, b""),
    _answer("a stream of nothing", "empty_reply", 200, b"", _EVENTS),
    _answer("a line of text", "no_api", 200, b"Hello", "text/plain"),
    _answer("JSON called a page", "no_api", 200, b'{"a": 1}', "text/html"),
    _answer("a page called a stream", "odd_reply", 200, _PAGE, _EVENTS,
            kinds=dict.fromkeys((_GOOGLE, _OLLAMA), "broken_json")),
    _answer("a path that is not there", "wrong_path", 404, b'{"detail": "Not Found"}'),
    _answer("a path that Anthropic has not", "wrong_path", 404,
            b'{"type": "error", "error": {"type": "not_found_error", "message": "Not Found"}}'),
    _answer("a path that OpenAI has not", "wrong_path", 404,
            b'{"error": {"message": "Invalid URL (POST /chat/completions)", "type": "invalid_request_error", '
            b'"param": null, "code": null}}'),
    _answer("not allowed there", "wrong_path", 405, b'{"detail": "Method Not Allowed"}'),
    _answer("moved", "wrong_path", 301, b""),
    _answer("a page that forbids", "no_api", 403, _PAGE, "text/html"),
    _answer("a page that is busy", "rate_limit", 429, _PAGE, "text/html", again=SHAPES),
    _answer("a proxy that wants a name", "proxy_login", 407, _PAGE, "text/html"),
    _answer("a teapot", "refused", 418, _ERROR),
    _answer("a status of the proxy", "server_error", 520, b"{}", again=SHAPES),
    _answer("unprocessable", "unprocessable", 422, _ERROR),
    _answer("a window too small", "too_long", 400, _TOO_LONG),
    _answer("refused content", "refused_content", 400, _FILTERED, only=("openai",)),
    _answer("an event nobody knows", "error_event", 200, b"event: error\n" + _STRANGE, _EVENTS,
            shapes=("stream", "other"), kinds=dict.fromkeys((_GOOGLE, _OLLAMA), "broken_json")),
    Fault("half a page", "dropped_midway", answers=Answer(200, _PAGE, "text/html", whole=False), again=("plain",)),
)  # fmt: skip
"""What other servers say."""

FAULTS = (*PLAYED, *REQUESTS, *ANSWERS)
