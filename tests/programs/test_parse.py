"""From a program to its call: what is understood, and what is said about the rest."""

import ast
import sys

import pytest

from firstcall.calls import Call
from firstcall.programs import NotUnderstood, parse
from firstcall.programs.lint.findings import lint
from firstcall.programs.read.source import RUNNING, read
from firstcall.programs.refusals import WORDS

ANTHROPIC = ("messages.create", "messages.stream")
OPENAI = ("chat.completions.create", "chat.completions.stream")


OLDER = pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads it")


def call_in(source: str) -> Call:
    return parse(source, "anthropic", ANTHROPIC).call


def refusal_of(source: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        parse(source, "anthropic", ANTHROPIC)
    return caught.value


def test_first_call_is_understood() -> None:
    source = """
import anthropic
client = anthropic.Anthropic()
message = client.messages.create(
    model="claude-haiku-5-5",
    max_tokens=1024,
    messages=[{"role": "user", "content": "Hi"}],
)
print(message.content[0].text)
"""
    assert call_in(source) == Call(
        provider="anthropic",
        method="messages.create",
        arguments={
            "model": "claude-haiku-5-5",
            "max_tokens": 1024,
            "messages": [{"role": "user", "content": "Hi"}],
        },
    )


def test_openai_call_in_a_loop_header_is_understood() -> None:
    program = parse(
        'for chunk in OpenAI().chat.completions.create(model="m", stream=True):\n    pass', "openai", OPENAI
    )
    assert program.call == Call("openai", "chat.completions.create", {"model": "m", "stream": True})


def test_streamed_call_in_a_with_is_understood() -> None:
    assert call_in('with client.messages.stream(model="m") as stream:\n    pass').method == "messages.stream"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("-0.5", -0.5),
        ("+3", 3),
        ("1_000", 1000),
        ('"a" "b"', "ab"),
        ('"""a\nb"""', "a\nb"),
        ("f'plain'", "plain"),
        ("None", None),
        ("(1, 'x', [True])", (1, "x", [True])),
        ('{"a": {"b": []}}', {"a": {"b": []}}),
        (r"r'\d'", r"\d"),
        (r"'\d'", r"\d"),
        ('float("-inf")', float("-inf")),
    ],
)
def test_plain_value_is_read(written: str, value: object) -> None:
    assert call_in(f"client.messages.create(x={written})").arguments == {"x": value}


def test_nan_is_read() -> None:
    value = call_in('client.messages.create(temperature=float("nan"))').arguments["temperature"]
    assert repr(value) == "nan"


def test_name_assigned_once_is_read_at_any_depth() -> None:
    source = """
PROMPT = "Hi"
messages = [{"role": "user", "content": PROMPT}]
client.messages.create(messages=messages)
"""
    assert call_in(source).arguments == {"messages": [{"role": "user", "content": "Hi"}]}


def test_name_assigned_in_the_function_of_the_call_is_read() -> None:
    assert call_in('def ask():\n    m = "x"\n    client.messages.create(model=m)').arguments == {"model": "x"}


def test_list_changed_after_the_call_is_read() -> None:
    source = "m = []\nreply = client.messages.create(messages=m)\nm.append(reply)"
    assert call_in(source).arguments == {"messages": []}


def test_client_arguments_are_read_from_the_constructor() -> None:
    source = "client = anthropic.Anthropic(max_retries=0, timeout=2.5)\nclient.messages.create()"
    assert call_in(source).client == {"max_retries": 0, "timeout": 2.5}


def test_with_options_wins_over_the_constructor() -> None:
    source = """
client = Anthropic(max_retries=0, timeout=5)
quick = client.with_options(timeout=1)
quick.with_options(max_retries=9).messages.create()
"""
    assert call_in(source).client == {"timeout": 1, "max_retries": 9}


def test_misspelt_client_argument_is_left_to_the_sdk() -> None:
    assert call_in("Anthropic(max_retry=3).messages.create()").client == {"max_retry": 3}


@pytest.mark.parametrize(
    "written", ['os.environ["K"]', 'os.getenv("K")', 'os.environ.get("K")', 'getenv("K")', 'st.secrets["K"]']
)
def test_key_from_the_environment_counts_as_not_given(written: str) -> None:
    assert call_in(f"client = Anthropic(api_key={written})\nclient.messages.create()").client == {}


def test_key_through_a_name_from_the_environment_counts_as_not_given() -> None:
    source = 'key = os.getenv("K")\nclient = Anthropic(api_key=key)\nclient.messages.create()'
    assert call_in(source).client == {}


