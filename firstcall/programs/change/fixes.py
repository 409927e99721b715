"""The small edits that a fix is made of. Each gives the edits, none where it cannot be done safely."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from firstcall.programs.change import edits
from firstcall.programs.change.edits import Brackets, Edit, Item
from firstcall.programs.read import assigned
from firstcall.programs.read.whole_program import ApiCall, WholeProgram
from firstcall.programs.write.javascript import camel
from firstcall.providers import Inside

_VALUES = {"True": "true", "False": "false", "None": "null"}


class NoFix(Exception):
    """There is no safe edit here; the finding is told without a fix."""


def replace(program: WholeProgram, node: ast.AST, text: str) -> list[Edit]:
    """`text` in place of an expression or statement."""
    return [Edit(*program.text.span(node), text)]  # type: ignore[arg-type]


def written(program: WholeProgram, node: ast.expr) -> str:
    """An expression as it stands in the program."""
    start, end = program.text.span(node)
    return program.text.source[start:end]


def _inside(
    program: WholeProgram, node: ast.Call
) -> tuple[Inside, ast.Call | ast.Dict | None, frozenset[str]] | None:
    """For a call whose arguments stand in the dict of one: that argument, what it is given, the names outside of it."""
    call = next((call for call in program.calls if call.node is node), None)
    if call is None or call.kind.inside is None:
        return None
    given = program.words_of(node)[0].get(call.kind.inside.argument)
    held = program.origin(given) if given is not None else None
    if held is not None and not isinstance(held, ast.Call | ast.Dict):
        raise NoFix
    return call.kind.inside, held, call.kind.outside


def _brackets(program: WholeProgram, node: ast.Call, name: str) -> Brackets:
    """The brackets in which an argument of a call stands: the call's own, or those of the dict for most of them."""
    found, unpacked = _inside(program, node), _unpacked(program, node, name)
    if unpacked is not None and not any(word.arg == name for word in node.keywords):
        return _brackets_of(program, unpacked)
    own = edits.of_call(program.text, node)
    if any(item.key == name for item in own.items):
        return own
    return own if found is None or found[1] is None else _brackets_of(program, found[1])


def _unpacked(program: WholeProgram, node: ast.Call, name: str) -> ast.Call | ast.Dict | None:
    """The dict behind `**` in which an argument of a call stands, or the call of `dict` that makes it."""
    for word in node.keywords:
        held = program.origin(word.value) if word.arg is None else None
        handed = assigned.handed_on(program, held) if isinstance(held, ast.Name) else {}
        if name in handed:
            return handed[name][1]
        if isinstance(held, ast.Dict) and name in program.entries(held):
            return held
        if isinstance(held, ast.Call) and any(one.arg == name for one in held.keywords):
            return held
    return None


def _put_later(program: WholeProgram, node: ast.Call, name: str) -> ast.Assign | None:
    """The statement `options["name"] = …` that puts an argument into the dict behind `**`."""
    if any(word.arg == name for word in node.keywords):
        return None
    for word in node.keywords:
        if word.arg is None and isinstance(word.value, ast.Name):
            value = assigned.put_into(program, word.value).get(name)
            statement = program.statement_of(value) if value is not None else None
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Subscript):
                return statement
    return None


def _brackets_of(program: WholeProgram, held: ast.Call | ast.Dict) -> Brackets:
    if isinstance(held, ast.Call):
        return edits.of_call(program.text, held)
    return edits.of_dict(
        program.text, held, [key.value if isinstance(key, ast.Constant) else None for key in held.keys]
    )


def _as_entry(entry: str) -> str:
    """`"stop": 1` for `stop=1`."""
    name, _, value = entry.partition("=")
    return f'"{name}": {value}'


def _argument(program: WholeProgram, node: ast.Call, entry: str) -> str:
    """An argument `stop=1` as the program's language writes it among the others of a call."""
    return entry if program.text.language == "python" else _option(program, node, entry)


def _option(program: WholeProgram, node: ast.Call, entry: str) -> str:
    """An argument as an entry of a dict, or of an object with the names that the SDK of JavaScript has."""
    if program.text.language == "python":
        return _as_entry(entry)
    name, _, value = entry.partition("=")
    call = next((call for call in program.calls if call.node is node), None)
    name = camel(name) if call is not None and call.provider.sdk.javascript_camel else name
    value = _VALUES.get(value, value)
    return f'"{name}": {value}' if program.text.language == "json" else f"{name}: {value}"


