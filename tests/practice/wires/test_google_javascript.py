"""Google's wire through its JavaScript SDK, in one program."""

from __future__ import annotations

import json
from pathlib import Path

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from tests.run_programs import run

KEY = "sk-practice-gjs"
PROGRAM = """
import { GoogleGenAI } from "@google/genai";
const client = (apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl: "URL/google" } });
const ai = client("KEY");
const model = "gemini-3.1-flash-lite";
const failed = (error) => ({ kind: error.constructor.name, status: error.status, message: error.message });
const dropped = await ai.models.generateContentStream({ model, contents: "Hi" }).then(async (stream) => {
  for await (const chunk of stream) chunk.text;
}).catch((error) => error.message);
const event = await ai.models.generateContentStream({ model, contents: "Hi" }).then(async (stream) => {
  for await (const chunk of stream) chunk.text;
}).catch(failed);
const config = { temperature: 0, maxOutputTokens: 200, systemInstruction: "Be brief.", thinkingConfig: { thinkingLevel: "LOW" } };
const plain = await ai.models.generateContent({ model, contents: "Hello, who are you?", config });
let streamed = "", reason;
for await (const chunk of await ai.models.generateContentStream({ model, contents: "Hello, who are you?", config })) {
  streamed += chunk.text ?? "";
  reason = chunk.candidates[0].finishReason;
}
const chat = ai.chats.create({ model });
await chat.sendMessage({ message: "My name is Ada." });
const remembered = (await chat.sendMessage({ message: "What is my name?" })).text;
const counted = (await ai.models.countTokens({ model, contents: "Hello" })).totalTokens;
const listed = [];
for await (const each of await ai.models.list({ config: { pageSize: 4 } })) listed.push(each.name);
const cache = await ai.caches.create({ model, config: { contents: "Know this. ".repeat(2000), ttl: "60s" } });
const used = (await ai.models.generateContent({ model, contents: "Hi", config: { cachedContent: cache.name } })).usageMetadata;
await ai.caches.delete({ name: cache.name });
const gone = await ai.caches.get({ name: cache.name }).catch(failed);
const wrong = await client("AIza").models.generateContent({ model, contents: "Hi" }).catch(failed);
console.log(JSON.stringify({ dropped, event, same: plain.text === streamed, thought: plain.usageMetadata.thoughtsTokenCount,
  reason, remembered, counted, listed, cached: used.cachedContentTokenCount, gone, wrong }));
"""


def test_the_javascript_sdk_reads_it(tmp_path: Path) -> None:
    app = create_app(INSTANT)
    app.state.learners.script(
        KEY, [{"fault": "drop", "after_tokens": 2}, {"fault": "error_event", "after_tokens": 2}]
    )
    with serve(app) as url:
        program = PROGRAM.replace("URL", url).replace("KEY", KEY)
        done = run(program, "javascript", providers.every()["openai"], url, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["dropped"] == "terminated"
    assert (found["event"]["kind"], found["event"]["status"]) == ("ApiError", 503)
    assert (found["same"], found["reason"]) == (True, "STOP")
    assert "Ada" in found["remembered"]
    assert found["counted"] > 0 and found["thought"] > 0 and found["cached"] > 4096
    assert "models/gemini-3.8-flash" in found["listed"]
    assert (found["gone"]["status"], found["wrong"]["status"]) == (403, 400)
    assert "API key not valid" in found["wrong"]["message"]