def test_positional_arguments_are_kept_for_the_sdk_to_refuse() -> None:
    assert call_in('client.messages.create("m", 5)').positional == ("m", 5)


def test_spans_point_at_the_literal_behind_a_name() -> None:
    source = 'MODEL = "é"\nclient.messages.create(model=MODEL, max_tokens=5)'
    spans = parse(source, "anthropic", ANTHROPIC).spans
    assert {name: source[start:end] for name, (start, end) in spans.items()} == {
        "model": '"é"',
        "max_tokens": "5",
    }


def test_spans_reach_into_lists_and_dicts() -> None:
    source = 'q = "Hi"\nclient.messages.create(messages=[{"role": "user", "content": q}])'
    spans = parse(source, "anthropic", ANTHROPIC).spans
    assert {path: source[start:end] for path, (start, end) in spans.items()} == {
        "messages": '[{"role": "user", "content": q}]',
        "messages[0]": '{"role": "user", "content": q}',
        "messages[0]['role']": '"user"',
        "messages[0]['content']": '"Hi"',
    }


def test_prompt_of_one_megabyte_is_read() -> None:
    source = f'client.messages.create(messages=[{{"role": "user", "content": "{"é" * 1_000_000}"}}])'
    assert len(call_in(source).arguments["messages"][0]["content"]) == 1_000_000


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("x = 1\nprint('a'", 2, "syntax"),
        ("client.messages.create(model=\u201cm\u201d)", 1, "syntax"),
        ("x = 1\n  y = 2", 2, "syntax"),
        ("x = 1", None, "call"),
        ("", None, "call"),
        ("\nclient.chat.completions.create()", 2, "call other"),
        ("client.messages.create()\n\nclient.messages.stream()", 3, "call several"),
        ("client.messages.create(\n  a=1,\n  a=2)", 3, "call twice"),
        ("client.messages.create(**settings)", 1, "call unpacked"),
        ("client.messages.create(*settings)", 1, "value plain"),
        ("client.messages.create(\n  max_tokens=10 * 100)", 2, "value plain"),
        ("client.messages.create(m=[\n  ask()])", 2, "value plain"),
        ('x = "a"\nclient.messages.create(m=f"{x}")', 2, "value plain"),
        ("client.messages.create(m={1, 2})", 1, "value plain"),
        ("client.messages.create(m=b'x')", 1, "value plain"),
        ("client.messages.create(m={**other})", 1, "value unpacked"),
        ("client.messages.create(m={[]: 1})", 1, "value key"),
        ("client.messages.create(model=MODEL)", 1, "name nothing"),
        ("M = 1\nM = 2\nclient.messages.create(model=M)", 3, "name several"),
        ("client.messages.create(model=M)\nM = 1", 1, "name running"),
        ("if x:\n  M = 1\nclient.messages.create(model=M)", 3, "name running"),
        ("def ask(p):\n  client.messages.create(m=p)", 2, "name running"),
        ("m = []\nm.append(1)\nclient.messages.create(m=m)", 2, "name changed"),
        ("m = [[]]\nm[0] = 1\nclient.messages.create(m=m)", 2, "name changed"),
        ("m = []\nwhile 1:\n  client.messages.create(m=m)\n  m.append(1)", 4, "name changed"),
        ("a = b\nb = a\nclient.messages.create(m=a)", 1, "name running"),
        ("client.messages.with_raw_response.create()", 1, "call raw"),
        ("client.beta.messages.create()", 1, "call beta"),
        ("async def f():\n  await client.messages.create()", 2, "call awaited"),
        ("client = AsyncAnthropic()\nclient.messages.create()", 1, "client async"),
        ("client = Anthropic(\n  base_url='http://x')\nclient.messages.create()", 2, "client address"),
        ("Anthropic(http_client=1).messages.create()", 1, "client address"),
        ("Anthropic(auth_token='x').messages.create()", 1, "client signs-in"),
        ("Anthropic(_x=1).messages.create()", 1, "client refused"),
        ("Anthropic(api_key=read_key()).messages.create()", 1, "value plain"),
        ("Anthropic('key').messages.create()", 1, "client by-name"),
        ("Anthropic(**x).messages.create()", 1, "client unpacked"),
        ("c = Anthropic()\nc = Anthropic(timeout=1)\nc.messages.create()", 3, "client several"),
        ("x\0", None, "syntax nowhere"),
        ("a = 1\nb = '\ud800'", 2, "program half-character"),
        ("client.messages.create(m=0x" + "f" * 3000 + ")", 1, "value digits"),
        ("client.messages.create(m=" + "[" * 60 + "]" * 60 + ")", 1, "value deep"),
        ("-" * 100_000 + "1", None, "program parts"),
        ("-" * 40_000 + "1", None, "program deep"),
        ("a" + ".b" * 100_000, None, "program parts"),
        ("a" + ".b" * 40_000, None, "program deep"),
        ("# " + "x" * 2_200_000, None, "program long"),
        ("client.messages.create(m=[" + "1," * 100_000 + "])", None, "program parts"),
    ],
)
def test_refusal_points_at_the_line_and_says_why(source: str, line: int | None, says: str) -> None:
    refusal = refusal_of(source)
    assert (refusal.line, refusal.says) == (line, says), refusal.message


