"""The catalogue: what each model accepts, refuses, how long it lives. Prices are looked up in `prices`.

The one place where a fact about a model is written. Controls, snippets, the practice server's
refusals and the linter read it. Facts are as of `CHECKED`; each entry names its source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

CHECKED = date(2026, 11, 21)

Temperature = Literal["accepted", "effort-none", "old-version", "refused"]
"""How a model takes `temperature`: as it is; only while the reasoning effort, given or by default, is
"none"; only with the header `anthropic-version: 2023-06-01`; not at all."""

_ANTHROPIC_EFFORT = ("low", "medium", "high", "xhigh", "max")
_GPT54_EFFORT = ("none", "low", "medium", "high", "xhigh")
_OPENAI_EFFORT = ("none", "low", "medium", "high", "xhigh", "max")


@dataclass(frozen=True, slots=True)
class Model:
    """One model id and how it behaves.

    `token_limit` lists the accepted argument names, the one to teach first. Whether `stop` is
    accepted is `None`, shown as "not confirmed", where nobody has confirmed it. `effort` is empty
    where the model has no such knob; `default_effort` is what it does when nothing is said.
    `context_tokens` and `output_tokens` are the most it reads and writes.
    """

    id: str
    provider: str
    context_tokens: int
    output_tokens: int
    token_limit: tuple[str, ...]
    temperature: Temperature
    temperature_max: float | None
    stop: bool | None
    thinks: bool
    effort: tuple[str, ...] = ()
    default_effort: str | None = None
    thinking_off: tuple[str, ...] = ()
    prefill: bool = False
    retires: date | None = None
    released: date | None = None
    tutorial: bool = False
    legacy: bool = False
    note: str = ""
    source: str = ""

    def retired(self, today: date | None = None) -> bool:
        return self.retires is not None and self.retires <= (today or date.today())

    def days_left(self, today: date | None = None) -> int | None:
        """Days until the provider switches it off, `None` when no date is announced."""
        return None if self.retires is None else (self.retires - (today or date.today())).days


def _anthropic(id: str, context: int, output: int, source: str, **more: object) -> Model:
    values: dict[str, object] = {
        "token_limit": ("max_tokens",),
        "temperature": "refused",
        "temperature_max": None,
        "stop": True,
        "thinks": True,
        "effort": _ANTHROPIC_EFFORT,
        "default_effort": "high",
    }
    return Model(id, "anthropic", context, output, source=source, **(values | more))  # type: ignore[arg-type]


def _openai(id: str, context: int, output: int, source: str, **more: object) -> Model:
    values: dict[str, object] = {
        "token_limit": ("max_completion_tokens",),
        "temperature": "effort-none",
        "temperature_max": 2.0,
        "stop": None,
        "thinks": True,
        "effort": _OPENAI_EFFORT,
        "default_effort": "medium",
        "thinking_off": ("none",),
    }
    return Model(id, "openai", context, output, source=source, **(values | more))  # type: ignore[arg-type]


_PLAIN_CLAUDE = {
    "thinks": False,
    "effort": (),
    "default_effort": None,
    "temperature": "old-version",
    "temperature_max": 1.0,
}
_PLAIN_GPT = {
    "token_limit": ("max_completion_tokens", "max_tokens"),
    "temperature": "accepted",
    "stop": True,
    "thinks": False,
    "effort": (),
    "default_effort": None,
    "thinking_off": (),
}

_CLAUDE_DOCS = "https://platform.claude.com/docs/en/models"
_CLAUDE_RETIRED = "https://platform.claude.com/docs/en/about-claude/model-deprecations"
_CLAUDE_SDK = "anthropic 2.12.0: anthropic/_data/deprecated_models.py"
_OPENAI_SDK = "openai 3.54.0: openai/types/shared/chat_model.py"
_GPT6_GUIDE = "https://developers.openai.com/api/docs/guides/deployment-checklist"
_GPT54_TESTS = "https://github.com/UKGovernmentBEIS/inspect_ai/pull/5242"

MODELS: tuple[Model, ...] = (
    _anthropic(
        "claude-haiku-5-5",
        1_000_000,
        128_000,
        f"{_CLAUDE_DOCS}/haiku-5-5/overview",
        default_effort="medium",
        thinking_off=("disabled",),
        released=date(2026, 10, 7),
        note="The cheapest Claude. Thinks before it answers. Costs five times as much above 100,000 prompt "
        "tokens.",
    ),
    _anthropic(
        "claude-haiku-4-5",
        200_000,
        64_000,
        f"{_CLAUDE_DOCS}/haiku-4-5/overview",
        **_PLAIN_CLAUDE,
        prefill=True,
        legacy=True,
        tutorial=True,
        note="The last small Claude with a temperature, and only under the older API version 2023-06-01.",
    ),
    _anthropic(
        "claude-sonnet-5-5",
        1_000_000,
        128_000,
        f"{_CLAUDE_DOCS}/sonnet-5-5/overview",
        thinking_off=("between_tools",),
        note="The middle of the family.",
    ),
    _anthropic(
        "claude-sonnet-5",
        1_000_000,
        128_000,
        f"{_CLAUDE_DOCS}/sonnet-5/overview",
        thinking_off=("disabled",),
        legacy=True,
        tutorial=True,
        released=date(2026, 6, 30),
        note="Named by many tutorials of this year, often with a temperature that it refuses.",
    ),
    _anthropic(
        "claude-sonnet-4-6",
        1_000_000,
        128_000,
        f"{_CLAUDE_DOCS}/overview",
        **(_PLAIN_CLAUDE | {"effort": ("low", "medium", "high", "max"), "default_effort": "high"}),
        legacy=True,
        note="Takes a temperature under the older API version 2023-06-01.",
    ),
    _anthropic(
        "claude-opus-5-5",
        1_000_000,
        128_000,
        f"{_CLAUDE_DOCS}/overview",
        default_effort="medium",
        note="Always thinks.",
    ),
    _anthropic(
        "claude-fable-5-2", 1_000_000, 128_000, f"{_CLAUDE_DOCS}/overview", note="The largest; always thinks."
    ),
    _anthropic(
        "claude-sonnet-4-5",
        200_000,
        64_000,
        _CLAUDE_SDK,
        **_PLAIN_CLAUDE,
        prefill=True,
        legacy=True,
        tutorial=True,
        retires=date(2026, 11, 30),
        note="Named by old tutorials.",
    ),
    _anthropic(
        "claude-3-haiku-20240307",
        200_000,
        4_096,
        _CLAUDE_RETIRED,
        **_PLAIN_CLAUDE,
        prefill=True,
        tutorial=True,
        retires=date(2026, 4, 20),
        note="The model id that most old tutorials name.",
    ),
    _anthropic(
        "claude-3-5-sonnet-20241022",
        200_000,
        8_192,
        _CLAUDE_RETIRED,
        **_PLAIN_CLAUDE,
        prefill=True,
        tutorial=True,
        retires=date(2025, 10, 28),
        note="Named by old tutorials.",
    ),
    _openai(
        "gpt-6-luna",
        1_050_000,
        128_000,
        _GPT6_GUIDE,
        released=date(2026, 9, 22),
        note="The cheapest current GPT. Reasons unless reasoning_effort is none.",
    ),
    _openai(
        "gpt-4o-mini",
        128_000,
        16_384,
        _OPENAI_SDK,
        **_PLAIN_GPT,
        retires=date(2027, 1, 14),
        tutorial=True,
        legacy=True,
        note="The model of most tutorials; takes every classic parameter.",
    ),
    _openai(
        "gpt-5.6-luna",
        1_050_000,
        128_000,
        "https://github.com/anomalyco/models.dev/issues/6639",
        note="The cheap model before GPT-6.",
    ),
    _openai(
        "gpt-5.5",
        1_000_000,
        128_000,
        _GPT54_TESTS,
        stop=True,
        note="The example model of the SDK's own README.",
    ),
    _openai(
        "gpt-5.4-nano",
        400_000,
        128_000,
        _OPENAI_SDK,
        stop=False,
        thinks=False,
        effort=_GPT54_EFFORT,
        default_effort="none",
        retires=date(2027, 4, 1),
        note="Refuses stop sequences. Its temperature is assumed to work as on gpt-5.4-mini.",
    ),
    _openai(
        "gpt-4.1-mini",
        1_000_000,
        32_768,
        _OPENAI_SDK,
        **_PLAIN_GPT,
        retires=date(2027, 1, 14),
        tutorial=True,
        legacy=True,
    ),
    _openai(
        "gpt-5.4-mini",
        400_000,
        128_000,
        _GPT54_TESTS,
        stop=False,
        thinks=False,
        effort=_GPT54_EFFORT,
        default_effort="none",
        note="Refuses stop sequences.",
    ),
    _openai("gpt-6.1-terra", 1_050_000, 128_000, _GPT6_GUIDE, note="The middle of the family."),
    _openai("gpt-6.1-sol", 1_050_000, 128_000, _GPT6_GUIDE, note="The large one."),
    _openai(
        "gpt-4o",
        128_000,
        16_384,
        _OPENAI_SDK,
        **_PLAIN_GPT,
        retires=date(2027, 1, 14),
        tutorial=True,
        legacy=True,
    ),
    _openai(
        "gpt-5-nano",
        400_000,
        128_000,
        _OPENAI_SDK,
        stop=False,
        temperature="refused",
        temperature_max=None,
        thinking_off=(),
        effort=("minimal", "low", "medium", "high"),
        retires=date(2026, 12, 11),
        tutorial=True,
        legacy=True,
    ),
    _openai(
        "gpt-5-mini",
        400_000,
        128_000,
        _OPENAI_SDK,
        stop=False,
        temperature="refused",
        temperature_max=None,
        thinking_off=(),
        effort=("minimal", "low", "medium", "high"),
        retires=date(2026, 12, 11),
        tutorial=True,
        legacy=True,
    ),
    _openai(
        "gpt-3.5-turbo",
        16_385,
        4_096,
        _OPENAI_SDK,
        **_PLAIN_GPT,
        retires=date(2026, 10, 23),
        tutorial=True,
        note="The model id that most old tutorials name.",
    ),
    _openai("gpt-4", 8_192, 8_192, _OPENAI_SDK, **_PLAIN_GPT, retires=date(2026, 10, 23), tutorial=True),
)

DEFAULT: dict[str, str] = {"anthropic": "claude-haiku-5-5", "openai": "gpt-6-luna"}

ALIASES = {
    "claude-haiku-4-5-20251001": "claude-haiku-4-5",
    "claude-sonnet-4-5-20250929": "claude-sonnet-4-5",
    "gpt-4o-2024-08-06": "gpt-4o",
    "gpt-4o-mini-2024-07-18": "gpt-4o-mini",
    "gpt-4.1-mini-2025-04-14": "gpt-4.1-mini",
    "gpt-5-mini-2025-08-07": "gpt-5-mini",
    "gpt-5-nano-2025-08-07": "gpt-5-nano",
    "gpt-5.4-mini-2026-03-17": "gpt-5.4-mini",
    "gpt-5.4-nano-2026-03-17": "gpt-5.4-nano",
    "gpt-5.5-2026-04-23": "gpt-5.5",
}
"""Dated ids and the entry that they are a snapshot of (`anthropic/types/model.py`, `openai/types/shared/chat_model.py`)."""

_BY_ID = {model.id: model for model in MODELS}


def find(id: str) -> Model | None:
    """The catalogue's entry for a model id, `None` for one that it does not know."""
    return _BY_ID.get(ALIASES.get(id, id))


