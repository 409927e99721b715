"""A learner without a browser: speaks to a Streamlit app as its web page does, over the websocket.

Sixty browsers do not fit beside the app that they are to measure; sixty of these do. What a browser's page would
paint is not here: a moment is that at which the message arrived that brings the text.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState


@dataclass
class Came:
    """What arrived since it was last asked for: messages and their bytes, runs of the script that ended."""

    messages: int = 0
    bytes: int = 0
    runs: int = 0


@dataclass
class Learner:
    """One page of an app in a browser that nobody sees. `deltas` holds what stands on it, by its place."""

    url: str
    page: str = ""
    query: str = ""
    came: Came = field(default_factory=Came)
    deltas: dict[tuple[int, ...], Delta] = field(default_factory=dict)
    on_delta: Callable[[Delta], None] = lambda delta: None

    async def __aenter__(self) -> Learner:
        place = urlsplit(self.url)
        self._hashed: dict[str, ForwardMsg] = {}
        self._script = ""
        self._idle = asyncio.Event()
        self._clocks: dict[str, asyncio.Task[None]] = {}
        self._socket = await websockets.connect(
            f"ws://{place.netloc}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=f"http://{place.netloc}",  # type: ignore[arg-type]
            max_size=None,
            compression=None,
            user_agent_header="learner",
        )
        self._reading = asyncio.create_task(self._read())
        await self.send()
        return self

    async def __aexit__(self, *failed: object) -> None:
        self._stop_clocks(list(self._clocks))
        self._reading.cancel()
        await self._socket.close()

    async def send(
        self, state: WidgetState | None = None, fragment: str = "", *, by_itself: bool = False
    ) -> None:
        """Have the script run again, or one fragment of it, with what a widget says."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_name, rerun.page_script_hash = self.query, self.page, self._script
        rerun.fragment_id, rerun.is_auto_rerun = fragment, by_itself
        rerun.context_info.url = f"{self.url}/{self.page}"
        rerun.cached_message_hashes.extend(self._hashed)
        if state is not None:
            rerun.widget_states.widgets.append(state)
        self._idle.clear()
        await self._socket.send(message.SerializeToString())

    async def rests(self, seconds: float = 60.0) -> None:
        """Wait until the script has run to its end."""
        async with asyncio.timeout(seconds):
            resting = asyncio.create_task(self._idle.wait())
            await asyncio.wait({resting, self._reading}, return_when=asyncio.FIRST_COMPLETED)
            if self._reading.done():
                resting.cancel()
                self._reading.result()

    async def press(self, key: str) -> None:
        """Press the button with this key. Does not wait for what comes of it."""
        delta = next(one for one in self.elements("button") if one.new_element.button.id.endswith(f"-{key}"))
        state = WidgetState(id=delta.new_element.button.id, trigger_value=True)
        await self.send(state, delta.fragment_id)

    async def slide(self, slider: Delta, value: float) -> None:
        """Move a slider to a value."""
        state = WidgetState(id=slider.new_element.slider.id)
        state.double_array_value.data.append(value)
        await self.send(state, slider.fragment_id)

    async def type(self, box: Delta, code: str, number: int) -> None:
        """What a code box says once nobody has pressed a key for a while: its text, and which of its edits that is."""
        edit = {"code": code, "seq": number, "mount": "learner"}
        state = WidgetState(id=box.new_element.bidi_component.id, json_value=json.dumps({"edit": edit}))
        await self.send(state, box.fragment_id)

    async def tell(self, component: Delta, event: str, value: object) -> None:
        """Let a component say that something happened, as its JavaScript does with `setTriggerValue`."""
        id = f"$$STREAMLIT_INTERNAL_KEY_{component.new_element.bidi_component.id}__events"
        state = WidgetState(id=id, json_trigger_value=json.dumps([{"event": event, "value": value}]))
        await self.send(state, component.fragment_id)

    def elements(self, kind: str) -> Iterator[Delta]:
        """What of this kind of element stands on the page."""
        for delta in self.deltas.values():
            if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == kind:
                yield delta

    def component(self, name: str) -> Delta:
        """The component of this name on the page."""
        every = self.elements("bidi_component")
        return next(one for one in every if one.new_element.bidi_component.component_name == name)

    def taken(self) -> Came:
        """What came since this was last asked."""
        came, self.came = self.came, Came()
        return came

    async def _read(self) -> None:
        async for data in self._socket:
            assert isinstance(data, bytes)
            self.came.messages += 1
            self.came.bytes += len(data)
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "ref_hash":
                known = self._hashed[message.ref_hash]
                known.metadata.CopyFrom(message.metadata)
                message = known
            elif message.metadata.cacheable:
                self._hashed[message.hash] = message
            self._take(message)

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._idle.clear()
            case "auto_rerun":
                told = message.auto_rerun
                self._stop_clocks([told.fragment_id])
                clock = self._every(told.interval, told.fragment_id)
                self._clocks[told.fragment_id] = asyncio.create_task(clock)
            case "stop_auto_rerun":
                self._stop_clocks(message.stop_auto_rerun.fragment_ids)
            case "navigation":
                self._script = message.navigation.page_script_hash
                self._stop_clocks(list(self._clocks))  # the whole page is drawn anew
            case "delta":
                self.deltas[tuple(message.metadata.delta_path)] = message.delta
                self.on_delta(message.delta)
            case "script_finished":
                self.came.runs += 1
                self._idle.set()

    async def _every(self, seconds: float, fragment: str) -> None:
        while True:
            await asyncio.sleep(seconds)
            await self.send(fragment=fragment, by_itself=True)

    def _stop_clocks(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if (clock := self._clocks.pop(fragment, None)) is not None:
                clock.cancel()


def stream_of(delta: Delta) -> str | None:
    """Where the live reply of First Call is read, if this delta brings one that is on its way."""
    if delta.WhichOneof("type") != "new_element" or delta.new_element.WhichOneof("type") != "bidi_component":
        return None
    component = delta.new_element.bidi_component
    if component.component_name != "first_call_live_text":
        return None
    [data] = json.loads(component.json)
    return None if data["done"] else data["url"]


async def events(url: str, path: str) -> list[tuple[float, str]]:
    """Reads a stream of server-sent events to its end: when each piece came (`time.perf_counter()`), and the piece."""
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    target = urlsplit(path).path
    writer.write(f"GET {target} HTTP/1.1\r\nhost: {place.netloc}\r\nconnection: close\r\n\r\n".encode())
    found: list[tuple[float, str]] = []
    async for line in reader:
        now = time.perf_counter()
        if line.startswith(b"event: end"):
            break
        if line.startswith(b"data: "):
            found.append((now, json.loads(line[6:])))
    writer.close()
    return found
