"""A Python program as a Jupyter notebook: what it needs, who answers, then the program in a cell for each of its parts."""

from __future__ import annotations

import ast
from itertools import pairwise

from firstcall.programs.files import named_in
from firstcall.programs.read.source import read
from firstcall.programs.refusals import NotUnderstood
from firstcall.programs.take_home import WORDS
from firstcall.programs.take_home.language import requirements
from firstcall.programs.take_home.start import choose, environment, variable
from firstcall.providers import Access, Provider


def notebook(source: str, provider: Provider, practice: Access) -> str:
    """The notebook as the text of an `.ipynb` file. Without a key it asks `practice`."""
    from nbformat import v4, writes  # takes a while to load, and few ask for it

    said = {
        "provider": provider.name,
        "variable": variable(provider),
        "page": provider.address.key_page,
        "url": environment(provider, practice)[provider.address.base_url_variable],
    }
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    cells = [
        v4.new_markdown_cell(f"# {WORDS.title('notebook', **said)}\n\n{WORDS.say('notebook', **said)}"),
        v4.new_code_cell(f"%pip install --quiet {' '.join(requirements(provider, source))}"),
        v4.new_markdown_cell(WORDS.say("notebook/choose", **said)),
        v4.new_code_cell(f"{_IMPORTS}\n{choose(provider, practice).strip()}"),
        *(v4.new_code_cell(f"%%writefile {name}\n{text}") for name, text in named_in(source).items()),
        v4.new_markdown_cell(WORDS.say("notebook/program", **said)),
        *(v4.new_code_cell(part) for part in parts(source)),
    ]
    for number, cell in enumerate(cells, 1):
        cell.id = f"cell-{number}"  # the same for the same program
    return str(writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})))


_IMPORTS = "import os\nimport sys\n\nfrom dotenv import load_dotenv\n"


def parts(source: str) -> list[str]:
    """The program cut at empty lines that stand outside all statements; whole where it is not Python.

    It is not cut behind an expression, but for a `print`: a cell shows the value of its last one.
    """
    try:
        text = read(source)
    except NotUnderstood:
        return [source.strip("\n")]
    body = text.tree.body
    inside = {line for node in body for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    inside.update(
        line for node, after in pairwise(body) if _shows(node) for line in range(node.lineno, after.lineno)
    )
    found: list[list[str]] = [[]]
    for number, line in enumerate(text.lines, 1):
        if line.strip() or number in inside:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(part).strip("\n") for part in found if part]


def _shows(node: ast.stmt) -> bool:
    """Whether a cell that ends with this statement shows a value."""
    if not isinstance(node, ast.Expr):
        return False
    return not (isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "print")
