"""Divergences do not change under a common one-to-one map: both laws in a coordinate in which their densities are shorter.

KL(P || Q), and every other measure that is made of the ratio of the densities alone, is the same for the images of both
laws: the slope of the map cancels in the ratio, and the rest is a change of variables. It is the case of equality of the
data-processing inequality.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sympy import (
    Abs,
    And,
    Dummy,
    Expr,
    Pow,
    S,
    Symbol,
    asinh,
    atan,
    atanh,
    cosh,
    diff,
    exp,
    expand,
    expand_log,
    log,
    oo,
    pi,
    powsimp,
    simplify,
    sinh,
    tan,
    tanh,
)
from sympy.core.symbol import Str

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.rule import Context, apply_rule
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.derivation.simplify.tidying import simplest_of
from symbinfo.derivation.witness import Coordinate, CutRange, Reasoning
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.unevaluated import evaluated, replace_where
from symbinfo.laws.expectation import DensityValue, Expectation
from symbinfo.laws.law import ContinuousLaw
from symbinfo.measures.base import Measure

__all__ = ["in_common_coordinates"]

SAME = "Divergences do not change under a common one-to-one map"
LARGEST = 120

Along = Callable[[Derivation], Derivation]


@dataclass(frozen=True)
class _Map:
    """One coordinate: the old variable in it, its range, and what proposes it."""

    back: Callable[[Expr], Expr]
    lower: Expr
    upper: Expr
    old: tuple[Expr, Expr]
    proposed: Callable[[Expr, Symbol], bool]


def _has(*heads: type) -> Callable[[Expr, Symbol], bool]:
    return lambda density, x: any(node.has(x) for node in density.atoms(*heads))


def _has_logit(density: Expr, x: Symbol) -> bool:
    return any(node.args[0].has(x) and node.args[0].subs(x, S.Half) == 1 for node in density.atoms(log))


def _has_exponential(density: Expr, x: Symbol) -> bool:
    return any(node.args[0].has(x) for node in density.atoms(exp))


def _has_reciprocal(density: Expr, x: Symbol) -> bool:
    return any(p.base == x and p.exp.is_negative and p.exp.is_number for e in density.atoms(exp) for p in e.atoms(Pow))


#: In the order in which they are tried.
MAPS: tuple[_Map, ...] = (
    _Map(lambda y: exp(y), -oo, oo, (S.Zero, oo), _has(log)),
    _Map(lambda y: exp(y), S.Zero, oo, (S.One, oo), _has(log)),
    _Map(lambda y: exp(-y), S.Zero, oo, (S.Zero, S.One), _has(log)),
    _Map(lambda y: 1 / (1 + exp(-y)), -oo, oo, (S.Zero, S.One), _has(log)),
    _Map(lambda y: sinh(y), -oo, oo, (-oo, oo), _has(asinh)),
    _Map(lambda y: tan(y), -pi / 2, pi / 2, (-oo, oo), _has(atan)),
    _Map(lambda y: tan(y), S.Zero, pi / 2, (S.Zero, oo), _has(atan)),
    _Map(lambda y: tanh(y), -oo, oo, (-S.One, S.One), _has(atanh, log)),
    _Map(lambda y: log(y), S.Zero, oo, (-oo, oo), _has_exponential),
    _Map(lambda y: 1 / y, S.Zero, oo, (S.Zero, oo), _has_reciprocal),
    _Map(lambda y: atan(y), -oo, oo, (-pi / 2, pi / 2), _has(tan)),
)


def in_common_coordinates(measure: Measure, domain: Domain, along: Along) -> Iterator[Derivation]:
    """The first steps of a divergence of two laws, in each coordinate in which both densities are shorter.

    Parameters
    ----------
    measure : Measure
        Any measure; of others than divergences of two densities on one range there is none.
    domain : Domain
        Where the parameters live.
    along : callable
        Goes on with a derivation by the plan.
    """
    laws = measure.laws
    if len(laws) != 2 or measure.of_equals is None or not all(type(law) is ContinuousLaw for law in laws):
        return
    first, second = laws
    if (first.lower, first.upper) != (second.lower, second.upper) or first.variable != second.variable:
        return
    if sum(law.density.count_ops() for law in laws) > LARGEST:
        return
    start = apply_rule(Derivation(left=measure, domain=domain), DEFINITION, Context(domain))
    for chart in MAPS:
        if chart.old == (first.lower, first.upper) and any(chart.proposed(law.density, first.variable) for law in laws):
            found = _in_coordinate(start, laws, chart, along)
            if found is not None:
                yield found


def _in_coordinate(start: Derivation, laws: tuple[ContinuousLaw, ...], chart: _Map, along: Along) -> Derivation | None:
    y = _new_variable(laws, chart)
    x, back = laws[0].variable, chart.back(y)
    images = {law: _image(law, y, back, chart) for law in laws}
    if sum(_size(new.density) for new in images.values()) >= sum(_size(law.density) for law in images):
        return None
    whole = start.stands
    nodes = sorted(whole.atoms(Expectation), key=str)
    if not nodes or any(node.law not in images for node in nodes):
        return None
    new = {node: _moved(node, images) for node in nodes}
    coordinate = Coordinate(y, chart.lower, chart.upper, (back,))
    names = " and ".join(f"{image.name}" for image in images.values())
    words = f"{SAME}: {x} = {back}, which makes {names} of {' and '.join(law.name for law in laws)}."
    target = replace_where(whole, new.get)
    if _is_linear(whole, nodes):
        witness = Reasoning("split", cuts=(CutRange(nodes[0], (), coordinate),))
        return start.then(Step(Relation.EQ, target, "common-map", words, start=whole, witness=witness))
    lemmas = []
    for node, image in new.items():
        witness = Reasoning("split", cuts=(CutRange(node, (), coordinate),))
        step = Step(Relation.EQ, image, "common-map", words, start=node, witness=witness)
        lemmas.append(along(Derivation(left=node, domain=start.domain).then(step)))
    if any(lemma.status is not Status.CLOSED for lemma in lemmas):
        return None
    values = {lemma.left: lemma.stands for lemma in lemmas}
    needs = And(*(lemma.requires for lemma in lemmas))
    step = Step(Relation.EQ, replace_where(whole, values.get), "insert-lemma", words, tuple(lemmas), whole, needs)
    return start.then(step)


def _is_linear(whole: Expr, nodes: list[Expectation]) -> bool:
    """Whether an expression is a combination of its expectations."""
    places = {node: Dummy() for node in nodes}
    plain = evaluated(whole.xreplace(places))
    return all(not plain.diff(place).free_symbols & set(places.values()) for place in places.values())


def _moved(node: Expectation, images: dict[ContinuousLaw, ContinuousLaw]) -> Expectation:
    """The expectation of the same function of the densities, under the image of its law."""

    def change(part: Expr) -> Expr | None:
        if isinstance(part, DensityValue) and part.law in images:
            return DensityValue(images[part.law], images[part.law].variable)
        return None

    return Expectation(replace_where(node.body, change), images[node.law])


def _new_variable(laws: tuple[ContinuousLaw, ...], chart: _Map) -> Variable:
    name = free_name("yztwv", [s for law in laws for s in (law.variable, *law.free_symbols)])
    return Variable(name, positive=True) if chart.lower == 0 else Variable(name, real=True)


def _image(law: ContinuousLaw, y: Variable, back: Expr, chart: _Map) -> ContinuousLaw:
    """The law of the coordinate."""
    slope = diff(back, y)
    plain = law.density.xreplace({law.variable: back}) * (-slope if slope.is_negative else slope)
    forms = [plain, powsimp(plain), powsimp(expand(plain, power_base=True, force=False))]
    if plain.has(cosh, tanh, tan, Abs) or (back.has(exp) and chart.old == (S.Zero, S.One)):
        forms.append(simplify(expand_log(plain)))
    density = simplest_of(forms)
    name, (family, parameters, condition) = Str(f"{law.name}_{y.name}"), law.args[1:4]
    return ContinuousLaw(name, family, parameters, condition, y, density, chart.lower, chart.upper)


def _size(density: Expr) -> int:
    return int(density.count_ops())
