"""Short programs for the requests that tutorials make: `write a Python function that …`."""

from __future__ import annotations

import re

from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import Fixed, words
from firstcall.practice.model.request import Request

PYTHON: dict[str, str] = {
    r"\b(?:adds?|sum of|plus)\b": "def add(a: float, b: float) -> float:\n    return a + b\n\n\nprint(add(2, 3))  # 5",
    r"\breverse": "def reverse(text: str) -> str:\n    return text[::-1]\n\n\nprint(reverse(\"hello\"))  # olleh",
    r"\bfibonacci\b": "def fibonacci(n: int) -> list[int]:\n    numbers = [0, 1]\n    while len(numbers) < n:\n"
                      "        numbers.append(numbers[-1] + numbers[-2])\n    return "
                      "numbers[:n]\n\n\nprint(fibonacci(8))",
    r"\bfactorial\b": "def factorial(n: int) -> int:\n    result = 1\n    for factor in range(2, n + 1):\n       "
                      " result *= factor\n"
                      "    return result\n\n\nprint(factorial(5))  # 120",
    r"\bprimes?\b": "def is_prime(n: int) -> bool:\n    if n < 2:\n        return False\n    return all(n % d "
                    "for d in range(2, int(n**0.5) + 1))"
                    "\n\n\nprint([n for n in range(20) if is_prime(n)])",
    r"\bfizz ?buzz\b": "for n in range(1, 101):\n    print(\"Fizz\" * (n % 3 == 0) + \"Buzz\" * (n % 5 == 0) or n)",
    r"\bpalindrome\b": "def is_palindrome(text: str) -> bool:\n    letters = [sign.lower() for sign in text if "
                       "sign.isalnum()]\n"
                       "    return letters == letters[::-1]\n\n\nprint(is_palindrome(\"Never odd or even\"))  # True",
    r"\bcount.{0,20}\bwords\b|\bwords? count": "def count_words(text: str) -> int:\n    return "
        "len(text.split())\n\n\nprint(count_words(\"one two three\"))  # 3",
    r"\bread.{0,20}\bfile\b": "from pathlib import Path\n\nfor line in "
                              "Path(\"notes.txt\").read_text(encoding=\"utf-8\").splitlines():\n    print(line)",
    r"\bretr(?:y|ies)\b|\bbackoff\b": "import time\n\n\ndef with_retries(call, attempts=4):\n    for attempt in "
                                      "range(attempts):\n        try:\n            return call()\n"
                                      "        except ConnectionError:\n            if attempt == attempts - "
                                      "1:\n                raise\n            time.sleep(2**attempt)",
    r"\bsort": "numbers = [5, 2, 9, 1]\nprint(sorted(numbers))  # [1, 2, 5, 9]",
    r"\bloop\b|\bcounts? (?:from|to)\b": "for number in range(1, 11):\n    print(number)",
    r"\bhello,? world\b|\bhello\b|\bprints?\b": "print(\"Hello, world!\")",
}  # fmt: skip
JAVASCRIPT: dict[str, str] = {
    r"\b(?:adds?|sum of|plus)\b": "function add(a, b) {\n  return a + b;\n}\n\nconsole.log(add(2, 3)); // 5",
    r"\breverse": "const reverse = (text) => [...text].reverse().join(\"\");\n\nconsole.log(reverse(\"hello\")); "
                  "// olleh",
    r"\bhello": "console.log(\"Hello, world!\");",
}  # fmt: skip


def programmed(request: Request) -> Answer | None:
    """A small program in Python or JavaScript, or a plain word that there is none here."""
    low = request.low[:400]
    asked = re.search(
        r"\b(?:write|show|give me|create|make|need|code)\b.{0,60}\b(?:function|program|code|script|"
        r"snippet|loop|class|method)\b",
        low,
    )
    if not (
        asked
        or re.search(
            r"\bhello,? world\b.{0,20}\b(?:in|program)\b|\bfizz ?buzz\b|\b(?:in|using) "
            r"(?:python|javascript)$",
            low,
        )
    ):
        return None
    if re.search(r"\b(?:poem|haiku|joke|story|translate|slogan)\b", low):
        return None
    language, known = (
        ("javascript", JAVASCRIPT)
        if re.search(r"\bjavascript\b|\bjs\b|\bnode\b", low)
        else ("python", PYTHON)
    )
    code = next((code for pattern, code in known.items() if re.search(pattern, low)), None)
    if code is None or re.search(r"\b(?:java|rust|go|c\+\+|ruby|php|swift|kotlin)\b", low):
        return Answer(words("{I am a practice model and know only a few short programs^2|That program is beyond "
                            "a practice model}. {Ask me in "
                            "Python for^2|Try, in Python,} adding numbers, reversing a text, Fibonacci, primes "
                            "or FizzBuzz."))  # fmt: skip
    if re.search(r"\b(?:only|just) (?:the )?code\b|\bno explanation", low + request.system[:2000].lower()):
        return Answer((Fixed(f"```{language}\n{code}\n```"),), form="raw")
    before = words("{Here is a short program^2|This does it|Try this}:\n\n")
    after = words("\n\n{Run it and change a value to see what happens|It needs nothing to be installed}.")
    return Answer((*before, Fixed(f"```{language}\n{code}\n```", quoted=True), *after), form="verse")
