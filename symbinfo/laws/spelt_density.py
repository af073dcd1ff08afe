"""A density as it is read: powers of one base joined inside of sums, quadratics under roots as products, exponentials."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, S, Symbol, cosh, coth, csch, exp, expand, expand_mul, log, sech, sinh, tanh

from symbinfo.expressions.unevaluated import evaluated

__all__ = ["spelt"]

LARGEST_QUADRATIC = 40
#: Of an argument u, by exponentials of it.
HYPERBOLIC = {
    cosh: lambda u: (exp(u) + exp(-u)) / 2,
    sinh: lambda u: (exp(u) - exp(-u)) / 2,
    tanh: lambda u: (exp(2 * u) - 1) / (exp(2 * u) + 1),
    coth: lambda u: (exp(2 * u) + 1) / (exp(2 * u) - 1),
    sech: lambda u: 2 / (exp(u) + exp(-u)),
    csch: lambda u: 2 / (exp(u) - exp(-u)),
}


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
    >>> from sympy import Mul, exp, log, sech, sqrt, symbols
    >>> x, a, b = symbols("x a b", positive=True)
    >>> spelt((1 - sqrt(x)*x**(a - S.Half))**(b - 1), x)
    (1 - x**a)**(b - 1)
    >>> spelt(1/sqrt(x - x**2), x)
    1/(sqrt(x)*sqrt(1 - x))
    >>> spelt(sech(x)/2, x)
    1/(exp(x) + exp(-x))
    >>> spelt(exp(a*log(x) - x), x)
    x**a*exp(-x)
    """
    plain = evaluated(density)
    plain = plain.replace(lambda n: isinstance(n, exp) and any(u.has(x) for u in n.atoms(log)), _without_logarithms)
    plain = plain.replace(lambda n: type(n) in HYPERBOLIC and n.has(x), lambda n: HYPERBOLIC[type(n)](n.args[0]))
    joined = plain.replace(lambda n: isinstance(n, Add) and n.has(x), lambda n: Add(*map(_joined, n.args)))
    joined = joined.replace(lambda n: isinstance(n, Pow) and _is_root(n, x), lambda n: _of_product(n, x))
    return _with_one_multiple(joined, x)


def _without_logarithms(power: Expr) -> Expr:
    """``exp(k*log(u) + v)`` as ``u**k * exp(v)``: where the logarithm is real, u is positive."""
    powers: list[Expr] = []
    for term in Add.make_args(expand_mul(power.args[0])):
        logs = [f for f in Mul.make_args(term) if isinstance(f, log)]
        powers.append(Pow(logs[0].args[0], term / logs[0]) if len(logs) == 1 else exp(term))
    return Mul(*powers)


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
