"""Algebra: bringing an expression to the form that a textbook would print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from itertools import combinations
from typing import Any

from sympy import (
    Abs,
    Add,
    Basic,
    E,
    EulerGamma,
    Expr,
    Function,
    Integer,
    Integral,
    Mul,
    Pow,
    Rational,
    S,
    Sum,
    cancel,
    cos,
    count_ops,
    default_sort_key,
    exp,
    expand_mul,
    factor_terms,
    fraction,
    gcd_list,
    log,
    polygamma,
    sin,
    symbols,
    together,
    trigsimp,
)
from sympy.simplify.fu import TR10i

from symbinfo.derivation.rules.exponential_fractions import with_short_fractions
from symbinfo.derivation.rules.factoring import as_product
from symbinfo.derivation.rules.lengths import is_factorable
from symbinfo.derivation.rules.logarithms import log_of
from symbinfo.derivation.rules.recurrences import by_half_steps, by_one_polygamma
from symbinfo.derivation.rules.rule import Context, Rewritten, Rule, Theme
from symbinfo.derivation.rules.shortening import shortened
from symbinfo.derivation.rules.special import factored_by_parts, with_elementary_values
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.rough_values import is_clearly_not_zero
from symbinfo.expressions.unevaluated import add, evaluated, mul
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.matrices import without_matrices

__all__ = ["COLLECT", "tidy"]

LARGEST_POWER_IN_LOG = 6
MANY_TERMS = 4
#: Seconds.
LONGEST_TRIGSIMP = 5.0


def tidy(expr: Expr, domain: Domain | None = None) -> Expr:
    """Collect by logarithms and special functions, put what shares a denominator over it, and join logarithms.

    Parameters
    ----------
    expr : Expr
        Any expression; integrals, sums and expectations in it are left as they are.
    domain : Domain, optional
        From it come the signs that allow logarithms to be joined.

    Returns
    -------
    Expr
        An equal expression; equal wherever `expr` is defined.
    """
    plain, scalars = without_matrices(expr, domain or Domain())
    tidied = _tidied(plain, domain or Domain())
    return tidied.xreplace(scalars) if scalars else tidied


@lru_cache(maxsize=8192)
def _tidied(expr: Expr, domain: Domain) -> Expr:
    groups = _by_transcendental(_in_one_angle(evaluated(expr)), domain)
    rational = _over_denominators(groups.pop(S.One, S.Zero))
    logs = {atom: c for atom, c in groups.items() if c.is_Rational and _is_log_of_positive(atom, domain)}
    others = _join_equal_coefficients({a: c for a, c in groups.items() if a not in logs}, domain)
    joined, rational = _join_logs(logs, rational)
    return Add(*joined, *others, rational)


def _key(pair: tuple[Expr, Expr]) -> Any:
    return default_sort_key(pair[0])


def _by_transcendental(expr: Expr, domain: Domain) -> dict[Expr, Expr]:
    """The sum as {product of logs and special functions: its rational coefficient}."""
    groups: dict[Expr, Expr] = {}
    for term in Add.make_args(_distributed(_logs_split(expr, domain))):
        atoms: list[Expr] = []
        coefficient: list[Expr] = []
        for factor_ in Mul.make_args(term):
            (atoms if _transcendental(factor_) else coefficient).append(factor_)
        key = _one_exponential(atoms)
        groups[key] = groups.get(key, S.Zero) + Mul(*coefficient)
    groups = {atom: _cancelled(c) for atom, c in groups.items()}
    return {atom: c for atom, c in groups.items() if c != 0}


def _one_exponential(atoms: list[Expr]) -> Expr:
    """The product of the atoms, with one exponential instead of several."""
    exponents = [a.args[0] for a in atoms if isinstance(a, exp)]
    if len(exponents) < 2:
        return Mul(*atoms)
    return Mul(exp(_simplest(Add(*exponents))), *(a for a in atoms if not isinstance(a, exp)))


def _in_one_angle(expr: Expr) -> Expr:
    """``sin(a)**2 + cos(a)**2`` as 1 and ``cos(a) cos(b) + sin(a) sin(b)`` as ``cos(a - b)``."""
    if not expr.has(cos) or not expr.has(sin):
        return expr
    roots = {p: Pow(trigsimp(p.args[0]), p.args[1]) for p in expr.atoms(Pow) if isinstance(p.args[0], Add)}
    plain = expr.xreplace({p: new for p, new in roots.items() if p.has(cos)})
    # SymPy factors on the way, which now and then does not end: its luck is drawn.
    return expand_mul(TR10i(factor_terms(attempted(lambda: trigsimp(plain), LONGEST_TRIGSIMP, plain))))


def _cancelled(coefficient: Expr) -> Expr:
    """The coefficient, 0 where its terms cancel only over a common denominator."""
    if not isinstance(coefficient, Add) or is_clearly_not_zero(coefficient):
        return coefficient
    return S.Zero if cancel(together(expand_mul(coefficient))) == 0 else coefficient


def _transcendental(node: Expr) -> bool:
    return node.has(Function, EulerGamma, Expectation) and not isinstance(node, (Integer, Rational))


def _logs_split(expr: Expr, domain: Domain) -> Expr:
    """Every logarithm split where that is allowed, so that equal parts meet."""

    def split(node: Basic) -> Basic:
        return log_of(node.args[0], domain)

    found = sorted(expr.atoms(log), key=default_sort_key)
    return expr.xreplace({node: split(node) for node in found if not node.has(Expectation)})


def _distributed(expr: Expr) -> Expr:
    """Products opened only where a factor is a sum that holds a log or a special function."""
    terms: list[Expr] = []
    for term in Add.make_args(expr):
        factors = [base for f in Mul.make_args(term) for base in _repeated(f)]
        sums = [f for f in factors if isinstance(f, Add) and _transcendental(f)]
        if not sums:
            terms.append(term)
            continue
        rest = Mul(*(f for f in factors if f not in sums))
        for combination in Add.make_args(reduce(_times, sums)):
            terms.append(rest * combination)
    opened = Add(*terms)
    return opened if opened == expr else _distributed(opened)


def _repeated(factor_: Expr) -> list[Expr]:
    """A small power of a sum that holds a log or a special function as that sum, several times."""
    base, exponent = factor_.as_base_exp()
    opens = isinstance(base, Add) and exponent.is_Integer and 1 < exponent <= 4 and _transcendental(base)
    return [base] * int(exponent) if opens else [factor_]


def _times(left: Expr, right: Expr) -> Expr:
    return Add(*(a * b for a in Add.make_args(left) for b in Add.make_args(right)))


def _over_denominators(expr: Expr) -> Expr:
    """Terms with the same denominator over it; the simplest of a few equal forms."""
    tops: dict[Expr, Expr] = {}
    for term in Add.make_args(expr):
        top, bottom = fraction(term)
        tops[bottom] = tops.get(bottom, S.Zero) + top
    grouped = Add(*(_simplest(top) / bottom for bottom, top in sorted(tops.items(), key=_key)))
    return _simplest(grouped)


@lru_cache(maxsize=8192)
def _simplest(expr: Expr) -> Expr:
    """The shortest of the expression as it is, expanded, factored and over one denominator; the opened form on a tie."""
    if not isinstance(expr, (Add, Mul)) or not expr.has(Add) or (expr.is_number and expr.is_rational):
        return expr
    forms = [expr]
    if not expr.has(Function, Expectation) and is_factorable(expr):
        expanded = expand_mul(expr)
        forms = [expanded, expr, as_product(expr), cancel(expanded), factored_by_parts(expanded)]
    return min(forms, key=_cost)


def _cost(expr: Expr) -> int:
    return int(count_ops(expr))


def _is_log_of_positive(atom: Expr, domain: Domain) -> bool:
    return isinstance(atom, log) and domain.positive(atom.args[0])


def _join_equal_coefficients(groups: dict[Expr, Expr], domain: Domain) -> list[Expr]:
    """Terms ``c f`` for special functions f; ``c log a - c log b`` becomes ``c log(a/b)`` for symbolic c."""
    terms: list[Expr] = []
    arguments: dict[Expr, Expr] = {}
    for atom, coefficient in sorted(groups.items(), key=_key):
        c = _simplest(coefficient)
        if not _is_log_of_positive(atom, domain):
            terms.append(c * atom)
        elif -c in arguments:
            arguments[-c] = arguments[-c] / atom.args[0]
        else:
            arguments[c] = arguments.get(c, S.One) * atom.args[0]
    return [*terms, *(c * log(argument) for c, argument in arguments.items())]


def _join_logs(logs: dict[Expr, Expr], rational: Expr) -> tuple[list[Expr], Expr]:
    """Join rational multiples of logs where they are small multiples of one another; take e in where that is shorter.

    Returns the terms that hold logs, and what is left of the rational part.
    """
    if not logs:
        return [], rational
    symbolic = [c for a, c in logs.items() if a.free_symbols]
    units = {Rational(gcd_list([abs(c) for c in chosen])) for chosen in (list(logs.values()), symbolic) if chosen}
    units |= {abs(c) for c in logs.values()}
    candidates = [_joined_over(unit, logs, rational) for unit in sorted(units)]
    if not symbolic:
        candidates.append(([c * a for a, c in sorted(logs.items(), key=_key)], rational))
    return min(candidates, key=lambda pair: _cost(Add(*pair[0], pair[1])))


def _joined_over(unit: Expr, logs: dict[Expr, Expr], rational: Expr) -> tuple[list[Expr], Expr]:
    fits = {a: c for a, c in logs.items() if (c / unit).is_Integer and abs(c / unit) <= LARGEST_POWER_IN_LOG}
    left = [c * a for a, c in sorted(logs.items(), key=_key) if a not in fits]
    if not fits:
        return left, rational
    sign = -1 if all(c < 0 for c in fits.values()) else 1
    argument = _conjugates_multiplied(Mul(*(Pow(a.args[0], sign * c / unit) for a, c in fits.items())))
    plain = [*left, sign * unit * log(argument)], rational
    constant = rational.as_coeff_Add()[0]
    if constant != sign * unit:
        return plain
    with_e = [*left, sign * unit * log(argument * E)], rational - constant
    return min(plain, with_e, key=lambda pair: _cost(Add(*pair[0], pair[1])))


def _conjugates_multiplied(product: Expr) -> Expr:
    """``(a - b) (a + b)`` as ``a**2 - b**2``, for every such pair of factors."""
    for left, right in combinations(Mul.make_args(product), 2):
        (a, m), (b, n) = left.as_base_exp(), right.as_base_exp()
        if m == n and isinstance(a, Add) and isinstance(b, Add) and len(a.args) == 2 == len(b.args):
            both = expand_mul(a * b)
            if isinstance(both, Add) and len(both.args) == 2:
                return _conjugates_multiplied(product / (left * right) * Pow(both, m))
    return product


def simplest_of(forms: Iterable[Expr]) -> Expr:
    """The shortest of several equal forms."""
    return min(forms, key=_cost)


def _collect(expr: Expr, context: Context) -> Rewritten | None:
    """Nothing is done where the written form is already as short as the tidy one."""
    plain = evaluated(expr)
    new = tidy(with_elementary_values(plain, context.domain), context.domain)
    if plain.has(polygamma):
        ways = dict.fromkeys((by_one_polygamma(plain), by_half_steps(plain)))
        new = simplest_of([new, *(tidy(way, context.domain) for way in ways if way != plain)])
    new = shortened(_in_shortest_unit(_with_shared_factor(new), plain, context.domain), context.domain)
    new = with_short_fractions(new, context.domain)
    return None if new == plain and _cost(new) >= _cost(expr) else Rewritten(new)


def _in_shortest_unit(new: Expr, plain: Expr, domain: Domain) -> Expr:
    """What is given in bits, or in the unit of another base, as one formula in nats over the logarithm of the base."""
    units = {p.base for p in plain.atoms(Pow) if p.exp == -1 and isinstance(p.base, log) and p.base.args[0].is_Integer}
    if len(units) != 1 or plain.has(Expectation, Sum, Integral):
        return new
    (unit,) = units
    terms = Add.make_args(plain)
    if not all(1 / unit in Mul.make_args(term) for term in terms):
        return new
    nats = shortened(tidy(Add(*(term * unit for term in terms)), domain), domain)
    return simplest_of([*(form / unit for form in _with_constant_inside(nats)), new, nats / unit])


def _with_constant_inside(nats: Expr) -> Iterator[Expr]:
    """``log(u)/2 + 1/2`` as ``log(E u)/2``."""
    constant, rest = nats.as_coeff_Add()
    terms = Add.make_args(rest)
    for term in terms if constant != 0 else ():
        c, last = term.as_coeff_Mul()
        if isinstance(last, log) and (constant / c).is_Integer:
            yield Add(c * log(last.args[0] * E ** (constant / c)), *(t for t in terms if t != term))


def _with_shared_factor(total: Expr) -> Expr:
    """What many terms share in front of them, where that makes the sum much shorter."""
    if len(Add.make_args(total)) < MANY_TERMS or total.has(Expectation, Sum, Integral):
        return total
    shared = factor_terms(total)
    return shared if 4 * _cost(shared) < 3 * _cost(total) else total


_a, _b, _m, _n = symbols("a b m n", positive=True)

COLLECT = Rule(
    name="collect",
    theme=Theme.ALGEBRA,
    why="Collect the terms.",
    rewrite=_collect,
    examples=(
        (log(_a) - log(_b), log(_a / _b)),
        (add(_a / (2 * _b), _m / (2 * _b)), (_a + _m) / (2 * _b)),
        (_n * log(_a) - (_n - 1) * log(_a), log(_a)),
        (log(2) / 2 + log(Abs(_a)) + Rational(1, 2), log(2 * E * _a**2) / 2),
    ),
    refuses=(_a + _b,),
)


def _collect_measures(expr: Expr, context: Context) -> Rewritten | None:
    """Equal measures with opposite signs cancel; nothing else is changed."""
    new = evaluated(expr)
    return Rewritten(new) if len(Add.make_args(new)) < len(Add.make_args(expr)) else None


COLLECT_MEASURES = Rule(
    name="cancel",
    theme=Theme.ALGEBRA,
    why="The same term with opposite signs cancels.",
    rewrite=_collect_measures,
    examples=((add(_a, _b, -_a), _b),),
    refuses=(_a + _b,),
)


def _log_of_one(expr: Expr, context: Context) -> Rewritten | None:
    """A total whose integrand is a multiple of log 1."""
    *rest, node = Mul.make_args(expr)
    if not isinstance(node, (Sum, Integral)) or any(not f.is_number for f in rest):
        return None
    one = any(isinstance(f, log) and evaluated(f) == 0 for f in Mul.make_args(node.function))
    return Rewritten(S.Zero) if one else None


_k = symbols("k", integer=True)

LOG_OF_ONE = Rule(
    name="log-of-one",
    theme=Theme.LOGARITHMS,
    why="log(1) = 0, so every term is 0.",
    rewrite=_log_of_one,
    examples=((Sum(mul(_k, log(1, evaluate=False)), (_k, 1, 3)), S.Zero),),
    refuses=(_a + _b,),
)
