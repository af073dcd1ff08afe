"""Expectations: linearity, and the value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps."""

from __future__ import annotations

from collections.abc import Iterator
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
    Poly,
    S,
    Subs,
    Sum,
    Symbol,
    beta,
    catalan,
    diff,
    exp,
    expand,
    expand_func,
    gamma,
    gammasimp,
    hyper,
    log,
    nan,
    oo,
    polygamma,
    zoo,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.absolute import mean_distance
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.derivation.rules.antiderivatives import by_antiderivative
from symbinfo.derivation.rules.changes_of_variables import centre_of_symmetry, form_of
from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.harmonic_logarithm import poisson_integral
from symbinfo.derivation.rules.logarithms import log_of
from symbinfo.derivation.rules.matching import (
    Kernel,
    Statistic,
    converges_when,
    kernels_of,
    origins_of,
    shifted_by,
    statistics_of,
)
from symbinfo.derivation.rules.normal_vectors import matrix_moment
from symbinfo.derivation.rules.normalisers import INTEGRALS, Normaliser
from symbinfo.derivation.rules.pieces import by_pieces
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.special import elementary_bessel, has_unknown_derivative, named, nameless
from symbinfo.derivation.rules.vector_expectations import vector_moment
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul, quotient, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation, variables_of
from symbinfo.laws.joint import JointLaw, JointNormal
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, FiniteLaw
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.vector import is_vector

# Of a series: as many coefficients as a derivative can ask for.
LARGEST_ORDER = 5
# Digamma at p/q opened with the theorem of Gauss has about q terms.
LARGEST_DENOMINATOR = 4

__all__ = ["EVALUATE_EXPECTATIONS", "LINEARITY", "moment"]


# --- linearity -------------------------------------------------------------------------------------------------------


def _linearity(expr: Expr, context: Context) -> Rewritten | None:
    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or _taken_whole(node.law):
            return None
        return _spread(node)

    return Rewritten(replace_where(expr, change))


def _taken_whole(law: Any) -> bool:
    """Whether a law is not taken apart here: a list of outcomes, or a joint law without marginals of its own."""
    return isinstance(law, FiniteLaw) or (isinstance(law, JointLaw) and not is_vector(law))


def _spread(node: Expectation) -> Expr:
    """Constants out, one expectation a statistic; what multiplies the same statistic is collected."""
    law = node.law
    own = variables_of(law)
    if isinstance(law, JointNormal):
        return _spread_quadratic(node)
    constant: list[Expr] = []
    coefficients: dict[Expr, Expr] = {}
    for coefficient, term in _terms(node.body, *own):
        outside, inside = term.as_independent(*own, DensityValue, as_Add=False)
        if inside == 1:
            constant.append(mul(coefficient, outside))
        else:
            coefficients[inside] = coefficients.get(inside, S.Zero) + coefficient * outside
    parts = [mul(tidy(c), Expectation(f, law)) for f, c in coefficients.items() if c != 0]
    return add(*constant, *parts)


def _spread_quadratic(node: Expectation) -> Expr:
    """Of a normal vector: what is constant, and all the rest as one quadratic."""
    own = variables_of(node.law)
    terms = list(_terms(node.body, *own))
    constant = [mul(c, t) for c, t in terms if not t.has(*own)]
    moving = Add(*(c * t for c, t in terms if t.has(*own)))
    return add(*constant, Expectation(moving, node.law)) if moving != 0 else add(*constant)


def _terms(body: Expr, *x: Symbol, coefficient: Expr = S.One) -> Iterator[tuple[Expr, Expr]]:
    """The terms of a sum, nested sums opened; a factor in front of a bracket goes to each term."""
    if isinstance(body, Add):
        for term in body.args:
            yield from _terms(term, *x, coefficient=coefficient)
        return
    factors = Mul.make_args(body)
    moving = [f for f in factors if f.has(*x, DensityValue)]
    if len(moving) == 1 and isinstance(moving[0], (Add, Mul)):
        outside = Mul(coefficient, *(f for f in factors if f is not moving[0]))
        yield from _terms(moving[0], *x, coefficient=outside)
    elif not moving and isinstance(body, Mul) and coefficient == -1 and factors[0] == -1:
        yield S.One, mul(*factors[1:])
    else:
        yield coefficient, body


# --- the value of one expectation ------------------------------------------------------------------------------------


