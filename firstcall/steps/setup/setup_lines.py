"""The lines that put a key where programs look for it, and the package where Python finds it.

Generated for a variable's and a package's name, ready to copy. They carry a placeholder, never a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from firstcall.steps.setup import WORDS

PLACEHOLDER = "put-your-key-here"

IGNORED = (".env", ".streamlit/secrets.toml")
"""The files of a project that hold keys, relative to its folder."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines to copy: for which `place`, in which `language` they are coloured, what to know."""

    id: str
    place: str
    language: str
    text: str

    @property
    def note(self) -> str:
        return WORDS.line(f"lines/{self.id}")


def shell(variable: str) -> Lines:
    """For the terminal of macOS and Linux (bash, zsh)."""
    return Lines("shell", "macOS, Linux", "bash", f"export {variable}='{PLACEHOLDER}'")


def unseen_shell(variable: str) -> Lines:
    """The same without the key on the screen or in the shell's history."""
    return Lines("unseen_shell", "macOS, Linux", "bash", f"read -rs {variable} && export {variable}")


def powershell(variable: str) -> Lines:
    return Lines("powershell", "Windows PowerShell", "powershell", f"$env:{variable} = '{PLACEHOLDER}'")


def lasting_powershell(variable: str) -> Lines:
    return Lines(
        "lasting_powershell",
        "Windows PowerShell",
        "powershell",
        f"[Environment]::SetEnvironmentVariable('{variable}', '{PLACEHOLDER}', 'User')",
    )


def dotenv(variable: str) -> Lines:
    """For a file `.env` beside the program, which python-dotenv reads."""
    return Lines("dotenv", ".env", "bash", f"{variable}={PLACEHOLDER}")


def load_dotenv(variable: str) -> Lines:
    return Lines(
        "load_dotenv",
        ".env",
        "python",
        f"from dotenv import load_dotenv\n\nload_dotenv()  # {variable} is in the environment from here on",
    )


def gitignore(files: Iterable[str] = IGNORED) -> Lines:
    return Lines("gitignore", ".gitignore", "text", "\n".join(files))


def secrets_toml(variable: str) -> Lines:
    """For Streamlit's own file of secrets."""
    return Lines("secrets_toml", "secrets.toml", "toml", f'{variable} = "{PLACEHOLDER}"')


def read_secrets(variable: str) -> Lines:
    """Source: `streamlit/runtime/secrets.py`, which also puts the outermost entries into the environment."""
    return Lines(
        "read_secrets", "secrets.toml", "python", f'import streamlit as st\n\nkey = st.secrets["{variable}"]'
    )


def pip(package: str) -> Lines:
    return Lines("pip", "Python", "bash", f"python -m pip install {package} python-dotenv")


def npm(package: str) -> Lines:
    return Lines("npm", "JavaScript", "bash", f"npm install {package}")


def places(variable: str) -> dict[str, tuple[Lines, ...]]:
    """All ways to set a variable, by place, each as the lines to copy in turn."""
    found: dict[str, list[Lines]] = {}
    for make in (shell, unseen_shell, powershell, lasting_powershell, dotenv, load_dotenv):
        found.setdefault(make(variable).place, []).append(make(variable))
    found[".env"].append(gitignore())
    found["secrets.toml"] = [secrets_toml(variable), read_secrets(variable), gitignore()]
    return {place: tuple(lines) for place, lines in found.items()}
