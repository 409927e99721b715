"""The directions of the house: who may import whom, at the top of a file, in a function or for its types.

A module stands in the room that its path names. What it imports is followed all the way, the packages
whose `__init__` runs on the way included.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from firstcall.course import steps

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"

BELOW = {
    "pages": {"steps"},
    "steps": {"ui"},
    "ui": {"course", "server", "ui/charts"},
    "ui/charts": {"running"},
    "course": {"running"},
    "server": {"running", "practice"},
    "running": {"programs", "ledger"},
    "programs": {"providers"},
    "ledger": {"models", "calls"},
    "providers": {"models", "calls"},
    "practice": {"models", "text"},
    "models": {"calls", "text"},
    "calls": set(),
    "text": set(),
}
"""Each room and those that stand directly below it: it may import these, and what stands below them."""

STREAMLIT = {"pages", "steps", "ui"}
LOADED_LATE = {"anthropic", "openai", "google", "ollama", "plotly"}
TESTS_OF_NO_ROOM = {"browser", "javascript", "plugins"}
MOST_ROOMS = 12


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {
    name_of(path): path
    for folder in ("firstcall", "pages")
    for path in sorted((ROOT / folder).rglob("*.py"))
}  # fmt: skip


def room(module: str) -> str:
    """`steps` for `firstcall.steps.roles.chat`; what is not ours is a room of its own name."""
    first, _, rest = module.partition(".")
    if first != "firstcall":
        return first
    return "ui/charts" if f"{rest}.".startswith("ui.charts.") else rest.partition(".")[0]


def with_packages(module: str) -> set[str]:
    """A module and the packages that are loaded before it."""
    parts = module.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts) + 1)}


def named(node: ast.AST) -> Iterator[str]:
    """The modules that a statement imports: `from a import b` names `a.b` where that is a module of ours."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.module and not node.level, "imports are written out from the root"
        for name in node.names:
            inner = f"{node.module}.{name.name}"
            yield inner if inner in MODULES else node.module


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


@cache
def imported(module: str) -> frozenset[str]:
    """What a module imports anywhere. Its own packages are loaded already and do not count, unless named."""
    if module not in MODULES:
        return frozenset()
    found = set()
    for node in ast.walk(tree(module)):
        for other in named(node):
            found |= {other} | (with_packages(other) - with_packages(module))
    return frozenset(found - {module})


@cache
def ways(module: str) -> dict[str, tuple[str, ...]]:
    """Every module that is reached from this one, with a shortest way to it."""
    found = {module: (module,)}
    for here in (queue := [module]):
        for other in imported(here) - found.keys():
            found[other] = (*found[here], other)
            queue.append(other)
    return found


@cache
def allowed(room: str) -> frozenset[str]:
    """A room and all that stand below it."""
    return frozenset({room}).union(*map(allowed, BELOW[room]))


def forbidden(module: str) -> list[str]:
    """The ways from a module to a room that does not stand below its own, or to another step."""
    own = allowed(room(module)) | {""}
    return [" → ".join(ways(module)[other]) for other in ways(module)
            if other in MODULES and (room(other) not in own or other_step(module, other))]  # fmt: skip


def other_step(module: str, other: str) -> bool:
    here, there = (name.split(".")[2:3] for name in (module, other))
    return room(module) == room(other) == "steps" and bool(there) and here != there


def test_imports_lead_downwards_all_the_way() -> None:
    ways_up = [way for module in MODULES if room(module) for way in forbidden(module)]
    assert sorted(ways_up, key=len)[:5] == []  # the shortest: the long ones pass through them


def test_practice_stands_on_models_and_text_alone() -> None:
    practice = [module for module in MODULES if room(module) == "practice"]
    direct = {room(other) for module in practice for other in imported(module) if other in MODULES}
    assert direct <= {"practice", "models", "text", ""}
    assert not {other for module in practice for other in ways(module) if room(other) in LOADED_LATE}


def test_only_pages_steps_and_ui_know_streamlit() -> None:
    core = [module for module in MODULES if room(module) not in STREAMLIT]
    found = [way for module in core for way in ways(module).values() if room(way[-1]) == "streamlit"]
    assert found == []


def circles() -> list[set[str]]:
    """Groups of modules of which each reaches every other."""
    reach = {module: ways(module).keys() for module in MODULES}
    groups = {frozenset(two for two in reach[one] if one in reach.get(two, ())) for one in MODULES}
    return [set(group) for group in groups if len(group) > 1]


def test_no_module_reaches_itself() -> None:
    assert list(circles()) == []


def at_the_top(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """What is imported when a module is loaded: not what a function imports, nor what only types need."""
    for node in nodes:
        yield from named(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from at_the_top(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from at_the_top(ast.iter_child_nodes(node))


def test_sdks_and_plotly_are_loaded_when_they_are_needed() -> None:
    at_once = {module: LOADED_LATE & {*map(room, at_the_top(tree(module).body))} for module in MODULES}
    assert {module: names for module, names in at_once.items() if names} == {}


def test_the_root_can_be_taken_in_at_a_glance() -> None:
    entries = {path.name for path in (ROOT / "firstcall").iterdir() if not path.name.startswith("__")}
    assert len(entries) <= MOST_ROOMS
    assert {entry.removesuffix(".py") for entry in entries} <= BELOW.keys()


def test_pages_stay_short() -> None:
    long = {path.name: lines for path in (ROOT / "pages").glob("*.py")
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 120}  # fmt: skip
    assert not long


def test_the_folders_of_the_tests_are_the_rooms() -> None:
    folders = [path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")]
    ours = {folder for folder in folders if folder.parts and folder.parts[0] not in TESTS_OF_NO_ROOM}
    pages = {Path("steps", step.slug) for step in steps.every()}
    assert {folder for folder in ours - pages if not (ROOT / "firstcall" / folder).is_dir()} == set()
