"""One look for a key: for which provider, in which environment and folder, and how what is found is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from firstcall.providers import Provider
from firstcall.steps.setup import WORDS
from firstcall.steps.setup.key_files import KeyFile

Place = Literal["environment", "dotenv", "secrets"]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that would fail: the words `# own <id>`, with their values put in."""

    id: str
    title: str
    said: str


@dataclass(frozen=True, slots=True)
class Found:
    """The text that an SDK takes for its key, as it stands, the name that it has, and where."""

    value: str = field(repr=False)
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Search:
    """Who is looked for, and where."""

    provider: Provider
    environ: Mapping[str, str]
    dotenv: KeyFile
    secrets: KeyFile
    folder: Path

    @property
    def variable(self) -> str:
        return self.provider.address.key_variable

    def remark(self, id: str, **values: object) -> Remark:
        known = {"variable": self.variable, "name": self.provider.name, "package": self.provider.sdk.package}
        said = known | {
            "env": code(self.dotenv.path),
            "toml": code(self.secrets.path),
            "folder": code(self.folder),
        }
        return Remark(id, WORDS.title(f"own {id}"), WORDS.line(f"own {id}", **(said | values)))

    def places(self) -> Mapping[Place, Mapping[str, Any]]:
        """All names with their values, by place, in the order in which the first that has one wins."""
        return {"environment": self.environ, "dotenv": self.dotenv.values, "secrets": self.secrets.values}

    def where(self, place: Place) -> str:
        return self.remark(f"in_{place}").said

    def found(self) -> Found | None:
        """What the SDK takes for the key; some take it from another variable first."""
        names = self.provider.address.key_variables
        return next(filter(None, map(self._of, names)), None)

    def _of(self, name: str) -> Found | None:
        """A variable that is set and empty is left alone by `load_dotenv()`; Streamlit puts its secrets over it."""
        for place, values in self.places().items():
            value = values.get(name)
            if isinstance(value, str) and value.strip():
                return Found(value, name, place)
            if place == "environment" and value is not None and not self._in_secrets(name):
                return None
        return None

    def line(self) -> str:
        """The line of `.env` that sets the variable, the last if there are several."""
        lines = [line for line in self.dotenv.text.splitlines() if self.variable in line]
        return lines[-1] if lines else ""

    def _in_secrets(self, name: str) -> bool:
        return isinstance(self.secrets.values.get(name), str)


def code(value: object) -> str:
    return f"`{str(value).replace('`', '')}`"
