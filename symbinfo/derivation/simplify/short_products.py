"""Products written short: equal powers joined, signs of sums settled, exponentials in a denominator once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sympy import (
    Add,
    Basic,
    Expr,
    Function,
    Integral,
    Limit,
    Mul,
    Piecewise,
    Pow,
    S,
    Sum,
    beta,
    default_sort_key,
    exp,
    expand_mul,
    gamma,
    hyper,
    powsimp,
)

from symbinfo.derivation.simplify.gamma_values import without_beta
from symbinfo.derivation.simplify.lengths import cost, factored
from symbinfo.derivation.simplify.recurrences import by_one_gamma
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import Expectation

__all__ = ["as_powers", "from_powers", "joined_product", "ordinary", "shared_powers", "short_product"]

Powers = tuple[tuple[Expr, Expr], ...]


def ordinary(node: Basic) -> bool:
    """Whether an expression is a sum, a product, a power or a function of expressions."""
    if isinstance(node, (Expectation, Integral, Sum, Limit, Piecewise, hyper)):
        return False
    return isinstance(node, (Add, Mul, Pow, Function)) and all(isinstance(arg, Expr) for arg in node.args)


def as_powers(term: Expr) -> dict[Expr, Expr]:
    """A product as {base: exponent}; a sum stands up to its sign and content, which are a factor of their own."""
    powers: dict[Expr, Expr] = {}
    number: Expr = S.One
    for factor_ in Mul.make_args(term):
        base, exponent = factor_.as_base_exp()
        if base.is_Rational and exponent.is_Integer:
            number *= base**exponent
            continue
        if isinstance(base, Add) and exponent.is_Integer:
            content, primitive = base.primitive()
            if primitive.could_extract_minus_sign():
                content, primitive = -content, -primitive
            number *= content**exponent
            base = primitive
        powers[base] = powers.get(base, S.Zero) + exponent
    if number in powers:  # 2 * 2**k
        powers[number], number = powers[number] + 1, S.One
    kept = {base: exponent for base, exponent in powers.items() if exponent != 0}
    return kept if number == 1 else {number: S.One} | kept


def from_powers(powers: Mapping[Expr, Expr]) -> Expr:
    """The product of powers; a minus sign stands in a sum where that is shorter."""
    number = Mul(*(b**e for b, e in powers.items() if b.is_Rational and e == 1))
    others = [(b, e) for b, e in powers.items() if not (b.is_Rational and e == 1)]
    forms = [Mul(number, *(Pow(b, e) for b, e in others))]
    if number.is_negative:
        for i, (base, e) in enumerate(others):
            if isinstance(base, Add) and e.is_Integer and e.is_odd:
                forms.append(Mul(-number, *(Pow(-b if i == j else b, e) for j, (b, e) in enumerate(others))))
    return min(forms, key=cost)


def shared_powers(one: Mapping[Expr, Expr], other: Mapping[Expr, Expr]) -> Powers:
    """What two products share: the smaller of two powers of one sign; numbers are not looked at."""
    shared = []
    for base in sorted(one.keys() & other.keys(), key=default_sort_key):
        a, b = one[base], other[base]
        if base.is_Rational and a == b == 1:
            continue
        if a == b:
            shared.append((base, a))
        elif a.is_Rational and b.is_Rational and a * b > 0:
            shared.append((base, min(a, b, key=abs)))
    return tuple(shared)


def short_product(product: Expr, domain: Domain) -> Expr:
    """The shortest of a few forms of a product or a power.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, k, u = symbols("a b k u", positive=True)
    >>> short_product(a**k/b**k, Domain())
    (a/b)**k
    >>> short_product(exp(-u)/(1 - exp(-u)), Domain())
    1/(exp(u) - 1)
    >>> short_product(1/(a**3 + a**2*b), Domain())
    1/(a**2*(a + b))
    """
    return _shortest_way(
        product, domain, (_neighbours_divided, _one_power, _sums_factored, _all_factored, _exponentials_multiplied)
    )


def joined_product(product: Expr, domain: Domain) -> Expr:
    """The same without a look at factors of sums."""
    return _shortest_way(product, domain, (_one_power, _exponentials_multiplied))


def _shortest_way(product: Expr, domain: Domain, ways: tuple[Callable[[Expr, Domain], Expr], ...]) -> Expr:
    best = product
    for way in ways:
        found = way(best, domain)
        best = min((best, found, from_powers(as_powers(found))), key=cost)
    return best


def _one_power(product: Expr, domain: Domain) -> Expr:
    """Positive bases with one exponent under one power: ``a**k/b**k`` is ``(a/b)**k``, ``a/sqrt(a/b)`` is ``sqrt(a*b)``."""
    if all(f.as_base_exp()[1].is_Integer for f in Mul.make_args(product)):
        return product
    number, powers = _positive_powers(powsimp(product, combine="exp"), domain)
    grouped: dict[Expr, list[Expr]] = {}
    rest = [number]
    for base, exponent in powers.items():
        if exponent.is_Integer or base is S.Exp1 or base.has(gamma) or not domain.positive(base):
            rest.append(base**exponent)
            continue
        key = next((e for e in grouped if e == exponent or expand_mul(e + exponent) == 0), exponent)
        grouped.setdefault(key, []).append(base if key == exponent else 1 / base)
    whole = Mul(*rest, *(min(_powers(Mul(*bases), e), key=cost) for e, bases in grouped.items()))
    return powsimp(whole, combine="exp")


def _positive_powers(product: Expr, domain: Domain) -> tuple[Expr, dict[Expr, Expr]]:
    """A sign and {base: exponent}, products of positive bases taken apart and a negative sum turned."""
    number: Expr = S.One
    powers: dict[Expr, Expr] = {}
    for factor_ in Mul.make_args(product):
        whole, exponent = factor_.as_base_exp()
        parts = [whole]
        if not exponent.is_Integer and isinstance(whole, (Mul, Pow)):
            parts = _positive_factors(whole, domain) or parts
        for part in parts:
            base, inner = part.as_base_exp()
            outer = inner * exponent
            if outer.is_Integer and isinstance(base, Add) and not domain.positive(base) and domain.positive(-base):
                number, base = number * S.NegativeOne**outer, -base
            powers[base] = powers.get(base, S.Zero) + outer
    return number, powers


def _positive_factors(whole: Expr, domain: Domain) -> list[Expr]:
    """The factors of a positive product, two negative ones turned; none where a sign is not known."""
    turned: list[Expr] = []
    negative = 0
    for factor_ in Mul.make_args(whole):
        minus = not domain.positive(factor_)
        negative += minus
        turned.append(from_powers(as_powers(-factor_)) if minus else factor_)
    return turned if negative % 2 == 0 and all(map(domain.positive, turned)) else []


def _neighbours_divided(product: Expr, domain: Domain) -> Expr:
    """Quotients of gamma and beta functions at places a whole number apart: B(a, b + 1)/B(a, b) is b/(a + b)."""
    return by_one_gamma(without_beta(product)) if product.has(gamma, beta) else product


def _powers(base: Expr, exponent: Expr) -> tuple[Expr, ...]:
    return Pow(base, exponent), Pow(1 / base, -exponent)


def _sums_factored(product: Expr, domain: Domain) -> Expr:
    """Sums in a product as products."""
    factors = (factor_.as_base_exp() for factor_ in Mul.make_args(product))
    return Mul(*((factored(b) if isinstance(b, Add) and e.is_Integer else b) ** e for b, e in factors))


def _all_factored(product: Expr, domain: Domain) -> Expr:
    return factored(product) if product.has(Add) else product


def _exponentials_multiplied(product: Expr, domain: Domain) -> Expr:
    """``exp(-u)/(1 - exp(-u))`` as ``1/(exp(u) - 1)``: an exponential goes into a sum of them."""
    factors = Mul.make_args(product)
    outside = [f for f in factors if isinstance(f, exp)]
    sums = [f for f in factors if isinstance(f.as_base_exp()[0], Add) and f.as_base_exp()[1].is_Integer and f.has(exp)]
    best = product
    for alone in outside:
        for one in sums:
            base, n = one.as_base_exp()
            inside = Add(*(Mul(t, exp(alone.args[0] / n)) for t in Add.make_args(base)))
            new = Mul(*(f for f in factors if f not in (alone, one)), Pow(inside, n))
            best = min((best, new), key=cost)
    return best
