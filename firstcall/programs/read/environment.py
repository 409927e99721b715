"""Where a program fills its environment: from a file `.env`, or with values of its own.

`load_dotenv` of the package python-dotenv (https://pypi.org/project/python-dotenv/) reads the file.
"""

from __future__ import annotations

import ast

from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.tree import Tree

LOADS = "load_dotenv"


def loads(tree: Tree) -> list[ast.Call]:
    """The calls that read the file."""
    return [node for node in tree.all(ast.Call) if called(node) == LOADS]


def fills(tree: Tree) -> list[ast.stmt]:
    """The statements that put something into the environment, in the order of the text."""
    found = [tree.statement_of(one) for one in loads(tree)]
    found += [node for node in tree.all(ast.Assign) if sets_variable(node)]
    return sorted((one for one in found if one is not None), key=lambda one: one.lineno)


def sets_variable(node: ast.Assign) -> bool:
    """`os.environ["…"] = …`."""
    target = node.targets[0]
    return isinstance(target, ast.Subscript) and spelled(target.value)[-1:] == ["environ"]


def reads(node: ast.expr | None) -> bool:
    """Whether a value comes from the environment."""
    names = {name for part in ast.walk(node) for name in _names(part)} if node is not None else set()
    return bool(names & {"environ", "getenv"})


def _names(node: ast.AST) -> list[str]:
    return spelled(node) if isinstance(node, ast.Name | ast.Attribute) else []
