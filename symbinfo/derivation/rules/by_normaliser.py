"""The value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sympy import (
    Add,
    And,
    Derivative,
    Dummy,
    Expr,
    Integral,
    Mul,
    S,
    Subs,
    Sum,
    Symbol,
    beta,
    catalan,
    diff,
    erfc,
    exp,
    expand,
    expand_func,
    gamma,
    gammasimp,
    hyper,
    nan,
    oo,
    polygamma,
    zoo,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.derivation.rules.logarithms import log_of
from symbinfo.derivation.rules.matching import (
    Match,
    Statistic,
    converges_when,
    kernels_of,
    nearest_kernels_of,
    shifted_by,
)
from symbinfo.derivation.rules.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.rules.special import elementary_bessel, has_unknown_derivative, named, nameless
from symbinfo.derivation.rules.statistics import origins_of, statistics_of
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, mul, quotient
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

# Of a series: as many coefficients as a derivative can ask for.
LARGEST_ORDER = 5
# Digamma at p/q opened with the theorem of Gauss has about q terms.
LARGEST_DENOMINATOR = 4

__all__ = ["by_normaliser", "series_at_gap", "total_by_normaliser", "with_step"]


def with_step(derivation: Derivation, expr: Expr, rule: str, because: str, **more: Any) -> Derivation:
    """The derivation with one more step, where that changes something."""
    if expr == derivation.stands:
        return derivation
    return derivation.then(Step(Relation.EQ, expr, rule, because, start=derivation.stands, **more))


def by_normaliser(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] by the first stored normaliser that serves, or None.

    Parameters
    ----------
    node : Expectation
        The expectation of one statistic.
    domain : Domain
        Where the parameters live.
    """
    origins = [S.Zero, *origins_of(node.body, node.law, domain)]
    for kernel in (kernel for origin in origins for kernel in kernels_of(node.law, domain, origin)):
        found = statistics_of(node.body, node.variable, kernel)
        derived = _derived(node, kernel, *found, domain) if found is not None else None
        if derived is not None:
            return derived
    return None


