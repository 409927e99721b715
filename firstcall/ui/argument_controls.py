"""The controls that open in the code box at an argument: what each value in a program can be changed to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from firstcall import models, programs
from firstcall.calls import Settings
from firstcall.programs import files
from firstcall.providers import Provider
from firstcall.ui.controls import TOKEN_LIMIT_MAX, all_models, model_label

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class ArgumentControl:
    """A value written in a program, from `start` to before `end` (in characters), and how it is changed.

    `options` are pairs of a value and what it is called; `link` is the address and the name of a page that says more.
    `least`, `most` and `step` are for numbers.
    """

    path: str
    start: int
    end: int
    kind: Literal["choice", "number", "switch", "text"]
    value: Any
    options: tuple[tuple[str, str], ...] = ()
    link: tuple[str, str] | None = None
    least: float = 0
    most: float = 0
    step: float = 1


def controls(provider: Provider, program: programs.Program) -> list[dict[str, Any]]:
    """One for each plain value in the program's call, as the code box takes them."""
    settings = provider.read(program.call)
    found = models.find(settings.model)
    made = (
        _control(path, span, value, settings, found)
        for path, value in _plain("", program.call.arguments)
        if (span := program.spans.get(path))
    )
    return [asdict(control) for control in made if control is not None]


def _plain(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The plain values in an argument, by the path that `Program.spans` has for them."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _plain(f"{path}[{key!r}]" if path else str(key), inner)
    elif isinstance(value, list | tuple):
        for at, inner in enumerate(value):
            yield from _plain(f"{path}[{at}]", inner)
    else:
        yield path, value


def _control(
    path: str, span: tuple[int, int], value: Any, settings: Settings, model: models.Model | None
) -> ArgumentControl | None:
    match value:
        case bool():
            return ArgumentControl(path, *span, "switch", value)
        case int() | float():
            return _number(path, span, value, settings, model)
        case str() if value == settings.model:
            offered = models.ids(models.of(model.provider)) if model else []
            choice = _choice(path, span, value, [(id, model_label(id)) for id in offered])
            return replace(choice, link=all_models(value))
        case str() if value == settings.effort and model is not None:
            return _choice(path, span, value, [(effort, effort) for effort in model.effort])
        case str() if len(value) <= LONGEST_TEXT and files.found_in(value) is None:
            return ArgumentControl(path, *span, "text", value)
    return None


def _number(
    path: str, span: tuple[int, int], value: float, settings: Settings, model: models.Model | None
) -> ArgumentControl:
    if value is settings.max_tokens or value == settings.max_tokens:
        return ArgumentControl(path, *span, "number", value, least=1, most=max(TOKEN_LIMIT_MAX, value))
    if value == settings.temperature:
        top = (model.temperature_max if model else None) or 2.0
        return ArgumentControl(path, *span, "number", value, most=max(top, value), step=0.05)
    return ArgumentControl(path, *span, "number", value, most=max(100, 2 * value))


def _choice(path: str, span: tuple[int, int], value: str, options: list[tuple[str, str]]) -> ArgumentControl:
    known = options if value in dict(options) else [(value, value), *options]
    return ArgumentControl(path, *span, "choice", value, options=tuple(known))
