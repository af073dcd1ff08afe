"""From a SymPy expression to NumPy code: a closed table of nodes, and nothing that is not in it.

An expression is lowered to `Code`, a small tree of calls and operators; subexpressions that occur more than once are
named; then it is written out. Every piece of text comes from the table, from a number or from a checked name, so that
the result is safe to execute.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import sympy as sy

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.functions import FUNCTIONS as ROWS
from symbinfo.expressions.functions import MANY, named, own
from symbinfo.kernels.code import (
    Code,
    KernelError,
    call,
    checked_name,
    integer,
    joined,
    number,
    product_of,
    quotient_of,
    signed,
    sum_of,
)
from symbinfo.kernels.factors import fraction_of, negative, ratios_of_powers, squares_with_exponentials
from symbinfo.kernels.parameter_sums import exact_terms
from symbinfo.kernels.reparametrised import is_logarithmic, log_of_positive
from symbinfo.kernels.stable_base import defined
from symbinfo.kernels.stable_functions import CALLS, Difference, ExpStep, SinSquare

__all__ = ["Emitter", "RelativeEntropy"]

LARGEST_SUM = 10_000


class RelativeEntropy(sy.Function):
    """``a*log(a/b)``, which is 0 at a = 0 and oo at b = 0: keeps the ends where the product would be 0*oo."""

    nargs = 2


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
FUNCTIONS = {**named("numpy"), RelativeEntropy: "sp.rel_entr", ExpStep: "np.expm1", **CALLS}
#: Functions of two arguments there, of any number here.
REPEATED = {f.kind: own(f, "numpy", FUNCTIONS, f.kind) for f in ROWS if MANY in f.by_count}
FUNCTIONS = {kind: name for kind, name in FUNCTIONS.items() if kind not in REPEATED}
#: Functions of an angle, for one that is the sum of two parameters.
TURNS = {sy.sin: "sin_of_sum", sy.cos: "cos_of_sum"}
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
            return integer(int(expr))
        if isinstance(expr, sy.Rational):
            top = Code("div", args=(integer(abs(int(expr.p))), integer(int(expr.q))))
            return top if expr.p > 0 else Code("neg", args=(top,))
        if isinstance(expr, sy.Float):
            return number(repr(float(expr)))
        head = expr.func
        if head in TURNS and len(terms := exact_terms(expr.args[0], self.names) or ()) == 2:
            return call(TURNS[head], *map(self.code, terms))
        if head in FUNCTIONS:
            return call(FUNCTIONS[head], *map(self.code, expr.args))
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
            found = call(function, found, self.code(arg))
        return found

    # Sums, products, powers.

    def _add(self, *terms: Any) -> Code:
        fixed = [t for t in terms if t.is_number and not t.is_infinite]
        if len(fixed) > 1 and not all(t.is_Rational for t in fixed):
            terms = (*(t for t in terms if t not in fixed), sy.Float(sy.N(defined(sy.Add(*fixed)), 30), 17))
        terms = tuple(sy.Add(*terms, evaluate=False).as_ordered_terms())
        if any(t.has(Difference) for t in terms) and len(parts := exact_terms(sy.Add(*terms), self.names) or ()) > 2:
            return call("exact_sum", *map(self.code, parts))
        for sign in (1, -1):
            exponential = next((t for t in terms if isinstance(sign * t, sy.exp)), None)
            if exponential is not None and -sign in terms:
                rest = [t for t in terms if t is not exponential and t != -sign]
                start = call("np.expm1", self.code((sign * exponential).args[0]))
                return sum_of([signed(sign < 0, start), *map(self.code, rest)])
        if len(terms) == 2 and (apart := self._powers_apart(*terms)) is not None:
            return apart
        return sum_of(map(self.code, terms))

    def _powers_apart(self, one: Any, other: Any) -> Code | None:
        """``a**c - b**c`` as ``b**c*expm1(c*log(a/b))``: for a small c both powers round to 1."""
        if one.could_extract_minus_sign():
            one, other = other, one
        other = -other
        powers = [isinstance(f, sy.Pow) and f.exp.free_symbols for t in (one, other) for f in sy.Mul.make_args(t)]
        if not any(powers) or not self.domain.positive(one) or not self.domain.positive(other):
            return None
        change = sy.expand(log_of(one, self.domain) - log_of(other, self.domain))
        return product_of([self.code(other), call("np.expm1", self.code(change))])

    def _mul(self, *factors: Any) -> Code:
        number, top, bottom = fraction_of(factors)
        turned = next((i for i, f in enumerate(top) if isinstance(f, sy.Add) and self.domain.positive(-f)), None)
        if number < 0 and turned is not None:
            number, top[turned] = -number, -top[turned]
        top = squares_with_exponentials(top)
        squares, top, bottom = ratios_of_powers(top, bottom)
        logs = [f for f in top if isinstance(f, sy.log)]
        code = None
        if len(logs) == 1 and self.ends and logs[0].args[0].has(*self.ends):
            rest = [f for f in top if f is not logs[0]]
            if rest:
                code = self._times_log(sy.Mul(*rest), logs[0].args[0])
        tops = [self.code(f) for f in top] if code is None else [code]
        tops += [self._power_of(quotient_of([self.code(a)], [self.code(b)]), n) for a, b, n in squares]
        over = [self.code(f) for f in bottom]
        if abs(number.p) != 1 or not tops:
            tops.insert(0, integer(abs(int(number.p))))
        if number.q != 1:
            over.insert(0, integer(int(number.q)))
        return signed(number < 0, quotient_of(tops, over))

    def _times_log(self, factor: Any, argument: Any) -> Code | None:
        """``factor*log(argument)``, 0 where the factor is 0; None where the log has a better form of its own."""
        if self.domain.positive(-factor):
            positive = self._times_log(-factor, argument)
            return None if positive is None else Code("neg", args=(positive,))
        log = self._log(argument)
        if log.kind == "call" and log.text == "np.log":
            return call("sp.xlogy", self.code(factor), *log.args)
        if log.kind == "call" and log.text == "np.log1p":
            return call("sp.xlog1py", self.code(factor), *log.args)
        return None

    def _pow(self, base: Any, exponent: Any) -> Code:
        if base == sy.E:
            return call("np.exp", self.code(exponent))
        if negative(exponent):
            return quotient_of([], [self._pow(base, -exponent)])
        return self._power_of(self.code(base), exponent)

    def _power_of(self, b: Code, exponent: Any) -> Code:
        if exponent == 1:
            return b
        if exponent == 2:
            return call("np.square", b)
        if exponent == 3:
            return product_of([b, call("np.square", b)])
        if exponent == 4:
            return call("np.square", call("np.square", b))
        if exponent == sy.S.Half:
            return call("np.sqrt", b)
        if exponent == sy.Rational(3, 2):
            return product_of([b, call("np.sqrt", b)])
        return Code("power", args=(b, self.code(exponent)))

    def _difference(self, a: Any, b: Any) -> Code:
        if b.is_number and not b.is_Rational:
            # The number in two parts: near it, its own rounding would be all that is left.
            main = float(b)
            rest = float(sy.N(b - sy.Rational(main), 20))
            return Code("sub", args=(Code("sub", args=(self.code(a), number(repr(main)))), number(repr(rest))))
        if a.is_number and not a.is_Rational:
            return signed(True, self._difference(b, a))
        return Code("sub", args=(self.code(a), self.code(b)))

    def _sin_square(self, u: Any) -> Code:
        return product_of([number(2), call("np.square", self.code(sy.sin(u / 2)))])

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
            scaled = own if abs(exponent) == 1 else product_of([self.code(abs(exponent)), own])
            terms.append(signed(exponent < 0, scaled))
        return sum_of(terms)

    def _plain_log(self, argument: Any) -> Code:
        if isinstance(argument, sy.Add) and is_logarithmic(argument):
            return self.code(log_of_positive(argument))
        if isinstance(argument, sy.Add) and sy.S.One in argument.args:
            return call("np.log1p", self._add_or_one(t for t in argument.args if t != 1))
        return call("np.log", self.code(argument))

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
            return call("sp.betaln", *map(self.code, node.args))
        if isinstance(node, sy.binomial):
            n, k = node.args
            parts = [self._loggamma(n + 1), *(Code("neg", args=(self._loggamma(m + 1),)) for m in (k, n - k))]
            return sum_of(parts)
        if isinstance(node, sy.besseli) and self.domain.positive(node.args[1]):
            order, x = map(self.code, node.args)
            return sum_of([call("np.log", call("sp.ive", order, x)), x])
        return None

    def _loggamma(self, x: Any) -> Code:
        code = self.code(x)
        if not (self.domain.positive(x) or self.domain.nonnegative(x)):
            code = call("np.where", Code("relation", ">", (code, number(0))), code, CONSTANTS[sy.nan])
        return call("sp.gammaln", code)

    # Special functions that need more than another name.

    def _polygamma(self, order: Any, x: Any) -> Code:
        if order == 0:
            return call("sp.digamma", self.code(x))
        if not (order.is_Integer and order > 0):
            raise _no_form(sy.polygamma(order, x, evaluate=False))
        return call("sp.polygamma", self.code(order), self.code(x))

    def _beta(self, a: Any, b: Any | None = None) -> Code:
        return call("sp.beta", self.code(a), self.code(a if b is None else b))

    def _factorial(self, n: Any) -> Code:
        return call("sp.gamma", self.code(n + 1))

    def _harmonic(self, n: Any, order: Any = sy.S.One) -> Code:
        if order == 1:
            return sum_of([call("sp.digamma", self.code(n + 1)), CONSTANTS[sy.EulerGamma]])
        if not (order - 1).is_positive:
            raise _no_form(sy.harmonic(n, order, evaluate=False))
        tail = call("sp.zeta", self.code(order), self.code(n + 1))
        return sum_of([call("sp.zeta", self.code(order)), Code("neg", args=(tail,))])

    def _lambertw(self, x: Any, branch: Any = sy.S.Zero) -> Code:
        if branch not in (0, -1):
            raise _no_form(sy.LambertW(x, branch, evaluate=False))
        code = self.code(x)
        args = (code,) if branch == 0 else (code, self.code(branch))
        edge = Code("neg", args=(call("np.exp", number(-1)),))
        real = Code("relation", ">=", (code, edge))
        return call("np.where", real, Code("real", args=(call("sp.lambertw", *args),)), CONSTANTS[sy.nan])

    def _expint(self, order: Any, x: Any) -> Code:
        if order.is_Integer and order >= 0:
            return call("sp.exp1", self.code(x)) if order == 1 else call("sp.expn", self.code(order), self.code(x))
        return self.code(x ** (order - 1) * sy.uppergamma(1 - order, x))

    def _uppergamma(self, s: Any, x: Any) -> Code:
        if s == 0:
            return call("sp.exp1", self.code(x))
        return self._incomplete("sp.gammaincc", sy.uppergamma, s, x)

    def _lowergamma(self, s: Any, x: Any) -> Code:
        return self._incomplete("sp.gammainc", sy.lowergamma, s, x)

    def _incomplete(self, function: str, head: Any, s: Any, x: Any) -> Code:
        if not self.domain.positive(s):
            raise _no_form(head(s, x, evaluate=False))
        return product_of([call("sp.gamma", self.code(s)), call(function, self.code(s), self.code(x))])

    # Cases, conditions, finite sums.

    def _piecewise(self, *branches: Any) -> Code:
        default = CONSTANTS[sy.nan]
        pairs = [(self.code(value), condition) for value, condition in branches]
        if pairs and pairs[-1][1] == sy.true:
            default = pairs.pop()[0]
        found = default
        for value, condition in reversed(pairs):
            found = call("np.where", self.code(condition), value, found)
        return found

    def _and(self, *parts: Any) -> Code:
        return joined("and", [self.code(p) for p in _in_order(parts)])

    def _or(self, *parts: Any) -> Code:
        return joined("or", [self.code(p) for p in _in_order(parts)])

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
    sy.catalan: lambda emitter, n: emitter.code(sy.catalan(n, evaluate=False).rewrite(sy.gamma)),
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
