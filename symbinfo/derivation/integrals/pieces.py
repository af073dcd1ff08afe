"""Piecewise densities: the range is split where the formula changes, and every piece is a law of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from sympy import (
    Abs,
    Add,
    And,
    Dummy,
    Expr,
    Integral,
    Mul,
    Pow,
    S,
    Symbol,
    default_sort_key,
    exp,
    expand,
    expand_power_base,
    log,
    oo,
    true,
)
from sympy.core.symbol import Str

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.integrals.antiderivatives import by_antiderivative
from symbinfo.derivation.integrals.bends import BENT, Stretch, kinks_of
from symbinfo.derivation.integrals.by_normaliser import total_by_normaliser
from symbinfo.derivation.integrals.weights import total_of_polynomial, weight_of, with_positive_factors
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import CutRange, Reasoning, SpreadExpectation
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["BROKEN", "by_pieces", "in_order", "total_by_pieces"]

MOST_PIECES = 8
#: What no stored kernel holds: a distance |x - m| may be one of its statistics.
BROKEN = tuple(head for head in BENT if head is not Abs)

Moment = Callable[[Expectation, Domain], "Derivation | None"]


@dataclass(frozen=True)
class _Piece:
    """One interval: its weight P(A < X < B), the law given that X lies there, and f there."""

    weight: Expr
    law: ContinuousLaw
    body: Expr


def by_pieces(node: Expectation, domain: Domain, moment: Moment, bent: tuple[type, ...] = BROKEN) -> Derivation | None:
    """E[f(X)] as the sum over the pieces of P(piece) E[f(X) | X in the piece], or None where there are none.

    Parameters
    ----------
    node : Expectation
        Its density or its body changes its formula somewhere in the range.
    domain : Domain
        Where the parameters live; the order of the points where the formulas change must follow from it.
    moment : callable
        Derives the expectation of one term under one piece.
    bent : tuple of type
        What must be in the density or the body, for the range to be split.
    """
    pieces = _pieces(node, domain, bent)
    if not pieces:
        return None
    written = add(*(mul(p.weight, Expectation(p.body, p.law)) for p in pieces))
    values: list[Expr] = []
    lemmas: list[Derivation] = []
    spread: list[SpreadExpectation] = []
    for piece in pieces:
        derived = [_term(term, piece, domain, moment) for term in _terms(piece.body, piece.law.variable)]
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
    short = simplest_of([tidy(plain, domain), plain, _gathered(plain, domain)])
    if short != value:
        derivation = derivation.then(Step(Relation.EQ, short, "simplify", "Simplify.", start=value))
    return derivation.closing(Status.CLOSED)


def _terms(body: Expr, x: Symbol) -> tuple[Expr, ...]:
    """The terms of the body, expanded; sums of parameters that stand below a fraction stay whole."""
    divisors = {p for p in body.atoms(Pow) if p.exp.is_negative and isinstance(p.base, Add) and not p.has(x)}
    masks = {p: Dummy(positive=p.is_positive) for p in sorted(divisors, key=default_sort_key)}
    opened = expand(body.xreplace(masks), deep=False)
    return Add.make_args(opened.xreplace({mask: p for p, mask in masks.items()}))


def _term(term: Expr, piece: _Piece, domain: Domain, moment: Moment) -> tuple[Expr, Expr, Derivation | None] | None:
    """Coefficient, value and lemma of one term of the body."""
    outside, inside = term.as_independent(piece.law.variable, as_Add=False)
    if inside == 1:
        return outside, S.One, None
    node = Expectation(inside, piece.law)
    polynomial = inside.has(log) and piece.law.density.is_polynomial(piece.law.variable)
    lemma = (by_antiderivative(node, domain) if polynomial else None) or moment(node, domain)
    return None if lemma is None else (outside, lemma.stands, lemma)


def total_by_pieces(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a density with several formulas integrates to 1: the weights of its pieces add up, and each is a law."""
    pieces = _pieces(Expectation(S.One, law), domain, BENT)
    totals = [total_of_polynomial(p.law, domain) or total_by_normaliser(p.law, domain) for p in pieces]
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


def _gathered(value: Expr, domain: Domain) -> Expr:
    """A sum of products of the same broken powers as one product, their bases turned so that they are positive."""

    def positive(power: Pow) -> Expr:
        parts = [f.as_base_exp() for f in Mul.make_args(with_positive_factors(power.args[0], domain))]
        if not all(domain.positive(base) for base, _ in parts):
            return power
        return Mul(*(Pow(base, exponent * power.args[1]) for base, exponent in parts))

    broken = {p for p in value.atoms(Pow) if not p.args[1].is_Integer and isinstance(p.args[0], (Add, Mul))}
    opened = value.xreplace({p: positive(p) for p in broken})
    masks = {p: Dummy(positive=True) for p in opened.atoms(Pow, exp) if p.as_base_exp()[1].free_symbols}
    plain = opened.xreplace(masks)
    if not masks or not plain.is_rational_function():
        return value
    return with_positive_factors(plain, domain).xreplace({mask: p for p, mask in masks.items()})


# --- the pieces ------------------------------------------------------------------------------------------------------


def _pieces(node: Expectation, domain: Domain, bent: tuple[type, ...]) -> list[_Piece]:
    law, x = node.law, node.variable
    if not isinstance(law, ContinuousLaw) or not any(
        n.has(x) for e in (law.density, node.body) for n in e.atoms(*bent)
    ):
        return []
    inside = law.inside(domain)
    places = kinks_of(law.density + node.body, x, inside)
    ends = None if places is None else in_order(places, law, domain)
    if ends is None:
        return []
    found = []
    for number, (low, high) in enumerate(pairwise(ends), start=1):
        here = domain.and_(*(c for c in (low < x, x < high) if c != true))
        stretch = Stretch(x, low, high, tuple(ends), here)
        density, body = stretch.formula(law.density), stretch.formula(node.body)
        if density is None or body is None:
            return []
        if density == 0:
            continue
        name, family, parameters, condition = law.args[:4]
        # A total is derived under the condition of the law alone: the order of the places belongs to it.
        condition = And(condition, *domain.about(Add(*(e for e in ends if e.is_finite is not False))).conditions)
        head = (Str(f"{name.name}{number}"), family, parameters, condition, x)
        weight = weight_of(ContinuousLaw(*head, density, low, high), domain)
        if weight is None:
            return []
        given = with_positive_factors(density / weight, here) if density.is_polynomial(x) else density / weight
        found.append(_Piece(weight, ContinuousLaw(*head, given, low, high), _opened(body, x, here)))
    return found


def _opened(body: Expr, x: Symbol, here: Domain) -> Expr:
    """What is averaged on a piece: logarithms of products split, as the logarithm of a density is elsewhere."""
    return body.replace(lambda n: isinstance(n, log) and n.has(x), lambda n: log_of(expand_power_base(n.args[0]), here))


def in_order(points: list[Expr], law: ContinuousLaw, domain: Domain) -> list[Expr] | None:
    """The points inside the range with its ends, from left to right; None where the order is not known.

    Parameters
    ----------
    points : list of Expr
        Places in no order, some of them perhaps outside.
    law : ContinuousLaw
        Its range is meant.
    domain : Domain
        Where the parameters live.
    """
    inside = [p for p in points if p not in (law.lower, law.upper, -oo)]
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
