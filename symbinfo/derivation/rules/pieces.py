"""Piecewise densities: the range is split where the formula changes, and every piece is a law of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sympy import Add, And, Eq, Expr, Integral, Ne, Or, Piecewise, S, Symbol, exp, expand, integrate, oo
from sympy.core.relational import Ge, Gt, Le, Lt, Relational
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.rules.algebra import simplest_of, tidy
from symbinfo.derivation.rules.by_normaliser import total_by_normaliser
from symbinfo.derivation.witness import CutRange, Reasoning, SpreadExpectation
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["by_pieces", "total_by_pieces"]

MOST_PIECES = 8

Moment = Callable[[Expectation, Domain], "Derivation | None"]


@dataclass(frozen=True)
class _Piece:
    """One interval: its weight P(A < X < B), the law given that X lies there, and f there."""

    weight: Expr
    law: ContinuousLaw
    body: Expr


def by_pieces(node: Expectation, domain: Domain, moment: Moment) -> Derivation | None:
    """E[f(X)] as the sum over the pieces of P(piece) E[f(X) | X in the piece], or None where there are none.

    Parameters
    ----------
    node : Expectation
        Its density or its body holds a Piecewise in the variable.
    domain : Domain
        Where the parameters live; the order of the points where the formulas change must follow from it.
    moment : callable
        Derives the expectation of one term under one piece.
    """
    pieces = _pieces(node, domain)
    if not pieces:
        return None
    written = add(*(mul(p.weight, Expectation(p.body, p.law)) for p in pieces))
    values: list[Expr] = []
    lemmas: list[Derivation] = []
    spread: list[SpreadExpectation] = []
    for piece in pieces:
        derived = [_term(term, piece, domain, moment) for term in Add.make_args(expand(piece.body))]
        if any(d is None for d in derived):
            return None
        found = [d for d in derived if d is not None]
        values.append(mul(piece.weight, add(*(mul(c, v) for c, v, _ in found))))
        lemmas.extend(lemma for _, _, lemma in found if lemma is not None)
        terms = tuple((c, lemma.left) for c, _, lemma in found if lemma is not None)
        constant = Add(*(c for c, _, lemma in found if lemma is None))
        spread.append(SpreadExpectation(Expectation(piece.body, piece.law), terms, constant))
    kept = tuple(dict.fromkeys(lemmas))
    needs = And(*(lemma.requires for lemma in kept))
    names = " and ".join(p.law.name for p in pieces)
    because = f"Split the range where the formula changes: {names} are {node.law.name} given the piece."
    derivation = Derivation(left=node, domain=domain)
    cut = Reasoning("split", cuts=(CutRange(node, tuple(p.law.lower for p in pieces[1:])),))
    derivation = derivation.then(Step(Relation.EQ, written, "split-the-range", because, start=node, witness=cut))
    value = add(*values)
    totals = tuple(p.law for p, s in zip(pieces, spread, strict=True) if s.constant != 0)
    taken_apart = Reasoning("linear", totals=totals, spread=tuple(spread))
    step = Step(
        Relation.EQ, value, "expectations-of-the-pieces", "Insert them.", kept, written, needs, witness=taken_apart
    )
    derivation = derivation.then(step)
    plain = evaluated(value)
    short = simplest_of([tidy(plain, domain), plain])
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)


def _term(term: Expr, piece: _Piece, domain: Domain, moment: Moment) -> tuple[Expr, Expr, Derivation | None] | None:
    """Coefficient, value and lemma of one term of the body."""
    outside, inside = term.as_independent(piece.law.variable, as_Add=False)
    if inside == 1:
        return outside, S.One, None
    lemma = moment(Expectation(inside, piece.law), domain)
    return None if lemma is None else (outside, lemma.stands, lemma)


def total_by_pieces(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a density with several formulas integrates to 1: the weights of its pieces add up, and each is a law."""
    pieces = _pieces(Expectation(S.One, law), domain)
    totals = [total_by_normaliser(p.law, domain) for p in pieces]
    if not pieces or any(total is None for total in totals):
        return None
    kept = tuple(total for total in totals if total is not None)
    whole = Integral(law.density, (law.variable, law.lower, law.upper))
    written = add(*(mul(p.weight, total.left) for p, total in zip(pieces, kept, strict=True)))
    cut = Reasoning("split", cuts=(CutRange(whole, tuple(p.law.lower for p in pieces[1:])),))
    derivation = Derivation(left=whole, domain=domain)
    for expr, rule, because, lemmas, witness in (
        (written, "split-the-range", "Split the range where the formula changes.", (), cut),
        (add(*(p.weight for p in pieces)), "insert-lemma", "Each piece is a law.", kept, Reasoning("lemmas")),
        (S.One, "simplify", "Simplify.", (), Reasoning("same")),
    ):
        needs = And(*(lemma.requires for lemma in lemmas))
        step = Step(Relation.EQ, expr, rule, because, lemmas, derivation.stands, needs, witness=witness)
        derivation = derivation.then(step)
    return derivation.closing(Status.CLOSED)


