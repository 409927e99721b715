"""A retry written out as a program: which failures are tried again, how often, after which wait.

`Plan` holds the choices, `render_retry` writes them as a whole program around a call. How such a
program is read back is in `program`, what it would do in `habits`.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from textwrap import indent
from typing import TYPE_CHECKING

from firstcall.calls import Call
from firstcall.calls.failures import STATUS_OF
from firstcall.programs.write.render import render

if TYPE_CHECKING:
    from firstcall.providers import Errors, Provider

_EVERYTHING = frozenset({"Exception", "BaseException"})
_PYTHON_CALL = re.compile(r"^(\w+) = (client\.[\w.]+\()\n    \$arguments\n\)$", re.MULTILINE)
_JAVASCRIPT_CALL = re.compile(
    r"^const (\w+) = await (client\.[\w.]+\(\{)\n  \$arguments\n\}\$options\);$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A retry in numbers. Times are seconds.

    `attempts` counts the first try too; `None` is no limit. The wait after attempt n is
    `first_wait * factor ** (n - 1)`, at most `longest_wait` where there is one. `retries_on` are
    names of its provider's `Errors`, `None` for those that are worth it. `max_retries` and `timeout` are the
    client's; `None` leaves them to the SDK.
    """

    attempts: int | None = 4
    first_wait: float = 1.0
    factor: float = 2.0
    longest_wait: float | None = 20.0
    jitter: bool = True
    honours_retry_after: bool = True
    retries_on: tuple[str, ...] | None = None
    max_retries: int | None = 0
    timeout: float | None = 20.0


def render_retry(plan: Plan, call: Call, provider: Provider, language: str = "python") -> str:
    """The program that makes `call` and tries again as `plan` says: `python`, `javascript` or `curl`.

    The call is made without streaming: a reply that broke off in the middle has to be asked for anew,
    and what was printed of it cannot be taken back. Raises `KeyError` for another language.
    """
    template = _LANGUAGES[language](plan, provider)
    plain = provider.compose(replace(provider.read(call), stream=False), call)
    retries = None if language == "curl" else plan.max_retries
    client = provider.sdk.patience.written(plain.client, retries, plan.timeout)
    with_template = replace(provider, templates={**provider.templates, (language, "plain"): template})
    return render(replace(plain, client=client), with_template, language)


@dataclass(frozen=True, slots=True)
class Caught:
    """What stands after `except`: `classes`, and of all error answers only `statuses`, where these say which."""

    classes: tuple[str, ...]
    statuses: tuple[int, ...] = ()


def caught(plan: Plan, provider: Provider) -> Caught:
    """The classes of a plan, and the statuses to tell apart: those of a class that is named as a whole are not."""
    errors = provider.sdk.errors
    names = errors.worth if plan.retries_on is None else plan.retries_on
    statuses = tuple(int(name) for name in names if name.isdigit())
    classes = tuple(name for name in names if not name.isdigit())
    if not statuses or {errors.answered, *_EVERYTHING} & set(classes):
        return Caught(classes)
    return Caught((errors.answered, *classes), statuses)


def classes_code(names: Caught, provider: Provider) -> str:
    """The tuple of classes, one a line, each with the failures it stands for."""
    errors, lines = provider.sdk.errors, []
    for name in names.classes:
        stands_for = errors.covers.get(name) or STATUS_OF.get(name)
        if names.statuses and name == errors.answered:
            stands_for = "an error answer, with one of STATUSES"
        covers = f"  # {stands_for}" if stands_for else ""
        lines.append(f"    {provider.sdk.caught(name)},{covers}\n")
    return "(\n" + "".join(lines) + ")" if lines else "()"


def statuses_code(names: Caught) -> str:
    """The tuple of statuses."""
    return f"({', '.join(map(str, names.statuses))}{',' * (len(names.statuses) == 1)})"


