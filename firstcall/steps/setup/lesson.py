"""What "Set up" says and asks: where a key comes from, where it lives, how one leaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firstcall import providers
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run
from firstcall.steps.setup import key_check

IDEA = """
Two things are needed: an **API key**, which says who pays, and the provider's **package**, which makes the
call for you. The key is a password that spends money. It lives in the **environment** of your program and
never in the code, so that the code can be shown to anybody.
"""

NO_KEY_NEEDED = "No key yet? Read on: everything here works in practice, without a key and without money."

SHOWN = "practice: made on purpose"
"""The `batch` of a run that shows an outcome: it proves nothing about the learner's own set-up."""

ENVIRONMENT = """
The environment is a list of names with values that every program gets from the place where it was started.
The SDK looks there by itself, under the name `{variable}`: you need no line of code for it.
"""

STRANGER = """
You reached this app over the network, so a key that its owner may have set is not offered to you, and is
not spent by you. Paste your own key, or practise. An owner who wants to lend it to all visitors, such as a
class, starts the app with `FIRSTCALL_SHARE_KEYS=1`.
"""

TROUBLE = """
- A script called like the package, such as `openai.py` or `anthropic.py`: Python imports your file instead,
  and complains of a *partially initialized module*. Rename it, and delete the folder `__pycache__`.
- A variable set in one window is not there in another that was open before. Open a new one.
- A subscription to ChatGPT or Claude is not API credit. The two are paid for separately.
- A key in a commit is a key lost, even if the next commit removes it: it stays in the history. Delete it at
  the provider and make a new one.
- The base URL of OpenAI ends in `/v1`, that of Anthropic does not. A wrong one may answer with a web page:
  then the SDK hands you a plain text instead of a response, and the error comes a line later.
- An old tutorial says `google-generativeai`: that package has ended, today's is `google-genai`.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a provider's key comes from: what to do, in order, and what to install. `callable` here or not."""

    id: str
    name: str
    page: str
    steps: tuple[str, ...]
    variable: str | None
    package: str
    javascript_package: str
    note: str = ""
    callable: bool = False


_COPY = (
    "Copy it at once and put it into a password store: it is shown only this one time. A lost key cannot "
    "be looked up; you make a new one."
)
_CREDIT = "Add a little credit under billing, and set a monthly limit while you are there."


def _of_provider(provider: providers.Provider) -> Source:
    return Source(
        provider.id,
        provider.name,
        provider.address.key_page,
        (
            "Open the provider's page for keys and sign in, or make an account.",
            _CREDIT,
            "Create a key, with a name that says what it is for, such as first-call.",
            _COPY,
            f"Put it where your program looks for it, under the name {provider.address.key_variable}: see below.",
        ),
        provider.address.key_variable,
        provider.sdk.package,
        provider.sdk.javascript_package,
        callable=True,
    )


_OTHERS = (
    Source(
        "google",
        "Google Gemini",
        "https://aistudio.google.com/apikey",
        (
            "Open the page for keys and sign in with a Google account.",
            "Create a key for a project.",
            _COPY,
            "Put it where your program looks for it, under the name GEMINI_API_KEY: see below.",
        ),
        "GEMINI_API_KEY",
        "google-genai",
        "@google/genai",
        "`GOOGLE_API_KEY` works too. If both are set, `GOOGLE_API_KEY` wins, and the SDK logs a warning. "
        "Take the package `google-genai`: the older `google-generativeai` is another one.",
    ),
    Source(
        "ollama",
        "Ollama",
        "https://ollama.com/download",
        (
            "No key and no account: the model runs on your own machine. What it needs is its server.",
            "Download Ollama, install it and start it.",
            "Fetch a model: in a terminal, ollama pull llama3.2 (about 2 GB).",
            "See that the server runs, and which models it has: in a terminal, ollama list.",
        ),
        None,
        "ollama",
        "ollama",
        "The server listens at `http://127.0.0.1:11434`; `OLLAMA_HOST` names another address, in Python: "
        "JavaScript does not read it, so write `new Ollama({ host: process.env.OLLAMA_HOST })`. A key, "
        "`OLLAMA_API_KEY`, is only for models that ollama.com runs for you.",
    ),
)
"""Providers that this app knows facts about and cannot call yet."""


def sources() -> tuple[Source, ...]:
    """Every provider's source of keys, the callable ones first."""
    found = tuple(map(_of_provider, providers.every().values()))
    return found + tuple(other for other in _OTHERS if other.id not in providers.every())


# Exercises

