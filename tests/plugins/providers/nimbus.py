"""A made-up provider on a wire that is already spoken: all that one has to write for it."""

from firstcall.providers import openai

PROVIDER = openai.on_its_wire(
    id="nimbus",
    colour="#56B4E9",
    key_variable="NIMBUS_API_KEY",
    base_url="https://api.nimbus.example/v1",
    key_page="https://nimbus.example/keys",
    key_prefixes=("nim-",),
)
