"""A result as it is told in short: entropies of coins in it by name, h(p + e - 2ep) - h(e)."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import (
    Add,
    Expr,
    Function,
    Mul,
    S,
    cancel,
    default_sort_key,
    expand,
    factor_list,
    factorrat,
    fraction,
    log,
    sympify,
)

from symbinfo.expressions.domain import Domain

__all__ = ["COIN", "in_coin_entropies"]

#: The entropy of a coin that falls on one side with the probability that it is given.
COIN = Function("h")
#: Nobody would see coins in longer sums, nor in longer logarithms.
MOST_TERMS, LONGEST = 24, 40
#: Larger numbers under a logarithm are not factored.
LARGEST_NUMBER = 10**6


def in_coin_entropies(total: Expr, domain: Domain) -> Expr | None:
    """A sum of logarithms by entropies of coins, h(u) = -u log u - (1 - u) log(1 - u); None where it has none.

    Parameters
    ----------
    total : Expr
        A closed form in nats.
    domain : Domain
        Where its symbols live: from it come the signs of what stands under logarithms.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> e, p = symbols("e p", positive=True)
    >>> within = Domain.of((e < 1, p < 1))
    >>> in_coin_entropies(e*p*log(e) + p*(1 - e)*log(1 - e), within)
    -p*h(e)
    >>> in_coin_entropies(p*log(p), within) is None
    True
    """
    opened = _by_factors(total, domain)
    if opened is None:
        return None
    of, rest = opened
    coins: list[Expr] = []
    while (taken := next(_without_one(of, domain), None)) is not None:
        times, chance, of = taken
        coins.append(Mul(times, COIN(chance)))
    if not coins or any(f.free_symbols for f in of):
        return None
    return Add(*coins, *(Mul(c, log(f)) for f, c in of.items()), rest)


def _by_factors(total: Expr, domain: Domain) -> tuple[dict[Expr, Expr], Expr] | None:
    """The coefficients of the logarithms of what the arguments are products of, and what has no logarithm."""
    terms = Add.make_args(expand(total, log=False))
    if len(terms) > MOST_TERMS:
        return None
    of: dict[Expr, Expr] = {}
    rest: Expr = S.Zero
    for term in terms:
        logs = [f for f in Mul.make_args(term) if isinstance(f, log)]
        if not logs:
            rest += term
            continue
        split = _factors(logs[0].args[0], domain) if len(logs) == 1 else None
        if split is None or (term / logs[0]).has(log):
            return None
        for factor, power in split.items():
            of[factor] = of.get(factor, S.Zero) + power * term / logs[0]
    return {f: c for f, c in ((f, cancel(c)) for f, c in of.items()) if c != 0}, rest


def _factors(argument: Expr, domain: Domain) -> dict[Expr, Expr] | None:
    """The positive factors of a positive rational expression with their powers; None where more than one sign is unknown."""
    if not argument.is_rational_function() or argument.count_ops() > LONGEST:
        return None
    of: dict[Expr, Expr] = {}
    unknown: list[tuple[Expr, int]] = []
    sign = 1
    for part, side in zip(fraction(cancel(argument)), (1, -1), strict=True):
        number, factors = factor_list(part)
        if not number.is_Rational or max(abs(number.p), number.q) > LARGEST_NUMBER:
            return None
        sign *= -1 if number < 0 else 1
        for factor, power in (*factorrat(abs(number)).items(), *factors):
            known = next((f for f in (sympify(factor), -sympify(factor)) if domain.positive(f)), None)
            if known is None:
                unknown.append((factor, side * power))
                continue
            sign *= 1 if known == factor or power % 2 == 0 else -1
            of[known] = of.get(known, S.Zero) + side * power
    for factor, power in unknown:
        if len(unknown) > 1 or power % 2 == 0:
            return None
        of[sign * factor] = sympify(power)  # the others are positive, and so is the whole
    return of


def _without_one(of: dict[Expr, Expr], domain: Domain) -> Iterator[tuple[Expr, Expr, dict[Expr, Expr]]]:
    """How often a coin is in a sum, its probability, and the sum without it, for each coin without which it is shorter."""
    # What is longest is the probability of what came of several causes.
    places = sorted((f for f in of if f.free_symbols), key=lambda f: (-len(Add.make_args(f)), default_sort_key(f)))
    for place in places:
        wholes = dict.fromkeys((S.One, *(expand(place + f) for f in places)))
        for whole in wholes:
            if whole.is_number and whole != 0 and (taken := _without_coin(of, place, place / whole, domain)):
                yield taken


def _without_coin(
    of: dict[Expr, Expr], place: Expr, chance: Expr, domain: Domain
) -> tuple[Expr, Expr, dict[Expr, Expr]] | None:
    other = expand(1 - chance)
    sides = [(u, _factors(u, domain)) for u in (chance, other)]
    times = cancel(-of[place] / chance)
    if times.has(log):
        return None
    left = dict(of)
    for u, split in sides:
        if split is None:
            return None
        for factor, power in split.items():
            left[factor] = cancel(left.get(factor, S.Zero) + times * power * u)
    left = {f: c for f, c in left.items() if c != 0}
    if sum(bool(f.free_symbols) for f in left) >= sum(bool(f.free_symbols) for f in of):
        return None
    shorter = min((chance, other), key=lambda u: (len(Add.make_args(u)), default_sort_key(u)))
    return times, shorter, left
