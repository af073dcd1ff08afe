"""Densities: inserting the expression for a name, and the logarithm of a density as a sum of statistics."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sympy import Add, And, Expr, Mul, Pow, S, Symbol, default_sort_key, exp, expand_power_base, log
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.example_laws import EXPONENTIAL
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.simplify.exponential_fractions import factored_in_exponentials
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import tidy
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.huge_numbers import huge_power_split
from symbinfo.expressions.unevaluated import add, ln, replace, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation, variables_of
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import ContinuousLaw, FiniteLaw, Law
from symbinfo.laws.matrices import without_matrices
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.vector import inside_of, is_vector

# Laws whose densities stay names under an expectation.
KEPT_NAMED = (FiniteLaw, JointLaw, MatrixNormal)

SPLIT = "The log of a product of positive factors is the sum of their logs"

__all__ = ["INSERT_DENSITIES", "INSERT_LOG_DENSITIES", "expanded_log_density"]


def expanded_log_density(law: Law, domain: Domain) -> Expr:
    """Log p(x) as a sum: a constant, tidied, and the statistics of x, in a fixed order."""
    inside = _inside(law, domain)
    density, scalars = without_matrices(law.density, inside)
    variables = (*variables_of(law), *(s for s, scalar in scalars.items() if scalar.has(*variables_of(law))))
    if isinstance(law, ContinuousLaw):
        density = density.replace(
            lambda n: isinstance(n, Add) and len(n.args) > 2 and n.has(exp) and n.has(*variables),
            factored_in_exponentials,
        )
    terms = Add.make_args(log_of(expand_power_base(density), inside))
    constant = Add(*(t for t in terms if not t.has(*variables)))
    statistics = sorted((t for t in terms if t.has(*variables)), key=default_sort_key)
    return replace(add(*Add.make_args(tidy(constant, domain)), *statistics), scalars)


def _inside(law: Law, domain: Domain) -> Domain:
    return inside_of(law, domain) if isinstance(law, JointLaw) else law.inside(domain)


def log_density_lemma(value: DensityValue, domain: Domain) -> Derivation:
    """Log p(x) = ..., for x inside the support: insert the density, split the logarithm."""
    return _log_density_lemma(value, domain.about(value))


@lru_cache(maxsize=1024)
def _log_density_lemma(value: DensityValue, domain: Domain) -> Derivation:
    law = value.law
    steps = (
        ("insert-density", ln(law.density), f"The {'density' if law.continuous else 'mass'} of {law.name}."),
        ("log-of-product", expanded_log_density(law, domain), _why_split(law.density)),
    )
    derivation = Derivation(left=log(value), domain=_inside(law, domain))
    for name, expr, because in steps:
        if expr != derivation.stands:
            derivation = derivation.then(Step(Relation.EQ, expr, name, because))
    return derivation.closing(Status.CLOSED)


def _why_split(density: Expr) -> str:
    """The rules of the logarithm that are used on a density."""
    if isinstance(density, Pow) and density.exp == -1:
        return "The log of 1/u is -log u."
    return f"{SPLIT}, and log exp u = u." if density.has(exp) else f"{SPLIT}."


def _is_joint_marginal(value: DensityValue) -> bool:
    """Whether a density stands as a sum or an integral over other variables: nothing is gained by inserting it."""
    return value.law.family == "marginal"


def _insert_log_densities(expr: Expr, context: Context) -> Rewritten | None:
    """Replace log p(x) inside expectations by its expansion, one lemma a law."""
    lemmas: list[Derivation] = []
    requires: list[Boolean] = []

    def change(node: Any) -> Any:
        if isinstance(node, log) and isinstance(node.args[0], DensityValue):
            value = node.args[0]
            plain = isinstance(value.law, FiniteLaw) or (isinstance(value.law, JointLaw) and not is_vector(value.law))
            if plain or _is_joint_marginal(value):
                return None
            lemma = log_density_lemma(DensityValue(value.law, value.law.variable), context.domain)
            if lemma not in lemmas:
                lemmas.append(lemma)
            if value.point == value.law.variable:
                return lemma.stands
            if not isinstance(value.point, Variable) and not isinstance(value.law, MatrixNormal):
                requires.append(And(value.law.lower <= value.point, value.point <= value.law.upper))
            return replace_where(lemma.stands, lambda n: value.point if n == value.law.variable else None)
        return None

    if not expr.has(DensityValue):
        return None
    new = replace_where(expr, change)
    return Rewritten(new, lemmas=tuple(lemmas), requires=And(*requires)) if lemmas else None


def _powers_split(body: Expr, inside: Domain) -> Expr:
    """Powers of products and of powers as one power a base, where the bases are positive inside the support."""

    def change(node: Any) -> Any:
        if not isinstance(node, Pow) or node.args[1].is_Integer:
            return None
        powers: dict[Expr, Expr] = {}
        for base, exponent in _bases(node.args[0], node.args[1]):
            if not inside.positive(base):
                return None
            if base.is_Rational and base.p == 1:
                base, exponent = 1 / base, -exponent
            powers[base] = powers.get(base, S.Zero) + exponent
        split = [pair for base, exponent in powers.items() for pair in huge_power_split(base, exponent)]
        return Mul(*(Pow(base, exponent) for base, exponent in split))

    return replace_where(body, change)


def _bases(product: Expr, exponent: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The bases of a power of a product, products and powers in it opened, each with its exponent."""
    for factor in Mul.make_args(product):
        base, inner = factor.as_base_exp()
        if isinstance(base, Mul) or (inner != 1 and base.as_base_exp()[1] != 1):
            yield from _bases(base, inner * exponent)
        else:
            yield base, inner * exponent


def _insert_densities(expr: Expr, context: Context) -> Rewritten | None:
    """Replace named densities in powers inside expectations; those under a logarithm are left to their own rule."""

    def named(node: Any) -> Any:
        if isinstance(node, log):
            return node
        if isinstance(node, DensityValue) and not isinstance(node.law, KEPT_NAMED):
            return node.doit()
        return None

    def change(node: Any) -> Any:
        if isinstance(node, Expectation) and not isinstance(node.law, KEPT_NAMED):
            return Expectation(
                _powers_split(replace_where(node.body, named), node.law.inside(context.domain)), node.law
            )
        return None

    return Rewritten(replace_where(expr, change)) if expr.has(DensityValue) else None


_x, (_a,) = EXPONENTIAL.variable, EXPONENTIAL.parameters
_p = DensityValue(EXPONENTIAL, _x)

INSERT_DENSITIES = Rule(
    name="insert-densities",
    theme=Theme.DEFINITIONS,
    why="Insert the densities.",
    rewrite=_insert_densities,
    examples=((Expectation(_p**2, EXPONENTIAL), Expectation(_a**2 * exp(-2 * _a * _x), EXPONENTIAL)),),
    refuses=(log(Symbol("x", positive=True)),),
)

INSERT_LOG_DENSITIES = Rule(
    name="insert-log-densities",
    theme=Theme.LOGARITHMS,
    why="Insert the logarithms of the densities.",
    rewrite=_insert_log_densities,
    examples=((Expectation(log(_p), EXPONENTIAL), Expectation(add(log(_a), -_a * _x), EXPONENTIAL)),),
    refuses=(log(_a),),
)
