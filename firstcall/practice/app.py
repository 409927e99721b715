"""The practice server as one ASGI app: each vendor of the catalogue on its wire, the control route, a welcome.

    app = create_app()
    app.state.learners.script("sk-practice-ann", [{"fault": "status", "status": 429}])

`app.state.learners` does in the same process what the control route does over HTTP. Everything
the server remembers hangs on the app; two apps share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from firstcall import models
from firstcall.practice import control, keys, wires
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.learners import Learners
from firstcall.practice.pace import LIFELIKE, Pace
from firstcall.practice.recordings import HEADER, Recording, Replaying
from firstcall.practice.refusal import Refusal
from firstcall.practice.small_model import host
from firstcall.practice.work import let_the_loop_through


def create_app(
    pace: Pace = LIFELIKE, recordings: Mapping[bytes, Recording] = MappingProxyType({})
) -> Starlette:
    """A new practice server. `pace` is that of learners who set none of their own; what is in `recordings`
    is told as it was recorded."""
    let_the_loop_through()
    learners = Learners(pace)
    app = _App(
        routes=[
            *(
                Mount(f"/{vendor.id}", routes=wires.find(vendor.wire).routes(vendor.id, learners))
                for vendor in models.vendors().values()
            ),
            control.route(learners),
            Route("/", Endpoint(welcome, control.refuse)),
            Route("/{path:path}", Endpoint(nowhere, control.refuse)),
        ],
        middleware=[_cors(), Middleware(Replaying, learners=learners, recordings=recordings)],
    )
    app.state.learners = learners
    return app


class _App(Starlette):
    """Without Starlette's own two middlewares, which would have every event of every stream pass through them: an
    endpoint answers what goes wrong in it, and what nobody expected is logged and answered with a 500 by the server."""

    def build_middleware_stack(self) -> ASGIApp:
        app: ASGIApp = self.router
        for cls, args, kwargs in reversed(self.user_middleware):
            app = cls(app, *args, **kwargs)
        return app


class _ForWebPages(CORSMiddleware):
    """For requests that come from a script in a web page. Of the others it would touch every event too."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from_page = any(name == b"origin" for name, _ in scope.get("headers", ()))
        await (super().__call__ if from_page else self.app)(scope, receive, send)


def _cors() -> Middleware:
    """A script in a web page may call this server and read the headers that its wires send."""
    used = {vendor.wire for vendor in models.vendors().values()}
    return Middleware(
        _ForWebPages,
        allow_origins=["*"],
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=sorted(
            {HEADER, host.HEADER}.union(
                header for wire in used for header in wires.find(wire).READABLE_HEADERS
            )
        ),
    )


async def welcome(exchange: Exchange) -> None:
    """Says what this is and how to use it."""
    scope = exchange.scope
    root = f"{scope['scheme']}://{exchange.headers.get('host', 'this host')}{scope.get('root_path', '')}"
    answer = {
        "what": "The practice server of First Call. It speaks the providers' protocols; the replies are "
        "made up by a small program, not by a language model, unless a learner asks for the words of a small one.",
        "base_urls": {vendor.id: root + vendor.practice_path for vendor in models.vendors().values()},
        "api_key": f"any key that begins with {keys.PREFIX}",
        "control": f"{root}/control (GET, PUT, DELETE: pace and faults of your key)",
    }
    await exchange.answer(200, as_json(answer), {"content-type": "application/json"})


async def nowhere(exchange: Exchange) -> None:
    scope = exchange.scope
    if (
        exchange.path_params.get("path") in models.vendors()
    ):  # what is mounted under a name begins after its slash
        location = f"{scope.get('root_path', '')}/{exchange.path_params['path']}/"
        return await exchange.answer(307, b"", {"location": location})
    paths = " and ".join(vendor.practice_path for vendor in models.vendors().values())
    raise Refusal(404, f"Nothing is here. The base URLs end in {paths}.", "not_found_error")
