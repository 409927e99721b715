"""Google's implicit caching: by itself, and nothing to say in a call.

https://ai.google.dev/gemini-api/docs/caching and `google/genai/types.py`, `GenerateContentResponseUsageMetadata`:
what was not read is not counted as nothing, it is left out.
"""

from __future__ import annotations

from firstcall.providers._caching import Caching

CACHING = Caching(
    counters={
        "input": "response.usage_metadata.prompt_token_count",
        "read": "response.usage_metadata.cached_content_token_count or 0",
    }
)
