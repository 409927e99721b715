"""API keys: where one comes from, who may use it, what a paste did to it.

A key is never logged, stored or shown here: `Key` shows itself masked. Whether a provider accepts
it only a call can say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from os.path import commonprefix
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from firstcall import providers
from firstcall.running import WORDS

Source = Literal["environment", ".env", "secrets", "pasted", "chosen"]
"""Where a key was found: in one of the operator's places, or given by the learner, as one or as the word for none."""

_LONGEST = 1_000
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_QUOTES = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
_NAME = re.compile(
    r"(?:export\s+|setx?\s+|\$env:)?[A-Z_-]{0,40}(?:api[_-]?key|token)[A-Z_]{0,40}\s*[=:]\s*", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    r"(?<![a-z0-9])(your|here|placeholder|change[-_]?me|insert|replace|todo)(?![a-z0-9])"
    r"|\.\.\.|\u2026|^<.*>$|x{6}|\*{4}|^(api[-_ ]?key|key|secret|none|null)$",
    re.IGNORECASE,
)
"""Words between signs: in the letters of a real key they do not stand alone."""
_SCHEME = re.compile(r"(?:Authorization:\s*)?Bearer\s+", re.IGNORECASE)

_FORWARDING = re.compile(
    r"forwarded|via|x-(?:original-)?forwarded.*|x-original-host|x-real-ip|x-client-ip|x-cluster-client-ip"
    r"|x-envoy-external-address|true-client-ip|fly-client-ip|fastly-client-ip|cf-.*"
    r"|x-scheme|x-nginx-.*|x-azure-.*|x-appengine-.*|tailscale-.*"
)


@dataclass(frozen=True)
class Key:
    """A key that was found. `variable` is the name a program would read it from.

    `remarks` say what was mended in the pasted text; `problems` say why the key cannot be sent.
    """

    value: str = field(repr=False)
    source: Source
    variable: str
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def masked(self) -> str:
        """The key for display: seven characters and the last four of a long one, less of a short one."""
        return mask(self.value)

    @property
    def where(self) -> str:
        """Where it was found, in words for the page."""
        return WORDS.line(f"key_found {self.source}")

    @property
    def owners(self) -> bool:
        """Whether it is the operator's."""
        return self.source not in {"pasted", "chosen"}

    @property
    def usable(self) -> bool:
        return not self.problems


def mask(value: str) -> str:
    """A secret made showable. At most half of it is left, and its length is not given away."""
    if len(value) >= 24:
        return f"{value[:7]}\N{HORIZONTAL ELLIPSIS}{value[-4:]}"
    if len(value) >= 12:
        return f"{value[:3]}\N{HORIZONTAL ELLIPSIS}{value[-2:]}"
    return "\N{HORIZONTAL ELLIPSIS}"


def find(
    variable: str,
    *,
    before: Sequence[str] = (),
    pasted: str = "",
    environ: Mapping[str, str],
    dotenv: Mapping[str, str],
    secrets: Mapping[str, object],
    may_use_owners: bool,
) -> Key | None:
    """The key for a visitor: the one they pasted, else the owner's if they may use it.

    The owner's places are looked at in the order environment, `.env`, secrets; where `before` names other
    variables, which the SDK prefers, for each of them first. An empty text counts as no key, and there a
    placeholder too.
    """
    places: list[tuple[Source, str, object]] = [("pasted", variable, pasted)]
    for name in (*before, variable) if may_use_owners else ():
        places += [
            ("environment", name, environ.get(name)),
            (".env", name, dotenv.get(name)),
            ("secrets", name, secrets.get(name)),
        ]
    for source, name, text in places:
        value, remarks = clean(text) if isinstance(text, str) else ("", ())
        if value and (source == "pasted" or not is_placeholder(value, name)):
            return Key(value, source, name, problems_of(value), remarks)
    return None


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """A pasted key without what came along with it, and a remark on each thing that was taken off."""
    value, what = taken_off(text)
    return value, tuple(WORDS.line(f"taken_off/{one}") for one in what)


