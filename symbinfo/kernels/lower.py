"""From a SymPy expression to NumPy code: a closed table of nodes, and nothing that is not in it.

An expression is lowered to `Code`, a small tree of calls and operators; subexpressions that occur more than once are
named; then it is written out. Every piece of text comes from the table, from a number or from a checked name, so that
the result is safe to execute.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

import sympy as sy

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.stable_functions import CALLS, Difference, ExpStep, SinSquare

__all__ = ["Code", "Emitter", "KernelError", "RelativeEntropy", "Writer", "checked_name", "folded"]

LARGEST_SUM = 10_000
LARGEST_EXACT = 2**53
WIDTH = 108
# What generated code itself uses; a parameter of such a name gets a trailing underscore.
RESERVED = frozenset(
    {
        "np",
        "sp",
        "math",
        "sum",
        "range",
        "abs",
        "max",
        "min",
        "float",
        "expectation",
        "blockwise",
        "demand",
        "of_floats",
    }
    | {"out", "strict", "inside", "value"}
    | set(CALLS.values())
)


class KernelError(SymbinfoError):
    """An expression that has no NumPy form, a name that cannot stand in code, or a call that does not fit."""


class RelativeEntropy(sy.Function):
    """``a*log(a/b)``, which is 0 at a = 0 and oo at b = 0: keeps the ends where the product would be 0*oo."""

    nargs = 2


@dataclass(frozen=True)
class Code:
    """A node of generated code.

    Parameters
    ----------
    kind : str
        name, number, call, add, sub (never merged with a sum around it), mul, div, neg, power, relation, and, or, not,
        real, sum.
    text : str
        The name, the number, the function, the operator; for a sum the variable and its range.
    args : tuple of Code
        The operands.
    """

    kind: str
    text: str = ""
    args: tuple[Code, ...] = ()


def checked_name(name: str, taken: Collection[str] = ()) -> str:
    """A symbol's name as a Python name: keywords, names in use and what the code itself needs get an underscore.

    Raises
    ------
    KernelError
        For a name that is not a letter followed by letters, digits and underscores.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise KernelError(f"not a name that can stand in code: {name!r}; use a letter, then letters, digits and _")
    while iskeyword(name) or name in RESERVED or name in taken:
        name += "_"
    return name


# --- SymPy to Code ----------------------------------------------------------------------------------------------------


def _call(function: str, *args: Code) -> Code:
    return Code("call", function, args)


def _number(value: Any) -> Code:
    text = str(value)
    return Code("neg", args=(Code("number", text[1:]),)) if text.startswith("-") else Code("number", text)


def _integer(value: int) -> Code:
    if abs(value) <= LARGEST_EXACT:
        return _number(value)
    try:
        return _number(repr(float(value)))
    except OverflowError:
        raise KernelError(f"a number of {len(str(value))} digits does not fit a float") from None


ONE = _number(1)
CONSTANTS = {
    sy.pi: Code("name", "np.pi"),
    sy.E: Code("name", "np.e"),
    sy.EulerGamma: Code("name", "np.euler_gamma"),
    sy.Catalan: Code("number", "0.915965594177219"),
    sy.GoldenRatio: Code("number", "1.618033988749895"),
    sy.oo: Code("name", "np.inf"),
    -sy.oo: Code("neg", args=(Code("name", "np.inf"),)),
    sy.zoo: Code("name", "np.nan"),
    sy.nan: Code("name", "np.nan"),
    sy.true: Code("name", "True"),
    sy.false: Code("name", "False"),
}
#: Functions that NumPy or scipy.special have under another name, with as many arguments.
FUNCTIONS = {
    sy.exp: "np.exp",
    sy.Abs: "np.abs",
    sy.sign: "np.sign",
    sy.floor: "np.floor",
    sy.ceiling: "np.ceil",
    sy.sin: "np.sin",
    sy.cos: "np.cos",
    sy.tan: "np.tan",
    sy.sinh: "np.sinh",
    sy.cosh: "np.cosh",
    sy.tanh: "np.tanh",
    sy.asin: "np.arcsin",
    sy.acos: "np.arccos",
    sy.atan: "np.arctan",
    sy.atan2: "np.arctan2",
    sy.asinh: "np.arcsinh",
    sy.acosh: "np.arccosh",
    sy.atanh: "np.arctanh",
    sy.gamma: "sp.gamma",
    sy.digamma: "sp.digamma",
    sy.erf: "sp.erf",
    sy.erfc: "sp.erfc",
    sy.erfi: "sp.erfi",
    sy.erfinv: "sp.erfinv",
    sy.erfcinv: "sp.erfcinv",
    sy.Ei: "sp.expi",
    sy.besseli: "sp.iv",
    sy.besselj: "sp.jv",
    sy.besselk: "sp.kv",
    sy.bessely: "sp.yv",
    sy.zeta: "sp.zeta",
    sy.binomial: "sp.binom",
    RelativeEntropy: "sp.rel_entr",
    ExpStep: "np.expm1",
    **CALLS,
}
REPEATED = {sy.Max: "np.maximum", sy.Min: "np.minimum"}
RELATIONS = {sy.Lt: "<", sy.Le: "<=", sy.Gt: ">", sy.Ge: ">=", sy.Eq: "==", sy.Ne: "!="}


