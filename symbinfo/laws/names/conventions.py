"""Laws by anybody's name: a name, its arguments, and whose name it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sympy import Basic, Rational, S, Tuple, sympify, true
from sympy.logic.boolalg import false

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import Law
from symbinfo.laws.location_scale import has_role, moved
from symbinfo.laws.names.binding import bind, nearest
from symbinfo.laws.names.exact_numbers import depth_of, exact, plain_array
from symbinfo.laws.names.language import CONVENTIONS, FORMS, LANGUAGE_NAMES, rows_of
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, NamedParameter, Parametrisation
from symbinfo.laws.shown_parts import as_written
from symbinfo.laws.vector_catalogue import VECTORS

__all__ = [
    "LIBRARIES",
    "home_of",
    "known_elsewhere",
    "law_of_row",
    "named",
    "placing",
    "rows_elsewhere",
    "rows_named",
    "said_of",
    "table",
    "unknown",
    "usage_of",
]

#: Whose names are known, each with the module of its rows; ours are those of the language.
LIBRARIES: Mapping[str, str] = {
    "scipy": "scipy_names",
    "torch": "torch_names",
    "numpyro": "numpyro_names",
    "tfp": "tfp_names",
    "R": "r_names",
    "textbook": "textbook_names",
}
OURS = "symbinfo"
_PLACE = ("loc", "scale", "start")
#: Parameters that are lists of probabilities, and what their total may miss of 1 where they were floats of 32 bits.
PROBABILITIES, ROUNDING = ("probs", "prob", "p"), Rational(1, 10**5)


@cache
def table(convention: str) -> Mapping[str, tuple[Parametrisation, ...]]:
    """All rows of a library by name.

    Raises
    ------
    MeasureError
        When nobody of that name is known.

    Examples
    --------
    >>> [row.usage for row in table("R")["gamma"]]
    ['gamma(shape, rate=1)', 'gamma(shape, scale)']
    """
    if convention == OURS:
        return {name: rows_of(name) for name in sorted({*LANGUAGE_NAMES, *ALL_FAMILIES})}
    if convention not in LIBRARIES:
        known = ", ".join((OURS, *LIBRARIES))
        raise MeasureError(f"nobody is known as {convention}: the names are those of {known}")
    found: dict[str, list[Parametrisation]] = {}
    for row in import_module(f"symbinfo.laws.names.{LIBRARIES[convention]}").ROWS:
        found.setdefault(row.name, []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def rows_named(name: str, convention: str = OURS) -> tuple[Parametrisation, ...]:
    """The rows of a name; of R with or without the letter before it (dnorm, norm).

    Raises
    ------
    MeasureError
        When the name is not known.
    """
    found = _rows(name, convention)
    if not found:
        raise MeasureError(unknown(name, convention))
    return found


def _rows(name: str, convention: str) -> tuple[Parametrisation, ...]:
    rows = table(convention)
    return rows.get(name) or (rows.get(name[1:], ()) if convention == "R" and name[:1] in "dpqr" else ())


def rows_elsewhere(name: str) -> Iterator[tuple[str, Parametrisation]]:
    """The rows of a name in all libraries, each with whose it is."""
    yield from ((convention, row) for convention in LIBRARIES for row in _rows(name, convention))


def home_of(row: Parametrisation) -> str:
    """The law of ours under which a row is told.

    Examples
    --------
    >>> [home_of(row) for _, row in rows_elsewhere("truncnorm")], [home_of(row) for _, row in rows_elsewhere("truncexpon")]
    (['TruncatedNormal'], ['truncated'])
    """
    if row.family == "FiniteRV":
        return "Categorical"
    return "TruncatedNormal" if row.name.lower() in ("truncnorm", "truncatednormal") else row.family


def usage_of(name: str) -> str:
    """How a law of ours is written: a family, a law of vectors, or one that is made of others."""
    if name in VECTORS:
        return VECTORS[name].usage
    return FORMS[name][0] if name in FORMS else rows_of(name)[0].usage


def unknown(name: str, convention: str = OURS) -> str:
    """What to answer to a name that is not known."""
    without: Mapping[str, str] = {}
    if convention in LIBRARIES:
        without = getattr(import_module(f"symbinfo.laws.names.{LIBRARIES[convention]}"), "WITHOUT", {})
    whose = "" if convention == OURS else f" of {convention}"
    if name in without:
        return f"{name}{whose} is not read: {without[name]}"
    close = nearest(name, table(convention))
    elsewhere = known_elsewhere(name) if convention == OURS else ""
    advice = elsewhere or (f": did you mean {close}?" if close else "")
    return f"unknown law {name}{whose}{advice or '; `symbinfo laws` lists all'}"


def known_elsewhere(name: str) -> str:
    """What a name of another library means: ``: norm of scipy is Normal``; empty where no library has it.

    Examples
    --------
    >>> known_elsewhere("norm")
    ': norm of scipy is Normal; write Normal(mean, std)'
    """
    found: dict[str, str] = {}
    for convention, row in rows_elsewhere(name):
        found.setdefault(usage_of(home_of(row)), f"{name} of {convention} is {home_of(row)}")
    return f": {', '.join(found.values())}; write {' or '.join(found)}" if found else ""


def said_of(laws: Iterable[Law]) -> tuple[str, ...]:
    """How the parameters of laws are read by place, where people and libraries differ: a line a family.

    Examples
    --------
    >>> said_of([named("Gamma", (2, 3)), named("Poisson", (1,))])
    ('Gamma(2, 3) by place: shape, then scale (not a rate)',)
    """
    lines = (f"{law.title} by place: {CONVENTIONS[law.family]}" for law in laws if law.family in CONVENTIONS)
    return tuple(dict.fromkeys(lines))


def named(
    name: str, positional: Sequence[Any] = (), keywords: Mapping[str, Any] | None = None, convention: str = OURS,
    call_it: str = "P",
) -> Law:  # fmt: skip
    """The law that a name with its arguments means to somebody.

    Parameters
    ----------
    name : str
        Of a law: ``"Gamma"``, ``"norm"``, ``"dgamma"``, ``"N"``.
    positional, keywords
        Its arguments: expressions, numbers (floats as their shortest decimals), lists.
    convention : str
        Whose name it is: ``symbinfo`` (the query language), ``scipy``, ``torch``, ``numpyro``, ``tfp``, ``R`` or
        ``textbook``.
    call_it : str
        What to call the law.

    Raises
    ------
    MeasureError
        When the name is not known, or the arguments do not fit.
    DomainError
        When one lies outside its domain.

    Examples
    --------
    >>> named("Gamma", (2,), {"rate": 4}).title, named("gamma", (2,), {"scale": 3}, "scipy").title
    ('Gamma(2, 1/4)', 'Gamma(2, 3)')
    >>> named("N", (0, 4), convention="textbook").title
    'Normal(0, 2)'
    """
    rows = rows_named(name, convention)
    given = dict(keywords or {})
    place = placing(rows, given) if convention == OURS else {}
    row, arguments = bind(name, rows, tuple(positional), {w: v for w, v in given.items() if w not in place})
    return law_of_row(row, arguments, {word: given[word] for word in place}, call_it)


def placing(rows: Sequence[Parametrisation], words: Iterable[str]) -> tuple[str, ...]:
    """Which of the words move or stretch the law that the others mean, since its family has none of its own for that."""
    own = {word for row in rows for word in row.words}
    family = ALL_FAMILIES.get(rows[0].family) if rows else None
    if family is None or family.kind == "finite" or rows[0].placed:
        return ()
    fit = []
    for word in words:
        if word in own or word not in _PLACE:
            continue
        if family.kind == "continuous" and word != "start" and not has_role(family, word):
            fit.append(word)
        if family.kind == "discrete" and word != "scale":
            fit.append(word)
    return tuple(fit)


def law_of_row(row: Parametrisation, arguments: Mapping[str, Any], place: Mapping[str, Any], name: str = "P") -> Law:
    """The law of a row at its arguments, moved and stretched where that is asked for.

    Raises
    ------
    DomainError
        When an argument lies outside its domain.
    """
    values = tuple(_value(p, arguments.get(p.name, p.default)) for p in row.parameters)
    law = row.law(values, name)
    if not place:
        return law
    loc, scale = exact(place.get("loc", S.Zero)), exact(place.get("scale", S.One))
    if "start" in place:
        start = exact(place["start"])
        if "loc" in place or not getattr(law, "lower", S.Infinity).is_finite:
            raise DomainError(
                as_written(law.family, law.parameters)[0], "start", start, "alone, of a law with a first place"
            )
        loc = start - law.lower
    return moved(law, loc, scale, name)


def _value(parameter: NamedParameter, given: Any) -> Any:
    domain = parameter.domain
    if domain is ParameterDomain.FLAG:
        return given if given in (true, false) else sympify(bool(given))
    if domain is ParameterDomain.NUMBERS:
        numbers = _numbers(given)
        return _shares(numbers) if parameter.name in PROBABILITIES else numbers
    return given if domain in (ParameterDomain.OUTCOMES, ParameterDomain.TABLE) else exact(given)


def _numbers(given: Any) -> Any:
    """A list, or a list of lists, of exact numbers."""
    if isinstance(given, Basic) and not isinstance(given, Tuple):
        return exact(given)
    if not isinstance(given, (list, tuple, Tuple)):
        array = plain_array(given)
        return exact(given) if array.ndim == 0 else [_numbers(part) for part in array]
    return [_numbers(part) for part in given]


def _shares(numbers: Any) -> Any:
    """Probabilities that were floats, over their total, which floats miss by a rounding; others stay as they are."""
    if depth_of(numbers) != 1:
        return numbers
    total = sum(numbers, S.Zero)
    rounded = total != 1 and all(n.is_Rational for n in numbers) and abs(total - 1) < ROUNDING
    return [n / total for n in numbers] if rounded else numbers
