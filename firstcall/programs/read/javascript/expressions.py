"""JavaScript's expressions as Python's."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from firstcall.programs.read import vendors
from firstcall.programs.read.javascript.nodes import at, named, plain, snake, text
from firstcall.programs.read.spelling import chain

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass
class Expressions:
    """Makes Python's expressions. A function that stands in one is `lifted`: whoever makes the statement around it
    puts it in front. What has no name in Python becomes a tuple of what stands in it."""

    lifted: list[Node] = field(default_factory=list)

    def expression(self, node: Node) -> ast.expr:
        return _EXPRESSION.get(node.type, Expressions._tuple)(self, node)

    def _tuple(self, node: Node) -> ast.expr:
        return at(node, ast.Tuple([self.expression(one) for one in named(node)], ast.Load()))

    def _arrow(self, node: Node) -> ast.expr:
        """A function as a value. What its body does is read as a function of its own."""
        self.lifted.append(node)
        return at(node, ast.Tuple([], ast.Load()))

    def _string(self, node: Node) -> ast.expr:
        return at(node, ast.Constant(value=plain(node)))

    def _template(self, node: Node) -> ast.expr:
        parts = named(node)
        if not any(one.type == "template_substitution" for one in parts):
            return at(node, ast.Constant(value=text(node)[1:-1]))
        values: list[ast.expr] = [
            at(one, ast.FormattedValue(self._tuple(one), -1)) if one.type == "template_substitution"
            else at(one, ast.Constant(value=text(one)))
            for one in parts
        ]  # fmt: skip
        return at(node, ast.JoinedStr(values))

    def _number(self, node: Node) -> ast.expr:
        written = text(node).replace("_", "")
        try:
            value: float = (
                int(written, 0) if re.fullmatch(r"0[xob]\w+|[1-9]\d*|0", written) else float(written)
            )
        except ValueError:
            return self._tuple(node)
        return at(node, ast.Constant(value=value))

    def _word(self, node: Node) -> ast.expr:
        return at(node, ast.Constant(value={"true": True, "false": False}.get(node.type)))

    def _name(self, node: Node) -> ast.expr:
        return at(node, ast.Name(text(node), ast.Load()))

    def _member(self, node: Node) -> ast.expr:
        inside, name = node.child_by_field_name("object"), node.child_by_field_name("property")
        assert inside is not None
        if text(inside) == "process.env":
            environment = at(
                inside, ast.Attribute(at(inside, ast.Name("os", ast.Load())), "environ", ast.Load())
            )
            return at(node, ast.Subscript(environment, at(node, ast.Constant(value=text(name))), ast.Load()))
        return at(node, ast.Attribute(self.expression(inside), snake(text(name)), ast.Load()))

    def _indexed(self, node: Node) -> ast.expr:
        inside, index = node.child_by_field_name("object"), node.child_by_field_name("index")
        assert inside is not None and index is not None
        return at(node, ast.Subscript(self.expression(inside), self.expression(index), ast.Load()))

    def _inside(self, node: Node) -> ast.expr:
        return self.expression(named(node)[0]) if named(node) else self._tuple(node)

    def _asserted(self, node: Node) -> ast.expr:
        """`<Type>value`."""
        return self.expression(named(node)[-1])

    def _waited(self, node: Node) -> ast.expr:
        return at(node, ast.Await(self._inside(node)))

    def _list(self, node: Node) -> ast.expr:
        return at(node, ast.List([self.expression(one) for one in named(node)], ast.Load()))

    def _object(self, node: Node) -> ast.Dict:
        keys, values = list[ast.expr | None](), list[ast.expr]()
        for one in named(node):
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            if key is not None and value is not None:
                said = plain(key) if key.type == "string" else snake(text(key))
                keys.append(at(key, ast.Constant(value=said)))
                values.append(self.expression(value))
            elif one.type == "shorthand_property_identifier":
                keys.append(at(one, ast.Constant(value=text(one))))
                values.append(self._name(one))
            else:
                keys.append(None)
                values.append(self._inside(one) if one.type == "spread_element" else self._tuple(one))
        return at(node, ast.Dict(keys, values))

    def _called(self, node: Node) -> ast.expr:
        called = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        given = named(node.child_by_field_name("arguments"))
        func = self.expression(called) if called is not None else self._tuple(node)
        objects = [one for one in given if one.type == "object"]
        plain = [self.expression(one) for one in given if one not in objects]
        if isinstance(func, ast.Attribute) and func.attr == "stringify":
            return at(node, ast.Call(func, [*plain, *map(self._object, objects)], []))
        words = [word for one in objects[:1] for word in self._words(one)]
        if [one.type for one in given] == ["identifier"] and vendors.kind_of(chain(func)) is not None:
            words, plain = [at(given[0], ast.keyword(None, plain[0]))], []  # an object that stands elsewhere
        return at(node, ast.Call(func, plain, words))

    def _words(self, node: Node) -> Iterator[ast.keyword]:
        """The entries of an object as named arguments, each where its key and value stand."""
        made = self._object(node)
        for entry, key, value in zip(named(node), made.keys, made.values, strict=True):
            name = str(key.value) if isinstance(key, ast.Constant) else None
            yield at(entry, ast.keyword(name, value))

    def _minus(self, node: Node) -> ast.expr:
        if text(node).startswith("-"):
            return at(node, ast.UnaryOp(ast.USub(), self._inside(node)))
        return self._tuple(node)

    def _binary(self, node: Node) -> ast.expr:
        sign = text(node.child_by_field_name("operator"))
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if sign not in {"||", "??", "+"} or left is None or right is None:
            found = self._tuple(node)
            assert isinstance(found, ast.Tuple)
            compares = sign.startswith(("=", "!", "<", ">")) and len(found.elts) == 2
            return at(node, ast.Compare(found.elts[0], [ast.Eq()], found.elts[1:])) if compares else found
        if sign == "+":
            return at(node, ast.BinOp(self.expression(left), ast.Add(), self.expression(right)))
        return at(node, ast.BoolOp(ast.Or(), [self.expression(left), self.expression(right)]))

    def _ternary(self, node: Node) -> ast.expr:
        test, yes, no = (node.child_by_field_name(n) for n in ("condition", "consequence", "alternative"))
        if test is None or yes is None or no is None:
            return self._tuple(node)
        return at(node, ast.IfExp(*map(self.expression, (test, yes, no))))


_EXPRESSION: dict[str, Callable[[Expressions, Node], ast.expr]] = {
    "string": Expressions._string,
    "template_string": Expressions._template,
    "number": Expressions._number,
    **dict.fromkeys(("true", "false", "null", "undefined"), Expressions._word),
    "identifier": Expressions._name,
    "shorthand_property_identifier_pattern": Expressions._name,
    "this": Expressions._name,
    "member_expression": Expressions._member,
    "subscript_expression": Expressions._indexed,
    "parenthesized_expression": Expressions._inside,
    **dict.fromkeys(("as_expression", "satisfies_expression", "non_null_expression"), Expressions._inside),
    "type_assertion": Expressions._asserted,
    "expression_statement": Expressions._inside,
    "await_expression": Expressions._waited,
    "array": Expressions._list,
    "object": Expressions._object,
    "call_expression": Expressions._called,
    "new_expression": Expressions._called,
    "unary_expression": Expressions._minus,
    "binary_expression": Expressions._binary,
    "ternary_expression": Expressions._ternary,
    "arrow_function": Expressions._arrow,
    "function_expression": Expressions._arrow,
}
