"""What is known of one model, and of the vendor that serves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

Temperature = Literal["accepted", "ignored", "effort-none", "old-version", "refused"]
"""How a model takes `temperature`: as it is; without any effect; only while the reasoning effort, given or by default, is
"none"; only with the header `anthropic-version: 2023-06-01`; not at all."""


@dataclass(frozen=True, slots=True)
class Images:
    """How a model counts an image.

    By patches: squares of `patch` pixels cover it after it has been made smaller, so that no side is longer than
    `edge` pixels and there are at most `most` of them (0: no bound); each counts `factor` tokens.
    Or, where `tile` is given, by tiles of 512 pixels: `tile` tokens each, and `base` for the image.
    Or, where `budget` is given, by cells of which as many cover it as that has room for.
    """

    patch: int = 0
    edge: int = 0
    most: int = 0
    factor: float = 1.0
    base: int = 0
    tile: int = 0
    budget: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """One model id and how it behaves.

    `token_limit` lists the accepted argument names, the one to teach first. Whether `stop` is
    accepted is `None`, shown as "not confirmed", where nobody has confirmed it. `effort` is empty
    where the model has no such knob; `default_effort` is what it does when nothing is said.
    `thinking_types` are the values that `thinking.type` takes, where there is such an argument;
    `thinking_off` are those of both that keep it from thinking before it answers.
    `context_tokens` and `output_tokens` are the most it reads and writes. `tokenizer` is the public one
    that it is believed to share; `token_factor` says how many tokens it makes of a text for which older
    models of its vendor make one. A prefix shorter than
    `cache_minimum_tokens` is not cached, `None` where none is; `cache_writes` says whether newly
    cached tokens are counted, and priced, by themselves. `images` is `None` where it takes none. `snapshot` is the dated
    id that the vendor's answers name when it is asked for by `id`; `only` is the endpoint that serves it, where
    the usual ones of its wire do not.
    `seed`, `tools` and `structured` (replies held to a JSON schema) are whether it takes these, `None` where that is not
    known. `sources` says where a single fact was read, by its name here; the others stand at `source`.
    `system_turns` says that instructions may stand between the messages of a conversation, `tools_while_reasoning` that
    Chat Completions offers functions to it while it reasons.
    """

    id: str
    provider: str
    context_tokens: int
    output_tokens: int
    token_limit: tuple[str, ...]
    temperature: Temperature
    thinks: bool
    source: str
    temperature_max: float | None = None
    stop: bool | None = None
    seed: bool | None = None
    tools: bool | None = None
    structured: bool | None = None
    effort: tuple[str, ...] = ()
    default_effort: str | None = None
    thinking_types: tuple[str, ...] = ()
    thinking_off: tuple[str, ...] = ()
    prefill: bool = False
    system_turns: bool = False
    tools_while_reasoning: bool = True
    tokenizer: str | None = None
    token_factor: float = 1.0
    cache_minimum_tokens: int | None = None
    cache_writes: bool = False
    images: Images | None = None
    snapshot: str | None = None
    only: str | None = None
    retires: date | None = None
    released: date | None = None
    legacy: bool = False
    note: str = ""
    sources: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, fact: str) -> str:
        """Where a fact was read, by its name here."""
        return self.sources.get(fact, self.source)

    @property
    def quiet_effort(self) -> str | None:
        """The effort with which it answers without thinking, `None` where no effort does that."""
        return next((effort for effort in self.effort if effort in self.thinking_off), None)

    def named(self, asked: str) -> str:
        """The id with which the vendor answers a request for the model that is `asked` for."""
        return self.snapshot or asked if asked == self.id else asked

    def retired(self, today: date | None = None) -> bool:
        return self.retires is not None and self.retires <= (today or date.today())

    def days_left(self, today: date | None = None) -> int | None:
        """Days until the provider switches it off, `None` when no date is announced."""
        return None if self.retires is None else (self.retires - (today or date.today())).days


@dataclass(frozen=True, slots=True)
class Embedder:
    """A model that makes vectors: how many tokens it reads of a text, and how many `dimensions` a vector has.

    `shortens` says that a call may ask for fewer, `normalised` that such a vector has length 1 too.
    """

    id: str
    provider: str
    input_tokens: int
    dimensions: int
    source: str
    shortens: bool = True
    normalised: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who serves models, and over which protocol.

    `wire` names the protocol, as a folder of the practice server does; `practice_path` is where the
    practice server puts this vendor's base URL, `address` where the vendor itself serves what stands below
    `/<id>` there. `default` is the model to begin with, `large` a larger one
    to put beside it. `sdk_ids` is the type in which the vendor's Python SDK lists the ids that it knows,
    `families` how these ids begin, `lines` the words in them of which it offers a model each, `tuned` how ids
    begin of models that its customers tuned. `aliases` leads from a dated id to the entry that it is a snapshot of.
    `gone` holds ids that programs name and nobody should pick, with the day of their end, `forgotten` those of which
    the SDK itself says nothing any more;
    `gone_families` how ids begin of which no member is served any more, `other_work` what stands in
    ids, of today and of once, of models that do something else than to chat in writing.
    `served` are models that it serves and that
    a beginner is not offered; `no_chat` holds ids that do something else than to chat, with what that is,
    those of the `embedders` among them.
    Where whoever runs the server decides which models it has, `takes_any_but` are the beginnings of ids that none has:
    any other may be one.
    `telemetry` is its name among OpenTelemetry's `gen_ai.provider.name`, empty where that has none, and `operation` what
    they call a call to it.
    The facts were last compared with `source` on the day `checked`.
    """

    id: str
    name: str
    wire: str
    practice_path: str
    default: str
    checked: date
    source: str
    large: str | None = None
    address: str | None = None
    sdk_ids: str | None = None
    families: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    tuned: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, date] = field(default_factory=dict)
    forgotten: Mapping[str, date] = field(default_factory=dict)
    gone_families: tuple[str, ...] = ()
    other_work: tuple[str, ...] = ()
    models: tuple[Model, ...] = ()
    served: tuple[Model, ...] = ()
    no_chat: Mapping[str, str] = field(default_factory=dict)
    takes_any_but: tuple[str, ...] = ()
    telemetry: str = ""
    operation: str = "chat"
    embedders: Mapping[str, Embedder] = field(default_factory=dict)

    @property
    def at_home(self) -> bool:
        """Whether it is a program on the learner's own machine: nobody is paid for its tokens."""
        return urlsplit(self.address or "").hostname in {"127.0.0.1", "::1", "localhost"}
