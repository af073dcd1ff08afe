"""Claims made from the engine's own results: near misses, each with one defect, and true ones in unfamiliar shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

from sympy import (
    Abs,
    Add,
    Expr,
    Max,
    Min,
    Rational,
    Symbol,
    beta,
    digamma,
    exp,
    expand,
    expand_log,
    factor,
    factorial,
    floor,
    gamma,
    harmonic,
    log,
    logcombine,
    loggamma,
    pi,
    polygamma,
    sin,
    together,
)

# Closed forms from every corner of the engine.
MEASURES = (
    "H(Normal(m, s))",
    "H(Exponential(r))",
    "H(Gamma(k, t))",
    "H(Beta(a, b))",
    "H(Laplace(m, b))",
    "H(LogNormal(m, s))",
    "H(Weibull(a, b))",
    "H(Pareto(x, a))",
    "H(Rayleigh(s))",
    "H(Gumbel(b, m))",
    "H(Logistic(m, s))",
    "H(Cauchy(m, g))",
    "H(StudentT(n))",
    "H(ChiSquared(k))",
    "H(GammaInverse(a, b))",
    "H(Maxwell(a))",
    "H(Kumaraswamy(a, b))",
    "H(Uniform(a, b))",
    "H(Bernoulli(p))",
    "H(Geometric(p))",
    "KL(Normal(m1, s1) || Normal(m2, s2))",
    "KL(Exponential(r1) || Exponential(r2))",
    "KL(Gamma(k1, t1) || Gamma(k2, t2))",
    "KL(Beta(a1, b1) || Beta(a2, b2))",
    "KL(Laplace(m1, b1) || Laplace(m2, b2))",
    "KL(LogNormal(m1, s1) || LogNormal(m2, s2))",
    "KL(Weibull(a1, b1) || Weibull(a2, b2))",
    "KL(Rayleigh(s1) || Rayleigh(s2))",
    "KL(Gumbel(b1, m1) || Gumbel(b2, m2))",
    "KL(Cauchy(m1, g1) || Cauchy(m2, g2))",
    "KL(Poisson(r1) || Poisson(r2))",
    "KL(Geometric(p1) || Geometric(p2))",
    "KL(Bernoulli(p1) || Bernoulli(p2))",
    "KL(Binomial(n, p1) || Binomial(n, p2))",
    "KL(NegativeBinomial(r, p1) || NegativeBinomial(r, p2))",
    "KL(ChiSquared(k1) || ChiSquared(k2))",
    "KL(Exponential(r) || Gamma(k, t))",
    "KL(Laplace(m1, b) || Normal(m2, s))",
    "KL(Normal(m1, s) || Laplace(m2, b))",
    "KL(Exponential(r) || Normal(m, s))",
    "H(Normal(m1, s1), Normal(m2, s2))",
    "H(Bernoulli(p1), Bernoulli(p2))",
    "Renyi(Normal(m, s); 3)",
    "Renyi(Exponential(r); 1/2)",
    "Renyi(Poisson(r1) || Poisson(r2); 2)",
    "Hellinger(Exponential(r1) || Exponential(r2))",
    "Chi2(Poisson(r1) || Poisson(r2))",
    "JS(Bernoulli(p1) || Bernoulli(p2))",
    "FisherInformation(Gamma(k, t); k)",
)

Edit = Callable[[Expr], Iterator[Expr]]


def symbols_of(form: Expr) -> list[Symbol]:
    return sorted(form.free_symbols, key=lambda s: str(s.name))


def _terms(form: Expr) -> list[Expr]:
    return sorted(Add.make_args(expand(form, log=False, power_base=False, power_exp=False)), key=str)


def off_by_little(form: Expr) -> Iterator[Expr]:
    yield form + Rational(1, 10**12)


def coefficient_off(form: Expr) -> Iterator[Expr]:
    term = max(_terms(form), key=lambda t: (len(t.free_symbols), str(t)))
    yield form + term * Rational(1, 10**10)


def sign_of_a_term(form: Expr) -> Iterator[Expr]:
    yield form - 2 * _terms(form)[-1]


def half_of_a_term(form: Expr) -> Iterator[Expr]:
    yield form - _terms(form)[0] / 2


def dropped_term(form: Expr) -> Iterator[Expr]:
    if len(_terms(form)) > 1:
        yield form - _terms(form)[len(_terms(form)) // 2]


def right_only_at_one(form: Expr) -> Iterator[Expr]:
    positive = [s for s in symbols_of(form) if s.is_positive]
    if positive:
        yield form + log(positive[0]) ** 2 / 50


def right_only_at_equal(form: Expr) -> Iterator[Expr]:
    pairs = [(a, b) for a, b in combinations(symbols_of(form), 2) if a.name[0] == b.name[0]]
    if pairs:
        yield form + (pairs[0][0] - pairs[0][1]) ** 2 / 100


def right_only_for_integers(form: Expr) -> Iterator[Expr]:
    real = [s for s in symbols_of(form) if not s.is_integer and s.name[0] not in "p"]
    if real:
        yield form + sin(pi * real[-1]) ** 2 / 10
        yield form + (real[0] - floor(real[0])) / 7


def right_only_at_zero(form: Expr) -> Iterator[Expr]:
    real = [s for s in symbols_of(form) if not s.is_positive]
    if real:
        yield form + real[0] ** 2 / 30


def right_on_one_side(form: Expr) -> Iterator[Expr]:
    pairs = [(a, b) for a, b in combinations(symbols_of(form), 2) if a.name[0] == b.name[0]]
    if pairs:
        a, b = pairs[0]
        yield form + (Abs(a - b) - (a - b)) / 20
    for node in sorted(form.atoms(Abs), key=str)[:1]:
        new = form.xreplace({node: node.args[0]})
        if differs(form, new):  # some are even in what stands there
            yield new


def wrong_branch(form: Expr) -> Iterator[Expr]:
    sizes = [s for s in symbols_of(form) if s.is_positive and not s.is_integer and s.name[0] != "p"]
    for s in sizes[:1]:
        yield form.xreplace({s: Max(s, Rational(1, 16))})
        yield form.xreplace({s: Min(s, 30)})


def exchanged(form: Expr) -> Iterator[Expr]:
    names = symbols_of(form)
    first = [s for s in names if s.name.endswith("1")]
    second = [s for s in names if s.name.endswith("2")]
    if first and len(first) == len(second):
        new = form.xreplace({**dict(zip(first, second, strict=True)), **dict(zip(second, first, strict=True))})
        if differs(form, new):  # some divergences are symmetric
            yield new


def special_function_shifted(form: Expr) -> Iterator[Expr]:
    for node in sorted(form.atoms(polygamma), key=str)[:1]:
        yield form.xreplace({node: node.func(node.args[0], node.args[1] + 1)})
    for node in sorted(form.atoms(loggamma), key=str)[:1]:
        yield form.xreplace({node: loggamma(node.args[0] + 1)})


def other_unit(form: Expr) -> Iterator[Expr]:
    yield form / log(2)


DEFECTS: tuple[Edit, ...] = (
    off_by_little,
    coefficient_off,
    sign_of_a_term,
    half_of_a_term,
    dropped_term,
    right_only_at_one,
    right_only_at_equal,
    right_only_for_integers,
    right_only_at_zero,
    right_on_one_side,
    wrong_branch,
    exchanged,
    special_function_shifted,
    other_unit,
)


# --- the same truth in another shape ---------------------------------------------------------------------------------


def expanded(form: Expr) -> Iterator[Expr]:
    yield expand(form)
    yield expand_log(form, force=False)


def factored(form: Expr) -> Iterator[Expr]:
    yield factor(form)
    yield together(form)


def logs_joined(form: Expr) -> Iterator[Expr]:
    yield logcombine(form)


def harmonic_numbers(form: Expr) -> Iterator[Expr]:
    yield form.replace(
        lambda e: isinstance(e, polygamma) and e.args[0] == 0 and e.args[1].free_symbols,
        lambda e: harmonic(e.args[1] - 1) - _EULER,
    )


def factorials(form: Expr) -> Iterator[Expr]:
    yield form.replace(loggamma, lambda x: log(gamma(x)))
    yield form.replace(beta, lambda a, b: gamma(a) * gamma(b) / gamma(a + b))
    yield form.replace(loggamma, lambda x: log(factorial(x - 1)))


def shifted_recurrence(form: Expr) -> Iterator[Expr]:
    yield form.replace(
        lambda e: isinstance(e, polygamma) and e.args[0] == 0 and isinstance(e.args[1], Symbol),
        lambda e: digamma(e.args[1] + 1) - 1 / e.args[1],
    )
    yield form.replace(
        lambda e: isinstance(e, loggamma) and isinstance(e.args[0], Symbol),
        lambda e: loggamma(e.args[0] + 1) - log(e.args[0]),
    )


def through_exponentials(form: Expr) -> Iterator[Expr]:
    yield log(exp(form, evaluate=False), evaluate=False)


def _euler() -> Any:
    from sympy import EulerGamma

    return EulerGamma


_EULER = _euler()
SHAPES: tuple[Edit, ...] = (
    expanded,
    factored,
    logs_joined,
    harmonic_numbers,
    factorials,
    shifted_recurrence,
)


def made(edits: tuple[Edit, ...], form: Expr) -> Iterator[tuple[str, Expr]]:
    """What each edit makes of a form, without repetitions, with the edit's name."""
    seen = {form}
    for edit in edits:
        for new in edit(form):
            if new not in seen:
                seen.add(new)
                yield edit.__name__, new


def differs(first: Expr, second: Expr) -> bool:
    """Whether two forms differ at one of a few points: SymPy's own evaluation, none of ours."""
    gap = first - second
    names = symbols_of(gap)
    for turn in range(4):
        point = {s: Rational(3 + 7 * i + 5 * turn * (i + 1) % 11, 37) for i, s in enumerate(names)}
        value = gap.xreplace(point).evalf(40)
        if value.is_Float and abs(value) > Rational(1, 10**25):
            return True
    return False
