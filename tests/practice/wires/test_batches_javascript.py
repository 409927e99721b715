"""Files, batches, several choices, legacy completions and moderations through the JavaScript SDKs, in one program."""

from __future__ import annotations

import json
from pathlib import Path

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from tests.run_programs import run

PROGRAM = """
import Anthropic from "@anthropic-ai/sdk";
import OpenAI, { toFile } from "openai";
const gpts = new OpenAI({ apiKey: "sk-practice-batches", baseURL: "ORIGIN/openai/v1", maxRetries: 0 });
const claudes = new Anthropic({ apiKey: "sk-practice-batches", baseURL: "ORIGIN/anthropic", maxRetries: 0 });
const messages = [{ role: "user", content: "What is the capital of France?" }];
const line = { custom_id: "a", method: "POST", url: "/v1/chat/completions", body: { model: "gpt-4o-mini", messages } };
const file = await gpts.files.create({ file: await toFile(Buffer.from(JSON.stringify(line)), "in.jsonl"), purpose: "batch" });
let batch = await gpts.batches.create({ input_file_id: file.id, endpoint: line.url, completion_window: "24h" });
while (batch.status !== "completed") batch = await gpts.batches.retrieve(batch.id);
const output = JSON.parse(await (await gpts.files.content(batch.output_file_id)).text());
const params = { model: "claude-haiku-4-5", max_tokens: 100, messages };
let asked = await claudes.messages.batches.create({ requests: [{ custom_id: "b", params }] });
while (asked.processing_status !== "ended") asked = await claudes.messages.batches.retrieve(asked.id);
const results = [];
for await (const each of await claudes.messages.batches.results(asked.id)) results.push(each);
const runner = gpts.chat.completions.stream({ model: "gpt-4o-mini", messages, n: 2 });
const several = (await runner.finalChatCompletion()).choices.map((choice) => choice.message.content);
const legacy = await gpts.completions.create({ model: "gpt-3.5-turbo-instruct", prompt: "What is the capital of France?" });
const flagged = (await gpts.moderations.create({ input: "I will kill you" })).results[0];
console.log(JSON.stringify({ batch: output.response.body.choices[0].message.content, named: output.response.body.model,
  result: results[0].result.message.content[0].text, several, legacy: legacy.choices[0].text,
  flagged: [flagged.flagged, flagged.categories["harassment/threatening"]] }));
"""


def test_the_javascript_sdks_read_them(tmp_path: Path) -> None:
    with serve(create_app(INSTANT)) as url:
        done = run(PROGRAM.replace("ORIGIN", url), "javascript", providers.every()["openai"], url, tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for text in (found["batch"], found["result"], found["legacy"], *found["several"]):
        assert "Paris" in text
    assert (found["named"], len(found["several"])) == ("gpt-4o-mini-2024-07-18", 2)
    assert found["flagged"] == [True, True]
