"""Proven values: a term with integrals and sums as a ball that contains it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, exp, log
from typing import Any

from symbinfo.trusted import Term, as_polynomial, free_symbols, replace
from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered
from symbinfo.verification.values.rigorous.ball_functions import Function, constant
from symbinfo.verification.values.rigorous.balls import Ball, available, ball_of, precision, real
from symbinfo.verification.values.rigorous.rewriting import DISTANCE, apart, from_point, mirrored, roots
from symbinfo.verification.values.rigorous.tail_bounds import cut

__all__ = ["enclosure"]

INFINITE = ("%oo", "%-oo")
# Precisions tried in turn, as multiples of the digits asked for: near-equal laws cancel.
FACTORS = (Fraction(5, 4), 3, 6)
MOST_TERMS, MOST_PIECES, MOST_CALLS = 50_000, 12, 200_000
LARGEST_LOG = Fraction(int(16 * log(MOST_TERMS)), 16)


def enclosure(
    term: Term,
    point: Mapping[str, Fraction | int] | None = None,
    digits: int = 20,
    seconds: float = 10.0,
    absolute: bool = False,
) -> Ball | None:
    """A ball that provably contains the value of a term at a point: tails and singular ends are bounded, not guessed.

    Parameters
    ----------
    term : Term
        Integrals and sums over elementary integrands, and what is made of them.
    point : mapping
        Symbol -> rational number, for every free symbol.
    digits : int
        How many digits to strive for; the ball that comes back may be wider, and is right all the same.
    seconds : float
        A limit of time.
    absolute : bool
        Whether to strive for a radius of 10**-digits instead of so many significant digits: of a difference that
        should be 0, say.

    Returns
    -------
    Ball or None
        None where nothing is proven: without python-flint, for integrands that are not covered, for integrals that
        diverge, or when the time is spent.

    Examples
    --------
    >>> from symbinfo.trusted import parse
    >>> ball = enclosure(parse("(integral (exp (* -1 (^ x 2))) x %-oo %oo)"), {}, 15)
    >>> ball is None or ball.digits(15) == "1.77245385090552"  # None without python-flint
    True
    """
    if not available():
        return None
    for name, value in (point or {}).items():
        term = replace(term, name, value)
    best: Ball | None = None
    deadline = time.process_time() + seconds
    for factor in FACTORS:
        bits = int(factor * digits * 3.33) + 40
        with precision(bits):
            try:
                found = ball_of(_value(term, _Work(bits, deadline)))
            except NotCovered:
                return best
        if found is not None and (best is None or found.radius < best.radius):
            best = found
        if best is not None and (best.radius <= Fraction(1, 10**digits) if absolute else best.reaches(digits)):
            return best
    return best


class _Work:
    """What one attempt is allowed: the size of what may be left out, and the time."""

    def __init__(self, bits: int, deadline: float) -> None:
        self.bits, self.deadline = bits, deadline
        self.small = real(Fraction(1, 2**bits))

    def check(self) -> None:
        if time.process_time() > self.deadline:
            raise NotCovered("the time is spent")


def _value(term: Term, work: _Work) -> Any:
    """The real ball of a closed term: its integrals and sums first, then the term over them."""
    found: dict[tuple[Any, ...], str] = {}

    def lifted(part: Term) -> Term:
        if not isinstance(part, tuple):
            return part
        if part[0] in ("integral", "sum"):
            return found.setdefault(part, f"_ball{len(found)}")
        return (part[0], *(lifted(argument) for argument in part[1:]))

    from flint import acb

    inside = lifted(term)
    values = [acb(_total(part, work)) for part in found]
    result = Function(inside, tuple(found.values()))(*values)
    if isinstance(result, bool) or not result.imag.contains(0):
        raise NotCovered("a term without a real value")
    return result.real


def _total(part: tuple[Any, ...], work: _Work) -> Any:
    head, body, name, low, high = part
    if free_symbols(part):
        raise NotCovered("a total with free symbols")
    ends = [end if end in INFINITE else _end(end) for end in (low, high)]
    return (_integral if head == "integral" else _sum)(body, name, ends[0], ends[1], work)


def _end(term: Term) -> Any:
    """An end of a range, as an exact rational."""
    if isinstance(term, (int, Fraction)):
        return Fraction(term)
    p = as_polynomial(term, "")
    if p is None:
        return constant(term)
    return p.get(0, Fraction(0))


# --- integrals -------------------------------------------------------------------------------------------------------


def _integral(body: Term, name: str, low: Any, high: Any, work: _Work) -> Any:
    rational = [e for e in (low, high) if e not in INFINITE]
    if any(not isinstance(e, Fraction) for e in rational):
        return _direct(Function(apart(body, sums=True), (name,)), _ball(low), _ball(high), work)
    if len(rational) == 2 and low > high:
        return -_integral(body, name, high, low, work)
    inside = [r for r in roots(body, name) if (low == "%-oo" or low < r) and (high == "%oo" or r < high)]
    if len(inside) > MOST_PIECES:
        raise NotCovered("an integrand with too many kinks")
    cuts = [low, *(inside or ([Fraction(0)] if len(rational) == 0 else [])), high]
    return sum((_piece(body, name, a, b, work) for a, b in pairwise(cuts)), real(0))


def _ball(end: Any) -> Any:
    if end in INFINITE:
        raise NotCovered("an infinite range with an irrational end")
    return real(end) if isinstance(end, Fraction) else end


def _piece(body: Term, name: str, a: Any, b: Any, work: _Work) -> Any:
    """A piece without kinks inside: the half next to each end, by the distance from that end."""
    if a == b:
        return real(0)
    if b == "%oo" or a == "%-oo":
        end, side = (a, 1) if b == "%oo" else (b, -1)
        term = from_point(body, name, end, side, None)
        return _near(term, Fraction(1), work) + _far(term, work)
    half = (b - a) / 2
    left, right = (from_point(body, name, end, side, b - a) for end, side in ((a, 1), (b, -1)))
    return _near(left, half, work) + _near(right, half, work)


def _near(term: Term, width: Fraction, work: _Work) -> Any:
    """The integral over distances from 0 to a width: directly where the integrand is analytic at 0."""
    from flint import acb, arb

    plain = Function(apart(term, sums=True), (DISTANCE,))
    tiny = real(width / 64)
    beside = acb(arb(0, tiny.upper()), arb(0, tiny.upper()))
    if plain(beside, analytic=True).is_finite():
        return _direct(plain, real(0), real(width), work)
    start, beyond = cut(apart(term), DISTANCE, False, work.small)
    return _in_logs(term, real(-start), real(width).log(), work) + _slack(beyond)


def _far(term: Term, work: _Work) -> Any:
    """The integral over distances from 1 on."""
    start, beyond = cut(apart(term), DISTANCE, True, work.small)
    return _in_logs(term, real(0), real(start), work) + _slack(beyond)


def _slack(bound: Any) -> Any:
    from flint import arb

    return arb(0, bound.upper())


def _in_logs(term: Term, low: Any, high: Any, work: _Work) -> Any:
    """The integral over log(distance) between two ends."""
    grown: Term = ("exp", "_log")
    moved = apart(replace(("*", term, DISTANCE), DISTANCE, grown), sums=True)
    return _direct(Function(moved, ("_log",)), low, high, work)


def _direct(f: Function, low: Any, high: Any, work: _Work) -> Any:
    """FLINT's integral between finite ends, proven where f says truly where it is analytic."""
    from flint import acb, arb

    spent = acb(arb.nan())

    def integrand(x: Any, analytic: bool) -> Any:
        return spent if time.process_time() > work.deadline else f(x, analytic=analytic)

    work.check()
    found = acb.integral(integrand, acb(low), acb(high), rel_tol=work.small, abs_tol=work.small, eval_limit=MOST_CALLS)
    if not found.is_finite() or not found.imag.contains(0):
        work.check()
        raise NotCovered("an integral that is not enclosed")
    return found.real


