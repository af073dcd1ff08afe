"""Which form of a closed result becomes code: the one in which nothing cancels, where there is one."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sy

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.unevaluated import replace_where
from symbinfo.kernels.bessel_functions import BesselComplement, LogScaledBessel
from symbinfo.kernels.bregman import is_exponential, remainder_form
from symbinfo.kernels.cancellation import may_lose
from symbinfo.kernels.integrand import at_closed_ends
from symbinfo.kernels.plain_laws import PlainQuestion
from symbinfo.kernels.quotients import NoForm
from symbinfo.kernels.reparametrised import Maps, is_logarithmic, readable
from symbinfo.kernels.stable_base import defined
from symbinfo.kernels.stable_functions import Guarded, LogQuotient, ScaledExp1, Stirling, StirlingSlope
from symbinfo.laws.law import Law

__all__ = [
    "REMAINDERS",
    "Form",
    "agrees",
    "divergence_form",
    "logarithmic_form",
    "mapped_values",
    "paired_parameters",
    "split_form",
]

REMAINDERS = (
    "written as a sum of remainders (what a convex function leaves after its linear part), each at least 0 and\n"
    "accurate also where P is close to Q: the linear parts cancel, exactly, before anything is computed"
)
SPLIT = (
    "with logarithms taken apart so that nothing overflows, and the main part of Stirling's formula taken out of\n"
    "log-gamma functions, so that large parts cancel exactly"
)
DIGITS, POINTS, TRIALS = 30, 3, 200
LARGEST = 400  # operations


@dataclass(frozen=True)
class Form:
    """An expression to compile, and why it has this form."""

    value: Any
    why: str


def divergence_form(measure: Any, result: Any, domain: Domain, ends: frozenset[Any]) -> Form | None:
    """A KL divergence within one family, in nats, as remainders; None where none is reached.

    Parameters
    ----------
    measure : KL
        Of two laws of one family.
    result : Expr
        Its closed form.
    domain, ends
        Signs, and the parameters that may reach a closed end.
    """
    first, second = measure.laws
    if first.family != second.family:
        return None
    pairs = paired_parameters(first, second)
    mapped = mapped_values(measure.laws)
    found = []
    for plain in sorted((False, True), reverse=any(v.has(sy.Function) for v in mapped)):
        value = _by_family(measure) if plain else _in_pairs(result, pairs, domain, ends)
        if value is None or not agrees(value, result, domain):
            continue
        if not mapped or not may_lose(value, domain):
            return Form(value, REMAINDERS)
        found.append(value)
    return Form(found[0], REMAINDERS) if found else None


def _in_pairs(result: Any, pairs: list[tuple[Any, Any]] | None, domain: Domain, ends: frozenset[Any]) -> Any | None:
    return remainder_form(result, pairs, domain, ends) if pairs else None


def paired_parameters(first: Law, second: Law) -> list[tuple[Any, Any]] | None:
    """The symbols of P with those of Q in their place, where the laws differ in nothing else."""
    found: dict[Any, Any] = {}

    def match(a: Any, b: Any) -> bool:
        if isinstance(a, sy.Symbol) and isinstance(b, sy.Symbol):
            return bool(found.setdefault(b, a) == a)
        if a.func != b.func or len(a.args) != len(b.args):
            return bool(a == b)
        return a == b if not a.args else all(map(match, a.args, b.args))

    if first.family != second.family:
        return None
    at_heads = [(first.parameters, second.parameters)] if first.parameters else [(first.args[4:], second.args[4:])]
    for a, b in at_heads:
        if not all(map(match, sy.Tuple(*a), sy.Tuple(*b))):
            return None
    shared = {b for b, a in found.items() if a == b}
    pairs = [(a, b) for b, a in found.items() if a != b]
    both = {a for a, _ in pairs} & {b for _, b in pairs}
    if both or len({a for a, _ in pairs}) < len(pairs) or shared & {s for pair in pairs for s in pair}:
        return None
    if first.xreplace(dict(pairs)).args[2:] != second.args[2:]:
        return None
    return pairs


def _by_family(measure: Any) -> Any | None:
    """The form for symbols in every place, with the laws' own parameters put in."""
    plain = PlainQuestion.of(measure)
    if plain is None:
        return None
    form = remainder_form(plain.result, plain.pairs, plain.domain, plain.ends)
    return None if form is None else _mapped(form, plain)


def _mapped(form: Any, plain: PlainQuestion) -> Any | None:
    try:
        return Maps(plain.given, plain.first).into(form)
    except NoForm:
        return None