@pytest.mark.parametrize(
    ("source", "value", "says"),
    [
        ("x = 1\nprint('a'", "hint", "syntax/closing"),
        ("client.messages.create(model=\u201cm\u201d)", "hint", "syntax/curly"),
        ("x = 1\n  y = 2", "hint", "syntax/indent"),
        ("x\0", "hint", "syntax/invisible"),
        pytest.param("type X = int", "hint", "syntax/newer", marks=OLDER),
        pytest.param("def f[T](x):\n    pass", "hint", "syntax/newer", marks=OLDER),
        ("client.messages.create(m=[\n  ask()])", "advice", "value plain/call"),
        ('x = "a"\nclient.messages.create(m=f"{x}")', "advice", "value plain/f-string"),
        ("client.messages.create(m={1, 2})", "advice", "value plain/set"),
        ("client.messages.create(m=b'x')", "advice", "value plain/constant"),
        ("client.messages.create(m=1 + 1)", "advice", "value plain/other"),
    ],
)
def test_a_refusal_says_what_to_do(source: str, value: str, says: str) -> None:
    refusal = refusal_of(source)
    assert (
        refusal.values[value] == WORDS.line(says, running=RUNNING)
        and str(refusal.values[value]) in refusal.message
    )


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("client.messages.create(*settings)", "1"),
        ("client.messages.create(\n  max_tokens=10 * 100)", "`max_tokens`"),
        ("client.messages.create(\n  max_tokens=10 * 100)", "10 * 100"),
        ("\nclient.chat.completions.create()", "client.messages.create(…)"),
        ("client.messages.create()\n\nclient.messages.stream()", "1 and 3"),
        ("client.messages.create(model=MODEL)", "MODEL"),
        ("M = 1\nM = 2\nclient.messages.create(model=M)", "line 1, 2"),
        ("m = []\nm.append(1)\nclient.messages.create(m=m)", "line 2"),
        ("client.messages.with_raw_response.create()", "with_raw_response"),
        ("client = AsyncAnthropic()\nclient.messages.create()", " Anthropic:"),
        ("client = Anthropic(\n  base_url='http://x')\nclient.messages.create()", "`base_url`"),
        ("Anthropic(http_client=1).messages.create()", "`http_client`"),
        ("Anthropic(api_key=read_key()).messages.create()", "`api_key`"),
        ("client.messages.create(m=" + "[" * 60 + "]" * 60 + ")", "50"),
    ],
)
def test_a_refusal_names_what_it_is_about(source: str, named: str) -> None:
    assert named in refusal_of(source).message


def test_refusal_counts_columns_in_characters() -> None:
    assert refusal_of('client.messages.create(a="ééé", b=x+1)').column == 35


@OLDER
@pytest.mark.parametrize(
    ("source", "older"),
    [
        ("""print(f"{d["a"]} é {", ".join(x)}")""", """print(f"{d['a']} é {', '.join(x)}")"""),
        ("""print(f'{d['a']!r:>9} {{x}}', "it's")""", """print(f'{d["a"]!r:>9} {{x}}', "it's")"""),
        ("""x = f"{a["b"]}"  # f"{c["d"]}\ny = 1""", """x = f"{a['b']}"  # f"{c["d"]}\ny = 1"""),
    ],
)
def test_quotes_that_a_newer_python_takes_are_read_and_can_be_changed(source: str, older: str) -> None:
    text = read(source)
    (call,) = lint(source)[:1]
    assert (text.source, call.rule, call.fixed) == (source, "newer-python", older)
    assert ast.dump(text.tree) == ast.dump(ast.parse(older))


@pytest.mark.parametrize(
    "source", ["""print(f"{d["a'"]}")""", """print(f"{d["a"}")""", """print(f"{d["a]}")"""]
)
def test_other_quotes_in_braces_are_not_guessed(source: str) -> None:
    if sys.version_info < (3, 12):
        assert [one.rule for one in lint(source)] == ["not-python"]
