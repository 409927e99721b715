"""Changing a program's call with small edits that leave the learner's text alone."""

from dataclasses import replace
from typing import Any

import pytest

from firstcall.calls import Call
from firstcall.programs import NotUnderstood, parse, patch

METHODS = ("messages.create", "messages.stream")
PROGRAM = """\
import anthropic

PROMPT = 'Héllo'  # mine
client = anthropic.Anthropic(api_key=os.environ["KEY"])
message = client.messages.create(
    model="claude-haiku-5-5",  # small
    # how long it may get
    max_tokens=1_024,
    messages=[{"role": "user", "content": PROMPT}],
)
print(message)
"""


def changed(source: str, client: dict[str, Any] | None = None, **arguments: Any) -> str:
    """The program with these arguments changed; `...` takes one away."""
    call = parse(source, "anthropic", METHODS).call
    new = {name: value for name, value in {**call.arguments, **arguments}.items() if value is not ...}
    call = replace(call, arguments=new, client=call.client if client is None else client)
    return patch(source, "anthropic", METHODS, call)


def test_same_call_leaves_the_program_alone() -> None:
    assert changed(PROGRAM) == PROGRAM


def test_one_number_changes_only_that_number() -> None:
    assert changed(PROGRAM, max_tokens=5) == PROGRAM.replace("1_024", "5")


def test_value_given_through_a_name_changes_at_the_assignment() -> None:
    messages = [{"role": "user", "content": "Bye"}]
    assert changed(PROGRAM, messages=messages) == PROGRAM.replace("'Héllo'", '"Bye"')


def test_name_that_serves_two_values_gives_way_where_they_part() -> None:
    source = 'X = "a"\nclient.messages.create(one=X, two=X)\n'
    assert changed(source, two="b") == 'X = "a"\nclient.messages.create(one=X, two="b")\n'


def test_name_that_serves_two_values_changes_with_both() -> None:
    source = 'X = "a"\nclient.messages.create(one=X, two=X)\n'
    assert changed(source, one="b", two="b") == 'X = "b"\nclient.messages.create(one=X, two=X)\n'


def test_missing_argument_gets_a_line_of_its_own_after_the_last() -> None:
    before, after = PROGRAM.split("PROMPT}],\n)")
    assert changed(PROGRAM, system="Be brief.") == f'{before}PROMPT}}],\n    system="Be brief.",\n){after}'


def test_missing_argument_follows_the_one_that_precedes_it() -> None:
    call = parse(PROGRAM, "anthropic", METHODS).call
    arguments = {"model": call.model, "temperature": 0.5, **call.arguments}
    assert patch(PROGRAM, "anthropic", METHODS, replace(call, arguments=arguments)) == PROGRAM.replace(
        "# small\n", "# small\n    temperature=0.5,\n"
    )


def test_argument_taken_away_takes_its_line_and_no_other() -> None:
    assert changed(PROGRAM, max_tokens=...) == PROGRAM.replace("    max_tokens=1_024,\n", "")


def test_system_message_is_added_before_the_name_of_the_prompt() -> None:
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Héllo"}]
    opened = """messages=[
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": PROMPT},
    ],"""
    old = 'messages=[{"role": "user", "content": PROMPT}],'
    assert changed(PROGRAM, messages=messages) == PROGRAM.replace(old, opened)


def test_first_message_is_taken_away_and_the_other_stays() -> None:
    source = """\
client.messages.create(
    messages=[
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": '''Hi'''},  # keep
    ],
)
"""
    line = '        {"role": "system", "content": "Be brief."},\n'
    assert changed(source, messages=[{"role": "user", "content": "Hi"}]) == source.replace(line, "")


