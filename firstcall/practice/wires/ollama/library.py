"""The models that this Ollama has: how they are called, what they can, what is listed of them.

The catalogue says how they behave. Families and, near enough, sizes are those of
https://ollama.com/library; digests and days are made up, always the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstcall import models
from firstcall.models import Embedder, Model
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.errors import not_served

MODIFIED = "2026-11-01T09:00:00Z"
CREATED = 1_793_523_600
"""The same moment, in seconds of Unix time."""
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?::[\w.-]+)?")
_AT_HOME = re.compile(r"^(?:registry\.ollama\.ai/)?(?:library/)?")
_CLOUD = re.compile(r"[:-]cloud$")


@dataclass(frozen=True, slots=True)
class Build:
    """What is known of a model beside the catalogue: `size` in bytes, `image_tokens` what an image counts (0: it takes
    none)."""

    family: str
    parameters: str
    size: int
    quantization: str = "Q4_K_M"
    image_tokens: int = 0


_GEMMA3_4B = Build("gemma3", "4.3B", 3_338_801_804, image_tokens=256)
BUILDS: Mapping[str, Build] = {
    "llama3.2": Build("llama", "3.2B", 2_019_393_189),
    "llama3.2:1b": Build("llama", "1.2B", 1_321_098_329, "Q8_0"),
    "llama3.1": Build("llama", "8.0B", 4_920_753_328),
    "qwen3:0.6b": Build("qwen3", "751.63M", 522_653_767),
    "qwen3:1.7b": Build("qwen3", "2.0B", 1_359_293_444),
    "qwen3:4b": Build("qwen3", "4.0B", 2_497_293_931),
    "qwen3": Build("qwen3", "8.2B", 5_225_388_164),
    "gemma3:270m": Build("gemma3", "268.10M", 291_554_930, "Q8_0"),
    "gemma3:1b": Build("gemma3", "999.89M", 815_319_791),
    "gemma3": _GEMMA3_4B,
    "gemma3:4b": _GEMMA3_4B,
    "smollm2:135m": Build("llama", "134.52M", 270_898_672, "F16"),
    "smollm2:360m": Build("llama", "361.82M", 725_566_512, "F16"),
    "smollm2:1.7b": Build("llama", "1.7B", 1_820_429_632, "Q8_0"),
    "phi4-mini": Build("phi3", "3.8B", 2_491_876_774),
    "mistral": Build("llama", "7.2B", 4_372_824_384),
    "gpt-oss:20b": Build("gptoss", "20.9B", 13_793_441_244, "MXFP4"),
    "all-minilm": Build("bert", "23M", 45_960_996, "F16"),
    "nomic-embed-text": Build("nomic-bert", "137M", 274_302_450, "F16"),
    "embeddinggemma": Build("gemma3", "307.58M", 621_875_917, "BF16"),
    "mxbai-embed-large": Build("bert", "334M", 669_615_493, "F16"),
    "qwen3-embedding:0.6b": Build("qwen3", "595.78M", 639_150_592, "Q8_0"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pulled:
    """One model of this server: the name that a request gave it, its full name, its build, and the catalogue's
    entry: a `model` that writes text, or an `embedder` that makes vectors."""

    asked: str
    full: str
    build: Build
    model: Model | None
    embedder: Embedder | None

    @property
    def capabilities(self) -> list[str]:
        """In the words of `types/model/capability.go`."""
        if self.model is None:
            return ["embedding"]
        can = {
            "tools": bool(self.model.tools),
            "thinking": self.model.thinks,
            "vision": bool(self.build.image_tokens),
        }
        return ["completion", *(name for name, has in can.items() if has)]

    @property
    def context_tokens(self) -> int:
        if self.model is not None:
            return self.model.context_tokens
        return self.embedder.input_tokens if self.embedder else 0

    @property
    def dimensions(self) -> int:
        """The length of its vectors, 0 for a model that writes text."""
        return self.embedder.dimensions if self.embedder else 0

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.full.encode()).hexdigest()

    def details(self) -> dict[str, Any]:
        return {
            "parent_model": "",
            "format": "gguf",
            "family": self.build.family,
            "families": [self.build.family],
            "parameter_size": self.build.parameters,
            "quantization_level": self.build.quantization,
        }


def every(vendor: str) -> Iterator[Pulled]:
    """All models of a vendor, those that make vectors last."""
    known = {model.id: model for model in models.of(vendor)}
    vectors = models.vendor(vendor).embedders
    return (Pulled(id, full(id), build, known.get(id), vectors.get(id)) for id, build in BUILDS.items())


def full(name: str) -> str:
    """A name with its tag."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def find(name: str, vendor: str) -> Pulled | None:
    """The model of that name: letters are not told apart by their size, and `library/` and `:latest` may be left out."""
    wanted = full(_AT_HOME.sub("", name.lower()))
    found = next((each for each in every(vendor) if each.full == wanted), None)
    return found and replace(found, asked=name)


def pulled(name: str, vendor: str, *, needed: bool = True, hint: bool = False) -> Pulled:
    """The same. Raises `Refusal` for one that is not here, in one of Ollama's two sentences, and for what is no name;
    none at all is told apart from that where it is `needed` (`server/routes.go`, each handler)."""
    if not name and needed:
        raise Refusal(400, "model is required")
    if name and not _NAME.fullmatch(name):
        raise Refusal(400, "invalid model name")
    if _CLOUD.search(name):
        raise not_served("the models of Ollama's cloud")
    found = find(name, vendor)
    if found is None:
        raise Refusal(
            404, f'model "{name}" not found, try pulling it first' if hint else f"model '{name}' not found"
        )
    return found
