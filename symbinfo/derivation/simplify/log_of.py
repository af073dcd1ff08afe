"""Logarithms of products, quotients and powers; nothing is split whose sign is not known."""

from __future__ import annotations

from functools import lru_cache

from sympy import (
    Abs,
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    beta,
    binomial,
    cancel,
    exp,
    expand,
    expand_power_base,
    factor_terms,
    factorial,
    factorint,
    gamma,
    log,
    loggamma,
    perfect_power,
)

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.huge_numbers import LARGEST_FLOAT, factors_of

__all__ = ["exponential", "log_of"]


# Larger integers are left alone: factoring them could take for ever.
LARGEST_FACTORED = 10**12
LARGEST_POLYNOMIAL = 12
LARGEST_OPENED = 4


@lru_cache(maxsize=16384)
def log_of(argument: Expr, domain: Domain) -> Expr:
    """log(argument) as a sum, split as far as the signs known on the domain allow.

    Parameters
    ----------
    argument : Expr
        What stands under the logarithm.
    domain : Domain
        Where its symbols live.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b", positive=True)
    >>> t = symbols("t", real=True)
    >>> log_of(a*b, Domain())
    log(a) + log(b)
    >>> log_of(a*t, Domain())
    log(a) + log(t)
    >>> log_of(t**2, Domain())
    2*log(Abs(t))
    """
    if isinstance(argument, exp):
        return argument.args[0]
    if isinstance(argument, gamma) and domain.positive(argument.args[0]):
        return loggamma(argument.args[0])
    if isinstance(argument, beta) and all(a.is_Rational for a in argument.args):
        return log_of(argument.rewrite(gamma), domain)
    if isinstance(argument, binomial) and (argument.args[0] - argument.args[1]).is_Integer:
        return _log_of_binomial(argument, domain)
    if isinstance(argument, Integer) and 1 < argument < LARGEST_FACTORED:
        return Add(*(power * log(prime) for prime, power in factorint(argument).items()))
    if isinstance(argument, Integer) and argument >= LARGEST_FLOAT:
        return Add(*(power * log(base) for base, power in factors_of(int(argument)).items()))
    if isinstance(argument, Integer) and argument >= LARGEST_FACTORED and (found := perfect_power(argument)):
        return found[1] * log_of(Integer(found[0]), domain)
    if isinstance(argument, Rational) and argument.q != 1 and argument.is_positive:
        return log_of(Integer(argument.p), domain) - log_of(Integer(argument.q), domain)
    if isinstance(argument, Mul):
        return _log_of_product(argument, domain)
    if isinstance(argument, Pow):
        return _log_of_power(argument, domain)
    if isinstance(argument, Add):
        content = factor_terms(argument)
        if isinstance(content, Mul) and all(domain.positive(f) for f in content.args):
            return _log_of_product(content, domain)
        factors = _positive_factors(argument, domain) or _common_exponential(argument, domain)
        if len(factors) > 1:
            return Add(*(log_of(f, domain) for f in factors))
    return log(argument)


def _log_of_binomial(argument: Expr, domain: Domain) -> Expr:
    """Of C(k + r, k) with a small whole r: a product of r factors; of C(k, k) it is log 1."""
    n, k = argument.args
    r = n - k
    if not 0 <= r <= LARGEST_OPENED or not domain.nonnegative(k):
        return log(argument)
    return log_of(Mul(*(k + i for i in range(1, int(r) + 1))) / factorial(r), domain) if r else S.Zero


def exponential(term: Expr) -> Expr:
    """The exponential of one term of a logarithm: ``c log u`` gives ``u**c``, ``c loggamma(u)`` gives ``gamma(u)**c``."""
    known = [f for f in Mul.make_args(term) if isinstance(f, (log, loggamma))]
    if len(known) != 1:
        return exp(term)
    base = known[0].args[0] if isinstance(known[0], log) else gamma(known[0].args[0])
    return base ** (term / known[0])


