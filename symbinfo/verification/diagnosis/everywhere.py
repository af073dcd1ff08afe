"""One change made at all places of a kind: which of them gives a claimed formula the true values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from sympy import (
    Abs,
    Add,
    EulerGamma,
    Expr,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
    log,
    pi,
    polygamma,
    sqrt,
)

from symbinfo.verification.diagnosis.number_tree import Node, tree
from symbinfo.verification.diagnosis.one_place import Case, inside, short

__all__ = ["changed_everywhere"]

MOST_PLACES, MOST_PARTS = 8, 5
# Constants that people write as decimals, and how near a decimal must come.
_DECIMALS = (EulerGamma, log(2), pi, log(pi), log(2 * pi), log(2 * pi) / 2, (log(2 * pi) + 1) / 2, sqrt(2 * pi))
NEAR = 1e-3

Proposals = Iterator[tuple[str, Expr]]


def changed_everywhere(case: Case, pairs: Mapping[Symbol, Symbol]) -> str | None:
    """The change of all places of a kind that makes a claim true.

    Parameters
    ----------
    case : Case
        The refuted claim in numbers.
    pairs : mapping
        Each parameter of P with its counterpart of Q, where the two laws are of one family.
    """
    for find in (_decimals, _other_law, _differences, _products, _outside_logs, _means):
        for words, changed in find(case, pairs):
            if changed == case.claimed:
                continue
            if case.is_truth(tree(changed, case.at).values):
                return words
    return _swapped_inside(case, tree(case.claimed, case.at)) or _lost_terms(case)


def _decimals(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """Decimals for a constant, alone or beside a simple number that SymPy has added to it."""
    given = sorted((r for r in case.claimed.atoms(Rational) if r.q > 100), key=str)
    for constant in _DECIMALS if given else ():
        exact = {r: near for r in given if (near := _near(r, constant)) is not None}
        if exact:
            yield f"a rounded or truncated {constant} stands here", case.claimed.xreplace(exact)


def _near(given: Rational, constant: Expr) -> Expr | None:
    """The multiple of a constant, with a simple number added, that a decimal comes near to."""
    for beside in (0, 1, -1, 2, -2, S.Half, -S.Half, Rational(3, 2), -Rational(3, 2)):
        for factor in (1, -1, 2, 3, -2, -3, S.Half, -S.Half, Rational(3, 2), -Rational(3, 2)):
            value = factor * constant + beside
            if abs(float(given) - float(value)) < NEAR * abs(float(constant)):
                return value
    return None


def _other_law(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """The parameters of one law in a kind of places where those of the other belong."""
    back = {b: a for a, b in pairs.items()}
    for head, name in ((polygamma, "digamma"), (log, "logarithm"), (exp, "exponential"), (Pow, "power")):
        nodes = case.claimed.atoms(head)
        for changes, right, wrong in ((pairs, "Q", "P"), (back, "P", "Q")):
            words = f"in every {name} the parameters of {right} belong, not those of {wrong}"
            if head is polygamma:
                words += f": the expectations are under {right}"
            yield words, case.claimed.xreplace({node: node.xreplace(dict(changes)) for node in nodes})


def _differences(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """A difference that lacks an absolute value or a square, wherever it stands."""
    sums = sorted((u for u in case.claimed.atoms(Add) if u.free_symbols and not u.has(log)), key=str)
    for a, b in combinations(case.symbols, 2):
        if a - b not in sums and case.claimed.has(a) and case.claimed.has(b):
            sums.append(a - b)
    for u in list(dict.fromkeys(sums))[:MOST_PLACES]:
        yield f"the absolute value of {short(u)} is missing", _with(case.claimed, u, Abs(u))
        yield f"{short(u)} must be squared", _with(case.claimed, u, u**2)


def _with(expr: Expr, u: Expr, new: Expr) -> Expr:
    """The expression with a new value of u, also where u stands with the other sign or a factor."""
    if u.is_Add and len(u.args) == 2:
        first, second = u.args

        def change(node: Expr) -> Expr:
            ratio = (node / u).cancel() if node.free_symbols == u.free_symbols else S.NaN
            return ratio * new if ratio.is_number and ratio.is_finite else node

        return expr.replace(lambda node: node.is_Add and node.has(first, second), change)
    return expr.xreplace({u: new})


def _products(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """Some factors of a product that lack a root or a square."""
    for node in sorted(case.claimed.atoms(Mul), key=str)[: 2 * MOST_PLACES]:
        factors = [abs(f) if f.is_Rational else f for f in node.args if f != -1]
        if len(factors) > MOST_PARTS + 1:
            continue
        for size in range(1, len(factors) + 1):
            for part in combinations(factors, size):
                if not Mul(*part).free_symbols and size > 1:
                    continue
                whole, rest = Mul(*part), node / Mul(*part)
                for words, new in (("lacks a square root", sqrt(whole)), ("must be squared", whole**2)):
                    yield f"{short(whole)} {words}", case.claimed.xreplace({node: rest * new})


def _outside_logs(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """A factor that a parameter lacks wherever it stands outside a logarithm."""
    logs = {node: Symbol(f"log{i}") for i, node in enumerate(sorted(case.claimed.atoms(log), key=str))}
    bare, back = case.claimed.xreplace(logs), {new: old for old, new in logs.items()}
    for s in case.symbols:
        for t in case.symbols:
            if s != t:
                words = f"outside the logarithms {s} must be {s}*{t}"
                yield words, bare.xreplace({s: s * t}).xreplace(back)


def _means(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """The location of a Gumbel law in the place of its mean."""
    for m in (s for s in case.symbols if not s.is_positive):
        for b in (s for s in case.symbols if s.is_positive):
            words = f"the location {m} stands where the mean {m} + EulerGamma*{b} belongs"
            yield words, case.claimed.xreplace({m: m + EulerGamma * b})


def _swapped_inside(case: Case, claimed: Node) -> str | None:
    """Two parameters exchanged inside one part of the formula."""
    for node in list(claimed.below())[:80]:
        own = sorted(node.expr.free_symbols, key=str)
        for a, b in list(combinations(own, 2))[:10]:
            if node.expr.is_Symbol or node.parent is None:
                continue
            at = [{**point, a: point[b], b: point[a]} for point in case.at]
            values = tree(node.expr, at).values
            if case.is_truth(node.whole_with(values[k], k) for k in case.places):
                return f"{a} and {b} are exchanged{inside(node.expr)}"
    return None


def _lost_terms(case: Case) -> str | None:
    """Two terms that are missing."""
    if case.true_form is None or not case.symbols:
        return None
    terms = Add.make_args(case.true_form.expand(log=False, power_base=False, power_exp=False))[:14]
    values: list[Sequence[Any]] = [tree(term, case.at).values for term in terms]
    claimed = tree(case.claimed, case.at).values
    for (s, first), (t, second) in combinations(zip(terms, values, strict=True), 2):
        if any(v is None for v in (*first, *second, *claimed)):
            continue
        if case.is_truth(sum(values) for values in zip(claimed, first, second, strict=True)):
            return f"the terms {short(s)} and {short(t)} are missing"
    return None
