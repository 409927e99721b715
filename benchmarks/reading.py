"""What it costs to read a program: its findings, what was read of it, and its fixes. Run: `python benchmarks/reading.py`.

The programs are made of one call to a provider in a function, again and again, of plain Python between two calls, and
of old calls that all need fixes. Times are milliseconds of processor time, medians over the rounds, each of a text that
nobody has read before; the first of a process, which loads the rules and an SDK, stands apart.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from firstcall.programs import patience
from firstcall.programs.lint.findings import lint
from firstcall.programs.verdict import verdict

HEAD = "import json\nimport os\nimport openai\n"
CALL = """

def ask_{n}(question, model="gpt-6-luna"):
    client = openai.OpenAI(timeout=60)
    history = [{{"role": "user", "content": question}}]
    response = client.chat.completions.create(
        model=model, reasoning_effort="none", max_completion_tokens=500, messages=history
    )
    if response.choices[0].finish_reason == "length":
        print("Cut off.")
    return response.choices[0].message.content
"""
PLAIN = """

def work_{n}(rows, factor=2):
    found = {{}}
    for name, value in rows:
        if value > {n}:
            found[name] = [value * factor, "more than {n}"]
    return json.dumps(found)
"""
OLD = """

def old_{n}(question):
    r = openai.ChatCompletion.create(model="gpt-3.5-turbo", temperature=0.5, messages=[])
    return r["choices"][0]["message"]["content"]
"""


def made(part: str, lines: int) -> str:
    """A program of at least so many lines."""
    each = part.count("\n")
    return HEAD + CALL.format(n="first") + "".join(part.format(n=number) for number in range(lines // each))


def milliseconds(work: Callable[[str], object], source: str, rounds: int) -> float:
    """The median time for a text that is new each time."""
    taken = []
    for number in range(rounds):
        fresh = f"{source}# {number} {work.__name__}\n"
        begun = time.process_time()
        work(fresh)
        taken.append(1000 * (time.process_time() - begun))
    return statistics.median(taken)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    rounds = options.parse_args().rounds
    patience.SECONDS = float("inf")  # the deadline of a page would end what is to be measured
    print(f"the first program of a process: {milliseconds(lint, made(CALL, 20), 1):.0f} ms")
    print(f"{'':16}{'lines':>7}{'parse':>9}{'findings':>10}{'verdict':>9}")
    for name, part in (("calls", CALL), ("plain Python", PLAIN), ("old calls", OLD)):
        for lines in (200, 1000, 5000):
            source = made(part, lines)
            costs = [milliseconds(work, source, rounds) for work in (ast.parse, lint, verdict)]
            print(f"{name:16}{source.count(chr(10)):>7}{costs[0]:>9.0f}{costs[1]:>10.0f}{costs[2]:>9.0f}")


if __name__ == "__main__":
    main()
