"""The nodes of requests, each where its text stands in the lines."""

from __future__ import annotations

import ast
import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from firstcall.programs.read import javascript, vendors
from firstcall.programs.read.curl.endpoints import endpoint, model_in
from firstcall.programs.read.curl.lines import Request, Word
from firstcall.programs.read.javascript.nodes import snake
from firstcall.programs.read.source import Text
from firstcall.providers import Kind, Provider

_DEFAULT = re.compile(r"\$\{\w+:-([^}]*)\}")


class Placed:
    """Makes nodes that stand in one text."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.called = dict[str, Provider]()

    def _put(self, node: ast.expr | ast.stmt | ast.keyword, start: int, end: int) -> None:
        node.lineno, node.col_offset = self._at(start)
        node.end_lineno, node.end_col_offset = self._at(end)

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.text.starts, offset, hi=len(self.text.lines))
        begin = self.text.starts[line - 1]
        return line, len(self.text.source[begin:offset].encode())

    def _constant(self, word: Word, value: str | None = None) -> ast.expr:
        made = ast.Constant(value=word.text if value is None else value)
        self._put(made, word.places[0], word.places[-1] + 1) if word.places else self._put(made, 0, 0)
        return made

    def statements(self, request: Request) -> Iterator[ast.stmt]:
        body = self.body(request.body) if request.body is not None and request.body.text else None
        url = _DEFAULT.sub(r"\1", request.url.text) if request.url is not None else ""
        found = endpoint(url)
        func = self._name(request.name, "curl" if found is None else "request")
        yield self._expression(request, ast.Call(func, [], list(self._facts(request, url, body))))
        if found is not None:
            yield self._expression(request, self._call(request, *found, url, body))

    def _name(self, word: Word, name: str) -> ast.Name:
        made = ast.Name(name, ast.Load())
        self._put(made, word.places[0], word.places[-1] + 1)
        return made

    def _expression(self, request: Request, call: ast.Call) -> ast.stmt:
        for node in (call, made := ast.Expr(call)):
            self._put(node, request.name.places[0], request.name.places[-1] + 1)
        return made

    def _facts(self, request: Request, url: str, body: ast.expr | None) -> Iterator[ast.keyword]:
        """What a request says of itself, in the arguments of the call of `curl`."""
        if request.url is not None:
            yield self._keyword("url", self._constant(request.url, url))
        yield self._keyword("headers", self._headers(request))
        if request.body is not None:
            yield self._keyword("body", body or self._constant(request.body))
        for name, holds in (("json", request.json), ("open", request.open)):
            if holds:
                yield self._keyword(name, self._constant(request.name))

    def _headers(self, request: Request) -> ast.Dict:
        keys, values = list[ast.expr | None](), list[ast.expr]()
        for word in request.headers:
            name, sign, _ = word.text.partition(":")
            value = word.part(len(name) + 1, len(word.text))
            value = value.part(len(value.text) - len(value.text.lstrip()), len(value.text))
            keys.append(self._constant(word.part(0, len(name))))
            values.append(self._constant(value) if sign and "$" not in value.text else self._unknown(word))
        made = ast.Dict(keys, values)
        self._put(made, request.name.places[0], request.name.places[-1] + 1)
        return made

    def _unknown(self, word: Word) -> ast.expr:
        """What a shell puts in from a variable."""
        made = ast.Tuple([], ast.Load())
        self._put(made, word.places[0], word.places[-1] + 1)
        return made

    def _keyword(self, name: str | None, value: ast.expr) -> ast.keyword:
        return ast.copy_location(ast.keyword(name, value), value)

    def body(self, word: Word) -> ast.Dict | None:
        """A body in JSON as a dict; `None` where it is none."""
        try:
            if not isinstance(json.loads(word.text), dict):
                return None
        except (ValueError, RecursionError):
            return None
        read = javascript.parsed(f"({word.text})")
        made = next((one for one in ast.walk(read.tree) if isinstance(one, ast.Dict)), None)
        for node in ast.walk(made) if made is not None else ():
            if isinstance(node, ast.Dict):
                for key in node.keys:
                    if isinstance(key, ast.Constant):
                        key.value = snake(str(key.value))
            if isinstance(node, ast.expr | ast.keyword):
                start, end = read.span(node)
                self._put(node, word.places[start - 1], word.places[end - 2] + 1)
        return made

    def _call(
        self, request: Request, provider: Provider, kind: Kind, url: str, body: ast.Dict | None
    ) -> ast.Call:
        self.called[provider.id] = provider
        func: ast.expr = self._name(request.name, vendors.module_of(provider).rpartition(".")[2])
        for name in kind.methods[0].split("."):
            func = ast.copy_location(ast.Attribute(func, name, ast.Load()), func)
        words = (
            [self._word(kind, key, value) for key, value in zip(body.keys, body.values, strict=True)]
            if body
            else []
        )
        if (model := model_in(kind, url)) and request.url is not None:
            start = request.url.text.rfind(model)
            words.append(self._keyword("model", self._constant(request.url.part(start, start + len(model)))))
        if body is None:
            words.append(self._keyword(None, self._unknown(request.name)))
        return ast.Call(func, [], self._by_version(kind, words, self._headers(request)))

    def _by_version(self, kind: Kind, words: list[ast.keyword], headers: ast.Dict) -> list[ast.keyword]:
        """What older versions of an API take, where an SDK's user would put it: beside the header with the version."""
        version = kind.sampling.version
        if version is None:
            return words
        old = [word for word in words if word.arg in kind.sampling.gone]
        keys: list[ast.expr | None] = [ast.copy_location(ast.Constant(value=word.arg), word) for word in old]
        made = ast.copy_location(ast.Dict(keys, [word.value for word in old]), headers)
        kept = [word for word in words if word not in old]
        beside = [self._keyword(version.body, made)] if old else []
        return [*kept, *beside, self._keyword(version.headers, headers)]

    def _word(self, kind: Kind, key: ast.expr | None, value: ast.expr) -> ast.keyword:
        """An entry of the body as an argument. Where an SDK has a dict for most of them, that is one of the body's."""
        name = snake(str(key.value)) if isinstance(key, ast.Constant) else None
        inside = kind.inside.argument if kind.inside is not None else ""
        made = self._keyword(inside if inside and kind.meant.get(name or "") == inside else name, value)
        if key is not None:
            made.lineno, made.col_offset = key.lineno, key.col_offset
        return made
