"""Whether a function of one parameter is at least 0 on all of its range: its ends, its tight points, and boxes between.

- An end is covered by an expansion that holds beyond some place: that of `expansions`.
- At a tight point the function is exactly 0, with its derivatives below an even order m; where the m-th derivative is
  positive on a box around it, the function is at least 0 there (Taylor, with the remainder of Lagrange).
- What is left is cut into boxes until each is surely positive.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mpmath import findpoly, mpf
from sympy import Dummy, Expr, Integer, sqrt

from symbinfo.verification.slack.boxes import Box, Curve, ball_over, rational
from symbinfo.verification.slack.coefficients import ball_of_number, is_zero
from symbinfo.verification.slack.expansions import sign_beyond
from symbinfo.verification.slack.ranges import Range
from symbinfo.verification.values.rigorous.balls import real

__all__ = ["Search"]

# Beyond which powers of e an end is tried; at how many boxes a search ends; the denominators of tight points.
STARTS = (2, 3, 4, 6, 8, 12, 16, 24, 36)
MOST_BOXES = 4000
DENOMINATORS = (1, 2, 3, 4, 6, 10, 60, 1000)
# The largest coefficient of a polynomial of degree 2 whose root is tried as a tight point.
LARGEST_ROOT = 30
# How narrow a box is before a tight point is looked for in it, beside its place; and how narrow one may become.
NARROW, NARROWEST = Fraction(1, 2**6), Fraction(1, 2**44)
# How often the neighbourhood of a tight point is made smaller.
SMALLER = 30


@dataclass
class Search:
    """A search for a box where a function is negative, or a proof that there is none.

    Attributes
    ----------
    boxes : int
        How many boxes and ends were proven.
    least : float or None
        The smallest value that was seen, and at which place.
    negative : Fraction or None
        A place where the function is surely negative.
    """

    curve: Curve
    range: Range
    strict: bool
    deadline: float
    boxes: int = 0
    least: tuple[float, Fraction] | None = None
    negative: Fraction | None = None
    tight: list[Fraction] = field(default_factory=list)
    _proven: list[Box] = field(default_factory=list)

    def proves(self) -> bool:
        """Whether the function is at least 0 on the range (positive, of a strict claim)."""
        low, high = self.range.low, self.range.high
        if not all(self._end_holds(e) for e, belongs in self._ends() if belongs and e is not None):
            return False
        if low is not None and low == high:
            return True
        left, right = self._beyond(-1), self._beyond(1)
        if left is None or right is None:
            self._look_for_negative()
            return False
        return left >= right or self._between((left, right))

    def _ends(self) -> tuple[tuple[Fraction | None, bool], ...]:
        return ((self.range.low, self.range.low_belongs), (self.range.high, self.range.high_belongs))

    def _end_holds(self, x: Fraction) -> bool:
        self.boxes += 1
        value = self.curve.at(x)
        self._note(x)
        if value is not None and value > 0:
            return True
        return not self.strict and value is not None and value.contains(0) and self._zero_at(self.curve, rational(x))

    def _zero_at(self, curve: Curve, x: Expr) -> bool:
        return is_zero(curve.expr.xreplace({self.curve.symbol: x}))

    # --- ends

    def _beyond(self, side: int) -> Fraction | None:
        """The place from which on the function is positive towards an end, inside the range; None: not known."""
        end = self.range.low if side < 0 else self.range.high
        w = Dummy("w", positive=True)
        x = side * w if end is None else rational(end) - side * w
        expr = self.curve.expr.xreplace({self.curve.symbol: x})
        for start in STARTS:
            if time.process_time() > self.deadline:
                return None
            sign = sign_beyond(expr, w, Fraction(start), end is None)
            if sign == -1:
                far = Fraction(math.exp(start)) * 2
                self._note(side * far if end is None else end - side / far)
                return None
            if sign == 1:
                self.boxes += 1
                # a little less far than exp(start), so that nothing is left between
                reach = Fraction(math.exp(start)).limit_denominator(10**6) * (
                    Fraction(10001, 10000) if end is None else Fraction(1)
                )
                return side * reach if end is None else end - side / (reach * Fraction(10001, 10000))
        return None

    # --- between

    def _between(self, whole: Box) -> bool:
        pending = [whole]
        while pending:
            box = pending.pop()
            parts = self._left_of(box)
            if parts != [box]:
                pending += parts
                continue
            if self.boxes >= MOST_BOXES or time.process_time() > self.deadline:
                return False
            if self.curve.positive_on(box):
                self.boxes += 1
                continue
            middle = self._middle(box)
            self._note(middle)
            if self.negative is not None:
                return False
            narrow = box[1] - box[0] <= NARROW * self._size(box)
            if narrow and not self.strict and self._around_tight_point(box):
                pending.append(box)
                continue
            if box[1] - box[0] <= NARROWEST * self._size(box):
                return False
            pending += [(middle, box[1]), (box[0], middle)]
        return True

    def _left_of(self, box: Box) -> list[Box]:
        """What is not covered of a box by what is proven around tight points."""
        left = [box]
        for low, high in self._proven:
            parts = [part for a, b in left for part in ((a, min(b, low)), (max(a, high), b))]
            left = [(a, b) for a, b in parts if a < b]
        return left

    def _size(self, box: Box) -> Fraction:
        """What the width of a box is measured by: how far it is from an end at 0, or how large about 0."""
        size = max(abs(box[0]), abs(box[1]))
        return size if 0 in (self.range.low, self.range.high) else max(size, Fraction(1, 16))

    def _middle(self, box: Box) -> Fraction:
        """The middle, the geometric one of a long box, in few digits."""
        low, high = box
        if low > 0 and high > 4 * low:
            near = Fraction(math.sqrt(float(low) * float(high))).limit_denominator(10**6)
        else:
            near = (low + high) / 2
        return near if low < near < high else (low + high) / 2

    def _note(self, x: Fraction) -> None:
        """See whether the function is negative at a place, and whether it is the smallest value yet."""
        value = self.curve.at(x)
        if value is None:
            return
        if value < 0:
            self.negative = x
        middle = float(value.mid())
        if self.least is None or middle < self.least[0]:
            self.least = (middle, x)

    def _look_for_negative(self) -> None:
        for start in STARTS:
            for side, (end, _) in zip((-1, 1), self._ends(), strict=True):
                far = Fraction(math.exp(start)).limit_denominator(1000)
                x = side * far if end is None else end - side / far
                if self._inside(x):
                    self._note(x)

    def _inside(self, x: Fraction) -> bool:
        low, high = self.range.low, self.range.high
        return (low is None or low < x) and (high is None or x < high)

    # --- tight points

    def _around_tight_point(self, box: Box) -> bool:
        """Whether a box around a tight point in a box is proven; it is remembered."""
        for exact in self._candidates(box):
            near = exact if exact.is_Rational else exact.evalf(30)
            x = Fraction(int(near.p), int(near.q)) if near.is_Rational else Fraction(str(near))
            if x in self.tight or not self._inside(x) or not box[0] - 1 <= x <= box[1] + 1:
                continue
            order, zero = self._order_of_zero(exact), ball_of_number(exact)
            if order is None or order[0] % 2:
                continue
            radius = self._room(x)
            for _ in range(SMALLER):
                around = (x - radius, x + radius)
                # a finite ball of the function says that it is analytic there
                inside = zero > real(around[0]) and zero < real(around[1])
                if inside and order[1].positive_on(around) and self.curve.over(ball_over(around)) is not None:
                    self.boxes += 1
                    self.tight.append(x)
                    self._proven.append(around)
                    return True
                radius /= 2
        return False

    def _room(self, x: Fraction) -> Fraction:
        """How far a box around a place may reach: not to an end of the range."""
        ends = [abs(x - end) / 2 for end, _ in self._ends() if end is not None]
        return min([*ends, max(abs(x), Fraction(1))])

    def _candidates(self, box: Box) -> Iterator[Expr]:
        """Short numbers near the place in a box where the slope vanishes: with small denominators, or with a square root."""
        x = (box[0] + box[1]) / 2
        slope = self.curve.derivative
        for _ in range(6):  # Newton's method for a guess: nothing is concluded from it
            value, bend = slope.at(x), slope.derivative.at(x)
            if value is None or bend is None or float(bend.mid()) == 0:
                break
            step = float(value.mid()) / float(bend.mid())
            x = (x - Fraction(step)).limit_denominator(10**12) if math.isfinite(step) else x
        seen = [x.limit_denominator(n) for n in DENOMINATORS] + [(box[0] + box[1]) / 2]
        width = box[1] - box[0]
        yield from dict.fromkeys(rational(y) for y in seen if box[0] - width <= y <= box[1] + width and self._inside(y))
        if (found := findpoly(x.numerator / mpf(x.denominator), 2, maxcoeff=LARGEST_ROOT, tol=1e-9)) is not None:
            c, b, a = (Integer(int(n)) for n in (*[0] * (3 - len(found)), *found)[::-1])
            if a and b * b - 4 * a * c > 0:
                yield from sorted(
                    ((-b + s * sqrt(b * b - 4 * a * c)) / (2 * a) for s in (1, -1)), key=lambda r: abs(r - x)
                )

    def _order_of_zero(self, x: Expr) -> tuple[int, Curve] | None:
        """The order of the zero of the function at a place, and the first derivative that does not vanish there."""
        for order, curve in enumerate(self.curve.derivatives()):
            value: Any = curve.over(ball_of_number(x))
            if value is None:
                return None
            if not value.contains(0):
                return (order, curve) if order and value > 0 else None
            if not self._zero_at(curve, x):
                return None
        return None
