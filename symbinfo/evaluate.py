"""Numbers for terms: a term is compiled to a function of its symbols, evaluated by mpmath at a chosen precision.

Every value comes with an error estimate. Three outcomes are kept apart: a number; `Undefined`, when the expression has
no real value there (the log of a negative number, 0/0); and a number whose error is not small, when an integral would
not settle.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from mpmath.ctx_mp import MPContext

from symbinfo.certificate import Term, free_symbols
from symbinfo.quadrature import Estimate, integrate, summation

__all__ = ["Evaluator", "Undefined"]

LARGEST_ARGUMENT = 10**9
LARGEST_MAGNITUDE = 12_000

Environment = dict[str, Any]
Compiled = Callable[[Environment], Any]
Named = tuple[tuple[str, Term], ...]


class Undefined(ArithmeticError):
    """The term has no real value at this point."""


class Overflow(Undefined, OverflowError):
    """A value that could not be computed, for being too large or for want of convergence; times 0 it is 0."""


class Evaluator:
    """Evaluates terms at one working precision, in a context of its own, so that nobody's precision is changed.

    Parameters
    ----------
    digits : int
        Decimal digits of the working precision.
    functions : dict
        Abstract functions: name -> (variable, term) that stands for it.
    """

    def __init__(self, digits: int, functions: dict[str, tuple[str, Term]] | None = None) -> None:
        self.ctx = MPContext()
        self.ctx.dps = digits
        self.functions = functions or {}
        self.errors: list[Any] = []
        #: The largest term of a sum outside integrals: what cancellation is measured against.
        self.largest: Any = self.ctx.zero
        self._inside = 0
        self._known: dict[Any, Estimate] = {}
        self._compiled: dict[Term, Compiled] = {}
        self._bodies: dict[Any, tuple[Named, Named, Term]] = {}
        self._shared: dict[str, Compiled] = {}

    def value(self, term: Term, point: dict[str, Fraction]) -> Estimate:
        """The value of a term at a point, with the error that its integrals and sums bring in.

        The error of an integral is carried to the result as if the result moved with it one to one, times the size of
        what multiplies it: the term is evaluated once more with every integral moved by its error.

        Raises
        ------
        Undefined
            When the term has no real value there.
        """
        environment = {name: self.number(value) for name, value in point.items()}
        self.errors, self.largest = [], self.ctx.zero
        plain = self._finite(self.compile(term)(environment))
        rounding = max(abs(plain), self.largest) * self.ctx.eps * 2**10
        if not any(self.errors):
            return Estimate(plain, rounding)
        return Estimate(plain, rounding + self._moved(term, environment, plain))

    def _moved(self, term: Term, environment: Environment, plain: Any) -> Any:
        """How far the value moves when every integral in it is off by its error estimate, in either direction."""
        shifts = []
        for sign in (1, -1):
            self._shift = sign
            try:
                shifts.append(abs(self._finite(self.compile(term)(environment)) - plain))
            except Undefined:
                shifts.append(self.ctx.inf)
            finally:
                self._shift = 0
        return 2 * max(shifts)

    _shift = 0

    def number(self, value: Fraction | int) -> Any:
        """An exact rational at the working precision."""
        return self.ctx.mpf(value.numerator) / value.denominator

    def _finite(self, value: Any) -> Any:
        if value is None or self.ctx.isnan(value):
            raise Undefined("not a number")
        return value

    # --- compiling -----------------------------------------------------------------------------------------------

    def compile(self, term: Term) -> Compiled:
        """A function from environments to values."""
        found = self._compiled.get(term)
        if found is None:
            found = self._compiled[term] = self._build(term)
        return found

    def _build(self, term: Term) -> Compiled:
        if isinstance(term, (int, Fraction)):
            number = self.number(term)
            return lambda env: number
        if isinstance(term, str):
            return self._atom(term)
        head, arguments = term[0], term[1:]
        special = getattr(self, f"_build_{_WORDS.get(head, head)}", None)
        if special is not None:
            built: Compiled = special(*arguments)
            return built
        return self._call(_FUNCTIONS[head], [self.compile(a) for a in arguments])

    def _atom(self, name: str) -> Compiled:
        ctx = self.ctx
        constants = {"%pi": ctx.pi, "%e": ctx.e, "%gamma": ctx.euler, "%catalan": ctx.catalan}
        if name in constants:
            constant = +constants[name]
            return lambda env: constant
        if name in ("%oo", "%-oo"):
            infinity = ctx.inf if name == "%oo" else -ctx.inf
            return lambda env: infinity
        if name in ("true", "false"):
            return lambda env: name == "true"
        if name.startswith("@"):
            return self._lazily(name)
        return lambda env: env[name]

    def _lazily(self, name: str) -> Compiled:
        """A named part of an integrand, computed when first asked for at a point."""

        def value(env: Environment) -> Any:
            found = env.get(name)
            if found is None:
                found = env[name] = self._shared[name](env)
            return found

        return value

    def _call(self, function: Callable[..., Any], arguments: list[Compiled]) -> Compiled:
        ctx = self.ctx

        def call(env: Environment) -> Any:
            try:
                value = function(ctx, *(a(env) for a in arguments))
            except Undefined:
                raise
            except (OverflowError, ctx.NoConvergence) as error:
                raise Overflow(str(error)) from None
            except (ValueError, ZeroDivisionError) as error:
                raise Undefined(str(error)) from None
            return self._real(value)

        return call

    def _real(self, value: Any) -> Any:
        if isinstance(value, self.ctx.mpc):
            if abs(value.imag) > abs(value.real) * self.ctx.eps * 2**20:
                raise Undefined("not real")
            value = value.real
        if value != value:
            raise Undefined("not a number")
        return value

    def _build_add(self, *terms: Term) -> Compiled:
        parts = [self.compile(t) for t in terms]

        def total(env: Environment) -> Any:
            values = [p(env) for p in parts]
            if not self._inside:
                self.largest = max(self.largest, *(abs(v) for v in values))
            return self._real(sum(values, self.ctx.zero))

        return total

    def _build_mul(self, *factors: Term) -> Compiled:
        parts = [self.compile(f) for f in factors]

        def product(env: Environment) -> Any:
            value = self.ctx.one
            for i, part in enumerate(parts):
                try:
                    value *= part(env)
                except Overflow:
                    if any(self._vanishes(other, env) for other in parts[i + 1 :]):
                        return self.ctx.zero
                    raise
                if value == 0 and self._inside:
                    return value
            return self._real(value)

        return product

    def _build_power(self, base: Term, exponent: Term) -> Compiled:
        b, e, ctx = self.compile(base), self.compile(exponent), self.ctx
        whole = exponent if isinstance(exponent, int) else None

        def power(env: Environment) -> Any:
            x = b(env)
            n = whole if whole is not None else e(env)
            if whole is None and n > LARGEST_ARGUMENT:
                raise Overflow("a huge power")
            if x == 0 and n < 0:
                raise Overflow("division by zero, or by what was too small to be told from it")
            if x < 0 and whole is None and n != ctx.floor(n):
                raise Undefined("a power of a negative number")
            return self._real(x**n)

        return power

    def _build_cases(self, *cases: Term) -> Compiled:
        pairs = [(self.compile(case[1]), self.compile(case[2])) for case in cases if isinstance(case, tuple)]

        def choose(env: Environment) -> Any:
            for value, condition in pairs:
                if condition(env):
                    return value(env)
            raise Undefined("no case holds")

        return choose

    def _build_apply(self, name: Any, argument: Term) -> Compiled:
        variable, body = self.functions[name]
        inner, at = self.compile(body), self.compile(argument)
        return lambda env: inner({variable: at(env)})

    # --- binders -------------------------------------------------------------------------------------------------

    def _build_integral(self, body: Term, variable: Any, lower: Term, upper: Term) -> Compiled:
        low, high = self.compile(lower), self.compile(upper)
        nodes = _Nodes(self, body, variable)

        def integral(env: Environment) -> Any:
            found = nodes.at(env)
            return integrate(self._integrand(body, variable, env), low(env), high(env), found, self.ctx)

        return self._estimated(("integral", body, variable, lower, upper), integral)

    def _build_sum(self, body: Term, variable: Any, lower: Term, upper: Term) -> Compiled:
        low, high = self.compile(lower), self.compile(upper)

        def series(env: Environment) -> Any:
            return summation(self._integrand(body, variable, env), low(env), high(env), self.ctx)

        return self._estimated(("sum", body, variable, lower, upper), series)

    def _integrand(self, body: Term, variable: str, env: Environment) -> Callable[[Any], Any]:
        """The body as a function of the variable; a product with a factor that is exactly 0 is 0 (0 log 0 = 0)."""
        constants, shared, left = self._prepared(body, variable)
        base = {**env, **{name: self.compile(term)(env) for name, term in constants}}
        self._shared.update({name: self.compile(term) for name, term in shared})
        parts = [self.compile(f) for f in (left[1:] if isinstance(left, tuple) and left[0] == "*" else (left,))]

        def f(x: Any) -> Any:
            inner = {**base, variable: self.ctx.mpf(x)}
            value = self.ctx.one
            for i, part in enumerate(parts):
                try:
                    value *= part(inner)
                except Undefined:
                    if any(self._vanishes(other, inner) for other in parts[i + 1 :]):
                        return self.ctx.zero
                    raise
                if value == 0:
                    return value
            return self._real(value)

        return f

    def _prepared(self, body: Term, variable: str) -> tuple[Named, Named, Term]:
        """What does not depend on the variable taken out, and what occurs more than once given a name."""
        key = (body, variable)
        if key not in self._bodies:
            constants: dict[Term, str] = {}
            hoisted = _named_where(body, lambda t: variable not in free_symbols(t), constants, f"#{len(self._bodies)}.")
            shared: dict[Term, str] = {}
            repeated = {t for t, n in Counter(_subterms(hoisted)).items() if n > 1}
            left = _named_where(hoisted, lambda t: t in repeated, shared, f"@{len(self._bodies)}.")
            self._bodies[key] = (
                tuple((name, term) for term, name in constants.items()),
                tuple((name, term) for term, name in shared.items()),
                left,
            )
        return self._bodies[key]

    def _vanishes(self, part: Compiled, env: Environment) -> bool:
        try:
            return bool(part(env) == 0)
        except Undefined:
            return False

    def _estimated(self, term: Term, compute: Callable[[Environment], Estimate]) -> Compiled:
        """Compute once a point, keep the error, and move by it when asked to."""
        names = sorted(free_symbols(term))

        def value(env: Environment) -> Any:
            key = (term, tuple(env[n] for n in names), self.ctx.prec)
            found = self._known.get(key)
            if found is None:
                self._inside += 1
                try:
                    found = self._known[key] = compute(env)
                finally:
                    self._inside -= 1
            self.errors.append(found.error)
            if not self._inside:
                self.largest = max(self.largest, found.size)
            return found.value + self._shift * found.error

        return value

    def _build_limit(self, body: Term, variable: Any, point: Term, direction: Any) -> Compiled:
        """Values on the way to the point; the last three must come together."""
        inner, at, ctx = self.compile(body), self.compile(point), self.ctx
        sign = 1 if direction == "+" else -1

        def limit(env: Environment) -> Any:
            goal = at(env)
            exponents = [ctx.dps * k // 4 for k in (4, 5, 6)]
            with ctx.workdps(4 * ctx.dps):
                steps = [ctx.mpf(10) ** n for n in exponents]
                points = [sign * s if goal in (ctx.inf, -ctx.inf) else goal + sign / s for s in steps]
                values = [inner({**env, variable: p}) for p in points]
            gap = abs(values[2] - values[1])
            settled = gap <= abs(values[1] - values[0]) / 2 or gap == 0
            return Estimate(values[2], 4 * gap if settled else ctx.inf, ctx.one)

        return self._estimated(("limit", body, variable, point, 0), limit)

    def _build_diff(self, body: Term, variable: Any, point: Term, order: Term) -> Compiled:
        """A derivative by central differences at raised precision; leaving out the outermost two tells the error."""
        at, n = self.compile(point), int(order) if isinstance(order, int) else 1

        def derivative(env: Environment) -> Any:
            finer = Evaluator(3 * self.ctx.dps // 2 + 10, self.functions)
            inner, ctx = finer.compile(body), finer.ctx
            fine_env = {name: ctx.mpf(v) for name, v in env.items()}
            step = ctx.mpf(10) ** (-ctx.dps // 10)
            half = 4 + n
            values = [inner({**fine_env, variable: at(env) + o * step}) for o in range(-half, half + 1)]
            found, rougher = (_difference(n, values[k : len(values) - k], step, ctx) for k in (0, 1))
            return Estimate(self.ctx.mpf(found), self.ctx.mpf(abs(found - rougher)) + abs(found) * self.ctx.eps)

        return self._estimated(("diff", body, variable, point, order), derivative)


def _difference(n: int, values: list[Any], step: Any, ctx: Any) -> Any:
    """The n-th derivative in the middle of equally spaced values."""
    half = len(values) // 2
    return ctx.fdot(_difference_weights(n, list(range(-half, half + 1)), ctx), values) / step**n


def _difference_weights(n: int, offsets: list[int], ctx: Any) -> list[Any]:
    """Fornberg's weights for the n-th derivative at 0 from values at integer offsets, exactly, as fractions."""
    count = len(offsets)
    table = [[Fraction(0)] * (n + 1) for _ in range(count)]
    table[0][0] = Fraction(1)
    c1 = Fraction(1)
    for i in range(1, count):
        c2 = Fraction(1)
        for j in range(i):
            c3 = Fraction(offsets[i] - offsets[j])
            c2 *= c3
            for k in range(min(i, n), -1, -1):
                earlier = table[j][k - 1] if k else Fraction(0)
                if j == i - 1:
                    last = table[i - 1][k - 1] if k else Fraction(0)
                    table[i][k] = c1 / c2 * (k * last - offsets[i - 1] * table[i - 1][k])
                table[j][k] = (offsets[i] * table[j][k] - k * earlier) / c3
        c1 = c2
    return [ctx.mpf(row[n].numerator) / row[n].denominator for row in table]


