"""What "Start here" says."""

IDEA = """
Calling a language model is like handing in a form at a counter. You fill in one form well, hand it
over, and get a written answer. You need not know what happens behind the counter. You do need to know
which boxes the form has.

The form is a list of messages; the answer is text. Everything that is built on top, such as search over
your documents, tools and agents, is a loop around this one call.
"""

STUCK = (
    ("The key, without leaking it", "setup"),
    ("Which field of the response holds the text", "first_call"),
    ("Which parameters to touch, and which to leave alone", "tune"),
    ("Getting back on your feet when the network or the provider misbehaves", "failures"),
)