# --- the pieces ------------------------------------------------------------------------------------------------------


def _pieces(node: Expectation, domain: Domain) -> list[_Piece]:
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or not (law.density.has(Piecewise) or node.body.has(Piecewise)):
        return []
    ends = _in_order(_points(law, node.body), law, domain)
    if ends is None:
        return []
    found = []
    for number, (low, high) in enumerate(pairwise(ends), start=1):
        density, body = (_branch(e, x, low, high, ends) for e in (law.density, node.body))
        weight = None if density is None else _weight(density, x, low, high)
        if density is None or body is None or weight is None:
            return []
        if weight != 0:
            name, family, parameters, condition = law.args[:4]
            own = (Str(f"{name.name}{number}"), family, parameters, condition, x, density / weight, low, high)
            found.append(_Piece(weight, ContinuousLaw(*own), body))
    return found


def _points(law: ContinuousLaw, body: Expr) -> list[Expr]:
    """Where the formulas change."""
    points: list[Expr] = []
    for relation in sorted((law.density + body).atoms(Relational), key=str):
        if relation.has(law.variable):
            point = _bound(relation, law.variable)
            if point is not None and point not in points:
                points.append(point)
    return points


def _bound(relation: Relational, x: Symbol) -> Expr | None:
    left, right = relation.args
    if left == x and not right.has(x):
        return right
    return left if right == x and not left.has(x) else None


def _in_order(points: list[Expr], law: ContinuousLaw, domain: Domain) -> list[Expr] | None:
    """The points inside the range with its ends, from left to right; None where the order is not known."""
    inside = [p for p in points if p not in (law.lower, law.upper)]
    if len(inside) >= MOST_PIECES:
        return None
    ordered: list[Expr] = []
    for point in inside:
        if not (_before(law.lower, point, domain) and _before(point, law.upper, domain)):
            if _before(point, law.lower, domain) or _before(law.upper, point, domain):
                continue
            return None
        place = 0
        for other in ordered:
            if _before(other, point, domain):
                place += 1
            elif not _before(point, other, domain):
                return None
        ordered.insert(place, point)
    return [law.lower, *ordered, law.upper]


def _before(low: Expr, high: Expr, domain: Domain) -> bool:
    return low == -oo or high == oo or domain.nonnegative(high - low)


def _branch(expr: Expr, x: Symbol, low: Expr, high: Expr, ends: list[Expr]) -> Expr | None:
    """The expression between two neighbouring ends, without its Piecewise."""
    place = {end: i for i, end in enumerate(ends)}
    middle = place[low] + S.Half

    def holds(condition: Boolean) -> bool | None:
        if condition in (S.true, S.false):
            return bool(condition)
        if isinstance(condition, (And, Or)):
            parts = [holds(part) for part in condition.args]
            if None in parts:
                return None
            return all(parts) if isinstance(condition, And) else any(parts)
        if not isinstance(condition, Relational) or _bound(condition, x) is None:
            return None
        if isinstance(condition, (Eq, Ne)):
            return isinstance(condition, Ne)
        point = _bound(condition, x)
        at = place.get(point, -1 if point not in ends and point != high else None)
        if at is None or at < 0:
            return None
        above = middle > at
        wants_above = isinstance(condition, (Gt, Ge)) == (condition.args[0] == x)
        return bool(above) == wants_above if isinstance(condition, (Gt, Ge, Lt, Le)) else None

    unknown = False

    def change(*pairs: tuple[Expr, Boolean]) -> Expr:
        nonlocal unknown
        for branch, condition in pairs:
            decided = holds(condition)
            if decided is None:
                unknown = True
                break
            if decided:
                return branch
        return S.NaN

    chosen = expr.replace(Piecewise, change)
    return None if unknown or chosen.has(S.NaN) else chosen


def _weight(density: Expr, x: Symbol, low: Expr, high: Expr) -> Expr | None:
    """The integral of one branch: a polynomial, or a constant times the exponential of an affine function."""
    _, moving = density.as_independent(x, as_Add=False)
    affine = isinstance(moving, exp) and moving.args[0].is_polynomial(x) and not moving.args[0].diff(x).has(x)
    if not (density.is_polynomial(x) or affine):
        return None
    return simplest_of([integrate(density, (x, low, high)).factor()])
