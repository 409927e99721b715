"""Google's old package. Gemini cannot be called from here, so this is told without a fix.

https://github.com/google-gemini/deprecated-generative-ai-python
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program


def old_package(program: Program) -> Iterator[Fault]:
    for node in program.all(ast.Import, ast.ImportFrom):
        before = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        if any(f"{before}{name.name}".startswith("google.generativeai") for name in node.names):
            yield Fault(
                "old-sdk", node, "error", "The package google-generativeai is abandoned.",
                "Today: `pip install google-genai`, `from google import genai`, `client = genai.Client()` and "
                "`client.models.generate_content(model=…, contents=…)`.",
            )  # fmt: skip


RULES = (old_package,)
