"""Answers to the exercises of "Set up"."""

from __future__ import annotations

from tests.course.answered import typed

ANSWERS = {
    "leak": typed(
        "setup.leak",
        ["2", "line 2", "Line 2.", "the 2nd? no: 2", "#2", "No. 2", 'api_key="sk-ant-api03-J4k…"'],
        ["1", "3", "4", "line 1", "5", "0", "-2", "none", "2 and 3", "client = anthropic.Anthropic()", "22"],
        lambda: [],
    ),
    "gitignore": typed(
        "setup.gitignore",
        [".env", " .env ", "/.env", "**/.env", "*.env", ".env*", "`.env`"],
        [
            "env",
            ".env/",
            "# .env",
            "!.env",
            ".ENV",
            "git add .env",
            "./.env",
            '".env"',
            ".gitignore",
            ".venv",
        ],
        lambda: [],
    ),
}
