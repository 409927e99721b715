"""The most that a call can cost, told from the call alone, before it is sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from firstcall import models
from firstcall.calls import Call, Usage, tier_of
from firstcall.ledger.entries import SETTINGS, TEXTS
from firstcall.ledger.prices import costs_nothing, price_of
from firstcall.models import Model

_SDK_MAX_RETRIES = 2
"""Of both SDKs, where a client says nothing (`anthropic/_constants.py`, `openai/_constants.py`); others make none."""
_HOLD_SETTINGS = frozenset({"config", "http_options", "retry_options"})

_NAMES = frozenset(
    "model stop stop_sequences timeout user metadata prompt_cache_key response_mime_type".split()
)
_BODIES = frozenset(
    "extra_body extra_headers output_config reasoning stream_options text thinking thinking_config".split()
)
_SCHEMAS = frozenset("output_format response_format response_json_schema response_schema text_format".split())
_VECTORS = frozenset("dimensions encoding_format output_dimensionality task_type".split())
_DEARER = frozenset({"service_tier", "speed"})
_COUNTED = (SETTINGS | frozenset(TEXTS) | _NAMES | _BODIES | _SCHEMAS | _VECTORS) - _DEARER
"""Arguments that cost nothing beyond the tokens that they send and allow. Tools, images, faster tiers do, and so does
what a provider has kept of earlier calls."""
_KINDS = frozenset({"text", "input_text", "output_text", "message", "ephemeral"})
_PLAIN = frozenset("type role name text content parts cache_control thought status annotations".split())
"""What an entry of a conversation may have where it says nothing but its own text. A file's address, the bytes of an image
and the bare id of something that a provider has kept (`ItemReference` in `openai/types/responses`) are read as more."""


def most(call: Call) -> Decimal | None:
    """The most that one attempt of a call can cost, in US dollars: each byte of its prompt a token, which is more
    than any tokenizer makes of it, and a reply as long as its token limit (or its model) allows. `None` where no
    price is known."""
    if costs_nothing(call.provider):
        return Decimal(0)
    sent = call.sent
    model, copies = str(sent.get("model", "")), sent.get("n")
    found = models.find(model)
    limits = [limit for limit in _said(sent, _limit_names(call, found)) if type(limit) is int and limit >= 0]
    if models.no_chat(model) == "embeddings":
        limits = [0]  # nothing is written
    if not limits and found is None:
        return None
    limit = max(limits) if limits else found.output_tokens if found else 0
    text = json.dumps(dict(call.arguments), ensure_ascii=False, default=_schema_of)
    prompt = len(text.encode("utf-8", "replace"))
    # Some models keep each prompt without being asked, at the price of writing it.
    written = prompt if "cache_control" in text or (found and found.cache_writes) else 0
    usage = Usage(
        input_tokens=prompt,
        cache_write_tokens=written,
        cache_write_1h_tokens=written if '"1h"' in text else 0,
        output_tokens=limit * (copies if type(copies) is int and copies > 1 else 1),
    )
    asked = replace(usage, tier=tier_of(sent.get("speed"), sent.get("service_tier")))
    prices = [
        price_of(call.provider, model, one) for one in (usage, asked)
    ]  # a provider may serve it as usual
    known = [price.total_usd for price in prices if price]
    return max(known) if len(known) == len(prices) else None


def _limit_names(call: Call, found: Model | None) -> Collection[str]:
    """What a call's token limit is called: `responses.create` has a name of its own for any model."""
    if call.method.startswith("responses."):
        return ("max_output_tokens",)
    return found.token_limit if found else ("max_tokens",)


def _schema_of(value: Any) -> Any:
    """What is sent of a value that is no JSON: of a class its schema, which every SDK makes with Pydantic."""
    schema = getattr(value, "model_json_schema", None)
    return schema() if isinstance(value, type) and callable(schema) else str(value)


def attempts(call: Call) -> int:
    """How often the SDK may send a call: each attempt can be billed."""
    said = _said(call.client, ("max_retries",))
    tries = [1 + max(0, int(one)) for one in said if isinstance(one, int | float)]
    tries += [int(one) for one in _said(call.client, ("attempts",)) if isinstance(one, int | float)]
    return max(tries, default=1 + _SDK_MAX_RETRIES)


def _said(arguments: Mapping[str, Any], names: Collection[str]) -> Iterator[Any]:
    """What arguments say under these names, by themselves or in the dicts that some SDKs put them into."""
    for name, value in arguments.items():
        if name in names:
            yield value
        elif isinstance(value, Mapping) and name in _HOLD_SETTINGS:
            yield from _said(value, names)


def reserved(call: Call) -> Decimal | None:
    """The most that a call can cost with all its attempts, in US dollars; `None` where no price is known."""
    one = most(call)
    return None if one is None else one * attempts(call)


def uncounted(call: Call) -> str | None:
    """What of a call costs more than its tokens tell, or may: the first such argument, `None` if there is none."""
    if costs_nothing(call.provider):
        return None
    sent: Mapping[str, Any] = call.sent
    if call.positional:
        return repr(call.positional[0])
    config = sent.get("config")
    names = (name for name in (*sent, *(config if isinstance(config, Mapping) else ())) if name != "config")
    strange = next((str(name) for name in names if name not in _COUNTED), None)
    if strange is not None:
        return strange
    if _in_pro_mode(sent.get("reasoning")):
        return "reasoning"
    for headers in (sent.get("extra_headers"), call.client.get("default_headers")):
        for name in headers if isinstance(headers, Mapping) else ():
            if "beta" in str(name).lower():
                return str(name)
    return next((name for name in TEXTS if not _only_text(sent.get(name))), None)


def _in_pro_mode(reasoning: Any) -> bool:
    """Whether a model is to reason in another way than the usual (`openai/types/shared_params/reasoning.py`): what that
    costs is not told by a token limit."""
    return isinstance(reasoning, Mapping) and reasoning.get("mode", "standard") != "standard"


def _only_text(value: Any) -> bool:
    """Whether there are only texts in messages: images and files are tokens that their address does not show."""
    if isinstance(value, Mapping):
        kind = value.get("type", "text")
        # With a `ttl` a prompt stays in the cache for longer, and writing it there costs more.
        return kind in _KINDS and value.keys() <= _PLAIN and all(map(_only_text, value.values()))
    return all(map(_only_text, value)) if isinstance(value, list | tuple) else True
