"""What programs look like that call the Responses API.

Sources: the installed SDK (`openai/resources/responses/responses.py`, `openai/types/responses/response.py`) and
https://platform.openai.com/docs/api-reference/responses.
"""

from __future__ import annotations

from firstcall.providers import Kind, Limit, Place, Said, Streaming
from firstcall.providers.openai.responses.compose import CREATE, LIMIT, STREAM
from firstcall.providers.openai.responses.paths import PATHS
from firstcall.providers.openai.responses.perform import DELTA
from firstcall.providers.openai.responses.pieces import pieces

RESPONSE = Kind(
    reply="Response",
    named="response",
    methods=(CREATE, STREAM, "responses.parse"),
    owner="openai.resources.responses.Responses",
    path="/responses",
    places={
        # A `Response` has a `text` as well: the settings of the text that was asked for.
        "text": Place(
            PATHS["text"],
            right=(".output_text", ".text", ".output[0].content[0].text"),
            wrong=(".choices", ".content", ".message"),
        ),
        "stop_reason": Place(PATHS["stop_reason"], right=(".status",)),
        "input_tokens": Place(PATHS["tokens_in"], right=(".usage.input_tokens",)),
        "output_tokens": Place(PATHS["tokens_out"], right=(".usage.output_tokens",)),
        "total_tokens": Place(PATHS["total"], right=(".usage.total_tokens",)),
    },
    limit=Limit((LIMIT,), least=16),  # vectorize-io/hindsight 58, earendil-works/pi 6265
    arguments=frozenset(
        "model input instructions max_output_tokens reasoning temperature top_p stream store previous_response_id "
        "tools tool_choice text metadata extra_body extra_headers timeout".split()
    ),
    required=(),
    meant={
        "messages": "input",
        "system": "instructions",
        "max_tokens": LIMIT,
        "max_completion_tokens": LIMIT,
    },
    messages="input",
    system="instructions",
    effort=("reasoning", "effort"),
    # Before the message stands what it reasoned: `openai/types/responses/response_reasoning_item.py`.
    first=".output[0].content",
    streaming=Streaming(
        methods=(STREAM,),
        final="get_final_response()",
        piece="ResponseStreamEvent",
        said=Said(
            ".delta",
            tests={".type": DELTA},
            wrong=(".text", ".output_text", ".delta.text", ".delta.content", ".choices[0].delta.content"),
        ),
        pieces=pieces,
    ),
    cut_off="incomplete",
    looks=frozenset({"incomplete_details", "status"}),
    reads=frozenset({"output_text"}),
)