def _evaluate_expectations(expr: Expr, context: Context) -> Rewritten | None:
    lemmas: list[Derivation] = []
    requires: list[Boolean] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or _taken_whole(node.law):
            return None
        lemma = next((known for known in lemmas if known.left == node), None) or moment(node, context.domain)
        if lemma is None:
            return node
        if lemma not in lemmas:
            lemmas.append(lemma)
            requires.append(lemma.requires)
        return lemma.stands

    new = replace_where(expr, change)
    return Rewritten(new, lemmas=tuple(lemmas), requires=And(*requires)) if lemmas else None


def moment(node: Expectation, domain: Domain) -> Derivation | None:
    """Derive E[f(X)], or return None where no stored normaliser serves.

    Parameters
    ----------
    node : Expectation
        The expectation of one statistic.
    domain : Domain
        Where the parameters live.
    """
    return _moment(node, domain.about(node))


@lru_cache(maxsize=4096)
def _moment(node: Expectation, domain: Domain) -> Derivation | None:
    if isinstance(node.law, AbstractLaw):
        return None
    if isinstance(node.law, MatrixNormal):
        return matrix_moment(node, domain)
    if isinstance(node.law, JointLaw):
        return vector_moment(node, domain, moment)
    return (
        _by_centring(node, domain)
        or by_pieces(node, domain, moment)
        or _by_normaliser(node, domain)
        or mean_distance(node, domain, moment)
        or poisson_integral(node, domain)
        or by_antiderivative(node, domain)
    )


def _step(derivation: Derivation, expr: Expr, rule: str, because: str, **more: Any) -> Derivation:
    if expr == derivation.stands:
        return derivation
    return derivation.then(Step(Relation.EQ, expr, rule, because, start=derivation.stands, **more))


def _by_centring(node: Expectation, domain: Domain) -> Derivation | None:
    """A polynomial under a law that is symmetric about m: write it in powers of x - m."""
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or not node.body.is_polynomial(x) or law.lower.is_finite:
        return None
    m = centre_of_symmetry(form_of(law, domain))
    if m is None:
        return None
    u = Dummy("u", real=True)
    parts = _powers_about(node.body, x, m, u)
    if parts is None or (len(parts) == 1 and 0 not in parts):
        return None
    lemmas = {n: moment(Expectation((x - m) ** n, law), domain) for n in parts if n}
    if any(lemma is None for lemma in lemmas.values()):
        return None
    derivation = Derivation(left=node, domain=domain)
    spread = add(
        *(mul(c, Expectation((x - m) ** n, law) if n else S.One) for n, c in sorted(parts.items(), reverse=True))
    )
    because = f"Write {x} = ({x} - {m}) + {m} and use linearity." if m != 0 else "Linearity of expectation."
    derivation = _step(derivation, spread, "centre", because)
    kept = tuple(lemma for _, lemma in sorted(lemmas.items(), reverse=True) if lemma is not None)
    value = add(*(mul(c, lemmas[n].stands if n else S.One) for n, c in sorted(parts.items(), reverse=True)))  # type: ignore[union-attr]
    need = And(*(lemma.requires for lemma in kept))
    derivation = _step(derivation, value, "central-moments", "The central moments.", lemmas=kept, requires=need)
    return _tidied(derivation, domain).closing(Status.CLOSED)


def _powers_about(body: Expr, x: Symbol, m: Expr, u: Symbol) -> dict[int, Expr] | None:
    """Coefficients of powers of u = x - m, each as short as it gets."""
    polynomial = Poly(expand(body.xreplace({x: m + u})), u)
    return {n: tidy(c) for (n,), c in polynomial.terms() if c != 0}


def _tidied(derivation: Derivation, domain: Domain) -> Derivation:
    plain = evaluated(derivation.stands)
    return _step(derivation, simplest_of([tidy(plain, domain), plain]), "simplify", "Simplify.")


# --- by a stored normaliser ------------------------------------------------------------------------------------------


def _by_normaliser(node: Expectation, domain: Domain) -> Derivation | None:
    origins = [S.Zero, *origins_of(node.body, node.law, domain)]
    for kernel in (kernel for origin in origins for kernel in kernels_of(node.law, domain, origin)):
        found = statistics_of(node.body, node.variable, kernel)
        derived = _derived(node, kernel, *found, domain) if found is not None else None
        if derived is not None:
            return derived
    return None


@lru_cache
def series_at_gap(row: Normaliser, gap: Expr) -> tuple[Expr, ...]:
    """The stored value as a power series in a difference that it is divided by, the first coefficients."""
    (symbol,) = gap.free_symbols
    small = Dummy("g", positive=True)
    value = row.value.xreplace({symbol: symbol - gap + small}).xreplace({symbol: S.Zero}).expand()
    found = value.series(small, 0, LARGEST_ORDER).removeO()
    return tuple(expand(found).coeff(small, n) for n in range(LARGEST_ORDER))


