"""A closed form as a function of a context of mpmath: the text of what `many_digits` calls. A closed table of nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy as sy

from symbinfo.expressions.unevaluated import replace_where
from symbinfo.kernels.code import checked_name
from symbinfo.kernels.module_text import function_text

__all__ = ["mending_lines", "only_many_digits", "precise_function", "precise_lines"]

LARGEST = 2000  # operations
CONTEXT, PART = "many", "part"
#: Functions that never take long, wherever their arguments lie.
FUNCTIONS = {
    sy.exp: "exp",
    sy.log: "log",
    sy.sin: "sin",
    sy.cos: "cos",
    sy.tan: "tan",
    sy.atan: "atan",
    sy.asin: "asin",
    sy.acos: "acos",
    sy.sinh: "sinh",
    sy.cosh: "cosh",
    sy.tanh: "tanh",
    sy.asinh: "asinh",
    sy.acosh: "acosh",
    sy.atanh: "atanh",
    sy.gamma: "gamma",
    sy.loggamma: "loggamma",
    sy.polygamma: "psi",
    sy.harmonic: "harmonic",
    sy.factorial: "factorial",
    sy.beta: "beta",
    sy.erf: "erf",
    sy.erfc: "erfc",
    sy.zeta: "zeta",
    sy.besseli: "besseli",
    sy.LambertW: "lambertw",
    sy.Ei: "ei",
}
COUNTS = {sy.polygamma: (2,), sy.besseli: (2,), sy.beta: (1, 2)}
CONSTANTS = {sy.pi: "pi", sy.E: "e", sy.EulerGamma: "euler", sy.Catalan: "catalan", sy.GoldenRatio: "phi"}
OF_PYTHON = {sy.Abs: "abs", sy.Max: "max", sy.Min: "min"}
EXPONENTIAL = (sy.exp, sy.sinh, sy.cosh, sy.tanh, sy.erfc, sy.zeta, sy.uppergamma, sy.besseli)
RELATIONS = {sy.Lt: "<", sy.Le: "<=", sy.Gt: ">", sy.Ge: ">=", sy.Eq: "==", sy.Ne: "!="}


class _ZetaSlope(sy.Function):
    """A derivative of the zeta function, of an order."""

    nargs = 2


def _as_zeta_slope(node: Any) -> Any:
    inner: Any
    places: Any
    points: Any
    inner, places, points = node, (), ()
    if isinstance(node, sy.Subs):
        inner, places, points = node.args
    if not isinstance(inner, sy.Derivative) or not isinstance(inner.expr, sy.zeta) or len(inner.variable_count) > 1:
        return None
    ((variable, order),) = inner.variable_count
    if inner.expr.args != (variable,) or not order.is_Integer or tuple(places) not in ((), (variable,)):
        return None
    return _ZetaSlope(points[0] if places else variable, order)


class _NoText(Exception):
    """A node outside the table."""


def precise_lines(expr: Any, names: Mapping[Any, str]) -> tuple[list[str], list[str]] | None:
    """The parameters and the lines of a function that returns the value of `expr`; None for what the table has not.

    Examples
    --------
    >>> x, y = sy.symbols("x y", positive=True)
    >>> precise_lines(sy.log(x / y) + x / y / 3, {x: "x", y: "y"})
    (['many', 'x', 'y'], ['part1 = x*y**(-1)', 'return many.mpf(1)/3*part1 + many.log(part1)'])
    """
    expr = replace_where(expr, _as_zeta_slope)
    if expr.count_ops() > LARGEST or expr.free_symbols - set(names):
        return None
    taken = set(names.values())
    context = checked_name(CONTEXT, taken)
    parts, (value,) = sy.cse(expr, symbols=_parts(), order="none")
    known = {symbol: checked_name(name, {context}) for symbol, name in names.items()}
    try:
        lines = []
        for symbol, part in parts:
            text = _Text(known, context).of(part)
            known[symbol] = checked_name(symbol.name, taken)
            lines.append(f"{known[symbol]} = {text}")
        return [context, *names.values()], [*lines, f"return {_Text(known, context).of(value)}"]
    except _NoText:
        return None


def precise_function(name: str, given: Sequence[str], lines: Sequence[str]) -> str:
    """The text of the function."""
    return function_text(f"{name}_precisely", ", ".join(given), ['"""The value in many digits."""', *lines])


def mending_lines(name: str, where: str, within: Iterable[str], parameters: Iterable[str], value: Any) -> list[str]:
    """The lines of the function `name` that compute again what is lost.

    Parameters
    ----------
    name : str
        The function; with another ending that for many digits.
    where, within : str, iterable of str
        The texts of conditions: what is lost, and where it may be computed again.
    parameters : iterable of str
        What both functions are given.
    value : Expr
        What they compute.
    """
    given = ", ".join(parameters)
    given = given if ", " in given else f"{given},"
    more = ", exponentials=True" if value.has(*EXPONENTIAL) else ""
    return [
        f"if ({where}).any():",
        f"    lost = {' & '.join(f'({condition})' for condition in [where, *within])}",
        f"    value = in_many_digits({name}_precisely, value, lost, ({given}){more})",
    ]


def only_many_digits(mending: Iterable[str]) -> list[str]:
    """The lines for a closed form that only many digits have, by those that mend: what is left over is still `inside`."""
    return ["value = np.full(inside.shape, np.nan)", *mending, "exact, inside = value, inside & np.isnan(value)"]


def _parts() -> Iterable[Any]:
    number = 0
    while True:
        number += 1
        yield sy.Dummy(f"{PART}{number}")


class _Text:
    """Expressions as text over a context."""

    def __init__(self, known: Mapping[Any, str], context: str) -> None:
        self.known, self.context = known, context

    def of(self, node: Any) -> str:
        """The text of a node."""
        if node in self.known:
            return self.known[node]
        if node in CONSTANTS:
            return f"(+{self.context}.{CONSTANTS[node]})"
        if isinstance(node, sy.Integer):
            return str(node) if node >= 0 else f"({node})"
        if isinstance(node, sy.Rational):
            return f"{self.context}.mpf({node.p})/{node.q}"
        if isinstance(node, sy.Add):
            return " + ".join(map(self.of, node.args))
        if isinstance(node, sy.Mul):
            return "*".join(self._factor(a) for a in node.args)
        if isinstance(node, sy.Pow):
            base, exponent = (self._bracketed(a) for a in node.args)
            return f"{base}**{exponent}"
        if type(node) in OF_PYTHON:
            return f"{OF_PYTHON[type(node)]}({', '.join(map(self.of, node.args))})"
        if isinstance(node, sy.expint) and node.args[0] == 1:
            return f"{self.context}.e1({self.of(node.args[1])})"
        if isinstance(node, sy.uppergamma):
            return (
                f"gamma_between({self.context}, {self.of(node.args[0])}, {self.of(node.args[1])}, {self.context}.inf)"
            )
        if isinstance(node, sy.lowergamma):
            return f"gamma_between({self.context}, {self.of(node.args[0])}, {self.context}.mpf(0), {self.of(node.args[1])})"
        if isinstance(node, _ZetaSlope):
            return f"{self.context}.zeta({self.of(node.args[0])}, derivative={node.args[1]})"
        if isinstance(node, sy.Piecewise):
            return self._cases(node.args)
        if type(node) in RELATIONS:
            return f"({self.of(node.args[0])}) {RELATIONS[type(node)]} ({self.of(node.args[1])})"
        if node.func in FUNCTIONS and len(node.args) in COUNTS.get(node.func, (1,)):
            return f"{self.context}.{FUNCTIONS[node.func]}({', '.join(map(self.of, node.args))})"
        raise _NoText

    def _cases(self, branches: Any) -> str:
        text = f"{self.context}.nan"
        for value, condition in reversed(branches):
            text = (
                self.of(value) if condition == sy.true else f"({self.of(value)}) if {self.of(condition)} else ({text})"
            )
        return f"({text})"

    def _factor(self, node: Any) -> str:
        return f"({self.of(node)})" if isinstance(node, sy.Add) else self.of(node)

    def _bracketed(self, node: Any) -> str:
        plain = node in self.known or isinstance(node, sy.Integer)
        return self.of(node) if plain else f"({self.of(node)})"
