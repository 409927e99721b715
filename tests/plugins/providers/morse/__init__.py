"""A made-up provider on a wire of its own."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

from firstcall.calls import Call, Failure, Reply, Settings, Travelled, Usage
from firstcall.providers import (
    Access,
    Address,
    Calling,
    Cell,
    Field,
    Kind,
    Limit,
    OldCall,
    OldSdk,
    Place,
    Provider,
    Sdk,
    Stop,
    Streaming,
    StreamPiece,
    _explain,
    _programs,
    _values,
)
from firstcall.providers._arrange import in_order
from firstcall.providers._own_words import OwnWords
from firstcall.providers._patience import retry_after

ORDER = ("model", "limit", "system", "temperature", "stop", "stream", "messages")
OWN = OwnWords(Path(__file__).parent)


def compose(settings: Settings, onto: Call | None) -> Call:
    before = dict(onto.arguments) if onto else {}
    written = {
        "model": settings.model,
        "limit": settings.max_tokens,
        "system": settings.system or None,
        "temperature": settings.temperature,
        "stop": list(settings.stop) or None,
        "stream": True if settings.stream else None,
        "messages": _values.entries(settings.messages, before.get("messages")),
    }
    return Call("morse", "telegrams.send", in_order(before | written, ORDER), onto.client if onto else {})


def read(call: Call) -> Settings:
    given = call.arguments
    return Settings(
        model=call.model,
        messages=_values.messages_of(given.get("messages")),
        system=given.get("system") or "",
        max_tokens=given.get("limit"),
        temperature=given.get("temperature"),
        stop=_values.strings(given.get("stop")),
        stream=call.streamed,
    )


def connect(access: Access, call: Call, http_client: Any) -> Any:
    import telegraph

    return telegraph.Telegraph(
        **{"api_key": access.key, "base_url": access.base_url, **call.client}, http_client=http_client
    )


def http_client(**how: Any) -> Any:
    import httpx2

    return httpx2.Client(**how)


def perform(client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
    made = client.telegrams.send(*call.positional, **call.arguments)
    if call.streamed:
        names["line"] = made
        with made:
            yield from made.words
        telegram = made.telegram
    else:
        telegram = made
        yield telegram.text
    names["telegram"] = telegram
    usage = usage_so_far(names)
    return Reply(
        telegram.text, telegram.ended, usage, telegram.model, telegram.id, telegram.request_id, names
    )


def usage_so_far(names: Mapping[str, Any]) -> Usage | None:
    telegram = names.get("telegram")
    return Usage(telegram.counted.received, telegram.counted.sent) if telegram else None


def explain(error: Exception, travelled: Travelled | None = None) -> Failure:
    return _explain.explain(
        error,
        OWN,
        name="Morse",
        key_variable=ADDRESS.key_variable,
        seen=("status_code", "request_id"),
        travelled=travelled,
        said=str(error) if hasattr(error, "status_code") else None,
        codes=(str(error),) if type(error).__name__ == "APIError" else (),
    )


def raised(status: int | None, wait: float | None, late: bool) -> Exception:
    import httpx2
    import telegraph

    if status is None:
        return telegraph.APITimeoutError("late") if late else telegraph.APIConnectionError("broken")
    return telegraph.error_class(status)(httpx2.Response(status, headers=retry_after(wait)), "")


ADDRESS = Address(
    key_variable="MORSE_API_KEY",
    base_url_variable="MORSE_BASE_URL",
    base_url="https://api.morse.example",
    practice_path="/morse",
    key_page="https://morse.example/keys",
)
TEXT = "telegram.text"
PATHS = {
    "Reply text": TEXT,
    "Stop reason": "telegram.ended",
    "Tokens in": "telegram.counted.received",
    "Tokens out": "telegram.counted.sent",
    "Request id": "telegram.request_id",
}
FIELDS = {
    "stop_reason": "Stop reason",
    "tokens_in": "Tokens in",
    "tokens_out": "Tokens out",
    "request_id": "Request id",
}


def pieces(text: str, names: Mapping[str, Any], method: str, counted: bool) -> list[StreamPiece]:
    return [StreamPiece({"word": text}, often=True)]


TELEGRAM = Kind(
    reply="Telegram",
    named="telegram",
    methods=("telegrams.send",),
    owner="telegraph.Telegraph",
    path="/telegrams",
    places={
        "text": Place(PATHS["Reply text"], right=(".text",), wrong=(".words",)),
        "stop_reason": Place(PATHS["Stop reason"], right=(".ended",)),
        "input_tokens": Place(PATHS["Tokens in"], right=(".counted.received",)),
        "output_tokens": Place(PATHS["Tokens out"], right=(".counted.sent",)),
    },
    limit=Limit(("limit",), required=True, unstreamed=3_000),
    arguments=frozenset(ORDER),
    meant={
        "max_tokens": "limit",
        "max_completion_tokens": "limit",
        "stop_sequences": "stop",
        "instructions": "system",
    },
    system="system",
    stop=Stop("stop", most=2, blank=False),
    streaming=Streaming(named="line", final="telegram", text="words", pieces=pieces),
    cut_off="length",
    looks=frozenset({"ended"}),
    reads=frozenset({"text", "words"}),
)
OLD = OldSdk(
    version="2",
    calls=(OldCall("Wire.send", now="telegrams.send", raises="AttributeError", renamed={"most": "limit"}),),
    settings={"key": "api_key"},
)

PROVIDER = Provider(
    id="morse",
    name="Morse",
    colour="#999999",
    sdk=Sdk("telegraph", "telegraph", "telegraph.Telegraph", ("telegrams.send",), kinds=(TELEGRAM,), old=OLD),
    address=ADDRESS,
    compose=compose,
    read=read,
    calling=Calling(http_client, connect, perform, usage_so_far, explain, raised),
    fields=(Field("text", TEXT), *(Field(id, PATHS[row]) for id, row in FIELDS.items())),
    table={row: Cell(path, path) for row, path in PATHS.items()}
    | {"Key variable": Cell("MORSE_API_KEY"), "Call": Cell("client.telegrams.send(…)")},
    templates=_programs.programs(Path(__file__).parent, ADDRESS, knows=True),
    classic_path=TEXT,
    traits=frozenset({"system_beside_messages", "no_prefill"}),
)
