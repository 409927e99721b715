"""A long text that a program reads from a file beside it: read, written, changed, taken home."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.programs import files
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.take_home import folder
from firstcall.programs.take_home.notebook import notebook
from firstcall.programs.write.layout import code
from firstcall.providers import Access, Provider

NAME = "museum.md"
WHOLE = files.every()[NAME]
TEXTS = {
    "whole": WHOLE,
    "in part": WHOLE[:2_000],
    "behind a line": f'Today is "Monday".\n\n{WHOLE}',
    "between": f"Now.\n{WHOLE[:900]}\nThat was all.",
}
READ = 'open("museum.md", encoding="utf-8").read'


def asking(provider: Provider, system: str) -> str:
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), system, 100, stream=False)
    return programs.render(provider.compose(settings, None), provider)


def system_of(provider: Provider, source: str) -> str:
    return provider.read(programs.parse(source, provider.id, provider.methods).call).system


def argument(value: str) -> str:
    return f'import anthropic\nanthropic.Anthropic().messages.create(model="m", system={value})\n'


def test_the_text_is_longer_than_any_minimum() -> None:
    least = max(model.cache_minimum_tokens or 0 for model in models.every())
    assert len(WHOLE) / 4.5 > least


@pytest.mark.parametrize("name", TEXTS)
def test_a_program_names_the_file_and_is_read_as_the_text(provider: Provider, name: str) -> None:
    source = asking(provider, TEXTS[name])
    assert READ in source and len(source) < 1_500
    assert system_of(provider, source) == TEXTS[name]


# A script that reads a file in one expression leaves it to Python to close it, which Python does at once.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", TEXTS)
def test_what_is_written_is_what_python_makes_of_it(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).write_text(WHOLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert eval(code(TEXTS[name]), {"open": open}) == TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_another_text_takes_its_place(name: str) -> None:
    provider = providers.get("openai")
    source = asking(provider, WHOLE)
    call = programs.parse(source, provider.id, provider.methods).call
    settings = replace(provider.read(call), system=TEXTS[name])
    changed = programs.patch(source, provider.id, provider.methods, provider.compose(settings, call))
    assert READ in changed and system_of(provider, changed) == TEXTS[name]


@pytest.mark.parametrize(
    "value",
    [
        'open("secret.txt").read()', 'open("/etc/passwd").read()', 'open("museum.md", "rb").read()',
        'open("museum.md", encoding="latin-1").read()', 'open("museum.md").readline()', "1 + 2",
        '"a" + 1', 'open("museum.md").read() * 2', 'open(name).read()',
    ],
)  # fmt: skip
def test_no_other_file_is_read(value: str) -> None:
    with pytest.raises(NotUnderstood):
        programs.parse(argument(value), "anthropic", ("messages.create",))


def test_a_text_that_doubles_again_and_again_is_refused() -> None:
    doubled = "".join(f"a{n + 1} = a{n} + a{n}\n" for n in range(30))
    with pytest.raises(NotUnderstood) as refused:
        programs.parse(f"a0 = {READ}()\n{doubled}{argument('a30')}", "anthropic", ("messages.create",))
    assert refused.value.line


def test_the_file_is_taken_home_with_the_program() -> None:
    provider = providers.get("anthropic")
    practice = Access("sk-practice-files", "http://127.0.0.1:1/anthropic")
    source = asking(provider, WHOLE)
    assert folder.files("python", source, provider, practice)[NAME] == WHOLE
    cells = ["".join(cell["source"]) for cell in json.loads(notebook(source, provider, practice))["cells"]]
    assert f"%%writefile {NAME}\n{WHOLE}" in cells
    assert NAME not in folder.files("python", asking(provider, "Be brief."), provider, practice)
