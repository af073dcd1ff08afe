"""What is left of large terms that cancel is rounding: lines of code that look at how far rounding may have come.

Only a closed form without a form of its own in which nothing cancels needs them. The bound goes up the tree of the form:
of a sum it is that of the terms, of a function that of its argument times the slope. Where it is not small beside the
value, the value is computed again in many digits; where that is not to be had, and the bound is large, it is NaN.
"""

from __future__ import annotations

from typing import Any

import sympy as sy
from sympy.core.function import ArgumentIndexError

from symbinfo.expressions.domain import Domain
from symbinfo.kernels.bregman import is_exponential
from symbinfo.kernels.code import ONE, Code, KernelError, call, product_of, quotient_of, sum_of
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.parameter_sums import exact_terms
from symbinfo.kernels.stable_base import Remainder, Stable
from symbinfo.kernels.stable_functions import (
    Difference,
    ExpRemainder,
    Gap,
    GapOfLogs,
    Guarded,
    LogQuotient,
    LogRemainder,
    SharesRemainder,
    SinSquare,
)
from symbinfo.kernels.write import Writer

__all__ = ["LOST", "guard", "lost", "may_lose", "sizes"]

# Below WRONG of the bound nine digits are not certain; below LOST of it thirteen.
LOST, WRONG, MOST = "0.004", "4e-7", 40
LARGEST = 2000  # operations
TURNING = (sy.sin, sy.cos, SinSquare)  # large angles are rounded by whole turns
CONVEX = (LogRemainder, Gap, GapOfLogs, ExpRemainder, SharesRemainder, SinSquare, Remainder)  # at least 0


def sizes(value: Any, emitter: Emitter, *, divergence: bool, remainders: bool = False) -> list[Code]:
    """The bounds of the terms of a sum, in units of rounding; none where they need not be looked at.

    A divergence is compared with its terms, unless these are remainders, which do not cancel; another measure may cross
    0, and only exponentials, powers and sums within its terms make these so large that digits are lost.
    """
    terms = sy.Add.make_args(value)
    bound = _Rounding(emitter, near_one=divergence)
    if len(terms) > MOST or value.count_ops() > LARGEST or not value.free_symbols:
        return []
    if not any(map(bound.loses, terms)):
        if len(terms) == 1 or (remainders and not bound.cancels_among(terms)):
            return []
        if not divergence and not any(map(is_exponential, sy.preorder_traversal(value))) and not bound.cancels(value):
            return []
    return [bound.of(term) for term in terms]


def may_lose(value: Any, domain: Domain) -> bool:
    """Whether a sum of remainders has terms that cancel, or in which something does."""
    terms = sy.Add.make_args(value)
    bound = _Rounding(Emitter({s: s.name for s in value.free_symbols}, domain), near_one=True)
    return any(map(bound.loses, terms)) or (len(terms) > 1 and bound.cancels_among(terms))


def guard(writer: Writer, found: list[Code], *, divergence: bool, ends: bool, kept: bool) -> list[str]:
    """The lines: the bound, and, unless all is to be kept, NaN for what is mostly rounding."""
    if not found:
        return []
    if kept:
        return [f"size = {writer.text(sum_of(found))}"]
    # Where a term is infinite, so is its size; at a closed end of a parameter that may be the value.
    wrong = Code("relation", "<" if ends else "<=", (_least(divergence), _part(WRONG)))
    chosen = call("np.where", wrong, Code("name", "np.nan"), Code("name", "value"))
    return [f"size = {writer.text(sum_of(found))}", f"value = {writer.text(chosen)}"]


def lost(*, divergence: bool) -> Code:
    """The condition under which a value has thirteen digits no more: also where it, or the bound, is no number."""
    return Code("not", args=(Code("relation", ">=", (_least(divergence), _part(LOST))),))


def _least(divergence: bool) -> Code:
    value = call("np.abs", Code("name", "value"))
    return value if divergence else call("np.maximum", value, ONE)


def _part(part: str) -> Code:
    return Code("mul", args=(Code("number", part), Code("name", "size")))


