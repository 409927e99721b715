"""The relay that the demo's server and its script share."""

from firstcall.relay import Relay

RELAY = Relay()
