"""What is determined by Y leaves nothing open once Y is known."""

from __future__ import annotations

from typing import Any

from sympy import Expr, KroneckerDelta, Mul, S, Sum, log

from symbinfo.derivation import Derivation
from symbinfo.derivation.rules.algebra import LOG_OF_ONE
from symbinfo.derivation.rules.joint_laws import conditional
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme, run
from symbinfo.derivation.rules.totals import AS_TOTAL, total, value
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import mul, replace_where
from symbinfo.laws.abstract import abstract_joint, function_of
from symbinfo.laws.expectation import ConditionalValue, DensityValue
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import ConditionalEntropy

TITLE = "A function of Y is certain once Y is known: H(X | Y) = 0 when X = f(Y)"


def derive() -> Derivation:
    """Derive it for an abstract mass of Y and an abstract function f."""
    x, y = function_of().components
    plan = (DEFINITION, AS_TOTAL, ONLY_THE_IMAGE, IMAGE_IS_CERTAIN, LOG_OF_ONE)
    return run(ConditionalEntropy(x, y), plan, Domain())


def _image(law: JointLaw) -> Expr | None:
    """f(y), where the law puts all mass on x = f(y)."""
    for factor in Mul.make_args(law.density):
        if isinstance(factor, KroneckerDelta):
            return next((side for side in factor.args[:2] if side != law.variable[0]), None)
    return None


def _only_the_image(expr: Expr, context: Context) -> Rewritten | None:
    """In the sum over x only x = f(y) has mass, and P(f(y), y) = P(y)."""

    def change(node: Any) -> Any:
        if not isinstance(node, Sum) or len(node.limits) != 2:
            return None
        factors = Mul.make_args(node.function)
        weight = next((f for f in factors if isinstance(f, DensityValue) and isinstance(f.law, JointLaw)), None)
        image = None if weight is None else _image(weight.law)
        if weight is None or image is None:
            return None
        law = weight.law
        given = law.marginal((1,))
        at = {law.variable[0]: image}
        rest = replace_where(mul(*(f for f in factors if f is not weight)), lambda n: _placed(n, at))
        outer = next(limit for limit in node.limits if limit[0] == law.variable[1])
        return Sum(mul(DensityValue(given, law.variable[1]), rest), outer)

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


def _placed(node: Any, at: dict[Any, Any]) -> Any:
    """A named value with other points; its law keeps its bound variables."""
    if isinstance(node, ConditionalValue):
        return ConditionalValue(_placed(node.joint, at), node.given)
    if isinstance(node, DensityValue):
        return DensityValue(node.law, node.point.xreplace(at))
    return None


_J, _free = function_of(), abstract_joint()
_y = _J.marginal((1,))

ONLY_THE_IMAGE = Rule(
    name="only-the-image-has-mass",
    theme=Theme.JOINT_LAWS,
    why="X = f(Y): for each y only x = f(y) has mass, and there P(x, y) = P(y).",
    rewrite=_only_the_image,
    examples=((total(value(_J) * log(value(_y)), _J), total(value(_y) * log(value(_y)), _y)),),
    refuses=(total(value(_free) * log(value(_free)), _free),),
)


def _image_is_certain(expr: Expr, context: Context) -> Rewritten | None:
    """P(f(y) | y) = 1."""

    def change(node: Any) -> Any:
        if not isinstance(node, ConditionalValue):
            return None
        image = _image(node.joint.law)
        return S.One if image is not None and node.points[0] == (image,) else None

    new = replace_where(expr, change)
    return Rewritten(new) if new != expr else None


_at_the_image = _placed(conditional(_J, (0,), (1,)), {_J.variable[0]: _image(_J)})

IMAGE_IS_CERTAIN = Rule(
    name="the-image-is-certain",
    theme=Theme.JOINT_LAWS,
    why="Given Y = y, the value f(y) of X is certain: P(f(y) | y) = P(y)/P(y) = 1.",
    rewrite=_image_is_certain,
    examples=((total(value(_y) * _at_the_image, _y), total(value(_y) * S.One, _y)),),
    refuses=(conditional(_free, (0,), (1,)),),
)
