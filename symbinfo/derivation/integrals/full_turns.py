"""Expectations of laws on the circle: powers and logarithms of A + B cos(x - a), with cosines, over a full turn.

With |q| < 1 the base 1 + q**2 - 2 q cos(x - a) is |1 - q exp(i(x - a))|**2: its powers and its logarithm have Fourier
series by the binomial and the logarithmic one, and its logarithm is harmonic in the disc, so that a wrapped Cauchy law
averages it to one value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sympy import (
    Abs,
    Add,
    And,
    Dummy,
    Expr,
    Integer,
    Integral,
    Mul,
    Poly,
    Pow,
    S,
    Symbol,
    cos,
    cosh,
    default_sort_key,
    expand,
    factorial,
    gamma,
    hyper,
    log,
    pi,
    rf,
    simplify,
    sin,
    sqrt,
    trigsimp,
)
from sympy.logic.boolalg import Boolean
from sympy.simplify.fu import TR8

from symbinfo.derivation import Derivation, Relation, Status, Step
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.tidying import simplest_of, tidy
from symbinfo.derivation.witness import Coordinate, KernelTerm, Reasoning, StoredFact, Transformed
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import ContinuousLaw

__all__ = ["by_full_turn", "total_over_a_turn"]

LARGEST, HIGHEST = 80, 6
#: The integrals of the logarithm, and of it with a cosine.
BY_BASE = ("circle-logarithm", "circle-logarithm-with-cosine")
BY_AMPLITUDES = ("circle-logarithm-of-amplitudes", "circle-logarithm-of-amplitudes-with-cosine")


@dataclass(frozen=True)
class _Base:
    """A + B cos(x - a), which is c (1 + q**2 - 2 q cos(x - a)); with a root in q where it has one."""

    u: Expr
    v: Expr
    a: Expr

    def square(self) -> Expr:
        """A**2 - B**2."""
        square = (self.u**2 - self.v**2).expand()
        return trigsimp(square) if square.has(cosh) else square

    def normal(self, domain: Domain) -> tuple[Expr, Expr] | None:
        """C and q, where A**2 - B**2 is seen to be a square."""
        r = sqrt(self.square().factor()).replace(Abs, domain.absolute)
        if r.has(Abs) or any(not p.exp.is_Integer and p.base.free_symbols for p in r.atoms(Pow)):
            return None
        return simplify((self.u + r) / 2), simplify(-self.v / (self.u + r))


@dataclass
class _Turn:
    """What is collected on the way: the value, and the multiples of stored facts that make the integrand."""

    y: Symbol
    domain: Domain
    value: list[Expr] = field(default_factory=list)
    parts: list[KernelTerm] = field(default_factory=list)
    hints: list[tuple[Expr, Expr]] = field(default_factory=list)
    needs: list[Boolean] = field(default_factory=list)

    def need(self, *conditions: Boolean) -> None:
        """What must hold, of which what follows is left out; the rest is known from here on."""
        new = [c for c in conditions if not self.domain.implies(c)]
        self.needs.extend(new)
        self.domain = self.domain.and_(*new)

    def take(self, times: Expr, fact: str, value: Expr, **values: Expr) -> None:
        if times != 0:
            self.parts.append(KernelTerm(times, StoredFact(fact, self.y, tuple(values.items()))))
            self.value.append(times * value)


def by_full_turn(node: Expectation, domain: Domain) -> Derivation | None:
    """E[f(X)] of a law on the circle, or None.

    Parameters
    ----------
    node : Expectation
        Its density times its body is a sum of products of cosines and sines of whole multiples of x, a power of one
        A + B cos(x - a), and one logarithm of another.
    domain : Domain
        Where the parameters live; A > abs(B).

    References
    ----------
    DLMF 1.9.27 for the Poisson integral of the disc, 15.2.1 and 15.8.1 for powers, 4.6.1 for the logarithm.
    """
    law = node.law
    if not isinstance(law, ContinuousLaw) or not (law.density.has(cos, sin) or node.body.has(cos, sin)):
        return None
    return _derived(node, law, node.body, domain)


def total_over_a_turn(law: ContinuousLaw, domain: Domain) -> Derivation | None:
    """That a law on the circle integrates to 1."""
    if not law.density.has(cos, sin):
        return None
    found = _derived(None, law, S.One, domain)
    return found if found is not None and found.stands == 1 else None


def _derived(node: Expectation | None, law: ContinuousLaw, body: Expr, domain: Domain) -> Derivation | None:
    x = law.variable
    if simplify(law.upper - law.lower - 2 * pi) != 0 or (law.density * body).count_ops() > LARGEST:
        return None
    y = x if law.lower == 0 else Variable("y" if "y" not in {s.name for s in law.free_symbols} else "y_", real=True)
    back = x if law.lower == 0 else law.lower + y
    inside = domain.and_(y > 0, y < 2 * pi)
    turn = _Turn(y, inside)
    if not _collect(law.density.xreplace({x: back}), body.xreplace({x: back}), turn):
        return None
    written = Integral(mul(law.density, body), (x, law.lower, law.upper))
    coordinate = None if law.lower == 0 else Coordinate(y, S.Zero, 2 * pi, (back,))
    entry = Transformed(written, coordinate, tuple(turn.parts))
    witness = Reasoning("integral", integrals=(entry,), products=tuple(dict(turn.hints).items()))
    derivation = Derivation(left=written if node is None else node, domain=domain)
    value = Add(*turn.value)
    forms = [tidy(form, domain) for form in (value, trigsimp(value) if value.has(cos) else value)]
    short = simplest_of([*forms, value])
    because = "Integrals over a full turn, by the Fourier series of the base and of its logarithm."
    rule = "circle-integrals"
    if node is None:
        rule, short = "density-integrates-to-one", simplify(short)
    elif written != node:
        said = "The definition of the expectation."
        derivation = derivation.then(Step(Relation.EQ, written, "definition-of-expectation", said, start=node))
    needs = And(*turn.needs)
    step = Step(Relation.EQ, short, rule, because, start=derivation.stands, requires=needs, witness=witness)
    return derivation.then(step).closing(Status.CLOSED)


def _collect(density: Expr, body: Expr, turn: _Turn) -> bool:
    """Read the integrand term by term; False where a term is none of the known ones."""
    y = turn.y
    logs = sorted((n for n in body.atoms(log) if n.has(y)), key=default_sort_key)
    body = body.xreplace({n: log_of(n.args[0], turn.domain) for n in logs})
    bases: dict[Expr, _Base] = {}
    under: dict[Expr, _Base] = {}
    kept: dict[Expr, Expr] = {}

    def base_of(expr: Expr) -> Expr:
        found = _base(expr, y)
        if found is None or any(turn.domain.nonnegative(-gap) for gap in (found.u - found.v, found.u + found.v)):
            raise _Unknown
        r = sqrt(found.square().factor()).replace(Abs, turn.domain.absolute)
        if not (turn.domain.positive(found.u) and turn.domain.positive(r)):
            turn.need(found.u > found.v, found.u > -found.v)
        known = next((d for d, b in bases.items() if b == found), None) or Dummy("b", positive=True)
        bases[known] = found
        return known

    def masked(expr: Expr) -> Expr:
        if not expr.has(y):  # a sum below a fraction stays as it is
            return kept.setdefault(expr, Dummy("c")) if expr.has(Add) else expr
        if isinstance(expr, log):
            known = Dummy("l")
            under[known] = bases[base_of(expr.args[0])]
            return known
        if isinstance(expr, Pow) and not (expr.exp.is_Integer and expr.exp > 0):
            if expr.exp.has(y):
                raise _Unknown
            pairs = [f.as_base_exp() for f in Mul.make_args(expr.base)]
            return Mul(*((base_of(b) if b.has(y) else b) ** (e * expr.exp) for b, e in pairs))
        return expr.func(*map(masked, expr.args)) if isinstance(expr, (Add, Mul, Pow)) else expr

    try:
        whole = evaluated(masked(evaluated(density)) * masked(evaluated(body)))
        outside, moving = whole.as_independent(y, *bases, *under, as_Add=False)
        terms = Add.make_args(expand(moving, trig=False))
        back = {place: expr for expr, place in kept.items()}
        return all(_take((outside * term).xreplace(back), bases, under, turn) for term in terms)
    except _Unknown:
        return False


class _Unknown(Exception):
    """A function of the variable that is none of the known ones."""


def _base(expr: Expr, y: Symbol) -> _Base | None:
    """A + B cos(y - a), of one cosine or sine of y."""
    waves = [n for n in expr.atoms(cos, sin) if n.has(y)]
    if len(waves) != 1:
        return None
    (wave,) = waves
    slope = wave.args[0].diff(y)
    place = Dummy()
    plain = expand(expr.xreplace({wave: place}))
    if abs(slope) != 1 or plain.has(y) or not plain.is_polynomial(place) or Poly(plain, place).degree() != 1:
        return None
    v, u = Poly(plain, place).all_coeffs()
    a = expand(y - slope * wave.args[0])
    return _Base(u, v, a) if isinstance(wave, cos) else _Base(u, v * slope, a + pi / 2)


def _take(term: Expr, bases: dict[Expr, _Base], under: dict[Expr, _Base], turn: _Turn) -> bool:
    """One term of the integrand as multiples of stored facts."""
    powers = {bases[f.as_base_exp()[0]]: f.as_base_exp()[1] for f in Mul.make_args(term) if f.as_base_exp()[0] in bases}
    logs = [f for f in Mul.make_args(term) if f in under]
    rest = [f for f in Mul.make_args(term) if f not in logs and f.as_base_exp()[0] not in bases]
    if len(powers) > 1 or len(logs) > 1:
        return False
    outside, wave = Mul(*rest).as_independent(turn.y, as_Add=False)
    if outside.free_symbols & {*bases, *under}:
        return False
    waves = list(_waves(wave, turn.y))
    if logs and powers:
        ((own, exponent),) = powers.items()
        return exponent == -1 and wave == 1 and _poisson(outside, own, under[logs[0]], turn)
    if logs:
        return all(_logarithm(outside * c, n, a, under[logs[0]], turn) for c, n, a in waves)
    if powers:
        ((own, exponent),) = powers.items()
        return all(_power(outside * c, n, a, own, exponent, turn) for c, n, a in waves)
    for c, n, a in waves:
        fact, values = ("circle-cosine", {"n": n, "a": a, "u": S.Zero}) if n else ("bessel-integral-at-zero", {})
        turn.take(outside * c, fact, S.Zero if n else 2 * pi, **values)
    return True


def _waves(wave: Expr, y: Symbol) -> Iterator[tuple[Expr, Integer, Expr]]:
    """A product of cosines and sines as a sum of c cos(n (y - a)): c, n and a."""
    for term in Add.make_args(expand(TR8(wave))):
        c, moving = term.as_independent(y, as_Add=False)
        if moving == 1:
            yield c, S.Zero, S.Zero
            continue
        if not isinstance(moving, (cos, sin)):
            raise _Unknown
        n = moving.args[0].diff(y)
        if not n.is_Integer or abs(n) > HIGHEST:
            raise _Unknown
        a = expand(y - moving.args[0] / n)
        yield (c, abs(n), a) if isinstance(moving, cos) else (c * (1 if n > 0 else -1), abs(n), a + pi / (2 * abs(n)))


def _gap(n: Expr, a: Expr, own: Expr) -> Expr:
    """The cosine of n times the angle between two places."""
    return cos(simplify(n * (own - a)))


def _logarithm(times: Expr, n: Expr, a: Expr, base: _Base, turn: _Turn) -> bool:
    normal = base.normal(turn.domain)
    if normal is None:
        r = sqrt(base.square())
        values = {"u": base.u, "v": base.v, "a": base.a}
        names, mean = BY_AMPLITUDES, log((base.u + r) / 2)
        power = _power_of_quotient(times, base, r, n)
    else:
        c, q = normal
        values = {"c": c, "q": q, "a": base.a}
        names, mean, power = BY_BASE, log(c), q**n
        _hint(base, c, q, turn)
    if n:
        value = -2 * pi * power / n * _gap(n, a, base.a)
        turn.take(times, names[1], value, n=n, b=a, **values)
    else:
        turn.take(times, names[0], 2 * pi * mean, **values)
    return True


def _power_of_quotient(times: Expr, base: _Base, r: Expr, n: Expr) -> Expr:
    """The n-th power of -B/(A + r), which is (r - A)/B where a factor in front cancels B."""
    root = Dummy("r")
    above = (times * ((root - base.u) / base.v) ** n).cancel()
    if above.as_numer_denom()[1].free_symbols & base.v.free_symbols:
        return (-base.v / (base.u + r)) ** n
    return above.xreplace({root: r}) / times


def _hint(base: _Base, c: Expr, q: Expr, turn: _Turn) -> None:
    """That the base is a multiple of the normal one."""
    wave = cos(turn.y - base.a)
    if c != 1:
        turn.hints.append((base.u + base.v * wave, mul(c, add(1 + q**2, -2 * q * wave))))


def _power(times: Expr, n: Expr, a: Expr, base: _Base, s: Expr, turn: _Turn) -> bool:
    normal = base.normal(turn.domain)
    if normal is None:
        return False
    c, q = normal
    _hint(base, c, q, turn)
    times, values = times * c**s, {"s": s, "q": q, "a": base.a}
    ends = s.is_Integer and s < 0
    if not n:
        value = (
            (1 - q**2) ** (1 + 2 * s) * _terminating(1 + s, 1 + s, S.One, q**2) if ends else hyper((-s, -s), (1,), q**2)
        )
        turn.take(times, "circle-integral-mirrored" if ends else "circle-integral", 2 * pi * value, **values)
        return True
    if not s.is_negative:
        return False
    series = _terminating(1 + s, n + 1 + s, n + 1, q**2) if ends else hyper((1 + s, n + 1 + s), (n + 1,), q**2)
    front = rf(-s, n) if ends else gamma(n - s) / gamma(-s)
    value = 2 * pi * q**n * front / factorial(n) * (1 - q**2) ** (1 + 2 * s) * series * _gap(n, a, base.a)
    turn.take(times, "circle-integral-with-cosine", value, n=n, b=a, **values)
    return True


def _terminating(a: Expr, b: Expr, c: Expr, z: Expr) -> Expr:
    """F(a, b; c; z) for a whole a of at most 0."""
    return Add(*(rf(a, k) * rf(b, k) / (rf(c, k) * factorial(k)) * z**k for k in range(int(-a) + 1)))


def _poisson(times: Expr, own: _Base, other: _Base, turn: _Turn) -> bool:
    """The Poisson integral of the disc: the law is at p exp(i a)."""
    first, second = own.normal(turn.domain), other.normal(turn.domain)
    if first is None:
        return False
    c, p = first
    _hint(own, c, p, turn)
    times = simplify(times / c * 2 * pi / (1 - p**2))
    gap = cos(simplify(own.a - other.a))
    law = {"p": p, "b": own.a}
    if second is None:
        r = sqrt(other.square())
        inner = (other.u + r) / 2 + p**2 * (other.u - r) / 2 + p * other.v * gap
        values = {"u": other.u, "v": other.v, "a": other.a}
        turn.take(times, "circle-poisson-integral-of-amplitudes", log(inner), **law, **values)
        return True
    d, q = second
    _hint(other, d, q, turn)
    inner = 1 + p**2 * q**2 - 2 * p * q * gap
    value = log(inner)
    if gap in (1, -1):
        value = 2 * log(1 - p * q * gap)
        turn.hints.append((inner, Pow(1 - p * q * gap, 2, evaluate=False)))
    turn.take(times, "circle-poisson-integral", log(d) + value, **law, c=d, q=q, a=other.a)
    return True