class Emitter:
    """Lowers expressions over known symbols.

    Parameters
    ----------
    names : mapping of Symbol to str
        The symbols that may occur, with their checked names.
    domain : Domain
        From it come the signs that allow accurate forms (the log of a gamma).
    ends : collection of Symbol
        Parameters that may reach a closed end, where a logarithm of them meets a factor 0.
    """

    def __init__(
        self, names: Mapping[Any, str], domain: Domain | None = None, ends: Collection[Any] = frozenset()
    ) -> None:
        self.names, self.domain, self.ends = dict(names), domain or Domain(), frozenset(ends)

    def code(self, expr: Any) -> Code:
        """The expression as Code.

        Raises
        ------
        KernelError
            For a node without a row in the table; it is named.
        """
        if expr in self.names:
            return Code("name", self.names[expr])
        if expr in CONSTANTS:
            return CONSTANTS[expr]
        if isinstance(expr, sy.Integer):
            return _integer(int(expr))
        if isinstance(expr, sy.Rational):
            top = Code("div", args=(_integer(abs(int(expr.p))), _integer(int(expr.q))))
            return top if expr.p > 0 else Code("neg", args=(top,))
        if isinstance(expr, sy.Float):
            return _number(repr(float(expr)))
        head = expr.func
        if head in FUNCTIONS:
            return _call(FUNCTIONS[head], *map(self.code, expr.args))
        if head in REPEATED:
            return self._repeated(REPEATED[head], _in_order(expr.args))
        if head in RELATIONS:
            return Code("relation", RELATIONS[head], (self.code(expr.args[0]), self.code(expr.args[1])))
        if head in RULES:
            return RULES[head](self, *expr.args) if expr.args else RULES[head](self)
        raise _no_form(expr)

    def _repeated(self, function: str, args: list[Any]) -> Code:
        found = self.code(args[0])
        for arg in args[1:]:
            found = _call(function, found, self.code(arg))
        return found

    # Sums, products, powers.

    def _add(self, *terms: Any) -> Code:
        fixed = [t for t in terms if t.is_number and not t.is_infinite]
        if len(fixed) > 1 and not all(t.is_Rational for t in fixed):
            terms = (*(t for t in terms if t not in fixed), sy.Float(sy.N(sy.Add(*fixed), 30), 17))
        terms = tuple(sy.Add(*terms, evaluate=False).as_ordered_terms())
        exponential = next((t for t in terms if isinstance(t, sy.exp)), None)
        if exponential is not None and sy.S.NegativeOne in terms:
            rest = [t for t in terms if t is not exponential and t != -1]
            start = _call("np.expm1", self.code(exponential.args[0]))
            return _sum_of([start, *map(self.code, rest)])
        return _sum_of(map(self.code, terms))

    def _mul(self, *factors: Any) -> Code:
        number, top, bottom = _fraction(factors)
        turned = next((i for i, f in enumerate(top) if isinstance(f, sy.Add) and self.domain.positive(-f)), None)
        if number < 0 and turned is not None:
            number, top[turned] = -number, -top[turned]
        squares, top, bottom = _ratios_of_powers(top, bottom)
        logs = [f for f in top if isinstance(f, sy.log)]
        code = None
        if len(logs) == 1 and self.ends and logs[0].args[0].has(*self.ends):
            rest = [f for f in top if f is not logs[0]]
            if rest:
                code = self._times_log(sy.Mul(*rest), logs[0].args[0])
        tops = [self.code(f) for f in top] if code is None else [code]
        tops += [self._power_of(_quotient_of([self.code(a)], [self.code(b)]), n) for a, b, n in squares]
        over = [self.code(f) for f in bottom]
        if abs(number.p) != 1 or not tops:
            tops.insert(0, _integer(abs(int(number.p))))
        if number.q != 1:
            over.insert(0, _integer(int(number.q)))
        return _signed(number < 0, _quotient_of(tops, over))

    def _times_log(self, factor: Any, argument: Any) -> Code | None:
        """``factor*log(argument)``, 0 where the factor is 0; None where the log has a better form of its own."""
        if self.domain.positive(-factor):
            positive = self._times_log(-factor, argument)
            return None if positive is None else Code("neg", args=(positive,))
        log = self._log(argument)
        if log.kind == "call" and log.text == "np.log":
            return _call("sp.xlogy", self.code(factor), *log.args)
        if log.kind == "call" and log.text == "np.log1p":
            return _call("sp.xlog1py", self.code(factor), *log.args)
        return None

    def _pow(self, base: Any, exponent: Any) -> Code:
        if base == sy.E:
            return _call("np.exp", self.code(exponent))
        if _negative(exponent):
            return _quotient_of([], [self._pow(base, -exponent)])
        return self._power_of(self.code(base), exponent)

    def _power_of(self, b: Code, exponent: Any) -> Code:
        if exponent == 1:
            return b
        if exponent == 2:
            return _call("np.square", b)
        if exponent == 3:
            return _product_of([b, _call("np.square", b)])
        if exponent == 4:
            return _call("np.square", _call("np.square", b))
        if exponent == sy.S.Half:
            return _call("np.sqrt", b)
        if exponent == sy.Rational(3, 2):
            return _product_of([b, _call("np.sqrt", b)])
        return Code("power", args=(b, self.code(exponent)))

    def _difference(self, a: Any, b: Any) -> Code:
        return Code("sub", args=(self.code(a), self.code(b)))

    def _sin_square(self, u: Any) -> Code:
        return _product_of([_number(2), _call("np.square", _call("np.sin", self.code(u / 2)))])

    # Logarithms.

    def _log(self, argument: Any) -> Code:
        """The log of the argument: what may overflow (gamma, exp, factorial) is taken out where its sign is known."""
        wild: list[tuple[Code, Any]] = []
        rest: list[Any] = []
        for factor in sy.Mul.make_args(argument):
            base, exponent = factor.as_base_exp() if not isinstance(factor, sy.exp) else (factor, sy.S.One)
            own = self._log_of_function(base) if exponent.is_Rational else None
            if own is None:
                rest.append(factor)
            else:
                wild.append((own, exponent))
        if not wild:
            return self._plain_log(argument)
        terms = [self._plain_log(sy.Mul(*rest))] if rest else []
        for own, exponent in wild:
            scaled = own if abs(exponent) == 1 else _product_of([self.code(abs(exponent)), own])
            terms.append(_signed(exponent < 0, scaled))
        return _sum_of(terms)

    def _plain_log(self, argument: Any) -> Code:
        if isinstance(argument, sy.Add) and sy.S.One in argument.args:
            return _call("np.log1p", self._add_or_one(t for t in argument.args if t != 1))
        return _call("np.log", self.code(argument))

    def _add_or_one(self, terms: Iterable[Any]) -> Code:
        kept = list(terms)
        return self.code(kept[0]) if len(kept) == 1 else self._add(*kept)

    def _log_of_function(self, node: Any) -> Code | None:
        if isinstance(node, sy.exp):
            return self.code(node.args[0])
        if isinstance(node, sy.gamma) and self.domain.positive(node.args[0]):
            return self._loggamma(node.args[0])
        if isinstance(node, sy.factorial):
            return self._loggamma(node.args[0] + 1)
        if isinstance(node, sy.beta) and all(map(self.domain.positive, node.args)):
            return _call("sp.betaln", *map(self.code, node.args))
        if isinstance(node, sy.binomial):
            n, k = node.args
            parts = [self._loggamma(n + 1), *(Code("neg", args=(self._loggamma(m + 1),)) for m in (k, n - k))]
            return _sum_of(parts)
        if isinstance(node, sy.besseli) and self.domain.positive(node.args[1]):
            order, x = map(self.code, node.args)
            return _sum_of([_call("np.log", _call("sp.ive", order, x)), x])
        return None

    def _loggamma(self, x: Any) -> Code:
        code = self.code(x)
        if not (self.domain.positive(x) or self.domain.nonnegative(x)):
            code = _call("np.where", Code("relation", ">", (code, _number(0))), code, CONSTANTS[sy.nan])
        return _call("sp.gammaln", code)

    # Special functions that need more than another name.

    def _polygamma(self, order: Any, x: Any) -> Code:
        if order == 0:
            return _call("sp.digamma", self.code(x))
        if not (order.is_Integer and order > 0):
            raise _no_form(sy.polygamma(order, x, evaluate=False))
        return _call("sp.polygamma", self.code(order), self.code(x))

    def _beta(self, a: Any, b: Any | None = None) -> Code:
        return _call("sp.beta", self.code(a), self.code(a if b is None else b))

    def _factorial(self, n: Any) -> Code:
        return _call("sp.gamma", self.code(n + 1))

    def _harmonic(self, n: Any, order: Any = sy.S.One) -> Code:
        if order == 1:
            return _sum_of([_call("sp.digamma", self.code(n + 1)), CONSTANTS[sy.EulerGamma]])
        if not (order - 1).is_positive:
            raise _no_form(sy.harmonic(n, order, evaluate=False))
        tail = _call("sp.zeta", self.code(order), self.code(n + 1))
        return _sum_of([_call("sp.zeta", self.code(order)), Code("neg", args=(tail,))])

    def _lambertw(self, x: Any, branch: Any = sy.S.Zero) -> Code:
        if branch not in (0, -1):
            raise _no_form(sy.LambertW(x, branch, evaluate=False))
        code = self.code(x)
        args = (code,) if branch == 0 else (code, self.code(branch))
        edge = Code("neg", args=(_call("np.exp", _number(-1)),))
        real = Code("relation", ">=", (code, edge))
        return _call("np.where", real, Code("real", args=(_call("sp.lambertw", *args),)), CONSTANTS[sy.nan])

    def _expint(self, order: Any, x: Any) -> Code:
        if order.is_Integer and order >= 0:
            return _call("sp.exp1", self.code(x)) if order == 1 else _call("sp.expn", self.code(order), self.code(x))
        return self.code(x ** (order - 1) * sy.uppergamma(1 - order, x))

    def _uppergamma(self, s: Any, x: Any) -> Code:
        if s == 0:
            return _call("sp.exp1", self.code(x))
        return self._incomplete("sp.gammaincc", sy.uppergamma, s, x)

    def _lowergamma(self, s: Any, x: Any) -> Code:
        return self._incomplete("sp.gammainc", sy.lowergamma, s, x)

    def _incomplete(self, function: str, head: Any, s: Any, x: Any) -> Code:
        if not self.domain.positive(s):
            raise _no_form(head(s, x, evaluate=False))
        return _product_of([_call("sp.gamma", self.code(s)), _call(function, self.code(s), self.code(x))])

    # Cases, conditions, finite sums.

    def _piecewise(self, *branches: Any) -> Code:
        default = CONSTANTS[sy.nan]
        pairs = [(self.code(value), condition) for value, condition in branches]
        if pairs and pairs[-1][1] == sy.true:
            default = pairs.pop()[0]
        found = default
        for value, condition in reversed(pairs):
            found = _call("np.where", self.code(condition), value, found)
        return found

    def _and(self, *parts: Any) -> Code:
        return _joined("and", [self.code(p) for p in _in_order(parts)])

    def _or(self, *parts: Any) -> Code:
        return _joined("or", [self.code(p) for p in _in_order(parts)])

    def _not(self, part: Any) -> Code:
        return Code("not", args=(self.code(part),))

    def _sum(self, body: Any, *limits: Any) -> Code:
        whole = sy.Sum(body, *limits)
        if len(limits) != 1 or not all(end.is_Integer for end in limits[0][1:]):
            raise _no_form(whole)
        variable, low, high = limits[0]
        if not 0 <= high - low < LARGEST_SUM:
            raise _no_form(whole)
        name = checked_name(variable.name, set(self.names.values()))
        inner = Emitter({**self.names, variable: name}, self.domain, self.ends).code(body)
        return Code("sum", f"{name} in range({int(low)}, {int(high) + 1})", (inner,))