def taken_off(text: str) -> tuple[str, tuple[str, ...]]:
    """The same with the ids of these things."""
    found: list[str] = []
    before = None
    text = text[: 2 * _LONGEST]
    while text != before:
        before = text
        text = _without(text, _INVISIBLE.sub("", text), "invisible", found)
        text = _without(text, text.strip(), "blank", found)
        text = _without(text, text.rstrip(",;"), "comma", found)
        text = _without(text, text.strip(_QUOTES), "quotes", found)
        text = _without(text, _after(_NAME, text), "variable", found)
        text = _without(text, _after(_SCHEME, text), "bearer", found)
    return text, tuple(found)


def _without(before: str, after: str, what: str, found: list[str]) -> str:
    if after != before and what not in found:
        found.append(what)
    return after


def _after(prefix: re.Pattern[str], text: str) -> str:
    match = prefix.match(text)
    return text[match.end() :] if match else text


def problems_of(value: str) -> tuple[str, ...]:
    """Why a cleaned key cannot travel in an HTTP header; empty when it can."""
    problems = []
    foreign = sorted({character for character in value if not character.isascii()})
    if foreign:
        problems.append(WORDS.line("key_problem/foreign", character=ascii(foreign[0])))
    if any(character.isascii() and not "!" <= character <= "~" for character in value):
        problems.append(WORDS.line("key_problem/blank"))
    if len(value) > _LONGEST:
        problems.append(WORDS.line("key_problem/too_long"))
    return tuple(problems)


def is_placeholder(value: str, variable: str) -> bool:
    """Whether a text stands for a key that somebody was to put in its place, such as `put-your-key-here`."""
    if value.startswith(providers.PRACTICE_KEY):
        return False
    return value == variable or _PLACEHOLDER.search(value) is not None


def plausible(provider: str, key: str) -> str | None:
    """A remark if the key's shape is unusual for the provider. A hint only: shapes change, calls decide.

    Shapes are background knowledge, not promised by the providers; some have several.
    """
    if key.startswith(providers.PRACTICE_KEY):
        return WORDS.line("key_looks/practice")
    prefixes = _prefixes()
    for id, (name, beginnings) in prefixes.items():
        if key.startswith(beginnings) and id != provider:
            return WORDS.line("key_looks/other_provider", name=name)
    usual = commonprefix(prefixes[provider][1]) if provider in providers.every() else ""  # noqa: RUF071
    if len(usual) > 1 and not key.startswith(usual):  # a letter that all forms of a key share says nothing
        return WORDS.line("key_looks/unusual", usual=usual)
    return None


def _prefixes() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """By provider: its name, and how its keys usually begin."""
    return {one.id: (one.name, one.address.key_prefixes) for one in providers.every().values()}


def is_local_visitor(*, ip: str | None, headers: Mapping[str, str]) -> bool:
    """Whether the visitor's browser runs on the app's own machine.

    Streamlit reports `None` as the address of a loopback connection. A proxy or tunnel on this
    machine makes strangers look local too, so any forwarding header, and any name other than
    localhost in `Host` or `Origin`, says no.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    return (
        (ip is None or _is_loopback(ip))
        and not any(_FORWARDING.fullmatch(name) for name in lower)
        and names_this_machine("//" + lower.get("host", ""))
        and ("origin" not in lower or names_this_machine(lower["origin"]))
    )


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return bool((mapped or found).is_loopback)


def names_this_machine(url: str) -> bool:
    """Whether a URL leads to this machine by its own name: `localhost`, or a loopback address."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def shares_keys(environ: Mapping[str, str]) -> bool:
    """Whether the operator lends the server's keys to every visitor, with `FIRSTCALL_SHARE_KEYS=1`."""
    return environ.get("FIRSTCALL_SHARE_KEYS", "").strip().lower() in {"1", "true", "yes", "on"}


def lends_nothing(environ: Mapping[str, str]) -> bool:
    """Whether the operator keeps the server's keys even from visitors that look local, with
    `FIRSTCALL_SHARE_KEYS=0`: for an app behind a tunnel, where a stranger can look local."""
    return environ.get("FIRSTCALL_SHARE_KEYS", "").strip().lower() in {"0", "false", "no", "off"}


def dotenv_values(path: Path) -> dict[str, str]:
    """The variables of a `.env` file, with `os.environ` left alone; empty if it cannot be read."""
    import dotenv

    try:
        # Windows' Notepad begins a file with a byte order mark, which would become part of the first name.
        found = dotenv.dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in found.items() if value is not None}
