"""A real, small language model behind the wires, where its two packages are installed (`requirements-model.txt`).

It runs in a process of its own (`child`), which `host` starts when it is first needed and ends when it is idle. `voice`
lets it speak one request: its words, its tokens and their probabilities, at the rhythm in which they come.
"""