RULES: dict[Any, Callable[..., Code]] = {
    sy.Add: Emitter._add,
    sy.Mul: Emitter._mul,
    sy.Pow: Emitter._pow,
    Difference: Emitter._difference,
    SinSquare: Emitter._sin_square,
    sy.log: Emitter._log,
    sy.loggamma: Emitter._loggamma,
    sy.polygamma: Emitter._polygamma,
    sy.beta: Emitter._beta,
    sy.factorial: Emitter._factorial,
    sy.harmonic: Emitter._harmonic,
    sy.LambertW: Emitter._lambertw,
    sy.expint: Emitter._expint,
    sy.uppergamma: Emitter._uppergamma,
    sy.lowergamma: Emitter._lowergamma,
    sy.Piecewise: Emitter._piecewise,
    sy.And: Emitter._and,
    sy.Or: Emitter._or,
    sy.Not: Emitter._not,
    sy.Sum: Emitter._sum,
}


def _no_form(node: Any) -> KernelError:
    shown = str(node)
    shown = shown if len(shown) <= 80 else shown[:77] + "..."
    return KernelError(f"no NumPy form of {type(node).__name__}: {shown}; `evalf` gives its value at one point")


def _in_order(nodes: Iterable[Any]) -> list[Any]:
    return sorted(nodes, key=sy.default_sort_key)