def offered(provider: str, today: date | None = None) -> tuple[Model, ...]:
    """The provider's models that a learner may pick, the default first; retired ones left out."""
    return tuple(model for model in of(provider) if not model.retired(today))


def of(provider: str) -> tuple[Model, ...]:
    """Every entry of one provider, retired ones included, in catalogue order."""
    return tuple(model for model in MODELS if model.provider == provider)


def ids(models: Iterable[Model]) -> list[str]:
    return [model.id for model in models]


GONE: dict[str, date | None] = {
    **dict.fromkeys(("gpt-4.1-nano", "o4-mini", "o3-mini", "o1", "gpt-4-turbo", "gpt-4-0613", "gpt-4-1106-preview",
                     "gpt-4o-2024-05-13", "gpt-3.5-turbo-0125"), date(2026, 10, 23)),
    **dict.fromkeys(("gpt-5", "o3"), date(2026, 12, 11)),
    **dict.fromkeys(("gpt-4.1",), date(2027, 1, 14)),
    "o1-preview": date(2025, 7, 28),
    "o1-mini": date(2025, 10, 27),
    "claude-mythos-preview": date(2026, 6, 30),
}  # fmt: skip
"""Ids that tutorials name and nobody should pick, with the day of their end: openai 3.54.0,
`openai/types/shared/chat_model.py`; anthropic 2.12.0, `anthropic/_data/deprecated_models.py`."""

GONE_FAMILIES = ("claude-instant", "claude-v1", "claude-1", "claude-2", "claude-3", "gpt-3.5", "text-davinci", "code-davinci",
                 "davinci", "gpt-4-0", "gpt-4-32k", "gpt-4-vision", "gpt-4-turbo")  # fmt: skip
"""How ids begin of which no member is served any more, by the providers' own lists of deprecations."""
