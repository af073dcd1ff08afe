"""Expectations that diverge: one that is +oo, among terms that are finite, makes the whole +oo."""

from __future__ import annotations

from sympy import Add, Dummy, Expr, Mul, S, Symbol, exp, limit, log, nan, oo

from symbinfo.derivation.integrals.divergence_witness import witness_at, witness_of_infinite
from symbinfo.derivation.integrals.growth_at_ends import divergent_ends
from symbinfo.derivation.integrals.matching import converges_when, kernels_of
from symbinfo.derivation.integrals.statistics import statistics_of
from symbinfo.derivation.rules.example_laws import CAUCHY
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.expressions.domain import Domain
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["DIVERGENT_EXPECTATION", "DIVERGENT_INTEGRAL", "diverges"]


def diverges(node: Expectation, domain: Domain) -> bool:
    """Whether E[f(X)] is known to be +oo: f is nowhere negative, and its integral against a stored kernel diverges.

    Parameters
    ----------
    node : Expectation
        The expectation.
    domain : Domain
        Where the parameters live.
    """
    law = node.law
    if isinstance(law, FiniteLaw) or not law.inside(domain).nonnegative(node.body):
        return False
    for kernel in kernels_of(law, domain):
        found = statistics_of(node.body, node.variable, kernel)
        if found is not None:
            return any(domain.excludes(converges_when(kernel, s)) for s in found[0])
    return False


def _divergent(expr: Expr, context: Context) -> Rewritten | None:
    """Applies to a sum in which every expectation that is left is +oo with a positive coefficient."""
    nodes = list(expr.atoms(Expectation))
    inside = not any(nodes[0] in Mul.make_args(term) for term in Add.make_args(expr)) if len(nodes) == 1 else False
    if inside and not expr.has(DensityValue):
        return _divergent_inside(expr, nodes[0], context)
    left: list[str] = []
    witness = None
    for term in Add.make_args(expr):
        nodes = [f for f in Mul.make_args(term) if isinstance(f, Expectation)]
        if not nodes:
            if term.has(Expectation, DensityValue) or term.is_finite is False:
                return None
            continue
        rest = Mul(*(f for f in Mul.make_args(term) if f is not nodes[0]))
        if len(nodes) > 1 or not context.domain.positive(rest) or not diverges(nodes[0], context.domain):
            return None
        left.append(str(nodes[0].body))
        witness = witness_of_infinite(nodes[0].body, nodes[0].law, context.domain)
    if not left:
        return None
    return Rewritten(
        oo,
        because=f"The expectation of {' and of '.join(left)} diverges to +oo; the other terms are finite.",
        witness=witness,
    )


def _divergent_inside(expr: Expr, node: Expectation, context: Context) -> Rewritten | None:
    """A function of one expectation, such as its logarithm, where that is +oo."""
    if not diverges(node, context.domain):
        return None
    whole = Dummy("whole", positive=True)
    value = limit(expr.xreplace({node: whole}), whole, oo)
    if value not in (oo, -oo):
        return None
    return Rewritten(
        value,
        because=f"The expectation of {node.body} diverges to +oo.",
        witness=witness_of_infinite(node.body, node.law, context.domain),
    )


_x, (_b,) = CAUCHY.variable, CAUCHY.parameters

DIVERGENT_EXPECTATION = Rule(
    name="divergent-expectation",
    theme=Theme.SUPPORT,
    why="One expectation is +oo and the rest is finite.",
    rewrite=_divergent,
    examples=((_b + 2 * Expectation(_x**2, CAUCHY), oo),),
    refuses=(log(Symbol("x", positive=True)), S.One),
)


def _divergent_integral(expr: Expr, context: Context) -> Rewritten | None:
    """What is left of the expectations, taken together: how it grows towards the ends decides."""
    left: list[Expr] = []
    laws = set()
    for term in Add.make_args(expr):
        nodes = [f for f in Mul.make_args(term) if isinstance(f, Expectation)]
        if not nodes:
            if term.has(Expectation, DensityValue) or term.is_finite is False:
                return None
            continue
        if len(nodes) > 1:
            return None
        rest = Mul(*(f for f in Mul.make_args(term) if f is not nodes[0]))
        if rest.has(Expectation):
            return None
        left.append(rest * nodes[0].body)
        laws.add(nodes[0].law)
    if len(laws) != 1 or isinstance(law := laws.pop(), (FiniteLaw, JointLaw, MatrixNormal)):
        return None
    ends = divergent_ends(Add(*left), law, context.domain)
    if not ends:
        return None
    witness = witness_at(law, next(iter(ends)))
    words = " and ".join(f"to {'+' if sign > 0 else '-'}oo as {law.variable} -> {end}" for end, sign in ends.items())
    signs = set(ends.values())
    if len(signs) == 1:
        return Rewritten(oo * signs.pop(), because=f"The integral that is left diverges {words}.", witness=witness)
    return Rewritten(nan, because=f"The integral does not exist, not even as an infinite value: it diverges {words}.")


DIVERGENT_INTEGRAL = Rule(
    name="divergent-integral",
    theme=Theme.SUPPORT,
    why="The integral that is left diverges.",
    rewrite=_divergent_integral,
    examples=((_b + Expectation(exp(_x), CAUCHY), oo),),
    refuses=(log(Symbol("x", positive=True)),),
)
