"""The providers: for each its official SDK, how to call it, where things are, how it looks in code.

A provider is a value, `PROVIDER`, in a module or folder of this package; `every()` finds them, so a
new file is a new provider. SDKs are imported when a call is made, not when a module is imported.
"""

from __future__ import annotations

import builtins
import importlib
import pkgutil
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from firstcall import models as catalogue
from firstcall import text
from firstcall.calls import Call, Failure, Reply, Settings, Travelled, Usage
from firstcall.models import Model
from firstcall.providers._caching import Caching
from firstcall.providers._embedding import SHAPE, Embedding, Texts, Vectors
from firstcall.providers._errors import AskedWait, Errors
from firstcall.providers._fields import Cell, Field
from firstcall.providers._kinds import (
    Blocks,
    Gone,
    Inside,
    Kind,
    Limit,
    OldCall,
    OldSdk,
    OldVersion,
    Place,
    Said,
    Sampling,
    ShutDown,
    Stop,
    Streaming,
    StreamPiece,
    Thinking,
    Turns,
    What,
)
from firstcall.providers._many import Answered, Ask, Batches, Look, Many
from firstcall.providers._others import Other, at_home, of_module, other_at, others, same_place, server
from firstcall.providers._own_words import OwnWords
from firstcall.providers._patience import Patience
from firstcall.providers._structured import Structured
from firstcall.providers._thoughts import Thoughts
from firstcall.providers._tools import Tools

__all__ = [
    "WORDS", "Access", "Address", "Answered", "Ask", "AskedWait", "Batches", "Blocks", "BrokenCall", "Caching",
    "Calling", "Cell", "Embedding", "Errors", "Field", "Gone", "Inside", "Kind", "Limit", "Listed", "Look", "Many",
    "OldCall", "OldSdk", "OldVersion", "Other", "OwnWords", "Patience", "Place", "Provider", "Said", "Sampling",
    "Sdk", "Server", "Servers", "ShutDown", "Stop", "StreamPiece", "Streaming", "Structured", "Texts", "Thinking",
    "Thoughts", "Tools", "Trait", "Turns", "Vectors", "Way", "What", "at_home", "every", "get", "headers_from", "of",
    "of_module", "other_at", "others", "said", "same_place", "server", "ways", "with_trait",
]  # fmt: skip

