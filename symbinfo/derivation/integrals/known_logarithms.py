"""Means of one logarithm by a stored integral with it: of an affine function under a Rayleigh law, of a quadratic under a logistic one."""

from __future__ import annotations

from sympy import Add, Ei, Expr, Rational, S, erfi, exp, expand, log, oo, pi, polygamma, sqrt

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.coordinate_forms import form_of
from symbinfo.derivation.integrals.matching import Match, nearest_kernels_of
from symbinfo.derivation.simplify.special import quadratic
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, ln
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["known_logarithm"]


def known_logarithm(node: Expectation, domain: Domain) -> Derivation | None:
    """E[log(a + b X)] of a Rayleigh law, or E[log(C ((X - m)**2 + d**2))] of a logistic law about m; None elsewhere.

    Parameters
    ----------
    node : Expectation
        A logarithm under a density on a half-line or the line.
    domain : Domain
        Where the parameters live.

    References
    ----------
    DLMF 7.2.12 and 7.5.13 (the Goodwin-Staton integral), and 5.9.15 (Binet's for the digamma function), by parts.
    """
    law = node.law
    if not isinstance(law, ContinuousLaw) or not isinstance(node.body, log) or law.upper != oo:
        return None
    return _goodwin_staton(node, law, domain) if law.lower == 0 else _binet(node, law, domain)


def _goodwin_staton(node: Expectation, law: ContinuousLaw, domain: Domain) -> Derivation | None:
    x, inner = law.variable, node.body.args[0]
    slope = inner.diff(x)
    kernel = next((k for k in nearest_kernels_of(law, domain) if k.row.name == "gamma-integral"), None)
    c = None if kernel is None else _rate_of_square(kernel)
    if slope == 0 or slope.has(x) or c is None:
        return None
    start = inner.xreplace({x: S.Zero})
    z = (start / slope).factor()
    if not (domain.positive(start) and domain.positive(slope)):
        return None
    rest = exp(-c * z**2) * (pi * erfi(sqrt(c) * z) / 2 - Ei(c * z**2) / 2)
    fact = StoredFact("goodwin-staton-logarithm", x, (("z", z), ("c", c)))
    total = StoredFact("gamma-integral", x, (("p", S.One), ("c", c), ("m", S(2))))
    parts = (KernelTerm(S.One, fact), *((KernelTerm(2 * c * ln(slope), total),) if slope != 1 else ()))
    words = "By parts, and the Goodwin-Staton integral (DLMF 7.5.13)."
    entry = Transformed(node, None, parts)
    return _told(node, add(ln(start), rest), "goodwin-staton-logarithm", words, entry, domain)


def _rate_of_square(kernel: Match) -> Expr | None:
    values = {symbol.name: value for symbol, value in kernel.values}
    own = kernel.form.back == (kernel.form.variable,)
    return values["c"] if own and kernel.weight == 1 and (values["p"], values["m"]) == (1, 2) else None


def _binet(node: Expectation, law: ContinuousLaw, domain: Domain) -> Derivation | None:
    x = law.variable
    given, found = quadratic(node.body.args[0], x), _logistic(law, domain)
    if law.lower != -oo or given is None or found is None:
        return None
    (lead, centre, d), (m, s, turn) = given, found
    if expand(centre - m) != 0 or not domain.positive(d) or not domain.positive(lead):
        return None
    plain = m == 0 and turn == 1
    y = x if plain else Variable("y" if x.name != "y" else "t", real=True)
    value = add(ln(lead), 2 * log(2 * pi * s), 2 * polygamma(0, Rational(1, 2) + d / (2 * pi * s)))
    fact = StoredFact("logistic-logarithm", y, (("s", s), ("d", d)))
    moved = None if plain else Coordinate(y, -oo, oo, (m + turn * y,))
    words = "By parts, and Binet's integral of the digamma function (DLMF 5.9.15)."
    apart = Expectation(log((x - m) ** 2 + d**2), law)
    entry = Transformed(apart if lead != 1 else node, moved, (KernelTerm(S.One, fact),))
    return _told(node, value, "logistic-logarithm", words, entry, domain, add(ln(lead), apart) if lead != 1 else node)


def _logistic(law: ContinuousLaw, domain: Domain) -> tuple[Expr, Expr, int] | None:
    """Centre, scale and direction of a logistic law: its logarithm is u - 2 log(1 + exp u), with u = (x - m)/s or its opposite."""
    x, form = law.variable, form_of(law, domain)
    waves = {n for t in form.terms for n in t.atoms(exp) if n.has(x)}
    if len(waves) != 1:
        return None
    u = next(iter(waves)).args[0]
    slope = u.diff(x)
    rest = expand(Add(*form.terms) - u + 2 * log(1 + exp(u)))
    if slope.has(x) or slope == 0 or rest.has(x):
        return None
    turn = 1 if domain.positive(slope) else -1
    return (x - u / slope).expand(), (turn / slope).factor(), turn


def _told(
    node: Expectation, value: Expr, name: str, words: str, entry: Transformed, domain: Domain, apart: Expr | None = None
) -> Derivation:
    derivation = Derivation(left=node, domain=domain)
    start = node if apart is None else apart
    if start != node:
        linear = Reasoning("linear", totals=(node.law,))
        said = "A constant comes out of the logarithm."
        step = Step(Relation.EQ, start, "linearity-of-expectation", said, start=node, witness=linear)
        derivation = derivation.then(step)
    witness = Reasoning("integral", integrals=(entry,))
    derivation = derivation.then(Step(Relation.EQ, value, name, words, start=start, witness=witness))
    short = simplest_of([tidy(value.doit(), domain), value])
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)
