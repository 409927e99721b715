"""Loads what is slow to load while nobody waits for it: when the app starts, in a thread of its own."""

from __future__ import annotations

import importlib
import threading

from firstcall import providers

LIBRARIES = ("pandas", "plotly.graph_objects")
"""What the first page would wait for: Streamlit imports pandas for the first component, we Plotly for charts."""


def load() -> None:
    """Import the libraries of the first page, then each provider's SDK, which the first call needs."""
    for name in (*LIBRARIES, *(provider.sdk.module for provider in providers.every().values())):
        importlib.import_module(name)


def begin() -> None:
    """Load in a thread of its own."""
    threading.Thread(target=load, name="warm", daemon=True).start()