def total_by_normaliser(law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Derivation | None:
    """That a law integrates or sums to 1, by the first stored normaliser that serves, or None."""
    for kernel in nearest_kernels_of(law, domain):
        found = statistics_of(S.One, law.variable, kernel)
        if found is None:
            continue
        weight = found[0] if kernel.weight != 1 else []
        ratio = _Ratio(kernel, *found, Variable("t", real=True), weight)
        needs = ratio.requires()
        if domain.excludes(needs):
            continue
        continuous = isinstance(law, ContinuousLaw)
        written = (Integral if continuous else Sum)(law.density, (law.variable, law.lower, law.upper))
        rule = "density-integrates-to-one" if continuous else "total-is-one"
        witness = Reasoning("integral", integrals=(ratio.reduction(written),))
        because = f"{_title(kernel.row.name)} ({kernel.row.reference})."
        start = Derivation(left=written, domain=domain)
        return with_step(start, S.One, rule, because, requires=needs, witness=witness).closing(Status.CLOSED)
    return None


@lru_cache
def series_at_gap(row: Normaliser, gap: Expr) -> tuple[Expr, ...]:
    """The stored value as a power series in a difference that it is divided by, the first coefficients."""
    symbol = min(gap.free_symbols, key=str)
    small, slope = Dummy("g", positive=True), gap.diff(symbol)
    moved = expand(symbol - (gap - small) / slope)
    value = row.value.xreplace({symbol: moved}).expand()
    found = value.series(small, 0, LARGEST_ORDER).removeO()
    return tuple(expand(found).coeff(small, n) for n in range(LARGEST_ORDER))


@dataclass(frozen=True)
class _Ratio:
    """What the lemma is made of: statistics over one kernel, as written and as evaluated."""

    kernel: Match
    found: list[Statistic]
    branches: list[list[Statistic]]
    t: Variable
    weight: list[Statistic]

    def written(self, integral: bool) -> Expr:
        """The sum of the statistics, each an integral (or its known value) over the normaliser."""
        if self.weight:
            top, bottom = (
                add(*(mul(s.coefficient, self.over(s, integral)) for s in part)) for part in (self.found, self.weight)
            )
            return quotient(top, bottom)
        constants = Add(*(s.coefficient for s in self.found if not s.shifts and not s.order))
        moving = [s for s in self.found if s.shifts or s.order]
        terms = [mul(s.coefficient, quotient(self.over(s, integral), self.over(None, integral))) for s in moving]
        return add(*terms, constants)

    def over(self, s: Statistic | None, integral: bool) -> Expr:
        """The kernel, shifted by a statistic, integrated: as an integral or as the stored value."""
        changes = self._changes(s)
        row = self.kernel.row
        if integral:
            y = self.kernel.form.variable
            binder = Integral if row in INTEGRALS else Sum
            lower, upper = (self.kernel.at(end, changes) for end in (row.lower, row.upper))
            body: Expr = binder(self.kernel.at(row.kernel, changes), (y, lower, upper))
        else:
            body = self._known(changes)
        if s is None or not s.order:
            return body
        return Subs(Derivative(body, (self.t, s.order)), self.t, S.Zero)

    def _known(self, changes: dict[Symbol, Expr]) -> Expr:
        """The stored value, or its limit where it is a fraction 0/0."""
        row = self.kernel.row
        if (gap := self._gap(changes)) is not None:
            return self._limit(gap, changes)
        value: Expr = self.kernel.at(row.value, changes)
        value = value.replace(hyper, lambda a, b, z: S.One if 0 in (*a, z) else hyper(a, b, z))
        return value.replace(catalan, lambda n: catalan(n).rewrite(gamma))  # SymPy's name for some beta functions

    def _gap(self, changes: dict[Symbol, Expr]) -> Expr | None:
        """The difference that the stored value is divided by, where it is 0 apart from t."""
        gaps = self.kernel.row.removable
        return next((g for g in gaps if expand(self.kernel.at(g, changes).xreplace({self.t: S.Zero})) == 0), None)

    def _limit(self, gap: Expr, changes: dict[Symbol, Expr]) -> Expr:
        """The value where a removable difference is 0 apart from t: its series in t, as far as it is needed."""
        at = self.kernel.at(gap, changes)
        return Add(*(self.kernel.at(c, changes) * at**n for n, c in enumerate(series_at_gap(self.kernel.row, gap))))

    def _changes(self, s: Statistic | None) -> dict[Symbol, Expr]:
        table = dict(self.kernel.values)
        if s is None:
            return {}
        changes = {symbol: shifted_by(self.kernel.row, symbol, table[symbol], shift) for symbol, shift in s.shifts}
        if s.direction is not None:
            at = changes.get(s.direction, table[s.direction])
            changes[s.direction] = at * exp(self.t) if s.direction == self.kernel.row.ratio else at + self.t
        return changes

    def value(self, domain: Domain) -> Expr:
        """The ratio, by logarithmic differentiation of the stored value."""
        top, bottom = (Add(*(s.coefficient * self._value(s, domain) for s in p)) for p in (self.found, self.weight))
        return top / bottom.factor() if self.weight else top

    def _value(self, s: Statistic, domain: Domain) -> Expr:
        if not s.shifts and not s.order:
            return S.One
        whole = self._known(self._static(s)) / self._known({})
        opened = _short(_gammas(whole))
        ratio = simplest_of([opened, whole]) if opened.has(gamma) else opened
        if not s.order:
            return ratio
        logarithm = log_of(nameless(_without_beta(self._known(self._changes(s)))), domain)
        first = diff(logarithm, self.t)
        factor = first
        for _ in range(s.order - 1):
            factor = diff(factor, self.t) + factor * first
        return ratio * named(_with_short_digammas(factor.xreplace({self.t: S.Zero}).doit()))

    def requires(self) -> Boolean:
        """When every integral converges."""
        single = (s for branch in self.branches for s in branch)
        return And(*(converges_when(self.kernel, s) for s in [None, *self.found, *single, *self.weight]))

    # What an exact replay needs.

    def reduction(self, written: Expr) -> Transformed:
        """The integral of density times f, in the coordinate of the kernel, as multiples of kernels."""
        form, own = self.kernel.form, self.kernel.form.back == (self.kernel.form.variable,)
        coordinate = None if own else Coordinate(form.variable, form.lower, form.upper, form.back)
        weight = self.weight or [Statistic(S.One, ())]
        total = add(*(mul(s.coefficient, self.over(s, integral=False)) for s in weight))
        several = len(form.back) > 1
        each = [self._parts(branch, total * len(form.back)) for branch in self.branches] if several else []
        return Transformed(written, coordinate, self._parts(self.found, total), tuple(each))

    def _parts(self, statistics: list[Statistic], total: Expr) -> tuple[KernelTerm, ...]:
        return tuple(KernelTerm(quotient(s.coefficient, total), self.fact(s), s.order) for s in statistics)

    def facts(self) -> tuple[StoredFact, ...]:
        """The kernels that stand as integrals in the ratio."""
        moving = [s for s in (*self.found, *self.weight) if self.weight or s.shifts or s.order]
        return tuple(dict.fromkeys([*(self.fact(s) for s in moving), *([] if self.weight else [self.fact(None)])]))

    def fact(self, s: Statistic | None) -> StoredFact:
        """The kernel, shifted by a statistic, by name and values; beside a difference that is 0 it is another fact."""
        changes = self._changes(s)
        row = self.kernel.row
        name = row.name if self._gap(changes) is None else f"{row.name}-at-the-gap"
        values = tuple((symbol.name, value) for symbol, value in {**dict(self.kernel.values), **changes}.items())
        return StoredFact(name, self.kernel.form.variable, values, self.t if s is not None and s.order else None)

    def _static(self, s: Statistic | None) -> dict[Symbol, Expr]:
        return {symbol: value.xreplace({self.t: S.Zero}) for symbol, value in self._changes(s).items()}


def _with_short_digammas(expr: Expr) -> Expr:
    """Special functions opened; digamma at a fraction only where the theorem of Gauss gives a few terms."""
    fractions = (a for a in expr.atoms(polygamma) if a.args[1].is_Rational and a.args[1].q > LARGEST_DENOMINATOR)
    long = {a: Dummy() for a in (*fractions, *expr.atoms(erfc))}  # 1 - erf(z) has no digits left far out
    return expand_func(expr.xreplace(long)).xreplace({dummy: a for a, dummy in long.items()})


def _without_beta(expr: Expr) -> Expr:
    """Beta functions written with gamma functions, whose quotients and derivatives SymPy knows."""
    return expr.replace(beta, lambda a, b: gamma(a) * gamma(b) / gamma(a + b)) if expr.has(beta) else expr


def _gammas(expr: Expr) -> Expr:
    """Quotients of gamma functions shortened: Gamma(a + 1)/Gamma(a) is a."""
    opened = _without_beta(expr)
    return gammasimp(opened) if opened.has(gamma) else opened


def _short(expr: Expr) -> Expr:
    return simplest_of([expr, expr.factor()]) if isinstance(expr, (Add, Mul)) else expr


def _derived(
    node: Expectation, kernel: Match, found: list[Statistic], branches: list[list[Statistic]], domain: Domain
) -> Derivation | None:
    """The lemma: definition, substitution, stored value, simplification."""
    weight = statistics_of(S.One, node.variable, kernel) if kernel.weight != 1 else ([], [])
    if weight is None:
        return None
    ratio = _Ratio(kernel, found, branches, _parameter_of_derivation(node), weight[0])
    needs = ratio.requires()
    if domain.excludes(needs):
        return None
    law = node.law
    binder = Integral if isinstance(law, ContinuousLaw) else Sum
    derivation = Derivation(left=node, domain=domain)
    written = binder(mul(law.density, node.body), (law.variable, law.lower, law.upper))
    derivation = with_step(derivation, written, "definition-of-expectation", "The definition of the expectation.")
    substituted = ratio.written(integral=True)
    reduced = substituted.has(Integral, Sum)
    reduction = Reasoning("integral", (), (ratio.reduction(written),), ratio.facts() if reduced else ())
    if reduced:
        words = _reduction_words(kernel, found)
        derivation = with_step(derivation, substituted, "reduce-to-kernel", words, witness=reduction)
        words = f"{_title(kernel.row.name)} ({kernel.row.reference})."
        by_fact = Reasoning("integral", facts=reduction.facts)
        value = ratio.written(integral=False)
        derivation = with_step(derivation, value, kernel.row.name, words, requires=needs, witness=by_fact)
    final = elementary_bessel(ratio.value(domain))
    if final.has(nan, zoo, oo) or has_unknown_derivative(final):
        return None
    forms = [tidy(final, domain.and_(needs)), final]
    rule = "symmetry" if final == 0 else "simplify"
    because = "The two halves cancel." if final == 0 else "Simplify."
    witness = None if reduced else reduction
    last = with_step(derivation, simplest_of(forms), rule, because, requires=needs, witness=witness)
    return last.closing(Status.CLOSED)


def _parameter_of_derivation(node: Expectation) -> Variable:
    used = {s.name for s in node.free_symbols} | {node.variable.name}
    return Variable(next(n for n in ("t", "s", "tau", "t1") if n not in used), real=True)


def _title(name: str) -> str:
    return "The " + name.replace("-", " ")


def _reduction_words(kernel: Match, found: list[Statistic]) -> str:
    words = [f"Substitute {w}" for w in kernel.form.words]
    what = "integral" if kernel.row in INTEGRALS else "sum"
    words.append(f"divide by the {what} of the density, which is 1, so that constants cancel")
    if any(s.order for s in found):
        words.append(f"and differentiate under the {what}" + (" sign" if what == "integral" else ""))
    sentence = "; ".join(words) if not any(s.order for s in found) else "; ".join(words[:-1]) + ", " + words[-1]
    return sentence[0].upper() + sentence[1:] + "."
