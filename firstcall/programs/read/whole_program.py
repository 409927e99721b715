"""A whole program as the linter sees it: its API calls and its clients. What stands in it otherwise is in `tree`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from firstcall import models, providers
from firstcall.models import Model
from firstcall.programs.read import base_urls, vendors
from firstcall.programs.read.client import OPTIONS
from firstcall.programs.read.followed import Followed
from firstcall.programs.read.other_calls import OtherCall, maker, other_calls
from firstcall.programs.read.spelling import called, method_of, spelled
from firstcall.programs.read.tree import DEPTH
from firstcall.providers import Kind, OldCall, Other, Provider

_DATED = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$")


@dataclass(frozen=True, eq=False)
class ApiCall:
    """One API call of a program, of a `kind`; `old` is what it was made with where that is gone from the SDK.

    `words` are its named arguments by name (also through `**` of a dict that can be read, and those in the dict
    of one argument, which are `inside`); `whole`
    says that an argument which is not there is really not given. `elsewhere` means another server
    than the provider's own, whose models and rules nobody here knows. `model_nodes` are all the places where its model
    may be written, where it may be one of several.
    """

    node: ast.Call
    provider: Provider
    method: str
    kind: Kind
    old: OldCall | None
    words: Mapping[str, ast.expr]
    inside: frozenset[str]
    whole: bool
    client: ast.Call | None
    elsewhere: bool
    model_node: ast.expr | None
    model_id: str | None
    model_nodes: tuple[ast.expr, ...] = ()

    @property
    def legacy(self) -> bool:
        """Whether it is a call of an SDK generation that is gone."""
        return self.old is not None

    @property
    def own_models(self) -> bool:
        """Whether the server that answers has models of its own, whoever runs it: nobody here knows them."""
        return self.elsewhere or self.provider.servers is not None

    @property
    def of_sdk(self) -> bool:
        """Whether the SDK's own vendor is called, not another one on its wire."""
        return self.provider.address.known_to_sdk

    @property
    def model(self) -> Model | None:
        """The catalogue's entry of the model that is asked for, `None` where it is not known or somebody else's."""
        found = None if self.elsewhere or self.model_id is None else known_model(self.model_id)
        return found if found is not None and found.provider == self.provider.id else None


def known_model(id: str) -> Model | None:
    """The catalogue's entry, also for an id with a date behind it."""
    return models.find(id) or models.find(undated(id))


def undated(id: str) -> str:
    """`gpt-4o-mini` of `gpt-4o-mini-2024-07-18`."""
    return _DATED.sub("", id)


