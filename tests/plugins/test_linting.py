"""A wire that nobody here has heard of is linted by what it says of itself: its names, its limits, its paths."""

from __future__ import annotations

import pytest

from firstcall.programs.lint.findings import Finding, lint, mend

PROGRAM = """\
import telegraph

client = telegraph.Telegraph(timeout=60)
telegram = client.telegrams.send(
    model="dash-2",
    limit=300,
    messages=[{"role": "user", "content": "Hi"}],
)
print(telegram.text, telegram.ended)
"""
STREAMED = """\
import telegraph

client = telegraph.Telegraph(timeout=60)
with client.telegrams.send(model="dash-2", limit=300, stream=True, messages=[]) as line:
    for text in line.words:
        print(text)
    print(line.telegram.ended)
"""
LIMIT, CLIENT, READ = "    limit=300,\n", "telegraph.Telegraph(timeout=60)", "telegram.text, telegram.ended"
SYSTEM = ("messages=[", 'messages=[{"role": "system", "content": "Be brief."}, ')


def having(*changes: tuple[str, str], source: str = PROGRAM) -> str:
    for before, after in changes:
        assert before in source, before
        source = source.replace(before, after)
    return source


def the(says: str, source: str) -> Finding:
    found = {one.says: one for one in lint(source)}
    assert says in found, list(found)
    return found[says]


def test_its_program_is_clean() -> None:
    assert [found.says for found in lint(PROGRAM)] == []
    assert [found.says for found in lint(STREAMED)] == []


@pytest.mark.parametrize(
    ("says", "change", "mended"),
    [
        ("retired-model since", ("dash-2", "dash-1"), 'model="dash-2"'),
        ("retired-model", ("dash-2", "dot-7"), 'model="dash-2"'),
        ("unknown-model near", ("dash-2", "dahs-2"), 'model="dash-2"'),
        ("unknown-model foreign", ("dash-2", "gpt-6-luna"), 'model="dash-2"'),
        ("no-token-limit required", (LIMIT, ""), "limit=1024"),
        ("limit-too-high model", ("300", "9_000"), "limit=4000"),
        ("unknown-argument renamed", ("limit=300", "max_tokens=300"), "limit=300"),
        ("unknown-argument", (LIMIT, LIMIT + "    seed=1,\n"), LIMIT),
        ("unknown-argument client-renamed", ("timeout=60", "timeout=60, max_retry=2"), "max_retries=2"),
        ("unknown-argument client", ("timeout=60", "timeout=60, default_headers={}"), "(timeout=60)"),
        ("missing-argument", ('    model="dash-2",\n', ""), 'model="dash-2"'),
        ("refused-parameter default-only", ("dash-2", 'dash-3", temperature="0'), 'model="dash-3"'),
        ("refused-parameter stop", ("dash-2", 'dash-3", stop="6.'), 'model="dash-3"'),
        ("out-of-range temperature", (LIMIT, LIMIT + "    temperature=2,\n"), "temperature=1,"),
        ("blank-stop", (LIMIT, LIMIT + '    stop=["\\n", "END"],\n'), 'stop=["END"]'),
        ("system-role", SYSTEM, 'system="Be brief.",'),
        ("prefill", ('"Hi"}]', '"Hi"}, {"role": "assistant", "content": "Ahoy"}]'), '"Hi"}]'),
        ("wrong-path", (READ, "telegram.content[0].text, telegram.ended"), READ),
        ("wrong-path", (READ, "telegram.choices[0].message.content, telegram.ended"), READ),
        ("wrong-path", (READ, "telegram.words, telegram.ended"), READ),
        ("wrong-path", (READ, "telegram.text, telegram.stop_reason"), READ),
        ("wrong-path", (READ, "telegram.ended, telegram.usage.prompt_tokens"), "telegram.counted.received"),
        ("dict-access", (READ, 'telegram["text"], telegram.ended'), READ),
        ("stream-read-whole", (LIMIT, LIMIT + "    stream=True,\n"), LIMIT),
        ("no-stop-reason", (READ, "telegram.text"), 'if telegram.ended == "length":'),
        ("hard-coded-key remove", ("timeout=60", 'timeout=60, api_key="my own key"'), "(timeout=60)"),
        ("hard-coded-key", ("import", 'KEY = "sk-abcdefgh12345678"\nimport'), 'os.environ["MORSE_API_KEY"]'),
        ("wrong-base-url no-path", ("timeout=60", 'timeout=60, base_url="https://api.morse.example/telegrams"'),
         '"https://api.morse.example"'),
        ("no-timeout", ("timeout=60", ""), "timeout=60"),
        ("old-sdk call", ("client.telegrams.send", "telegraph.Wire.send"), "client.telegrams.send("),
        ("old-sdk setting", ("client =", 'telegraph.key = "x"\nclient ='), None),
    ],
)  # fmt: skip
def test_it_is_found_by_its_own_names_and_mended(
    says: str, change: tuple[str, str], mended: str | None
) -> None:
    found = the(says, having(change))
    assert (found.fixed is None) is (mended is None)
    assert mended is None or mended in (found.fixed or "")
    assert not {"OpenAI", "Anthropic", "max_tokens", "client.messages"} & set(
        f"{found.message} {found.why}".split()
    )


def test_what_its_sdk_minds_without_streaming() -> None:
    long = having(("300", "3_500"), (CLIENT, "telegraph.Telegraph()"))
    assert "`limit`" in the("limit-too-high unstreamed", long).message


def test_too_many_stop_sequences_are_counted_by_its_own_most() -> None:
    assert "2" in the("out-of-range stop", having((LIMIT, LIMIT + '    stop=["a", "b", "c"],\n'))).message


def test_another_wires_method_is_not_its_clients() -> None:
    source = having(("telegrams.send", "chat.completions.create"))
    assert "client.telegrams.send" in the("wrong-method", source).why


def test_its_path_on_another_wire_leads_to_that_wires() -> None:
    source = (
        "import anthropic\nclient = anthropic.Anthropic(timeout=60)\n"
        'm = client.messages.create(model="claude-haiku-5-5", max_tokens=9, messages=[])\nprint(m.ended)\n'
    )
    assert "m.stop_reason" in (the("wrong-path", source).fixed or "")


def test_a_stream_of_it_that_nobody_looks_at_is_mended_with_its_own_final_reply() -> None:
    source = having(("    print(line.telegram.ended)\n", ""), source=STREAMED)
    fixed = the("no-stop-reason", source).fixed or ""
    assert 'telegram = line.telegram\n    if telegram.ended == "length":' in fixed


def test_an_old_program_becomes_todays() -> None:
    old = (
        'import telegraph\n\nt = telegraph.Wire.send(model="dash-1", most=9, messages=[])\nprint(t["text"])\n'
    )
    assert mend(old) == (
        "import telegraph\n\nclient = telegraph.Telegraph(timeout=60)\n\n"
        't = client.telegrams.send(model="dash-2", limit=9, messages=[])\n'
        'if t.ended == "length":\n    print("Cut off by the token limit.")\nprint(t.text)\n'
    )