@pytest.mark.parametrize(
    ("source", "arguments", "result"),
    [
        ("client.messages.create()", {"a": 1}, "client.messages.create(a=1)"),
        ("client.messages.create(a=1)", {"b": 2}, "client.messages.create(a=1, b=2)"),
        ("client.messages.create(a=1, )", {"b": 2}, "client.messages.create(a=1, b=2, )"),
        ("client.messages.create(a=1, b=2)", {"b": ...}, "client.messages.create(a=1)"),
        ("client.messages.create(a=1, b=2)", {"a": ...}, "client.messages.create(b=2)"),
        ("client.messages.create(a=1, b=2, c=3)", {"b": ..., "c": ...}, "client.messages.create(a=1)"),
        ("client.messages.create(a=((1)), b=2)", {"a": 5}, "client.messages.create(a=((5)), b=2)"),
        (
            "client.messages.create(\n  a=1,\n  b=2)",
            {"c": 3},
            "client.messages.create(\n  a=1,\n  b=2,\n  c=3)",
        ),
        (
            "client.messages.create(\n  a=1  # one\n)",
            {"c": 3},
            "client.messages.create(\n  a=1,  # one\n  c=3,\n)",
        ),
        (
            "client.messages.create(a={'x': 1})",
            {"a": {"x": 1, "y": 2}},
            "client.messages.create(a={'x': 1, \"y\": 2})",
        ),
        ("client.messages.create(a=['x', 'y'])", {"a": ["y"]}, "client.messages.create(a=['y'])"),
        ("client.messages.create(a=1)", {"a": True}, "client.messages.create(a=True)"),
        ("client.messages.create(a=1)", {"a": 1.0}, "client.messages.create(a=1.0)"),
        ("client.messages.create(a=1)", {"a": float("nan")}, 'client.messages.create(a=float("nan"))'),
    ],
)
def test_small_edit(source: str, arguments: dict[str, Any], result: str) -> None:
    assert changed(source, **arguments) == result


def test_line_that_would_get_too_long_is_opened() -> None:
    source = 'message = client.messages.create(model="claude-haiku-5-5", max_tokens=1024)\n'
    assert changed(source, system="Answer in one sentence.") == (
        "message = client.messages.create(\n"
        '    model="claude-haiku-5-5",\n'
        "    max_tokens=1024,\n"
        '    system="Answer in one sentence.",\n'
        ")\n"
    )


def test_text_of_several_lines_is_triple_quoted() -> None:
    assert changed("client.messages.create(system='a')", system='one\n"two"') == (
        'client.messages.create(system="""one\n"two\\"""")'
    )


def test_client_argument_is_added_beside_the_key() -> None:
    assert 'anthropic.Anthropic(api_key=os.environ["KEY"], max_retries=0)' in changed(
        PROGRAM, client={"max_retries": 0}
    )


def test_a_call_that_is_written_anew_keeps_the_way_to_the_server() -> None:
    way = 'api_key=os.environ["KEY"], base_url=os.getenv("URL", "http://here/v1")'
    source = PROGRAM.replace('api_key=os.environ["KEY"]', f"timeout=9, {way}")
    call = parse(source, "anthropic", METHODS).call
    anew = patch(source, "anthropic", METHODS, replace(call, positional=("x",), client={"timeout": 5}))
    assert f"anthropic.Anthropic({way}, timeout=5)" in anew and "# small" not in anew


def test_client_argument_is_taken_away_everywhere() -> None:
    source = "client = Anthropic(timeout=5)\nclient.with_options(timeout=1).messages.create()"
    assert changed(source, client={}) == "client = Anthropic()\nclient.with_options().messages.create()"


def test_client_made_elsewhere_gets_its_argument_with_options() -> None:
    assert changed("client.messages.create()", client={"timeout": 5}) == (
        "client.with_options(timeout=5).messages.create()"
    )


def test_windows_line_ends_stay() -> None:
    assert changed("client.messages.create(\r\n  a=1,\r\n)", b=2) == (
        "client.messages.create(\r\n  a=1,\r\n  b=2,\r\n)"
    )


def test_other_method_is_for_the_caller_to_write() -> None:
    with pytest.raises(ValueError, match=r"messages\.create, not messages\.stream"):
        patch("client.messages.create()", "anthropic", METHODS, Call("anthropic", "messages.stream", {}))


def test_program_that_is_not_understood_is_refused() -> None:
    with pytest.raises(NotUnderstood):
        patch("client.messages.create(", "anthropic", METHODS, Call("anthropic", "messages.create", {}))


def test_value_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(ValueError, match="plain Python value"):
        patch(
            "client.messages.create()", "anthropic", METHODS, Call("anthropic", "messages.create", {"a": {1}})
        )