@dataclass(eq=False)
class WholeProgram(Followed):
    """One program. `provider_id` decides where the program itself does not say whose call it makes."""

    provider_id: str | None = None

    def class_of(self, call: ast.Call) -> tuple[Provider, bool] | None:
        """The home of the client that this call makes, and whether it is a cloud's; `None` for another call."""
        names = self.names_of(call.func)
        if not (names or [""])[-1][:1].isupper():
            return None
        other = providers.of_module(self.imported_as(call.func))
        return None if other is not None and not other.raw else vendors.of_client(names)

    @cached_property
    def clients(self) -> tuple[tuple[ast.Call, Provider], ...]:
        """Every client that the program makes, with the provider that it calls, as far as is known."""
        return tuple(
            (node, self._called(node, made[0]) or made[0])
            for node in self.all(ast.Call)
            if (made := self.class_of(node))
        )

    def _called(self, client: ast.Call, home: Provider) -> Provider | None:
        """The provider at a client's base URL; `None` for a server that nobody here knows."""
        return self.once(("called", id(client), home.id), lambda: self._called_at(client, home))

    def _called_at(self, client: ast.Call, home: Provider) -> Provider | None:
        urls = self.urls_of(client)
        if not urls and home.sdk.base_url not in self.words_of(client)[0]:
            return home
        gateways = (
            other for url in urls if (other := providers.other_at(url)) is not None and other.hands_on
        )
        return next(
            (found for url in urls if (found := vendors.at(url, home))), home if any(gateways) else None
        )

    def urls_of(self, client: ast.Call) -> list[str]:
        """The base URLs that a client may be given, as they are written; those of the environment where it is given
        none."""
        made = self.class_of(client)
        argument = made[0].sdk.base_url if made else ""
        own = base_urls.of_client(self, client, argument)
        if own or made is None or argument in self.words_of(client)[0]:
            return own
        return base_urls.of_environment(self, made[0].address.base_url_variable)

    def asked_at(self, call: ApiCall) -> list[str]:
        """The base URLs at which a call may be answered, as far as the program says."""
        return self.urls_of(call.client) if call.client is not None else self.module_urls(call.provider)

    def module_urls(self, home: Provider) -> list[str]:
        """The base URLs at which a call of the SDK's module may be answered."""
        settings = home.sdk.old.settings.items()
        names = frozenset({home.sdk.base_url}.union(name for name, word in settings if word == "base_url"))
        found = base_urls.of_module(self, vendors.module_of(home), names)
        return found or base_urls.of_environment(self, home.address.base_url_variable)

    def answers(self, call: ApiCall) -> str:
        """The name of who answers a call: its provider, another one that is known, a host; empty for nobody known."""
        if not call.own_models:
            return call.provider.name
        urls = self.asked_at(call)
        other = (
            self.other_of(call.client)
            if call.client
            else next(filter(None, map(providers.other_at, urls)), None)
        )
        host = self.hosted_by(call)
        return other.name if other else host.name if host else next(map(providers.server, urls), "")

    def hosted_by(self, call: ApiCall) -> Provider | None:
        """The provider at whose address a call goes by the SDK of another, such as Google's by OpenAI's."""
        return next(filter(None, map(vendors.whose, self.asked_at(call))), None) if call.elsewhere else None

    def other_of(self, client: ast.Call) -> Other | None:
        """Who else than a provider an SDK's client calls, `None` where that is nobody known."""
        name = (self.names_of(client.func) or [""])[-1].removeprefix("Async")
        found = (one for one in providers.others().values() if name in one.classes)
        at = (one for url in self.urls_of(client) if (one := providers.other_at(url)))
        return next(found, None) or next(at, None)

    @cached_property
    def _methods(self) -> dict[str, tuple[Provider, Kind, OldCall | None]]:
        return vendors.methods()

    @cached_property
    def calls(self) -> tuple[ApiCall, ...]:
        return tuple(call for node in self.all(ast.Call) if (call := self._api_call(node)))

    @cached_property
    def other_calls(self) -> tuple[OtherCall, ...]:
        """The calls that other packages make."""
        return tuple(other_calls(self, frozenset(self._methods)))

    def misplaced(self, call: ApiCall) -> bool:
        """Whether a client is asked for a method that only another SDK's client has."""
        made = self.class_of(call.client) if call.client is not None else None
        return made is not None and made[0].sdk != call.provider.sdk

    @cached_property
    def provider(self) -> Provider | None:
        """Whose API the program is about: of its calls, clients or imports; else what was told."""
        for call in self.calls:
            return call.provider
        for _, made in self.clients:
            return made
        named = [home for home in vendors.homes() if vendors.module_of(home) in self.imported]
        return named[0] if len(named) == 1 else self.told

    @property
    def told(self) -> Provider | None:
        return providers.every().get(self.provider_id or "")

    def _api_call(self, node: ast.Call) -> ApiCall | None:
        names = self.names_of(node.func)
        method = method_of(names, self._methods) if names else None
        if method is None or maker(self, node) is not None:
            return None
        words, whole = self.words_of(node)
        home, kind, old = self._methods[method]
        if old.sign not in ("", *words) if old else not self._is_of(home, kind, node, method, words):
            return None
        return self._made(node, home, kind, method, old, words, whole)

    def _is_of(
        self, home: Provider, kind: Kind, node: ast.Call, method: str, words: Mapping[str, ast.expr]
    ) -> bool:
        """Whether a call is one of this SDK's and not of another package that has a method of the name."""
        names = self.names_of(node.func)
        if kind.elsewhere.intersection(names):
            return False
        if "." not in method:
            return self._is_word_of(home, kind, node, words)
        if not kind.foreign:
            return True
        if kind.foreign & set(words):
            return False
        return self._is_about(home) or kind.messages in words

    def _is_about(self, home: Provider) -> bool:
        """Whether an SDK is imported, makes a client, or is the one that was told."""
        made = self.once(("clients", home.id), lambda: self._made_for(home))
        told = self.told is not None and self.told.sdk == home.sdk
        return vendors.module_of(home) in self.packages or bool(made) or told

    def _is_word_of(self, home: Provider, kind: Kind, node: ast.Call, words: Mapping[str, ast.expr]) -> bool:
        """The same for a method of one word, such as `chat`: many programs have one of their own."""
        module = vendors.module_of(home)
        if isinstance(node.func, ast.Name):
            return f"{module}.*" in self.imported or self.imported_as(node.func).startswith(f"{module}.")
        if (
            called(node) in self.functions
            and self.made_at(node.func) is None
            and not self.imported_as(node.func)
        ):
            return False
        return self._is_about(home) or set(kind.required) <= set(words)

    def _made(
        self, node: ast.Call, home: Provider, kind: Kind, method: str, old: OldCall | None,
        words: dict[str, ast.expr], whole: bool,
    ) -> ApiCall:  # fmt: skip
        within = self.inside_of(kind, words)
        client = self._client_of(node, home)
        provider, elsewhere = self._asked(node, client, home)
        also = (word for word, name in kind.meant.items() if name == "model" and word in words)
        asked = words.get("model") or words.get(next(also, ""))
        written = self.origin(asked) if asked is not None else None
        id = self.value(written)
        return ApiCall(
            node, provider, method, kind, old, {**within[0], **words}, frozenset(within[0]), whole and within[1],
            client, elsewhere, written,
            id if isinstance(id, str) else None,
            self.sources(asked) if asked is not None else (),
        )  # fmt: skip

    def inside_of(self, kind: Kind, words: Mapping[str, ast.expr]) -> tuple[dict[str, ast.expr], bool]:
        """The arguments that stand in the dict of one, and whether these are surely all. It may be an object of
        the SDK's class as well."""
        given = words.get(kind.inside.argument) if kind.inside else None
        if given is None or kind.inside is None:
            return {}, True
        node = self.origin(given)
        if isinstance(node, ast.Call) and spelled(node.func)[-1:] == [kind.inside.owner.rpartition(".")[2]]:
            return self.words_of(node)
        entries = self.entries(node)
        return entries, isinstance(node, ast.Dict) and len(entries) == len(node.keys)

    def _asked(self, node: ast.Call, client: ast.Call | None, home: Provider) -> tuple[Provider, bool]:
        """Who answers a call, and whether it is somebody else than the providers that are known here."""
        told = self.told if self.told is not None and self.told.sdk == home.sdk else home
        if client is None:
            return self._on_module(node, home) or (told, self._may_be_elsewhere(home))
        made = self.class_of(client)
        if made is None or made[0].sdk != home.sdk:  # a method of another SDK, which is a fault of its own
            return home, False
        called = self._called(client, home)
        if called is None:
            return told, True
        return called, made[1]

    def _on_module(self, node: ast.Call, home: Provider) -> tuple[Provider, bool] | None:
        """Who answers a call that the module itself makes, where the program sets an address for it."""
        if not self.imported_as(node.func).startswith(f"{vendors.module_of(home)}."):
            return None
        urls = self.module_urls(home)
        called = vendors.at(urls[0], home) if urls else home
        return (called, False) if called else (home, True)

    def _may_be_elsewhere(self, home: Provider) -> bool:
        """Whether a call on a client that nobody can tell from the others may go to one of a server unknown here."""
        mine = self.once(("clients", home.id), lambda: self._made_for(home))
        return any(self._called(client, home) is None for client in mine)

    def _client_of(self, node: ast.Call, home: Provider) -> ast.Call | None:
        if (found := self.made_at(node.func)) is not None:
            return found
        mine = self.once(("clients", home.id), lambda: self._made_for(home))
        return mine[0] if len(mine) == 1 else None

    def made_at(self, base: ast.expr) -> ast.Call | None:
        """The call that makes the client from which a chain of names leads to `base`, as far as the program shows it."""
        for _ in range(DEPTH):
            if isinstance(base, ast.Call):
                if self.class_of(base):
                    return base
                if not (isinstance(base.func, ast.Attribute) and base.func.attr in OPTIONS):
                    return None
                base = base.func.value
            elif (below := self.below(base)) is not None:
                base = below
            else:
                return None
        return None

    def _made_for(self, home: Provider) -> list[ast.Call]:
        return [client for client, made in self.clients if made.sdk == home.sdk]