class _Rounding:
    """How far rounding may come in an expression, in units of the last place of 1."""

    def __init__(self, emitter: Emitter, *, near_one: bool) -> None:
        self.emitter, self.near_one = emitter, near_one
        self.known: dict[Any, bool] = {}

    def of(self, node: Any) -> Code:
        """The bound, as code."""
        own = call("np.abs", self.emitter.code(node))
        if not self.loses(node) or node in self.emitter.names:
            return own
        if isinstance(node, sy.Add):
            more = [self.of(part) for part in node.args if self.loses(part)]
            return self.of_sum(node) if self._cancels(node) else sum_of([own, *more])
        if isinstance(node, sy.Mul):
            return product_of([own, sum_of([ONE, *map(self._relative, filter(self.loses, node.args))])])
        if isinstance(node, sy.exp):
            return product_of([own, sum_of([ONE, self.of(node.args[0])])])
        if isinstance(node, sy.Pow):
            return product_of([own, sum_of([ONE, *self._of_power(*node.args)])])
        if isinstance(node, sy.Piecewise):
            found: Code = Code("name", "np.nan")
            for value, condition in reversed(node.args):
                bound = self.of_sum(value)
                found = bound if condition == sy.true else call("np.where", self.emitter.code(condition), bound, found)
            return found
        if isinstance(node, sy.beta):
            return product_of([own, sum_of([ONE, call("np.abs", self.emitter.code(sy.loggamma(sy.Add(*node.args))))])])
        if isinstance(node, Guarded):
            return product_of([own, sum_of([ONE, self.of_sum(node.args[1])])])
        if isinstance(node, (sy.log, LogQuotient)):
            return sum_of([own, *(self._relative(part) for part in node.args if self.loses(part)), ONE])
        return sum_of([own, *self._of_function(node)])

    def of_sum(self, node: Any) -> Code:
        """The bound of a sum, whatever the signs of its terms."""
        return sum_of(map(self.of, sy.Add.make_args(node)))

    def _relative(self, node: Any) -> Code:
        return quotient_of([self.of(node)], [call("np.abs", self.emitter.code(node))])

    def _of_power(self, base: Any, exponent: Any) -> list[Code]:
        found = []
        if self.loses(base):
            found.append(product_of([call("np.abs", self.emitter.code(exponent)), self._relative(base)]))
        if exponent.args and exponent.free_symbols:
            found.append(product_of([call("np.abs", self.emitter.code(sy.log(base))), self.of(exponent)]))
        return found

    def _of_function(self, node: Any) -> list[Code]:
        found = []
        for i, argument in enumerate(node.args):
            if argument.args and argument.free_symbols and self.loses(argument):
                try:
                    slope = node.change(i) if isinstance(node, Stable) else node.fdiff(i + 1)
                    if slope == 0:
                        continue
                    found.append(product_of([call("np.abs", self.emitter.code(slope)), self.of(argument)]))
                except (KernelError, ArgumentIndexError, NotImplementedError, AttributeError):
                    continue
        return found

    def loses(self, node: Any) -> bool:
        """Whether its error can be more than some units in its last place: a sum in it cancels, or an exponent is large."""
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = bool(node.args) and bool(node.free_symbols) and self._loses(node)
        return found

    def _loses(self, node: Any) -> bool:
        if isinstance(node, sy.Add) and self._cancels(node):
            return True
        if self.near_one and (isinstance(node, LogQuotient) or (isinstance(node, sy.log) and _rounded(node.args[0]))):
            return True
        if isinstance(node, (Guarded, sy.Piecewise, sy.beta)):
            return True
        if isinstance(node, sy.exp) and node.args[0].args and node.args[0].as_coeff_Mul()[1].args:
            return True
        if isinstance(node, sy.Pow) and node.exp.free_symbols and node.exp.as_coeff_Mul()[1].args:
            return True
        if isinstance(node, TURNING) and len(exact_terms(node.args[0], self.emitter.names) or "more") > 2:
            return True
        return any(map(self.loses, node.args))

    def cancels(self, value: Any) -> bool:
        """Whether it has large terms of both signs; a logarithm is none."""
        large = [t for t in value.args if not (t.is_number or isinstance(t.as_coeff_Mul()[1], (sy.log, LogQuotient)))]
        return len(large) > 1 and self._cancels(sy.Add(*large))

    def _cancels(self, node: Any) -> bool:
        """Whether a sum has terms of both signs, and is written as a sum."""
        terms = node.args
        domain = self.emitter.domain
        if all(map(domain.positive, terms)) or all(domain.positive(-t) for t in terms):
            return False
        if any(isinstance(s * t, sy.exp) and -s in terms for t in terms for s in (1, -1)) and len(terms) == 2:
            return False
        parts = exact_terms(node, self.emitter.names)
        if parts and (len(parts) == 2 or node.has(Difference)):
            return False  # the difference of two parameters is exact where it is small
        if len(terms) == 2:
            return not all(t.is_number or t in self.emitter.names or -t in self.emitter.names for t in terms) and (
                self.emitter._powers_apart(*terms) is None
            )
        return True

    def cancels_among(self, terms: Any) -> bool:
        """Whether the terms have both signs."""
        return any(not self._nonnegative(t) for t in terms)

    def _nonnegative(self, term: Any) -> bool:
        return all(
            self.emitter.domain.nonnegative(f) or isinstance(f, CONVEX) or (isinstance(f, sy.Pow) and f.exp.is_even)
            for f in sy.Mul.make_args(term)
        )


def _rounded(argument: Any) -> bool:
    """Whether the argument of a logarithm is rounded before: log(1 + x) is computed from x."""
    return bool(argument.args) and not (isinstance(argument, sy.Add) and sy.S.One in argument.args)
