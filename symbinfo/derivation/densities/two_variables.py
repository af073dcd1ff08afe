"""The density of a sum, a difference, a product or a ratio of two independent variables: an integral over one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sympy import Abs, Expr, Lt, Piecewise, S, Symbol, oo
from sympy.logic.boolalg import Boolean

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.densities.one_integral import added, integral
from symbinfo.derivation.densities.pieces_of_a_range import Piece, in_order, inside_of, on_one_piece
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import mul
from symbinfo.laws.law import ContinuousLaw, variable_for

__all__ = ["COMBINATIONS", "Combination", "combined"]

Ends = tuple[Expr, Expr]


@dataclass(frozen=True)
class Combination:
    """A function of two independent variables, and how one of them is integrated out.

    Parameters
    ----------
    over_first : bool
        Whether the first variable is integrated over, or the second.
    other : callable
        The variable that is not integrated over, in terms of y and of the one that is.
    slope : callable
        By how much that moves with y.
    ends : callable
        Of the range of y, from those of the two.
    moving : callable
        Where the other variable starts and where it ends, as ends of what is integrated over, lower first.
    why : str
        The reason.
    """

    over_first: bool
    other: Callable[[Expr, Expr], Expr]
    slope: Callable[[Expr, Expr], Expr]
    ends: Callable[[Ends, Ends], Ends]
    moving: Callable[[Expr, Ends], Ends]
    why: str


def _times(a: Expr, b: Expr) -> Expr:
    return S.Zero if S.Zero in (a, b) else a * b


def _over(a: Expr, b: Expr) -> Expr:
    """Of ends that are not negative."""
    if a == 0 or b == oo:
        return S.Zero
    return oo if b == 0 or a == oo else a / b


def _product_ends(x: Ends, z: Ends) -> Ends:
    """Of variables that may be negative the whole line, of which `_by_signs` finds the part."""
    if not (x[0].is_nonnegative and z[0].is_nonnegative):
        return -oo, oo
    return _times(x[0], z[0]), _times(x[1], z[1])


def _ratio_ends(x: Ends, z: Ends) -> Ends:
    if not (x[0].is_nonnegative and z[0].is_nonnegative):
        return -oo, oo
    return _over(x[0], z[1]), _over(x[1], z[0])


COMBINATIONS: dict[str, Combination] = {
    "sum": Combination(
        True,
        lambda y, x: y - x,
        lambda y, x: S.One,
        lambda x, z: (x[0] + z[0], x[1] + z[1]),
        lambda y, z: (y - z[1], y - z[0]),
        "The density of a sum of independent variables is the convolution of theirs",
    ),
    "difference": Combination(
        False,
        lambda y, z: y + z,
        lambda y, z: S.One,
        lambda x, z: (x[0] - z[1], x[1] - z[0]),
        lambda y, x: (x[0] - y, x[1] - y),
        "The density of a difference of independent variables is a convolution",
    ),
    "product": Combination(
        True,
        lambda y, x: y / x,
        lambda y, x: 1 / x,
        _product_ends,
        lambda y, z: (_over(y, z[1]), _over(y, z[0])),
        "The density of a product of independent positive variables is an integral over one of them",
    ),
    "ratio": Combination(
        False,
        lambda y, z: y * z,
        lambda y, z: z if z.is_nonnegative else Abs(z),
        _ratio_ends,
        lambda y, x: (_over(x[0], y), _over(x[1], y)),
        "The density of a ratio of independent variables is an integral over the denominator",
    ),
}  # fmt: skip


def combined(
    kind: str, first: ContinuousLaw, second: ContinuousLaw, y: Symbol, domain: Domain
) -> tuple[list[Piece], tuple[Boolean, ...]] | None:
    """The pieces of the density of a combination of two independent variables, and what is assumed of their ends.

    Parameters
    ----------
    kind : str
        A key of `COMBINATIONS`; in a product both are positive, in a ratio the second is, or both are on the whole line.
    first, second : ContinuousLaw
        The laws.
    y : Symbol
        The variable of the density.
    domain : Domain
        Where the parameters live.
    """
    row = COMBINATIONS[kind]
    v: Variable = variable_for([first, second], [y, *first.free_symbols, *second.free_symbols])
    if (first if row.over_first else second).lower.is_nonnegative:
        v = Variable(v.name, positive=True)
    if kind in ("product", "ratio") and not _on_one_side(kind, first, second):
        return _by_signs(kind, first, second, y, v, domain)
    low, high = row.ends((first.lower, first.upper), (second.lower, second.upper))
    pairs = [(one, other) for one in _parts(first) for other in _parts(second)]
    found = _pieces(kind, pairs, y, v, (low, high), domain)
    return None if found is None else ([Piece(*ends, derived) for ends, derived in found[0]], found[1])


def _pieces(
    kind: str, pairs: list[tuple[_Part, _Part]], y: Expr, v: Variable, ends: Ends, domain: Domain
) -> tuple[list[tuple[Ends, Derivation]], tuple[Boolean, ...]] | None:
    """The density at y, the sum over pairs of parts, between the places where a range of integration changes."""
    row, (low, high) = COMBINATIONS[kind], ends
    several = len(pairs) > 1
    places: list[Expr] = []
    for one, other in pairs:
        ends = row.ends(one.ends, other.ends)
        places += [*(ends if several else ()), *_places(kind, one.ends, other.ends)]
    ordered = in_order(places, low, high, domain)
    if ordered is None:
        return None
    cuts, assumed = ordered
    where = domain.and_(*assumed)
    pieces: list[tuple[Ends, Derivation]] = []
    for piece_low, piece_high in pairwise(cuts):
        inside = inside_of(y, piece_low, piece_high, where)
        reached = [
            pair
            for pair in pairs
            if not several or _reaches(row.ends(pair[0].ends, pair[1].ends), piece_low, piece_high, where)
        ]
        found = [_of_pair(kind, *pair, y, v, inside) for pair in reached]
        if not found or any(one is None for one in found):
            return None
        pieces.append(((piece_low, piece_high), added([one for one in found if one is not None], inside)))
    return pieces, assumed


def _on_one_side(kind: str, first: ContinuousLaw, second: ContinuousLaw) -> bool:
    """Whether one integral serves: of positive variables, or of a ratio of two on the whole line."""
    positive = [bool(law.lower.is_nonnegative) for law in (first, second)]
    return all(positive) or (kind == "ratio" and first.lower == second.lower == -oo)


def _by_signs(
    kind: str, first: ContinuousLaw, second: ContinuousLaw, y: Symbol, v: Variable, domain: Domain
) -> tuple[list[Piece], tuple[Boolean, ...]] | None:
    """The pieces of the density of a product or a ratio, by the signs of the two: its size is that of their sizes."""
    sides = [_sides(law, domain) for law in (first, second)]
    if None in sides:
        return None
    v = Variable(v.name, positive=True)
    pieces: list[Piece] = []
    assumed: tuple[Boolean, ...] = ()
    for sign in (S.NegativeOne, S.One):
        pairs = [(one, other) for way, one in sides[0] or () for turn, other in sides[1] or () if way * turn == sign]
        if not pairs:
            continue
        ends = [COMBINATIONS[kind].ends(one.ends, other.ends) for one, other in pairs]
        bottom, top = _outermost([low for low, _ in ends], S.One), _outermost([high for _, high in ends], S.NegativeOne)
        if bottom is None or top is None:
            return None
        size = Variable(y.name, positive=True)
        found = _pieces(kind, pairs, size, v, (bottom, top), domain.and_(size > 0))
        if found is None:
            return None
        turned = [_turned(sign, ends, derived, size, y, domain) for ends, derived in found[0]]
        pieces += turned[:: int(sign)]
        assumed = (*assumed, *found[1])
    return pieces, assumed


def _outermost(ends: list[Expr], way: Expr) -> Expr | None:
    """The end beyond which none of the others lies, to the left (1) or to the right (-1)."""
    return next(
        (end for end in ends if all(end == o or (way * (o - end)).is_nonnegative or end == -way * oo for o in ends)),
        None,
    )


def _turned(sign: Expr, ends: Ends, derived: Derivation, size: Variable, y: Symbol, domain: Domain) -> Piece:
    """What was derived of the size of y, at y: of a negative one it is an instance at -y."""
    low, high = ends if sign == 1 else (-ends[1], -ends[0])
    left, value = (expr.xreplace({size: sign * y}) for expr in (derived.left, derived.stands))
    start = Derivation(left=left, domain=inside_of(y, low, high, domain))
    because = "The same at the distance of y from 0."
    return Piece(
        low, high, start.then(Step(Relation.EQ, value, "insert", because, (derived,), left)).closing(Status.CLOSED)
    )


def _sides(law: ContinuousLaw, domain: Domain) -> list[tuple[Expr, _Part]] | None:
    """The sizes of the negative and of the positive values, each with its sign; None where it is not known which there are."""
    low, high = law.lower, law.upper
    if not all(end.is_infinite or domain.nonnegative(end) or domain.nonnegative(-end) for end in (low, high)):
        return None
    found = []
    for sign, ends in ((S.NegativeOne, (-high, -low)), (S.One, (low, high))):
        inner, outer = ends
        if outer == oo or domain.positive(outer):
            start = inner if inner.is_finite and domain.nonnegative(inner) else S.Zero
            x = Variable(law.variable.name, positive=True)
            part = on_one_piece(law.density.xreplace({law.variable: sign * x}), domain.and_(start < x))
            found.append((sign, _Part(part, x, (start, outer))))
    return found


@dataclass(frozen=True)
class _Part:
    """A density on a part of its range where it has one formula."""

    density: Expr
    variable: Symbol
    ends: Ends


def _parts(law: ContinuousLaw) -> list[_Part]:
    density, x = law.density, law.variable
    if not isinstance(density, Piecewise) or not all(c == True or isinstance(c, Lt) for _, c in density.args):  # noqa: E712
        return [_Part(density, x, (law.lower, law.upper))]
    cuts = [law.lower, *(c.args[1] for _, c in density.args if c != True), law.upper]  # noqa: E712
    return [_Part(value, x, ends) for (value, _), ends in zip(density.args, pairwise(cuts), strict=False)]


def _reaches(ends: Ends, low: Expr, high: Expr, domain: Domain) -> bool:
    def before(first: Expr, second: Expr) -> bool:
        return first == second or first == -oo or second == oo or domain.nonnegative(second - first)

    return before(ends[0], low) and before(high, ends[1])


def _of_pair(kind: str, first: _Part, second: _Part, y: Symbol, v: Any, domain: Domain) -> Derivation | None:
    row = COMBINATIONS[kind]
    own, other = (first, second) if row.over_first else (second, first)
    whole = kind == "ratio" and own.ends[0] == -oo
    moving: Ends = (-oo, oo) if whole else row.moving(y, other.ends)
    lower = _inner(own.ends[0], moving[0], domain, upper=False)
    upper = _inner(own.ends[1], moving[1], domain, upper=True)
    return None if lower is None or upper is None else _density(row, own, other, y, v, (lower, upper), domain)


def _density(row: Combination, own: _Part, other: _Part, y: Symbol, v: Any, ends: Ends, domain: Domain) -> Any:
    within = inside_of(v, *ends, domain)
    slope = row.slope(y, v)
    slope = within.absolute(slope) if within.positive(v) else slope
    body = mul(
        own.density.xreplace({own.variable: v}), other.density.xreplace({other.variable: row.other(y, v)}), slope
    )
    settled = body.doit(deep=False).replace(Abs, within.absolute)
    return integral(settled, v, *ends, domain)


def _inner(fixed: Expr, moving: Expr, domain: Domain, *, upper: bool) -> Expr | None:
    """Which of two ends counts."""
    for end, other in ((moving, fixed), (fixed, moving)):
        way = other - end if upper else end - other
        if other in (oo, -oo) or (end not in (oo, -oo) and domain.nonnegative(way)):
            return end
    return None


def _places(kind: str, x: Ends, z: Ends) -> list[Expr]:
    """Where an end of the inner range changes; of a sum first that at which the second variable is used up."""
    (a, b), (c, d) = x, z
    if kind == "ratio" and c == -oo:
        return []
    if kind == "sum":
        return [a + d, b + c]
    if kind == "difference":
        return [a - c, b - d]
    if kind == "product":
        return [_times(a, d), _times(b, c)]
    return [_over(a, c), _over(b, d)]