def _named_where(term: Term, chosen: Callable[[Term], bool], names: dict[Term, str], prefix: str) -> Term:
    """The term with every topmost compound part that is chosen replaced by a name of its own."""
    if not isinstance(term, tuple):
        return term
    if chosen(term) and term[0] not in ("case", "<", "<=", "=", "!=", "and", "or", "not"):
        return names.setdefault(term, f"{prefix}{len(names)}")
    if term[0] in ("integral", "sum", "limit", "diff", "apply"):
        return term
    return (term[0], *(_named_where(a, chosen, names, prefix) for a in term[1:]))


def _subterms(term: Term) -> Iterator[Term]:
    if isinstance(term, tuple) and term[0] not in ("integral", "sum", "limit", "diff", "apply"):
        yield term
        for argument in term[1:]:
            yield from _subterms(argument)


class _Nodes:
    """Where to cut an integral: roots of affine parts, vertices and roots of quadratic parts of the integrand.

    They are the kinks of |x - m|, the centres of bells, the ends of logs and the borders of cases.
    """

    def __init__(self, evaluator: Evaluator, body: Term, variable: str) -> None:
        self.evaluator, self.variable = evaluator, variable
        self.parts = [evaluator.compile(t) for t in _parts(body, variable)]

    def at(self, env: Environment) -> list[Any]:
        ctx = self.evaluator.ctx
        found: list[Any] = []
        probe = random.Random(7)
        xs = [ctx.mpf(probe.randint(1, 10**6)) / 10**5 for _ in range(4)]
        for part in self.parts:
            try:
                ys = [part({**env, self.variable: x}) for x in xs]
            except Undefined:
                continue
            found.extend(_roots(xs, ys, ctx))
        return found


