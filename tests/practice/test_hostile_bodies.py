"""Bodies that nobody sends by mistake: each is answered in the vendor's way, and none costs more than its size."""

from __future__ import annotations

import base64
import json
from contextlib import nullcontext
from io import BytesIO
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pydantic import ValidationError

from firstcall.practice import control, parsing
from firstcall.practice.exchange import LARGE_BYTES, TooLarge
from firstcall.practice.parsing import MOST_CONTAINERS, MOST_NAMES, MOST_TEXT, parsed
from firstcall.practice.wires.anthropic.shapes import Request
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said
from tests.quickly import examples

TOO_LARGE = (413, "Request exceeds the maximum allowed number of bytes.")
WIRES = {MESSAGES: (claude, ANTHROPIC), CHAT: (gpt, OPENAI)}


def answer(url: str, path: str, body: str) -> tuple[int, str]:
    return said(post(url + path, body.encode(), WIRES[path][1]))


def body(path: str, **changes: str) -> str:
    """A request with fields as they are written, such as `tools="[[[["`."""
    fields = {name: json.dumps(value) for name, value in WIRES[path][0]().items()} | changes
    return "{" + ",".join(f'"{name}":{value}' for name, value in fields.items()) + "}"


def many(unit: str, size: int = 1_000_000) -> str:
    return "[" + ",".join([unit] * (size // (len(unit) + 1))) + "]"


def message(content: str) -> str:
    return f'[{{"role":"user","content":{content}}}]'


@pytest.mark.parametrize("path", WIRES)
@pytest.mark.parametrize("unit", ["[]", "{}", '{"type":"text","text":"a"}', "[" * 100 + "]" * 100])
def test_more_structure_than_any_prompt_has_is_too_large(url: str, path: str, unit: str) -> None:
    assert answer(url, path, body(path, messages=message(many(unit)))) == TOO_LARGE
    assert answer(url, path, body(path, tools=many(unit))) == TOO_LARGE


@pytest.mark.parametrize("path", WIRES)
def test_more_fields_than_any_object_has_are_too_large(url: str, path: str) -> None:
    fields = ",".join(f'"field{number}":0' for number in range(MOST_NAMES + 1))
    for wrong in (f"{body(path)[:-1]},{fields}}}", body(path, metadata=f"{{{fields}}}"),
                  body(path, messages=message(f'"a",{fields}'))):  # fmt: skip
        assert answer(url, path, wrong) == TOO_LARGE


@pytest.mark.parametrize("path", WIRES)
def test_program_of_a_megabyte_in_a_prompt_is_text(url: str, path: str) -> None:
    program = json.dumps('int main() { printf("[%d]\\n", a[0]); } ' * 15_000)
    model = {MESSAGES: '"claude-haiku-5-5"', CHAT: '"gpt-4.1-mini"'}[path]
    asked = body(path, messages=message(program), model=model)
    assert post(url + path, asked.encode(), WIRES[path][1]).status_code == 200


@pytest.mark.parametrize("path", WIRES)
@pytest.mark.parametrize(
    "wrong",
    [
        {"messages": many("0")},
        {"messages": message(many("0"))},
        {"tools": many("0")},
        {"max_tokens": "9" * 4000},
        {"max_tokens": "9" * 100_000},
        {"max_tokens": "-" + "9" * 4000},
        {"temperature": "1e999999"},
        {"temperature": "NaN"},
        {"temperature": "-Infinity"},
        {"messages": message('"\\ud800"')},
        {"messages": "[" * 150_000},
        {"messages": message('"' + "\x00" + '"')},
        {"stop" + "_" * 70_000: "[]"},
        {"model": json.dumps("m" * 1_000_000)},
    ],
    ids=range(14),
)
def test_hostile_value_is_refused_in_few_words(url: str, path: str, wrong: dict[str, str]) -> None:
    status, sentence = answer(url, path, body(path, **wrong))
    assert status in {400, 404}
    assert 0 < len(sentence) < 75_000


def test_more_tools_than_openai_takes_are_refused(url: str) -> None:
    tools = [{"type": "function", "function": {"name": f"tool{number}"}} for number in range(129)]
    assert answer(url, CHAT, json.dumps(gpt(tools=tools))) == (
        400,
        "Invalid 'tools': array too long. Expected an array with maximum length 128, but got an array with length "
        "129 instead.",
    )


@pytest.mark.parametrize("changes", [{"messages": [0] * 500}, {"system": [0] * 500}, {"tools": [0] * 500},
                                     {"messages": [{"role": "user", "content": [{}] * 500}]},
                                     {"stop_sequences": [0] * 200}])  # fmt: skip
def test_of_many_wrong_items_only_the_first_is_looked_at(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Request.model_validate(claude(**changes))
    assert caught.value.error_count() == 1


@pytest.mark.parametrize("limit", ["0", "1001", "9" * 5000, "0" * 60_000, "1" + "0" * 9, "-1", "٣", "1e3"])
def test_strange_limit_of_a_list_is_refused(url: str, limit: str) -> None:
    answer = httpx2.get(f"{url}/anthropic/v1/models?limit={limit}", headers=ANTHROPIC, verify=False)
    assert answer.status_code in {400, 431}


def test_control_takes_little(url: str) -> None:
    fields = ",".join(f'"field{number}":0' for number in range(control.MOST_BODY_BYTES // 10))
    answer = httpx2.put(f"{url}/control", content=f"{{{fields}}}", headers=OPENAI, verify=False)
    assert said(answer) == TOO_LARGE


# The bounds themselves


def test_braces_in_strings_are_no_structure() -> None:
    text = '{"a": "' + '{[\\"' * MOST_CONTAINERS + '"}'
    assert len(text) > parsing.LARGE_BYTES / 3
    assert parsed(text.encode() + b" " * LARGE_BYTES)["a"].count("{") == MOST_CONTAINERS


def test_as_many_containers_as_allowed_are_taken() -> None:
    space = b" " * LARGE_BYTES
    assert len(parsed(space + b"[" + b"[]," * (MOST_CONTAINERS - 2) + b"[]]")) == MOST_CONTAINERS - 1
    with pytest.raises(TooLarge):
        parsed(space + b"[" + b"[]," * (MOST_CONTAINERS - 1) + b"[]]")


@given(st.recursive(st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_what_is_within_the_bounds_is_parsed_as_json_says(value: Any) -> None:
    assert parsed(json.dumps(value).encode()) == json.loads(json.dumps(value))


# Images in a body that is too long for text


def image(path: str, data: str) -> str:
    """A message with an image: base64, as each vendor wants it."""
    if path == MESSAGES:
        source = {"type": "base64", "media_type": "image/png", "data": data}
        return message(json.dumps([{"type": "image", "source": source}]))
    return message(json.dumps([{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}]))


@pytest.mark.parametrize("path", WIRES)
def test_many_megabytes_of_images_are_taken_and_as_much_text_is_not(url: str, path: str) -> None:
    """A comment in a PNG makes it as long as one likes."""
    note = PngInfo()
    note.add_text("note", "x" * (6 * 1024 * 1024))
    file = BytesIO()
    Image.new("RGB", (80, 9)).save(file, "PNG", pnginfo=note)
    data = base64.b64encode(file.getvalue()).decode()
    assert len(data) > 1.5 * MOST_TEXT
    answered = post(url + path, body(path, messages=image(path, data)).encode(), WIRES[path][1])
    assert answered.status_code == 200 and "80 by 9" in answered.text
    assert answer(url, path, body(path, messages=message(json.dumps(data)))) == TOO_LARGE


@pytest.mark.parametrize("path", WIRES)
@pytest.mark.parametrize("unit", ["0", "[]", '""'])
def test_much_structure_in_a_long_body_is_too_large(url: str, path: str, unit: str) -> None:
    assert answer(url, path, body(path, messages=message(many(unit, 5_000_000)))) == TOO_LARGE


@pytest.mark.parametrize(("escaped", "refused"), [("\\u0041" * 1_000_001, True), ("A" * 62 + "\\/", False)])
def test_an_image_of_escapes_alone_is_too_large_and_one_that_php_wrote_is_not(
    escaped: str, refused: bool
) -> None:
    data = escaped * (1 if refused else 100_000)
    body = json.dumps({"url": "data:image/png;base64,"}).replace('"}', data + '"}').encode()
    assert len(body) > MOST_TEXT
    with pytest.raises(TooLarge) if refused else nullcontext():
        parsed(body)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
MORE = {
    "/openai/v1/completions": {
        "model": "gpt-3.5-turbo-instruct",
        "prompt": "Hi",
        "n": 1,
        "logprobs": 1,
        "stop": "x",
    },
    "/openai/v1/moderations": {"model": "omni-moderation-latest", "input": ["Hi"]},
    "/openai/v1/batches": {
        "input_file_id": "file-1",
        "endpoint": "/v1/responses",
        "completion_window": "24h",
    },
    "/anthropic/v1/messages/batches": {"requests": [{"custom_id": "a", "params": {}}]},
    MESSAGES: claude(fallbacks=[], mcp_servers=[], context_management={}, output_format={}, compaction={}),
}
"""The other endpoints that take a body, with fields that they have."""


@examples(100)
@given(path=st.sampled_from(sorted(MORE)), data=st.data(), value=JSON)
def test_any_field_may_be_anything_at_the_other_endpoints(
    url: str, path: str, data: st.DataObject, value: Any
) -> None:
    body = MORE[path] | {data.draw(st.sampled_from(sorted(MORE[path]))): value}
    headers = (
        {**ANTHROPIC, "anthropic-beta": "context-management-2025-06-27"} if "anthropic" in path else OPENAI
    )
    assert post(url + path, json.dumps(body).encode(), headers).status_code in (200, 400, 404)
