"""How a density and what is averaged grow towards an end of the range: expectations that are infinite or undefined.

Towards an end, brought to +oo, every term is compared with exp(e x) x^a (log x)^b (log log x)^c. Only comparisons that
the domain decides are used; anything else is left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    Pow,
    S,
    exp,
    expand,
    expand_power_base,
    factorial,
    gamma,
    log,
    loggamma,
    oo,
)

from symbinfo.derivation.integrals.coordinate_forms import plain
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

__all__ = ["divergent_ends", "signs_at_ends"]

Order = tuple[Expr, Expr, Expr, Expr]

ONE: Order = (S.Zero, S.Zero, S.Zero, S.Zero)
LINEAR: Order = (S.Zero, S.One, S.Zero, S.Zero)
LOG: Order = (S.Zero, S.Zero, S.One, S.Zero)
LOG_LOG: Order = (S.Zero, S.Zero, S.Zero, S.One)
LARGEST_BODY = 400


class _Unknown(Exception):
    """A growth that cannot be told."""


@dataclass(frozen=True)
class _Growth:
    """``factor * exp(e x) x**a log(x)**b log(log(x))**c``, for x towards +oo."""

    factor: Expr
    order: Order

    def times(self, other: _Growth) -> _Growth:
        return _Growth(self.factor * other.factor, _added(self.order, other.order))


def _added(left: Order, right: Order) -> Order:
    e, a, b, c = (expand(u + v) for u, v in zip(left, right, strict=True))
    return e, a, b, c


def divergent_ends(body: Expr, law: ContinuousLaw | DiscreteLaw, domain: Domain) -> dict[Expr, Expr] | None:
    """The ends at which the integral (or sum) of p f diverges, each with the sign of infinity there.

    Parameters
    ----------
    body : Expr
        f(x), in the law's variable.
    law : ContinuousLaw or DiscreteLaw
        The law.
    domain : Domain
        Where the parameters live.

    Returns
    -------
    dict or None
        End -> +1 or -1; None when the behaviour at some end is not known.
    """
    known = dict(signs_at_ends(body, law, domain))
    if None in known.values():
        return None
    return {end: sign for end, sign in known.items() if sign is not None and sign != 0}


def signs_at_ends(body: Expr, law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Iterator[tuple[Expr, Expr | None]]:
    """Each end at which the integral may diverge, with the sign with which it does, 0 where not, None where unknown."""
    for end in (law.lower, law.upper):
        if isinstance(law, DiscreteLaw) and end not in (oo, -oo):
            continue
        try:
            yield end, _Towards(law, end, domain).sign(body) if body.count_ops() <= LARGEST_BODY else None
        except _Unknown:
            yield end, None


class _Towards:
    """One end of the range of a law, seen as +oo."""

    def __init__(self, law: ContinuousLaw | DiscreteLaw, end: Expr, domain: Domain) -> None:
        self.domain, self.law, self.end = domain, law, end
        self.x = Dummy("x", positive=True)
        if end in (oo, -oo):
            self.back = self.x if end == oo else -self.x
            self.jacobian = S.Zero
        else:
            self.back = end + 1 / self.x if end == law.lower else end - 1 / self.x
            self.jacobian = S(-2)

    def sign(self, body: Expr) -> Expr:
        """The sign with which the integral of p f diverges at the end; 0 where it converges."""
        f = self._lead(self._seen(body))
        density = self._seen(self.law.density)
        terms = self._log_terms(density)
        e, a, b, c = f.order
        terms += [_Growth(e, LINEAR), _Growth(a + self.jacobian, LOG), _Growth(b, LOG_LOG)]
        top = self._top(terms)
        if c != 0:
            raise _Unknown
        if top is None or self._vanishes(top.order):
            return self._sign_of(f.factor)
        if top.order == LOG:
            past = expand(top.factor + 1)
            if past == 0:
                second = self._top([t for t in self._collected(terms) if t.order != LOG])
                rest = second.factor if second is not None and second.order == LOG_LOG else S.Zero
                diverges = self._nonnegative(rest + 1)
            else:
                diverges = self._nonnegative(past)
        elif top.order == LOG_LOG:
            diverges = True
        else:
            diverges = self._nonnegative(top.factor)
        return self._sign_of(f.factor) if diverges else S.Zero

    # --- the expression at the end -----------------------------------------------------------------------------------

    def _seen(self, expr: Expr) -> Expr:
        return expr.xreplace({self.law.variable: self.back})

    def _log_terms(self, expr: Expr) -> list[_Growth]:
        """log(expr) as growths; bounded terms are left out."""
        inside = self.domain
        opened = log_of(expand_power_base(expr), inside)
        found = []
        for term in Add.make_args(expand(opened, log=False, power_exp=False)):
            found.extend(self._log_growth(term))
        return found

    def _log_growth(self, term: Expr) -> list[_Growth]:
        coefficient, moving = term.as_independent(self.x, as_Add=False)
        if not moving.has(self.x):
            return []
        if isinstance(moving, log):
            return [_Growth(coefficient * g.factor, g.order) for g in self._log_of(self._lead(plain(moving.args[0])))]
        lead = self._lead(moving)
        return [_Growth(coefficient * lead.factor, lead.order)]

    def _log_of(self, lead: _Growth) -> list[_Growth]:
        e, a, b, c = lead.order
        if c != 0:
            raise _Unknown
        return [g for g in (_Growth(e, LINEAR), _Growth(a, LOG), _Growth(b, LOG_LOG)) if g.factor != 0]

    def _lead(self, expr: Expr) -> _Growth:
        """The leading term."""
        x = self.x
        if not expr.has(x):
            return _Growth(expr, ONE)
        if expr == x:
            return _Growth(S.One, LINEAR)
        if isinstance(expr, Add):
            top = self._top([self._lead(t) for t in Add.make_args(expand(expr, log=False, power_exp=False))])
            if top is None:
                raise _Unknown
            return top
        if isinstance(expr, Mul):
            whole = _Growth(S.One, ONE)
            for factor in expr.args:
                whole = whole.times(self._lead(factor))
            return whole
        if isinstance(expr, exp):
            return self._lead_of_exponential(expr.args[0])
        if isinstance(expr, Pow) and not expr.args[1].has(x):
            return self._lead_of_power(self._lead(expr.args[0]), expr.args[1])
        if isinstance(expr, Abs):
            inner = self._lead(expr.args[0])
            return _Growth(inner.factor * self._sign_of(inner.factor), inner.order)
        if isinstance(expr, log):
            return self._lead_of_log(self._lead(plain(expr.args[0])))
        if isinstance(expr, loggamma) and self._lead(expr.args[0]).order == LINEAR:
            return _Growth(self._lead(expr.args[0]).factor, _added(LINEAR, LOG))
        if isinstance(expr, (factorial, gamma)):
            raise _Unknown
        raise _Unknown

    def _lead_of_power(self, base: _Growth, n: Expr) -> _Growth:
        if not (n.is_Integer or self.domain.positive(base.factor)):
            raise _Unknown
        e, a, b, c = (expand(n * u) for u in base.order)
        return _Growth(base.factor**n, (e, a, b, c))

    def _lead_of_exponential(self, argument: Expr) -> _Growth:
        whole = _Growth(S.One, ONE)
        for term in Add.make_args(expand(argument, log=False)):
            lead = self._lead(term)
            if lead.order == LINEAR:
                whole = whole.times(_Growth(S.One, (lead.factor, S.Zero, S.Zero, S.Zero)))
            elif lead.order == LOG:
                whole = whole.times(_Growth(S.One, (S.Zero, lead.factor, S.Zero, S.Zero)))
            elif lead.order == ONE:
                whole = whole.times(_Growth(exp(lead.factor), ONE))
            elif not self._vanishes(lead.order):
                raise _Unknown
        return whole

    def _lead_of_log(self, inner: _Growth) -> _Growth:
        parts = self._log_of(inner)
        if parts:
            return parts[0]
        value = log(inner.factor)
        if inner.factor == 1 or value == 0:
            raise _Unknown
        return _Growth(value, ONE)

    # --- comparing ---------------------------------------------------------------------------------------------------

    def _collected(self, terms: list[_Growth]) -> list[_Growth]:
        sums: dict[Order, Expr] = {}
        for term in terms:
            sums[term.order] = sums.get(term.order, S.Zero) + term.factor
        return [_Growth(f, order) for order, f in sums.items() if expand(f) != 0]

    def _top(self, terms: list[_Growth]) -> _Growth | None:
        """The fastest of the terms; None where nothing is left that grows or stays."""
        best: _Growth | None = None
        for term in self._collected(terms):
            if best is None or self._faster(term.order, best.order):
                best = term
        return best

    def _faster(self, left: Order, right: Order) -> bool:
        for u, v in zip(left, right, strict=True):
            difference = expand(u - v)
            if difference == 0:
                continue
            if self.domain.positive(difference):
                return True
            if self.domain.positive(-difference):
                return False
            raise _Unknown
        return False

    def _vanishes(self, order: Order) -> bool:
        return self._faster(ONE, order)

    def _nonnegative(self, value: Expr) -> bool:
        """Whether a number is at least 0; what is not known is an error."""
        if self.domain.nonnegative(value):
            return True
        if self.domain.positive(-value):
            return False
        raise _Unknown

    def _sign_of(self, value: Expr) -> Expr:
        if self.domain.positive(value):
            return S.One
        if self.domain.positive(-value):
            return S.NegativeOne
        raise _Unknown
