"""The form that a textbook would print: collected by logarithms and special functions, over shared denominators."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from itertools import combinations
from typing import Any

from sympy import (
    Add,
    Basic,
    E,
    EulerGamma,
    Expr,
    Function,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
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
    sin,
    together,
    trigsimp,
)
from sympy.simplify.fu import TR10i

from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.derivation.simplify.lengths import is_factorable
from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.derivation.simplify.special import factored_by_parts
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.rough_values import is_clearly_not_zero
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.jobs.soft_limit import attempted
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.matrices import without_matrices

__all__ = ["simplest_of", "tidy"]

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
