"""The value of one integral, or one sum, derived: by a stored kernel of which the integrand is a multiple, or an antiderivative."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sympy import (
    Add,
    And,
    Expr,
    I,
    Integral,
    Mul,
    Ne,
    Piecewise,
    Pow,
    S,
    Sum,
    Symbol,
    Wild,
    apart,
    cos,
    exp,
    expand,
    expand_mul,
    expand_power_base,
    factor,
    factor_terms,
    gamma,
    gammasimp,
    hyper,
    integrate,
    limit,
    log,
    nan,
    oo,
    powsimp,
    simplify,
    sin,
    tan,
    together,
    zoo,
)
from sympy import beta as beta_function
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.two_quadratics import over_two_quadratics
from symbinfo.derivation.integrals.antiderivatives import of_polynomials_and_waves
from symbinfo.derivation.integrals.by_normaliser import with_step
from symbinfo.derivation.integrals.plain_totals import total_of_kernel
from symbinfo.derivation.simplify.gamma_values import without_beta
from symbinfo.derivation.simplify.tidying import simplest_of
from symbinfo.derivation.witness import CutRange, Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul

__all__ = ["added", "integral", "shortest_form"]

#: Beyond these sizes no antiderivative is looked for, and nothing is simplified.
LARGEST_DEGREE, LARGEST_BODY, LARGEST_SIMPLIFIED = 6, 60, 240


def integral(body: Expr, x: Variable, low: Expr, high: Expr, domain: Domain) -> Derivation | None:
    """The derivation of the integral of `body` over ``(low, high)``, or of its sum where x is an integer.

    Parameters
    ----------
    body : Expr
        Positive inside of the range.
    x : Variable
        What is integrated over.
    low, high : Expr
        The ends.
    domain : Domain
        Where everything else lives.

    Returns
    -------
    Derivation or None
        None where no stored kernel serves and no antiderivative is known.
    """
    kind = Sum if x.is_integer else Integral
    start = Derivation(left=kind(body, (x, low, high)), domain=domain)
    found = _by_antiderivative(start, body, x, domain) if kind is Integral else None
    if found is None and (by_kernel := total_of_kernel(start.left, domain)) is not None:
        return None if by_kernel.stands.has(hyper) else _shortened(by_kernel, domain.and_(by_kernel.requires))
    return found


# --- by an antiderivative --------------------------------------------------------------------------------------------


def _by_antiderivative(start: Derivation, body: Expr, x: Symbol, domain: Domain) -> Derivation | None:
    _, low, high = start.left.limits[0]
    if (low, high) == (-oo, oo) and (found := over_two_quadratics(body, x, domain)) is not None:
        return _over_the_line(start, *found, domain)
    found = _antiderivative(body, x)
    if found is None:
        return None
    needs: list[Boolean] = []
    found = found.replace(Piecewise, lambda *pairs: _generic(pairs, needs))
    domain = domain.and_(*needs)
    if found.has(Piecewise, nan):
        return None
    last, first = (_at_end(found, x, end, side, domain) for end, side in ((high, "-"), (low, "+")))
    if last is None or first is None:
        return None
    value = add(last, mul(S.NegativeOne, first))
    witness = Reasoning("antiderivative", cuts=(CutRange(start.left, (low, high), None, found, (1,)),))
    because = f"An antiderivative in {x} is {found}: take the difference of its values at the two ends."
    step = Step(Relation.EQ, value, "antiderivative", because, (), start.left, And(*needs), witness=witness)
    return _shortened(start.then(step), domain)


def _over_the_line(start: Derivation, found: Expr, value: Expr, domain: Domain) -> Derivation:
    witness = Reasoning("antiderivative", cuts=(CutRange(start.left, (-oo, oo), None, found, (1,)),))
    because = (
        "Partial fractions: an antiderivative is a sum of arc tangents and of logarithms whose difference is 0 far out."
    )
    step = Step(Relation.EQ, value, "antiderivative", because, start=start.left, witness=witness)
    return _shortened(start.then(step), domain)


def _generic(pairs: tuple[tuple[Expr, Boolean], ...], needs: list[Boolean]) -> Expr:
    """The first branch, where it holds unless two rates are equal, which is then needed."""
    value, condition = pairs[0]
    if not all(isinstance(part, Ne) for part in And.make_args(condition)):
        return nan
    needs.append(condition)
    return value


def _antiderivative(body: Expr, x: Symbol) -> Expr | None:
    """Of polynomials times exponentials and waves of affine functions, and of quotients of polynomials."""
    outside, inside = body.as_independent(x, as_Add=False)
    whole = expand_mul(inside)
    if whole.count_ops() > LARGEST_BODY:
        return None
    found = of_polynomials_and_waves(Add(*(powsimp(term) for term in Add.make_args(whole))), x)
    if found is None and inside.is_rational_function(x) and _has_only_affine_factors(inside, x):
        found = integrate(apart(inside, x), x)
    found = found or _affine_power(inside, x) or _power_of_logarithm(inside, x) or _exponential(inside, x)
    return None if found is None or found.has(Integral, I, nan, zoo, oo) else outside * found


def _has_only_affine_factors(inside: Expr, x: Symbol) -> bool:
    bases = [f.as_base_exp()[0] for f in Mul.make_args(inside.as_numer_denom()[1]) if f.has(x)]
    return all(not base.diff(x).has(x) for base in bases)


def _affine_power(inside: Expr, x: Symbol) -> Expr | None:
    """Of a power of one affine function, whose exponent is not -1."""
    if not isinstance(inside, Pow) or inside.exp.has(x):
        return None
    slope = inside.base.diff(x)
    above = inside.exp + 1
    if slope.has(x) or slope == 0 or not (above.is_nonzero or above.is_number):
        return None
    return log(inside.base) / slope if above == 0 else inside.base**above / (above * slope)


def _power_of_logarithm(inside: Expr, x: Symbol) -> Expr | None:
    """Of a power of log x over x."""
    rest = inside * x
    base, power = rest.as_base_exp()
    known = base == log(x) and power.is_number and power != -1
    return log(x) ** (power + 1) / (power + 1) if known else None


def _exponential(inside: Expr, x: Symbol) -> Expr | None:
    """Of an exponential times the slope of its argument, as in Frechet's law."""
    waves = [f for f in Mul.make_args(inside) if isinstance(f, exp) and f.has(x)]
    if len(waves) != 1:
        return None
    rest = powsimp(expand_power_base(inside / (waves[0] * waves[0].args[0].diff(x))))
    return None if rest.has(x) else rest * waves[0]


