"""Modules of the SDKs, imported while another thread may be at it."""

from __future__ import annotations

import importlib
from itertools import accumulate
from types import ModuleType


def module(name: str) -> ModuleType:
    """The module of this full name, with those above it imported first. Raises `ImportError`.

    Python does not wait for a package that another thread is about to import when something inside it is asked for: both
    then find it half done, and the circles inside an SDK break.
    """
    for above in accumulate(name.split("."), "{}.{}".format):
        found = importlib.import_module(above)
    return found
