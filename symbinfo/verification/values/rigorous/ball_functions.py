"""Terms as functions of complex balls, which say where they are not analytic, as FLINT's integrator asks of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from symbinfo.expressions.functions import FUNCTIONS
from symbinfo.trusted import BINDERS, Term
from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered

__all__ = ["Function", "constant"]

Operation = Callable[..., Any]


class Function:
    """A term without integrals or sums, compiled: a value for balls in the place of its symbols.

    Parameters
    ----------
    term : Term
        The term.
    names : sequence of str
        Its free symbols, in the order of the arguments.

    Raises
    ------
    NotCovered
        When a head has no proven evaluation here.
    """

    def __init__(self, term: Term, names: tuple[str, ...] = ()) -> None:
        self.slots: dict[Term, int] = {name: i for i, name in enumerate(names)}
        self.names = names
        self.constants: list[tuple[int, Operation, tuple[int, ...]]] = []
        self.moving: list[tuple[int, Operation, tuple[int, ...]]] = []
        self.varies = [True] * len(names)
        self.result = self._compile(term)
        self._prepared: tuple[int, list[Any]] | None = None

    def __call__(self, *values: Any, analytic: bool = False) -> Any:
        """The value for complex balls; not finite where it is undefined, or not known to be analytic."""
        from flint import ctx

        if self._prepared is None or self._prepared[0] != ctx.prec:
            blank: list[Any] = [None] * len(self.slots)
            self._run(self.constants, blank, False)
            self._prepared = ctx.prec, blank
        registers = self._prepared[1][:]
        registers[: len(values)] = values
        self._run(self.moving, registers, analytic)
        return registers[self.result]

    @staticmethod
    def _run(steps: list[tuple[int, Operation, tuple[int, ...]]], registers: list[Any], analytic: bool) -> None:
        for slot, operation, sources in steps:
            registers[slot] = operation(analytic, *[registers[i] for i in sources])

    def _compile(self, term: Term) -> int:
        if term in self.slots:
            return self.slots[term]
        if isinstance(term, tuple):
            if term[0] in BINDERS or term[0] not in _OPERATIONS:
                raise NotCovered(f"{term[0]} inside an integral or a sum")
            parts = [a for case in term[1:] for a in case[1:]] if term[0] == "cases" else term[1:]
            sources = tuple(self._compile(part) for part in parts)
            operation = _operation(term)
        elif isinstance(term, str) and not term.startswith("%") and term not in ("true", "false"):
            raise NotCovered(f"{term} has no value")
        else:
            sources, operation = (), _number(term)
        moves = any(self.varies[i] for i in sources)
        slot = self.slots[term] = len(self.slots)
        self.varies.append(moves)
        (self.moving if moves else self.constants).append((slot, operation, sources))
        return slot


def constant(term: Term) -> Any:
    """The real ball of a term without free symbols.

    Raises
    ------
    NotCovered
        When it has no proven finite real value.
    """
    found = Function(term)()
    if isinstance(found, bool) or not found.is_finite() or not found.imag.contains(0):
        raise NotCovered("a constant without a finite real value")
    return found.real


# --- operations: (analytic, arguments) -> ball, or True, False or None for a condition -----------------------------


def _nan() -> Any:
    from flint import acb, arb

    return acb(arb.nan())


def _number(term: Term) -> Operation:
    if term in ("true", "false"):
        return lambda analytic: term == "true"
    return lambda analytic: _exact(term)


def _exact(term: Term) -> Any:
    from flint import acb, arb, fmpq

    if isinstance(term, Fraction):
        return acb(fmpq(term.numerator, term.denominator))
    if isinstance(term, int):
        return acb(term)
    named: Mapping[Any, Any] = {
        "%pi": arb.pi,
        "%e": arb.const_e,
        "%gamma": arb.const_euler,
        "%catalan": arb.const_catalan,
    }
    if term not in named:
        raise NotCovered(f"{term} as a number")
    return acb(named[term]())


def _operation(term: tuple[Any, ...]) -> Operation:
    if term[0] == "^":
        return _power_by(term[2])
    found: Operation = _OPERATIONS[term[0]]
    return found


def _sum(analytic: bool, *terms: Any) -> Any:
    total = terms[0]
    for t in terms[1:]:
        total = total + t
    return total


def _product(analytic: bool, *factors: Any) -> Any:
    """The product; a factor that is exactly 0 makes it 0, whatever the others are (0 log 0 = 0)."""
    if any(f.is_zero() for f in factors):
        return factors[0] * 0 if factors[0].is_finite() else _exact(0)
    product = factors[0]
    for f in factors[1:]:
        product = product * f
    return product


def _power_by(exponent: Term) -> Operation:
    if isinstance(exponent, int):
        return lambda analytic, x, e: x**exponent
    if exponent == Fraction(1, 2):
        return _root

    def power(analytic: bool, x: Any, e: Any) -> Any:
        if x.is_zero() and (e.is_zero() or e.real > 0):
            return x + 1 if e.is_zero() else x
        return (e * _log(analytic, x)).exp()

    return power


def _root(analytic: bool, x: Any, e: Any) -> Any:
    return x.sqrt(analytic=analytic) if analytic or x.real > 0 or x.is_zero() else _nan()


def _log(analytic: bool, x: Any) -> Any:
    return x.log(analytic=analytic) if analytic or x.real > 0 else _nan()


def _logsum(analytic: bool, *logs: Any) -> Any:
    """The logarithm of the sum of exponentials, seen from the largest: any choice is analytic where it says so."""
    largest = max(logs, key=lambda z: float(z.real.mid()) if z.is_finite() else float("-inf"))
    ratios = _sum(analytic, *((z - largest).exp() for z in logs if z is not largest), _exact(1))
    return largest + _log(analytic, ratios)


def _plane_without_cut(name: str) -> Operation:
    """A function of its last argument that is analytic off the half-line of numbers up to 0, and real beyond it."""

    def function(analytic: bool, *values: Any) -> Any:
        x = values[-1]
        if not (x.real > 0 or (analytic and not x.imag.contains(0))):
            return _nan()
        return getattr(x, name)(*values[:-1])

    return function


def _entire(name: str) -> Operation:
    return lambda analytic, x: getattr(x, name)()


def _beta(analytic: bool, a: Any, b: Any) -> Any:
    return a.gamma() * b.gamma() * (a + b).rgamma()


def _binomial(analytic: bool, n: Any, k: Any) -> Any:
    return (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma()


def _bessel_i(analytic: bool, order: Any, x: Any) -> Any:
    whole = order.imag.is_zero() and order.real.is_integer()
    if analytic and not whole:
        return _nan()
    return x.bessel_i(order) if whole or x.real > 0 else _nan()


def _constant_only(function: Callable[..., Any]) -> Operation:
    """A function of which only real values are proven here."""
    return lambda analytic, *values: _nan() if analytic else function(*values)


def _within(name: str) -> Operation:
    """asin, acos and atanh of real numbers inside (-1, 1)."""

    def function(analytic: bool, x: Any) -> Any:
        return getattr(x, name)() if not analytic and abs(x.real) < 1 else _nan()

    return function


def _zeta_slope(s: Any) -> Any:
    from flint import acb_series

    return acb_series([s, 1], prec=2).zeta()[1]


def _compared(strict: bool) -> Callable[..., bool | None]:
    def function(analytic: bool, a: Any, b: Any) -> bool | None:
        difference = (b - a).real
        if difference > 0 or (not strict and (b - a).is_zero()):
            return True
        return False if difference < 0 or (strict and (b - a).is_zero()) else None

    return function


def _equal(analytic: bool, a: Any, b: Any) -> bool | None:
    return True if (a - b).is_zero() else False if not (a - b).contains(0) else None


def _decided(decides: bool) -> Callable[..., bool | None]:
    def function(analytic: bool, *parts: bool | None) -> bool | None:
        if decides in parts:
            return decides
        return None if None in parts else not decides

    return function


def _cases(analytic: bool, *parts: Any) -> Any:
    """The value of the case that holds; where that is not settled, on the real line, what holds all that may hold."""
    possible = []
    for value, condition in zip(parts[::2], parts[1::2], strict=True):
        if condition is not False:
            possible.append(value)
        if condition is True:
            break
    else:
        return _nan()
    if len(possible) == 1:
        return possible[0]
    if analytic:
        return _nan()
    found = possible[0]
    for value in possible[1:]:
        found = found.union(value)
    return found


def _extreme(name: str) -> Operation:
    def function(analytic: bool, first: Any, *rest: Any) -> Any:
        for value in rest:
            first = getattr(first, name)(value, analytic=analytic)
        return first

    return function


_OPERATIONS: dict[str, Any] = {
    "+": _sum,
    "*": _product,
    "^": None,
    "log": _log,
    "logsum": _logsum,
    "abs": lambda analytic, x: x.real_abs(analytic=analytic),
    "sign": lambda analytic, x: x.real_sgn(analytic=analytic),
    "min": _extreme("real_min"),
    "max": _extreme("real_max"),
    "cases": _cases,
    "<": _compared(True),
    "<=": _compared(False),
    "=": _equal,
    "!=": lambda analytic, a, b: None if (found := _equal(analytic, a, b)) is None else not found,
    "and": _decided(False),
    "or": _decided(True),
    "not": lambda analytic, part: None if part is None else not part,
    **{head: _entire(f.ball) for f in FUNCTIONS if isinstance(f.ball, str) for head in f.by_count.values()},
    "loggamma": _plane_without_cut("lgamma"),
    "Ei": _constant_only(lambda x: x.ei()),
    "beta": _beta,
    "binomial": _binomial,
    "factorial": lambda analytic, x: (x + 1).gamma(),
    "harmonic": lambda analytic, x: (x + 1).digamma() + _exact("%gamma"),
    "polygamma": _constant_only(lambda n, x: x.digamma() if n.is_zero() else x.polygamma(n)),
    "uppergamma": _plane_without_cut("gamma_upper"),
    "besseli": _bessel_i,
    "besselk": _constant_only(lambda n, x: x.bessel_k(n) if x.real > 0 else _nan()),
    "zeta": _constant_only(lambda s: s.zeta()),
    "zeta2": _constant_only(lambda s, a: s.zeta(a) if a.real > 0 else _nan()),
    "dzeta": _constant_only(_zeta_slope),
    "atan": _constant_only(lambda x: x.atan()),
    "asinh": _constant_only(lambda x: x.asinh()),
    "asin": _within("asin"),
    "acos": _within("acos"),
    "atanh": _within("atanh"),
}
