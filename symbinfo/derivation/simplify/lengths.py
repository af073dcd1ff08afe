"""How long an expression is, and functions in it as names, so that it can be opened and factored as a polynomial."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Add, Dummy, E, Expr, Mul, Pow, Rational, S, Symbol, exp, expand, factor, fraction, powsimp, together

from symbinfo.derivation.simplify.factoring import as_product

__all__ = ["cost", "factored", "is_factorable", "opened", "same", "with_names"]

#: Operations times symbols: SymPy's factoring of larger sums may not end.
LARGEST_FACTORED = 350
#: Of sums in more symbols it is first asked whether they can have factors.
MANY_SYMBOLS = 8


@lru_cache(maxsize=65536)
def cost(expr: Any) -> int:
    """The number of operations in an expression, as SymPy's `count_ops` counts them; each part is counted once.

    Examples
    --------
    >>> from sympy import symbols
    >>> a, b = symbols("a b")
    >>> cost(-a/2 + b**2)
    3
    """
    if isinstance(expr, (Symbol, Dummy)) or expr is S.One:
        return 0
    if isinstance(expr, Rational):
        return int(expr.p < 0) + int(expr.q != 1)
    if expr == E:
        return 1
    if isinstance(expr, Add):
        return _of_sum(expr)
    if isinstance(expr, Mul):
        return _of_product(expr)
    if isinstance(expr, Pow) and expr.args[1] is S.NegativeOne:
        return 1 + cost(expr.args[0])
    if isinstance(expr, exp):
        return 1 + cost(expr.args[0])
    return int(bool(expr.args)) + sum(map(cost, expr.args))


def _negative(term: Expr) -> bool:
    return bool(term.is_Number and term.is_negative) or (isinstance(term, Mul) and _negative(term.args[0]))


def _of_sum(total: Add) -> int:
    signs = [_negative(term) for term in total.args]
    parts = sum(cost(-term if sign else term) for term, sign in zip(total.args, signs, strict=True))
    return parts + len(signs) - 1 + int(all(signs))


def _of_product(product: Mul) -> int:
    if _negative(product):
        return 1 + cost(-product)
    top, bottom = fraction(product)
    if top.is_Integer:
        return 1 + int(bool(top.is_negative)) + cost(bottom)
    if bottom != 1:
        return 1 + cost(top) + (0 if bottom.is_Integer else cost(bottom))
    return len(product.args) - 1 + sum(map(cost, product.args))


class _Names:
    """Functions and broken powers as symbols; ``exp(2*u + v)`` is a product of powers of two of them."""

    def __init__(self) -> None:
        self.known: dict[Expr, Dummy] = {}

    def of(self, node: Expr) -> Expr:
        if node not in self.known:
            self.known[node] = Dummy(f"f{len(self.known)}")
        return self.known[node]

    def walk(self, node: Any) -> Any:
        if isinstance(node, Symbol) or node.is_Rational:
            return node
        if isinstance(node, (Add, Mul)):
            return node.func(*map(self.walk, node.args))
        if isinstance(node, exp):
            return Mul(*map(self._exponential, Add.make_args(node.args[0])))
        if isinstance(node, Pow) and node.args[1].is_Integer:
            return Pow(self.walk(node.args[0]), node.args[1])
        if isinstance(node, Pow) and node.args[1].is_Rational and isinstance(node.args[0], Symbol):
            return Pow(self.of(Pow(node.args[0], Rational(1, node.args[1].q))), node.args[1].p)
        return self.of(node)

    def _exponential(self, term: Expr) -> Expr:
        times, unit = term.as_coeff_Mul()
        return Pow(self.of(exp(unit)), times) if times.is_Integer and unit != 1 else self.of(exp(term))


def with_names(expr: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """Functions and broken powers in an expression as symbols, and the way back."""
    names = _Names()
    plain = names.walk(expr)
    roots = {node.args[0]: symbol**2 for node, symbol in names.known.items() if _is_root(node)}
    return plain.xreplace(roots), {symbol: node for node, symbol in names.known.items()}


def _is_root(node: Expr) -> bool:
    return isinstance(node, Pow) and node.args[1] == S.Half and isinstance(node.args[0], Symbol)


def is_factorable(plain: Expr) -> bool:
    """Whether an expression is small enough to be factored."""
    return cost(plain) * len(plain.free_symbols) <= LARGEST_FACTORED


@lru_cache(maxsize=8192)
def factored(expr: Expr) -> Expr:
    """A sum or product as one product, where it is rational in symbols and functions of them; otherwise as it is."""
    plain, names = with_names(expr)
    if not is_factorable(plain) or _is_prime(plain) or not plain.is_rational_function():
        return expr
    return as_product(plain).xreplace(names)


def _stands_alone(plain: Add) -> bool:
    """Whether a term is a multiple of a symbol that is in no other term: then nothing but a denominator comes out."""
    alone = [term.as_coeff_Mul()[1] for term in plain.args]
    return any(s.is_Symbol and sum(term.has(s) for term in plain.args) == 1 for s in alone)


def _is_prime(plain: Expr) -> bool:
    """Whether a sum has surely no factors but monomials: a symbol stands in one term alone, and there by itself."""
    if isinstance(plain, Add) and len(plain.free_symbols) > MANY_SYMBOLS and _stands_alone(plain):
        return True
    if not isinstance(plain, Add) or any(isinstance(p.args[0], Add) for p in plain.atoms(Pow)):
        return False
    seen: dict[Expr, list[Expr]] = {}
    for term in plain.args:
        if any(isinstance(f, Add) for f in Mul.make_args(term)):
            return False
        for f in Mul.make_args(term):
            base, exponent = f.as_base_exp()
            seen.setdefault(base, []).append(exponent)
    return any(isinstance(base, Symbol) and powers in ([1], [-1]) for base, powers in seen.items())


def opened(expr: Expr) -> Expr:
    """A sum with its products and squares multiplied out; denominators and the arguments of functions stay."""
    plain, names = with_names(expr)
    below = {p: Dummy() for p in plain.atoms(Pow) if p.exp.is_negative and isinstance(p.base, Add)}
    back = {dummy: p for p, dummy in below.items()}
    wide = expand(plain.xreplace(below), log=False, power_base=False, power_exp=False, func=False)
    return wide.xreplace(back).xreplace(names)


def same(first: Expr, second: Expr) -> bool:
    """Whether two expressions are seen to be equal."""
    return bool(first == second or factor(together(powsimp(expand(first - second, log=False)))) == 0)