def _at_end(value: Expr, x: Symbol, end: Expr, side: str, domain: Domain) -> Expr | None:
    outside, inside = value.as_independent(x, as_Add=False)
    if isinstance(inside, exp) and (end in (0, oo)) and (reached := _power_at_end(inside.args[0], x, end)) is not None:
        return outside * exp(reached)
    if end.is_infinite:
        falling = exp(Wild("a") * x)
        terms = Add.make_args(expand_mul(inside))
        if not all(_falls(term, x, end, domain) for term in terms):
            found = limit(inside, x, end, side) if inside.is_rational_function(x) or not inside.has(exp) else None
            return None if found is None or found.has(oo, -oo, nan, zoo, falling) else outside * found
        return S.Zero
    found = value.xreplace({x: end})
    return None if found.has(oo, -oo, nan, zoo) else found


def _power_at_end(value: Expr, x: Symbol, end: Expr) -> Expr | None:
    """The limit of ``c*x**p`` at 0 or far out, where it is not +oo."""
    factor_before, power = expand_power_base(value).as_independent(x, as_Add=False)
    base, exponent = power.as_base_exp()
    if base != x or not (exponent.is_positive or exponent.is_negative):
        return None
    if bool(exponent.is_positive) == (end == 0):
        return S.Zero
    return -oo if factor_before.is_negative else None


def _falls(term: Expr, x: Symbol, end: Expr, domain: Domain) -> bool:
    """Whether a polynomial times an exponential goes to 0 at an infinite end."""
    waves = [f for f in Mul.make_args(powsimp(term)) if isinstance(f, exp) and f.has(x)]
    if len(waves) != 1:
        return False
    slope = waves[0].args[0].diff(x)
    return not slope.has(x) and domain.positive(-slope if end == oo else slope)


def added(parts: Sequence[Derivation], domain: Domain) -> Derivation:
    """The sum of several integrals, each derived as a lemma; a single one as it is."""
    if len(parts) == 1:
        return parts[0]
    start = Derivation(left=add(*(part.left for part in parts)), domain=domain)
    value = add(*(part.stands for part in parts))
    lemmas = tuple(dict.fromkeys(parts))
    return _shortened(start.then(Step(Relation.EQ, value, "insert", "Insert them.", lemmas, start.left)), domain)


# --- forms -----------------------------------------------------------------------------------------------------------


def _shortened(derivation: Derivation, domain: Domain) -> Derivation:
    plain = evaluated(derivation.stands)
    short = shortest_form(plain, domain)
    return with_step(derivation, short, "simplify", "Simplify.", witness=Reasoning("same")).closing(Status.CLOSED)


def shortest_form(expr: Expr, domain: Domain) -> Expr:
    """A density written short: powers joined, gamma functions cancelled, what is known to be positive as such."""
    signs: dict[Symbol, Expr] = {}
    back: dict[Symbol, Expr] = {}
    for symbol in sorted(expr.free_symbols, key=str):
        for way in (S.One, S.NegativeOne):
            if domain.positive(way * symbol) and symbol.is_extended_positive is not (way == 1):
                new = Symbol(symbol.name, positive=True)
                signs[symbol], back[new] = way * new, way * symbol
    inner = expr.xreplace(signs)
    if inner.has(gamma, beta_function):
        inner = gammasimp(without_beta(inner))
    ways = [inner, factor_terms(inner), powsimp(expand_power_base(inner))]
    if inner.count_ops() <= LARGEST_SIMPLIFIED:
        ways += list(_by_factors(inner))
    return simplest_of([expr, *(way.xreplace(back) for way in ways)])


def _by_factors(expr: Expr) -> Iterator[Expr]:
    """Over one denominator and taken into factors, exponents likewise; with what SymPy makes of functions that are no logarithms."""
    whole = _exponents_factored(powsimp(expand_power_base(expr)))
    yield powsimp(whole)
    joined = _exponents_factored(powsimp(factor(together(whole))))
    yield joined
    yield powsimp(joined, force=False)
    if expr.has(sin, cos, tan):
        yield simplify(joined)


def _exponents_factored(expr: Expr) -> Expr:
    return expr.replace(
        exp, lambda argument: exp(simplest_of([argument, factor(together(expand(argument, log=False)))]))
    )