def _imported(template: str, names: Caught, provider: Provider) -> str:
    """The program with the imports of the modules that the classes are in, below and above those that it has."""
    sdk = provider.sdk
    package, _, module = sdk.errors.module.rpartition(".")
    if module and any(sdk.caught(name).startswith(f"{module}.") for name in names.classes):
        above, line, below = template.partition(f"import {sdk.spelled.partition('.')[0]}\n")
        template = f"{above}{line}from {package} import {module}\n{below}"
    others = dict.fromkeys(name.rpartition(".")[0] for name in names.classes if "." in name)
    return "".join(f"import {other}\n" for other in sorted(others)) + template


def _python(plan: Plan, provider: Provider) -> str:
    names = caught(plan, provider)
    template = _imported(provider.templates["python", "plain"], names, provider)
    found = _PYTHON_CALL.search(template)
    if found is None:
        raise KeyError(f"{provider.name} has no plain program that a retry can be put around")
    name, method = found.groups()
    wanted = ["itertools"] * (plan.attempts is None) + ["random"] * plan.jitter + ["time"]
    imports = "".join(f"import {module}\n" for module in wanted)
    body = _PYTHON_HEAD + (_PYTHON_LOOP if plan.attempts is not None else _PYTHON_ENDLESS)
    body += (_PYTHON_HOPELESS if names.statuses else "") + (_PYTHON_LAST if plan.attempts is not None else "")
    body += _PYTHON_CAPPED if plan.longest_wait is not None else _PYTHON_UNCAPPED
    body += _PYTHON_JITTER if plan.jitter else ""
    body += "{asked}" if plan.honours_retry_after and provider.sdk.errors.asked_wait else ""
    body += _PYTHON_TAIL
    constants = [f"ATTEMPTS = {plan.attempts}"] if plan.attempts is not None else []
    constants += [
        f"FIRST_WAIT = {float(plan.first_wait)!r}  # seconds",
        f"FACTOR = {float(plan.factor)!r}  # each wait is this many times the one before",
    ]
    if plan.longest_wait is not None:
        constants.append(f"LONGEST_WAIT = {float(plan.longest_wait)!r}")
    statuses = (
        f"\nSTATUSES = {statuses_code(names)}  # the answers to try again after" if names.statuses else ""
    )
    errors = provider.sdk.errors
    written = body.format(
        constants="\n".join(constants),
        classes=classes_code(names, provider) + statuses,
        answered=provider.sdk.caught(errors.answered),
        status=errors.status,
        asked=indent(errors.asked_wait.python, " " * 12) if errors.asked_wait else "",
        method=method,
        name=name,
    )
    return f"{imports}\n{template[: found.start()]}{written}{template[found.end() :]}"


_PYTHON_HEAD = """\

{constants}
RETRY_ON = {classes}


def ask():
"""
_PYTHON_LOOP = """\
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return {method}
                $arguments
            )
        except RETRY_ON as error:
"""
_PYTHON_ENDLESS = """\
    for attempt in itertools.count(1):
        try:
            return {method}
                $arguments
            )
        except RETRY_ON as error:
"""
_PYTHON_HOPELESS = """\
            if isinstance(error, {answered}) and error.{status} not in STATUSES:
                raise  # the same request gets the same answer
"""
_PYTHON_LAST = """\
            if attempt == ATTEMPTS:
                raise  # tried often enough: let the program see the error
"""
_PYTHON_CAPPED = """\
            wait = min(FIRST_WAIT * FACTOR ** (attempt - 1), LONGEST_WAIT)
"""
_PYTHON_UNCAPPED = """\
            wait = FIRST_WAIT * FACTOR ** (attempt - 1)
"""
_PYTHON_JITTER = """\
            wait *= random.uniform(0.5, 1)  # jitter: not all programs come back at once
"""
_PYTHON_TAIL = """\
            print(f"Attempt {{attempt}}: {{type(error).__name__}}. Next one in {{wait:.1f}} s.")
            time.sleep(wait)


{name} = ask()"""


