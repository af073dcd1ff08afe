"""A density as it is read: powers of one base joined inside of sums, and quadratics under roots as products."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, S, Symbol, expand

from symbinfo.expressions.unevaluated import evaluated

__all__ = ["spelt"]

LARGEST_QUADRATIC = 40


def spelt(density: Expr, x: Symbol) -> Expr:
    """The density, evaluated, with what SymPy leaves apart joined where a shape would be hidden by it.

    Parameters
    ----------
    density : Expr
        As it was written.
    x : Symbol
        Its variable.

    Examples
    --------
    >>> from sympy import Mul, sqrt, symbols
    >>> x, a, b = symbols("x a b", positive=True)
    >>> spelt((1 - sqrt(x)*x**(a - S.Half))**(b - 1), x)
    (1 - x**a)**(b - 1)
    >>> spelt(1/sqrt(x - x**2), x)
    1/(sqrt(x)*sqrt(1 - x))
    """
    plain = evaluated(density)
    joined = plain.replace(lambda n: isinstance(n, Add) and n.has(x), lambda n: Add(*map(_joined, n.args)))
    joined = joined.replace(lambda n: isinstance(n, Pow) and _is_root(n, x), lambda n: _of_product(n, x))
    return _with_one_multiple(joined, x)


def _with_one_multiple(density: Expr, x: Symbol) -> Expr:
    """``(2*x - 3)**u`` as ``2**u * (x - 3/2)**u`` where ``x - 3/2`` is a base, too."""
    bases = {p.args[0] for p in density.atoms(Pow) if p.args[0].is_Add and p.args[0].diff(x).is_Rational}
    slopes = {base: abs(base.diff(x)) for base in bases}
    multiples = {base: q for base, q in slopes.items() if q not in (0, 1) and expand(base / q) in bases}
    if not multiples:
        return density
    opened = density.replace(
        lambda n: isinstance(n, Pow) and n.args[0] in multiples,
        lambda n: Pow(multiples[n.args[0]], n.args[1]) * Pow(expand(n.args[0] / multiples[n.args[0]]), n.args[1]),
    )
    return _joined(opened)


def _joined(term: Expr) -> Expr:
    """One power of each base: ``b**u * b**v`` is ``b**(u + v)`` wherever both are defined."""
    powers: dict[Expr, Expr] = {}
    for factor in Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        powers[base] = powers.get(base, S.Zero) + exponent
    return term if len(powers) == len(Mul.make_args(term)) else Mul(*(Pow(b, e) for b, e in powers.items()))


def _is_root(power: Expr, x: Symbol) -> bool:
    base, exponent = power.args
    return isinstance(base, Add) and not exponent.is_integer and base.is_polynomial(x) and base.has(x)


def _of_product(power: Expr, x: Symbol) -> Expr:
    base, exponent = power.args
    if base.count_ops() > LARGEST_QUADRATIC or base.diff(x, 3) != 0 or base.diff(x, 2) == 0:
        return power
    product = base.factor()
    return Pow(product, exponent) if sum(f.has(x) for f in Mul.make_args(product)) > 1 else power
