"""A kernel compiled by numba: one loop over the elements, on all cores, without temporaries.

The function that a kernel has for floats is compiled as it stands; the remainders that it calls are those below, for one
number at a time, with branches where those for arrays have masks.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from symbinfo.kernels.code import KernelError
from symbinfo.kernels.remainders import ARTANH, EXP, LARGEST, LOWEST, NEAR_ONE
from symbinfo.kernels.stirling import FROM, FROM_FOUR, HALF_LOG_TWO_PI, MU, MU_1, SHIFT

__all__ = ["SCALARS", "Compiled", "compiled"]


def log1p(x: float) -> float:
    """Return log(1 + x) for x > -1, by a log, which costs a third of what a log1p costs, and what rounding took."""
    r = 1 + x
    return math.log(r) + (x - (r - 1)) / r


def log_of_ratio(factors: Any) -> float:
    """Return the log of top/bottom * top/bottom * ..."""
    total, exponents, sign = 0.0, 0, 1
    for factor in factors:
        mantissa, exponent = math.frexp(factor)
        total += sign * math.log(mantissa)
        exponents += sign * exponent
        sign = -sign
    return total + exponents * math.log(2.0)


def log_remainder(e: float, *factors: Any) -> float:
    """Return r - 1 - log(r) for r = 1 + e, the product of top/bottom over `factors`."""
    if -NEAR_ONE < e < NEAR_ONE:
        s = e / (2 + e)
        square = s * s
        total = 0.0
        for coefficient in ARTANH:
            total = (total + coefficient) * square
        return s * (e - 2 * total)
    if LOWEST - 1 <= e <= LARGEST:
        return e - log1p(e)
    return e - log_of_ratio(factors)


def log_ratio(e: float, *factors: Any) -> float:
    """Return log(r) for r = 1 + e."""
    return log1p(e) if LOWEST - 1 <= e <= LARGEST else log_of_ratio(factors)


def log_quotient(a: float, b: float) -> float:
    """Return log(a/b)."""
    return math.log(a / b) if 1 / LARGEST < a / b < LARGEST else log_of_ratio((a, b))


def gap(a: float, b: float, d: float) -> float:
    """Return a log(a/b) + b - a for d = b - a."""
    if a == 0:
        return b
    e = d / a
    if abs(e) > LARGEST:
        return b - a * (1 + math.log(b) - math.log(a))
    return a * log_remainder(e, b, a)


def exp_remainder(u: float) -> float:
    """Return exp(u) - 1 - u."""
    if not -0.5 < u < 0.5:
        return math.expm1(u) - u
    total = 0.0
    for coefficient in EXP:
        total = (total + coefficient) * u
    return total * u


def product_error(a: float, b: float, product: float) -> float:
    """Return the rounding error of a product."""
    scaled = 134217729.0 * a
    a_high = scaled - (scaled - a)
    scaled = 134217729.0 * b
    b_high = scaled - (scaled - b)
    a_low, b_low = a - a_high, b - b_high
    error = a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)
    return error if math.isfinite(error) else 0.0


def dot_ratio(e: float, f: float, *factors: Any) -> float:
    """Return (a*b + c*d + ...)/(e*f), as if the sum were computed in twice the precision."""
    first, second = math.frexp(e)[1], math.frexp(f)[1]
    total, error = 0.0, 0.0
    for i in range(len(factors) // 2):
        a, b = math.ldexp(factors[2 * i], -first), math.ldexp(factors[2 * i + 1], -second)
        product = a * b
        up = total + product
        part = up - total
        error += (total - (up - part)) + (product - part) + product_error(a, b, product)
        total = up
    return (total + error) / (math.ldexp(e, -first) * math.ldexp(f, -second))


def polynomial(coefficients: Any, v: float) -> float:
    """Return the first coefficient and v times the next ones."""
    total = 0.0
    for i in range(len(coefficients) - 1, -1, -1):
        total = total * v + coefficients[i]
    return total


def stirling(x: float) -> float:
    """Return mu(x) = log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2."""
    total = 0.0
    while x < FROM:
        total += (x + 0.5) * log1p(1 / x) - 1
        x += 1
    return total + polynomial(MU, 1 / (x * x)) / x


def stirling_slope(x: float) -> float:
    """Return mu'(x)."""
    total = 0.0
    while x < FROM:
        total += log1p(1 / x) - (x + 0.5) / (x * (x + 1))
        x += 1
    return total + polynomial(MU_1, 1 / (x * x)) / x / x


def stirling_rest(x: float) -> float:
    """Return log Gamma(x) - x log x + x."""
    return stirling(x) - math.log(x) / 2 + HALF_LOG_TWO_PI


