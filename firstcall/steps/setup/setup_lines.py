"""The lines that put a key where programs look for it, and the package where Python finds it.

Generated for a variable's and a package's name, ready to copy. They carry a placeholder, never a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PLACEHOLDER = "put-your-key-here"

IGNORED = (".env", ".streamlit/secrets.toml")
"""The files of a project that hold keys, relative to its folder."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines to copy: for which `place`, in which `language` they are coloured, what to know."""

    place: str
    language: str
    text: str
    note: str


def shell(variable: str) -> Lines:
    """For the terminal of macOS and Linux (bash, zsh)."""
    return Lines(
        "macOS, Linux",
        "bash",
        f"export {variable}='{PLACEHOLDER}'",
        "Lasts until you close this terminal. For every new terminal, put the same line at the end of "
        "`~/.zshrc` (macOS) or `~/.bashrc` (most Linux).",
    )


def unseen_shell(variable: str) -> Lines:
    """The same without the key on the screen or in the shell's history."""
    return Lines(
        "macOS, Linux",
        "bash",
        f"read -rs {variable} && export {variable}",
        "Press Enter after this line, paste the key (nothing shows), press Enter again. "
        "The key then stands neither on the screen nor in the history of your shell.",
    )


def powershell(variable: str) -> Lines:
    return Lines(
        "Windows PowerShell",
        "powershell",
        f"$env:{variable} = '{PLACEHOLDER}'",
        "Lasts until you close this window.",
    )


def lasting_powershell(variable: str) -> Lines:
    return Lines(
        "Windows PowerShell",
        "powershell",
        f"[Environment]::SetEnvironmentVariable('{variable}', '{PLACEHOLDER}', 'User')",
        "Lasts: every window that you open after this one has the key.",
    )


def dotenv(variable: str) -> Lines:
    """For a file `.env` beside the program, which python-dotenv reads."""
    return Lines(
        ".env",
        "bash",
        f"{variable}={PLACEHOLDER}",
        "Save this as a file called `.env`, beside your program. The program reads it with `load_dotenv()`.",
    )


def load_dotenv(variable: str) -> Lines:
    return Lines(
        ".env",
        "python",
        f"from dotenv import load_dotenv\n\nload_dotenv()  # {variable} is in the environment from here on",
        "A variable that is already set wins: `load_dotenv()` does not replace it.",
    )


def gitignore(files: Iterable[str] = IGNORED) -> Lines:
    return Lines(
        ".gitignore",
        "text",
        "\n".join(files),
        "In a file called `.gitignore`. Git then never takes these files along, and the key stays at home.",
    )


def secrets_toml(variable: str) -> Lines:
    """For Streamlit's own file of secrets."""
    return Lines(
        "secrets.toml",
        "toml",
        f'{variable} = "{PLACEHOLDER}"',
        "For a Streamlit app: save this as `.streamlit/secrets.toml`. In a hosted app, paste it into the "
        "app's settings, under secrets.",
    )


def read_secrets(variable: str) -> Lines:
    """Source: `streamlit/runtime/secrets.py`, which also puts the outermost entries into the environment."""
    return Lines(
        "secrets.toml",
        "python",
        f'import streamlit as st\n\nkey = st.secrets["{variable}"]',
        "Entries that stand outside any `[section]` are put into the environment as well, so the SDK finds them.",
    )


def pip(package: str) -> Lines:
    return Lines(
        "Python", "bash", f"python -m pip install {package} python-dotenv", "For Python 3.10 or newer."
    )


def npm(package: str) -> Lines:
    return Lines("JavaScript", "bash", f"npm install {package}", "For Node; tried with version 20.")


def places(variable: str) -> dict[str, tuple[Lines, ...]]:
    """All ways to set a variable, by place, each as the lines to copy in turn."""
    found: dict[str, list[Lines]] = {}
    for make in (shell, unseen_shell, powershell, lasting_powershell, dotenv, load_dotenv):
        found.setdefault(make(variable).place, []).append(make(variable))
    found[".env"].append(gitignore())
    found["secrets.toml"] = [secrets_toml(variable), read_secrets(variable), gitignore()]
    return {place: tuple(lines) for place, lines in found.items()}
