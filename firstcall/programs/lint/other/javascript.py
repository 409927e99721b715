"""The rules of a JavaScript program: those of Python's that speak of the API, and some of its own.

Its SDKs send whatever they are given: what Python's refuse with a TypeError, the API answers with a 400.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import (
    Fault,
    Program,
    Rule,
    addresses,
    blocks,
    ended_models,
    fault,
    keys,
    limits,
    model_ids,
    sampling,
    system_role,
    text_paths,
    thinking,
)
from firstcall.programs.read import vendors
from firstcall.programs.read.javascript.nodes import snake
from firstcall.providers import Gone


def gone_from_sdk(program: Program) -> Iterator[Fault]:
    """`new OpenAIApi(new Configuration(…))`, `openai.createChatCompletion(…)`."""
    gone = {snake(one.name): (one, home.name) for home in vendors.homes() for one in home.sdk.old.javascript}
    for node in program.all(ast.Name, ast.Attribute, ast.alias):
        name = (
            node.attr
            if isinstance(node, ast.Attribute)
            else node.id
            if isinstance(node, ast.Name)
            else node.name
        )
        if name in gone and not (isinstance(node, ast.alias) and _used(program, name)):
            yield _gone(node, *gone[name])


def _used(program: Program, name: str) -> bool:
    return any(node.id == name for node in program.all(ast.Name))


def _gone(node: ast.AST, one: Gone, provider: str) -> Fault:
    return fault(
        "javascript-gone", node, "error", name=one.name, since=one.since, now=one.now, provider=provider
    )


def not_awaited(program: Program) -> Iterator[Fault]:
    """`const reply = client.messages.create(…)`, whose parts are read: a promise has none of them."""
    for path in program.replies.paths:
        root = path.root
        if not path.steps or not isinstance(root, ast.Name) or path.held.part == "stream":
            continue
        found = program.binding(root)
        made = found.value if found is not None else None
        awaited = isinstance(made, ast.Await) or isinstance(program.parent(root), ast.Await)
        if made is path.held.call.node and not awaited:
            yield fault(
                "javascript-no-await", made.func, "error", partial(_await, program, made), method=path.held.call.method
            )  # fmt: skip


def _await(program: Program, call: ast.Call) -> list[Edit]:
    """`await` before a call, where the function or the file may wait."""
    function, start = program.function_of(call), program.text.span(call)[0]
    of_module = function is None and _IMPORTS.search(program.text.source)
    if not isinstance(function, ast.AsyncFunctionDef) and not of_module:
        raise NoFix
    return [Edit(start, start, "await ", own=True)]


def shown_to_visitors(program: Program) -> Iterator[Fault]:
    """`dangerouslyAllowBrowser: true` (`client.mjs` of `openai` and `@anthropic-ai/sdk`): the key is in the page that
    everybody gets."""
    for word in program.all(ast.keyword):
        if word.arg == "dangerously_allow_browser" and program.value(word.value) is True:
            yield fault("javascript-key-in-page", word, "warning")


RULES: tuple[Rule, ...] = (
    gone_from_sdk,
    not_awaited,
    shown_to_visitors,
    *addresses.RULES,
    blocks.first_block,
    *ended_models.RULES,
    *keys.RULES,
    *limits.RULES,
    *model_ids.RULES,
    *sampling.RULES,
    text_paths.wrong_path_in_javascript,
    *system_role.RULES,
    *thinking.RULES,
)
_IMPORTS = re.compile(r"^\s*import\b", re.MULTILINE)
"""What makes a file a module, which may wait outside of functions: one that requires its packages may not."""
LITERAL = re.compile(r'"[\w./:-]*"|-?\d+(?:\.\d+)?')
"""What a fix may put into a text that is not Python: a value that both languages write alike."""
