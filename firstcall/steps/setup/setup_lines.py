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


def fish(variable: str) -> Lines:
    return Lines("fish", "macOS, Linux", "fish", f"set -gx {variable} '{PLACEHOLDER}'")


def powershell(variable: str) -> Lines:
    """For Windows PowerShell 5.1, which comes with Windows, and PowerShell 7 alike, as the lines that follow."""
    return Lines("powershell", "PowerShell", "powershell", f"$env:{variable} = '{PLACEHOLDER}'")


def unseen_powershell(variable: str) -> Lines:
    """The same without the key on the screen: `Read-Host -MaskInput` is of PowerShell 7.1 and later."""
    typed = "[Net.NetworkCredential]::new('', (Read-Host -AsSecureString)).Password"
    return Lines("unseen_powershell", "PowerShell", "powershell", f"$env:{variable} = {typed}")


def lasting_powershell(variable: str) -> Lines:
    return Lines(
        "lasting_powershell",
        "PowerShell",
        "powershell",
        f"[Environment]::SetEnvironmentVariable('{variable}', '{PLACEHOLDER}', 'User')",
    )


def dotenv_powershell(variable: str) -> Lines:
    """`>` writes UTF-16 in PowerShell 5.1 and `-Encoding utf8` a mark in front, ASCII is the same in all versions:
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding"""
    return Lines(
        "dotenv_powershell",
        "PowerShell",
        "powershell",
        f"Set-Content -Encoding ascii .env '{variable}={PLACEHOLDER}'",
    )


def cmd(variable: str) -> Lines:
    """For cmd.exe. Quotation marks around the whole keep them, and a blank at the end, out of the value:
    https://learn.microsoft.com/windows-server/administration/windows-commands/set_1"""
    return Lines("cmd", "cmd.exe", "bat", f'set "{variable}={PLACEHOLDER}"')


def lasting_cmd(variable: str) -> Lines:
    """https://learn.microsoft.com/windows-server/administration/windows-commands/setx"""
    return Lines("lasting_cmd", "cmd.exe", "bat", f'setx {variable} "{PLACEHOLDER}"')


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
    makers = (
        *(shell, unseen_shell, fish, powershell, unseen_powershell, lasting_powershell, dotenv_powershell),
        *(cmd, lasting_cmd, dotenv, load_dotenv),
    )
    for line in (make(variable) for make in makers):
        found.setdefault(line.place, []).append(line)
    found[".env"].append(gitignore())
    found["secrets.toml"] = [secrets_toml(variable), read_secrets(variable), gitignore()]
    return {place: tuple(lines) for place, lines in found.items()}