def logarithmic_form(measure: Any, result: Any, domain: Domain) -> Form | None:
    """A measure of laws whose parameters are exponentials, logits and their like; None where it has none of them.

    What is found for plain parameters gets the logarithms of the maps, not of their values.
    """
    if not any(map(is_logarithmic, (readable(v) for law in measure.laws for v in _values(law)))):
        return None
    plain = PlainQuestion.of(measure)
    if plain is None:
        return None
    split = None if plain.ends else split_form(plain.result, plain.domain)
    form = _mapped(split.value if split else at_closed_ends(plain.result, plain.ends, plain.domain), plain)
    return Form(form, SPLIT) if form is not None and agrees(form, result, domain) else None


def mapped_values(laws: Iterable[Law]) -> list[Any]:
    """The parameters of laws that are expressions in others."""
    return [v for law in laws for v in _values(law) if v.args and v.free_symbols]


def _values(law: Law) -> Iterator[Any]:
    """The numeric values among a law's parameters."""
    for value in law.parameters:
        if isinstance(value, sy.Dict):
            yield from value.values()
        elif isinstance(value, sy.Expr):
            yield value


# Entropies and whatever else has log-gamma functions of large arguments.


def split_form(result: Any, domain: Domain) -> Form | None:
    """An expression with its logarithms taken apart and Stirling's main part taken out; None where that is not reached.

    Examples
    --------
    >>> k = sy.Symbol("k", positive=True)
    >>> split_form(k + (1 - k) * sy.digamma(k) + sy.loggamma(k), Domain()).value
    (1 - k)*StirlingSlope(k) + log(k)/2 + Stirling(k) + log(2)/2 + 1/2 + log(pi)/2 - 1/(2*k)
    """
    if result.count_ops() > LARGEST or result.has(sy.Sum, sy.Integral, sy.Piecewise):
        return None
    scaled = replace_where(result, _scaled)
    opened = replace_where(
        scaled, lambda node: log_of(_gammas(node.args[0]), domain) if isinstance(node, sy.log) else None
    )
    terms: dict[Any, Any] = {}
    for term in sy.Add.make_args(sy.expand(replace_where(sy.expand(opened), lambda n: _split(n, domain)))):
        factors = sy.Mul.make_args(_guarded(term, domain))
        wild = [f for f in factors if f.has(sy.Function) and not f.is_number]
        if len(wild) > 1:
            return None
        atom = wild[0] if wild else sy.S.One
        rest_of = sy.Mul(*(f for f in factors if f is not atom))
        terms[atom] = terms.get(atom, sy.S.Zero) + rest_of
    if any(isinstance(atom, (sy.loggamma, sy.gamma, sy.polygamma)) for atom in terms):
        return None
    rest = _divided(terms.pop(sy.S.One, sy.S.Zero))
    logs = {atom.args[0]: sy.cancel(c) for atom, c in terms.items() if isinstance(atom, sy.log)}
    others = [sy.factor(c) * atom for atom, c in terms.items() if not isinstance(atom, sy.log)]
    value = sy.Add(*others, *_paired_logs(logs), rest)
    return Form(value, SPLIT) if agrees(value, result, domain) else None


def _guarded(term: Any, domain: Domain) -> Any:
    """A term whose gamma functions, powers and exponentials stand together with the logarithm of their product."""
    factors = sy.Mul.make_args(term)
    wild = [f for f in factors if is_exponential(f) and not f.is_number]
    if len(wild) < 2 or not all(domain.positive(f) for f in wild):
        return term
    log = sy.Add(*(log_of(f, domain) for f in wild))
    return sy.Mul(*(f for f in factors if f not in wild)) * Guarded(sy.Mul(*wild), log)


def _scaled(node: Any) -> Any:
    """exp(x) E1(x) as one function, and the Bessel functions by what is left of their exponential growth."""
    if isinstance(node, sy.log) and isinstance(node.args[0], sy.Mul) and node.has(sy.besseli):
        parts = sy.expand_log(node, force=True)
        return replace_where(parts, _scaled) if parts != node else None
    if isinstance(node, sy.log) and isinstance(node.args[0], sy.besseli) and node.args[0].args[0] == 0:
        x = node.args[0].args[1]
        return x + LogScaledBessel(x)
    if not isinstance(node, sy.Mul):
        return None
    for top in node.args:
        bottom = 1 / sy.besseli(0, top.args[1]) if isinstance(top, sy.besseli) and top.args[0] == 1 else None
        if bottom in node.args:
            return sy.Mul(*(f for f in node.args if f not in (top, bottom))) * (1 - BesselComplement(top.args[1]))
    for factor in node.args:
        if isinstance(factor, sy.expint) and factor.args[0] == 1 and sy.exp(factor.args[1]) in node.args:
            rest = [f for f in node.args if f not in (factor, sy.exp(factor.args[1]))]
            return sy.Mul(*rest, ScaledExp1(factor.args[1]))
    return None


