"""The shortest of a few equal forms: what many terms share stands in front, squares are completed, logarithms are one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from sympy import (
    Abs,
    Add,
    Expr,
    Function,
    Mul,
    Pow,
    S,
    Symbol,
    cancel,
    default_sort_key,
    exp,
    fraction,
    log,
    loggamma,
    polygamma,
    together,
)

from symbinfo.derivation.simplify.lengths import cost, factored, opened, with_names
from symbinfo.derivation.simplify.log_of import exponential
from symbinfo.derivation.simplify.short_products import (
    as_powers,
    from_powers,
    joined_product,
    ordinary,
    shared_powers,
    short_product,
)
from symbinfo.expressions.domain import Domain

__all__ = ["shortened"]

#: Longer expressions are left as they are, and longer sums are not searched.
LONGEST, MOST_TERMS, MOST_ROUNDS = 320, 24, 12
#: A multiple of a logarithm is taken into it up to this power.
LARGEST_POWER = 6


def shortened(expr: Expr, domain: Domain) -> Expr:
    """An equal expression that is as short or shorter; equal wherever `expr` is defined.

    Parameters
    ----------
    expr : Expr
        Any expression; integrals, sums, expectations and formulas by cases in it are left as they are.
    domain : Domain
        From it come the signs that allow logarithms and powers to be joined.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> a, b, c, m = symbols("a b c m", positive=True)
    >>> shortened(a*log(c)/(1 - a) - log(b)/(1 - a), Domain())
    (-a*log(c) + log(b))/(a - 1)
    >>> shortened(log(c)**2 - 2*m*log(c) + m**2 + a, Domain())
    a + (-m + log(c))**2
    >>> shortened(a - log(1/(b + c)), Domain())
    a + log(b + c)
    """
    return _shortened(expr, domain) if cost(expr) <= LONGEST else expr


@lru_cache(maxsize=8192)
def _shortened(expr: Expr, domain: Domain) -> Expr:
    # Places of special functions keep their whole part in sight: psi(1 + b/(a - b)) is not written psi(a/(a - b)).
    if not expr.args or not ordinary(expr) or (isinstance(expr, Function) and not isinstance(expr, (exp, log))):
        return expr
    inner = min((expr.func(*(_shortened(arg, domain) for arg in expr.args)), expr), key=cost)
    if inner.has(Abs) and not expr.has(Abs):  # the root of a square, whose sign nobody asked for
        inner = expr
    if isinstance(inner, Add):
        inner = _short_sum(inner, domain)
    elif isinstance(inner, (Mul, Pow)):
        inner = short_product(inner, domain)
    elif isinstance(inner, exp):
        inner = min((Mul(*map(exponential, Add.make_args(inner.args[0]))), inner), key=cost)
    elif isinstance(inner, log) and inner.args[0].is_Pow and inner.args[0].exp == -1:
        inner = -log(inner.args[0].base) if domain.positive(inner.args[0].base) else inner
    return _shortened(inner, domain) if cost(inner) < cost(expr) else inner


def _short_sum(total: Expr, domain: Domain) -> Expr:
    """Steps that shorten, from a few equal sums, as long as there are some."""
    starts = dict.fromkeys((total, *_starts(total, domain)))
    return min((_descended(start, domain) for start in starts), key=cost)


def _starts(total: Expr, domain: Domain) -> Iterator[Expr]:
    yield Add(*(_denominators_factored(term) for term in Add.make_args(total)))
    yield opened(total)
    yield from _by_denominators(total, domain)
    yield from _one_way_up(total, domain)
    yield from _shifted(total)


def _by_denominators(total: Expr, domain: Domain) -> Iterator[Expr]:
    """Terms with one denominator as one fraction each, whose factors cancel."""
    tops: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(total):
        tops.setdefault(fraction(term)[1], []).append(term)
    if any(len(terms) > 1 and not bottom.is_number for bottom, terms in tops.items()):
        yield Add(*(short_product(factored(Add(*terms)), domain) for terms in tops.values()))


def _one_way_up(total: Expr, domain: Domain) -> Iterator[Expr]:
    """Of ``log(a/b)`` and ``log(b/a)`` one: the other is its negative."""
    logs = sorted(total.atoms(log), key=default_sort_key)
    pairs = combinations((node for node in logs if isinstance(node.args[0], (Mul, Pow))), 2)
    turned = {b: -a for a, b in pairs if a.args[0] * b.args[0] == 1 and domain.positive(a.args[0])}
    if turned:
        yield total.xreplace({node: other for node, other in turned.items() if -other not in turned})


def _denominators_factored(term: Expr) -> Expr:
    factors = (f.as_base_exp() for f in Mul.make_args(term))
    return Mul(*((factored(b) if isinstance(b, Add) and e.is_Integer else b) ** e for b, e in factors))


def _shifted(total: Expr) -> Iterator[Expr]:
    """Digamma functions by those one farther, log-gamma functions by those one nearer (DLMF 5.5.1, 5.5.2), each by itself and all together."""
    places = (f for f in total.atoms(polygamma) if f.args[0] == 0 and f.free_symbols)
    found = sorted((f for f in places if _shift_may_cancel(f, total)), key=default_sort_key)
    farther = {f: polygamma(0, f.args[1] + 1) - 1 / f.args[1] for f in found}
    for chosen in dict.fromkeys((*((f,) for f in found), tuple(found))):
        if chosen:
            yield opened(total.xreplace({f: farther[f] for f in chosen}))
    if len(nodes := sorted(total.atoms(loggamma), key=default_sort_key)) > 1:
        pairs = ((one, other, (one.args[0] - other.args[0]).expand()) for one in nodes for other in nodes)
        table = {one: other + log(other.args[0]) for one, other, gap in pairs if gap == 1}
        if table:
            yield opened(total.xreplace(table))


def _shift_may_cancel(node: Expr, total: Expr) -> bool:
    """Whether 1/z from psi(z) = psi(z + 1) - 1/z may meet its like, or a factor z."""
    z = node.args[1].primitive()[1]
    for term in Add.make_args(total):
        power = as_powers(term).get(z, S.Zero)
        if power.is_Integer and (power < 0 if not term.has(node) else power > 0):
            return True
        if not term.has(polygamma) and cancel(fraction(term)[1] / z).is_polynomial():
            return True
    return False


@lru_cache(maxsize=8192)
def _descended(total: Expr, domain: Domain) -> Expr:
    best, length = total, cost(total)
    for _ in range(MOST_ROUNDS):
        if not isinstance(best, Add) or len(best.args) > MOST_TERMS:
            return best
        found = min(_neighbours(best, domain), key=cost, default=best)
        if cost(found) >= length:
            return best
        best, length = found, cost(found)
    return best


def _neighbours(total: Add, domain: Domain) -> Iterator[Expr]:
    """Equal forms of a sum, one step away."""
    terms = sorted(total.args, key=default_sort_key)
    yield from _by_shared_factors(terms, domain)
    yield from _by_logarithms(terms, domain)
    yield from _by_squares(total)
    yield factored(total)
    yield from _over_one_denominator(terms)


# --- what terms share ------------------------------------------------------------------------------------------------


def _by_shared_factors(terms: list[Expr], domain: Domain) -> Iterator[Expr]:
    powers = [as_powers(term) for term in terms]
    shared = dict.fromkeys(shared_powers(a, b) for a, b in combinations(powers, 2))
    for common in shared:
        if not common:
            continue
        within = [i for i, own in enumerate(powers) if shared_powers(own, dict(common)) == common]
        front = from_powers(dict(common))
        inside = Add(*(from_powers(as_powers(Mul(terms[i], Pow(front, -1)))) for i in within))
        rest = [terms[i] for i in range(len(terms)) if i not in within]
        yield Add(joined_product(Mul(front, _shortest_inside(inside, domain)), domain), *rest)


@lru_cache(maxsize=8192)
def _shortest_inside(inside: Expr, domain: Domain) -> Expr:
    """What is in common brackets comes back in every round, beside other terms."""
    return min(_forms_inside(inside, domain), key=cost)


def _forms_inside(inside: Expr, domain: Domain) -> Iterator[Expr]:
    yield inside
    if isinstance(inside, Add) and len(inside.args) <= MOST_TERMS:
        yield factored(inside)
        yield (wide := opened(inside))
        if isinstance(wide, Add):
            yield from _by_squares(wide)
        joined = list(_by_logarithms(sorted(inside.args, key=default_sort_key), domain))
        if joined:
            yield min(joined, key=cost)


def _over_one_denominator(terms: list[Expr]) -> Iterator[Expr]:
    """What is rational over one denominator, its numerator as a sum of squares."""
    rational = [t for t in terms if t.is_rational_function() and t.free_symbols | {t} and not t.has(polygamma, log)]
    if len(rational) < 2 or all(fraction(t)[1].is_number for t in rational):
        return
    top, bottom = fraction(together(Add(*rational)))
    rest = [t for t in terms if t not in rational]
    wide = opened(top)
    for form in (wide, *_by_squares(wide)):
        for once_more in (form, *(_by_squares(form) if isinstance(form, Add) else ())):
            yield Add(once_more / bottom, *rest)


# --- one logarithm ---------------------------------------------------------------------------------------------------


def _by_logarithms(terms: list[Expr], domain: Domain) -> Iterator[Expr]:
    """``c log a - c log b`` as ``c log(a/b)``, and small multiples as powers."""
    logs = [(i, *found) for i, term in enumerate(terms) if (found := _as_log(term)) is not None]
    for (i, c, a), (j, d, b) in combinations(logs, 2):
        for (times, one), (more, other) in (((c, a), (d, b)), ((d, b), (c, a))):
            power = _multiple(more, times)
            if power is None or not (domain.positive(one) and domain.positive(other)):
                continue
            argument = short_product(Mul(one, Pow(other, power)), domain)
            rest = [terms[k] for k in range(len(terms)) if k not in (i, j)]
            yield Add(Mul(times, log(argument)), *rest)


def _multiple(more: Expr, times: Expr) -> Expr | None:
    """The small whole number that one factor is of the other."""
    ratio = from_powers(as_powers(more / times))
    return ratio if ratio.is_Integer and abs(ratio) <= LARGEST_POWER else None


def _as_log(term: Expr) -> tuple[Expr, Expr] | None:
    found = [f for f in Mul.make_args(term) if isinstance(f, log)]
    if len(found) != 1:
        return None
    (node,) = found
    return Mul(*(f for f in Mul.make_args(term) if f is not node)), node.args[0]


# --- squares ---------------------------------------------------------------------------------------------------------


def _by_squares(total: Expr) -> Iterator[Expr]:
    """``v**2 c + v b + rest`` as ``c (v + b/(2 c))**2`` and what is left over, for each v that is squared."""
    plain, names = with_names(total)
    terms = Add.make_args(plain)
    squared = {p.base for t in terms for p in Mul.make_args(t) if isinstance(p, Pow) and p.exp == 2}
    for v in sorted((v for v in squared if isinstance(v, Symbol)), key=str):
        squares = [t for t in terms if t.has(v) and not (t / v**2).has(v)]
        slopes = [t for t in terms if t.has(v) and not (t / v).has(v)]
        if len(squares) != 1 or not slopes:
            continue
        c = squares[0] / v**2
        for chosen in _choices(slopes):
            half = Add(*(t / v for t in chosen)) / (2 * c)
            if any(p.exp.is_negative for p in half.atoms(Pow)):
                continue
            left = [t for t in terms if t not in squares and t not in chosen]
            rest = Add(*left, -Mul(c, half**2).expand())
            yield (Mul(c, (v + half) ** 2) + rest).xreplace(names)


def _choices(slopes: list[Expr]) -> Iterator[list[Expr]]:
    """All slopes, or some of a few: a sum of squares may share a variable with other terms."""
    yield slopes
    if 1 < len(slopes) <= 4:
        for n in range(1, len(slopes)):
            yield from (list(chosen) for chosen in combinations(slopes, n))
