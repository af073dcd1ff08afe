"""Expectations as SymPy nodes that do not evaluate themselves, the values of named densities, and the way down from
both to explicit integrals and sums.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic, Expr, Integral, Mul, Pow, Sum, Symbol, Tuple, cancel, count_ops, log, sympify

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.unevaluated import add, evaluated, ln, mul, quotient, replace_where
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.laws.shells import ShellLaw

__all__ = ["ConditionalValue", "DensityValue", "Expectation", "explicit", "named_density"]


class DensityValue(Expr):
    """p(x): the density or mass of a law at a point, kept as a name until a rule inserts the expression.

    Parameters
    ----------
    law : Law
        The law.
    point : Basic
        The point; usually the bound variable of an expectation.
    """

    is_commutative = True
    is_extended_real = True

    def __new__(cls, law: Law, point: Any) -> DensityValue:
        """The value at a point, not evaluated."""
        return Expr.__new__(cls, law, sympify(point, strict=True))

    law = property(lambda self: self.args[0])
    point = property(lambda self: self.args[1])

    def _sympystr(self, printer: Any) -> str:
        letter = "p" if self.law.continuous else "P"
        return f"{letter}_{self.law.name}({', '.join(map(str, points_of(self)))})"

    def doit(self, **hints: Any) -> Expr:
        """The expression itself."""
        return self.law.density_at(self.point)


class ConditionalValue(Expr):
    """P(x | y): the joint density or mass at a point over that of the condition, kept as a name.

    Parameters
    ----------
    joint : DensityValue
        P(x, y), the variables of the condition last.
    given : DensityValue
        P(y).
    """

    is_commutative = True
    is_extended_real = True

    def __new__(cls, joint: DensityValue, given: DensityValue) -> ConditionalValue:
        """The value, not evaluated."""
        return Expr.__new__(cls, joint, given)

    joint = property(lambda self: self.args[0])
    given = property(lambda self: self.args[1])

    @property
    def points(self) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
        """The points of the variables before the bar, and of those behind it."""
        behind = points_of(self.given)
        return points_of(self.joint)[: -len(behind)], behind

    @property
    def quotient(self) -> Expr:
        """P(x, y) / P(y)."""
        return quotient(self.joint, self.given)

    def _sympystr(self, printer: Any) -> str:
        before, behind = (", ".join(map(str, part)) for part in self.points)
        return f"P({before} | {behind})"

    def doit(self, **hints: Any) -> Expr:
        """The expression itself."""
        return quotient(self.joint.doit(), self.given.doit())


def points_of(value: DensityValue) -> tuple[Expr, ...]:
    """The point of a value as a tuple of coordinates."""
    return tuple(value.point) if isinstance(value.point, Tuple) else (value.point,)


class Expectation(Expr):
    """E_P[f(X)]: the expectation of `body`, an expression in the law's own variable.

    Parameters
    ----------
    body : Expr
        f(x), written in ``law.variable``.
    law : Law
        The law of X.
    """

    is_commutative = True
    is_extended_real = True

    def __new__(cls, body: Any, law: Law) -> Expectation:
        """The expectation of a body, not evaluated."""
        return Expr.__new__(cls, sympify(body, strict=True), law)

    body = property(lambda self: self.args[0])
    law = property(lambda self: self.args[1])
    variable = property(lambda self: self.args[1].variable)

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters: the variable is bound."""
        free = {s for arg in self.args for s in arg.free_symbols if not isinstance(s, Variable)}
        return free - set(self.bound_symbols)

    @property
    def bound_symbols(self) -> list[Symbol]:
        """The variable."""
        return list(variables_of(self.law))

    def _sympystr(self, printer: Any) -> str:
        return f"E_{self.law.name}[{self.body}]"

    def terms(self) -> list[Expr]:
        """For a finite law: probability times value, one term an outcome."""
        return [mul(p, at_outcome(self.body, self.variable, outcome)) for outcome, p in self.law.outcomes]

    def doit(self, **hints: Any) -> Expr:
        """The explicit integral or sum, not evaluated."""
        return explicit(self)


def at_outcome(body: Expr, variable: Any, outcome: Basic) -> Expr:
    """The body at one outcome, with named densities at that outcome replaced by their probabilities."""
    pairs = zip(variable, outcome, strict=True) if isinstance(variable, Tuple) else ((variable, outcome),)
    at = dict(pairs)

    def change(node: Any) -> Any:
        if isinstance(node, DensityValue):
            return node.law.density_at(node.point.xreplace(at))
        if isinstance(node, ConditionalValue):
            return conditional_at(node, at)
        return at.get(node)

    def ratio(node: Any) -> Any:
        """The log of a fraction with a number below as that of one expression."""
        inner = node.args[0] if isinstance(node, log) else None
        if not isinstance(inner, Mul):
            return None
        below = [f for f in inner.args if isinstance(f, Pow) and f.args[1].is_negative]
        return ln(evaluated(inner)) if below and not any(f.free_symbols for f in below) else None

    return replace_where(replace_where(body, change), ratio)


def conditional_at(node: ConditionalValue, at: dict[Any, Any]) -> Expr:
    """P(x | y) at an outcome, as one probability: what cancels is cancelled."""
    joint, given = (v.law.density_at(v.point.xreplace(at)) for v in (node.joint, node.given))
    if given == 1:
        return joint
    return min((joint / given, cancel(joint / given)), key=count_ops)


def variables_of(law: Law) -> tuple[Variable, ...]:
    """The bound variables of a law."""
    return tuple(law.variable) if isinstance(law.variable, Tuple) else (law.variable,)


def named_density(law: Law, variable: Variable) -> DensityValue:
    """p(x) for the law, at the variable."""
    return DensityValue(law, variable)


def explicit(expr: Any) -> Any:
    """Replace named densities by their expressions and expectations by integrals and sums, and evaluate nothing."""

    def change(node: Any) -> Any:
        if isinstance(node, (DensityValue, ConditionalValue)):
            return node.doit()
        if isinstance(node, Expectation):
            return _explicit_expectation(node)
        return None

    return replace_where(expr, change)


def _explicit_expectation(node: Expectation) -> Expr:
    law = node.law
    if isinstance(law, FiniteLaw):
        return add(*(explicit(term) for term in node.terms()))
    body = mul(law.density, explicit(node.body))
    if isinstance(law, (JointLaw, MatrixNormal, ShellLaw)):
        return law.total(body)
    binder = Integral if law.continuous else Sum
    return binder(body, (law.variable, law.lower, law.upper))
