"""The zero test: whether a form is 0 wherever it is defined.

It multiplies by powers of sums that are denominators, hence not 0 where the form is defined, multiplies out, and compares
powers of one base whose exponents are equal as rational functions. True is a proof; False is not.
"""

from __future__ import annotations

from .context import Context
from .forms import ONE, Form, Monomial, Rational, number_of
from .powers import reduced

__all__ = ["is_zero"]

MOST_ROUNDS = 12


def is_zero(form: Form, context: Context) -> bool:
    """Whether a form is 0 wherever it is defined: multiplied out after denominators were cleared."""
    algebra = context.algebra
    for _ in range(MOST_ROUNDS):
        form = algebra.expanded(form)
        if not form:
            return True
        low: dict[int, Rational] = {}
        for m in form:
            for g, p in m:
                base, exponent = algebra.generators[g]
                if p < 0 and not exponent and algebra.sum_of(base) is not None:
                    low[g] = min(low.get(g, 0), p)
        if not low:
            break
        form = algebra.times(form, {tuple(sorted((g, -p) for g, p in low.items())): 1})
    unified = _with_equal_exponents(form, context)
    return unified is not None and is_zero(unified, context)


def _with_equal_exponents(form: Form, context: Context) -> Form | None:
    """The form with b^u b^c for b^v where v - u is the number c as a rational function; None if nothing changes."""
    algebra = context.algebra
    odd = {
        algebra.generators[g][0]
        for m in form
        for g, _ in m
        if any(p < 0 and algebra.sum_of(algebra.generators[h][0]) is not None for h, p in algebra.generators[g][1])
    }
    changed = False
    for base in sorted(odd):
        seen: list[tuple[Form, Monomial]] = []
        new: list[Form] = []
        for m, c in form.items():
            own = tuple((g, p) for g, p in m if algebra.generators[g][0] == base)
            rest: Form = {tuple(x for x in m if x not in own): c}
            exponent = algebra.plus(*(algebra.scaled({algebra.generators[g][1]: 1}, p) for g, p in own))
            for other, monomial in seen:
                gap = reduced(algebra.plus(exponent, algebra.scaled(other, -1)), context)
                difference = number_of(gap)
                if difference is None and is_zero(gap, context):
                    difference = 0
                if difference is not None:
                    changed = changed or own != monomial
                    rest = algebra.times(rest, algebra.atom(base, difference) if difference else ONE)
                    own = monomial
                    break
            else:
                seen.append((exponent, own))
            new.append(algebra.times(rest, {own: 1}))
        form = algebra.plus(*new)
    return form if changed else None