def _parts(body: Term, variable: str) -> list[Term]:
    """Sums and conditions that hold the variable, without what other binders bind; deepest last, no repeats."""
    found: dict[Term, None] = {}

    def walk(term: Term) -> None:
        if not isinstance(term, tuple) or term[0] in ("integral", "sum", "limit", "diff"):
            return
        if term[0] == "+" and variable in free_symbols(term):
            found[term] = None
        if term[0] in ("<", "<=", "=") and variable in free_symbols(term):
            found["+", term[1], ("*", -1, term[2])] = None
        for argument in term[1:]:
            walk(argument)

    walk(body)
    return list(found)


def _roots(xs: list[Any], ys: list[Any], ctx: Any) -> list[Any]:
    """The root of an affine function, or vertex and real roots of a quadratic one, through four points."""
    small = ctx.sqrt(ctx.eps)
    first = [(ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) for i in range(3)]
    if abs(first[1] - first[0]) <= small * abs(first[0]) and abs(first[2] - first[1]) <= small * abs(first[0]):
        return [xs[0] - ys[0] / first[0]] if first[0] != 0 else []
    second = [(first[i + 1] - first[i]) / (xs[i + 2] - xs[i]) for i in range(2)]
    if abs(second[1] - second[0]) > small * abs(second[0]):
        return []
    a = second[0]
    b = first[0] - a * (xs[0] + xs[1])
    c = ys[0] - a * xs[0] ** 2 - b * xs[0]
    vertex, discriminant = -b / (2 * a), b * b - 4 * a * c
    if discriminant <= 0:
        return [vertex]
    half = ctx.sqrt(discriminant) / (2 * abs(a))
    return [vertex, vertex - half, vertex + half]