def item_of(program: WholeProgram, node: ast.Call, name: str) -> Item:
    """The argument `name` of a call, where the call itself has it."""
    found = [item for item in _brackets(program, node, name).items if item.key == name]
    if len(found) != 1:
        raise NoFix
    return found[0]


def remove_word(program: WholeProgram, node: ast.Call, *names: str) -> list[Edit]:
    """The call without these named arguments."""
    if (later := _put_later(program, node, names[0])) is not None:
        return remove_statement(program, later)
    brackets = _brackets(program, node, names[0])
    gone = [item for item in brackets.items if item.key in names]
    if not gone:
        raise NoFix
    return brackets.delete(gone)


def replace_word(program: WholeProgram, node: ast.Call, name: str, *entries: str) -> list[Edit]:
    """Other arguments in place of one, each on a line of its own where that one has one."""
    if (later := _put_later(program, node, name)) is not None:
        better, _, value = entries[0].partition("=")
        target = later.targets[0]
        assert isinstance(target, ast.Subscript)
        if len(entries) > 1:
            raise NoFix
        return [*replace(program, target.slice, f'"{better}"'), *replace(program, later.value, value)]
    found = _inside(program, node)
    brackets, item = _brackets(program, node, name), item_of(program, node, name)
    unpacked = _unpacked(program, node, name)
    write = _argument
    if unpacked is not None and not _among(program, node, brackets):
        write = _argument if isinstance(unpacked, ast.Call) else _option
    elif found is not None and not {entry.partition("=")[0] for entry in entries} <= found[2]:
        if _among(program, node, brackets):  # it stood outside and belongs inside
            return [
                *brackets.delete([item]),
                *(edit for entry in entries for edit in add_word(program, node, entry)),
            ]
        write = _argument if isinstance(found[1], ast.Call) else _option
    line = program.text.source.rfind("\n", 0, item.start) + 1
    leads = not program.text.source[line : item.start].strip() and line > 0
    glue = ",\n" + (brackets.entry_indent() or "") if leads and brackets.entry_indent() is not None else ", "
    text = glue.join(write(program, node, entry) for entry in entries)
    return [Edit(item.start, item.end, text, brackets.own)]


def _among(program: WholeProgram, node: ast.Call, brackets: Brackets) -> bool:
    """Whether these are the brackets of a call itself."""
    try:
        return brackets.opener == edits.of_call(program.text, node).opener
    except ValueError:  # all that it is given stands elsewhere
        return False


def add_word(program: WholeProgram, node: ast.Call, entry: str, after: str = "model") -> list[Edit]:
    """The call with one more argument, behind the argument `after` or at its end."""
    found, name = _inside(program, node), entry.partition("=")[0]
    brackets = _own(program, node, after)
    text = _argument(program, node, entry)
    if found is not None and name not in found[2]:
        inside, held, _ = found
        if held is None:
            if program.text.language == "json":
                raise NoFix  # the body has another name for it
            put = _option(program, node, entry)
            text = f"{inside.argument}: {{ {put} }}" if brackets.own else f"{inside.argument}={{{put}}}"
        else:
            brackets = _brackets(program, node, name)
            text = text if isinstance(held, ast.Call) else _option(program, node, entry)
    items = [item for item in brackets.items if item.key == after] or list(brackets.items[-1:])
    if not items:
        return [Edit(brackets.opener, brackets.opener, text, brackets.own)]
    return brackets.insert(items[-1], None, [text])


def add_word_before(program: WholeProgram, node: ast.Call, entry: str, before: str) -> list[Edit]:
    """The call with one more argument, in front of another that the call itself has."""
    brackets = edits.of_call(program.text, node)
    item = next((item for item in brackets.items if item.key == before), None)
    if item is None:
        raise NoFix
    return brackets.insert(None, item, [_argument(program, node, entry)])


def _own(program: WholeProgram, node: ast.Call, after: str) -> Brackets:
    """The brackets of a call; in JavaScript those of an object that stands elsewhere, where that has `after`."""
    try:
        return edits.of_call(program.text, node)
    except ValueError:
        return _brackets(program, node, after)


