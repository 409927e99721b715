"""What Ollama refuses, in its words, beside the nearest request that it takes."""
# ruff: noqa: E501 - a refusal, its neighbour and its sentence on one line are read more easily

from __future__ import annotations

from typing import Any

import httpx2
import ollama
import pytest

from tests.practice_fixture import post

CHAT = {"model": "llama3.2", "stream": False, "messages": [{"role": "user", "content": "Hello"}]}
GENERATE = {"model": "llama3.2", "stream": False, "prompt": "Hello"}
EMBED = {"model": "all-minilm", "input": "Hello"}
TOOL = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
GO = "json: cannot unmarshal"


def said(content: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}]}


@pytest.mark.parametrize(
    ("path", "usual", "refused", "status", "sentence", "taken"),
    [
        ("chat", CHAT, {"model": "llama9"}, 404, "model 'llama9' not found", {"model": "LLAMA3.2:latest"}),
        ("chat", CHAT, {"model": ""}, 400, "model is required", {"model": "library/llama3.2"}),
        ("chat", CHAT, {"model": "a b"}, 400, "invalid model name", {"model": "registry.ollama.ai/library/llama3.2"}),
        ("chat", CHAT, {"model": "gpt-oss:120b-cloud"}, 501, "The practice server does not serve the models of Ollama's cloud.", {"model": "gpt-oss:20b"}),
        ("chat", CHAT, {"model": "all-minilm"}, 400, '"all-minilm" does not support chat', {"model": "llama3.2"}),
        ("chat", CHAT, {"think": True}, 400, '"llama3.2" does not support thinking', {"think": False}),
        ("chat", CHAT, {"model": "qwen3:0.6b", "think": "hard"}, 400, 'invalid think value: "hard" (must be', {"model": "qwen3:0.6b", "think": "high"}),
        ("chat", CHAT, {"think": 3}, 400, "think must be a boolean or string", {"think": None}),
        ("chat", CHAT, {"model": "gemma3", "tools": [TOOL]}, 400, "registry.ollama.ai/library/gemma3:latest does not support tools", {"tools": [TOOL]}),
        ("chat", CHAT, {"top_logprobs": 21}, 400, "top_logprobs must be between 0 and 20", {"top_logprobs": 20}),
        ("chat", CHAT, {"format": "xml"}, 500, 'invalid format: "\\"xml\\""; expected "json" or a valid JSON Schema object', {"format": ""}),
        ("chat", CHAT, {"options": {"temperature": "hot"}}, 500, 'option "temperature" must be of type float32', {"options": {"temperature": None, "no such option": 1}}),
        ("chat", CHAT, {"options": {"num_ctx": "4k"}}, 500, 'option "num_ctx" must be of type integer', {"options": {"num_ctx": 4096.0}}),
        ("chat", CHAT, {"options": {"stop": "x"}}, 500, 'option "stop" must be of type array', {"options": {"stop": ["x"]}}),
        ("chat", CHAT, {"options": {"stop": [1]}}, 500, 'option "stop" must be of an array of strings', {"options": {"stop": []}}),
        ("chat", CHAT, {"keep_alive": "10"}, 400, 'time: missing unit in duration "10"', {"keep_alive": "1h30m"}),
        ("chat", CHAT, {"keep_alive": "soon"}, 400, 'time: invalid duration "soon"', {"keep_alive": "-1m"}),
        ("chat", CHAT, {"model": 3}, 400, f"{GO} number into Go struct field ChatRequest.model of type string", {"messages": None}),
        ("chat", CHAT, {"messages": "Hi"}, 400, f"{GO} string into Go struct field ChatRequest.messages of type []api.Message", {"messages": []}),
        ("chat", CHAT, said([{"type": "text", "text": "Hi"}]), 400, f"{GO} array into Go struct field ChatRequest.messages.content of type string", said(None)),
        ("chat", CHAT, {"messages": [{"role": "user", "content": "?", "images": ["§"]}]}, 400, "illegal base64 data at input byte 0", {"messages": [{"role": "User", "content": "?", "images": []}]}),
        ("generate", GENERATE, {"model": "llama9"}, 404, "model 'llama9' not found", {"tools": "unknown fields are passed over"}),
        ("generate", GENERATE, {"model": ""}, 404, "model '' not found", {"model": "mistral"}),
        ("generate", GENERATE, {"model": "all-minilm"}, 400, '"all-minilm" does not support generate', {"prompt": ""}),
        ("generate", GENERATE, {"suffix": "end"}, 400, "registry.ollama.ai/library/llama3.2:latest does not support insert", {"suffix": ""}),
        ("generate", GENERATE, {"raw": True, "system": "Be brief."}, 400, "raw mode does not support template, system, or context", {"raw": True}),
        ("embed", EMBED, {"model": "llama9"}, 404, 'model "llama9" not found, try pulling it first', {"input": []}),
        ("embed", EMBED, {"model": "llama3.2"}, 501, "this model does not support embeddings", {"model": "qwen3-embedding:0.6b"}),
        ("embed", EMBED, {"input": [1]}, 400, "invalid input type", {"input": None}),
        ("embeddings", {"model": "all-minilm", "prompt": "Hi"}, {"model": ""}, 400, "model is required", {"prompt": None}),
        ("show", {"model": "llama3.2"}, {"model": ""}, 400, "model is required", {"model": "", "name": "llama3.2"}),
        ("show", {"model": "llama3.2"}, {"model": "x"}, 404, "model 'x' not found", {"verbose": True}),
    ],
)  # fmt: skip
def test_it_refuses_and_takes_its_neighbour(
    url: str,
    path: str,
    usual: dict[str, Any],
    refused: dict[str, Any],
    status: int,
    sentence: str,
    taken: dict[str, Any],
) -> None:
    answer = post(f"{url}/ollama/api/{path}", usual | refused, {})
    assert answer.status_code == status and {*answer.json()} == {"error"}
    assert answer.json()["error"].startswith(sentence)
    assert post(f"{url}/ollama/api/{path}", usual | taken, {}).status_code == 200


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "missing request body"),
        (b'{"model": ', "unexpected EOF"),
        (b'{"model": x}', "invalid character 'x' looking for beginning of value"),
        (b"[]", f"{GO} array into Go value of type api.ChatRequest"),
        (
            b'{"model": "llama3.2", "stream": 1.5}',
            f"{GO} number 1.5 into Go struct field ChatRequest.stream of type bool",
        ),
    ],
)
def test_what_is_no_request_is_told_as_go_tells_it(url: str, body: bytes, sentence: str) -> None:
    answer = post(f"{url}/ollama/api/chat", body, {})
    assert (answer.status_code, answer.json()) == (400, {"error": sentence})


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Bearer anything"}, {"content-type": "text/plain"}]
)
def test_no_key_and_no_content_type_is_wanted(url: str, headers: dict[str, str]) -> None:
    assert post(f"{url}/ollama/api/chat", CHAT, headers).status_code == 200


