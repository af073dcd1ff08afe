"""The same code for plain floats: the functions of `math` in place of those of NumPy, whose overhead is forty times theirs."""

from __future__ import annotations

from collections import Counter

from symbinfo.kernels.code import Code
from symbinfo.kernels.stable_functions import CALLS
from symbinfo.kernels.write import ATOM, POWER, Writer

__all__ = ["FloatWriter"]

MATH = (
    "log",
    "log1p",
    "exp",
    "expm1",
    "sqrt",
    "sin",
    "cos",
    "tan",
    "sinh",
    "cosh",
    "tanh",
    "floor",
    "ceil",
    "isfinite",
)
OTHERS = {
    "np.arcsin": "math.asin",
    "np.arccos": "math.acos",
    "np.arctan": "math.atan",
    "np.arctan2": "math.atan2",
    "np.arcsinh": "math.asinh",
    "np.arccosh": "math.acosh",
    "np.arctanh": "math.atanh",
    "np.abs": "abs",
    "np.maximum": "max",
    "np.minimum": "min",
}
FUNCTIONS = {**{f"np.{name}": f"math.{name}" for name in MATH}, **OTHERS}
CONSTANTS = {"np.pi": "math.pi", "np.e": "math.e", "np.inf": "math.inf", "np.nan": "math.nan"}
# What has an evaluator of its own for floats.
FOR_FLOATS = {
    "cos_of_sum",
    "dot_ratio",
    "exact_sum",
    "exp_remainder",
    "gap",
    "log_ratio",
    "log_remainder",
    "loggamma_remainder",
    "shares_remainder",
    "sin_of_sum",
    "stirling",
    "stirling_remainder",
    "stirling_slope",
}
# Products with a logarithm, 0 where the first factor is.
PRODUCTS = {"sp.xlogy": "math.log", "sp.xlog1py": "math.log1p"}
WORDS = {"and": " and ", "or": " or "}


class FloatWriter(Writer):
    """Writes code for Python floats; what only arrays have is called and its one element taken."""

    def _name_below(self, code: Code, counts: Counter[Code]) -> None:
        if code.text in ("log_remainder", "np.square", *PRODUCTS):
            counts[code.args[0]] += 2  # these stand in the line, where what they are given occurs several times
        super()._name_below(code, counts)

    def _write(self, code: Code) -> tuple[str, int]:
        if code in self.named:
            return self.named[code], ATOM
        if code.kind == "name":
            return CONSTANTS.get(code.text, code.text), ATOM
        if code.kind == "call":
            return self._call(code)
        if code.kind in WORDS:
            return f"({WORDS[code.kind].join(self._operand(a, 2) for a in code.args)})", ATOM
        if code.kind == "not":
            return f"(not {self._operand(code.args[0], ATOM)})", ATOM
        return super()._write(code)

    def _call(self, code: Code) -> tuple[str, int]:
        texts = [self.text(a) for a in code.args]
        name = code.text
        if name == "np.square":
            base = self._operand(code.args[0], ATOM)
            return (f"{base}*{base}", 5) if base.isidentifier() else (f"{base}**2", POWER)
        if name == "np.where":
            condition, one, other = texts
            return f"({one} if {condition} else {other})", ATOM
        if name in PRODUCTS:
            factor = self._operand(code.args[0], ATOM)
            return f"({factor}*{PRODUCTS[name]}({texts[1]}) if {factor} else 0.0)", ATOM
        if name in FUNCTIONS:
            return f"{FUNCTIONS[name]}({', '.join(texts)})", ATOM
        if name == "log_remainder" and texts[0].isidentifier():
            e = texts[0]
            usual = f"NEAR_ONE < {e} < LARGEST or LOWEST - 1 < {e} < -NEAR_ONE"
            return f"({e} - math.log1p({e}) if {usual} else {name}_of_floats({', '.join(texts)}))", ATOM
        if name in FOR_FLOATS:
            return f"{name}_of_floats({', '.join(texts)})", ATOM
        if name in CALLS.values():
            return f"of_floats({name}, {', '.join(texts)})", ATOM
        return f"float({name}({', '.join(texts)}))", ATOM
