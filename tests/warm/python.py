"""Runs Python programs, each in a fork of this process: what they import is loaded already.

One JSON line in for each program (`file`, `folder`, `environment`, what is `typed`), one out (`code`, `output`, `errors`).
What a program had to load is loaded here before the next one, so that only the first pays for it; what the file
itself names is loaded before the fork, so that the first does not pay twice.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import re
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from tests import certificates


def run(program: Mapping[str, Any]) -> dict[str, Any]:
    """Fork, run the program there, and bring back what it wrote and its exit code."""
    with (
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryFile() as loaded,
    ):
        learn(named(Path(program["file"])))
        gc.freeze()  # a fork that looks for garbage would copy all that is loaded
        child = os.fork()
        if not child:
            known, completed = set(sys.modules), watched()
            settle(program, output, errors)
            code = main(Path(program["file"]))
            # In the order in which they were loaded: `_asyncio` before `asyncio` makes a library that knows no task.
            names = [name for name in sys.modules if name not in known]
            loaded.write(json.dumps([names, completed]).encode())
            leave(code, loaded)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        names, completed = json.loads(text(loaded) or "[[], []]")
        learn(names)
        complete(completed)
        return {"code": code, "output": text(output), "errors": text(errors)}


def settle(program: Mapping[str, Any], output: IO[bytes], errors: IO[bytes]) -> None:
    """Make the fork look like a process that was started for this program alone."""
    os.chdir(program["folder"])
    os.environ.clear()
    os.environ.update(program["environment"])
    with tempfile.TemporaryFile() as typed:
        typed.write(program.get("typed", "").encode())
        typed.seek(0)
        for number, file in enumerate((typed, output, errors)):
            os.dup2(file.fileno(), number)
    sys.argv = [program["file"]]
    sys.path[0] = str(Path(program["file"]).parent)


def main(file: Path) -> int:
    """What `python file` does: the exit code, with the traceback of what nobody caught written out."""
    module = ModuleType("__main__")
    module.__file__ = str(file)
    sys.modules["__main__"] = module
    try:
        exec(compile(file.read_text(encoding="utf-8"), file, "exec"), module.__dict__)
    except SystemExit as left:
        if left.code is None or isinstance(left.code, int):
            return left.code or 0
        print(left.code, file=sys.stderr)
        return 1
    except BaseException as error:
        traceback.print_exception(error.with_traceback(error.__traceback__ and error.__traceback__.tb_next))
        return 1
    return 0


def leave(code: int, *written: IO[bytes]) -> None:
    """End the fork as Python ends, but for taking apart all that is loaded, which takes longer than to run."""
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        if not thread.daemon:
            thread.join()
    for stream in (sys.stdout, sys.stderr, *written):
        stream.flush()
    os._exit(code)


def named(file: Path) -> list[str]:
    """The modules that lines of a program import, whatever stands around them."""
    return re.findall(r"(?m)^(?:import|from) ([\w.]+)", file.read_text(encoding="utf-8"))


def learn(names: list[str]) -> None:
    for name in names:
        # A name that an SDK put there by hand stays for each program to make, as does a module beside it.
        with suppress(ImportError):
            importlib.import_module(name)


def watched() -> list[str]:
    """The models that pydantic completes from here on, as `module:name`: it waits with each until somebody uses it."""
    names: list[str] = []
    construction: Any = sys.modules.get("pydantic._internal._model_construction")
    if construction is not None:
        done = construction.complete_model_class

        def noted(model: type, *rest: Any, **more: Any) -> Any:
            names.append(f"{model.__module__}:{model.__qualname__}")
            return done(model, *rest, **more)

        construction.complete_model_class = noted
    return names


def complete(names: list[str]) -> None:
    """Have these models complete for the next programs. One that stands in no module stays for each to make."""
    for name in names:
        module, _, model = name.partition(":")
        with suppress(AttributeError, KeyError):
            attrgetter(model)(sys.modules[module]).model_rebuild(raise_errors=False)


def text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    certificates.read_now()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
