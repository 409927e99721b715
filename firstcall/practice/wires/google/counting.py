"""How many tokens a prompt has, by what kind of thing they stand for, and of how many the cache knew.

Sound and films count by the piece, whatever their bytes:
https://ai.google.dev/gemini-api/docs/media-resolution (the defaults of Gemini 3).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.models import Model
from firstcall.practice.model import tokens
from firstcall.practice.wires.google import media
from firstcall.practice.wires.google.contents import everything
from firstcall.practice.wires.google.errors import refused

TURN_TOKENS = 1
"""What frames a turn."""
_PIECES = {
    "audio": ("AUDIO", 320),
    "video": ("VIDEO", 700),
}
"""By the first half of a MIME type: how the vendor calls its tokens, and how many a piece has."""
_UNKNOWN = ("DOCUMENT", 560)


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens of a prompt by modality; `cached` of all of them were read from the cache."""

    modalities: Mapping[str, int]
    cached: int = 0

    @property
    def total(self) -> int:
        return sum(self.modalities.values())

    def details(self) -> list[dict[str, Any]]:
        return [{"modality": name, "tokenCount": count} for name, count in self.modalities.items()]

    def usage(self) -> dict[str, Any]:
        """As the fields of `usageMetadata`."""
        found: dict[str, Any] = {"promptTokenCount": self.total, "promptTokensDetails": self.details()}
        if self.cached:
            found["cachedContentTokenCount"] = self.cached
            found["cacheTokensDetails"] = [{"modality": "TEXT", "tokenCount": self.cached}]
        return found


def counted(
    model: Model, contents: Sequence[Mapping[str, Any]], system: str = "", tools: Sequence[Any] = ()
) -> Counted:
    """The tokens of these turns, a system instruction and tools."""
    texts = [system, *map(everything, contents)]
    if tools:
        texts.append(json.dumps(tools, ensure_ascii=False))
    found = Counter({"TEXT": tokens.count("\n".join(filter(None, texts))) + TURN_TOKENS * len(contents)})
    for content in contents:
        found.update(media.tokens(content, model))
        for part in content.get("parts", ()):
            blob = part.get("inlineData") or part.get("fileData")
            if blob:
                modality, size = _PIECES.get(blob.get("mimeType", "").partition("/")[0], _UNKNOWN)
                found[modality] += size
    return Counted(dict(found))


def check_room(total: int, model: Model) -> None:
    """Raises `Refusal` when the model has no room for so many tokens (google-gemini/gemini-cli 4692)."""
    if total > model.context_tokens:
        raise refused(
            f"The input token count ({total}) exceeds the maximum number of tokens allowed ({model.context_tokens})."
        )
