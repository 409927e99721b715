"""The provider-difference table: its rows and groups, what to notice, and the columns of two providers
that cannot be called from here yet. What the callable ones say stands in their own files (`TABLE`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstcall import providers
from firstcall.providers import Cell

SHORT = (
    "System prompt", "Call", "Token limit", "Temperature", "Stop", "Reply text", "Stop reason", "Tokens in",
    "Tokens out", "Streaming", "Auth header", "Request id",
)  # fmt: skip
"""The rows for a page that is about one call."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its name, its group, and what to notice across the providers."""

    name: str
    group: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One provider's cells by row name. `callable_here` says whether its paths can have values."""

    id: str
    name: str
    cells: Mapping[str, Cell]
    callable_here: bool = True
    source: str = ""


GROUPS = ("Set up", "Ask", "Read", "When it fails", "Further on")

ROWS = (
    Row("Package", "Set up", "Google's older package, `google-generativeai`, is no longer the one to take."),
    Row("In JavaScript", "Set up", "The newest `openai` and `@google/genai` want Node.js 22 or later."),
    Row("Client", "Set up", "Make one and keep it in a variable."),
    Row("Key variable", "Set up", "The SDK reads it from the environment. Ollama runs on your own machine: no key."),
    Row("Endpoint", "Set up", "Always one HTTPS POST. Only Ollama, at home, does without the S."),
    Row("Auth header", "Set up", "The SDK puts the key there; you never write this header yourself."),
    Row("System prompt", "Ask", "A message in the list, or a field beside the list."),
    Row("Call", "Ask", "One method everywhere: messages in."),
    Row("Token limit", "Ask", "Another name each time. Thinking counts as output too."),
    Row("Temperature", "Ask", "Today's newest models refuse or ignore it. Ranges: Anthropic 0 to 1, OpenAI and Gemini 0 to 2."),
    Row("Stop", "Ask", "OpenAI takes at most four strings, and gpt-5 to gpt-5.4 take none."),
    Row("Reply text", "Read", "Text out. Reading one provider's reply with another's path is a classic mistake."),
    Row("Stop reason", "Read", "Look at it every time: a cut reply raises no error."),
    Row("Stop reason values", "Read", "Only Anthropic tells a stop sequence from a natural end."),
    Row("Tokens in", "Read", "Anthropic leaves cached tokens out of this number; OpenAI and Gemini count them in."),
    Row("Tokens out", "Read", "Thinking is included, but for Gemini, where it must be added."),
    Row("Request id", "Read", "Quote it when you ask for support."),
    Row("Streaming", "Read", "Server-sent events; only Ollama sends lines of JSON."),
    Row("Errors", "When it fails", "Catch these for an answer with an error status. A broken line has classes of its own."),
    Row("Structured output", "Further on", "`City` is a Pydantic class: the reply comes back as one."),
    Row("Tools", "Further on", "OpenAI gives the arguments as a string of JSON, the others as a dict."),
    Row("Caching", "Further on", "A long beginning that is sent again costs a fraction."),
    Row("Embeddings", "Further on", "Anthropic has none."),
)  # fmt: skip

