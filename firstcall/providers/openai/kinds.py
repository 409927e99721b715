"""What programs look like that call OpenAI's SDK: chat completions, and what came before version 1.

Sources: the installed SDK (`openai/resources/chat/completions/completions.py`,
`openai/types/chat/chat_completion.py`, `openai/lib/_old_api.py`) and
https://platform.openai.com/docs/api-reference/chat.
"""

from __future__ import annotations

from dataclasses import replace

from firstcall.providers import (
    Gone,
    Kind,
    Limit,
    OldCall,
    OldSdk,
    Place,
    Said,
    Sampling,
    ShutDown,
    Stop,
    Streaming,
)
from firstcall.providers.openai.compose import LIMITS
from firstcall.providers.openai.paths import PATHS
from firstcall.providers.openai.pieces import pieces

CHAT = Kind(
    reply="ChatCompletion",
    named="response",
    methods=("chat.completions.create", "chat.completions.stream", "chat.completions.parse"),
    owner="openai.resources.chat.completions.Completions",
    path="/chat/completions",
    places={
        "text": Place(
            PATHS["text"],
            right=(".choices[0].message.content",),
            wrong=(
                ".choices[0].text",
                ".choices[0].content",
                ".choices[0].message.text",
                ".choices[0].delta.content",
                ".choices.message.content",
                ".choices.text",
                ".choices.content",
            ),
        ),
        "stop_reason": Place(
            PATHS["stop_reason"], right=(".choices[0].finish_reason",), wrong=(".finish_reason",)
        ),
        "input_tokens": Place(PATHS["tokens_in"], right=(".usage.prompt_tokens",)),
        "output_tokens": Place(PATHS["tokens_out"], right=(".usage.completion_tokens",)),
        "total_tokens": Place(PATHS["total"], right=(".usage.total_tokens",)),
    },
    limit=Limit(LIMITS),
    arguments=frozenset(
        "model messages max_completion_tokens max_tokens temperature top_p stop stream stream_options n seed tools "
        "reasoning_effort tool_choice extra_body extra_headers timeout".split()
    ),
    meant={
        "stop_sequences": "stop",
        "engine": "model",
        "deployment_id": "model",
        "max_output_tokens": "max_completion_tokens",
        "max_tokens_to_sample": "max_completion_tokens",
    },
    # "Up to 4 sequences": `openai/types/chat/completion_create_params.py`.
    stop=Stop("stop", most=4, single=True),
    effort=("reasoning_effort",),
    # The last chunk: https://platform.openai.com/docs/api-reference/chat/streaming
    # "when effort is not none, remove temperature, top_p, logprobs":
    # https://developers.openai.com/api/docs/guides/deployment-checklist
    sampling=Sampling(shows=("logprobs", "top_logprobs")),
    streaming=Streaming(
        methods=("chat.completions.stream",),
        options="stream_options",
        final="get_final_completion()",
        piece="ChatCompletionChunk",
        listed="choices",
        counted=("stream_options", "include_usage"),
        stop_reason="chunk.choices[0].finish_reason",
        said=Said(
            ".choices[0].delta.content", none=True, wrong=(".choices[0].text", ".choices[0].message.content")
        ),
        pieces=pieces,
    ),
    cut_off="length",
    looks=frozenset({"finish_reason"}),
    reads=frozenset({"content", "delta"}),
)

