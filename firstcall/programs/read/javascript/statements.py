"""JavaScript's statements as Python's."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from firstcall import providers
from firstcall.programs.read import vendors
from firstcall.programs.read.javascript.expressions import Expressions
from firstcall.programs.read.javascript.nodes import BLOCKS, FUNCTIONS, at, below, named, plain, text

if TYPE_CHECKING:
    from tree_sitter import Node

_BRANCHES = ("body", "consequence", "alternative")


@cache
def _modules() -> dict[str, str]:
    """Python's name of each npm package that is known: `anthropic` of `@anthropic-ai/sdk`."""
    found = {npm: one.modules[0] for one in providers.others().values() for npm in one.javascript}
    return found | {home.sdk.javascript_package: vendors.module_of(home) for home in vendors.homes()}


def _class_in(module: str, name: str) -> str:
    """What Python's package calls a class of its sister: `Client` of `GoogleGenAI`."""
    for home in vendors.homes():
        own = vendors.class_of(home)
        if vendors.module_of(home) == module and name in {"default", home.sdk.javascript_client or own}:
            return own
    return name


class Statements:
    """Makes Python's statements."""

    def __init__(self) -> None:
        self._expressions = Expressions()

    def expression(self, node: Node) -> ast.expr:
        return self._expressions.expression(node)

    def block(self, node: Node | None) -> list[ast.stmt]:
        children = [] if node is None else node.named_children if node.type in BLOCKS else [node]
        return [made for child in children for made in self.statement(child)]

    def statement(self, node: Node) -> Iterator[ast.stmt]:
        for made in _STATEMENT.get(node.type, Statements._other)(self, node):
            lifted, self._expressions.lifted = self._expressions.lifted, []
            yield from (self._function(one, "_") for one in lifted)
            yield made

    def _other(self, node: Node) -> Iterator[ast.stmt]:
        """A statement, a block, or an expression that stands alone."""
        if node.type == "comment":
            return
        if node.type in BLOCKS or any(node.child_by_field_name(name) for name in _BRANCHES):
            for child in node.named_children:
                yield from self.statement(child)
        else:
            yield at(node, ast.Expr(self.expression(node)))

    def _alone(self, node: Node) -> Iterator[ast.stmt]:
        for child in node.named_children:
            if child.type == "assignment_expression":
                yield self._given(
                    child, child.child_by_field_name("left"), child.child_by_field_name("right")
                )
            else:
                yield at(child, ast.Expr(self.expression(child)))

    def _declared(self, node: Node) -> Iterator[ast.stmt]:
        for one in node.named_children:
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if one.type != "variable_declarator" or value is None:
                continue
            if text(value.child_by_field_name("function")) == "require":
                yield from self._required(one, name, value)
            elif value.type in FUNCTIONS and name is not None and name.type == "identifier":
                yield self._function(value, text(name))
            else:
                yield self._given(one, name, value)

    def _given(self, node: Node, name: Node | None, value: Node | None) -> ast.stmt:
        assert name is not None and value is not None
        target = self.expression(name)
        for one in ast.walk(target):
            if isinstance(one, ast.Name | ast.Attribute | ast.Subscript | ast.Tuple):
                one.ctx = ast.Store()
        return at(node, ast.Assign([target], self.expression(value)))

    def _required(self, node: Node, name: Node | None, value: Node) -> Iterator[ast.stmt]:
        """`const OpenAI = require("openai")`."""
        package = next((plain(one) for one in named(value.child_by_field_name("arguments"))), "")
        if name is not None and name.type == "identifier":
            yield self._import(node, package, [("default", text(name))])
        else:
            yield self._import(node, package, [(text(one), text(one)) for one in named(name)])

    def _imported(self, node: Node) -> Iterator[ast.stmt]:
        names = []
        for one in below(node, "import_clause", "import_specifier", "namespace_import"):
            if one.type == "import_specifier":
                local = one.child_by_field_name("alias") or one.child_by_field_name("name")
                names.append((text(one.child_by_field_name("name")), text(local)))
            else:
                names += [
                    ("default", text(child)) for child in one.named_children if child.type == "identifier"
                ]
        yield self._import(node, plain(node.child_by_field_name("source")), names)

    def _import(self, node: Node, package: str, names: Sequence[tuple[str, str]]) -> ast.stmt:
        module = _modules().get(package) or re.sub(r"\W+", "_", package) or "_"
        aliases = [at(node, ast.alias(_class_in(module, name), local)) for name, local in names]
        if not aliases:
            return at(node, ast.Pass())
        return at(node, ast.ImportFrom(module, aliases, 0))

    def _looped(self, node: Node) -> Iterator[ast.stmt]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        kind = ast.AsyncFor if any(child.type == "await" for child in node.children) else ast.For
        if left is None or right is None:
            yield from self._other(node)
            return
        body = self.block(node.child_by_field_name("body")) or [at(node, ast.Pass())]
        target = self.expression(left)
        target = at(left, ast.Name(target.id, ast.Store())) if isinstance(target, ast.Name) else target
        yield at(node, kind(target, self.expression(right), body, []))

    def _chosen(self, node: Node) -> Iterator[ast.stmt]:
        test = node.child_by_field_name("condition")
        body = self.block(node.child_by_field_name("consequence")) or [at(node, ast.Pass())]
        other = node.child_by_field_name("alternative")
        yield at(node, ast.If(self._either(test, node), body, self.block(other) if other is not None else []))

    def _either(self, node: Node | None, around: Node) -> ast.expr:
        return self.expression(node) if node is not None else at(around, ast.Constant(value=None))

    def _defined(self, node: Node) -> Iterator[ast.stmt]:
        yield self._function(node, text(node.child_by_field_name("name")) or "_")

    def _function(self, node: Node, name: str) -> ast.stmt:
        """A function, an arrow or a method. Its defaults are those of its parameters."""
        given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
        names, defaults = list[ast.arg](), list[ast.expr]()
        for one in [given] if given is not None and given.type == "identifier" else named(given):
            value = one.child_by_field_name("right") or one.child_by_field_name("value")
            inner = one.child_by_field_name("left") or one.child_by_field_name("pattern") or one
            names.append(at(inner, ast.arg(text(inner) if inner.type == "identifier" else "_")))
            if value is not None:
                defaults.append(self.expression(value))
            elif defaults:
                defaults.append(at(inner, ast.Constant(value=None)))
        arguments = ast.arguments([], names, None, [], [], None, defaults)
        inside = node.child_by_field_name("body")
        body = self.block(inside)
        if inside is not None and inside.type not in BLOCKS:
            body = [at(inside, ast.Return(self.expression(inside)))]
        waits = any(child.type == "async" for child in node.children)
        kind = ast.AsyncFunctionDef if waits else ast.FunctionDef
        return at(node, kind(name, arguments, body or [at(node, ast.Pass())], [], None))

    def _class(self, node: Node) -> Iterator[ast.stmt]:
        body = self.block(node.child_by_field_name("body")) or [at(node, ast.Pass())]
        yield at(node, ast.ClassDef(text(node.child_by_field_name("name")) or "_", [], [], body, []))

    def _typed(self, node: Node) -> Iterator[ast.stmt]:
        """What only says of which type something is."""
        yield from ()

    def _returned(self, node: Node) -> Iterator[ast.stmt]:
        yield at(node, ast.Return(next((self.expression(one) for one in named(node)), None)))


_STATEMENT: dict[str, Callable[[Statements, Node], Iterator[ast.stmt]]] = {
    "expression_statement": Statements._alone,
    "lexical_declaration": Statements._declared,
    "variable_declaration": Statements._declared,
    "import_statement": Statements._imported,
    "for_in_statement": Statements._looped,
    "if_statement": Statements._chosen,
    "function_declaration": Statements._defined,
    "method_definition": Statements._defined,
    "class_declaration": Statements._class,
    "return_statement": Statements._returned,
    **dict.fromkeys(("interface_declaration", "type_alias_declaration"), Statements._typed),
}
