"""A program that a warm process runs does what it does when its interpreter is started for it."""

from __future__ import annotations

import re
from pathlib import Path

import httpx2
import pytest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from tests import run_programs

KEY = "sk-practice-warm"
LEAVES = {
    "python": "import os, sys\nprint(os.getcwd(), *sys.argv)\nprint('no', file=sys.stderr)\nsys.exit(3)\n",
    "javascript": "console.log(process.cwd());\nconsole.error('no');\nprocess.exit(3);\n",
}
ENDS_LATE = {
    "python": "import threading\nthreading.Timer(0.05, print, ['late']).start()\nprint('early')\n",
    "javascript": "setTimeout(() => console.log('late'), 50);\nconsole.log('early');\n",
}


def same(source: str, language: str, practice: str, folder: Path, key: str = KEY) -> tuple[int, str, str]:
    """Exit code, output and last line of the errors, warm and cold alike."""
    provider = providers.every()["openai"]
    warm, cold = (
        run_programs.run(source, language, provider, practice, folder, key, cold=cold)
        for cold in (False, True)
    )
    assert (warm.returncode, warm.stdout) == (cold.returncode, cold.stdout), (warm.stderr, cold.stderr)
    assert last(warm.stderr) == last(cold.stderr)
    return warm.returncode, warm.stdout, warm.stderr


def last(errors: str) -> list[str]:
    """The last line, without the id that each request has."""
    return re.sub(r"req_\w+", "req_…", errors).splitlines()[-1:]


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_it_calls_and_it_fails_alike(language: str, practice: str, tmp_path: Path) -> None:
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()
    provider = providers.every()["openai"]
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Say hello."),), max_tokens=100)
    source = programs.render(provider.compose(settings, None), provider, language)
    assert same(source, language, practice, tmp_path)[0] == 0
    code, output, errors = same(source, language, practice, tmp_path, "sk-wrong")
    assert code == 1 and not output and "401" in errors


@pytest.mark.parametrize("language", LEAVES)
def test_it_leaves_alike(language: str, practice: str, tmp_path: Path) -> None:
    code, output, errors = same(LEAVES[language], language, practice, tmp_path)
    assert (code, errors) == (3, "no\n") and str(tmp_path) in output


@pytest.mark.parametrize("language", ENDS_LATE)
def test_what_it_has_begun_is_waited_for(language: str, practice: str, tmp_path: Path) -> None:
    assert same(ENDS_LATE[language], language, practice, tmp_path) == (0, "early\nlate\n", "")


@pytest.mark.parametrize("language", LEAVES)
def test_text_that_is_no_program_fails_alike(language: str, practice: str, tmp_path: Path) -> None:
    code, output, errors = same("print((\n", language, practice, tmp_path)
    assert code == 1 and not output and "SyntaxError" in errors


@pytest.mark.languages
def test_a_promise_that_nobody_keeps_is_told(practice: str, tmp_path: Path) -> None:
    assert same("await new Promise(() => {});\n", "javascript", practice, tmp_path)[0] == 13


@pytest.mark.parametrize(("allowed", "ends"), [(True, "Skipped"), (False, "Failed")])
def test_a_missing_interpreter_fails_where_nothing_may_be_skipped(
    allowed: bool, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_programs, "NO_SKIPS", not allowed)
    with pytest.raises(BaseException, match="no-such-tool is not installed") as ended:
        run_programs.tool("no-such-tool")
    assert type(ended.value).__name__ == ends