def _positive_factors(argument: Expr, domain: Domain) -> list[Expr]:
    """A small polynomial as a product of factors that are positive on the domain: R**2 - x**2 is (R - x)(R + x).

    A difference of two powers stays one where a factor is affine in none of its symbols, such as 1 - x**3.
    """
    if argument.count_ops() > LARGEST_POLYNOMIAL or not argument.is_polynomial() or argument.is_number:
        return []
    signed = [f if domain.positive(f) else -f for f in Mul.make_args(argument.factor()) if f != -1]
    if len(argument.args) == 2 and any(all(f.diff(s, 2) != 0 for s in f.free_symbols) for f in signed):
        return []
    return signed if all(domain.positive(f) for f in signed) and expand(Mul(*signed) - argument) == 0 else []


def _common_exponential(argument: Add, domain: Domain) -> list[Expr]:
    """A difference of two exponentials as the larger one and a difference from 1: what decays is left in the second.

    So is a sum of two of a variable.
    """
    if len(argument.args) > 2:
        return []
    if S.NegativeOne in argument.args and isinstance(rising := argument + 1, (exp, Pow)) and rising.atoms(Variable):
        return [rising, 1 - 1 / rising] if domain.positive(argument) else []
    moving = ({base for base, e in part.as_powers_dict().items() if not e.is_number} for part in argument.args)
    if not set.intersection(*moving):
        return []
    lead, other = sorted(argument.args, key=lambda part: not domain.positive(part))
    if not domain.positive(lead):
        return []
    if domain.positive(other) and any(isinstance(s, Variable) for s in argument.free_symbols):
        pairs = ((lead, other), (other, lead))
        return next(([a, 1 + r] for a, b in pairs if _falls(r := _quotient_of_powers(b, a), domain)), [])
    return [lead, 1 + _quotient_of_powers(other, lead)] if domain.positive(-other) else []


def _quotient_of_powers(top: Expr, bottom: Expr) -> Expr:
    above, below = top.as_powers_dict(), bottom.as_powers_dict()
    return Mul(*(base ** cancel(above[base] - below[base]) for base in dict.fromkeys((*above, *below))))


def _falls(ratio: Expr, domain: Domain) -> bool:
    """Whether a multiple of an exponential has a negative exponent."""
    powers = [f for f in Mul.make_args(ratio) if isinstance(f, exp)]
    return len(powers) == 1 and domain.positive(-powers[0].args[0])


def _log_of_product(product: Expr, domain: Domain) -> Expr:
    """Split off the factors of known sign; what is left keeps one logarithm, which is defined where the product's is."""
    positive = [f for f in product.args if domain.positive(f)]
    others = [f for f in product.args if f not in positive]
    unknown = [f for f in others if f != -1]
    negative = [f for f in unknown if domain.positive(-f)] if len(unknown) > 1 else []
    if negative:
        positive += [-f for f in negative]
        others = [S.NegativeOne ** len(negative), *(f for f in others if f not in negative)]
    rest = Mul(*others)
    terms = [log_of(f, domain) for f in positive]
    return Add(*terms) if rest == 1 else Add(*terms, _log_of_rest(rest, domain))


def _log_of_rest(rest: Expr, domain: Domain) -> Expr:
    base, exponent = (-rest).as_base_exp()
    if exponent.is_Integer and exponent.is_odd and exponent != 1 and base.is_extended_real:
        return exponent * log(-base)  # -1/a is 1/(-a)
    powered = expand_power_base(rest)
    return log_of(powered, domain) if isinstance(powered, (Add, Pow)) else log(rest)


def _log_of_power(power: Expr, domain: Domain) -> Expr:
    base, exponent = power.args
    if domain.positive(base):
        return Mul(exponent, log_of(base, domain)) if base != S.Exp1 else exponent
    if exponent.is_integer and exponent.is_even:
        return exponent * (log_of(-base, domain) if domain.positive(-base) else log(Abs(base)))
    if exponent.is_Integer and base.is_extended_real:
        return exponent * log(base)  # an odd power is positive where its base is
    return log(power)
