"""What programs look like that call Ollama's SDK.

Sources: the installed SDK (`ollama/_client.py`, `ollama/_types.py`) and https://docs.ollama.com/api/chat.
"""

from __future__ import annotations

from firstcall.providers import Inside, Kind, Limit, Place, Stop, Streaming
from firstcall.providers.ollama.compose import METHOD
from firstcall.providers.ollama.paths import PATHS
from firstcall.providers.ollama.pieces import pieces

CHAT = Kind(
    reply="ChatResponse",
    named="response",
    methods=(METHOD,),
    owner="ollama.Client",
    path="/api/chat",
    required=("model",),  # without messages the model is loaded: https://docs.ollama.com/api/chat
    places={
        "text": Place(
            PATHS["text"],
            right=(".message.content",),
            wrong=(
                ".choices",
                ".content",
                ".text",
                ".response",
                ".output_text",
                ".message.text",
                ".messages",
            ),
        ),
        "stop_reason": Place(
            PATHS["stop_reason"], right=(".done_reason",), wrong=(".finish_reason", ".stop_reason")
        ),
        "input_tokens": Place(PATHS["tokens_in"], right=(".prompt_eval_count",), wrong=(".usage",)),
        "output_tokens": Place(PATHS["tokens_out"], right=(".eval_count",)),
        "total_tokens": Place(PATHS["total"], right=(".eval_count",)),
    },
    inside=Inside("options", "ollama._types.Options"),
    outside=frozenset(
        "model messages tools stream think logprobs top_logprobs format options keep_alive".split()
    ),
    limit=Limit(("num_predict",)),
    arguments=frozenset(
        "model messages tools stream think logprobs top_logprobs format options keep_alive num_predict temperature "
        "top_p top_k stop seed num_ctx".split()
    ),
    meant={
        "max_tokens": "num_predict",
        "max_completion_tokens": "num_predict",
        "max_output_tokens": "num_predict",
        "stop_sequences": "stop",
        "reasoning_effort": "think",
        "response_format": "format",
        "contents": "messages",
    },
    stop=Stop("stop"),
    effort=("think",),
    streaming=Streaming(piece="ChatResponse", stop_reason="chunk.done_reason", pieces=pieces),
    cut_off="length",
    looks=frozenset({"done_reason"}),
    reads=frozenset({"content"}),
)