def _fraction(factors: Iterable[Any]) -> tuple[Any, list[Any], list[Any]]:
    """A rational number, the factors above and the factors below the line."""
    number, top, bottom = sy.S.One, [], []
    for factor in factors:
        if factor.is_Rational:
            number *= factor
        elif isinstance(factor, sy.Pow) and _negative(factor.exp):
            bottom.append(sy.Pow(factor.base, -factor.exp, evaluate=False) if factor.exp != -1 else factor.base)
        else:
            top.append(factor)
    return number, top, bottom


def _ratios_of_powers(top: list[Any], bottom: list[Any]) -> tuple[list[tuple[Any, Any, Any]], list[Any], list[Any]]:
    """Powers ``a**n/b**n`` as (a, b, n), and the other factors: the ratio comes before the power, which could overflow."""
    top, bottom, found = list(top), list(bottom), []
    for below in list(bottom):
        if not (isinstance(below, sy.Pow) and below.exp.is_Integer):
            continue
        above = next((t for t in top if isinstance(t, sy.Pow) and t.exp == below.exp), None)
        if above is not None:
            top.remove(above)
            bottom.remove(below)
            found.append((above.base, below.base, below.exp))
    for above in [t for t in top if isinstance(t, sy.Pow) and t.exp == 2]:
        if len(bottom) < 2:
            break
        top.remove(above)
        found += [(above.base, bottom.pop(), sy.S.One) for _ in range(2)]
    return found, top, bottom


