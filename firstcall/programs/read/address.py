"""Where a program's client calls, for a provider of which the learner says which server it is."""

from __future__ import annotations

import ast

from firstcall.programs.read import base_urls
from firstcall.programs.read.source import read
from firstcall.programs.read.whole_program import WholeProgram
from firstcall.programs.refusals import NotUnderstood


def held_to(source: str, base_url: str) -> None:
    """Raises `NotUnderstood` for a program whose client is given another base URL than this, or none: the app would call
    elsewhere than the program that it shows. One that leaves it to the environment says neither."""
    program = WholeProgram(read(source))
    clients = [client for client, _ in program.clients]
    wrong = next((client for client in clients if not _is_at(program, client, base_url)), None)
    if wrong is not None or not clients:
        raise NotUnderstood("client other_server", wrong.lineno if wrong else None, base_url=base_url)


def _is_at(program: WholeProgram, client: ast.Call, base_url: str) -> bool:
    made = program.class_of(client)
    if made is None or made[0].sdk.base_url not in program.words_of(client)[0]:
        return False
    urls = base_urls.of_client(program, client, made[0].sdk.base_url)
    return all(
        url.rstrip("/") == base_url.rstrip("/") for url in urls if "://" in url
    )  # or a variable's name
