"""A JavaScript program as the same kind of tree as a Python program, so that the same rules read it. Runs nothing.

The nodes stand where they stand in the text; names of options are spelled as in Python (`apiKey` as `api_key`), and an
object that is the last argument of a call counts as its named arguments. Types, as TypeScript has them, are left out.
Parsed by tree-sitter, which is loaded when the first such text comes.
"""

from __future__ import annotations

import ast
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from firstcall.programs.read.javascript.statements import Statements
from firstcall.programs.read.source import MAX_CHARACTERS, Text, of_tree, plain
from firstcall.programs.refusals import NotUnderstood

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_LIKE = re.compile(
    r"^\s*(?:import\s.*\sfrom\s*[\"']|(?:export\s+)?(?:const|let|var)\s+[\w{\[]|(?:async\s+)?function\s*\w*\s*\(|"
    r"\}\s*(?:catch|else)\b|//)|=>|\bnew\s+[A-Z]\w*\(|\bconsole\.log\(|\brequire\([\"']|\bfetch\(|JSON\.stringify\(",
    re.MULTILINE,
)


def looks_like(source: str) -> bool:
    """Whether a text that Python cannot read is JavaScript: two signs of it, or one in a text that is read whole."""
    if len(source) > MAX_CHARACTERS:
        return False
    signs = sum(1 for _ in zip(_LIKE.finditer(source), range(2), strict=False))
    return signs == 2 or (signs == 1 and is_whole(source))


@lru_cache(maxsize=16)
def read(source: str) -> Text:
    """The program as a tree, which all who read it share. Raises `NotUnderstood` where it is too deep; what cannot be
    read in it is left out."""
    return parsed(source)


def parsed(source: str) -> Text:
    """The same with a tree of its own, for whoever changes it."""
    source = plain(source)
    try:
        body = Statements().block(_root(source))
    except RecursionError:
        raise NotUnderstood("program deep") from None
    return of_tree(source, ast.Module([*_globals(source), *body], []), "javascript")


def is_whole(source: str) -> bool:
    """Whether a text is read without a part that is no JavaScript."""
    return not _root(source).has_error


def _globals(source: str) -> list[ast.stmt]:
    """What is there without an import, as if it were imported."""
    names = [name for name in ("fetch",) if f"{name}(" in source]
    return [ast.fix_missing_locations(ast.Import([ast.alias(name)])) for name in names]


def _root(source: str) -> Node:
    """The parser's own tree: as JavaScript, or as TypeScript where it is only that."""
    text = source.encode()
    found = _parser("javascript").parse(text).root_node
    if found.has_error:
        typed = _parser("typescript").parse(text).root_node
        return found if typed.has_error else typed
    return found


@cache
def _parser(name: str) -> Parser:
    import tree_sitter_javascript
    import tree_sitter_typescript
    from tree_sitter import Language, Parser

    typed = name == "typescript"
    return Parser(
        Language(tree_sitter_typescript.language_typescript() if typed else tree_sitter_javascript.language())
    )
