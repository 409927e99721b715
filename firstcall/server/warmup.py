"""Loads what is slow to load while nobody waits for it: when the app starts, in a thread of its own."""

from __future__ import annotations

import importlib
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from firstcall import providers

LIBRARIES = ("pandas", "plotly.graph_objects")
"""What the first page would wait for: Streamlit imports pandas for the first component, we Plotly for charts."""


def load() -> None:
    """Import the libraries of the first page, then each provider's SDK, which the first call needs."""
    for name in (*LIBRARIES, *(provider.sdk.package for provider in providers.every().values())):
        importlib.import_module(name)


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """The lifespan of the ASGI app: https://starlette.dev/lifespan/"""
    threading.Thread(target=load, name="warm", daemon=True).start()
    yield
