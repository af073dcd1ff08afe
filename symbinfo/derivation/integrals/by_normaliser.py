"""The value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    catalan,
    diff,
    exp,
    expand,
    gamma,
    hyper,
    nan,
    oo,
    zoo,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.coordinate_forms import hint_in
from symbinfo.derivation.integrals.matching import (
    Match,
    Statistic,
    converges_when,
    kernels_of,
    nearest_kernels_of,
    shifted_by,
)
from symbinfo.derivation.integrals.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.integrals.places_of_statistics import placed
from symbinfo.derivation.integrals.statistics import origins_of, statistics_of
from symbinfo.derivation.simplify.gamma_values import (
    has_gap,
    short_gammas,
    ways_to_write,
    with_ordered_beta,
    with_short_digammas,
    without_beta,
    without_poles,
)
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.shortening import shortened
from symbinfo.derivation.simplify.special import has_unknown_derivative, named, nameless, with_elementary_values
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu
from symbinfo.expressions.unevaluated import add, mul, quotient
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw

# Of a series: as many coefficients as a derivative can ask for.
LARGEST_ORDER = 5
# What is averaged proposes coordinates if it is short.
LARGEST_HINT = 25
#: Values without these are looked for in other coordinates, too.
HIGHER = (hyper, hyperu, struvek, ParameterSlope)

__all__ = ["KernelRatio", "by_normaliser", "elementary_first", "series_at_gap", "total_by_normaliser", "with_step"]


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
    tried = list(_kernels(node, domain))
    served = _plainest(_by_kernels(node, domain, tried), ParameterSlope)
    if (served is not None and not served.stands.has(*HIGHER)) or not isinstance(node.law, ContinuousLaw):
        return served
    hint = hint_in(node.body, node.variable, node.law.inside(domain))
    if hint == 0 or hint.count_ops() > LARGEST_HINT:
        return served
    seen = {(k.row.name, k.form.terms, k.form.back) for k in tried}
    new = (k for k in kernels_of(node.law, domain, hint=hint) if (k.row.name, k.form.terms, k.form.back) not in seen)
    hinted = _plainest(_by_kernels(node, domain, new), *HIGHER)
    return hinted if hinted is not None and (served is None or not hinted.stands.has(*HIGHER)) else served


def _plainest(found: Iterable[Derivation], *higher: type) -> Derivation | None:
    """The first without a hypergeometric function or a derivative in a parameter, or the first of all."""
    first = None
    for derivation in found:
        if not derivation.stands.has(*higher):
            return derivation
        first = first or derivation
    return first


def _kernels(node: Expectation, domain: Domain) -> Iterator[Match]:
    for origin in (S.Zero, *origins_of(node.body, node.law, domain)):
        yield from kernels_of(node.law, domain, origin)


def _by_kernels(node: Expectation, domain: Domain, kernels: Iterable[Match]) -> Iterator[Derivation]:
    for kernel in kernels:
        found = statistics_of(node.body, node.variable, kernel)
        derived = (
            _derived(node, *settled, domain) if found is not None and (settled := placed(kernel, *found)) else None
        )
        if derived is not None:
            yield derived


def elementary_first(kernels: Iterable[Match]) -> Iterator[Match]:
    """Kernels whose value is no hypergeometric function and no derivative in a parameter before the others."""
    longer: list[Match] = []
    for kernel in kernels:
        if kernel.row.value.has(*HIGHER):
            longer.append(kernel)
        else:
            yield kernel
    yield from longer


def total_by_normaliser(law: ContinuousLaw | DiscreteLaw, domain: Domain) -> Derivation | None:
    """That a law integrates or sums to 1, by the first stored normaliser that serves, or None."""
    for kernel in elementary_first(nearest_kernels_of(law, domain)):
        found = statistics_of(S.One, law.variable, kernel)
        if found is None or placed(kernel, *found) is None:
            continue
        weight = found[0] if kernel.weight != 1 else []
        ratio = KernelRatio(kernel, *found, Variable("t", real=True), weight)
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
class KernelRatio:
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
            whole = self.kernel.at(row.kernel, changes)
            if (along := self._along(s, changes)) is not None:
                return binder(along, (y, lower, upper))
            body: Expr = binder(whole, (y, lower, upper))
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

    def _along(self, s: Statistic | None, changes: dict[Symbol, Expr]) -> Expr | None:
        """At a gap a derivative of the kernel as it is, such as k for r**k at r = 1: what it sums to is a fact there."""
        if s is None or not s.order or self._gap(changes) is None:
            return None
        kernel = self.kernel.at(self.kernel.row.kernel, changes)
        slope = log_of(kernel, self.kernel.form.domain).diff(self.t)
        return None if slope.could_extract_minus_sign() else kernel.xreplace({self.t: S.Zero}) * slope**s.order

    def _limit(self, gap: Expr, changes: dict[Symbol, Expr]) -> Expr:
        """The value where a removable difference is 0 apart from t: its series in t, as far as it is needed."""
        at = self.kernel.at(gap, changes)
        return Add(*(self.kernel.at(c, changes) * at**n for n, c in enumerate(series_at_gap(self.kernel.row, gap))))

    def _changes(self, s: Statistic | None) -> dict[Symbol, Expr]:
        table = dict(self.kernel.values)
        if s is None:
            return {}
        changes = {symbol: shifted_by(self.kernel.row, symbol, table[symbol], shift) for symbol, shift in s.shifts}
        for symbol in s.direction:
            at = changes.get(symbol, table[symbol])
            changes[symbol] = at * exp(self.t) if symbol == self.kernel.row.ratio else at + self.t
        return changes

    def value(self, domain: Domain) -> Expr:
        """The ratio, by logarithmic differentiation of the stored value."""
        top, bottom = (Add(*(s.coefficient * self._value(s, domain) for s in p)) for p in (self.found, self.weight))
        return top / bottom.factor() if self.weight else top

    def _value(self, s: Statistic, domain: Domain) -> Expr:
        if not s.shifts and not s.order:
            return S.One
        whole = with_ordered_beta(self._known(self._static(s)) / self._known({}))
        opened = _short(short_gammas(whole))
        if has_gap(opened, domain):  # by reflection
            return whole
        ratio = simplest_of([opened, whole]) if opened.has(gamma) else opened
        if not s.order:
            return ratio
        logarithm = log_of(nameless(without_beta(self._known(self._changes(s)))), domain)
        first = diff(logarithm, self.t)
        factor = first
        for _ in range(s.order - 1):
            factor = diff(factor, self.t) + factor * first
        return ratio * named(with_short_digammas(_at_zero(factor, self.t).doit()))

    def requires(self) -> Boolean:
        """When every integral converges."""
        single = (s for branch in self.branches for s in branch)
        return And(*(converges_when(self.kernel, s) for s in [None, *self.found, *single, *self.weight]))

    # What an exact replay needs.

    def reduction(self, written: Expr, constant: Expr | None = None) -> Transformed:
        """The integral of density times f in the coordinate, by kernels; of what is no density with its constant."""
        form, own = self.kernel.form, self.kernel.form.back == (self.kernel.form.variable,)
        coordinate = None if own else Coordinate(form.variable, form.lower, form.upper, form.back)
        whole = add(*(mul(s.coefficient, self.over(s, integral=False)) for s in self.weight or [Statistic(S.One, ())]))
        total = whole if constant is None else quotient(S.One, mul(S(len(form.back)), constant))
        each = (self._parts(branch, total * len(form.back)) for branch in self.branches if len(form.back) > 1)
        return Transformed(written, coordinate, self._parts(self.found, total), tuple(each))

    def _parts(self, statistics: list[Statistic], total: Expr) -> tuple[KernelTerm, ...]:
        return tuple(KernelTerm(quotient(s.coefficient, total), self.fact(s), s.order) for s in statistics)

    def facts(self) -> tuple[StoredFact, ...]:
        """The kernels that stand as integrals in the ratio."""
        moving = [s for s in (*self.found, *self.weight) if self.weight or s.shifts or s.order]
        return tuple(dict.fromkeys([*(self.fact(s) for s in moving), *([] if self.weight else [self.fact(None)])]))

    def fact(self, s: Statistic | None) -> StoredFact:
        """The kernel, shifted by a statistic, by name and values; beside a difference that is 0 it is another fact."""
        changes, t = self._changes(s), self.t if s is not None and s.order else None
        name = self.kernel.row.name if self._gap(changes) is None else f"{self.kernel.row.name}-at-the-gap"
        if s is not None and self._along(s, changes) is not None:
            name, changes, t = f"{name}{s.order}", self._static(s), None
        values = tuple((symbol.name, value) for symbol, value in {**dict(self.kernel.values), **changes}.items())
        return StoredFact(name, self.kernel.form.variable, values, t)

    def _static(self, s: Statistic | None) -> dict[Symbol, Expr]:
        return {symbol: value.xreplace({self.t: S.Zero}) for symbol, value in self._changes(s).items()}


def _at_zero(expr: Expr, t: Symbol) -> Expr:
    """The expression at t = 0; a derivative in t that has no name stays one, at that place."""
    unnamed = {d: Subs(d, t, S.Zero) for d in expr.atoms(Derivative) if t in d.variables}
    dummies = {d: Dummy() for d in unnamed}
    return expr.xreplace(dummies).xreplace({t: S.Zero}).xreplace({dummies[d]: at for d, at in unnamed.items()})


def _short(expr: Expr) -> Expr:
    return simplest_of([expr, expr.factor()]) if isinstance(expr, (Add, Mul)) else expr


def _derived(
    node: Expectation, kernel: Match, found: list[Statistic], branches: list[list[Statistic]], domain: Domain
) -> Derivation | None:
    """The lemma: definition, substitution, stored value, simplification."""
    weight = statistics_of(S.One, node.variable, kernel) if kernel.weight != 1 else ([], [])
    if weight is None:
        return None
    ratio = KernelRatio(kernel, found, branches, _parameter_of_derivation(node), weight[0])
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
    within = domain.and_(needs)
    final = with_elementary_values(ratio.value(within), within)
    if final.has(nan, zoo, oo) or has_unknown_derivative(final):
        return None
    final = without_poles(final, within)
    short = shortened(simplest_of([*(tidy(form, within) for form in ways_to_write(final)), final]), within)
    rule, because = ("symmetry", "The two halves cancel.") if final == 0 else ("simplify", "Simplify.")
    witness = None if reduced else reduction
    last = with_step(derivation, short, rule, because, requires=needs, witness=witness)
    return last.closing(Status.CLOSED)


def _parameter_of_derivation(node: Expectation) -> Variable:
    return Variable(free_name(("t", "s", "tau"), node.free_symbols | {node.variable}), real=True)


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
