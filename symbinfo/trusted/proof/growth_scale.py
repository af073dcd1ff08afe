"""The scale on which terms are compared as a variable t goes to +oo: exp(sum of c t^k (log t)^l) t^a (log t)^b.

Of an exponential k > 0, or k = 0 and l > 1: it is faster than a power.

A part (c, m) stands for (c + o(1)) m, an exact one for c m, for each value of the other symbols.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from typing import NamedTuple

from ..terms import Term
from .context import Context
from .normal_form import equal
from .refusal import Refused
from .signs import implied, sign

__all__ = ["ABOVE_LOG_LOG", "LINEAR", "LOG", "ONE", "Comparison", "Part", "Scale", "plus", "times"]


class Scale(NamedTuple):
    """``exp(sum of c t^k (log t)^l) t^power (log t)^logs``; the exponentials are (c, k, l)."""

    exponentials: tuple[tuple[Term, Term, Term], ...] = ()
    power: Term = 0
    logs: Term = 0


class Part(NamedTuple):
    """A multiple of a scale, exact or but for a factor that goes to 1; without a factor only bounded by a multiple."""

    factor: Term | None
    scale: Scale
    exact: bool = False


ONE, LINEAR, LOG = Scale(), Scale(power=1), Scale(logs=1)
#: More than log log t, and less than log t.
ABOVE_LOG_LOG = Scale(logs=Fraction(1, 2))


def plus(left: Term, right: Term) -> Term:
    """The sum; of numbers as a number."""
    if isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)):
        return left + right
    return right if left == 0 else left if right == 0 else ("+", left, right)


def times(left: Term, right: Term) -> Term:
    """The product; of numbers as a number."""
    if isinstance(left, (int, Fraction)) and isinstance(right, (int, Fraction)):
        return left * right
    if 0 in (left, right):
        return 0
    return right if left == 1 else left if right == 1 else ("*", left, right)


class Comparison:
    """Which of two scales is the larger one far out, as the signs of their factors and exponents say.

    Parameters
    ----------
    context : Context
        Where the symbols of factors and exponents live.
    """

    def __init__(self, context: Context) -> None:
        self.context = context

    # --- comparing ---------------------------------------------------------------------------------------------------

    def trend(self, scale: Scale) -> str:
        """The sign of the logarithm of a scale far out: positive where it goes to +oo, negative where to 0, zero if it is 1."""
        exponentials = [one for one in scale.exponentials if not self.is_zero(one[0])]
        if not exponentials:
            return self._joined(self.sign_of(scale.power), lambda: self.sign_of(scale.logs))
        top = [one for one in exponentials if all(one is other or self._faster(one, other) for other in exponentials)]
        if not top:
            raise Refused("which of two exponentials grows faster is not shown")
        rest = scale._replace(exponentials=tuple(one for one in exponentials if one is not top[0]))
        return self._joined(self.sign_of(top[0][0]), lambda: self.trend(rest))

    def _faster(self, left: tuple[Term, Term, Term], right: tuple[Term, Term, Term]) -> bool:
        """Whether t^k (log t)^l grows faster than another."""
        if self._alike(left[1], right[1]):
            return implied(("<", right[2], left[2]), self.context)
        return implied(("<", right[1], left[1]), self.context)

    def _alike(self, left: Term, right: Term) -> bool:
        return left == right or self.is_zero(plus(left, times(-1, right)))

    def _joined(self, first: str, rest: Callable[[], str]) -> str:
        """What grows faster decides; where it may be 0 the rest has to point the same way."""
        if first in ("positive", "negative"):
            return first
        if first == "zero":
            return rest()
        ways = {"nonnegative": ("positive", "nonnegative"), "nonpositive": ("negative", "nonpositive")}
        if first in ways:
            then = rest()
            if then in ("zero", ways[first][1]):
                return first
            if then == ways[first][0]:
                return then
        return "unknown"

    def sign_of(self, term: Term) -> str:
        """The sign of a term that is free of t, or "unknown"."""
        if isinstance(term, (int, Fraction)):
            return "positive" if term > 0 else "negative" if term < 0 else "zero"
        return "zero" if self.is_zero(term) else sign(term, self.context)

    def is_zero(self, term: Term) -> bool:
        """Whether a term is shown to be 0 wherever it is defined."""
        if isinstance(term, (int, Fraction)):
            return term == 0
        return equal(term, 0, self.context)

    def quotient(self, left: Scale, right: Scale) -> Scale:
        """One scale over another."""
        return self.product(left, self.power(right, -1))

    def product(self, left: Scale, right: Scale) -> Scale:
        """The product of two scales."""
        found = list(left.exponentials)
        for c, k, n in right.exponentials:
            alike = (i for i, one in enumerate(found) if self._alike(one[1], k) and self._alike(one[2], n))
            same = next(alike, None)
            if same is None:
                found.append((c, k, n))
            else:
                found[same] = (plus(found[same][0], c), k, n)
        return Scale(tuple(found), plus(left.power, right.power), plus(left.logs, right.logs))

    def power(self, scale: Scale, n: Term) -> Scale:
        """A power of a scale, its exponent free of t."""
        exponentials = tuple((times(n, c), k, logs) for c, k, logs in scale.exponentials)
        return Scale(exponentials, times(n, scale.power), times(n, scale.logs))

    # --- sums ---------------------------------------------------------------------------------------------------------

    def top(self, parts: Iterable[Part]) -> Part:
        """The part that all others are small against, as the whole sum.

        Raises
        ------
        Refused
            When it is not known.
        """
        joined = self.grouped(parts)
        if not joined:
            return Part(0, ONE, True)
        best = joined[0]
        for part in joined[1:]:
            if self._far_above(part.scale, best.scale):
                best = part
        for part in joined:
            if part is not best and not self._far_above(best.scale, part.scale):
                raise Refused("which of two terms grows faster is not shown")
        return best if len(joined) == 1 else best._replace(exact=False)

    def grouped(self, parts: Iterable[Part]) -> list[Part]:
        """The parts, those of one scale as one; none where they cancel exactly."""
        found: list[list[Part]] = []
        for part in parts:
            group = next((g for g in found if self._same(g[0].scale, part.scale)), None)
            if group is None:
                found.append([part])
            else:
                group.append(part)
        return [joined for group in found if (joined := self._sum(group)) is not None]

    def _sum(self, group: list[Part]) -> Part | None:
        """Parts of one scale together; None where they cancel exactly."""
        factors = [part.factor for part in group if part.factor is not None]
        if len(factors) < len(group):
            return Part(None, group[0].scale)
        whole = reduce(plus, factors)
        exact = all(part.exact for part in group)
        return None if exact and self.is_zero(whole) else Part(whole, group[0].scale, exact)

    def _same(self, left: Scale, right: Scale) -> bool:
        if left == right:
            return True
        between = self.quotient(left, right)
        return all(self.is_zero(x) for x in (between.power, between.logs, *(c for c, _, _ in between.exponentials)))

    def _far_above(self, left: Scale, right: Scale) -> bool:
        return self.trend(self.quotient(left, right)) == "positive"

    def limit(self, part: Part) -> Term | None:
        """Where a part goes, if that is a number."""
        way = self.trend(part.scale)
        return 0 if way == "negative" else part.factor if way == "zero" else None

    def multiplied(self, left: Part, right: Part) -> Part:
        """The product of two parts."""
        scale = self.product(left.scale, right.scale)
        if left.factor is None or right.factor is None:
            return Part(None, scale)
        return Part(times(left.factor, right.factor), scale, left.exact and right.exact)
