"""A program as it is copied from a page, a chat, a notebook or a terminal: one click gives the program back."""

from __future__ import annotations

import ast
import html
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.programs.lint.findings import lint, mend
from firstcall.programs.read import notebook, notebook_file
from tests.programs.test_lint import CHAT, CLAUDE, GPT, RETRY

PROGRAMS = {"claude": CLAUDE, "gpt": GPT, "chat": CHAT, "retry": RETRY}


def lines(source: str, form: Callable[[int, str], str]) -> str:
    return "\n".join(form(number, line) for number, line in enumerate(source.splitlines(), 1)) + "\n"


def session(source: str) -> str:
    """The program typed into Python, statement by statement, with what Python answered."""
    typed = []
    for statement in ast.parse(source).body:
        first, *rest = ast.unparse(statement).splitlines()
        typed += [
            f">>> {first}",
            *(f"... {line}" for line in rest),
            *(["..."] if rest else []),
            "Paris. (an answer)",
        ]
    return "\n".join(typed)


def cells(source: str) -> str:
    """The same in IPython."""
    shown = []
    for number, statement in enumerate(ast.parse(source).body, 1):
        first, *rest = ast.unparse(statement).splitlines()
        shown += [
            f"In [{number}]: {first}",
            *(f"   ...: {line}" for line in rest),
            f"Out[{number}]: 'Paris'",
            "",
        ]
    return "\n".join(shown)


def notebook_of(source: str) -> str:
    first, _, rest = source.partition("\n")
    made = [
        {"cell_type": "markdown", "source": ["# A call\n"]},
        {
            "cell_type": "code",
            "source": ["!pip install openai\n", first],
            "outputs": [],
            "execution_count": None,
        },
        {"cell_type": "code", "source": rest, "outputs": [{"text": ["null"]}]},
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


PASTES: dict[str, tuple[str, Callable[[str], str]]] = {
    "numbers and a blank": ("numbers", lambda source: lines(source, lambda n, line: f"{n} {line}")),
    "numbers and a tab": ("numbers", lambda source: lines(source, lambda n, line: f"{n}\t{line}")),
    "numbers to the right": ("numbers", lambda source: lines(source, lambda n, line: f"{n:4}  {line}")),
    "numbers and a bar": ("numbers", lambda source: lines(source, lambda n, line: f"{n:3}| {line}")),
    "numbers from the middle": ("numbers", lambda source: lines(source, lambda n, line: f"{n + 98}: {line}")),
    "numbers on their own lines": ("numbers", lambda source: lines(source, lambda n, line: f"{n}\n{line}")),
    "prompts": ("prompts", session),
    "prompts of IPython": ("prompts", cells),
    "a chat's buttons": ("buttons", lambda source: f"python\nCopy code\n{source}"),
    "a manual's buttons": ("buttons", lambda source: f"{source}\nCopy to clipboard\n"),
    "entities": ("entities", lambda source: html.escape(source)),
    "HTML": ("page", lambda source: f"<p>Here:</p>\n<pre class='x'><code>{html.escape(source)}</code></pre>"),
    "Markdown": ("page", lambda source: f"# A call\n\nFirst do this:\n\n```python\n{source}```\n\nIt's done!\n"),
    "Markdown with the shell's lines": ("page", lambda source: f"Do:\n```bash\npip install openai\n```\n~~~py\n{source}~~~"),
    "Markdown without a language": ("page", lambda source: f"Do this:\n```\n{source}```\n"),
    "fences alone": ("page", lambda source: f"```python\n{source}```"),
    "the end is missing": ("page", lambda source: f"Sure! Here it is:\n\n```python\n{source}"),
    "a diff": ("diff", lambda source: "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old()\n" + lines(source, lambda n, line: f"+{line}")),
    "pip": ("shell", lambda source: f"python -m pip install openai python-dotenv\n{source}"),
    "a variable": ("shell", lambda source: f"export OPENAI_API_KEY=abc\nset X=1\n$env:Y = '2'\n{source}python main.py\n"),
    "a notebook's lines": ("shell", lambda source: f"%pip install openai\n!ls\n{source}"),
    "curly quotes": ("quotes", lambda source: source.replace('"', "\u201d")),
    "hard blanks": ("blanks", lambda source: "\u200b" + source.replace("    ", "\u00a0\u00a0\u00a0\u00a0")),
    "moved to the right": ("indent", lambda source: lines(source, lambda n, line: f"    {line}" if line else line)),
    "several at once": ("all", lambda source: "Copy code\n" + lines(source, lambda n, line: f"{n} {html.escape(line)}")),
    "a page with prompts": ("all", lambda source: f"Try it:\n```python\n{session(source)}\n```\nDone.\n"),
}  # fmt: skip
"""By name: the words of the fix, and how the paste is made."""


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("paste", PASTES)
def test_one_click_gives_the_program_back(paste: str, program: str) -> None:
    tidy, made = PASTES[paste]
    source = PROGRAMS[program]
    pasted = made(source)
    assert pasted != source
    (found,) = lint(pasted)
    assert found.rule == "not-python" and found.fixed is not None
    assert notebook.TIDIES[tidy](pasted) == found.fixed, found.fix_label
    assert ast.dump(ast.parse(found.fixed)) == ast.dump(ast.parse(source))


@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_a_notebook_as_it_is_gives_its_code_back(source: str) -> None:
    (found,) = lint(notebook_of(source))
    assert (found.rule, found.severity) == ("notebook", "error") and "2 code cells" in found.message
    assert found.fixed is not None and ast.dump(ast.parse(found.fixed)) == ast.dump(ast.parse(source))
    assert mend(notebook_of(source)).startswith("# !pip install openai\n")


def test_a_notebook_without_code_is_one_too() -> None:
    (found,) = lint('{"cells": [], "nbformat": 4}')
    assert found.rule == "notebook" and found.fixed is None and found.fix_label is None


def test_words_of_buttons_that_python_can_read_are_no_clean_bill() -> None:
    pasted = f"python\nCopy\nEdit\n{GPT}"
    assert [found.line for found in lint(pasted) if found.rule == "left-over"] == [1, 2, 3]
    with pytest.raises(NameError):
        exec(compile(pasted, "pasted", "exec"), {})
    assert ast.dump(ast.parse(mend(pasted))) == ast.dump(ast.parse(mend(GPT)))


@pytest.mark.parametrize("tidy", notebook.TIDIES)
@pytest.mark.parametrize("source", PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_with_nothing_of_a_page_in_it_stays(source: str, tidy: str) -> None:
    assert notebook.TIDIES[tidy](source) == source


@pytest.mark.parametrize(
    "line",
    ["source = reply.text", "curl = 'curl'", "cd = 1", "export = True", "python = 'python3'", "set(names)", "run()", "copy(x)",
     "1", "py", "pip.main()", "x = a[1:2]  # ...", "for n in range(3): print(n)"],
)  # fmt: skip
def test_lines_that_look_like_it_stay(line: str) -> None:
    for tidy in ("shell", "numbers", "prompts", "page", "entities", "diff"):
        assert notebook.TIDIES[tidy](line) == line


@given(st.text(max_size=200), st.sampled_from(list(notebook.TIDIES)))
def test_any_text_is_tidied_or_stays(text: str, tidy: str) -> None:
    notebook.TIDIES[tidy](text)
    notebook_file.code_cells(text)
    lint(text)


def test_a_sentence_of_pythons_ends_once() -> None:
    (found,) = lint('print "a"')
    assert "Did you mean print(...). Look for" in found.message
