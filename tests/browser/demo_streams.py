"""The streams that the demo's server and its script share."""

from firstcall.server.event_stream import ReplyStreams

STREAMS = ReplyStreams()
