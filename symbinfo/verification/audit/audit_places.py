"""Parameters at which a library is looked at: ordinary ones, the ends of their ranges, sizes far up and down, and laws that are nearly equal.

The simplest come first, so that the first place at which a library fails is one to report. All numbers are short
decimals or fractions over a power of two: what the library is given is, to the rounding of doubles, what we compute with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sympy import Rational, S, sympify

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.names.exact_numbers import depth_of
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, NamedParameter, Parametrisation

__all__ = ["Place", "Regime", "law_at", "places_of"]

D = ParameterDomain
Rows = Sequence[Parametrisation]
Values = tuple[Any, ...]


class Regime(StrEnum):
    """What kind of place it is, the simplest first."""

    ORDINARY = "ordinary"
    BOUNDARY = "boundary"
    EQUAL = "nearly equal laws"
    EXTREME = "extreme"


@dataclass(frozen=True, eq=False)
class Place:
    """Values of the parameters of each law, in the order of its row.

    Parameters
    ----------
    regime : Regime
        What kind of place it is.
    way : str
        Which parameter was moved, and where to: places of one way get more extreme one by one.
    values : tuple of tuple
        For each law its values: exact numbers, or lists of them.
    equal : bool
        Whether the laws are the same.
    """

    regime: Regime
    way: str
    values: tuple[Values, ...]
    equal: bool = False


_HALF = S.Half
_ORDINARY: dict[ParameterDomain, Sequence[Any]] = {
    D.REAL: (S.Zero, S.One, Rational(-1, 2), Rational(3, 2), S(2), Rational(-5, 4), S(3)),
    D.POSITIVE: (S(2), S.One, Rational(3, 2), S(3), _HALF, Rational(5, 4), S(4)),
    D.NONNEGATIVE: (S.One, S(2), _HALF, Rational(3, 2), Rational(1, 4)),
    D.ABOVE_ONE: (S(2), S(3), Rational(3, 2), S(5), Rational(5, 4)),
    D.PROBABILITY: (_HALF, Rational(1, 4), Rational(3, 4), Rational(1, 8), Rational(5, 8)),
    D.OPEN_PROBABILITY: (Rational(1, 4), _HALF, Rational(3, 4), Rational(1, 8), Rational(5, 8)),
    D.POSITIVE_PROBABILITY: (_HALF, Rational(1, 4), Rational(3, 4), Rational(1, 8), Rational(5, 8)),
    D.POSITIVE_INTEGER: (S(3), S.One, S(2), S(5), S(4), S(10)),
    D.NONNEGATIVE_INTEGER: (S(10), S(4), S(3), S.One, S(5), S(2)),
}
_INTEGERS = (S.Zero, S(5), S.One, S(8), S(2), S(10), S(-3))
_TENS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 30, 100, 160, 300)
_UP, _DOWN = tuple(S(10) ** k for k in _TENS), tuple(Rational(1, 10**k) for k in _TENS)
_COUNTS = tuple(S(10) ** k for k in (2, 3, 4, 5, 6))
_BELOW_ONE = tuple(1 - Rational(1, 2**k) for k in (4, 7, 10, 14, 20, 27, 34, 44, 53))
_ABOVE_ONE = tuple(1 + Rational(1, 2**k) for k in (4, 7, 10, 14, 20, 27, 34, 44, 52))
_MINUS = tuple(-x for x in _UP)
#: By domain: the ways out of the ordinary, and the ends that belong to it.
_WAYS: dict[ParameterDomain, dict[str, Sequence[Any]]] = {
    D.REAL: {"large": _UP, "negative": _MINUS},
    D.POSITIVE: {"large": _UP, "small": _DOWN},
    D.NONNEGATIVE: {"large": _UP, "small": _DOWN},
    D.ABOVE_ONE: {"large": _UP, "near 1": _ABOVE_ONE},
    D.PROBABILITY: {"small": _DOWN, "near 1": _BELOW_ONE},
    D.OPEN_PROBABILITY: {"small": _DOWN, "near 1": _BELOW_ONE},
    D.POSITIVE_PROBABILITY: {"small": _DOWN, "near 1": _BELOW_ONE},
    D.POSITIVE_INTEGER: {"large": _COUNTS},
    D.NONNEGATIVE_INTEGER: {"large": _COUNTS},
}
_ENDS: dict[ParameterDomain, Sequence[Any]] = {
    D.NONNEGATIVE: (S.Zero,),
    D.PROBABILITY: (S.Zero, S.One),
    D.POSITIVE_PROBABILITY: (S.One,),
    D.NONNEGATIVE_INTEGER: (S.Zero,),
}
#: What is no further away than this is ordinary; of a logarithm, this.
_USUAL, _USUAL_LOG = 100, 10
#: Laws that differ by so little, as powers of two.
_NEARLY = (4, 10, 17, 24, 31, 38, 45)
#: And lists, whose own rounding is not looked at.
_NEARLY_LISTS = _NEARLY[:4]
#: What words are taken by lists: probabilities, matrices, logits, places, and else positive numbers.
_LISTS: dict[str, Sequence[Any]] = {
    "probs": ([_HALF, Rational(1, 4), Rational(1, 4)], [Rational(1, 8), Rational(1, 8), Rational(3, 4)], [S(1) / 4, S(5) / 8, S(1) / 8]),
    "matrix": ([[S(2), _HALF], [_HALF, S.One]], [[S.One, S.Zero], [S.Zero, S(3)]], [[S(4), S(1)], [S(1), S(2)]]),
    "logits": ([S.Zero, S.One, S(-1)], [S(2), _HALF, S.Zero], [S(-1), S(3), S.One]),
    "loc": ([S.Zero, S.One], [S.One, Rational(-1, 2)], [S(2), S(2)]),
    "concentration": ([S.One, S(2), S(3)], [S(2), _HALF, S(4)], [S(5), S.One, Rational(3, 2)]),
}  # fmt: skip
_LIST_WORDS = {
    "p": "probs",
    "pk": "probs",
    "cov": "matrix",
    "covariance_matrix": "matrix",
    "mean": "loc",
    "alpha": "concentration",
}
_LIST_ENDS: dict[str, Sequence[Any]] = {
    "probs": ([S.One, S.Zero, S.Zero], [_HALF, S.Zero, _HALF]),
    "matrix": (),
    "logits": (),
    "loc": (),
    "concentration": (),
}
_ROUNDS = 14
MOST_ORDINARY = 6


def law_at(row: Parametrisation, values: Values, name: str = "P") -> Any:
    """The law of a row; None where the values do not fit together.

    Examples
    --------
    >>> from symbinfo.laws.names.conventions import table
    >>> uniform = table("torch")["Uniform"][0]
    >>> law_at(uniform, (S.Zero, S.One)).title, law_at(uniform, (S.One, S.Zero))
    ('Uniform(0, 1)', None)
    """
    try:
        law = row.law(values, name)
        if getattr(law, "condition", S.true) == False or not _ordered(law):  # noqa: E712 - a SymPy Boolean
            return None
        return law
    except (SymbinfoError, ValueError, TypeError, ZeroDivisionError):
        return None


def _ordered(law: Any) -> bool:
    """Whether its range is one: not from 1 to 0, and of a discrete law between integers."""
    low, high = getattr(law, "lower", None), getattr(law, "upper", None)
    if low is None or high is None or getattr(law, "outcomes", None):
        return True
    if not getattr(law, "continuous", True) and any(end.is_finite and not end.is_integer for end in (low, high)):
        return False
    return bool(low < high) if getattr(law, "continuous", True) else bool(low <= high)


def places_of(rows: Rows, standard: Sequence[str] = ()) -> list[Place]:
    """The places for one law, or for two; whether extreme values fit together is left to who can tell it quickly.

    Parameters
    ----------
    rows : sequence of Parametrisation
        The row of each law.
    standard : sequence of str
        Parameters that stay at their defaults but in one place.

    Examples
    --------
    >>> from symbinfo.laws.names.conventions import table
    >>> [(str(p.regime), p.values) for p in places_of([table("torch")["Poisson"][0]])][:2]
    [('ordinary', ((2,),)), ('ordinary', ((1,),))]
    """
    found: dict[tuple[Any, ...], Place] = {}
    for place in _proposed(rows, standard):
        if len(rows) == 2 and rows[0] == rows[1] and place.values[0] == place.values[1]:
            place = replace(place, regime=Regime.EQUAL, way="the same law", equal=True)
        found.setdefault(_key(place.values), place)
    return list(found.values())


def _key(values: Any) -> Any:
    return tuple(map(_key, values)) if isinstance(values, (tuple, list)) else values


def _proposed(rows: Rows, standard: Sequence[str]) -> Iterator[Place]:
    ordinary = _ordinary(rows, standard)
    yield from ordinary
    if not ordinary:
        return
    base = ordinary[0].values
    for law, row in enumerate(rows):
        for index, parameter in enumerate(row.parameters):
            if parameter.name not in standard:
                for end in _ends(parameter):
                    yield Place(Regime.BOUNDARY, f"{parameter.name} at its end", _moved(base, law, index, end))
    if len(rows) == 2 and rows[0] == rows[1]:
        yield from _nearly_equal(rows[0], base[0], standard)
        yield from _both_moved(rows[0], base, standard)
    for law, row in enumerate(rows):
        for index, parameter in enumerate(row.parameters):
            if parameter.name not in standard:
                for way, values in _ways(parameter, row).items():
                    which = f" of the {('first', 'second')[law]} law" if len(rows) > 1 else ""
                    told = f"{way} {parameter.name}{which}"
                    for value in values:
                        yield Place(_regime(parameter, value), told, _moved(base, law, index, value))


def _ordinary(rows: Rows, standard: Sequence[str]) -> list[Place]:
    """Ordinary values, turned through their pools until enough of them fit together; laws have the same range where that is simple."""
    found: list[tuple[Values, ...]] = []
    for start, apart in ((n // 2, 0 if n % 2 else 2 + n // 10) for n in range(2 * _ROUNDS)):
        values = tuple(
            tuple(
                _turned(parameter, row, start + index * (start % 3 + 1) + apart * law, standard, start)
                for index, parameter in enumerate(row.parameters)
            )
            for law, row in enumerate(rows)
        )
        fits = all(law_at(row, own) is not None for row, own in zip(rows, values, strict=True))
        if fits and values not in found:
            found.append(values)
    found.sort(key=lambda values: len(rows) == 2 and rows[0] == rows[1] and values[0] == values[1])
    return [Place(Regime.ORDINARY, "", values) for values in found[: MOST_ORDINARY * len(rows)]]


def _turned(parameter: NamedParameter, row: Parametrisation, turn: int, standard: Sequence[str], start: int) -> Any:
    if parameter.name in standard and parameter.default is not None and start != 1:
        return parameter.default
    pool = _pool(parameter, row)
    return pool[turn % len(pool)]


def _pool(parameter: NamedParameter, row: Parametrisation) -> Sequence[Any]:
    if parameter.domain is D.NUMBERS:
        return _LISTS[_list_kind(parameter)]
    family = ALL_FAMILIES.get(row.family)
    if parameter.domain is D.REAL and family is not None and family.kind != "continuous" and parameter.name != "logits":
        return _INTEGERS
    return _ORDINARY[parameter.domain]


def _regime(parameter: NamedParameter, value: Any) -> Regime:
    """Extreme, but for sizes that are met every day."""
    if isinstance(value, list):
        return Regime.EXTREME
    size = abs(value) * (_USUAL // _USUAL_LOG if parameter.name.startswith("log") else 1)
    near = value.is_integer or not 1 < 1 / abs(1 - value) > _USUAL  # a probability beside 1
    return Regime.ORDINARY if Rational(1, _USUAL) <= size <= _USUAL and near else Regime.EXTREME


def _list_kind(parameter: NamedParameter) -> str:
    word = _LIST_WORDS.get(parameter.name, parameter.name)
    return word if word in _LISTS else "concentration"


def _ends(parameter: NamedParameter) -> Sequence[Any]:
    if parameter.domain is D.NUMBERS:
        return _LIST_ENDS[_list_kind(parameter)]
    return _ENDS.get(parameter.domain, ())


def _ways(parameter: NamedParameter, row: Parametrisation) -> dict[str, Sequence[Any]]:
    if parameter.domain is not D.NUMBERS:
        if _pool(parameter, row) is _INTEGERS:
            return {"large": _COUNTS}
        return _WAYS[parameter.domain]
    kind = _list_kind(parameter)
    first = _LISTS[kind][0]
    if kind == "probs":
        return {"small": [[1 - 2 * x, x, x] for x in (Rational(1, 2**k) for k in (10, 20, 40, 53))]}
    if kind == "logits":
        return {"large": [[x * entry for entry in first] for x in (S(10), S(100), S(1000))]}
    factors = {"large": _UP[:8], "small": _DOWN[:8]}
    return {way: [_times(first, x) for x in some] for way, some in factors.items()}


def _times(values: Any, factor: Any) -> Any:
    return [_times(v, factor) for v in values] if isinstance(values, list) else values * factor


def _moved(base: tuple[Values, ...], law: int, index: int, value: Any) -> tuple[Values, ...]:
    return tuple(
        tuple(value if (n, i) == (law, index) else old for i, old in enumerate(own)) for n, own in enumerate(base)
    )


def _nearly_equal(row: Parametrisation, values: Values, standard: Sequence[str]) -> Iterator[Place]:
    """One law against itself, and against laws that differ from it by less and less."""
    yield Place(Regime.EQUAL, "the same law", (values, values))
    lists = any(p.domain is D.NUMBERS for p in row.parameters)
    for k in _NEARLY_LISTS if lists else _NEARLY:
        yield Place(
            Regime.EQUAL,
            "nearer and nearer",
            (values, tuple(_beside(p, v, k) for p, v in zip(row.parameters, values, strict=True))),
        )


def _beside(parameter: NamedParameter, value: Any, k: int) -> Any:
    """A value that is moved by 2**-k of its size; probabilities of a list are moved together."""
    step = Rational(1, 2**k)
    if depth_of(value) == 1 and _list_kind(parameter) == "probs":
        return [value[0] - step, value[1] + step, *value[2:]]
    if depth_of(value):
        return _times(value, 1 + step)
    value = sympify(value)
    if parameter.domain.integral:
        return value
    return value * (1 + step) if value != 0 else step


def _both_moved(row: Parametrisation, base: tuple[Values, ...], standard: Sequence[str]) -> Iterator[Place]:
    """Both laws far out together, of one order."""
    for index, parameter in enumerate(row.parameters):
        if parameter.domain is D.NUMBERS or parameter.name in standard:
            continue
        for way, values in _ways(parameter, row).items():
            for value in values:
                second = value if parameter.domain.integral or way == "near 1" else value * Rational(5, 4)
                moved = _moved(_moved(base, 0, index, value), 1, index, second)
                yield Place(_regime(parameter, value), f"{way} {parameter.name} of both laws", moved)
