"""Loads what is slow to load while nobody waits for it: when the app starts, in a thread of its own.

An SDK makes much of itself with its first call: each is made to say one word by a practice server that lives for that.
"""

from __future__ import annotations

import gc
import importlib
import logging
import threading

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.practice.app import create_app
from firstcall.practice.keys import PREFIX
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from firstcall.providers import Access, Provider
from firstcall.running import runs

LIBRARIES = ("plotly.graph_objects",)
"""What the first page would wait for."""
_MOST_SECONDS = 60.0
_KEY = f"{PREFIX}warm-up-of-the-app"
_log = logging.getLogger(__name__)


def load() -> None:
    """Import the libraries of the first page, then each provider's SDK, and let it make a call.

    What is there then stays: it is taken out of the garbage collector's sight, which would go through all of it, with
    every stream of the room waiting.
    """
    for name in LIBRARIES:
        importlib.import_module(name)
    with serve(create_app(INSTANT)) as origin:
        for provider in providers.every().values():
            for way in provider.ways:
                run = first_call(way, origin)
                if run.state != "done":
                    _log.warning("%s could not be warmed up: %s", way.handle, run.failure)
    gc.collect()
    gc.freeze()


def first_call(provider: Provider, origin: str) -> runs.Run:
    """A call to the practice server at `origin`, streamed, of a few tokens; has ended, or takes too long."""
    model = models.find(provider.default)
    effort = model.quiet_effort if model else None
    asked = Settings(provider.default, (Message("user", "Hello"),), max_tokens=64, effort=effort, stream=True)
    access = Access(_KEY, origin + provider.address.practice_path)
    run = runs.start(provider.compose(asked, None), provider, access, step="", mode="practice")
    run.wait(_MOST_SECONDS)
    return run


def begin() -> None:
    """Load in a thread of its own."""
    threading.Thread(target=load, name="warm", daemon=True).start()