def remove_entry(program: WholeProgram, call: ApiCall, word: str, *keys: str) -> list[Edit]:
    """A dict argument without some entries; the argument itself goes where nothing is left."""
    if program.text.language == "json":  # which has it beside the others
        return remove_word(program, call.node, *keys)
    node = program.origin(call.words[word])
    if not isinstance(node, ast.Dict) or None in node.keys:
        raise NoFix
    names = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
    if set(names) <= set(keys):
        return remove_word(program, call.node, word)
    brackets = edits.of_dict(program.text, node, names)
    return brackets.delete([item for item in brackets.items if item.key in keys])


def remove_element(program: WholeProgram, node: ast.List, place: int) -> list[Edit]:
    """A list without one element."""
    brackets = edits.of_list(program.text, node)
    return brackets.delete([brackets.items[place]])


def remove_statement(program: WholeProgram, statement: ast.stmt) -> list[Edit]:
    """The program without a statement that has its lines to itself; `pass` where it was the only one."""
    start, end = own_lines(program, statement)
    if _alone(program, statement):
        return replace(program, statement, "pass")
    return [Edit(start, end, "")]


def own_lines(program: WholeProgram, statement: ast.stmt) -> tuple[int, int]:
    """The lines of a statement, line end included. Raises `NoFix` where something else stands on them."""
    source = program.text.source
    start, end = program.text.span(statement)
    begin = source.rfind("\n", 0, start) + 1
    line_end = source.find("\n", end)
    line_end = len(source) if line_end < 0 else line_end
    rest = source[end:line_end].strip()
    if source[begin:start].strip() or (rest and not rest.startswith("#")):
        raise NoFix
    return begin, min(line_end + 1, len(source))


def indent_of(program: WholeProgram, statement: ast.stmt) -> str:
    start, _ = own_lines(program, statement)
    return program.text.source[start : program.text.span(statement)[0]]


def insert_after(program: WholeProgram, statement: ast.stmt, lines: Sequence[str]) -> list[Edit]:
    """New lines behind a statement, at its own indentation."""
    indent, (_, end) = indent_of(program, statement), own_lines(program, statement)
    lead = "" if program.text.source[end - 1 : end] == "\n" else "\n"
    return [Edit(end, end, lead + "".join(f"{indent}{line}\n" for line in lines))]


def insert_before(program: WholeProgram, statement: ast.stmt, lines: Sequence[str]) -> list[Edit]:
    """New lines before a statement, at its own indentation."""
    indent, (start, _) = indent_of(program, statement), own_lines(program, statement)
    return [Edit(start, start, "".join(f"{indent}{line}\n" for line in lines))]


def need_import(program: WholeProgram, module: str) -> list[Edit]:
    """`import module` at the top, unless it is there."""
    if module in {name.name for node in program.all(ast.Import) for name in node.names if not name.asname}:
        return []
    return _import(program, f"import {module}")


def need_name(program: WholeProgram, module: str) -> list[Edit]:
    """The last name of a module at the top, unless it is there: `from google.genai import errors`, `import openai`."""
    package, _, name = module.rpartition(".")
    if not package:
        return need_import(program, module)
    there = (
        one.name for node in program.all(ast.ImportFrom) if node.module == package
        for one in node.names if not one.asname
    )  # fmt: skip
    return [] if name in there else _import(program, f"from {package} import {name}")


def _import(program: WholeProgram, line: str) -> list[Edit]:
    body = program.text.tree.body
    first = next((node for node in body if not _opening(node)), None)
    if first is None:
        raise NoFix
    return insert_before(program, first, [line])


def from_environment(program: WholeProgram, node: ast.expr, variable: str) -> list[Edit]:
    """A value read from the environment in place of one that stands in the code."""
    return [*replace(program, node, f'os.environ["{variable}"]'), *need_import(program, "os")]


def after_imports(program: WholeProgram, line: str) -> list[Edit]:
    """A line of its own behind the imports at the top."""
    body = program.text.tree.body
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    if not imports:
        raise NoFix
    return insert_after(program, imports[-1], ["", line])


def _opening(node: ast.stmt) -> bool:
    """A docstring, or an import from the future, which must stand first."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _alone(program: WholeProgram, statement: ast.stmt) -> bool:
    above = program.parent(statement)
    blocks: Mapping[str, object] = vars(above) if above is not None else {}
    return any(block == [statement] for block in blocks.values()) and not isinstance(above, ast.Module)
