"""The lines of "Set up", read by the programs that they are made for."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import dotenv
import pytest

from firstcall.providers import Provider
from firstcall.steps.setup import lesson, setup_lines
from firstcall.steps.setup.setup_lines import PLACEHOLDER

BASH = shutil.which("bash")
ZSH = shutil.which("zsh")
GIT = shutil.which("git")
FISH = shutil.which("fish")
POWERSHELL = shutil.which("pwsh")


def printed(shell: str, lines: str, variable: str, stdin: str = "") -> str:
    """What a program started after these lines finds in its environment."""
    ran = subprocess.run(
        [shell, "-c", f"{lines}\nprintenv {variable}"],
        input=stdin, capture_output=True, text=True, timeout=30, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    return ran.stdout.strip()


@pytest.mark.skipif(not BASH, reason="no bash here")
def test_the_shell_line_sets_the_variable_for_programs(provider: Provider) -> None:
    assert BASH
    assert (
        printed(BASH, setup_lines.shell(provider.address.key_variable).text, provider.address.key_variable)
        == PLACEHOLDER
    )


@pytest.mark.skipif(not BASH, reason="no bash here")
def test_the_unseen_line_takes_the_key_from_the_keyboard(provider: Provider) -> None:
    assert BASH
    lines = setup_lines.unseen_shell(provider.address.key_variable).text
    assert printed(BASH, lines, provider.address.key_variable, "sk-typed\n") == "sk-typed"


@pytest.mark.skipif(not ZSH, reason="no zsh here")
def test_the_shell_lines_work_in_zsh_too() -> None:
    assert ZSH
    assert printed(ZSH, setup_lines.shell("SOME_KEY").text, "SOME_KEY") == PLACEHOLDER
    assert printed(ZSH, setup_lines.unseen_shell("SOME_KEY").text, "SOME_KEY", "sk-typed\n") == "sk-typed"


@pytest.mark.skipif(not POWERSHELL, reason="no PowerShell here")
def test_the_powershell_line_sets_the_variable() -> None:
    assert POWERSHELL
    line = f"{setup_lines.powershell('SOME_KEY').text}; [Environment]::GetEnvironmentVariable('SOME_KEY')"
    ran = subprocess.run([POWERSHELL, "-Command", line], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == PLACEHOLDER


def test_the_powershell_lines_are_spelt_as_powershell_wants_them() -> None:
    assert setup_lines.powershell("SOME_KEY").text == f"$env:SOME_KEY = '{PLACEHOLDER}'"
    lasting = f"[Environment]::SetEnvironmentVariable('SOME_KEY', '{PLACEHOLDER}', 'User')"
    assert setup_lines.lasting_powershell("SOME_KEY").text == lasting
    written = f"Set-Content -Encoding ascii .env 'SOME_KEY={PLACEHOLDER}'"
    assert setup_lines.dotenv_powershell("SOME_KEY").text == written


def test_the_lines_for_powershell_hold_nothing_that_came_after_version_5_1() -> None:
    lines = [way.text for way in setup_lines.places("SOME_KEY")["PowerShell"]]
    newer = ("&&", "||", "??", "-MaskInput", "-AsByteStream", "utf8NoBOM", "utf8", " > ")
    assert len(lines) == 4 and not [(word, line) for line in lines for word in newer if word in line]


def test_the_lines_for_cmd_keep_the_quotation_marks_out_of_the_value() -> None:
    set, setx = (way.text for way in setup_lines.places("SOME_KEY")["cmd.exe"])
    assert (set, setx) == (f'set "SOME_KEY={PLACEHOLDER}"', f'setx SOME_KEY "{PLACEHOLDER}"')


@pytest.mark.skipif(not FISH, reason="no fish here")
def test_the_line_for_fish_sets_the_variable() -> None:
    assert FISH
    assert printed(FISH, setup_lines.fish("SOME_KEY").text, "SOME_KEY") == PLACEHOLDER


def test_python_dotenv_reads_the_line(provider: Provider, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(setup_lines.dotenv(provider.address.key_variable).text)
    assert dotenv.dotenv_values(file) == {provider.address.key_variable: PLACEHOLDER}


def test_the_secrets_line_is_toml(provider: Provider) -> None:
    text = setup_lines.secrets_toml(provider.address.key_variable).text
    assert tomllib.loads(text) == {provider.address.key_variable: PLACEHOLDER}


@pytest.mark.skipif(not GIT, reason="no git here")
@pytest.mark.parametrize("name", [".env", ".streamlit/secrets.toml"])
def test_git_does_not_see_the_files_with_keys(name: str, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(setup_lines.gitignore().text)
    assert ignored(tmp_path, name)
    assert not ignored(tmp_path, "app.py")


def ignored(folder: Path, name: str) -> bool:
    assert GIT
    subprocess.run([GIT, "init", "-q"], cwd=folder, check=True, timeout=30)
    return subprocess.run([GIT, "check-ignore", "-q", name], cwd=folder, timeout=30).returncode == 0


@pytest.mark.skipif(not GIT, reason="no git here")
@pytest.mark.parametrize(
    "line",
    [
        ".env", "/.env", "**/.env", "*.env", ".env*", "*env", "# .env", "!.env", ".env/", "./.env", "env", ".venv",
        '".env"', "git rm .env", "OPENAI_API_KEY", ".env.*",
    ],
)  # fmt: skip
def test_the_exercise_judges_a_line_as_git_does(line: str, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(line)
    assert lesson.judge_ignore_line(line).done == ignored(tmp_path, ".env")


def test_every_way_carries_the_placeholder_and_no_key(provider: Provider) -> None:
    for ways in setup_lines.places(provider.address.key_variable).values():
        assert not any("sk-" in way.text for way in ways)
        assert any(provider.address.key_variable in way.text for way in ways)


def test_pip_and_npm_name_the_packages() -> None:
    assert setup_lines.pip("openai").text == "python -m pip install openai python-dotenv"
    assert setup_lines.npm("@anthropic-ai/sdk").text == "npm install @anthropic-ai/sdk"