def _negative(exponent: Any) -> bool:
    """Whether the exponent carries a minus sign, so that its power goes below the line."""
    return bool(exponent.as_coeff_Mul()[0].is_negative)


def _signed(negative: bool, code: Code) -> Code:
    if not negative:
        return code
    if code.kind == "sub":
        return Code("sub", args=code.args[::-1])
    return code.args[0] if code.kind == "neg" else Code("neg", args=(code,))


def _sum_of(terms: Iterable[Code]) -> Code:
    """A sum with its positive terms first and plain numbers after what they are subtracted from."""
    flat: list[Code] = []
    for term in terms:
        flat.extend(term.args if term.kind == "add" else (term,))
    flat.sort(key=lambda term: term.kind == "neg")
    flat = _halves_together(flat)
    return flat[0] if len(flat) == 1 else Code("add", args=tuple(flat))


def _halves_together(terms: list[Code]) -> list[Code]:
    """``a/2 + b/2`` as ``(a + b)/2``: one division for all that are divided by the same number."""
    groups: dict[Code, list[Code]] = {}
    for term in terms:
        if term.kind == "div" and term.args[1].kind == "number" and term.args[0].kind != "number":
            groups.setdefault(term.args[1], []).append(term)
    for number, group in groups.items():
        if len(group) > 1:
            joint = Code("div", args=(Code("add", args=tuple(t.args[0] for t in group)), number))
            place = terms.index(group[0])
            terms = [joint if i == place else t for i, t in enumerate(terms) if i == place or t not in group]
    return terms


