"""The values of a function of a user's file, or of a living one: run in a limited child, and only where that is asked for."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from symbinfo.jobs.foreign_code import end_if_forked, first_line, foreign, number_of
from symbinfo.jobs.limits import run_limited

__all__ = ["Returned", "returned_by"]

#: What came of a place: ("value", number), or ("raised", why).
Returned = tuple[str, Any]
MODULE = "symbinfo_ran_file"


def returned_by(
    function: Callable[..., Any] | tuple[str, str], points: Sequence[Mapping[str, float]], seconds: float
) -> list[Returned]:
    """What a function returns at places, as doubles.

    Parameters
    ----------
    function : callable, or tuple of str
        The function, or a file and the name of the function in it.
    points : sequence of mapping
        Of each symbol its value; of an object ``p`` of the function, ``p_loc`` is its attribute.
    seconds : float
        The limit of time for all places together.

    Raises
    ------
    BudgetExceeded
        When the limit is reached.
    SymbinfoError
        When the child ends without an answer.
    """
    plain = [dict(point) for point in points]
    return [(k, v) for k, v in run_limited(_returned, seconds, "the function", (function, plain))]


def _returned(function: Any, points: list[dict[str, float]]) -> list[Returned]:
    import warnings

    warnings.simplefilter("ignore")
    if isinstance(function, tuple):
        function = (str(Path(function[0]).resolve()), function[1])
    with foreign():
        try:
            called = _loaded(*function) if isinstance(function, tuple) else function
        except BaseException as error:  # a file may do anything when it is imported
            return [("raised", f"the file cannot be imported: {first_line(error)}")] * len(points)
        return [_at(called, point) for point in points]


def _loaded(file: str, name: str) -> Callable[..., Any]:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(MODULE, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no module")
    module = module_from_spec(spec)
    sys.modules[MODULE] = module
    sys.path.insert(0, str(Path(file).parent))
    spec.loader.exec_module(module)
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _at(function: Callable[..., Any], point: Mapping[str, float]) -> Returned:
    """The value at a place: of floats, or where these are not what is asked for, of arrays."""
    first: Exception | None = None
    owner = os.getpid()
    for kind in _kinds():
        try:
            value = number_of(function(**_arguments(function, {n: kind(v) for n, v in point.items()})))
        except Exception as error:
            end_if_forked(owner)
            first = first or error
        except BaseException as error:
            end_if_forked(owner)
            return "raised", first_line(error)
        else:
            end_if_forked(owner)
            return "value", value
    return "raised", first_line(first) if first else "nothing"


def _kinds() -> list[Callable[[float], Any]]:
    kinds: list[Callable[[float], Any]] = [lambda value: value]
    if "numpy" in sys.modules:
        import numpy as np

        kinds += [lambda value: np.float64(value), lambda value: np.array([float(value)])]
    torch = sys.modules.get("torch")
    if torch is not None:
        kinds.append(lambda value: torch.tensor(value, dtype=torch.float64))
    return kinds


def _arguments(function: Callable[..., Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments by their names, as the source of the function is read, too."""
    given: dict[str, Any] = {}
    parameters = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        given.update(values)
    for name, parameter in parameters.items():
        own = {word.removeprefix(f"{name}_"): v for word, v in values.items() if word.startswith(f"{name}_")}
        if name in values:
            given[name] = values[name]
        elif own:
            given[name] = SimpleNamespace(**own)
        elif name in ("self", "cls"):
            given[name] = SimpleNamespace(**values)
        elif parameter.default is parameter.empty and parameter.kind not in (
            parameter.VAR_POSITIONAL,
            parameter.VAR_KEYWORD,
        ):
            raise NameError(f"the function takes {name}, which is no symbol of the measure")
    return given
