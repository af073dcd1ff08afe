"""What the functions of stable forms share: a definition in plain SymPy, an accurate evaluator, exact derivatives."""

from __future__ import annotations

from typing import Any

import sympy as sy

__all__ = ["Remainder", "Stable", "Step", "almost_everywhere", "defined"]


class Stable(sy.Function):
    """A function with an accurate evaluator; `definition` says what it is in plain SymPy."""

    is_real = True
    zero_with: int | None = None  # the argument at whose 0 it is 0

    @classmethod
    def eval(cls, *args: Any) -> Any:
        """A remainder or a step of nothing is 0."""
        return sy.S.Zero if cls.zero_with is not None and args[cls.zero_with] == 0 else None

    def definition(self) -> Any:
        """The plain expression that it stands for."""
        return self._definition()

    def _definition(self) -> Any:
        raise NotImplementedError

    def _eval_derivative(self, s: Any) -> Any:
        inner = [(i, sy.diff(arg, s)) for i, arg in enumerate(self.args) if arg.has(s)]
        return sy.Add(*(self._partial(i) * change for i, change in inner if change != 0))

    def change(self, index: int) -> Any:
        """How the value changes with the rounding of one argument, as it is computed; by default as with the argument."""
        return self._partial(index)

    def _partial(self, index: int) -> Any:
        """The derivative in one argument; by default that of the definition, where nothing cancels."""
        places = [sy.Dummy(f"x{i}", real=True) for i in range(len(self.args))]
        slope = sy.diff(self.func(*places, evaluate=False).definition(), places[index])
        return slope.xreplace(dict(zip(places, self.args, strict=True)))


def defined(expr: Any) -> Any:
    """The expression with every stable function replaced by its definition."""
    while True:
        found = expr.atoms(Stable)
        if not found:
            return expr
        expr = expr.xreplace({node: node.definition() for node in found})


def almost_everywhere(node: Any) -> Any:
    """Derivatives of an absolute value, almost everywhere: sign**2 is 1, and a sign does not change."""
    if isinstance(node, sy.DiracDelta):
        return sy.S.Zero
    return sy.S.One if isinstance(node, sy.Pow) and isinstance(node.base, sy.sign) and node.exp == 2 else None


class Remainder(Stable):
    """``f(y) - f(x) - f'(x)*d`` for d = y - x, arguments x, y, d."""

    nargs = 3

    zero_with = 2

    @staticmethod
    def _function(x: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _slope(x: Any) -> Any:
        raise NotImplementedError

    @staticmethod
    def _curvature(x: Any) -> Any:
        raise NotImplementedError

    step: Any = None

    def _definition(self) -> Any:
        x, y, d = self.args
        return self._function(y) - self._function(x) - self._slope(x) * d

    def _partial(self, index: int) -> Any:
        # x and d are the coordinates, and y = x + d.
        x, y, d = self.args
        step = type(self).step(x, y, d)
        if index == 0:
            return step - self._curvature(x) * d
        return step if index == 2 else sy.S.Zero


class Step(Stable):
    """``f'(y) - f'(x)`` for d = y - x, arguments x, y, d."""

    nargs = 3
    of: Any = None

    zero_with = 2

    def _definition(self) -> Any:
        x, y, _ = self.args
        return type(self).of._slope(y) - type(self).of._slope(x)

    def _partial(self, index: int) -> Any:
        x, y, _ = self.args
        curvature = type(self).of._curvature
        if index == 0:
            return curvature(y) - curvature(x)
        return curvature(y) if index == 2 else sy.S.Zero
