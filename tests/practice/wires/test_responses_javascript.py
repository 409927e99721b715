"""The Responses API through OpenAI's JavaScript SDK, in one program."""

from __future__ import annotations

import json
from pathlib import Path

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from tests.run_programs import run

PROGRAM = """
import OpenAI from "openai";
const client = new OpenAI({ maxRetries: 0 });
const model = "gpt-6-luna";
const first = await client.responses.create({ model, input: "My name is Ada." });
const stream = client.responses.stream({ model, input: "What is my name?", previous_response_id: first.id });
const kinds = new Set();
for await (const event of stream) kinds.add(event.type);
const final = await stream.finalResponse();
const items = await client.responses.inputItems.list(final.id);
const counted = await client.responses.inputTokens.count({ model, input: "hi" });
const same = (await client.responses.retrieve(final.id)).output_text === final.output_text;
await client.responses.delete(final.id);
const gone = await client.responses.retrieve(final.id).catch((error) => error.status);
const refused = await client.responses.create({ model, input: "hi", stop: ["x"] }).catch((error) => error.param);
console.log(JSON.stringify({ text: final.output_text, kinds: [...kinds], items: items.data.map((item) => item.type),
  counted: counted.input_tokens, same, gone, refused }));
"""


def test_the_javascript_sdk_reads_it(tmp_path: Path) -> None:
    with serve(create_app(INSTANT)) as url:
        done = run(PROGRAM, "javascript", providers.every()["openai"], url, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "Ada" in found["text"]
    assert (found["kinds"][0], found["kinds"][-1]) == ("response.created", "response.completed")
    assert found["items"] == ["message", "message", "reasoning", "message"]
    assert (found["same"], found["gone"], found["refused"]) == (True, 404, "stop")
    assert found["counted"] > 0
