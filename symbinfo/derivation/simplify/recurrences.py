"""Values of gamma, polygamma and Bessel functions at places a whole number apart, one by the other."""

from __future__ import annotations

from itertools import product

from sympy import Add, Expr, Mul, Pow, S, besseli, expand, factorial, gamma, log, polygamma, together

__all__ = ["by_half_steps", "by_one_gamma", "by_one_polygamma", "by_two_bessels"]

#: Farther apart the recurrence is longer than the two values.
FARTHEST = 6


def by_one_gamma(expr: Expr) -> Expr:
    """``gamma(u + 2)/gamma(u)`` as ``u*(u + 1)`` in every product (DLMF 5.5.1).

    Examples
    --------
    >>> from sympy import Rational, Symbol
    >>> v = Symbol("v", positive=True)
    >>> by_one_gamma(gamma(v/2 + Rational(1, 2))/gamma(v/2 + Rational(3, 2)))
    2/(v + 1)
    """
    return expr.replace(lambda node: isinstance(node, Mul) and node.has(gamma), _shortened)


def _shortened(node: Expr) -> Expr:
    powers = {
        f.base.args[0]: f.exp for f in map(_as_power, node.args) if isinstance(f.base, gamma) and f.exp.is_Integer
    }
    other = Mul(
        *(f for f in node.args if not isinstance(f.as_base_exp()[0], gamma) or not f.as_base_exp()[1].is_Integer)
    )
    factors: list[Expr] = []
    for above, below in product(list(powers), list(powers)):
        times = min(powers[above], -powers[below])
        gap = (above - below).expand()
        if times <= 0 or not gap.is_Integer or not 0 < abs(gap) <= FARTHEST:
            continue
        first = below if gap > 0 else above
        factors += [together(first + i) ** (times if gap > 0 else -times) for i in range(abs(int(gap)))]
        powers[above], powers[below] = powers[above] - times, powers[below] + times
    return Mul(other, *factors, *(gamma(u) ** n for u, n in powers.items()))


def _as_power(factor: Expr) -> Pow:
    return Pow(*factor.as_base_exp(), evaluate=False)


def by_one_polygamma(expr: Expr) -> Expr:
    """Of polygamma functions a whole number apart each by that at the least place (DLMF 5.5.2, 5.15.5).

    Examples
    --------
    >>> from sympy import Symbol
    >>> v = Symbol("v", positive=True)
    >>> by_one_polygamma(polygamma(0, v + 2) - polygamma(0, v))
    1/(v + 1) + 1/v
    """
    known: list[Expr] = []
    table: dict[Expr, Expr] = {}
    for node in sorted(expr.atoms(polygamma), key=lambda f: (len(f.args[1].free_symbols), f.args[1].as_coeff_Add()[0])):
        n, z = node.args
        least = next((f for f in known if f.args[0] == n and _near(z - f.args[1])), None)
        if least is None or not n.is_Integer:
            known.append(node)
            continue
        steps = int((z - least.args[1]).expand())
        sign = S.NegativeOne**n * factorial(n)
        table[node] = least + Add(*(sign / together(least.args[1] + i) ** (n + 1) for i in range(steps)))
    return expr.xreplace(table)


def by_half_steps(expr: Expr) -> Expr:
    """``polygamma(0, 2*z)`` by those at z and z + 1/2, where that at z stands, too (DLMF 5.5.8).

    Examples
    --------
    >>> from sympy import Symbol, log
    >>> v = Symbol("v", positive=True)
    >>> by_half_steps(polygamma(0, 2*v) - polygamma(0, v) - log(2))
    -polygamma(0, v)/2 + polygamma(0, v + 1/2)/2
    """
    known = {f.args[1] for f in expr.atoms(polygamma) if f.args[0] == 0}

    def halved(z: Expr) -> Expr:
        half = (z / 2).expand()
        return log(2) + (polygamma(0, half) + polygamma(0, half + S.Half)) / 2

    table = {polygamma(0, z): halved(z) for z in known if {(z / 2).expand(), (z / 2).expand() + S.Half} & known}
    return expr.xreplace(table).expand() if table else expr


def by_two_bessels(expr: Expr) -> Expr:
    """Functions I beside one that is divided by, by that and the next: below 1/2, above otherwise (DLMF 10.29.1).

    Examples
    --------
    >>> from sympy import Symbol
    >>> v, z = Symbol("v", positive=True), Symbol("z", positive=True)
    >>> by_two_bessels((besseli(v + 1, z) + besseli(v - 1, z) - 2*v*besseli(v, z)/z)/besseli(v, z))
    2*besseli(v + 1, z)/besseli(v, z)
    """
    below = {f.base for f in expr.atoms(Pow) if isinstance(f.base, besseli) and f.exp.is_negative}
    for node in sorted(below, key=str):
        v, z = node.args
        near = {f: (f.args[0] - v).expand() for f in expr.atoms(besseli) if f.args[1] == z}
        steps = {f: int(gap) for f, gap in near.items() if gap.is_Integer and abs(gap) <= FARTHEST}
        if len(steps) < 3:
            continue
        side = -1 if v == S.Half else 1
        known = {0: node, side: besseli((v + side).expand(), z)}
        for k in range(1, FARTHEST + 1):
            if k not in known:
                known[k] = known[k - 2] - 2 * (v + k - 1) / z * known[k - 1]
        for k in range(0, -FARTHEST, -1):
            if k - 1 not in known:
                known[k - 1] = known[k + 1] + 2 * (v + k) / z * known[k]
        return expand(expr.xreplace({f: known[k] for f, k in steps.items()}))
    return expr


def _near(gap: Expr) -> bool:
    gap = gap.expand()
    return bool(gap.is_Integer and 0 < gap <= FARTHEST)
