"""The code among a provider's words runs: each block behind its provider's first program, as a page shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import httpx2
import pytest

from firstcall import models, programs, providers, text
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from tests import run_programs

KEY = "sk-practice-words-run"
_BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)
_ERROR = re.compile(r"# .*?\b(\w+Error)\s*$")
_GIVEN = """
import logging, sys, time
import httpx, httpx2
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
log = logging.getLogger("lesson")
text = "Hi"
"""
"""What a block takes for granted besides the program of the first call."""


def given(provider: Provider) -> str:
    """These, and a list of messages as the provider wants it."""
    asked = Settings(models.DEFAULT[provider.id], (Message("user", "What is the capital of France?"),))
    return f"{_GIVEN}messages = {provider.compose(asked, None).arguments[provider.messages]!r}\n"


def blocks() -> Iterator[tuple[str, str, str]]:
    """Each block of Python: the handle of its provider, the id of its section, the code."""
    for provider in providers.ways().values():
        assert provider.words.folder is not None
        for section in text.read(provider.words.folder / "en.md").sections.values():
            for found in _BLOCK.findall(section.body):
                yield provider.handle, section.id, found


def whole(provider: Provider, code: str) -> str:
    """The block with what stands before it in a program. `(…)` stands for the arguments of the first call, `<model>`
    for a model."""
    asked = Settings(models.DEFAULT[provider.id], (Message("user", "Hello"),), max_tokens=400, stream=False)
    first = programs.render(provider.compose(asked, None), provider)
    made = next(node for node in ast.parse(first).body if f"{provider.messages}=" in ast.unparse(node))
    call = ast.unparse(made)
    code = code.replace("(…)", call[call.index("(") :]).replace("<model>", models.DEFAULT[provider.id])
    if code.startswith("except "):
        client = "client = client.with_options(max_retries=0)\n" if provider.sdk.patience.retries else ""
        tried = f"for attempt in range(3):\n    try:\n        {call}\n        break\n"
        return first + given(provider) + client + tried + indent(code, "    ")
    if "stream" not in code or "stream=" in code or "messages.stream(" in code or "stream = client" in code:
        return first + given(provider) + code
    streamed = programs.render(provider.compose(replace(asked, stream=True), None), provider)
    return given(provider) + _in_the_stream(streamed, code)


def _in_the_stream(program: str, code: str) -> str:
    """The program up to where its stream is read, and the block in that place."""
    lines = program.splitlines()
    for node in ast.parse(program).body:
        if isinstance(node, ast.With):
            return "\n".join([*lines[: node.body[0].lineno - 1], indent(code, "    ")])
        if isinstance(node, ast.For) and ast.unparse(node.iter) == "stream":
            return "\n".join([*lines[: node.lineno - 1], code])
    raise AssertionError("the program reads no stream")


def faults(section: str, code: str) -> list[dict[str, object]]:
    """What the block is about: the second request of a program with `except` is refused, a stream breaks."""
    if code.startswith("except "):
        return [{"fault": "ok"}, {"fault": "status", "status": 429}]
    fault = {"streaming early": "early_end", "streaming dropped": "drop"}.get(section)
    return [{"fault": fault, "after_tokens": 3}] if fault else []


@pytest.mark.parametrize(("id", "section", "code"), list(blocks()), ids=lambda one: one[:24].split("\n")[0])
def test_a_block_runs(id: str, section: str, code: str, practice: str, tmp_path: Path) -> None:
    provider = providers.get(id)
    pace = {"first_token_seconds": 0, "tokens_per_second": 0}
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"pace": pace, "faults": faults(section, code)},
    ).raise_for_status()
    done = run_programs.run(whole(provider, code), "python", provider, practice, tmp_path, KEY)
    fails = _ERROR.search(code) or re.search(r"raise (\w+Error)", code)
    if fails:
        assert done.returncode and fails[1] in done.stderr
    else:
        assert done.returncode == 0, done.stderr
    assert ("broke" in done.stdout) == (section == "streaming dropped")
