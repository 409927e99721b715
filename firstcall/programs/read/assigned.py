"""Where a program puts values that are no plain names: attributes, entries of dicts, arguments of its functions.

An index, made once for a program and only of what somebody asks for.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from firstcall.programs.read.bindings import defaults
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.tree import Tree

Function = ast.FunctionDef | ast.AsyncFunctionDef
Key = tuple[int, str, str]
"""The class around it (0 outside of any), how the owner is spelled, and the attribute or key."""
_STATE = "session_state"
_NO_CHOICE = frozenset({"default", "metavar"})
"""What of an option may be a list as well, and none to choose from."""


def puts(tree: Tree) -> dict[Key, list[ast.expr]]:
    """Every value that is given to an attribute or to a key."""
    return tree.once("puts", lambda: _puts(tree))


def put_into(tree: Tree, use: ast.Name) -> dict[str, ast.expr]:
    """What is given to the keys of a dict by its name, in the function of `use` or outside of all: the last value of
    each."""
    found = tree.once("put into", lambda: _by_owner(tree)).get(use.id, {})
    here = (None, tree.function_of(use))
    return {
        name: last for name, values in found.items()
        if (last := next((one for one in reversed(values) if tree.function_of(one) in here), None)) is not None
    }  # fmt: skip


def _by_owner(tree: Tree) -> dict[str, dict[str, list[ast.expr]]]:
    found = defaultdict[str, dict[str, list[ast.expr]]](dict)
    for (around, owner, name), values in puts(tree).items():
        if not around:
            found[owner][name] = values
    return found


def _puts(tree: Tree) -> dict[Key, list[ast.expr]]:
    found = defaultdict[Key, list[ast.expr]](list)
    for node in tree.all(ast.Assign, ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute | ast.Subscript) and node.value is not None:
                if (key := place_of(tree, target)) is not None:
                    found[key].append(node.value)
    for call in tree.all(ast.Call):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="setdefault", value=owner),
                args=[ast.Constant(value=str() as name), value],
            ):
                found[(0, spelling(owner), name)].append(value)
            case ast.Call(func=ast.Attribute(attr="update", value=owner), keywords=[*words]):
                for word in words:
                    if word.arg:
                        found[(0, spelling(owner), word.arg)].append(word.value)
    return found


def place_of(tree: Tree, node: ast.expr) -> Key | None:
    """The place in the index that an attribute, or a subscript with a plain text, stands for."""
    match node:
        case ast.Attribute(value=owner, attr=name):
            pass
        case ast.Subscript(value=owner, slice=ast.Constant(value=str() as name)):
            pass
        case _:
            return None
    spelled_so = spelling(owner)
    if spelled_so == "self":
        around = class_around(tree, node)
        return (id(around), "self", name) if around is not None else None
    return (0, spelled_so, name) if spelled_so else None


def spelling(node: ast.expr) -> str:
    """How the owner of an attribute or of a key is spelled; Streamlit's `session_state` is one for all."""
    names = spelled(node)
    return _STATE if names[-1:] == [_STATE] else ".".join(names)


def class_around(tree: Tree, node: ast.AST) -> ast.ClassDef | None:
    return next((above for above in tree.ancestors(node) if isinstance(above, ast.ClassDef)), None)


def classes(tree: Tree) -> dict[str, ast.ClassDef]:
    """The program's own classes by name."""
    return tree.once("classes", lambda: {one.name: one for one in tree.all(ast.ClassDef)})


def class_of(tree: Tree, node: ast.expr) -> ast.ClassDef | None:
    """The class of the program's own that a name stands for, or of which it is an object."""
    if not isinstance(node, ast.Name):
        return None
    own = classes(tree)
    if node.id in own:
        return own[node.id]
    made = tree.binding(node)
    value = made.value if made is not None else None
    return own.get(called(value)) if isinstance(value, ast.Call) else _annotated(tree, node)


def _annotated(tree: Tree, use: ast.Name) -> ast.ClassDef | None:
    """The class that a parameter is said to be of: `settings: Settings`."""
    function = tree.function_of(use)
    if not isinstance(function, Function):
        return None
    given = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    said = next((one.annotation for one in given if one.arg == use.id), None)
    return classes(tree).get(said.id) if isinstance(said, ast.Name) else None


