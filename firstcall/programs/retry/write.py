"""A retry written out as a program: which failures are tried again, how often, after which wait.

`Plan` holds the choices, `render_retry` writes them as a whole program around a call. How such a
program is read back is in `program`, what it would do in `habits`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from firstcall.calls import Call
from firstcall.calls.failures import STATUS_OF, WORTH_RETRYING
from firstcall.programs.write.render import render

if TYPE_CHECKING:
    from firstcall.providers import Provider

_COVERS = {
    "InternalServerError": "500 and above",
    "APIConnectionError": "no connection, or a time-out",
    "APITimeoutError": "a time-out",
    "APIStatusError": "every answer of 400 and above",
    "APIError": "everything that the SDK raises",
}
_IN_JAVASCRIPT = {"APITimeoutError": "APIConnectionTimeoutError", "APIStatusError": "APIError"}
_PYTHON_CALL = re.compile(r"^(\w+) = (client\.[\w.]+\()\n    \$arguments\n\)$", re.MULTILINE)
_JAVASCRIPT_CALL = re.compile(
    r"^const (\w+) = await (client\.[\w.]+\(\{)\n  \$arguments\n\}\$options\);$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Plan:
    """A retry in numbers. Times are seconds.

    `attempts` counts the first try too; `None` is no limit. The wait after attempt n is
    `first_wait * factor ** (n - 1)`, at most `longest_wait` where there is one. `retries_on` are
    class names without the package. `max_retries` and `timeout` are the client's; `None` leaves
    them to the SDK.
    """

    attempts: int | None = 4
    first_wait: float = 1.0
    factor: float = 2.0
    longest_wait: float | None = 20.0
    jitter: bool = True
    honours_retry_after: bool = True
    retries_on: tuple[str, ...] = WORTH_RETRYING
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


def class_code(name: str, provider: Provider) -> str:
    """A class name as it is written after `except`: with the package where it is the SDK's."""
    return name if "." in name or name in _BUILTIN else f"{_package(provider)}.{name}"


_BUILTIN = ("BaseException", "Exception", "TimeoutError", "ConnectionError", "OSError", "ValueError")


def _package(provider: Provider) -> str:
    return provider.sdk.client.partition(".")[0]


def classes_code(names: tuple[str, ...], provider: Provider) -> str:
    """The tuple of classes, one a line, each with the failures it stands for."""
    lines = []
    for name in names:
        stands_for = _COVERS.get(name) or STATUS_OF.get(name)
        covers = f"  # {stands_for}" if stands_for else ""
        lines.append(f"    {class_code(name, provider)},{covers}\n")
    return "(\n" + "".join(lines) + ")" if lines else "()"


def _python(plan: Plan, provider: Provider) -> str:
    template = provider.templates["python", "plain"]
    found = _PYTHON_CALL.search(template)
    if found is None:
        raise KeyError(f"{provider.name} has no plain program that a retry can be put around")
    name, method = found.groups()
    wanted = ["itertools"] * (plan.attempts is None) + ["random"] * plan.jitter + ["time"]
    imports = "".join(f"import {module}\n" for module in wanted)
    body = _PYTHON_HEAD + (_PYTHON_LOOP if plan.attempts is not None else _PYTHON_ENDLESS)
    body += _PYTHON_CAPPED if plan.longest_wait is not None else _PYTHON_UNCAPPED
    body += (_PYTHON_JITTER if plan.jitter else "") + (_PYTHON_HONOUR if plan.honours_retry_after else "")
    body += _PYTHON_TAIL
    constants = [f"ATTEMPTS = {plan.attempts}"] if plan.attempts is not None else []
    constants += [
        f"FIRST_WAIT = {float(plan.first_wait)!r}  # seconds",
        f"FACTOR = {float(plan.factor)!r}  # each wait is this many times the one before",
    ]
    if plan.longest_wait is not None:
        constants.append(f"LONGEST_WAIT = {float(plan.longest_wait)!r}")
    written = body.format(
        constants="\n".join(constants),
        classes=classes_code(plan.retries_on, provider),
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
            if attempt == ATTEMPTS:
                raise  # tried often enough: let the program see the error
"""
_PYTHON_ENDLESS = """\
    for attempt in itertools.count(1):
        try:
            return {method}
                $arguments
            )
        except RETRY_ON as error:
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
_PYTHON_HONOUR = """\
            headers = getattr(getattr(error, "response", None), "headers", {{}})
            if "retry-after" in headers:  # the provider says how long to wait
                wait = max(wait, float(headers["retry-after"]))
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
    growing = "FIRST_WAIT * FACTOR ** (attempt - 1)"
    wait = growing if plan.longest_wait is None else f"Math.min({growing}, LONGEST_WAIT)"
    lines = [f"      let wait = {wait};"]
    if plan.jitter:
        lines.append("      wait *= 0.5 + Math.random() / 2; // jitter: not all programs come back at once")
    if plan.honours_retry_after:
        lines += [
            '      const asked = Number(error.headers?.get("retry-after")); // 0 or NaN where it does not say',
            "      if (asked > wait) wait = asked;",
        ]
    written = _JAVASCRIPT_ASK.format(
        constants="\n".join(limit),
        name=found[1],
        method=found[2],
        mends=_javascript_test(plan.retries_on, client[1]),
        enough=" || attempt === ATTEMPTS" if plan.attempts is not None else "",
        waits="\n".join(lines),
    )
    program = template[: found.start()] + written + template[found.end() :]
    return program.replace("\n\n", f"\n{_JAVASCRIPT_IMPORT}\n\n", 1)


def _javascript_test(names: tuple[str, ...], client: str) -> str:
    if {"Exception", "BaseException"} & set(names):
        return "true"
    known = [_IN_JAVASCRIPT.get(name, name) for name in names if "." not in name and name not in _BUILTIN]
    tests = [f"error instanceof {client}.{name}" for name in dict.fromkeys(known)]
    return " ||\n        ".join(tests) or "false"


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
