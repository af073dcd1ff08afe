"""Limits from values ever nearer, derivatives from central differences."""

from __future__ import annotations

from typing import Any

from ..terms import BINDERS, Term, fold
from .estimates import Estimate, Undefined, Unknown

__all__ = ["derivative", "limit"]

Value = Any
# How many times nearer a place is looked at for a kink, and by what part the gap of the two sides must then fall.
_NEARER, _FALLS = 2**10, 2**5


def limit(evaluator: Any, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
    """Values on the way to the point, ever nearer in powers of ten; the changes must at least halve.

    Raises
    ------
    Undefined
        When a limit from both sides is asked for, and they differ.
    """
    *_, direction = term
    if direction != "+-":
        return _from_one_side(evaluator, term, env)
    above, below = (_from_one_side(evaluator, (*term[:4], side), env) for side in ("+", "-"))
    gap, errors = abs(above.value - below.value), above.error + below.error
    if gap > 4 * errors + abs(above.value) * evaluator.ctx.eps * 2**10:
        raise Undefined("a limit that differs from both sides")
    return Estimate(above.value, above.error + gap)


def _from_one_side(evaluator: Any, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
    _, body, variable, point, direction = term
    sign = 1 if direction == "+" else -1
    ctx, digits, bound = evaluator.ctx, evaluator.digits, _has(BINDERS, body)
    goal = evaluator.plain_value(point, env)
    finer = evaluator.finer(2 * digits if bound else 6 * digits)
    reach = digits / 2 if bound else digits
    found = []
    for share in (1, 1.5, 2):
        size = finer.ctx.mpf(10) ** int(reach * share)
        at = finer.ctx.mpf(goal) + sign / size if ctx.isfinite(goal) else finer.ctx.sign(goal) * size
        found.append(finer.value_at(body, {**env, variable: at}))
    values = [f.value for f in found]
    early, late = abs(values[1] - values[0]), abs(values[2] - values[1])
    if late > early / 2 and late > abs(values[2]) * ctx.eps:
        raise Unknown("a limit that does not settle")
    return Estimate(ctx.mpf(values[2]), ctx.mpf(4 * late + sum(f.error for f in found)))


def derivative(evaluator: Any, term: tuple[Any, ...], env: dict[str, Value]) -> Estimate:
    """A derivative by central differences: a very small step, at a precision that bears the cancellation.

    Raises
    ------
    Undefined
        At a kink, where the differences to the two sides do not come together, and where the function has no value.
    """
    _, body, variable, point, order = term
    ctx, digits = evaluator.ctx, evaluator.digits
    finer = evaluator.finer(int(digits * (1.3 + 0.65 * order)) + 10)
    at = finer.ctx.mpf(evaluator.plain_value(point, env))
    step = finer.ctx.mpf(10) ** -int(digits * 0.65) * max(1, abs(at))

    def difference(middle: Value, step: Value) -> Estimate:
        total = error = finer.ctx.zero
        weight = finer.ctx.one
        for j in range(order + 1):
            place = middle + (finer.ctx.mpf(order) / 2 - j) * step
            found = finer.value_at(body, {**env, variable: place})
            total, error = total + (-1) ** j * weight * found.value, error + weight * found.error
            weight = weight * (order - j) / (j + 1)
        return Estimate(total / step**order, error / step**order)

    def gap(step: Value) -> Estimate:
        right, left = (difference(at + sign * order * step / 2, step) for sign in (1, -1))
        return Estimate(abs(right.value - left.value), right.error + left.error)

    finer.value_at(body, {**env, variable: at})  # where a function has no value it has no derivative
    wide, near = gap(step), gap(step / _NEARER)
    if near.value > near.error * 4 and near.value * _FALLS > wide.value:
        raise Undefined("a derivative at a kink")
    found = difference(at, step)
    value = ctx.mpf(found.value)
    return Estimate(value, abs(value) * ctx.eps * 2**10 + ctx.mpf(found.error))


def _has(heads: frozenset[str], term: Term) -> bool:
    found = fold(term, lambda t, parts: any(p is True for p in parts) or (isinstance(t, tuple) and t[0] in heads))
    return bool(found)