@dataclass(frozen=True)
class _Ratio:
    """What the lemma is made of: statistics over one kernel, as written and as evaluated."""

    kernel: Kernel
    found: list[Statistic]
    convergent: list[Statistic]
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
        for gap in row.removable:
            if expand(self.kernel.at(gap, changes).xreplace({self.t: S.Zero})) == 0:
                return self._limit(gap, changes)
        value: Expr = self.kernel.at(row.value, changes)
        value = value.replace(hyper, lambda a, b, z: S.One if 0 in (*a, z) else hyper(a, b, z))
        return value.replace(catalan, lambda n: catalan(n).rewrite(gamma))  # SymPy's name for some beta functions

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
        return And(*(converges_when(self.kernel, s) for s in [None, *self.found, *self.convergent, *self.weight]))

    def _static(self, s: Statistic | None) -> dict[Symbol, Expr]:
        return {symbol: value.xreplace({self.t: S.Zero}) for symbol, value in self._changes(s).items()}


def _with_short_digammas(expr: Expr) -> Expr:
    """Special functions opened; digamma at a fraction only where the theorem of Gauss gives a few terms."""
    long = {a: Dummy() for a in expr.atoms(polygamma) if a.args[1].is_Rational and a.args[1].q > LARGEST_DENOMINATOR}
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
    node: Expectation, kernel: Kernel, found: list[Statistic], convergent: list[Statistic], domain: Domain
) -> Derivation | None:
    """The lemma: definition, substitution, stored value, simplification."""
    weight = statistics_of(S.One, node.variable, kernel) if kernel.weight != 1 else ([], [])
    if weight is None:
        return None
    ratio = _Ratio(kernel, found, convergent, _parameter_of_derivation(node), weight[0])
    needs = ratio.requires()
    if domain.excludes(needs):
        return None
    law = node.law
    binder = Integral if isinstance(law, ContinuousLaw) else Sum
    derivation = Derivation(left=node, domain=domain)
    written = binder(mul(law.density, node.body), (law.variable, law.lower, law.upper))
    derivation = _step(derivation, written, "definition-of-expectation", "The definition of the expectation.")
    substituted = ratio.written(integral=True)
    if substituted.has(Integral, Sum):
        derivation = _step(derivation, substituted, "reduce-to-kernel", _reduction_words(kernel, found))
        words = f"{_title(kernel.row.name)} ({kernel.row.reference})."
        derivation = _step(derivation, ratio.written(integral=False), kernel.row.name, words, requires=needs)
    final = elementary_bessel(ratio.value(domain))
    if final.has(nan, zoo, oo) or has_unknown_derivative(final):
        return None
    forms = [tidy(final, domain.and_(needs)), final]
    rule = "symmetry" if final == 0 else "simplify"
    because = "The two halves cancel." if final == 0 else "Simplify."
    return _step(derivation, simplest_of(forms), rule, because, requires=needs).closing(Status.CLOSED)


def _parameter_of_derivation(node: Expectation) -> Variable:
    used = {s.name for s in node.free_symbols} | {node.variable.name}
    return Variable(next(n for n in ("t", "s", "tau", "t1") if n not in used), real=True)


def _title(name: str) -> str:
    return "The " + name.replace("-", " ")


def _reduction_words(kernel: Kernel, found: list[Statistic]) -> str:
    words = [f"Substitute {w}" for w in kernel.form.words]
    what = "integral" if kernel.row in INTEGRALS else "sum"
    words.append(f"divide by the {what} of the density, which is 1, so that constants cancel")
    if any(s.order for s in found):
        words.append(f"and differentiate under the {what}" + (" sign" if what == "integral" else ""))
    sentence = "; ".join(words) if not any(s.order for s in found) else "; ".join(words[:-1]) + ", " + words[-1]
    return sentence[0].upper() + sentence[1:] + "."


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters

LINEARITY = Rule(
    name="linearity-of-expectation",
    theme=Theme.EXPECTATIONS,
    why="Expectation is linear: constants come out, sums are taken term by term.",
    rewrite=_linearity,
    examples=((Expectation(2 * _a * _x + _a, EXPONENTIAL), 2 * _a * Expectation(_x, EXPONENTIAL) + _a),),
    refuses=(Expectation(_x, EXPONENTIAL), log(_a)),
)

EVALUATE_EXPECTATIONS = Rule(
    name="evaluate-expectations",
    theme=Theme.EXPECTATIONS,
    why="Insert the expectations, derived as lemmas.",
    rewrite=_evaluate_expectations,
    examples=((Expectation(_x, EXPONENTIAL), 1 / _a),),
    refuses=(log(_a),),
)