def remainder_of_large(x: float, y: float, d: float) -> float:
    """Return the remainder of -log(x)/2 and of each c/x**m in mu(x)."""
    u, v = 1 / x, 1 / y
    power, whole, slope = v, u + v, u
    total = FROM_FOUR[0] * slope
    for i in range(1, len(FROM_FOUR)):
        for _ in range(2):
            slope = (slope + whole) * u
            power *= v
            whole = whole * u + power
        total += FROM_FOUR[i] * slope
    return total * (v * d) * (u * d) + log_remainder(u * d, y, x) / 2


def remainder_shifted(x: float, y: float, d: float) -> float:
    """Return the remainder, by Gamma(x + 1) = x Gamma(x) where the polynomial does not hold."""
    total = 0.0
    while x < SHIFT or y < SHIFT:
        above, up = 1 + x, 1 + y
        r = d / (above * y)
        total += r * d / x - up * log_remainder(-r, x, above, up, y)
        x, y = above, up
    return total + remainder_of_large(x, y, d)


def stirling_remainder(x: float, y: float, d: float) -> float:
    """Return g(y) - g(x) - g'(x) d for g(x) = log Gamma(x) - x log x + x and d = y - x."""
    if min(x, y) >= 0.5:
        return remainder_shifted(x, y, d)
    if max(x, y) > 1:
        return stirling_rest(y) - stirling_rest(x) - (stirling_slope(x) - 0.5 / x) * d
    shifted = log_remainder(d / x, y, x) + remainder_shifted(1 + x, 1 + y, d)
    return shifted + (gap(1 + y, 1 + x, -d) - gap(y, x, -d))


def loggamma_remainder(x: float, y: float, d: float) -> float:
    """Return log Gamma(y) - log Gamma(x) - digamma(x) d for d = y - x."""
    return gap(y, x, -d) + stirling_remainder(x, y, d)


