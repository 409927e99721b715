"""The relay that the demo's server and its script share."""

from firstcall.server.event_stream import Relay

RELAY = Relay()
