"""Facts that hold for every call and every text, tried on many made-up ones."""

import ast
import math
from collections.abc import Mapping
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from firstcall import providers
from firstcall.calls import Call
from firstcall.programs import NotAllowed, NotUnderstood, evaluate, parse, patch, printed, render
from firstcall.programs.read.literals import same
from firstcall.programs.write.layout import code
from tests.quickly import examples

METHODS = {provider.id: provider.sdk.methods for provider in providers.every().values()}
PIECES = [
    "import anthropic\n", "client = anthropic.Anthropic(max_retries=0)\n", "client = OpenAI()\n", "MODEL = 'm'\n",
    "m = [{'role': 'user', 'content': MODEL}]\n", "m.append(1)\n", "with ", "for x in ", "print(",
    "client.messages.create(", "client.chat.completions.create(", "client.messages.stream(", "model=MODEL,",
    "messages=m,", "max_tokens=1024,\n", "stop=['a', \"b\"],", "extra_body={'a': {'b': -1.5}},", "**x,", "*x,",
    "f'{x}'", "'''a\nb'''", "# note\n", ")", "]", "}", "(", "[", "{", " as stream:\n    ", ":\n    ", "    ",
    "\n", "\t", "\\\n", "'", '"', "stream.text_stream", "message.content[0].text", "=", ".", ",", " if ", " else ",
    "lambda x: ", "await ", "yield ", "é", "\r\n", "\0", "\ud800", "float('nan')", "x := ", "\u201c",
]  # fmt: skip

texts = st.one_of(st.text(max_size=20), st.text(alphabet="ab \"'\\\n\r\t{}$#é\u2028\U0001f680", max_size=20))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
keys = texts | st.integers(-5, 5)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=3)
        | st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=8,
)
messages = st.lists(
    st.fixed_dictionaries({"role": st.sampled_from(["system", "user", "assistant"]), "content": texts}),
    max_size=3,
)
names = st.sampled_from(
    ["model", "max_tokens", "temperature", "stop", "system", "messages", "extra_body", "reasoning_effort"]
)
arguments = st.dictionaries(names, values | messages, max_size=6)
clients = st.fixed_dictionaries({}, optional={"max_retries": st.integers(0, 5), "timeout": st.floats(0, 60)})
programs = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def says(one: Call, other: Call) -> bool:
    """Whether two calls are the same to the letter, NaN included."""
    parts = [[call.method, dict(call.arguments), dict(call.client), call.positional] for call in (one, other)]
    return same(*parts)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    """A call whose method is the one that its provider's template writes."""
    provider = providers.get(draw(st.sampled_from(sorted(METHODS))))
    shape = draw(st.sampled_from(["plain", "streamed"]))
    method = next(m for m in provider.sdk.methods if f".{m}(" in provider.templates["python", shape])
    stream = {"stream": True} if shape == "streamed" and not method.endswith(".stream") else {}
    return Call(provider.id, method, draw(arguments) | stream, draw(clients))


@given(values)
@example('\\"\n\'\'\'"""\n\\')
@example({"a": [-0.0, math.nan, -math.inf, (1,), ()]})
def test_value_written_is_the_value_read(value: object) -> None:
    call = parse(f"client.messages.create(x={code(value)})", "anthropic", METHODS["anthropic"]).call
    assert same(call.arguments["x"], value)


@given(calls())
def test_program_rendered_is_the_call_parsed(call: Call) -> None:
    program = parse(render(call, providers.get(call.provider)), call.provider, METHODS[call.provider])
    assert says(program.call, call)


@given(calls())
def test_every_language_renders(call: Call) -> None:
    provider = providers.get(call.provider)
    for language in ("javascript", "curl"):
        assert render(call, provider, language).encode()


@given(calls(), arguments, clients)
def test_program_patched_says_the_new_call(
    call: Call, new: Mapping[str, Any], client: Mapping[str, Any]
) -> None:
    source = render(call, providers.get(call.provider))
    wanted = Call(call.provider, call.method, new, client)
    methods = METHODS[call.provider]
    assert says(parse(patch(source, call.provider, methods, wanted), call.provider, methods).call, wanted)


