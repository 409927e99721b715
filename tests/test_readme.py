"""The README says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from firstcall import providers
from firstcall.ledger import file, operators_cap
from firstcall.ledger.progress import COOKIE
from firstcall.running import own_server
from firstcall.server import doorway

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_base_urls_are_those_of_the_providers() -> None:
    told = dict(re.findall(r"^\| (\w[\w ]*) \| `http://127\.0\.0\.1:8765(\S+)` \|$", README, re.MULTILINE))
    assert told == {provider.name: provider.address.practice_path for provider in providers.every().values()}


def test_the_key_variables_are_those_of_the_providers() -> None:
    for provider in providers.every().values():
        assert (
            f"`{provider.address.key_variable}`" in README
            and f"`{provider.address.base_url_variable}`" in README
        )


def test_the_settings_exist() -> None:
    caps = (operators_cap.LEARNER_VARIABLE, operators_cap.EVERYBODY_VARIABLE, own_server.SETTING)
    assert all(name in README for name in (file.VARIABLE, COOKIE, doorway.VARIABLE, *caps))


def test_the_files_of_the_map_exist() -> None:
    block = README.split("```\napp.py")[1].split("```")[0]
    for line in f"app.py{block}".splitlines():
        folder = ROOT / "firstcall" if line.startswith("  ") else ROOT
        for name in re.findall(r"^\s*((?:[\w.]+/?\s)+)", line + " ")[:1]:
            for path in name.split():
                if path.endswith((".py", "/")):
                    assert (folder / path).exists(), path


def test_the_locks_name_no_registry() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_every_locked_requirement_is_pinned() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    names = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert names and all("==" in line for line in names)
