"""Fractions in exponentials and powers with symbolic exponents, such as a geometric sum leaves: the shortest way to write them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from sympy import (
    Add,
    Dummy,
    Expr,
    Function,
    MatrixExpr,
    Mul,
    PolynomialError,
    Pow,
    Rational,
    S,
    apart,
    cancel,
    exp,
    expand_mul,
    factor_terms,
    fraction,
    gcd_list,
    log,
    powsimp,
)

from symbinfo.derivation.simplify.factoring import as_product
from symbinfo.expressions.domain import Domain

__all__ = ["factored_in_exponentials", "with_short_fractions"]

LARGEST, MOST_BASES = 200, 3

Units = dict[tuple[Expr, Expr], Rational]  # base and monomial of the exponent -> the unit of their multiples


def with_short_fractions(expr: Expr, domain: Domain) -> Expr:
    """A sum with the coefficient of each logarithm, and what has none, written as short as it gets.

    Logarithms with equal or opposite coefficients are joined. What holds no exponential fraction stays as it is.

    Parameters
    ----------
    expr : Expr
        A sum.
    domain : Domain
        Where the parameters live: only positive arguments of logarithms are joined.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b, c = symbols("a b c", positive=True)
    >>> with_short_fractions(a*exp(a)*log(a)/(exp(a) - 1) - a*exp(a)*log(b)/(exp(a) - 1) + c, Domain())
    a*log(a/b)/(1 - exp(-a)) + c
    >>> with_short_fractions(exp(-a)/(1 - exp(-a))**2 - exp(-2*a)/(1 - exp(-a))**2, Domain())
    1/(exp(a) - 1)
    """
    if expr.has(MatrixExpr) or expr.count_ops() > LARGEST or not any(_moves(p) for p in expr.atoms(exp, Pow)):
        return expr
    groups: dict[Expr, Expr] = {}
    for term in Add.make_args(expr):
        rest: list[Expr] = []
        atoms: list[Expr] = []
        for f in Mul.make_args(term):
            (rest if all(isinstance(g, exp) for g in f.atoms(Function)) else atoms).append(f)
        key = Mul(*atoms)
        groups[key] = groups.get(key, S.Zero) + Mul(*rest)
    joined: dict[Expr, Expr] = {}
    plain: list[Expr] = []
    for key, c in groups.items():
        argument = key.args[0] if isinstance(key, log) else S.Zero
        if not domain.positive(argument) or not any(map(_moves, c.atoms(exp, Pow))):
            plain.append(_shortest(c) * key)
            continue
        turned = ((d, turn) for d in joined for turn in (1, -1) if _shortest(c - turn * d) == 0)
        other, turn = next(turned, (_shortest(c), 1))
        joined[other] = joined.get(other, S.One) * argument**turn
    new = Add(*plain, *(_upright(c, argument) for c, argument in joined.items()))
    return new if new.count_ops() < expr.count_ops() else expr


def _upright(coefficient: Expr, argument: Expr) -> Expr:
    """A logarithm with its coefficient, without a minus in front where the inverse takes it."""
    if coefficient.could_extract_minus_sign() and not argument.is_Symbol:
        return -coefficient * log(1 / argument)
    return coefficient * log(argument)


def _moves(power: Expr) -> bool:
    """Whether a power has an exponent that is not a number."""
    return bool(power.as_base_exp()[1].free_symbols)


def _shortest(coefficient: Expr) -> Expr:
    """The shortest of a fraction as it is, cancelled, factored, and in partial fractions in one of its exponentials."""
    if not any(_moves(p) for p in coefficient.atoms(exp, Pow)):
        return coefficient
    units = _units(coefficient)
    if units is None or len(units) > MOST_BASES:
        return coefficient
    forms = [coefficient]
    for signs in product((1, -1), repeat=len(units)):
        names = {key: Dummy("u", positive=True) for key in units}
        turned = {key: sign * unit for (key, unit), sign in zip(units.items(), signs, strict=True)}
        masked = _masked(coefficient, turned, names)
        if masked is None:
            continue
        back = {names[key]: Pow(base, monomial * turned[key]) for key in units for base, monomial in [key]}
        forms.extend(form.xreplace(back) for form in _ways(masked, list(names.values())))
    forms += [other for form in forms if (other := _turned(form)) is not None]
    return min(forms, key=lambda form: (form.count_ops(), len(str(form))))


def factored_in_exponentials(total: Expr) -> Expr:
    """A sum of exponentials as a product or a power, where it is one in one or two of them; otherwise as it is.

    Examples
    --------
    >>> from sympy import symbols
    >>> x, m = symbols("x m", real=True)
    >>> factored_in_exponentials(exp(x) + 2 + exp(-x))
    (exp(x) + 1)**2*exp(-x)
    """
    units = _units(total)
    if units is None or not 0 < len(units) <= MOST_BASES or total.count_ops() > LARGEST:
        return total
    names = {key: Dummy("u", positive=True) for key in units}
    masked = _masked(total, units, names)
    if masked is None:
        return total
    whole = as_product(masked)
    if not isinstance(whole, (Mul, Pow)) or not any(isinstance(p, Pow) and p.args[0].is_Add for p in whole.atoms(Pow)):
        return total
    back = {names[key]: Pow(base, monomial * units[key]) for key in units for base, monomial in [key]}
    return powsimp(whole.xreplace(back), deep=True, combine="exp")


def _turned(form: Expr) -> Expr | None:
    """``-a/(u - 1)`` as ``a/(1 - u)``."""
    top, bottom = fraction(form)
    return -top / (-bottom).expand() if isinstance(bottom, Add) else None


def _ways(masked: Expr, names: list[Dummy]) -> Iterator[Expr]:
    try:
        whole = cancel(masked)
        yield whole
        yield as_product(whole)
        for name in names:
            if whole.has(name):
                parts = apart(whole, name)
                yield parts
                yield factor_terms(Add(*(as_product(part) for part in Add.make_args(parts))))
    except (PolynomialError, NotImplementedError):
        return


def _terms(power: Expr) -> list[tuple[Expr, Expr, Rational]]:
    """A power as base, monomial of the exponent and its number: exp(2*a + b) has two."""
    base, exponent = power.as_base_exp()
    pairs = (term.as_coeff_Mul() for term in Add.make_args(expand_mul(exponent)))
    return [(base, monomial, number) for number, monomial in pairs]


def _units(coefficient: Expr) -> Units | None:
    numbers: dict[tuple[Expr, Expr], list[Rational]] = {}
    for power in coefficient.atoms(exp, Pow):
        if not _moves(power):
            continue
        if not (power.as_base_exp()[0].is_Symbol or power.as_base_exp()[0] == S.Exp1):
            return None
        for base, monomial, number in _terms(power):
            if not number.is_Rational:
                return None
            if monomial != 1:
                numbers.setdefault((base, monomial), []).append(abs(number))
    return {key: Rational(gcd_list(found)) for key, found in numbers.items()}


def _masked(coefficient: Expr, units: Units, names: dict[tuple[Expr, Expr], Dummy]) -> Expr | None:
    """The coefficient as a rational function in its exponentials."""

    def change(power: Expr) -> Expr:
        factors = (
            Pow(base, number) if monomial == 1 else names[base, monomial] ** (number / units[base, monomial])
            for base, monomial, number in _terms(power)
        )
        return Mul(*factors)

    powers = {p for p in coefficient.atoms(exp, Pow) if _moves(p)}
    new = coefficient.xreplace({p: change(p) for p in powers})
    return new if new.is_rational_function(*names.values()) else None