def _log(ctx: Any, x: Any) -> Any:
    if x == 0:
        raise Overflow("the log of zero, or of what was too small to be told from it")
    if x < 0:
        raise Undefined("the log of a negative number")
    return ctx.log(x)


def _exp(ctx: Any, x: Any) -> Any:
    """Exp with any exponent that can be written down; far below that it is 0, far above it is an overflow."""
    if ctx.isfinite(x) and ctx.mag(x) <= LARGEST_MAGNITUDE:
        return ctx.exp(x)
    if x < 0:
        return ctx.zero
    raise Overflow("exp of a huge number")


def _gamma(ctx: Any, x: Any) -> Any:
    if abs(x) > LARGEST_ARGUMENT:
        raise Overflow("a gamma function of a huge argument")
    return ctx.gamma(x)


def _zeta_derivative(ctx: Any, s: Any) -> Any:
    return ctx.zeta(s, 1, 1)


def _by_name(name: str) -> Callable[..., Any]:
    """The function that mpmath calls by the same name."""
    return lambda ctx, x: getattr(ctx, name)(x)


_WORDS = {"+": "add", "*": "mul", "^": "power"}

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": _exp,
    "log": _log,
    "abs": lambda c, x: abs(x),
    "sign": lambda c, x: c.sign(x),
    "floor": lambda c, x: c.floor(x),
    "min": lambda c, *xs: min(xs),
    "max": lambda c, *xs: max(xs),
    **{
        name: _by_name(name)
        for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "asinh", "acosh", "atanh")
    },
    "gamma": _gamma,
    "loggamma": lambda c, x: c.loggamma(x),
    "polygamma": lambda c, n, x: c.psi(int(n), x),
    "beta": lambda c, a, b: c.beta(a, b),
    "uppergamma": lambda c, s, x: c.gammainc(s, x),
    "lowergamma": lambda c, s, x: c.gammainc(s, 0, x),
    "erf": lambda c, x: c.erf(x),
    "erfc": lambda c, x: c.erfc(x),
    "erfi": lambda c, x: c.erfi(x),
    "Ei": lambda c, x: c.ei(x),
    "Si": lambda c, x: c.si(x),
    "Ci": lambda c, x: c.ci(x),
    "expint": lambda c, n, x: c.expint(n, x),
    "besseli": lambda c, n, x: c.besseli(n, x),
    "besselj": lambda c, n, x: c.besselj(n, x),
    "besselk": lambda c, n, x: c.besselk(n, x),
    "zeta": lambda c, s: c.zeta(s),
    "zeta2": lambda c, s, a: c.zeta(s, a),
    "dzeta": _zeta_derivative,
    "polylog": lambda c, s, x: c.polylog(s, x),
    "factorial": lambda c, x: c.factorial(x),
    "binomial": lambda c, n, k: c.binomial(n, k),
    "harmonic": lambda c, x: c.harmonic(x),
    "lambertw": lambda c, x: c.lambertw(x),
    "<": lambda c, a, b: a < b,
    "<=": lambda c, a, b: a <= b,
    "=": lambda c, a, b: a == b,
    "!=": lambda c, a, b: a != b,
    "and": lambda c, *parts: all(parts),
    "or": lambda c, *parts: any(parts),
    "not": lambda c, part: not part,
    "integer": lambda c, x: x == c.floor(x),
}