def _gammas(argument: Any) -> Any:
    return argument.replace(sy.beta, lambda a, b: sy.gamma(a) * sy.gamma(b) / sy.gamma(a + b))


def _split(node: Any, domain: Domain) -> Any:
    is_log = isinstance(node, sy.loggamma) or (isinstance(node, sy.log) and isinstance(node.args[0], sy.gamma))
    is_slope = isinstance(node, sy.polygamma) and node.args[0] == 0
    if not (is_log or is_slope):
        return None
    x = node.args[1] if is_slope else node.args[0].args[0] if isinstance(node, sy.log) else node.args[0]
    if not x.free_symbols or not domain.positive(x):
        return None
    log = log_of(sy.together(x), domain)
    if is_slope:
        return log - 1 / (2 * x) + StirlingSlope(x)
    return (x - sy.S.Half) * log - x + (sy.log(2) + sy.log(sy.pi)) / 2 + Stirling(x)


def _divided(rest: Any) -> Any:
    """A sum of fractions with what is whole taken out of each."""
    by_bottom: dict[Any, Any] = {}
    for term in sy.Add.make_args(sy.expand(rest)):
        top, bottom = sy.fraction(sy.together(term))
        number, bottom = bottom.as_coeff_Mul()
        by_bottom[bottom] = by_bottom.get(bottom, sy.S.Zero) + top / number
    parts = []
    for bottom, top in by_bottom.items():
        whole_numbers = bottom.is_polynomial(*bottom.free_symbols)
        if bottom.free_symbols and whole_numbers and top.is_polynomial(*bottom.free_symbols):
            whole, left = sy.div(sy.expand(top), bottom, *sorted(bottom.free_symbols, key=str))
            parts.append(whole + left / bottom)
        else:
            parts.append(top / bottom)
    return sy.Add(*parts)


def _paired_logs(logs: dict[Any, Any]) -> Iterable[Any]:
    """Logarithms with opposite coefficients as one logarithm of a quotient; with equal ones, too, unless they are numbers."""
    left = {x: c for x, c in sorted(logs.items(), key=lambda pair: sy.default_sort_key(pair[0])) if c != 0}
    for x in list(left):
        if x not in left or not x.free_symbols:
            continue
        c = left.pop(x)
        partner = next((y for y, k in left.items() if k == -c and y.free_symbols), None)
        twin = next((y for y, k in left.items() if k == c and y.free_symbols and not c.is_number), None)
        if partner is None and twin is not None:
            del left[twin]
            yield c * LogQuotient(x, 1 / twin)
            continue
        if partner is None:
            yield c * sy.log(x)
            continue
        del left[partner]
        yield c * LogQuotient(x, partner) if c.is_positive else -c * LogQuotient(partner, x)
    constant = sy.Add(*(c * sy.log(x) for x, c in left.items()))
    yield constant


# The proof that a form is the result: values at random points, in many digits.


def agrees(form: Any, result: Any, domain: Domain) -> bool:
    """Whether the two expressions have the same values at random points of the domain."""
    symbols = sorted(form.free_symbols | result.free_symbols, key=lambda s: s.name)
    source = random.Random(0)
    plain = defined(form)
    decided = 0
    for _ in range(TRIALS):
        point = {s: _some(s, source) for s in symbols}
        for equation in (c for c in domain.conditions if isinstance(c, sy.Eq)):
            last = max(equation.free_symbols, key=sy.default_sort_key)
            rest = equation.lhs - equation.rhs
            point[last] = sy.expand(last - rest / sy.diff(rest, last)).xreplace(point)
        if any(c.xreplace(point) == sy.false for c in domain.conditions):
            continue
        values = [sy.N(part.xreplace(point), DIGITS + 10) for part in (plain, result)]
        if not all(v.is_number and v.is_finite for v in values):
            continue
        if abs(values[0] - values[1]) > sy.Float(10) ** -DIGITS * (1 + abs(values[1])):
            return False
        decided += 1
        if decided == POINTS:
            return True
    return False


def _some(symbol: Any, source: random.Random) -> Any:
    if symbol.is_integer:
        return sy.Integer(source.randint(1, 9))
    # No exact fraction: SymPy would look for perfect powers in what becomes of it.
    return sy.Float(sy.Rational(source.randint(5, 2000), source.choice((2011, 1009, 499))), 4 * DIGITS)
