"""Ollama's wire through its JavaScript SDK, in one program."""

from __future__ import annotations

import json
from pathlib import Path

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from tests.run_programs import run

KEY = "sk-practice-ojs"
PROGRAM = """
import { Ollama } from "ollama";
const own = new Ollama({ host: "URL/ollama", headers: { Authorization: "Bearer KEY" } });
const client = new Ollama({ host: "URL/ollama" });
const model = "llama3.2";
const who = [{ role: "user", content: "Hello, who are you?" }];
const failed = (error) => ({ kind: error.constructor.name, status: error.status_code, message: error.message });
const streamed = async (client, more = {}) => {
  let said = "", thought = "", last;
  for await (const part of await client.chat({ model, messages: who, options: { temperature: 0 }, stream: true, ...more })) {
    said += part.message.content; thought += part.message.thinking ?? ""; last = part;
  }
  return { said, thought, last };
};
const busy = await own.chat({ model, messages: who }).catch(failed);
const line = await streamed(own).catch(failed);
const dropped = await streamed(own).catch(failed);
const early = await streamed(own).catch(failed);
const plain = await client.chat({ model, messages: who, options: { temperature: 0 } });
const parts = await streamed(client);
const thinks = await streamed(client, { model: "qwen3:0.6b" });
const tools = [{ type: "function", function: { name: "get_weather", description: "The weather in a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] } } }];
const messages = [{ role: "user", content: "What is the weather in Rome?" }];
const called = (await client.chat({ model, messages, tools })).message;
messages.push(called, { role: "tool", tool_name: "get_weather", content: "sunny, 20 degrees" });
const used = (await client.chat({ model, messages, tools })).message.content;
const schema = { type: "object", properties: { age: { type: "integer" } }, required: ["age"] };
const ada = [{ role: "user", content: "Ada is 36 years old." }];
const json = JSON.parse((await client.chat({ model, messages: ada, format: schema })).message.content);
const generated = (await client.generate({ model, prompt: "Hello" })).done_reason;
const vectors = (await client.embed({ model: "all-minilm", input: ["a", "b"] })).embeddings.map((each) => each.length);
const listed = (await client.list()).models.length;
const shown = (await client.show({ model })).capabilities;
const pulled = (await client.pull({ model })).status;
const unknown = await client.chat({ model: "llama9", messages: who }).catch(failed);
const deleted = await client.delete({ model }).catch(failed);
console.log(JSON.stringify({ busy, line, dropped, early, same: plain.message.content === parts.said,
  reason: parts.last.done_reason, thought: thinks.thought,
  calls: called.tool_calls, used, json, generated, vectors, listed, shown, pulled, unknown, deleted }));
"""


def test_the_javascript_sdk_reads_it(tmp_path: Path) -> None:
    app = create_app(INSTANT)
    app.state.learners.script(
        KEY,
        [
            {"fault": "status", "status": 503},
            {"fault": "error_event", "after_tokens": 2},
            {"fault": "drop", "after_tokens": 2},
            {"fault": "early_end", "after_tokens": 2},
        ],
    )
    with serve(app) as url:
        program = PROGRAM.replace("URL", url).replace("KEY", KEY)
        done = run(program, "javascript", providers.every()["openai"], url, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["busy"]["kind"], found["busy"]["status"]) == ("ResponseError", 503)
    assert found["line"]["kind"] == "Error" and "server busy" in found["line"]["message"]
    assert found["dropped"]["message"] == "terminated"
    assert "Did not receive done" in found["early"]["message"]
    assert (found["same"], found["reason"], found["generated"]) == (True, "stop", "stop")
    assert "practice model" in found["thought"]
    assert [call["function"]["arguments"] for call in found["calls"]] == [{"city": "Rome"}]
    assert "sunny" in found["used"] and found["json"] == {"age": 36}
    assert (found["vectors"], found["pulled"]) == ([384, 384], "success")
    assert found["listed"] > 10 and found["shown"] == ["completion", "tools"]
    assert (found["unknown"]["status"], found["unknown"]["message"]) == (404, "model 'llama9' not found")
    assert found["deleted"]["status"] == 501