def test_paths_that_are_not_there_and_those_that_are(url: str) -> None:
    assert httpx2.get(f"{url}/ollama/", verify=False).text == "Ollama is running"
    assert httpx2.get(f"{url}/ollama", verify=False, follow_redirects=True).text == "Ollama is running"
    assert httpx2.head(f"{url}/ollama/", verify=False).status_code == 200
    assert httpx2.get(f"{url}/ollama/api/version", verify=False).json()["version"].startswith("0.")
    for path, status, text in (
        ("api/chat", 405, "405 method not allowed"),
        ("api/chats", 404, "404 page not found"),
    ):
        answer = httpx2.get(f"{url}/ollama/{path}", verify=False)
        assert (answer.status_code, answer.text) == (status, text)


def test_the_models_are_told_of(client: ollama.Client) -> None:
    listed = client.list().models
    names = [each.model for each in listed]
    assert {"llama3.2:latest", "qwen3:0.6b", "all-minilm:latest"} <= {*names} and len({*names}) == len(names)
    for each in listed:
        shown = client.show(each.model or "")
        assert each.size and len(each.digest or "") == 64 and each.details == shown.details
        assert shown.capabilities and shown.modelinfo
        assert client.show((each.model or "").removesuffix(":latest")).modified_at == each.modified_at
    assert client.show("qwen3").capabilities == ["completion", "tools", "thinking"]
    assert client.show("gemma3").capabilities == ["completion", "vision"]


def test_a_model_that_is_here_is_pulled_and_another_does_not_exist(client: ollama.Client) -> None:
    assert client.pull("llama3.2").status == "success"
    lines = list(client.pull("llama3.2", stream=True))
    assert [lines[0].status, lines[-1].status] == ["pulling manifest", "success"]
    assert any(line.total and line.total == line.completed and line.digest for line in lines)
    with pytest.raises(ollama.ResponseError, match="pull model manifest: file does not exist") as whole:
        client.pull("llama9")
    with pytest.raises(ollama.ResponseError, match="pull model manifest: file does not exist") as streamed:
        list(client.pull("llama9", stream=True))
    assert (whole.value.status_code, streamed.value.status_code) == (500, -1)


@pytest.mark.parametrize(
    "does",
    [
        lambda client: client.delete("llama3.2"),
        lambda client: client.copy("llama3.2", "mine"),
        lambda client: client.push("mine"),
        lambda client: client.create(model="mine", from_="llama3.2", system="Be brief."),
    ],
    ids=["delete", "copy", "push", "create"],
)
def test_what_would_change_the_models_is_not_served_and_says_so(client: ollama.Client, does: Any) -> None:
    with pytest.raises(ollama.ResponseError, match="The practice server does not serve the ") as refused:
        does(client)
    assert refused.value.status_code == 501
