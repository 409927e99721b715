"""The practice server as one ASGI app: both providers' protocols, the control route, a welcome.

    app = create_app()
    app.state.learners.script("sk-practice-ann", [{"fault": "status", "status": 429}])

`app.state.learners` does in the same process what the control route does over HTTP. Everything
the server remembers hangs on the app; two apps share nothing.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route

from firstcall.practice import control, keys
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.pace import LIFELIKE, Pace
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import anthropic, openai

_READABLE = (
    "request-id",
    "x-request-id",
    "retry-after",
    "x-should-retry",
    "openai-processing-ms",
    *(
        f"anthropic-ratelimit-{of}-{what}"
        for of in ("requests", "tokens", "input-tokens", "output-tokens")
        for what in ("limit", "remaining", "reset")
    ),
    *(
        f"x-ratelimit-{what}-{of}"
        for of in ("requests", "tokens")
        for what in ("limit", "remaining", "reset")
    ),
)
"""Response headers that a script in a web page may read."""

_CORS = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"],
    allow_headers=["*"],
    expose_headers=_READABLE,
)


def create_app(pace: Pace = LIFELIKE) -> Starlette:
    """A new practice server; `pace` is that of learners who set none of their own."""
    learners = Learners(pace)
    app = Starlette(
        routes=[
            Mount("/anthropic", routes=anthropic.routes(learners)),
            Mount("/openai", routes=openai.routes(learners)),
            control.route(learners),
            Route("/", Endpoint(welcome, control.refuse)),
            Route("/{path:path}", Endpoint(nowhere, control.refuse)),
        ],
        middleware=[_CORS],
    )
    app.state.learners = learners
    return app


async def welcome(exchange: Exchange) -> None:
    """Says what this is and how to use it."""
    scope = exchange.scope
    root = f"{scope['scheme']}://{exchange.headers.get('host', 'this host')}{scope.get('root_path', '')}"
    answer = {
        "what": "The practice server of First Call. It speaks the providers' protocols; the replies are "
        "made up by a small program, not by a language model.",
        "base_urls": {"anthropic": f"{root}/anthropic", "openai": f"{root}/openai/v1"},
        "api_key": f"any key that begins with {keys.PREFIX}",
        "control": f"{root}/control (GET, PUT, DELETE: pace and faults of your key)",
    }
    await exchange.answer(200, as_json(answer), {"content-type": "application/json"})


async def nowhere(exchange: Exchange) -> None:
    raise Refusal(404, "Nothing is here. The base URLs end in /anthropic and /openai/v1.", "not_found_error")
