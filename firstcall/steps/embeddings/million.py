"""What vectors cost: of one call, and of a million sentences on every model that makes them."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from firstcall import models, providers
from firstcall.calls import Record, Usage
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.embeddings import WORDS, space
from firstcall.ui import formats, table_view, wire

MILLION = 1_000_000
TOKENS_PER_SENTENCE = 9
"""Of our own sentences, where none were counted yet."""


def label(provider: Provider, id: str) -> str:
    """A model with the price of a million tokens."""
    price = prices.price_of(provider.id, id, Usage(input_tokens=MILLION))
    return f"{id} · {prices.money(price.total_usd) if price else WORDS.line('no_price')}"


def spent(record: Record | None) -> str:
    return formats.spent_briefly(record) if record else ""


def draw(run: Run | None) -> None:
    """A million sentences as long as those of the last call, on every model."""
    texts = space.asked(run) if run and run.finished else None
    usage = run.record.usage if run and run.record else None
    each = usage.input_tokens / len(texts.texts) if usage and texts and texts.texts else TOKENS_PER_SENTENCE
    st.markdown(WORDS.say("million", tokens=f"{each:.1f}", all=f"{each:.1f}"))
    table_view.draw(rows(each), alt=WORDS.title("table million"))
    st.markdown(WORDS.say("batches"))


def rows(tokens_each: float) -> list[dict[str, str]]:
    """A row for each model: what a million sentences cost, and how many requests they are."""
    found = []
    for provider in providers.every().values():
        embedding = provider.embedding
        for id in embedding.models if embedding else ():
            known = models.vendor(provider.id).embedders[id]
            most = embedding.most if embedding else None
            found.append(
                {
                    "Model": f"{provider.name} {wire.code(id)}",
                    "Numbers": f"{known.dimensions:,}",
                    "Tokens a text": f"{known.input_tokens:,}",
                    "A million sentences": _usd(provider.id, id, tokens_each),
                    "Texts a request": f"{most:,}" if most else WORDS.line("no_bound"),
                }
            )
    return found


def _usd(provider: str, id: str, tokens_each: float) -> str:
    price = prices.price_of(provider, id, Usage(input_tokens=round(tokens_each * MILLION)))
    usd: Decimal | None = price.total_usd if price else None
    return formats.markdown(usd)
