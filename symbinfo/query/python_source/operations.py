"""What functions, methods and constants of numeric libraries mean, in the words of the query language."""

from __future__ import annotations

import re
from functools import cache

from symbinfo.query.nodes import Call, Name, Node
from symbinfo.query.syntax import read
from symbinfo.query.typed.shorthand import FUNCTIONS as SHORTHAND

__all__ = [
    "CONSTANTS",
    "ELEMENTWISE",
    "INTEGERS",
    "METHODS",
    "PASSED_DECORATORS",
    "library_of",
    "meaning_of",
]

#: Libraries by the names of their modules; the modules below one name have its functions, too.
LIBRARIES = {
    "numpy": "numpy",
    "math": "math",
    "cmath": "math",
    "scipy": "scipy",
    "torch": "torch",
    "jax": "jax",
    "mpmath": "mpmath",
    "tensorflow": "tensorflow",
    "autograd": "numpy",
    "cupy": "numpy",
    "numpyro": "jax",
}

#: Name in any library -> what it takes, and what it is.
FUNCTIONS: dict[str, str] = {
    **SHORTHAND,
    **{name: f"{name}(x) = {name}(x)" for name in ("exp", "log", "sqrt", "erf", "erfc", "abs", "sign", "floor")},
    **{name: f"{name}(x) = {name}(x)" for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "atan")},
    "absolute": "absolute(x) = abs(x)",
    "fabs": "fabs(x) = abs(x)",
    "ceil": "ceil(x) = ceiling(x)",
    "arctan": "arctan(x) = atan(x)",
    "log2": "log2(x) = log(x)/log(2)",
    "log10": "log10(x) = log(x)/log(10)",
    "reciprocal": "reciprocal(x) = 1/x",
    "rsqrt": "rsqrt(x) = 1/sqrt(x)",
    "negative": "negative(x) = -x",
    "neg": "neg(x) = -x",
    "add": "add(x, y) = x + y",
    "subtract": "subtract(x, y) = x - y",
    "sub": "sub(x, y) = x - y",
    "multiply": "multiply(x, y) = x*y",
    "mul": "mul(x, y) = x*y",
    "divide": "divide(x, y) = x/y",
    "true_divide": "true_divide(x, y) = x/y",
    "div": "div(x, y) = x/y",
    "pow": "pow(x, y) = x**y",
    "power": "power(x, y) = x**y",
    "float_power": "float_power(x, y) = x**y",
    "maximum": "maximum(x, y) = Max(x, y)",
    "minimum": "minimum(x, y) = Min(x, y)",
    "fmax": "fmax(x, y) = Max(x, y)",
    "fmin": "fmin(x, y) = Min(x, y)",
    "gamma": "gamma(x) = gamma(x)",
    "gammaln": "gammaln(x) = loggamma(x)",
    "loggamma": "loggamma(x) = loggamma(x)",
    "lgamma": "lgamma(x) = loggamma(x)",
    "digamma": "digamma(x) = digamma(x)",
    "psi": "psi(x) = digamma(x)",
    "polygamma": "polygamma(n, x) = polygamma(n, x)",
    "beta": "beta(a, b) = beta(a, b)",
    "factorial": "factorial(n) = factorial(n)",
    "zeta": "zeta(x, q=1) = zeta(x, q)",
    "kl_div": "kl_div(x, y) = x*log(x/y) - x + y",
    "i0": "i0(x) = besseli(0, x)",
    "i1": "i1(x) = besseli(1, x)",
    "i0e": "i0e(x) = exp(-abs(x))*besseli(0, x)",
    "i1e": "i1e(x) = exp(-abs(x))*besseli(1, x)",
    "iv": "iv(v, x) = besseli(v, x)",
    "ive": "ive(v, x) = exp(-abs(x))*besseli(v, x)",
    "kv": "kv(v, x) = besselk(v, x)",
    "expi": "expi(x) = Ei(x)",
    "exp1": "exp1(x) = expint(1, x)",
    "expn": "expn(n, x) = expint(n, x)",
    "erfinv": "erfinv(x) = erfinv(x)",
    "hyp2f1": "hyp2f1(a, b, c, z) = hyper((a, b), (c,), z)",
}
#: Where one library means something else by a name.
EXCEPTIONS: dict[str, dict[str, str]] = {
    # torch.nn.functional.kl_div takes the logarithm of what the divergence is from.
    "torch": {"kl_div": "", "gamma": "", "beta": ""},
    "numpy": {"gamma": "", "beta": ""},
}
#: Names that only some libraries have as a plain function of numbers.
BUILTINS = {
    "abs": "abs(x) = abs(x)",
    "pow": "pow(x, y) = x**y",
}

#: What turns numbers into arrays, or into other numbers of the same value.
SAME = frozenset(
    {"array", "asarray", "as_tensor", "tensor", "float", "float32", "float64", "double", "convert_to_tensor", "mpf"}
    | {
        "broadcast_to",
        "expand_dims",
        "squeeze",
        "atleast_1d",
        "ravel",
        "clone",
        "detach",
        "contiguous",
        "to",
        "mpmathify",
    }
    | {"expand", "unsqueeze", "view", "reshape", "astype", "item", "numpy", "cpu", "broadcast_tensors", "real"}
)
#: Types of whole numbers, to which a value is not converted as it stands.
INTEGERS = re.compile(r"\b(u?int\w*|long|short|bool\w*|u?i\d)\b")
#: Decorators that leave what a function returns as it is.
PASSED_DECORATORS = frozenset(
    {"staticmethod", "classmethod", "property", "cached_property", "lazy_property", "abstractmethod", "override"}
    | {"typechecked", "jit", "njit", "vectorize", "cache", "lru_cache", "no_grad", "wraps"}
)
#: What adds up, or averages, over the components of an array: the formula is read for one component.
ELEMENTWISE = frozenset({"sum", "nansum", "mean", "average", "reduce_sum", "reduce_mean"})
#: Methods of arrays, by the function they are.
METHODS = frozenset(FUNCTIONS) - {"gamma", "beta", "zeta", "kl_div", "comb", "binom"}

#: Constants of modules.
CONSTANTS: dict[str, str] = {
    "pi": "pi",
    "e": "exp(1)",
    "tau": "2*pi",
    "inf": "oo",
    "euler_gamma": "EulerGamma",
    "euler": "EulerGamma",
    "golden": "(1 + sqrt(5))/2",
}


def library_of(module: str) -> str:
    """The library that a dotted name of a module belongs to, or nothing."""
    return LIBRARIES.get(module.partition(".")[0], "")


@cache
def meaning_of(name: str, library: str) -> tuple[tuple[tuple[str, Node | None], ...], Node] | None:
    """What a function of a library takes (names and defaults) and what it is; None where it is not known.

    An empty library stands for what Python has by itself.

    Examples
    --------
    >>> meaning_of("xlogy", "scipy")[0]
    (('x', None), ('y', None))
    >>> meaning_of("frobnicate", "scipy") is None
    True
    """
    text = EXCEPTIONS.get(library, {}).get(name, FUNCTIONS.get(name, "")) if library else BUILTINS.get(name, "")
    if not text:
        return None
    head, _, body = text.partition(" = ")
    call = read(f"called{head[head.index('(') :]}").left  # the name is Python's, whatever it is in a query
    if not isinstance(call, Call):
        raise ValueError(f"{head!r} is no call")
    takes = tuple(
        (item.name, None) if isinstance(item, Name) else (item.name, item.value)  # type: ignore[union-attr]
        for item in call.arguments.items
    )
    return takes, read(body).left
