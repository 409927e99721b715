"""What programs look like that call Google's SDK.

Sources: the installed SDK (`google/genai/models.py`, `google/genai/types.py`) and
https://ai.google.dev/api/generate-content.
"""

from __future__ import annotations

from firstcall.providers import Gone, Inside, Kind, Limit, OldSdk, Place, Stop, Streaming, Turns
from firstcall.providers.google.compose import PLAIN, ROLES, STREAMED
from firstcall.providers.google.paths import PATHS
from firstcall.providers.google.pieces import pieces

CONTENT = Kind(
    reply="GenerateContentResponse",
    named="response",
    methods=(PLAIN, STREAMED),
    owner="google.genai.models.Models",
    path="/v1/models/{model}:generateContent",
    places={
        "text": Place(
            PATHS["text"],
            right=(".text", ".candidates[0].content.parts[0].text"),
            wrong=(
                ".content",
                ".choices",
                ".output_text",
                ".candidates[0].text",
                ".candidates[0].content.text",
            ),
        ),
        "stop_reason": Place(
            PATHS["stop_reason"], right=(".candidates[0].finish_reason",), wrong=(".finish_reason",)
        ),
        "input_tokens": Place(PATHS["tokens_in"], right=(".usage_metadata.prompt_token_count",)),
        "output_tokens": Place(PATHS["tokens_out"], right=(".usage_metadata.candidates_token_count",)),
        "total_tokens": Place(PATHS["total"], right=(".usage_metadata.total_token_count",)),
    },
    inside=Inside("config", "google.genai.types.GenerateContentConfig"),
    outside=frozenset({"model", "contents", "config"}),
    limit=Limit(("max_output_tokens",)),
    arguments=frozenset(
        "model contents config system_instruction max_output_tokens temperature top_p top_k stop_sequences seed "
        "thinking_config tools tool_config response_mime_type response_schema response_json_schema "
        "http_options safety_settings cached_content candidate_count".split()
    ),
    required=("model", "contents"),
    meant={
        "messages": "contents",
        "prompt": "contents",
        "system": "system_instruction",
        "instructions": "system_instruction",
        "max_tokens": "max_output_tokens",
        "max_completion_tokens": "max_output_tokens",
        "stop": "stop_sequences",
        "generation_config": "config",
    },
    messages="contents",
    # The whole content goes back, for it may carry a thought signature: https://ai.google.dev/gemini-api/docs/thinking
    turns=Turns(
        role=ROLES["assistant"],
        question={
            "python": '{{"role": "user", "parts": [{{"text": {said}}}]}}',
            "javascript": '{{ role: "user", parts: [{{ text: {said} }}] }}',
        },
        reply=dict.fromkeys(("python", "javascript"), "response.candidates[0].content"),
    ),
    system="system_instruction",
    # "Up to 5": https://ai.google.dev/api/generate-content#generationconfig
    stop=Stop("stop_sequences", most=5),
    effort=("thinking_config", "thinking_level"),
    streaming=Streaming(
        methods=(STREAMED,),
        argument="",
        piece="GenerateContentResponse",
        stop_reason="chunk.candidates[0].finish_reason",
        pieces=pieces,
    ),
    cut_off="MAX_TOKENS",
    looks=frozenset({"finish_reason"}),
    reads=frozenset({"text", "parts"}),
)

OLD = OldSdk(
    # Tried with google-genai 3.6 in `tests/libraries/opentelemetry`.
    refusing={"GoogleGenAiSdkInstrumentor": "skip_dep_check"},
    # https://github.com/google-gemini/deprecated-generative-ai-python: `import google.generativeai as genai`.
    packages=("google.generativeai",),
    # https://ai.google.dev/gemini-api/docs/migrate: the package `@google/generative-ai`.
    javascript=(
        Gone("GoogleGenerativeAI", "the package @google/genai (2025)", "GoogleGenAI"),
        Gone("getGenerativeModel", "the package @google/genai (2025)", "ai.models.generateContent"),
    ),
)
