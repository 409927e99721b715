"""The process of the small model: llama.cpp's own server, on a loopback port, until standard input ends.

    python -m firstcall.practice.small_model.child MODEL.gguf

The first line of standard input is the key that requests must bring; the first line of standard output is the address.
How the server is set up: https://pypi.org/project/xllamacpp/, and `xllamacpp.CommonParams` in the package.
"""

from __future__ import annotations

import sys

CONTEXT_TOKENS = 4096
SLOTS = 2
"""Requests that are spoken at once; the context is divided between them."""


def serve(path: str, key: str) -> None:
    """Serve the model in this file until nobody writes to standard input any more."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = SLOTS
    # More threads than free cores wait for each other and make it ten times as slow.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.warmup = False
    params.embedding = True
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
    params.port = 0
    params.api_keys = [key]
    params.ui = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    sys.stdin.read()
    del server


if __name__ == "__main__":
    serve(sys.argv[1], sys.stdin.readline().strip())
