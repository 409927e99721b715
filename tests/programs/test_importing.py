"""SDKs that two threads import at once, as the app does when it starts and a learner is quick."""

from __future__ import annotations

import subprocess
import sys

AT_ONCE = """
import importlib, threading, time
from firstcall.programs.read import importing

def inside():
    time.sleep(0.1)
    importing.module("anthropic.resources.messages")

threading.excepthook = lambda fault: print(fault.exc_value)
both = [threading.Thread(target=importlib.import_module, args=("anthropic",)), threading.Thread(target=inside)]
for one in both:
    one.start()
for one in both:
    one.join()
import anthropic
print(anthropic.transform_schema.__name__)
"""


def test_what_is_inside_a_package_waits_for_it() -> None:
    ran = subprocess.run([sys.executable, "-c", AT_ONCE], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "transform_schema\n", ran.stderr
