"""`python -m firstcall.practice --port 8765`: the practice server alone, for scripts taken home."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from collections.abc import Iterator

import uvicorn

from firstcall import models
from firstcall.practice import keys, wires
from firstcall.practice.app import create_app
from firstcall.practice.pace import LIFELIKE, Pace

_HELLO = """\
The practice server is at {root}. Stop it with Ctrl+C.

{vendors}

Set these variables and run any program written for the official SDKs. Any key that begins with
sk-practice- is accepted. Failures on demand: PUT {root}/control with that key.
"""


def main(arguments: list[str] | None = None) -> None:
    wanted = _arguments(arguments)
    root = f"http://{_in_url(wanted.host)}:{wanted.port}"
    print(_HELLO.format(root=root, vendors="\n".join(_vendors(root))), flush=True)
    if not _is_loopback(wanted.host):
        print("Everyone who can reach this address can use the server.\n", file=sys.stderr)
    app = create_app(Pace(wanted.first_token_seconds, wanted.tokens_per_second))
    uvicorn.run(app, host=wanted.host, port=wanted.port, log_level="warning", access_log=False, ws="none")


def _vendors(root: str) -> Iterator[str]:
    """For each vendor, what its SDK has to be told."""
    for vendor in models.vendors().values():
        base_url, key = wires.find(vendor.wire).VARIABLES
        yield f"  {vendor.name:<12}{base_url}={root}{vendor.practice_path}\n{'':14}{key}={keys.PREFIX}me"


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m firstcall.practice", description=__doc__)
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
    return parser.parse_args(arguments)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    main()
