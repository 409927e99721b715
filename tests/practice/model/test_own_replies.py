from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from firstcall.practice.model import own_replies
from firstcall.practice.model.speaker import Asked, speak

FILE = """
# opening hours | when … open
The library is open {from nine to five|until five}.

# f-string
Write `f"{name}"`:

```python
print(f"{name}")
```

# our rooms
- The attic
- The cellar

# joke
We have none.
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "replies.md"
    file.write_text(FILE)
    monkeypatch.setenv(own_replies.VARIABLE, str(file))
    return file


def reply(question: str, system: str = "") -> str:
    return "".join(token.text for token in speak(Asked(system, (("user", question),))))


@pytest.mark.parametrize("question", ["What are your OPENING  hours?", "When is the library open?"])
def test_a_heading_names_the_questions(file: Path, question: str) -> None:
    assert reply(question) in {"The library is open from nine to five.", "The library is open until five."}


def test_chance_decides_what_was_left_to_it(file: Path) -> None:
    assert len({reply("Opening hours?") for _ in range(40)}) == 2


def test_code_is_said_as_it_stands(file: Path) -> None:
    assert reply("How do I write an f-string?") == 'Write `f"{name}"`:\n\n```python\nprint(f"{name}")\n```'


def test_a_list_is_an_answer_with_items(file: Path) -> None:
    assert reply("Name our rooms") == "1. The attic\n2. The cellar"
    assert reply("List our rooms as JSON") == '{"items": ["The attic", "The cellar"]}'


def test_it_comes_before_what_the_server_knows_and_instead_of_nothing_else(file: Path) -> None:
    assert reply("Tell me a joke") == "We have none."
    assert "Paris" in reply("What is the capital of France?")


def test_a_changed_file_is_read_again(file: Path) -> None:
    assert reply("Opening hours?").startswith("The library")
    file.write_text("# opening hours\nNever.")
    os.utime(file, ns=(1, 1))
    assert reply("Opening hours?") == "Never."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Only prose.", "has no heading"),
        ("# one\n\n# two\nText", "no reply under `# one`"),
        ("# a\nb\n# a\nc", "twice"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_stops_nothing(
    file: Path, logged: list[logging.LogRecord], text: str, complaint: str
) -> None:
    file.write_text(text)
    with pytest.raises(ValueError, match=complaint):
        own_replies.read(file)
    os.utime(file, ns=(2, hash(text) % 10**9))
    assert "Paris" in reply("What is the capital of France?")
    assert any(complaint in record.getMessage() for record in logged)


def test_a_missing_file_stops_nothing(file: Path) -> None:
    file.unlink()
    assert "Paris" in reply("What is the capital of France?")
