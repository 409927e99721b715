"""`python -m firstcall.practice --port 8765`: the practice server alone, for scripts taken home.

`python -m firstcall.practice record --file FILE` passes calls on to the vendors, with the keys of your
environment, and keeps the answers; `--recordings FILE` tells them again.
"""

from __future__ import annotations

import argparse
import errno
import ipaddress
import os
import socket
import sys
from collections.abc import Container, Iterator
from contextlib import suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from firstcall import models
from firstcall.practice import keys, record, recordings, wires
from firstcall.practice.app import create_app
from firstcall.practice.model import own_replies
from firstcall.practice.pace import LIFELIKE, Pace

_HELLO = """\
The practice server is at {root}. Stop it with Ctrl+C.

{vendors}

Set these variables and run any program written for the official SDKs. Any key that begins with
sk-practice- is accepted. Failures on demand: PUT {root}/control with that key.
"""


_RECORDING = """\
Calls are passed on and their answers kept in {file}. They cost money. Stop with Ctrl+C.

{vendors}

Practice later with: python -m firstcall.practice --recordings {file}
"""


def main(arguments: list[str] | None = None) -> None:
    wanted = _arguments(arguments)
    try:
        (_record if wanted.what == "record" else _practise)(wanted)
    except (OSError, ValueError) as error:
        sys.exit(str(error))


def _practise(wanted: argparse.Namespace) -> None:
    kept = recordings.read(wanted.recordings) if wanted.recordings else {}
    if wanted.replies:
        own_replies.read(wanted.replies)  # what is wrong with it is said before the server starts
        os.environ[own_replies.VARIABLE] = str(wanted.replies)
    with _bound(wanted.host, wanted.port) as bound:
        root = f"http://{_in_url(wanted.host)}:{bound.getsockname()[1]}"
        print(_HELLO.format(root=root, vendors="\n".join(_vendors(root))), flush=True)
        if not _is_loopback(wanted.host):
            print("Everyone who can reach this address can use the server.\n", file=sys.stderr)
        pace = Pace(wanted.first_token_seconds, wanted.tokens_per_second, wanted.requests_per_minute)
        _run(create_app(pace, kept), bound)


def _record(wanted: argparse.Namespace) -> None:
    file = wanted.file
    to = record.upstreams(dict(wanted.upstream))
    if not to:
        raise ValueError("No key of a vendor was found in the environment: there is nobody to record.")
    file.touch()
    with _bound(wanted.host, wanted.port) as bound:
        root = f"http://{_in_url(wanted.host)}:{bound.getsockname()[1]}"
        told = "\n".join(line for line in _vendors(root, {upstream.vendor for upstream in to}))
        print(_RECORDING.format(file=file, vendors=told), flush=True)
        _run(record.create_app(to, record.Recorder(file)), bound)


def _bound(host: str, port: int) -> socket.socket:
    """The socket to serve on, port 0 for any free one. Raises `OSError` before anything is announced."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        said = f"Port {port} is in use by another program. Choose another with --port, or 0 for any free one."
        raise OSError(said) from error


def _run(app: ASGIApp, bound: socket.socket) -> None:
    config = uvicorn.Config(app, log_level="warning", access_log=False, ws="none")
    with suppress(KeyboardInterrupt):  # Ctrl+C is how it is stopped
        uvicorn.Server(config).run([bound])


def _vendors(root: str, only: Container[str] | None = None) -> Iterator[str]:
    """For each vendor, what its SDK has to be told."""
    wide = 1 + max(len(vendor.name) for vendor in models.vendors().values())
    for vendor in models.vendors().values():
        if only is not None and vendor.id not in only:
            continue
        base_url, key = wires.find(vendor.wire).VARIABLES
        yield f"  {vendor.name:<{wide}}{base_url}={root}{vendor.practice_path}\n{'':{wide + 2}}{key}={keys.PREFIX}me"


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m firstcall.practice", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["serve", "record"], default="serve")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument(
        "--host", default="127.0.0.1", help="another address than loopback opens it to the network"
    )
    parser.add_argument("--first-token-seconds", type=float, default=LIFELIKE.first_token_seconds)
    parser.add_argument(
        "--tokens-per-second",
        type=float,
        default=LIFELIKE.tokens_per_second,
        help="0: no waiting between tokens",
    )
    parser.add_argument(
        "--requests-per-minute", type=_positive, help="of one key, at each vendor; more are answered 429"
    )
    parser.add_argument("--replies", type=Path, metavar="FILE", help="replies of your own, in Markdown")
    parser.add_argument("--recordings", type=Path, metavar="FILE", help="real answers, to be told again")
    parser.add_argument(
        "--file", type=Path, default=Path("recordings.jsonl"), help="record: where answers are kept"
    )
    parser.add_argument(
        "--upstream",
        type=_upstream,
        action="append",
        default=[],
        metavar="VENDOR=URL",
        help="record: another address than the vendor's own",
    )
    return parser.parse_args(arguments)


def _positive(said: str) -> int:
    if not said.isdecimal() or int(said[:9]) < 1:
        raise argparse.ArgumentTypeError("a whole number from 1 on")
    return int(said[:9])


def _upstream(said: str) -> tuple[str, str]:
    vendor, _, url = said.partition("=")
    if vendor not in models.vendors() or not url.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError(f"one of {', '.join(models.vendors())}, =, and a URL")
    return vendor, url


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