def _javascript(plan: Plan, provider: Provider) -> str:
    template = provider.templates["javascript", "plain"]
    found = _JAVASCRIPT_CALL.search(template)
    client = re.search(r"new (\w+)\(", template)
    if found is None or client is None:
        raise KeyError(f"{provider.name} has no plain JavaScript program that a retry can be put around")
    limit = [f"const ATTEMPTS = {plan.attempts};"] if plan.attempts is not None else []
    limit += [f"const FIRST_WAIT = {plan.first_wait:g}; // seconds", f"const FACTOR = {plan.factor:g};"]
    if plan.longest_wait is not None:
        limit.append(f"const LONGEST_WAIT = {plan.longest_wait:g};")
    names = caught(plan, provider)
    if names.statuses:
        limit.append(f"const STATUSES = [{', '.join(map(str, names.statuses))}];")
    growing = "FIRST_WAIT * FACTOR ** (attempt - 1)"
    wait = growing if plan.longest_wait is None else f"Math.min({growing}, LONGEST_WAIT)"
    lines = [f"      let wait = {wait};"]
    if plan.jitter:
        lines.append("      wait *= 0.5 + Math.random() / 2; // jitter: not all programs come back at once")
    asked_wait = provider.sdk.errors.asked_wait
    if plan.honours_retry_after and asked_wait is not None:
        lines.append(indent(asked_wait.javascript.rstrip(), " " * 6))
    written = _JAVASCRIPT_ASK.format(
        constants="\n".join(limit),
        name=found[1],
        method=found[2],
        mends=_javascript_test(names, provider, client[1]),
        enough=" || attempt === ATTEMPTS" if plan.attempts is not None else "",
        waits="\n".join(lines),
    )
    program = template[: found.start()] + written + template[found.end() :]
    return program.replace("\n\n", f"\n{_JAVASCRIPT_IMPORT}\n\n", 1)


def _javascript_test(names: Caught, provider: Provider, client: str) -> str:
    if _EVERYTHING & set(names.classes):
        return "true"
    errors = provider.sdk.errors
    statuses = [f"STATUSES.includes(error.{errors.javascript_status})"] if names.statuses else []
    classes = [name for name in names.classes if not (names.statuses and name == errors.answered)]
    known = [_javascript_class(name, errors, client) for name in classes]
    return " ||\n        ".join(dict.fromkeys([*statuses, *filter(None, known)])) or "false"


def _javascript_class(name: str, errors: Errors, client: str) -> str:
    """How JavaScript asks for what a class stands for; empty for one that it does not have."""
    if name in errors.javascript:
        return errors.javascript[name].format(client=client)
    return "" if "." in name or hasattr(builtins, name) else f"error instanceof {client}.{name}"


_JAVASCRIPT_IMPORT = 'import { setTimeout as sleep } from "node:timers/promises";'
_JAVASCRIPT_ASK = """\

{constants}

async function ask() {{
  for (let attempt = 1; ; attempt++) {{
    try {{
      return await {method}
        $arguments
      }}$options);
    }} catch (error) {{
      const worthIt =
        {mends};
      if (!worthIt{enough}) throw error;
{waits}
      console.log(`Attempt $${{attempt}}: $${{error.constructor.name}}. Next one in $${{wait.toFixed(1)}} s.`);
      await sleep(wait * 1000);
    }}
  }}
}}

const {name} = await ask();"""


def _curl(plan: Plan, provider: Provider) -> str:
    """curl decides by itself what is worth it: time-outs, 408, 429, 500, 502, 503, 504.

    It waits 1 s, then twice as long each time, and does what `retry-after` says
    (https://curl.se/docs/manpage.html#--retry).
    """
    retries = 100 if plan.attempts is None else max(plan.attempts - 1, 0)
    options = ["--fail", f"--retry {retries}", "--retry-connrefused"]
    if plan.factor <= 1:
        options.append(f"--retry-delay {max(round(plan.first_wait), 1)}")
    return provider.templates["curl", "plain"].replace("curl -sS ", f"curl -sS {' '.join(options)} ", 1)


_LANGUAGES: Mapping[str, Callable[[Plan, Provider], str]] = {
    "python": _python,
    "javascript": _javascript,
    "curl": _curl,
}