_LEAKS = (
    "client = anthropic.Anthropic()",
    'client = anthropic.Anthropic(api_key="sk-ant-api03-J4k…")',
    'client = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"])',
    'client = anthropic.Anthropic(api_key=st.secrets["ANTHROPIC_API_KEY"])',
)
_NOT_THIS: Mapping[str, str] = {
    "1": "Line 1 names no key at all: the SDK finds it in the environment by itself. That is the best of the four.",
    "3": "Line 3 names the variable, not the key. Whoever reads it learns nothing.",
    "4": "Line 4 names an entry of `secrets.toml`. Whoever reads it learns nothing, as long as that file stays at home.",
}


def _leak(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("setup.leak", "").strip().lower().removeprefix("line").strip(" .")
    if not typed:
        return None
    if typed == "2":
        return Verdict(True, "Right: the key itself stands in the line, and goes wherever the code goes.")
    return Verdict(False, _NOT_THIS.get(typed, "Type the number of one line, from 1 to 4."))


def _own(evidence: Evidence) -> list[Run]:
    return [run for run in evidence.runs if run.batch != SHOWN]


def _passes(evidence: Evidence) -> Verdict | None:
    checked = _own(evidence)
    if any(run.reply is not None for run in checked):
        run = next(run for run in reversed(checked) if run.reply is not None)
        to = run.provider.name if run.mode == "live" else f"the practice server, as {run.provider.name}"
        return Verdict(True, f"A call went to {to} and came back.")
    if checked:
        return Verdict(
            False, f"Not yet: {key_check.judge(checked[-1]).title.lower()}. The check says what to do."
        )
    if evidence.runs:
        return Verdict(False, "Those were failures made on purpose. Press a button under **Check it**.")
    return None


def _ignores(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("setup.gitignore", "")
    return judge_ignore_line(typed) if typed.strip() else None


def judge_ignore_line(typed: str) -> Verdict:
    """Whether a line in the `.gitignore` of a project's folder keeps the file `.env` beside it out of git."""
    line = typed.strip()
    if line in {".env", "/.env", "**/.env", "*.env"}:
        extra = " It also covers every other file that ends in .env." if line == "*.env" else ""
        return Verdict(True, f"Right.{extra} Git does not see the file any more.")
    if line in {".env*", "/.env*", "*env"}:
        return Verdict(
            True,
            "That works. It also hides files such as `.env.example`, which a project often wants to show.",
        )
    return Verdict(False, _why_not(line))


def _why_not(line: str) -> str:
    if line.startswith("#"):
        return "A line that begins with `#` is a comment: git skips it."
    if line.startswith("!"):
        return "`!` does the opposite: it takes a file back in."
    if line.startswith(("git ", "echo ")):
        return "That is a command. Wanted is the line that stands in the file `.gitignore`."
    if line.rstrip("/") != line:
        return "A slash at the end means a folder. `.env` is a file."
    if line.startswith(("./", "\\")):
        return "A pattern begins with neither `./` nor a backslash. Just write the name."
    if line in {"env", ".venv", "venv"}:
        return "Another name: the file is called `.env`, with a dot in front."
    if "API_KEY" in line.upper():
        return "That is a line of the file `.env` itself. Wanted is the *name* of that file."
    if '"' in line or "'" in line:
        return "No quotation marks: git would take them as a part of the name."
    return "Not yet: git would still take the file `.env` along."


EXERCISES = (
    Exercise(
        "setup.leak",
        "**Which line leaks the key?**\n\n"
        + "\n".join(f"{number}. `{line}`" for number, line in enumerate(_LEAKS, start=1)),
        "Imagine that the line is printed in a newspaper. In which case could a reader spend your money?",
        "Line **2**. The others say where the key is to be found; this one says the key.",
        _leak,
        asks="Number of the line",
    ),
    Exercise(
        "setup.check",
        "Make the **check pass** for one provider. Practice counts, and so does your own key.",
        "Press the button of one provider under **Check it**.",
        "Without a key the check goes to the practice server, so pressing the button is enough. With a key that "
        "is refused, read what the check says, or turn off **Use keys (live)** in the sidebar.",
        _passes,
    ),
    Exercise(
        "setup.gitignore",
        "Your key stands in a file called `.env`. **Write the line** for `.gitignore` that keeps this file out of git.",
        "A line in that file is simply the name of what git shall not see.",
        "The line is `.env`. To try it in a project: `git check-ignore .env` prints the name if it is ignored.",
        _ignores,
        asks="One line of .gitignore",
    ),
)

MISTAKES = (
    "Pasting a key with a line break or curly quotes: the SDK then says only that the connection failed.",
    "Forgetting to add `.env` to `.gitignore` before the first commit. A key that was pushed must be revoked.",
    "Setting the variable in one terminal and starting the program in another.",
    "Taking a ChatGPT or Claude subscription for API credit: they are paid for separately.",
    "`OPENAI_BASE_URL` must end in `/v1`, `ANTHROPIC_BASE_URL` must not.",
)