_GOOGLE = Column(
    "google",
    "Google Gemini",
    {
        "Package": Cell("pip install google-genai"),
        "In JavaScript": Cell("npm install @google/genai"),
        "Client": Cell("client = genai.Client()  (after: from google import genai)"),
        "Key variable": Cell("GOOGLE_API_KEY  (wins over GEMINI_API_KEY)"),
        "Endpoint": Cell("POST https://generativelanguage.googleapis.com/v1/models/<model>:generateContent"),
        "Auth header": Cell("x-goog-api-key: <key>"),
        "System prompt": Cell('config={"system_instruction": "…"}'),
        "Call": Cell("client.models.generate_content(model=…, contents=…, config={…})"),
        "Token limit": Cell('config={"max_output_tokens": 1024}'),
        "Temperature": Cell(
            'config={"temperature": 0.5}; without effect from 3.6 Flash and 3.5 Flash-Lite on'
        ),
        "Stop": Cell('config={"stop_sequences": ["6."]}'),
        "Reply text": Cell("response.text  (may be None)"),
        "Stop reason": Cell("response.candidates[0].finish_reason"),
        "Stop reason values": Cell('"STOP", "MAX_TOKENS", "SAFETY", "RECITATION" and twenty more'),
        "Tokens in": Cell("response.usage_metadata.prompt_token_count"),
        "Tokens out": Cell(
            "response.usage_metadata.candidates_token_count + response.usage_metadata.thoughts_token_count"
        ),
        "Request id": Cell("response.response_id  (in the body, not a header)"),
        "Streaming": Cell("for chunk in client.models.generate_content_stream(…)"),
        "Errors": Cell("errors.ClientError, errors.ServerError: error.code, error.status, error.message"),
        "Structured output": Cell(
            'config={"response_mime_type": "application/json", "response_schema": City}, then response.parsed'
        ),
        "Tools": Cell(
            "tools=[types.Tool(function_declarations=[…])] in config, then response.function_calls[0].args"
        ),
        "Caching": Cell("response.usage_metadata.cached_content_token_count"),
        "Embeddings": Cell(
            'client.models.embed_content(model="gemini-embedding-001", contents="hi").embeddings[0].values'
        ),
    },
    callable_here=False,
    source="google-genai 3.6.1 (google/genai/types.py, errors.py, _api_client.py); ai.google.dev/gemini-api/docs/latest-model",
)

_OLLAMA = Column(
    "ollama",
    "Ollama",
    {
        "Package": Cell("pip install ollama, and the Ollama program itself: it is the server"),
        "In JavaScript": Cell("npm install ollama"),
        "Client": Cell("import ollama  (or ollama.Client())"),
        "Key variable": Cell("none  (OLLAMA_API_KEY for ollama.com only)"),
        "Endpoint": Cell("POST http://127.0.0.1:11434/api/chat"),
        "Auth header": Cell("none"),
        "System prompt": Cell('messages=[{"role": "system", "content": "…"}, …]'),
        "Call": Cell('ollama.chat(model="llama3.2", messages=[…])'),
        "Token limit": Cell('options={"num_predict": 1024}'),
        "Temperature": Cell('options={"temperature": 0.5}'),
        "Stop": Cell('options={"stop": ["6."]}'),
        "Reply text": Cell("response.message.content"),
        "Stop reason": Cell("response.done_reason"),
        "Stop reason values": Cell('"stop", "length"'),
        "Tokens in": Cell("response.prompt_eval_count"),
        "Tokens out": Cell("response.eval_count"),
        "Request id": Cell("none"),
        "Streaming": Cell("for part in ollama.chat(…, stream=True)"),
        "Errors": Cell(
            "ollama.ResponseError: error.status_code, error.error; ConnectionError if it is not running"
        ),
        "Structured output": Cell(
            "format=City.model_json_schema(), then City.model_validate_json(response.message.content)"
        ),
        "Tools": Cell("tools=[a_python_function], then response.message.tool_calls[0].function.arguments"),
        "Caching": Cell("nothing to mark, no counter"),
        "Embeddings": Cell('ollama.embed(model="all-minilm", input="hi").embeddings[0]'),
    },
    callable_here=False,
    source="ollama 0.6.3 (ollama/_types.py, _client.py)",
)

NOT_CALLABLE = (
    "Google Gemini and Ollama cannot be called from here yet: their columns are text, read from their "
    "packages in November 2026, with no values of yours beside them."
)


def columns() -> dict[str, Column]:
    """Every provider by id: those found first, then those that are text only."""
    found = {
        provider.id: Column(
            provider.id,
            provider.name,
            {"In JavaScript": Cell(f"npm install {provider.sdk.javascript_package}"), **provider.table},
        )
        for provider in providers.every().values()
    }
    return found | {column.id: column for column in (_GOOGLE, _OLLAMA) if column.id not in found}


def matching(groups: Sequence[str], words: str, among: Sequence[Column]) -> list[Row]:
    """The rows of these groups (none chosen: all) in which every word stands, in their name, their
    remark or a cell of one of the columns."""
    wanted = words.casefold().split()
    return [
        row
        for row in ROWS
        if (not groups or row.group in groups) and all(word in _text(row, among) for word in wanted)
    ]


def _text(row: Row, among: Sequence[Column]) -> str:
    cells = [column.cells[row.name].code for column in among if row.name in column.cells]
    return " ".join([row.name, row.group, row.notice, *cells]).casefold()
