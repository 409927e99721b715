"""What programs look like that call an SDK: its kinds of API calls, and what it had in older versions.

Values to be looked at, which a wire's folder writes down. Who reads, follows or checks a program takes
from here all that differs between wires: the names of arguments, where things are in a reply, what was
called otherwise once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

What = Literal["text", "stop_reason", "input_tokens", "output_tokens", "total_tokens"]
"""What every reply holds, wherever its wire keeps it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply keeps one thing.

    `path` reads it, from a reply that has the name `Kind.named`. `right` are beginnings of paths (what
    stands behind the name) that exist in this reply, `wrong` those that programs have and that do not.
    """

    path: str
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """The arguments that limit the length of a reply, the one to teach first; no call may have two of them.

    `required` says that the SDK makes no call without. `unstreamed` is the most with which the SDK makes a
    call that neither streams nor sets a time-out, `None` where it does not mind. Below `least` the API refuses.
    """

    names: tuple[str, ...]
    required: bool = False
    unstreamed: int | None = None
    least: int = 1


@dataclass(frozen=True, slots=True)
class Turns:
    """What a program in a language appends to its list for a question and for a reply: `{said}` is the code of the
    text, in the question a name. `role` is that of the replies."""

    role: str = "assistant"
    question: Mapping[str, str] = field(
        default_factory=lambda: {
            "python": '{{"role": "user", "content": {said}}}',
            "javascript": '{{ role: "user", content: {said} }}',
        }
    )
    reply: Mapping[str, str] = field(
        default_factory=lambda: {
            "python": '{{"role": "assistant", "content": {said}}}',
            "javascript": '{{ role: "assistant", content: {said} }}',
        }
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """The `argument` in whose dict most of a call's arguments stand; `owner` is the SDK's class with their names."""

    argument: str
    owner: str


@dataclass(frozen=True, slots=True)
class OldVersion:
    """An older version of the API, asked for with a `header` in the argument `headers`: it takes what
    today's refuses, given in the argument `body`."""

    header: str
    old: str
    today: str
    body: str
    headers: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """The `arguments` that steer chance, those that show it and that nobody takes while the model reasons (`shows`),
    and those that are `gone` from the SDK's methods."""

    arguments: tuple[str, ...] = ("temperature", "top_p")
    shows: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    version: OldVersion | None = None

    @property
    def temperature(self) -> tuple[str, ...]:
        """Where a program writes the temperature: an argument, or one and a key in its dict."""
        return (self.version.body, "temperature") if self.version else ("temperature",)


@dataclass(frozen=True, slots=True)
class Stop:
    """The argument of the stop sequences: how many at `most`, whether a single text will do, and whether
    one may be `blank`."""

    argument: str = "stop"
    most: int | None = None
    single: bool = False
    blank: bool = True


@dataclass(frozen=True, slots=True)
class Thinking:
    """The argument with the way in which a model thinks: a dict with its `type` and, for the type
    `by_budget`, its `budget` in tokens. `by_itself` and `off` are the other types."""

    argument: str
    type: str
    budget: str
    by_budget: str
    by_itself: str
    off: str


@dataclass(frozen=True, slots=True)
class Blocks:
    """A reply whose text is a list `attribute` of typed blocks: the SDK's classes of those that hold
    text and of those that hold thoughts."""

    attribute: str
    text: str
    thinking: str


