"""The value of an expectation: the ways to it in their order, and the mean of a polynomial under a symmetric law."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import (
    And,
    Dummy,
    Expr,
    Poly,
    S,
    Symbol,
    expand,
    hyper,
    log,
    loggamma,
)
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.integrals.absolute import mean_distance
from symbinfo.derivation.integrals.antiderivatives import by_antiderivative
from symbinfo.derivation.integrals.bends import BENT
from symbinfo.derivation.integrals.by_normaliser import by_normaliser, with_step
from symbinfo.derivation.integrals.changes_of_variables import centre_of_symmetry
from symbinfo.derivation.integrals.coordinate_forms import form_of
from symbinfo.derivation.integrals.full_turns import by_full_turn
from symbinfo.derivation.integrals.harmonic_logarithm import poisson_integral
from symbinfo.derivation.integrals.known_logarithms import known_logarithm
from symbinfo.derivation.integrals.legendre_integral import legendre_integral
from symbinfo.derivation.integrals.means_by_scores import by_score
from symbinfo.derivation.integrals.neighbouring_probabilities import by_neighbouring_probabilities
from symbinfo.derivation.integrals.normal_vectors import matrix_moment
from symbinfo.derivation.integrals.pieces import by_pieces
from symbinfo.derivation.integrals.plain_totals import by_plain_total
from symbinfo.derivation.integrals.vector_expectations import vector_moment
from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.linearity import taken_whole
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.shortening import shortened
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.parameter_slopes import ParameterSlope
from symbinfo.expressions.unevaluated import add, evaluated, mul, replace_where
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import AbstractLaw, ContinuousLaw, DiscreteLaw
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["EVALUATE_EXPECTATIONS", "moment"]


def _evaluate_expectations(expr: Expr, context: Context) -> Rewritten | None:
    lemmas: list[Derivation] = []
    requires: list[Boolean] = []

    def change(node: Any) -> Any:
        if not isinstance(node, Expectation) or taken_whole(node.law):
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
    found = (
        _by_centring(node, domain)
        or by_pieces(node, domain, moment)
        or poisson_integral(node, domain)
        or by_full_turn(node, domain)
        or _by_normaliser(node, domain)
    )
    if found is not None and not found.stands.has(ParameterSlope):
        return found
    return (
        mean_distance(node, domain, moment)
        or known_logarithm(node, domain)
        or legendre_integral(node, domain)
        or by_antiderivative(node, domain)
        or by_pieces(node, domain, moment, BENT)
        or found
        or by_neighbouring_probabilities(node, domain)
        or _total_of_a_mass(node, domain)
        or by_score(node, domain)
    )


def _total_of_a_mass(node: Expectation, domain: Domain) -> Derivation | None:
    """What is averaged may cancel with the mass, k/(k (k - 1)), or go on in it: the mean of the mass itself."""
    if not isinstance(node.law, DiscreteLaw) or node.body.has(log, loggamma):
        return None
    return by_plain_total(node, domain)


def _by_normaliser(node: Expectation, domain: Domain) -> Derivation | None:
    """By a stored normaliser; what it gives as a hypergeometric function is elementary where an antiderivative is."""
    found = by_normaliser(node, domain)
    elementary = by_antiderivative(node, domain) if found is not None and found.stands.has(hyper) else None
    return elementary or found


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
    witness = Reasoning("linear", totals=(law,) if 0 in parts else ())
    derivation = with_step(derivation, spread, "centre", because, witness=witness)
    kept = tuple(lemma for _, lemma in sorted(lemmas.items(), reverse=True) if lemma is not None)
    value = add(*(mul(c, lemmas[n].stands if n else S.One) for n, c in sorted(parts.items(), reverse=True)))  # type: ignore[union-attr]
    need = And(*(lemma.requires for lemma in kept))
    derivation = with_step(derivation, value, "central-moments", "The central moments.", lemmas=kept, requires=need)
    return _tidied(derivation, domain).closing(Status.CLOSED)


def _powers_about(body: Expr, x: Symbol, m: Expr, u: Symbol) -> dict[int, Expr] | None:
    """Coefficients of powers of u = x - m, each as short as it gets."""
    polynomial = Poly(expand(body.xreplace({x: m + u})), u)
    return {n: tidy(c) for (n,), c in polynomial.terms() if c != 0}


def _tidied(derivation: Derivation, domain: Domain) -> Derivation:
    plain = evaluated(derivation.stands)
    short = shortened(simplest_of([tidy(plain, domain), plain]), domain)
    return with_step(derivation, short, "simplify", "Simplify.")


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters

EVALUATE_EXPECTATIONS = Rule(
    name="evaluate-expectations",
    theme=Theme.EXPECTATIONS,
    why="Insert the expectations, derived as lemmas.",
    rewrite=_evaluate_expectations,
    examples=((Expectation(_x, EXPONENTIAL), 1 / _a),),
    refuses=(log(_a),),
)