def shares_remainder(*parts: Any) -> float:
    """Return the sum of `stirling_remainder` over x, y, d, x, y, d, ..., less that of their sums."""
    x, y, d, total = 0.0, 0.0, 0.0, 0.0
    for i in range(len(parts) // 3):
        total += stirling_remainder(parts[3 * i], parts[3 * i + 1], parts[3 * i + 2])
        x, y, d = x + parts[3 * i], y + parts[3 * i + 1], d + parts[3 * i + 2]
    return total - stirling_remainder(x, y, d)


def guarded(product: float, log: float) -> float:
    """Return the product where it came out finite and not 0, the exponential of its logarithm elsewhere."""
    return product if math.isfinite(product) and product != 0 else math.exp(log)


def sp_gammaln(x: float) -> float:
    """Return log Gamma(x)."""
    return math.lgamma(x)


def sp_digamma(x: float) -> float:
    """Return the derivative of log Gamma at a positive number."""
    return stirling_slope(x) + math.log(x) - 0.5 / x


def sp_xlogy(x: float, y: float) -> float:
    """Return x log y, 0 where x = 0."""
    return 0.0 if x == 0 and not math.isnan(y) else x * math.log(y)


def sp_xlog1py(x: float, y: float) -> float:
    """Return x log(1 + y), 0 where x = 0."""
    return 0.0 if x == 0 and not math.isnan(y) else x * math.log1p(y)


def sp_rel_entr(x: float, y: float) -> float:
    """Return x log(x/y), 0 where x = 0."""
    return 0.0 if x == 0 and y >= 0 else x * math.log(x / y)


#: In the order in which they call each other.
SCALARS: tuple[Callable[..., float], ...] = (
    log1p,
    log_of_ratio,
    log_remainder,
    log_ratio,
    log_quotient,
    gap,
    exp_remainder,
    product_error,
    dot_ratio,
    polynomial,
    stirling,
    stirling_slope,
    stirling_rest,
    remainder_of_large,
    remainder_shifted,
    stirling_remainder,
    loggamma_remainder,
    shares_remainder,
    guarded,
    sp_gammaln,
    sp_digamma,
    sp_xlogy,
    sp_xlog1py,
    sp_rel_entr,
)
CONSTANTS = {
    "ARTANH": ARTANH,
    "EXP": EXP,
    "FROM": FROM,
    "FROM_FOUR": FROM_FOUR,
    "HALF_LOG_TWO_PI": HALF_LOG_TWO_PI,
    "LARGEST": LARGEST,
    "LOWEST": LOWEST,
    "MU": MU,
    "MU_1": MU_1,
    "NEAR_ONE": NEAR_ONE,
    "SHIFT": SHIFT,
}


# --- the kernel -------------------------------------------------------------------------------------------------------


class Compiled:
    """A kernel compiled by numba.

    Attributes
    ----------
    parameters : tuple of str
        By name or in this order.
    ufunc : numba.np.ufunc.DUFunc
        The function of the parameters, in their order; it broadcasts and takes ``out``.
    """

    def __init__(self, ufunc: Any, parameters: tuple[str, ...], defaults: dict[str, float]) -> None:
        self.ufunc, self.parameters, self.defaults = ufunc, parameters, defaults

    def __call__(self, *values: Any, out: Any = None, **named: Any) -> Any:
        """The value at the parameters, by name or in their order.

        Raises
        ------
        KernelError
            For missing or unknown parameters.
        """
        given = {**self.defaults, **dict(zip(self.parameters, values, strict=False)), **named}
        if set(given) != set(self.parameters) or len(values) > len(self.parameters):
            raise KernelError(f"the parameters are {', '.join(self.parameters)}; given: {', '.join(given)}")
        with np.errstate(all="ignore"):
            return self.ufunc(*(given[name] for name in self.parameters), out=out)


def compiled(kernel: Any, target: str = "parallel") -> Compiled:
    """The kernel compiled by numba.

    Parameters
    ----------
    kernel : Kernel
        A closed form.
    target : str
        numba's: ``parallel`` for all cores, ``cpu`` for one.

    Raises
    ------
    KernelError
        Without numba; for a kernel that integrates; for a function that has no form here, by its name.
    """
    node = _of_floats(kernel)
    try:
        numba = importlib.import_module("numba")
    except ImportError:
        raise KernelError("numba is not installed: pip install symbinfo[numba]") from None
    options = {"error_model": "numpy"}  # infinities and NaN, not exceptions
    space: dict[str, Any] = {"math": math, **CONSTANTS}
    for function in SCALARS:
        space[function.__name__] = numba.njit(**options)(FunctionType(function.__code__, space, function.__name__))
    _demand_known(node, kernel.name, space)
    exec(compile(ast.Module([node], []), f"<{kernel.name} by numba>", "exec"), space)
    space["inner"] = numba.njit(**options)(space[node.name])
    arguments = [a.arg for a in node.args.args]
    exec(f"def element({', '.join(arguments)}):\n    return inner({', '.join(arguments)})", space)
    kind = numba.float64(*[numba.float64] * len(arguments))
    return Compiled(numba.vectorize([kind], target=target)(space["element"]), tuple(arguments), kernel.defaults)


def _of_floats(kernel: Any) -> ast.FunctionDef:
    """The function for floats of the kernel's source, with the calls as numba knows them."""
    name = f"{kernel.name}_of_floats"
    for node in ast.parse(kernel.source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            args = node.args
            args.args, args.kwonlyargs = [*args.args, *args.kwonlyargs], []
            args.defaults, args.kw_defaults = [], []
            changed: ast.FunctionDef = ast.fix_missing_locations(_Direct().visit(node))
            return changed
    raise KernelError(f"{kernel.name} integrates, or has no parameters: only closed forms are compiled by numba")


class _Direct(ast.NodeTransformer):
    """``of_floats(f, x)`` and ``f_of_floats(x)`` become ``f(x)``, ``sp.f(x)`` becomes ``sp_f(x)``; nothing is left to arrays."""

    def visit_If(self, node: ast.If) -> Any:
        self.generic_visit(node)
        return None if isinstance(node.body[0], ast.Raise) else node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        function, args = node.func, node.args
        if isinstance(function, ast.Name) and function.id == "of_floats":
            function, args = args[0], args[1:]
        return ast.Call(function, [_float(a) for a in args], []) if isinstance(function, ast.Name) else node

    def visit_Name(self, node: ast.Name) -> Any:
        return ast.Name(node.id.removesuffix("_of_floats"), node.ctx) if node.id != "of_floats" else node

    def visit_Attribute(self, node: ast.Attribute) -> Any:
        self.generic_visit(node)
        return ast.Name(f"sp_{node.attr}", ast.Load()) if ast.unparse(node.value) == "sp" else node


def _float(node: ast.expr) -> ast.expr:
    """A whole number as a float: numba compiles for one kind of argument."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return ast.Constant(float(node.value))
    return node


def _demand_known(node: ast.FunctionDef, name: str, space: dict[str, Any]) -> None:
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name)]
    own = {arg.arg for arg in node.args.args} | {n.id for n in names if isinstance(n.ctx, ast.Store)}
    missing = sorted({n.id for n in names} - own - set(space) - set(dir(builtins)))
    if missing:
        needed = ", ".join(n.replace("sp_", "sp.") for n in missing)
        raise KernelError(f"{name} needs {needed}, which is not there for numba: call it with NumPy arrays")
