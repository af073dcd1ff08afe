"""The law of largest entropy by given means: an exponential of the functions whose means are given.

By a multiplier for each mean, the density is exp(-(l0 + l1 T1 + ...)); families of this form are matched by their
logarithms, and their parameters follow from the means, which the engine derives. That it is the largest is Gibbs'
inequality: -log q has the same mean under every law with these means, so that H(P) <= H(P, Q) = H(Q).

References
----------
T. M. Cover and J. A. Thomas, Elements of Information Theory, 2nd edition, theorem 12.1.1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from sympy import (
    Abs,
    Add,
    Expr,
    Matrix,
    Mul,
    Rational,
    S,
    Symbol,
    expand,
    expand_log,
    log,
    oo,
    simplify,
)

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.optima.exponential_families import Form, forms_of, made, of_family
from symbinfo.derivation.optima.found import OptimumDerivation, as_answered, is_proved
from symbinfo.derivation.optima.means_solved import parameters_in_numbers, parameters_of_means, vanishes
from symbinfo.derivation.optima.stationary import sign_at
from symbinfo.derivation.plans.moments import mean_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.doors import door
from symbinfo.expressions.errors import DomainError, MeasureError, SymbinfoError
from symbinfo.expressions.verdict_words import Level
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.law import Law
from symbinfo.laws.location_scale import moved
from symbinfo.measures import Entropy
from symbinfo.measures.optimum import LargestEntropy

__all__ = ["largest_entropy_law", "law_of_largest_entropy"]

#: Digits of an entropy that is known in numbers alone.
TOLD = 15
#: Outcomes of a finite range, and of one whose equation is solved in closed form.
MOST_OUTCOMES, MOST_IN_CLOSED_FORM = 64, 3
PLACES = tuple(Rational(*pair) for pair in ((1, 3), (1, 7), (7, 8), (4, 9), (5, 7), (2, 11), (2, 3)))


class _Matched(NamedTuple):
    """The law with its parameters by the means; the family by free parameters, and their values."""

    law: Law
    general: Law
    values: tuple[tuple[Any, Any], ...] = ()
    exact: bool = True


def law_of_largest_entropy(question: LargestEntropy, name: str = "P") -> Law:
    """The law that has the largest entropy.

    Raises
    ------
    MeasureError
        When there is none, or its parameters have no closed form.
    """
    found = _matched(question, name)
    if not found.exact:
        raise MeasureError("the parameters of the law of largest entropy follow from these means in numbers alone")
    return found.law


def _matched(question: LargestEntropy, name: str) -> _Matched:
    """The law that has the largest entropy.

    Raises
    ------
    MeasureError
        When there is none, or its parameters have no closed form.
    """
    x, low, high = question.range
    statistics = [expand_log(expand(statistic), force=True) for statistic, _ in question.constraints]
    if escape := _without_maximiser(question):
        raise MeasureError(f"there is no maximiser: {escape[1]}")
    if even := _even(question, name):
        return _Matched(even, even)
    if question.discrete:
        if question.range[2].is_finite:
            return _of_finitely_many(question, name)
        return _Matched(counts := _of_counts(question, name), counts)
    center = next((a.args[0].subs(x, 0) * -1 for s in statistics for a in s.atoms(Abs) if a.has(x)), S.Zero)
    squares = [s for s in statistics if s.is_polynomial(x) and s.as_poly(x) is not None and s.as_poly(x).degree() == 2]
    if len(statistics) == 1 and squares:
        poly = squares[0].as_poly(x)
        center = -poly.coeff_monomial(x) / (2 * poly.coeff_monomial(x**2))
    matched = False
    for form in forms_of(low, high, center):
        taken = {s.name for s in question.free_symbols}
        a, b, m = (
            Symbol(
                next(n for n in (letter, f"{letter}{letter}", f"{letter}_0") if n not in taken),
                positive=letter != "c",
                real=True,
            )
            for letter in "abc"
        )
        try:
            law = made(form, (a, b, m), name)
        except SymbinfoError:
            continue
        if not _is_of_form(law, statistics, x):
            continue
        matched = True
        found = _with_means(law, form, (a, b, m), question, name)
        if found is not None:
            return found
    if matched:
        raise MeasureError("the parameters of the law of largest entropy follow from these means by no closed form")
    raise MeasureError(
        "no law of this exponential form is known here: maxent is read of means of x, x**2, |x|, log x and their like"
    )


def _is_of_form(law: Any, statistics: list[Expr], x: Symbol) -> bool:
    """Whether -log of the density is a constant plus multiples of the functions whose means are given."""
    own = expand(expand_log(-log(law.density), force=True))
    variable = law.variable
    rows, right = [], []
    span = (law.lower, law.upper)
    for place in PLACES[: len(statistics) + 4]:
        at = _inside(place, span)
        rows.append([S.One, *(s.xreplace({x: at}) for s in statistics)])
        right.append(own.xreplace({variable: at}))
    matrix, values = Matrix(rows), Matrix(right)
    count = len(statistics) + 1
    try:
        solution = matrix[:count, :].LUsolve(values[:count, :])
    except (ValueError, ZeroDivisionError):
        return False
    left = [(matrix[i, :] * solution)[0] - values[i] for i in range(count, matrix.rows)]
    return all(vanishes(gap) for gap in left)


def _inside(share: Expr, span: tuple[Expr, Expr]) -> Expr:
    low, high = span
    if low == -oo and high == oo:
        return 7 * share - 3
    if high == oo:
        return low + 5 * share
    if low == -oo:
        return high - 5 * share
    return low + (high - low) * share


def _with_means(law: Law, form: Form, free: tuple[Any, ...], question: LargestEntropy, name: str) -> _Matched | None:
    """The law with the parameters that its means give; None where they are not solved."""
    x = question.range[0]
    used = [p for p in free if law.has(p)]
    domain = Domain.of([law.condition])
    equations = []
    for statistic, mean in question.constraints:
        body = expand_log(expand(statistic), force=True).xreplace({x: law.variable})
        own = mean_of(body, law, domain)
        if own is None:
            return None
        equations.append(own - mean)

    roots = parameters_of_means(equations, used, [mean for _, mean in question.constraints])
    outside = 0
    for root in roots:
        values = [root.get(p, p) for p in free]
        if any(p.is_positive and v.is_positive is False for p, v in root.items()):
            outside += 1
            continue
        try:
            law_found = made(form, (simplify(values[0]), simplify(values[1]), simplify(values[2])), name)
            return _Matched(law_found, law, tuple((p, simplify(value)) for p, value in root.items()))
        except DomainError as error:
            raise MeasureError(f"no law on this range has these means: {error}") from error
        except SymbinfoError:
            continue
    if outside and outside == len(roots):
        raise MeasureError("no law on this range has these means")
    numbers = None if roots else parameters_in_numbers(equations, used)
    return None if numbers is None else _Matched(law, law, tuple(numbers.items()), exact=False)


def _even(question: LargestEntropy, name: str) -> Law | None:
    """The uniform law, where it has the given means."""
    x, low, high = question.range
    if not question.constraints:
        return _uniform(question, name)
    if not (low.is_number and high.is_number and low.is_finite and high.is_finite):
        return None
    if question.discrete:
        total = sum(1 for _ in range(int(low), int(high) + 1)) if low.is_Integer and high.is_Integer else 0
        if not 0 < total <= MOST_OUTCOMES:
            return None
        own = [Add(*(t.xreplace({x: low + i}) for i in range(total))) / total for t, _ in question.constraints]
    else:
        law = _uniform(question, name)
        found = [
            mean_of(t.xreplace({x: law.variable}), law, Domain.of([law.condition])) for t, _ in question.constraints
        ]
        own = [mean for mean in found if mean is not None]
    means = [mean for _, mean in question.constraints]
    fits = len(own) == len(means) and all(simplify(a - b) == 0 for a, b in zip(own, means, strict=True))
    return _uniform(question, name) if fits else None


def _uniform(question: LargestEntropy, name: str) -> Law:
    _, low, high = question.range
    if not question.discrete:
        law = of_family("Uniform", low, high)
        return law.renamed(name)
    if low.is_Integer and high.is_Integer:
        count = int(high - low) + 1
        return finite_law({low + i: Rational(1, count) for i in range(count)}, name=name, family="FiniteRV")
    if low != 1:
        raise MeasureError("a range of whole numbers with a symbol for its end begins at 1")
    law = of_family("Die", high)
    return law.renamed(name)


def _of_counts(question: LargestEntropy, name: str) -> Law:
    """A given mean on the whole numbers from a place on: geometric; on finitely many, an exponential."""
    x, low, high = question.range
    ((statistic, mean), *more) = question.constraints
    if more or high != oo or not low.is_finite or statistic != x:
        raise MeasureError("of whole numbers maxent is read with their mean alone, on a range without an upper end")
    try:
        law = of_family("Geometric", simplify(1 / (mean - low + 1)))
    except DomainError as error:
        raise MeasureError(f"no law on this range has this mean: {error}") from error
    law = moved(law, low - 1, S.One) if low != 1 else law
    return law.renamed(name)


def _of_finitely_many(question: LargestEntropy, name: str) -> _Matched:
    """Given means on finitely many whole numbers: masses proportional to exponentials of the functions."""
    x, low, high = question.range
    if not (low.is_Integer and high.is_Integer and 0 < high - low < MOST_OUTCOMES):
        raise MeasureError(f"of whole numbers maxent is read on ranges between numbers, of at most {MOST_OUTCOMES}")
    places = [low + i for i in range(int(high - low) + 1)]
    taken = {s.name for s in question.free_symbols}
    letters = [
        Symbol(n, positive=True)
        for n in ([n for n in ("z", "w", "v", "u", "t", "s") if n not in taken][: len(question.constraints)])
    ]
    statistics = [[t.xreplace({x: place}) for place in places] for t, _ in question.constraints]
    for row, (_, mean) in zip(statistics, question.constraints, strict=True):
        if mean.is_number and not (min(row) < mean < max(row)):
            raise MeasureError("no law on this range has these means, or one alone that puts no mass on some outcomes")
    weights = [Mul(*(z ** row[i] for z, row in zip(letters, statistics, strict=True))) for i in range(len(places))]
    total = Add(*weights)
    equations = [
        Add(*((row[i] - mean) * w for i, w in enumerate(weights)))
        for row, (_, mean) in zip(statistics, question.constraints, strict=True)
    ]
    general = finite_law(dict(zip(places, [w / total for w in weights], strict=True)), name=name, family="FiniteRV")
    if len(letters) == 1 and len(places) <= MOST_IN_CLOSED_FORM:
        means = [mean for _, mean in question.constraints]
        ends = [(min(row), max(row)) for row in statistics]
        between = [c for m, (a, b) in zip(means, ends, strict=True) if not m.is_number for c in (a < m, m < b)]
        possible = Domain.of(between)
        for root in parameters_of_means(equations, letters, means):
            (value,) = root.values()
            if sign_at(value, possible) == 1:
                masses = [simplify((w / total).xreplace(root)) for w in weights]
                law = finite_law(dict(zip(places, masses, strict=True)), name=name, family="FiniteRV")
                return _Matched(law, general, tuple(root.items()))
    numbers = parameters_in_numbers([e / total for e in equations], letters)
    if numbers is None:
        raise MeasureError(
            "the law of largest entropy follows from these means by no closed form: give them as numbers"
        )
    return _Matched(general, general, tuple(numbers.items()), exact=False)


def _without_maximiser(question: LargestEntropy) -> tuple[Law, str] | None:
    """A family of laws with the given means whose entropy grows without bound, and why; None where none is known."""
    x, low, high = question.range
    if low.is_finite and high.is_finite:
        return None
    t = Symbol("t", positive=True)
    given = question.constraints
    if not given and low.is_finite and high == oo:
        end = low + t if not question.discrete else low
        if question.discrete and low != 1:
            return moved(of_family("Die", Symbol("t", integer=True, positive=True)), low - 1, S.One), GROWS
        if question.discrete:
            return (of_family("Die", Symbol("t", integer=True, positive=True)), GROWS)
        return of_family("Uniform", low, end), GROWS
    if low == 0 and high == oo and not question.discrete and [t for t, _ in given] == [log(x)]:
        return of_family("LogNormal", given[0][1], t), GROWS
    if low == -oo and high == oo and not question.discrete:
        linear = [mean for statistic, mean in given if statistic == x]
        if len(given) == len(linear) <= 1:
            center = linear[0] if linear else S.Zero
            return of_family("Normal", center, t), GROWS
    return None


GROWS = "laws with these means have entropies that grow without bound"


def largest_entropy_law(question: LargestEntropy) -> OptimumDerivation:
    """The largest entropy, with the law that has it.

    Raises
    ------
    MeasureError
        When the law has no closed form.
    """
    if escape := _without_maximiser(question):
        law, words = escape
        chain: Derivation = door("derive")(Entropy(law.renamed("P"), base=question.base))
        remark = f"There is no maximiser: {words}, such as {law.title} as t grows."
        chain = chain.closing(Status.INFINITE, remarks=(remark,))
        return as_answered(chain, question, oo, taken=False, evidence=Level.CHECKED if is_proved(chain) else Level.NONE)
    matched = _matched(question, "Q")
    if not matched.exact:
        return _in_numbers(question, matched)
    law = matched.law
    reached = door("derive")(Entropy(law, base=question.base))
    remarks = _remarks(question, law)
    value = reached.result
    if reached.status is not Status.CLOSED:
        # The signs of what the means give are not known: the family by its own parameters, and their values put in.
        law = matched.general
        reached = door("derive")(Entropy(law, base=question.base))
        if reached.status is not Status.CLOSED:
            raise MeasureError(f"the entropy of {law.title} has no closed form here")
        value = simplify(reached.result.xreplace(dict(matched.values)))
        given = " and ".join(f"{p} = {place}" for p, place in matched.values if p != place)
        remarks = (f"The steps are for Q = {law.title}; the means give {given}.", *remarks)
    evidence = Level.CERTIFIED if is_proved(reached) else Level.CHECKED
    chain = replace(reached, limits=()).closing(Status.CLOSED, remarks=remarks)
    return as_answered(chain, question, value, evidence=evidence)


def _in_numbers(question: LargestEntropy, matched: _Matched) -> OptimumDerivation:
    """The entropy of the family, and its value where the means are those that are given."""
    reached = door("derive")(Entropy(matched.general, base=question.base))
    value = reached.result.xreplace(dict(matched.values)).evalf(TOLD)
    if reached.status is not Status.CLOSED or not value.is_Float:
        raise MeasureError(f"the entropy of {matched.general.title} has no closed form here")
    said = " and ".join(f"{p} = {place.evalf(TOLD - 3)}" for p, place in matched.values)
    remark = f"The means have no inverse in closed form: in numbers {said}, and the entropy is {value}."
    chain = replace(reached, limits=()).closing(Status.REDUCED, remarks=(remark, *_remarks(question, matched.general)))
    return as_answered(chain, question, value, evidence=Level.CHECKED)


def _remarks(question: LargestEntropy, law: Law) -> tuple[str, ...]:
    x = question.range[0]
    letter = str(x).upper()
    means = ", ".join(
        f"E[{statistic}] = {mean}".replace(f"[{x}", f"[{letter}") for statistic, mean in question.constraints
    )
    given = f" with {means}" if means else ""
    affine = "is a constant" if not means else "is a constant plus multiples of the functions whose means are given"
    return (
        f"The law is Q = {law.title}.",
        f"The logarithm of its density {affine} (a multiplier for each constraint), and so it has the same mean under every "
        f"law P on this range{given}: H(P) <= H(P, Q) = H(Q), by Gibbs' inequality, with equality only for P = Q.",
    )