@dataclass(frozen=True, slots=True)
class StreamPiece:
    """One event or chunk of a stream: its attributes, and whether one stands for any number of them."""

    known: Mapping[str, Any]
    often: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """Where a piece of a stream has its text: at a `path`, only in those pieces of which all `tests` hold (paths and
    their values, each one deeper than the one before). With `none` the last ones have `None` there. `wrong` are paths
    at which programs look for it in vain."""

    path: str
    tests: Mapping[str, str] = field(default_factory=dict)
    none: bool = False
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Streaming:
    """How a stream is asked for and read.

    `methods` always stream, others do with `argument=True`; `options` is an argument beside it. `named` is
    the stream's name in programs. `final` is the
    code behind the stream's name that gives the whole reply when it is over, `final_text` the method for its
    text alone, `text` the attribute that gives the text in pieces. In each chunk `listed` is
    a list, which is empty in the last one where `counted` (an argument and a key) asks for token counts;
    `stop_reason` is the path in a chunk called `chunk`, `said` where its text is. `pieces(text, names, method, counted)` are the
    events of a stream that said `text`; `names` are those of its `Reply`, `method` is one of `methods` or empty.
    """

    methods: tuple[str, ...] = ()
    argument: str = "stream"
    named: str = "stream"
    options: str = ""
    final: str = ""
    final_text: str = ""
    text: str = ""
    piece: str = ""
    listed: str = ""
    counted: tuple[str, ...] = ()
    stop_reason: str = ""
    said: Said | None = None
    pieces: Callable[[str, Mapping[str, Any], str, bool], list[StreamPiece]] | None = None

    @property
    def final_name(self) -> str:
        """The method or attribute in `final`."""
        return self.final.removesuffix("()")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of API call: how a program makes it, what it takes, where things are in its reply.

    `methods` are paths on the client, and `owner` is the SDK's class that has them; `path` is where they
    are sent, behind the base URL. `reply` is the class of what comes back, `named` its name in programs.

    `arguments` are those that are taught, `meant` leads from names that are used on other wires to the ones
    here. With `inside` all but those in `outside` stand in the dict of one argument.
    `messages` holds the conversation, `turns` say how it goes on; `system` the system prompt, where that is not its first entry.
    `effort` is where the effort is written: an argument, or one and a key in its dict.

    `first` is the beginning of the path to the first part of a reply, which holds thoughts where the model thinks.
    `cut_off` is the stop reason of a reply that the limit ended. `looks` are the attributes by which a
    program learns why a reply ended, `reads` those by which it takes the text. `foreign` are arguments of
    other packages' methods of the same name, `elsewhere` names on the way to them.
    """

    reply: str
    named: str
    methods: tuple[str, ...]
    owner: str
    path: str
    places: Mapping[What, Place]
    limit: Limit
    arguments: frozenset[str] = frozenset()
    required: tuple[str, ...] = ("model", "messages")
    outside: frozenset[str] = frozenset()
    meant: Mapping[str, str] = field(default_factory=dict)
    inside: Inside | None = None
    messages: str = "messages"
    turns: Turns = field(default_factory=Turns)
    system: str = ""
    sampling: Sampling = Sampling()
    stop: Stop | None = None
    effort: tuple[str, ...] = ()
    thinking: Thinking | None = None
    blocks: Blocks | None = None
    first: str = ""
    streaming: Streaming = Streaming()
    cut_off: str = ""
    looks: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset({"text"})
    foreign: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    @property
    def says_why(self) -> bool:
        """Whether a reply says why it ended. One that brings no text, such as vectors, comes whole or not at all."""
        return "stop_reason" in self.places


@dataclass(frozen=True, slots=True)
class OldCall:
    """A call of an older SDK, on the module where `method` begins with a capital, else on the client.

    `now` is the method in its place, `renamed` leads from old arguments to today's. Where the whole
    conversation was one text, `prompt` is its argument; `frame` is a pattern of the marks that stood around
    it. `sign` is an argument that tells it from other calls of its name.
    `path` is where it was sent, behind the base URL; `streams` says that it always streamed.
    """

    method: str
    now: str
    raises: str
    path: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    prompt: str = ""
    frame: str = ""
    sign: str = ""
    awaited: bool = False
    streams: bool = False

    @property
    def of_module(self) -> bool:
        """Whether the module made the call, not a client."""
        return self.method[0].isupper()


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that an SDK has no more `since` a version; `now` takes its place, empty where nothing does.

    `name` and `now` are spelled from the SDK's module, or from its client.
    """

    name: str
    since: str
    now: str = ""


@dataclass(frozen=True, slots=True)
class ShutDown:
    """A part of the API that the SDK still has and that nobody answers since a day; `now` is the method to take."""

    name: str
    since: str
    now: str


@dataclass(frozen=True, slots=True)
class OldSdk:
    """What an SDK had before `version` and has no more.

    `attributes` of its module lead to the method in their place, if there is one. `errors` are the exceptions of the
    module `errors_in`, with their names today, `error_fields` what these had, with where it stands now. `names` are
    others that programs import, `modules` whole files, `members` what stands on the client.
    `marks` are those of the names that framed a prompt, with what they stood for.
    `libraries` are packages whose objects its client refuses, with those whose it takes.
    `settings` are variables of the module that are arguments of the client now; with `module_calls` the module
    itself still makes calls and reads them, those in `renamed` under another name. `clouds` are settings that say
    that the program calls a cloud. `packages` were called before this one, `javascript` is gone from its
    JavaScript sister. `shut_down` is what the API ended. `tracing` are modules that made spans of its calls and no longer
    can, with those in their place; `refusing` classes that make spans of this version only where they are told so, with
    the argument that tells them.
    """

    version: str = ""
    calls: tuple[OldCall, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    raises: str = ""
    names: tuple[Gone, ...] = ()
    modules: tuple[Gone, ...] = ()
    members: tuple[Gone, ...] = ()
    shut_down: tuple[ShutDown, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    errors_in: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    error_fields: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    module_calls: bool = False
    clouds: frozenset[str] = frozenset()
    packages: tuple[str, ...] = ()
    javascript: tuple[Gone, ...] = ()
    tracing: Mapping[str, str] = field(default_factory=dict)
    refusing: Mapping[str, str] = field(default_factory=dict)

    @property
    def renamed(self) -> Mapping[str, str]:
        """The settings that the module has under another name today."""
        return {name: now for name, now in self.settings.items() if name != now}
