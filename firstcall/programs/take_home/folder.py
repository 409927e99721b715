"""A program as a folder that is unpacked and started: what it needs, its settings, and how to start it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping

from firstcall.programs.files import named_in
from firstcall.programs.take_home import WORDS
from firstcall.programs.take_home.language import LANGUAGES, requirements
from firstcall.programs.take_home.start import STARTS, environment, variable
from firstcall.providers import Access, Provider

_OLDEST_NODE = "20.12"
"""The first that has `process.loadEnvFile`: https://nodejs.org/api/process.html#processloadenvfilepath"""


def name(language: str, provider: Provider) -> str:
    """What the folder is called."""
    return f"first-call-{provider.id}-{language}"


def zipped(language: str, source: str, provider: Provider, practice: Access) -> bytes:
    """The folder as a zip file: all its files in one folder of its name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, text in files(language, source, provider, practice).items():
            archive.writestr(f"{name(language, provider)}/{file}", text)
    return packed.getvalue()


def files(language: str, source: str, provider: Provider, practice: Access) -> Mapping[str, str]:
    """The files by name: the program as it stands, and what it wants around it. Without a key it asks `practice`."""
    start, written = STARTS[language]
    return {
        LANGUAGES[language].file: source,
        **named_in(source),
        start: written(provider, practice),
        **_packages(language, provider, source),
        ".env.example": _settings(provider),
        ".gitignore": ".env\n.venv/\nnode_modules/\n",
        "README.md": readme(language, provider, practice),
    }


def _packages(language: str, provider: Provider, source: str) -> Mapping[str, str]:
    if language == "python":
        return {"requirements.txt": "".join(f"{package}\n" for package in requirements(provider, source))}
    if language == "javascript":
        return {"package.json": json.dumps(_package(provider), indent=2) + "\n"}
    return {}


def _package(provider: Provider) -> Mapping[str, object]:
    return {
        "name": "first-call",
        "private": True,
        "type": "module",
        "engines": {"node": f">={_OLDEST_NODE}"},
        "scripts": {"start": f"node {STARTS['javascript'][0]}"},
        "dependencies": {provider.sdk.javascript_package: provider.sdk.javascript_version},
    }


def _settings(provider: Provider) -> str:
    """What `.env` is made of: the key, the word in its place, or the vendor's address where no SDK asks for one."""
    address = provider.address
    value = address.no_key if address.needs_key else address.base_url
    return (
        f"# {WORDS.line(f'settings/{_own(provider)}', page=address.key_page)}\n{variable(provider)}={value}\n"
    )


def readme(language: str, provider: Provider, practice: Access) -> str:
    """How to start it, with and without a key, and what each file is for."""
    of = LANGUAGES[language]
    said = {
        "provider": provider.name,
        "language": of.name,
        "url": environment(provider, practice)[provider.address.base_url_variable],
        "variable": variable(provider),
        "page": provider.address.key_page,
        "program": of.file,
        "start": STARTS[language][0],
    }
    lines = "".join(f"{command}\n" for command in (of.prepare, of.begin) if command)
    parts = [
        f"# {WORDS.title('readme', **said)}",
        WORDS.say(f"readme/{language}", **said),
        f"```sh\n{lines}```",
        WORDS.say("readme/practice", **said),
        f"## {WORDS.title(f'readme {_own(provider)}', **said)}",
        WORDS.say(f"readme {_own(provider)}", **said),
        f"## {WORDS.title('readme files')}",
        WORDS.say("readme files", **said),
    ]
    return "\n\n".join(parts) + "\n"


def _own(provider: Provider) -> str:
    """What the learner brings: a key of their own, a server for which the SDK wants a word in the place of one, a server."""
    if provider.address.no_key:
        return "word"
    return "key" if provider.address.needs_key else "server"
