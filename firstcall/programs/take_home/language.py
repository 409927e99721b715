"""The languages that programs are written in: what a file is called, what is to be installed, how it is started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata

from firstcall.providers import Provider

_DOTENV = "python-dotenv"
_BESIDE = {"opentelemetry.sdk": "opentelemetry-sdk"}
"""The packages of modules that only some pages' programs import."""


@dataclass(frozen=True, slots=True)
class Language:
    """`file` is the program, `highlight` what a highlighter calls the language. `install` and `start` are
    commands for the file alone, `prepare` and `begin` those for its folder; what is empty is not needed.
    """

    name: str
    file: str
    highlight: str
    install: str
    start: str
    prepare: str
    begin: str


LANGUAGES: Mapping[str, Language] = {
    "python": Language(
        name="Python",
        file="first_call.py",
        highlight="python",
        install=f"pip install <package> {_DOTENV}",
        start="python first_call.py",
        prepare="pip install -r requirements.txt",
        begin="python start.py",
    ),
    "javascript": Language(
        name="JavaScript",
        file="first_call.mjs",
        highlight="javascript",
        install="npm install <javascript_package>",
        start="node first_call.mjs",
        prepare="npm install",
        begin="npm start",
    ),
    "curl": Language(
        name="curl",
        file="first_call.sh",
        highlight="bash",
        install="",
        start="sh first_call.sh",
        prepare="",
        begin="sh start.sh",
    ),
}


def install(language: str, provider: Provider, source: str = "") -> str:
    """The command that installs what a program in this language needs; empty where it needs nothing."""
    sdk, command = provider.sdk, LANGUAGES[language].install
    command = " ".join((command, *(_beside(source) if language == "python" else ())))
    return command.replace("<package>", sdk.package).replace("<javascript_package>", sdk.javascript_package)


def requirements(provider: Provider, source: str = "") -> tuple[str, ...]:
    """What a Python program needs, each in the release that this app itself runs with."""
    return tuple(_pinned(package) for package in (provider.sdk.package, _DOTENV, *_beside(source)))


def _beside(source: str) -> list[str]:
    """What a program of ours imports beside the SDK."""
    return [package for module, package in _BESIDE.items() if f"from {module}" in source]


def _pinned(package: str) -> str:
    try:
        return f"{package}=={metadata.version(package)}"
    except metadata.PackageNotFoundError:  # a module that lies on the path as it is has no release
        return package