def fields_of(around: ast.ClassDef, name: str) -> list[ast.expr]:
    """What a class gives an attribute in its body."""
    return [
        one.value
        for one in around.body
        if isinstance(one, ast.Assign | ast.AnnAssign) and one.value is not None
        for target in (one.targets if isinstance(one, ast.Assign) else [one.target])
        if isinstance(target, ast.Name) and target.id == name
    ]


def made_with(tree: Tree, around: ast.ClassDef, name: str) -> Iterator[ast.expr]:
    """What the objects of a class without an `__init__` are made with for one of its fields."""
    if any(isinstance(one, ast.FunctionDef) and one.name == "__init__" for one in around.body):
        return
    names = [
        one.target.id
        for one in around.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]
    for call in calls_of(tree, around.name):
        if (given := _given(call, names, name, 0)) is not None:
            yield given


def calls_of(tree: Tree, name: str) -> list[ast.Call]:
    """The calls of a function or class of the program's own, by its last name."""
    return tree.once("called by name", lambda: _calls(tree)).get(name, [])


def _calls(tree: Tree) -> dict[str, list[ast.Call]]:
    found = defaultdict[str, list[ast.Call]](list)
    for call in tree.all(ast.Call):
        found[called(call)].append(call)
    return found


def parameters(tree: Tree, function: Function, name: str, *, either: bool = True) -> Iterator[ast.expr]:
    """What a parameter is given: its default, and the arguments of the calls of the function; with `either` also what
    somebody may choose for it."""
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    yield from (default for own, default in defaults(given) if own == name)
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and called(decorator) in {"option", "argument"}:
            yield from _option(decorator, name, either)
    around = tree.parent(function)
    method = isinstance(around, ast.ClassDef)
    caller = (
        around.name if isinstance(around, ast.ClassDef) and function.name == "__init__" else function.name
    )
    for call in calls_of(tree, caller):
        if (argument := _given(call, [one.arg for one in plain], name, int(method))) is not None:
            yield argument


def handed_on(tree: Tree, use: ast.Name) -> dict[str, tuple[ast.expr, ast.Call]]:
    """What the callers of a function give it for its `**options`, each with the call that does."""
    function = tree.function_of(use)
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return {}
    given = function.args
    if given.kwarg is None or given.kwarg.arg != use.id:
        return {}
    own = {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    return {
        word.arg: (word.value, call)
        for call in calls_of(tree, function.name)
        for word in call.keywords
        if word.arg is not None and word.arg not in own
    }


def _given(call: ast.Call, names: list[str], name: str, skipped: int) -> ast.expr | None:
    """The argument of a call for one name, by name or by its place."""
    for word in call.keywords:
        if word.arg == name:
            return word.value
    place = names.index(name) - skipped if name in names else -1
    before = call.args[: place + 1]
    return (
        before[place]
        if 0 <= place < len(before) and not any(isinstance(one, ast.Starred) for one in before)
        else None
    )


def options(tree: Tree, name: str, *, either: bool) -> Iterator[ast.expr]:
    """What an option of the command line may be, by argparse's `add_argument`."""
    for call in calls_of(tree, "add_argument"):
        yield from _option(call, name, either)


def _option(call: ast.Call, name: str, either: bool) -> Iterator[ast.expr]:
    """The default of an option of this name, with `either` also the values from which one may be chosen (a list of
    argparse's, click's `Choice`)."""
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    words = {word.arg: word.value for word in call.keywords}
    dest = words.get("dest")
    names = (
        {text.lstrip("-").replace("-", "_") for text in texts}
        if dest is None
        else {getattr(dest, "value", "")}
    )
    if name not in names:
        return
    lists = [
        one for word, one in words.items() if word not in _NO_CHOICE and isinstance(one, ast.List | ast.Tuple)
    ]
    kind = words.get("type")
    given = kind.args[:1] if isinstance(kind, ast.Call) and called(kind) == "Choice" else lists[:1]
    yield from [words["default"]] if "default" in words else []
    if either:
        yield from (
            one for chosen in given if isinstance(chosen, ast.List | ast.Tuple) for one in chosen.elts
        )