@st.composite
def handwritten(draw: st.DrawFn) -> str:
    """A call as people write it: names, comments, brackets and line breaks in any place."""
    gap = st.sampled_from(["", " ", "\n", "\n    ", "  # note, with ) and (\n        ", "\n\n"])
    mixed = ["X", "Y", "(X)", "[X, 'a']", "[\n  Y, # y\n  X\n]", "{'k': X}", "('a'\n 'b')", "((1))"]
    value = scalars.map(code) | st.sampled_from(mixed)
    given_names = draw(st.lists(names, unique=True, max_size=4))
    written = [f"{draw(gap)}{name}{draw(gap)}={draw(gap)}{draw(value)}{draw(gap)}" for name in given_names]
    end = draw(st.sampled_from(["", ","])) if written else ""
    client = draw(
        st.sampled_from(["Anthropic()", "Anthropic(timeout = 5 , api_key=os.environ['K'])", "ask()"])
    )
    head = f"X = 'one'  # é\nY = [X, {{'a': 2}}]\nclient = {client}\n"
    return f"{head}client.messages.create({','.join(written)}{end}{draw(gap)})  # end\nprint(X)\n"


@given(handwritten(), arguments, clients)
@examples(300)
def test_handwritten_program_patched_says_the_new_call(
    source: str, new: Mapping[str, Any], client: Mapping[str, Any]
) -> None:
    old = parse(source, "anthropic", METHODS["anthropic"]).call
    for wanted in (
        Call("anthropic", "messages.create", new, client),
        Call("anthropic", "messages.create", {**old.arguments, **new}, old.client),
        Call("anthropic", "messages.create", dict(list(old.arguments.items())[1:]), old.client),
    ):
        result = patch(source, "anthropic", METHODS["anthropic"], wanted)
        assert says(parse(result, "anthropic", METHODS["anthropic"]).call, wanted)
        assert result.endswith("  # end\nprint(X)\n")


@given(st.text() | programs)
@examples(400)
@example("client.messages.create(a=" + "-" * 3000 + "1)")
@example("client" + ".x" * 3000 + ".messages.create()")
@example("x = " + "(" * 199 + ")" * 199)
@example("client.messages.create(a=" + "x+" * 5000 + "1)")
def test_no_text_crashes_the_reader(source: str) -> None:
    for provider, methods in METHODS.items():
        try:
            program = parse(source, provider, methods)
        except NotUnderstood as refusal:
            assert refusal.message and (
                refusal.line is None or 1 <= refusal.line <= source.count("\n") + source.count("\r") + 1
            )
        else:
            assert program.call.provider == provider


@given(st.data(), calls())
@examples(300)
def test_no_mutated_program_crashes_the_reader(data: st.DataObject, call: Call) -> None:
    source = render(call, providers.get(call.provider))
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 10)))
    mutated = source[:start] + data.draw(st.sampled_from(PIECES)) + source[end:]
    for read in (
        lambda: parse(mutated, call.provider, METHODS[call.provider]),
        lambda: printed(mutated, {"message": 1}, "x"),
    ):
        try:
            read()
        except NotUnderstood:
            continue


@given(programs)
@examples(300)
def test_no_program_crashes_the_follower(source: str) -> None:
    try:
        lines = printed("m = client.messages.create()\n" + source, {"message": [1]}, "text")
    except NotUnderstood:
        return
    assert all(line.text is None or line.error is None for line in lines)


EXPRESSIONS = [
    "message", ".content", "[0]", ".text", "(", ")", "[", "]", "'a'", "1", " + ", " * ", " % ", " and ", " if ",
    " else ", " for x in ", "x", "len", "str", "next", "sum", "int", "round", "join", ".", ",", "f'{", "}'", ":>5",
    "{", "}", " == ", " in ", "not ", "-", "None", ".get", "'x'", ".usage", "._request_id", "=", "999999999", "/",
    "//", " is ", "sorted", "max",
]  # fmt: skip
ERRORS = (
    NotAllowed,
    AttributeError,
    LookupError,
    TypeError,
    NameError,
    ValueError,
    ArithmeticError,
    StopIteration,
    RuntimeError,
)


@given(st.lists(st.sampled_from(EXPRESSIONS), max_size=12).map("".join) | st.text())
@examples(1000)
def test_no_expression_raises_but_what_it_may(path: str) -> None:
    try:
        value = evaluate(path, {"message": {"content": ["a", 1]}, "x": [1, 2, "b"]})
    except ERRORS:
        return
    assert ast.parse(path.strip(), mode="eval")
    assert not callable(value)
