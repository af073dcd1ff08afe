"""Expectations by an antiderivative: polynomials times exponentials, cosines or a logarithm over a bounded range."""

from __future__ import annotations

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Integral,
    Max,
    Min,
    Mul,
    Pow,
    S,
    Symbol,
    atan,
    cos,
    default_sort_key,
    dirichlet_eta,
    exp,
    expand,
    expand_mul,
    integrate,
    log,
    oo,
    polylog,
    sin,
    zeta,
)

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.coordinate_forms import expanded_round_logs, plain
from symbinfo.derivation.integrals.logarithms_by_parts import antiderivative_with_logarithm
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Coordinate, CutRange, Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["antiderivative_of", "by_antiderivative", "of_polynomials_and_waves", "shortest", "value_at"]

LARGEST_DEGREE, LARGEST_BODY = 6, 60


def by_antiderivative(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] as the difference of an antiderivative of p f at the two ends; None where none is looked for.

    Parameters
    ----------
    node : Expectation
        Its density times its body is a sum of polynomials times exponentials, sines and cosines of affine functions, or
        times the logarithm of a quadratic or of ``1 + exp``; the body may also be a distance ``|x - m|``.
    domain : Domain
        Where the parameters live.
    """
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or law.lower.is_infinite:
        return None
    if law.upper.is_infinite and not (node.body.has(log) and law.density.has(exp)):
        return None
    distance = (
        law.upper.is_finite and isinstance(node.body, Abs) and node.body.args[0].diff(x) in (S.One, S.NegativeOne)
    )
    inner = node.body.args[0] * node.body.args[0].diff(x) if distance else node.body
    found = antiderivative_of(law.density, inner, x, law.inside(domain))
    if found is None or (law.upper.is_infinite and not _settles(found, x, domain)):
        return None
    if not _is_defined_at_ends(found, x, (law.lower, law.upper), domain):
        return None
    low, high = (value_at(found, x, end) for end in (law.lower, law.upper))
    points: tuple[Expr, ...] = (law.lower, law.upper)
    signs: tuple[int, ...] = (1,)
    if distance:
        place = Max(law.lower, Min(expand(x - inner), law.upper))
        points, signs = (law.lower, place, law.upper), (-1, 1)
        middle = value_at(found, x, place)
        value, words = add(high, low, mul(S(-2), middle)), f"Split the range at {expand(x - inner)}; "
    else:
        value, words = add(high, mul(S.NegativeOne, low)), ""
    written = Integral(mul(law.density, node.body), (x, law.lower, law.upper))
    derivation = Derivation(left=node, domain=domain)
    because = f"{words}take the differences of an antiderivative of the integrand."
    steps: list[tuple[Expr, str, str, Reasoning | None]] = [
        (written, "definition-of-expectation", "The definition of the expectation.", None)
    ]
    cut = CutRange(written, points, None, found, signs)
    moved = _in_falling_exponential(written, found, domain) if law.upper.is_infinite else None
    if moved is not None:
        new, coordinate, cut = moved
        said = f"Substitute {coordinate.variable} for the falling exponential: {x} = {coordinate.branches[0]}."
        witness = Reasoning("split", cuts=(CutRange(written, (), coordinate),))
        steps.append((new, "change-of-variable", said, witness))
    witness = Reasoning("antiderivative", cuts=(cut,))
    steps.append((value, "antiderivative", because[0].upper() + because[1:], witness))
    steps.append((shortest(evaluated(value), domain), "simplify", "Simplify.", None))
    for expr, rule, because, reasoning in steps:
        if expr != derivation.stands:
            step = Step(Relation.EQ, expr, rule, because, start=derivation.stands, witness=reasoning)
            derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)


def _in_falling_exponential(
    written: Integral, found: Expr, domain: Domain
) -> tuple[Integral, Coordinate, CutRange] | None:
    """The integral over a half-line in w = exp(-c x), over a bounded range, where all exponentials are whole powers of w."""
    x, low, _ = written.limits[0]
    slopes = {node.args[0].diff(x) for node in found.atoms(exp) if node.has(x)}
    slope = next((s for s in slopes if all((other / s).is_Integer for other in slopes)), None)
    if slope is None:
        return None
    w = Variable(free_name("wvu", written.free_symbols), positive=True)

    def changed(expr: Expr) -> Expr:
        apart = expr.replace(
            exp, lambda u: exp(u.xreplace({x: S.Zero})) * w ** (u.diff(x) / slope) if u.has(x) else exp(u)
        )
        return apart.xreplace({x: log(w) / slope})

    end = exp(slope * low)
    new = Integral(mul(changed(evaluated(written.function)), -1 / (slope * w)), (w, S.Zero, end))
    coordinate = Coordinate(w, S.Zero, end, (log(w) / slope,))
    return new, coordinate, CutRange(new, (S.Zero, end), None, -changed(found), (1,))


def value_at(found: Expr, x: Symbol, end: Expr) -> Expr:
    """The value at an end; of the polylogarithm at -1 by the zeta function (DLMF 25.2.3)."""
    if end is oo:
        return found.replace(exp, lambda u: S.Zero if u.has(x) else exp(u))
    return found.xreplace({x: end}).replace(dirichlet_eta, lambda s: (1 - 2 ** (1 - s)) * zeta(s))


def _is_defined_at_ends(found: Expr, x: Symbol, ends: tuple[Expr, Expr], domain: Domain) -> bool:
    """Whether the affine logarithms in an antiderivative have values at the finite ends: elsewhere another integral serves."""
    inner = {node.args[0] for node in found.atoms(log) if node.has(x) and not node.args[0].diff(x).has(x)}
    places = (part.xreplace({x: end}) for part in inner for end in ends if end.is_finite is not False)
    return all(domain.positive(expand(place).factor()) for place in places)


def _split(argument: Expr, inside: Domain) -> Expr:
    """The logarithm of a product by those of its factors; of another function by those of exponentials."""
    apart = log_of(argument, inside)
    return apart if apart != log(argument) else log_of(plain(argument), inside)


def _settles(found: Expr, x: Symbol, domain: Domain) -> bool:
    """Whether an antiderivative holds the variable in falling exponentials only, so that at +oo they are 0 in it."""
    waves = [node for node in found.atoms(exp) if node.has(x)]
    falling = all(not (slope := node.args[0].diff(x)).has(x) and domain.positive(-slope) for node in waves)
    return falling and not found.xreplace({node: Dummy() for node in waves}).has(x)


def shortest(value: Expr, domain: Domain) -> Expr:
    """The difference of the two values, terms apart; what stands under a function is left as it is written."""
    forms = [expand(value)] if not value.has(polylog, atan) else []
    forms.append(expand(value, deep=False, log=False, power_exp=False))
    return simplest_of([*(tidy(form, domain) for form in forms), *forms])


def antiderivative_of(density: Expr, body: Expr, x: Symbol, inside: Domain) -> Expr | None:
    """An antiderivative of density times body, term by term, or None where none is looked for."""
    logs = sorted((node for node in body.atoms(log) if node.has(x)), key=default_sort_key)
    if not logs:
        return of_polynomials_and_waves(density * body, x)
    split = body.xreplace({node: _split(node.args[0], inside) for node in logs})
    found: list[Expr] = []
    for term in Add.make_args(expanded_round_logs(density * split, x)):
        factors = [f for f in Mul.make_args(term) if isinstance(f, log) and f.has(x)]
        weight = term / Mul(*factors)
        part = None
        if not factors:
            part = of_polynomials_and_waves(term, x)
        elif len(factors) == 1 and not weight.has(log):
            part = antiderivative_with_logarithm(weight, factors[0].args[0], x, inside)
        if part is None:
            return None
        found.append(part)
    return Add(*found)


def of_polynomials_and_waves(integrand: Expr, x: Symbol) -> Expr | None:
    """An antiderivative of a sum of polynomials times exponentials and cosines of affine functions, or None of others."""
    whole = expand_mul(integrand)
    if whole.count_ops() > LARGEST_BODY or not all(_known(term, x) for term in Add.make_args(whole)):
        return None
    found = integrate(whole, x)
    return None if found.has(Integral) else found


def _known(term: Expr, x: Symbol) -> bool:
    """Whether a term is a power of a polynomial times an exponential and a cosine of affine functions."""
    moving = [f for f in Mul.make_args(term) if f.has(x)]
    waves = [f for f in moving if isinstance(f, (exp, cos, sin))]
    rest = [f for f in moving if f not in waves]
    affine = all(f.args[0].is_polynomial(x) and not f.args[0].diff(x).has(x) for f in waves)
    small = all(not isinstance(f, Pow) or (f.args[1].is_Integer and 0 < f.args[1] <= LARGEST_DEGREE) for f in rest)
    return len(waves) == len({f.func for f in waves}) and affine and small and all(f.is_polynomial(x) for f in rest)