WORDS = text.beside(__file__)
PRACTICE_KEY = "sk-practice-"
"""How the keys begin that open the practice server and nothing else."""
"""What holds for every provider."""


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach a provider: the key and base URL that the environment would give the client.

    `owners` says that the key is the operator's own, and with it what else the environment adds.
    """

    key: str
    base_url: str
    owners: bool = False


@dataclass(frozen=True, slots=True)
class Sdk:
    """The official SDK: what to install, the class of its client as a program writes it, and the methods
    that a program may call (attribute paths on the client).

    `javascript_version` is the release of its JavaScript sister that the tests run, `*` where none does, and
    `javascript_client` the class of its client, where that has another name than Python's. There and in a request
    all names are `javascript_camel`, as `maxOutputTokens` is.
    `gives` leads from methods that make an object to its class.
    `errors` are its exceptions, as a program tells them apart. `clouds` are its
    classes for the same models at a cloud. `kinds` are all its kinds of calls, `old` what older versions of
    it had. `asynchronous` is the name on the client behind which all calls are awaited, where there is one.
    `options` is the dict in which most of a client's arguments stand, `patience` how it is told to
    wait and to try again, `base_url` its client's argument for that. `client_arguments` are those of the client that
    are taught; `app_decides` and `app_signs_in` lead or sign in elsewhere, and `refused` cannot be passed on.
    `strips_key` says that it takes white space off a key by itself, `brackets` that `response["text"]` reads its
    replies as `response.text` does.
    """

    package: str
    javascript_package: str
    client: str
    methods: tuple[str, ...]
    javascript_version: str = "*"
    javascript_client: str = ""
    javascript_camel: bool = False
    kinds: tuple[Kind, ...] = ()
    clouds: tuple[str, ...] = ()
    gives: Mapping[str, str] = field(default_factory=dict)
    errors: Errors = field(default_factory=Errors)
    patience: Patience = field(default_factory=Patience)
    options: Inside | None = None
    old: OldSdk = field(default_factory=OldSdk)
    asynchronous: str = ""
    base_url: str = "base_url"
    client_arguments: frozenset[str] = frozenset(
        {"api_key", "base_url", "timeout", "max_retries", "http_client"}
    )
    app_decides: frozenset[str] = frozenset({"base_url", "http_client"})
    app_signs_in: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    strips_key: bool = False
    brackets: bool = False

    @property
    def spelled(self) -> str:
        """Its client as a program writes it: `openai.OpenAI`, and `genai.Client` after `from google import genai`."""
        return ".".join(self.client.split(".")[-2:])

    @property
    def module(self) -> str:
        """The module of its client, as it is imported: `openai`, and `google.genai` of the package `google-genai`."""
        return self.client.rpartition(".")[0]

    @property
    def errors_module(self) -> str:
        """The module that has its exceptions."""
        return self.errors.module or self.module

    def caught(self, name: str) -> str:
        """A class of exceptions as it is written after `except`: `openai.RateLimitError`, `errors.APIError`, `OSError`."""
        own = "." not in name and not hasattr(builtins, name)
        return f"{self.errors_module.rpartition('.')[2]}.{name}" if own else name


@dataclass(frozen=True, slots=True)
class Address:
    """Where a provider is, and with what one gets in.

    `key_variables_before` are others from which the SDK takes a key, and rather than from `key_variable`.
    `practice_path` is where the practice server plays it. `headers` are what the raw API wants besides
    the key. `environment_headers` are the variables from which the SDK takes headers by itself, with the
    header's name, or `None` where the variable lists `name: value` lines. `key_prefixes` are how its keys
    usually begin, `key_headers` the headers by which a raw request for it is known. `known_to_sdk` says that
    the SDK calls it by itself, where a program gives no base URL, `chosen` that the learner has chosen it. A server on a
    machine of one's own `needs_key` not, or does with its SDK alone: `no_key` is the word that stands for a key where a
    server asks for none. Where the SDK `takes_host`, a base URL may be a host alone, to which it adds
    scheme and port. It takes `json_alone` where it reads every body as JSON, whatever a request calls it.
    """

    key_variable: str
    base_url_variable: str
    base_url: str
    practice_path: str
    key_page: str
    key_variables_before: tuple[str, ...] = ()
    key_prefixes: tuple[str, ...] = ()
    key_headers: tuple[str, ...] = ()
    known_to_sdk: bool = False
    needs_key: bool = True
    no_key: str = ""
    takes_host: bool = False
    json_alone: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    environment_headers: Mapping[str, str | None] = field(default_factory=dict)
    chosen: bool = False

    @property
    def key_variables(self) -> tuple[str, ...]:
        """Every variable that may hold its key, in the order in which its SDK takes them."""
        return (*self.key_variables_before, self.key_variable)

    @property
    def asks_for_key(self) -> bool:
        """Whether its server wants to see a key of its own."""
        return self.needs_key and not self.no_key

    def whole(self, base_url: str) -> str:
        """A base URL with what the SDK adds to it: nothing, unless it takes a host alone."""
        if not self.takes_host or "://" in base_url:
            return base_url
        host, slash, path = base_url.strip().partition("/")
        has_port = host.rpartition("]")[2].rpartition(":")[1]  # in [::1] no colon comes before a port
        port = "" if has_port else f":{urlsplit(self.base_url).port}"
        return f"http://{host}{port}{slash}{path}"

    def elsewhere(self, base_url: str) -> str:
        """The server that a base URL leads to, as `localhost:1234`, where that is not the provider's own; else empty.
        One that the learner has chosen is no vendor's own."""
        there = server(self.whole(base_url))
        if there and there == server(self.base_url) and not self.chosen:
            return ""
        return there or base_url.strip().rpartition("@")[2]


class Explain(Protocol):
    """Translates an exception of the SDK. `travelled` is what came of its last request, where that is known."""

    def __call__(self, error: Exception, travelled: Travelled | None = None) -> Failure: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """A model as the provider lists it, with what it says of it."""

    id: str
    context_tokens: int | None = None
    output_tokens: int | None = None
    released: date | None = None
    retires: date | None = None


@dataclass(frozen=True, slots=True)
class Calling:
    """How a call is made with the SDK.

    `http_client(**how)` is the HTTP client that the SDK would make for itself, with arguments of `httpx2.Client`,
    or of `httpx.Client`, which that one follows.
    `perform(client, call, names)` yields pieces of text as they arrive and returns the `Reply`; it fills
    `names` with the SDK's objects as it meets them. `usage_so_far(names)` is what a broken stream had
    counted. `explain` translates an exception. `raised(status, wait, late)` is the
    exception that the SDK raises for an answer with that status, which may ask to wait some seconds, or without one
    for a line that broke, or that was late. `waiting(client, wait)` lets a client wait between its own tries by
    calling `wait` with the seconds that it has worked out, where it can be told so. `count_tokens` asks the
    provider for the tokens of a prompt, where it can be asked; `listed` for its models.
    """

    http_client: Callable[..., Any]
    connect: Callable[[Access, Call, Any], Any]
    perform: Callable[[Any, Call, dict[str, Any]], Generator[str, None, Reply]]
    usage_so_far: Callable[[Mapping[str, Any]], Usage | None]
    explain: Explain
    raised: Callable[[int | None, float | None, bool], Exception]
    waiting: Callable[[Any, Callable[[float], None]], None] | None = None
    count_tokens: Callable[[Any, str, str], int] | None = None
    listed: Callable[[Any], Iterator[Listed]] | None = None


