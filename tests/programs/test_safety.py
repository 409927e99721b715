"""Nothing that a learner writes is ever run."""

import ast
from pathlib import Path

import pytest

from firstcall import programs
from firstcall.calls import Call
from firstcall.programs import NotAllowed, NotUnderstood, evaluate, parse, patch, printed

MODULES = sorted(Path(programs.__file__).parent.rglob("*.py"))
METHODS = ("messages.create",)
HOSTILE = (
    "open({mark!r}, 'w').close()",
    "__import__('pathlib').Path({mark!r}).touch()",
    "import os\nos.system('touch ' + {mark!r})",
    "exec('open(' + repr({mark!r}) + ', \"w\")')",
    "x = [open({mark!r}, 'w') for _ in [1]]",
    "class A:\n    open({mark!r}, 'w')",
    "def f(x=open({mark!r}, 'w')): pass",
    "@open({mark!r}, 'w')\ndef f(): pass",
)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_module_can_run_source(module: Path) -> None:
    forbidden = {"eval", "exec", "compile", "__import__", "run_path", "run_module"}
    used = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute) and not (
            isinstance(node.value, ast.Name) and node.value.id == "re"
        ):
            used.add(node.attr)
    assert used & forbidden == set()


@pytest.mark.parametrize("template", HOSTILE)
def test_statements_around_the_call_leave_no_trace(template: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    hostile = template.format(mark=str(mark))
    source = f"{hostile}\nm = client.messages.create(model='m')\n{hostile}\nprint(m)"
    call = parse(source, "x", METHODS).call
    assert call.arguments == {"model": "m"}
    patch(source, "x", METHODS, Call("x", "messages.create", {"model": "n"}))
    printed(source, {"message": 1})
    assert not mark.exists()


@pytest.mark.parametrize(
    "place",
    ["client.messages.create(model={})", "{}.messages.create()", "Anthropic(timeout={}).messages.create()"],
)
def test_expressions_in_the_call_leave_no_trace(place: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    source = place.format(f"open({str(mark)!r}, 'w')")
    try:
        parse(source, "x", METHODS)
    except NotUnderstood:
        pass
    printed(source, {"message": 1})
    assert not mark.exists()


def test_paths_leave_no_trace(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(NotAllowed):
        evaluate(f"open({str(mark)!r}, 'w')", {"open": open})
    assert not mark.exists()


def test_key_of_the_request_is_out_of_reach() -> None:
    import httpx2

    request = httpx2.Request("POST", "http://x", headers={"Authorization": "Bearer sk-secret"})
    names = {"stream": {"response": httpx2.Response(200, request=request)}}
    with pytest.raises(NotAllowed):
        evaluate("stream['response'].request.headers['authorization']", names)
    assert "sk-secret" not in str(evaluate("repr(stream['response'])", names))