_REMOVED = "APIRemovedInV1"
_CHAT = OldCall(
    "ChatCompletion.create",
    now="chat.completions.create",
    raises=_REMOVED,
    # `openai/api_resources/abstract/engine_api_resource.py` in 0.28.1: `timeout` was how long to try again.
    renamed={"request_timeout": "timeout"},
)
OLD = OldSdk(
    # Tried with openai 3.57 in `tests/libraries/opentelemetry`: its import fails.
    tracing={"opentelemetry.instrumentation.openai_v2": "opentelemetry.instrumentation.genai.openai"},
    # https://github.com/openai/openai-node/discussions/217
    javascript=(
        Gone("OpenAIApi", "version 4 (2023)", "new OpenAI()"),
        Gone("Configuration", "version 4 (2023)", "new OpenAI({ apiKey })"),
        Gone("createChatCompletion", "version 4 (2023)", "chat.completions.create"),
        Gone("createCompletion", "version 4 (2023)", "chat.completions.create"),
        Gone("createImage", "version 4 (2023)", "images.generate"),
        Gone("createEmbedding", "version 4 (2023)", "embeddings.create"),
        Gone("createTranscription", "version 4 (2023)", "audio.transcriptions.create"),
    ),
    version="1.0 (2023)",
    calls=(
        _CHAT,
        replace(_CHAT, method="ChatCompletion.acreate", awaited=True),
        replace(_CHAT, method="Completion.create", prompt="prompt"),
        replace(_CHAT, method="Completion.acreate", prompt="prompt", awaited=True),
    ),
    attributes={
        "Embedding": "embeddings.create",
        "Image": "images.generate",
        "Moderation": "moderations.create",
        "Audio": "audio.transcriptions.create",
        "Model": "models.list",
        "File": "files.create",
        "FineTuningJob": "fine_tuning.jobs.create",
        "FineTune": "",
        "Customer": "",
        "Deployment": "",
        "Edit": "",
        "Engine": "",
        "ErrorObject": "",
    },
    raises=_REMOVED,
    errors_in="error",
    # The migration guide that `openai/lib/_old_api.py` names: https://github.com/openai/openai-python/discussions/742
    errors={
        "RateLimitError": "RateLimitError",
        "AuthenticationError": "AuthenticationError",
        "APIError": "APIError",
        "APIConnectionError": "APIConnectionError",
        "OpenAIError": "OpenAIError",
        "InvalidRequestError": "BadRequestError",
        "Timeout": "APITimeoutError",
        "TryAgain": "APIConnectionError",
        "ServiceUnavailableError": "InternalServerError",
        "PermissionError": "PermissionDeniedError",
        "InvalidAPIType": "OpenAIError",
        "SignatureVerificationError": "InvalidWebhookSignatureError",
    },
    # `OpenAIError` in `openai/error.py` of 0.28.1, `APIStatusError` in `openai/_exceptions.py` of 3.57.0.
    error_fields={
        "http_status": "status_code",
        "http_body": "response.text",
        "json_body": "body",
        "headers": "response.headers",
        "user_message": "message",
    },
    # The files and names of `openai/` in 0.20.0, 0.27.10 and 0.28.1 that are not in 3.57.0. All replies are a
    # `BaseModel` today, as they were an `OpenAIObject`.
    names=(
        Gone("openai_object.OpenAIObject", "1.0", "BaseModel"),
        Gone("openai_response.OpenAIResponse", "1.0"),
        Gone("InvalidRequestError", "1.0", "BadRequestError"),
        Gone("Answer", "0.26"),
        Gone("Classification", "0.26"),
        Gone("Search", "0.26"),
        Gone("aiosession", "1.0", "DefaultAsyncHttpxClient"),
        Gone("requestssession", "1.0", "DefaultHttpxClient"),
    ),
    modules=tuple(
        Gone(name, "1.0", now)
        for name, now in {
            "api_requestor": "",
            "api_resources": "",
            "cli": "",
            "datalib": "",
            "embeddings_utils": "embeddings.create",
            "object_classes": "",
            "openai_object": "",
            "openai_response": "",
            "upload_progress": "",
            "util": "",
            "validators": "",
            "wandb_logger": "",
        }.items()
    ),
    # `openai/resources/` in 1.7.0 and 1.8.0, 1.20.0 and 1.21.0, 1.65.5 and 1.66.0.
    members=(
        Gone("edits", "1.8"),
        Gone("fine_tunes", "1.8", "fine_tuning.jobs"),
        Gone("beta.vector_stores", "1.66", "vector_stores"),
        Gone("beta.assistants.files", "1.21"),
        Gone("beta.threads.messages.files", "1.21"),
    ),
    shut_down=(
        # https://developers.openai.com/api/docs/deprecations
        ShutDown("beta.assistants", "26 August 2026", "responses.create"),
        ShutDown("beta.threads", "26 August 2026", "responses.create"),
    ),
    settings={"api_key": "api_key", "api_base": "base_url", "organization": "organization"},
    # `openai/_module_client.py`: `openai.chat.completions.create(…)` asks a client of the module's own.
    module_calls=True,
    clouds=frozenset({"api_type", "api_version"}),
)