Trait = Literal["system_beside_messages", "no_prefill", "usage_on_request", "logprobs"]
"""What a protocol does that others do not: has the system prompt beside the messages; refuses a list that
ends with the assistant; counts a stream only when asked, in a chunk of its own; gives log-probabilities."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that a learner names: what it is called, its base URL, the variable that a program reads its key from,
    the ids of models that it has, the one to begin with first.

    Of a well-known one also: its `id`, under which the words say what differs there, the page that tells where keys
    come from, the word that stands for a key where it asks for none, what of the protocol it `lacks`, and where all
    that was read.
    """

    name: str
    base_url: str
    key_variable: str
    models: tuple[str, ...]
    id: str = ""
    key_page: str = ""
    no_key: str = ""
    lacks: tuple[Trait, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Servers:
    """Servers of one protocol, of which the learner chooses one or names another. `known` are the well-known ones, the
    first to begin with; `at` gives the provider for any."""

    known: tuple[Server, ...]
    at: Callable[[Server], Provider]


@dataclass(frozen=True, slots=True)
class BrokenCall:
    """A call of an old tutorial that fails today. `title` says what it tries, `why` what has changed, `fix`
    is a button's label.

    `mended` is the same call with the smallest change that makes it work. `story` is told before it is run,
    `elsewhere` where it is not refused.
    """

    id: str
    title: str
    why: str
    fix: str
    call: Call
    mended: Call
    story: str = ""
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One of several APIs by which a provider's models are called: its `id`, empty for the usual one, what it is
    called, and what a call by it looks like."""

    id: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Provider:
    """Everything that the tutorial knows of one provider.

    `compose(settings, onto)` writes settings into a call, leaving arguments that no control covers as
    they are; `read(call)` is its reverse. `fields` and `table` say where things are in a response.
    `templates` maps (language, shape) to a whole program with `$arguments` where the arguments of the
    call stand and `$client` where those of the client's constructor do, or `$more` where they follow
    others (JavaScript also `$options`, curl `$body`, `$headers` and `$model`); shapes are `plain` and `streamed`.
    `written` gives the arguments of a call (in curl the body) in a language that names them otherwise than Python.
    `no_credit` is how it says that the money is used up, as a script of faults has it, and
    `accounts` with which status it says what else is wrong with an account, by the practice server's word for that.
    `wrong_key_status` is what it answers to a key that is none, `None` where it looks at none. It `takes` requests that
    others refuse, by their ids on the page of failures. `old_lines` are calls of
    old tutorials that it refuses today, by the argument that they are about. `servers` is given where the learner says
    which server it is; `models` are that one's, where not the catalogue's count. `words` are what steps say beside it.
    `caching` is how it keeps the beginning of a prompt, `embedding` how it makes vectors, where it makes any.
    `many` is what there is for a program that makes many calls.
    `structured` is how it is asked for JSON, where it can be, `tools` how it is offered tools.
    `thoughts` is how its models are made to think.

    Where there are several ways to call it, `way` is the one that this value tells of, `other_ways` those beside
    the usual one: the same provider, its key, models and prices, with what is written otherwise.
    """

    id: str
    name: str
    colour: str
    sdk: Sdk
    address: Address
    compose: Callable[[Settings, Call | None], Call]
    read: Callable[[Call], Settings]
    calling: Calling
    fields: tuple[Field, ...]
    table: Mapping[str, Cell]
    templates: Mapping[tuple[str, str], str]
    written: Mapping[str, Callable[[Call], Mapping[str, Any]]] = field(default_factory=dict)
    classic_path: str = ""
    traits: frozenset[Trait] = frozenset()
    no_credit: str = "402"
    takes: frozenset[str] = frozenset()
    wrong_key_status: int | None = 401
    accounts: Mapping[str, int] = field(default_factory=dict)
    old_lines: Mapping[str, tuple[BrokenCall, ...]] = field(default_factory=dict)
    words: OwnWords = field(default_factory=OwnWords)
    way: Way | None = None
    other_ways: tuple[Provider, ...] = ()
    servers: Servers | None = None
    models: tuple[str, ...] = ()
    caching: Caching | None = None
    embedding: Embedding | None = None
    many: Many = field(default_factory=Many)
    structured: Structured | None = None
    tools: Tools | None = None
    thoughts: Thoughts | None = None

    @property
    def handle(self) -> str:
        """What it is kept under where each way has something of its own: its id, with that of the way behind it."""
        return f"{self.id}_{self.way.id}" if self.way and self.way.id else self.id

    @property
    def title(self) -> str:
        """Its name, with the way's where that is not the usual one."""
        return f"{self.name} {self.way.name}" if self.way and self.way.id else self.name

    @property
    def kind(self) -> Kind | None:
        """What its calls look like."""
        return self.way.kind if self.way else next(iter(self.sdk.kinds), None)

    @property
    def default(self) -> str:
        """The model to begin with."""
        return self.models[0] if self.models else catalogue.DEFAULT[self.id]

    @property
    def large(self) -> str:
        """A large model of it beside the default one, empty where none is known."""
        return "" if self.models else catalogue.vendor(self.id).large or ""

    @property
    def known(self) -> tuple[Model, ...]:
        """The models that are known of it, retired ones too; of a server that the learner names, its own."""
        return self.offered if self.models else tuple(catalogue.of(self.id))

    @property
    def offered(self) -> tuple[Model, ...]:
        """The models that a learner may pick, the one to begin with first."""
        if not self.models:
            return catalogue.offered(self.id)
        return tuple(found for id in self.models if (found := catalogue.served_as(id, self.id)) is not None)

    @property
    def messages(self) -> str:
        """The argument that holds the conversation."""
        return self.kind.messages if self.kind else "messages"

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that a program may call: of the SDK's, those by which this provider can be called."""
        kinds = [way.kind for way in self.ways if way.kind]
        return tuple(method for method in self.sdk.methods if any(method in kind.methods for kind in kinds))

    @property
    def ways(self) -> tuple[Provider, ...]:
        """It by each of its ways, the usual one first."""
        usual = self if self.way is None or not self.way.id else get(self.id)
        return (usual, *usual.other_ways)

    def making(self, call: Call) -> Provider:
        """It by the way that makes a call: this one where it does, or where none is known to. A call for vectors is made
        beside its ways."""
        if self.embedding and call.method == self.embedding.method:
            return (self.ways[0] if self.way else self)._embedding_with(self.embedding)
        makes = (one for one in (self, *self.ways) if one.kind and call.method in one.kind.methods)
        return next(makes, self)

    def _embedding_with(self, embedding: Embedding) -> Provider:
        """It, asked for vectors: what is not told anew is that of its chat."""
        return replace(
            self,
            way=Way(SHAPE, embedding.kind.named, embedding.kind),
            calling=replace(self.calling, perform=embedding.perform, usage_so_far=embedding.usage_so_far),
            fields=embedding.fields,
            written=self.written if embedding.written is None else embedding.written,
            classic_path="",
            old_lines={},
        )


@cache
def every() -> Mapping[str, Provider]:
    """All providers found in this package, by id, in alphabetical order."""
    found = {}
    for module in sorted(
        info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_")
    ):
        provider = importlib.import_module(f"{__name__}.{module}").PROVIDER
        found[provider.id] = provider
    return found


def said(id: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """What each provider's words list under an id, by name; another way of calling it where it lists something else."""
    for usual in every().values():
        for one in usual.ways:
            listed = one.words.listed(id)
            if listed and (one is usual or listed != usual.words.listed(id)):
                yield one.title, listed


def meaning(field: Field, provider: Provider) -> str:
    """What a field of a response is, in this provider's words or those that hold for all."""
    return provider.words.say(f"field {field.id}") or WORDS.line(f"field {field.id}")


def advice(kind: str, own: OwnWords, **values: object) -> str:
    """What to do about a kind of failure (an id of `calls.failures`): a provider's own words, else those for all."""
    id = f"advice {kind}"
    return text.filled(" ".join((own.say(id) or WORDS.say(id)).split()), values)


def with_trait(trait: Trait, rather: Provider) -> Provider:
    """A provider whose protocol does that: this one if it does, else the first. Raises `StopIteration`."""
    return next(one for one in (rather, *every().values()) if trait in one.traits)


def headers_from(environ: Mapping[str, str], provider: Provider) -> dict[str, str]:
    """The headers that the SDK adds by itself because the operator's environment says so, names in lower case."""
    found: dict[str, str] = {}
    for variable, header in provider.address.environment_headers.items():
        value = environ.get(variable, "")
        lines = value.splitlines() if header is None else [f"{header}: {value}"] if value else []
        found |= {
            name.strip().lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)
        }
    return found


def ways() -> Mapping[str, Provider]:
    """All providers by each of their ways, by handle."""
    return {way.handle: way for provider in every().values() for way in provider.ways}


def get(handle: str) -> Provider:
    """The provider with this id, or called in the way that a handle names."""
    return every().get(handle) or ways()[handle]


def of(call: Call) -> Provider:
    """The provider of a call, by the way that makes it."""
    return every()[call.provider].making(call)
