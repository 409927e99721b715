"""What programs look like that call Anthropic's SDK: its messages today, and its text completions of old.

Sources: the installed SDK (`anthropic/resources/messages/messages.py`, `anthropic/types/message.py`) and, for
what the API refuses, https://platform.claude.com/docs/en/api/messages and
https://platform.claude.com/docs/en/api/migration-2026-10-21.
"""

from __future__ import annotations

from dataclasses import replace

from firstcall.providers import (
    Blocks,
    Gone,
    Kind,
    Limit,
    OldCall,
    OldSdk,
    OldVersion,
    Place,
    Said,
    Sampling,
    Stop,
    Streaming,
    Thinking,
)
from firstcall.providers.anthropic.compose import OLD_VERSION
from firstcall.providers.anthropic.paths import PATHS
from firstcall.providers.anthropic.pieces import pieces

VERSION_HEADER = "anthropic-version"
TODAYS_VERSION = "2026-10-21"
"""What the SDK asks for by itself: `anthropic/_constants.py`."""

MESSAGE = Kind(
    reply="Message",
    named="message",
    methods=("messages.create", "messages.stream", "messages.parse"),
    owner="anthropic.resources.messages.Messages",
    path="/v1/messages",
    places={
        "text": Place(
            PATHS["text"],
            right=(".content", ".content[0]", ".content[0].text"),
            wrong=(".content.text", ".completion", ".text", ".message.content"),
        ),
        "stop_reason": Place(PATHS["stop_reason"], right=(".stop_reason",)),
        "input_tokens": Place(PATHS["tokens_in"], right=(".usage.input_tokens",)),
        "output_tokens": Place(PATHS["tokens_out"], right=(".usage.output_tokens",)),
        "total_tokens": Place(PATHS["total"], right=()),
    },
    # 128,000 tokens are reckoned to take an hour, and ten minutes are the most: `anthropic/_base_client.py`,
    # `_calculate_nonstreaming_timeout`.
    limit=Limit(("max_tokens",), required=True, unstreamed=21_333),
    arguments=frozenset(
        "model max_tokens messages system stop_sequences output_config extra_body extra_headers thinking tools "
        "tool_choice metadata timeout stream".split()
    ),
    meant={
        "max_completion_tokens": "max_tokens",
        "max_output_tokens": "max_tokens",
        "max_tokens_to_sample": "max_tokens",
        "stop": "stop_sequences",
        "engine": "model",
        "instructions": "system",
        "system_prompt": "system",
        "system_instruction": "system",
    },
    system="system",
    sampling=Sampling(
        arguments=(),
        gone=("temperature", "top_p", "top_k"),
        version=OldVersion(VERSION_HEADER, OLD_VERSION, TODAYS_VERSION, "extra_body", "extra_headers"),
    ),
    # "each stop sequence must contain non-whitespace" is what a blank one is answered, with the status 400.
    stop=Stop("stop_sequences", blank=False),
    effort=("output_config", "effort"),
    # https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting
    thinking=Thinking(
        "thinking", "type", "budget_tokens", by_budget="enabled", by_itself="adaptive", off="disabled"
    ),
    # https://platform.claude.com/docs/en/models/haiku-5-5/migration-guide
    blocks=Blocks("content", text="TextBlock", thinking="ThinkingBlock"),
    streaming=Streaming(
        methods=("messages.stream",),
        final="get_final_message()",
        final_text="get_final_text",
        text="text_stream",
        piece="RawMessageStreamEvent",
        # Thinking has deltas of its own: `anthropic/types/raw_content_block_delta.py`.
        said=Said(
            ".delta.text",
            tests={".type": "content_block_delta", ".delta.type": "text_delta"},
            wrong=(".completion", ".content[0].text", ".text"),
        ),
        pieces=pieces,
    ),
    cut_off="max_tokens",
    looks=frozenset({"stop_reason", "stop_details"}),
    reads=frozenset({"text", "text_stream", "content"}),
    # Twilio's SDK has a `messages.create` as well, OpenAI's threads and both vendors' batches have one further in.
    foreign=frozenset({"to", "body", "from_"}),
    elsewhere=frozenset({"threads", "batches"}),
)

_COMPLETION = OldCall(
    "completions.create",
    now="messages.create",
    raises="AttributeError",
    path="/v1/complete",
    renamed={"max_tokens_to_sample": "max_tokens"},
    prompt="prompt",
    frame=r"\{(?:\w+\.)?(?:HUMAN|AI)_PROMPT\}|\\n\\nHuman:\s?|\\n\\nAssistant:\s?",
    sign="max_tokens_to_sample",
)
OLD = OldSdk(
    # `anthropic.HUMAN_PROMPT` and `client.completions` are in none of the 1.x and 2.x packages.
    version="1",
    calls=(
        _COMPLETION,
        # Before version 0.3: `anthropic/api.py` of 0.2.10.
        replace(_COMPLETION, method="completion"),
        replace(_COMPLETION, method="acompletion", awaited=True),
        replace(_COMPLETION, method="completion_stream", streams=True),
    ),
    # The names of `anthropic/__init__.py` in 0.2.10, 0.18.1 and 0.60.0 that are not in 2.14.0.
    names=(
        Gone("HUMAN_PROMPT", "1"),
        Gone("AI_PROMPT", "1"),
        Gone("ApiException", "0.3", "APIError"),
        Gone("count_tokens", "0.3", "Anthropic().messages.count_tokens"),
        Gone("get_tokenizer", "0.3", "Anthropic().messages.count_tokens"),
        Gone("ANTHROPIC_CLIENT_VERSION", "0.3", "__version__"),
        Gone("Transport", "1", "DefaultHttpxClient"),
        Gone("ProxiesTypes", "1"),
        Gone("api.Client", "0.3", "Anthropic"),
        Gone("constants.HUMAN_PROMPT", "0.3"),
        Gone("constants.AI_PROMPT", "0.3"),
    ),
    modules=(
        Gone("api", "0.3"),
        Gone("constants", "0.3"),
        Gone("tokenizer", "0.3", "messages.count_tokens"),
    ),
    # `anthropic/_client.py` in 0.38.0 and 0.39.0, `anthropic/resources/beta/` in 0.26.1 and 0.27.0, 0.40.0 and 0.41.0.
    members=(
        Gone("completions.create", "1", "messages.create"),
        Gone("beta.tools.messages", "0.27", "messages"),
        Gone("beta.prompt_caching.messages", "0.41", "messages"),
        Gone("count_tokens", "0.39", "messages.count_tokens"),
        Gone("get_tokenizer", "0.39", "messages.count_tokens"),
    ),
    # "this SDK uses `httpx2`": a TypeError, https://github.com/anthropics/anthropic-sdk-python/blob/main/MIGRATION.md
    libraries={"httpx": "httpx2"},
    marks={"HUMAN_PROMPT": "\n\nHuman:", "AI_PROMPT": "\n\nAssistant:"},
)