def _product_of(factors: list[Code]) -> Code:
    negative = sum(f.kind == "neg" for f in factors) % 2 == 1
    plain = [f.args[0] if f.kind == "neg" else f for f in factors]
    return _signed(negative, plain[0] if len(plain) == 1 else Code("mul", args=tuple(plain)))


def _quotient_of(tops: list[Code], bottoms: list[Code]) -> Code:
    top = _product_of(tops) if tops else ONE
    if not bottoms:
        return top
    bottom = _product_of(bottoms)
    negative = (top.kind == "neg") != (bottom.kind == "neg")
    plain = (_signed(top.kind == "neg", top), _signed(bottom.kind == "neg", bottom))
    return _signed(negative, Code("div", args=plain))


def _joined(kind: str, parts: list[Code]) -> Code:
    return parts[0] if len(parts) == 1 else Code(kind, args=tuple(parts))


# --- Code to text -----------------------------------------------------------------------------------------------------

OR, AND, NOT, RELATION, SUM, PRODUCT, NEGATIVE, POWER, ATOM = range(9)


class Writer:
    """Writes code out, one statement a line; what occurs more than once gets a name first.

    Parameters
    ----------
    taken : iterable of str
        Names that are in use.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken) | RESERVED
        self.named: dict[Code, str] = {}
        self.lines: list[str] = []

    def name_shared(self, *roots: Code) -> None:
        """Name the subexpressions that `roots` share."""
        counts: Counter[Code] = Counter()
        for root in roots:
            _count(root, counts)
        for root in roots:
            self._name_below(root, counts)

    def _name_below(self, code: Code, counts: Counter[Code]) -> None:
        if code in self.named or code.kind == "sum":
            return
        for arg in code.args:
            self._name_below(arg, counts)
        if counts[code] >= _worth_naming_from(code):
            text = self.text(code)
            name = self._free(_readable(code, self.text))
            self.lines.append(f"{name} = {text}")
            self.named[code] = name

    def _free(self, wish: str | None) -> str:
        if wish is not None and wish not in self.taken and not iskeyword(wish):
            self.taken.add(wish)
            return wish
        number = next(i for i in range(1, len(self.taken) + 2) if f"term{i}" not in self.taken)
        self.taken.add(f"term{number}")
        return f"term{number}"

    def text(self, code: Code) -> str:
        """The code on one line."""
        return self._write(code)[0]

    def _operand(self, code: Code, least: int) -> str:
        text, binding = self._write(code)
        return text if binding >= least else f"({text})"

    def _write(self, code: Code) -> tuple[str, int]:
        if code in self.named:
            return self.named[code], ATOM
        args = code.args
        match code.kind:
            case "name" | "number":
                return code.text, ATOM
            case "call":
                return f"{code.text}({', '.join(self.text(a) for a in args)})", ATOM
            case "real":
                return f"{self._operand(args[0], ATOM)}.real", ATOM
            case "sum":
                return f"sum({self.text(args[0])} for {code.text})", ATOM
            case "add":
                return self._write_sum(args), SUM
            case "sub":
                return f"{self._operand(args[0], SUM)} - {self._operand(args[1], PRODUCT)}", SUM
            case "mul":
                return "*".join(self._factor(a, first=i == 0) for i, a in enumerate(args)), PRODUCT
            case "div":
                return f"{self._factor(args[0], first=True)}/{self._operand(args[1], NEGATIVE)}", PRODUCT
            case "neg":
                return f"-{self._operand(args[0], PRODUCT)}", NEGATIVE if args[0].kind != "div" else PRODUCT
            case "power":
                return f"{self._operand(args[0], ATOM)}**{self._operand(args[1], ATOM)}", POWER
            case "relation":
                return f"{self._operand(args[0], SUM)} {code.text} {self._operand(args[1], SUM)}", RELATION
            case "and":
                return " & ".join(self._operand(a, SUM) for a in args), AND
            case "or":
                return " | ".join(self._operand(a, SUM) for a in args), OR
            case "not":
                return f"~{self._operand(args[0], ATOM)}", ATOM
        raise KernelError(f"no way to write {code.kind}")

    def _factor(self, code: Code, *, first: bool) -> str:
        return self._operand(code, PRODUCT if first or code.kind == "mul" else NEGATIVE)

    def _write_sum(self, terms: tuple[Code, ...]) -> str:
        text = self._operand(terms[0], PRODUCT)
        for term in terms[1:]:
            minus = term.kind == "neg" and term not in self.named
            text += f" - {self._operand(term.args[0], PRODUCT)}" if minus else f" + {self._operand(term, PRODUCT)}"
        return text


def _count(code: Code, counts: Counter[Code]) -> None:
    counts[code] += 1
    if counts[code] == 1 and code.kind != "sum":
        for arg in code.args:
            _count(arg, counts)


def _worth_naming_from(code: Code) -> float:
    """How often it must occur to get a name: functions and quotients twice, cheap sums of leaves three times."""
    if code.kind in ("name", "number", "neg", "relation", "and", "or", "not") or not code.args:
        return float("inf")
    leaves = all(a.kind in ("name", "number", "neg") for a in code.args)
    if leaves and all(a.kind == "number" for a in code.args):
        return float("inf")
    return 3 if leaves and code.kind in ("add", "sub", "mul") else 2


def _readable(code: Code, text: Callable[[Code], str]) -> str | None:
    """A name that says what it holds; None where that would be long."""
    signs = [a.kind == "neg" for a in code.args]
    words = [text(a.args[0] if a.kind == "neg" else a) for a in code.args]
    words = ["one" if w == "1" else "two" if w == "2" else w for w in words]
    if not all(w.isidentifier() for w in words) or any(signs[:1]):
        return None
    name = None
    if code.kind == "call" and len(words) == 1 and not signs[0]:
        function = code.text.split(".")[-1]
        name = f"{words[0]}_squared" if function == "square" else f"{function}_{words[0]}"
    elif code.kind == "div":
        name = f"{words[0]}_over_{words[1]}"
    elif code.kind in ("add", "sub") and len(words) == 2:
        name = f"{words[0]}_{'minus' if signs[1] or code.kind == 'sub' else 'plus'}_{words[1]}"
    return name if name is not None and len(name) <= 30 else None


def folded(line: str) -> str:
    """A long assignment over several lines, broken before the operators that stand outside all brackets."""
    target, _, text = line.partition(" = ")
    if len(line) <= WIDTH:
        return line
    pieces, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and text[i : i + 3] in (" + ", " - ", " & ", " | "):
            pieces.append(text[start:i])
            start = i + 1
    if not pieces:
        return line
    pieces.append(text[start:])
    return "\n".join([f"{target} = (", *(f"    {piece}" for piece in pieces), ")"])