# --- sums ------------------------------------------------------------------------------------------------------------


def _sum(body: Term, name: str, low: Any, high: Any, work: _Work) -> Any:
    ends = [e for e in (low, high) if e not in INFINITE]
    if any(not isinstance(e, Fraction) or e.denominator != 1 for e in ends):
        raise NotCovered("a sum whose ends are not integers")
    term = apart(body)
    f = Function(term, (name,))
    if len(ends) == 2:
        return _terms(f, int(low), int(high), 1, work)
    one_way = [(int(ends[0]), 1 if high == "%oo" else -1)] if ends else []
    sides = one_way or [(0, 1), (-1, -1)]
    return sum((_one_sided(f, term, name, first, way, work) for first, way in sides), real(0))


def _one_sided(f: Function, term: Term, name: str, first: int, way: int, work: _Work) -> Any:
    """The sum from a first index to plus or minus infinity: the terms up to the cut, and a bound on the others.

    The bound falls, so that the sum beyond K is at most its integral from K on.
    """
    towards = apart(replace(term if way == 1 else mirrored(term, name), name, DISTANCE))
    start, beyond = cut(towards, DISTANCE, True, work.small, LARGEST_LOG)
    last = way * max(ceil(exp(start) * (1 + 1e-9)) + 1, way * first)
    return _terms(f, first, last, way, work) + _slack(beyond)


def _terms(f: Function, first: int, last: int, way: int, work: _Work) -> Any:
    from flint import acb

    if way * (last - first) > MOST_TERMS:
        raise NotCovered("a sum with too many terms")
    total = acb(0)
    for k in range(first, last + way, way):
        if k % 64 == 0:
            work.check()
        total += f(acb(k))
    if not total.is_finite() or not total.imag.contains(0):
        raise NotCovered("a sum with a term that is not enclosed")
    return total.real
