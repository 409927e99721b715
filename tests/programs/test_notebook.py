"""A notebook that a learner takes home runs from top to bottom. One kernel runs them all, emptied between them."""

from __future__ import annotations

import ast
import asyncio
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from firstcall.programs.lint.findings import lint
from firstcall.programs.read.notebook_file import code_cells, program
from firstcall.programs.take_home.notebook import notebook, parts
from firstcall.programs.take_home.start import environment
from firstcall.providers import Provider
from tests.programs.test_take_home import NOWHERE, SHAPES, at

_EMPTY = """%reset -f
import os
os.chdir({folder!r})
for name in {variables!r}: os.environ.pop(name, None)
"""


@dataclass
class Kernel:
    """A kernel, and the lines that have installed something in it: those need not be run again."""

    client: NotebookClient
    loop: asyncio.AbstractEventLoop
    installed: set[str] = field(default_factory=set)

    def run(self, text: str, folder: Path, variables: list[str]) -> Mapping[str, str]:
        """All cells of a notebook from top to bottom, in its own folder: what they printed, by stream."""
        self.client.nb = nbformat.reads(text, as_version=4)
        nbformat.validate(self.client.nb)
        self._execute(nbformat.v4.new_code_cell(_EMPTY.format(folder=str(folder), variables=variables)))
        said = {"stdout": "", "stderr": ""}
        for cell in self.client.nb.cells:
            if cell.cell_type == "code" and cell.source not in self.installed:
                for output in self._execute(cell):
                    assert output.output_type == "stream", output
                    said[output.name] += output.text
            if cell.source.startswith("%pip install"):
                self.installed.add(cell.source)
        return said

    def _execute(self, cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
        index = self.client.nb.cells.index(cell) if cell in self.client.nb.cells else 0
        self.loop.run_until_complete(self.client.async_execute_cell(cell, index))
        return list(cell.outputs)


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    home = str(tmp_path_factory.mktemp("notebooks"))
    loop = asyncio.new_event_loop()
    client = NotebookClient(
        nbformat.v4.new_notebook(), timeout=60, kernel_name="python3", shutdown_kernel="immediate"
    )
    started = client.async_setup_kernel(
        cwd=home, env={"PATH": os.environ["PATH"], "HOME": home, "PIP_NO_INDEX": "1"}
    )
    loop.run_until_complete(started.__aenter__())
    yield Kernel(client, loop)
    loop.run_until_complete(started.__aexit__(None, None, None))
    loop.close()


@pytest.mark.in_turn
@pytest.mark.thorough  # it starts a kernel, which loads an SDK
@pytest.mark.parametrize("shape", SHAPES)
def test_it_runs_at_once_without_a_key(
    kernel: Kernel, provider: Provider, shape: str, practice: str, tmp_path: Path
) -> None:
    access = at(practice, provider)
    text = notebook(SHAPES[shape](provider, "python"), provider, access)
    said = kernel.run(text, tmp_path, list(environment(provider, access)))
    assert ("Rome" if shape == "turns" else "Paris") in said["stdout"]
    assert "practice server" in said["stderr"]


@pytest.mark.in_turn
@pytest.mark.thorough
def test_a_key_in_the_settings_decides(
    kernel: Kernel, provider: Provider, practice: str, tmp_path: Path
) -> None:
    own = environment(provider, at(practice, provider))
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in own.items()), "utf-8")
    text = notebook(SHAPES["plain"](provider, "python"), provider, NOWHERE)
    said = kernel.run(text, tmp_path, list(own))
    assert "Paris" in said["stdout"] and not said["stderr"]


@pytest.mark.parametrize("shape", SHAPES)
def test_its_cells_together_are_the_program(provider: Provider, shape: str) -> None:
    source = SHAPES[shape](provider, "python")
    cells = parts(source)
    assert len(cells) > 2 and ast.dump(ast.parse("\n".join(cells))) == ast.dump(ast.parse(source))
    assert [line for line in source.splitlines() if line] == [
        line for cell in cells for line in cell.splitlines() if line
    ]


@pytest.mark.parametrize("shape", SHAPES)
def test_brought_back_it_is_read_and_nothing_is_wrong_with_what_was_added(
    provider: Provider, shape: str, practice: str
) -> None:
    source = SHAPES[shape](provider, "python")
    cells = code_cells(notebook(source, provider, at(practice, provider)))
    assert cells is not None
    found = [finding.says for finding in lint(program(cells))]
    assert found == [finding.says for finding in lint(source)]


@pytest.mark.parametrize(
    ("source", "cells"),
    [
        ('text = """one\n\ntwo"""\n\nprint(text)', 2),
        ("def ask():\n    a = 1\n\n    return a\n\n\nask()\n", 2),
        ("# what it does\n\n\nimport os\n\n# the end\n", 3),
        ("a = 1; b = [\n\n2]\nprint(a)\n", 1),
        ("this is\n\nno Python", 1),
        ("load()  # first\n\nload()\n\n\nprint(1)\n\na = 1", 2),
        ("\r\nimport os\r\n\r\nprint(os)\r\n", 2),
    ],
)
def test_it_is_cut_between_its_statements_alone(source: str, cells: int) -> None:
    assert len(parts(source)) == cells
