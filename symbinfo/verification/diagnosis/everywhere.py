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

from symbinfo.verification.diagnosis.case import Case, inside, short
from symbinfo.verification.diagnosis.number_tree import Node, tree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["SLIPS"]

MOST_PLACES, MOST_PARTS = 8, 5
# Constants that people write as decimals, and how near a decimal must come.
_DECIMALS = (EulerGamma, log(2), pi, log(pi), log(2 * pi), log(2 * pi) / 2, (log(2 * pi) + 1) / 2, sqrt(2 * pi))
NEAR = 1e-3

Proposals = Iterator[tuple[str, Expr]]


def changed_everywhere(q: Question) -> Found:
    """The change of all places of a kind that makes a claim true."""
    case = q.case
    for find in (_decimals, _other_law, _differences, _products, _outside_logs, _in_logs, _means):
        for words, changed in find(case, q.pairs):
            if changed == case.claimed or not tree(changed, case.at[:1]).may_be(case.truth[0]):
                continue
            if case.is_truth(tree(changed, case.at).values):
                yield words
    yield from _swapped_inside(case, q.claimed)
    yield from _lost_terms(case)


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
    """The expression with a new value of u, also where a multiple of u stands in a longer sum."""
    if not (u.is_Add and len(u.args) == 2):
        return expr.xreplace({u: new})

    def change(node: Expr) -> Expr:
        parts = [t for t in node.args if any((t / end).is_number for end in u.args)]
        if len(parts) != 2:
            return node
        ratios = {(t / end).cancel() for t in parts for end in u.args if (t / end).is_number}
        return Add(*(t for t in node.args if t not in parts), ratios.pop() * new) if len(ratios) == 1 else node

    return expr.replace(lambda node: node.is_Add and node.free_symbols >= u.free_symbols, change)


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
    scales = [s for s in case.symbols if s.is_positive and not s.is_integer]
    for group in ([scales] if len(scales) > 1 else []) + [[s] for s in scales]:
        names = " and ".join(s.name for s in group)
        yield f"outside the logarithms {names} must be squared", bare.xreplace({s: s**2 for s in group}).xreplace(back)


def _in_logs(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """A parameter that stands in each logarithm where its complement, its square or its inverse belongs."""
    logs = sorted(case.claimed.atoms(log), key=str)
    for s in case.symbols:
        for new in (1 - s, s**2, 1 / s):
            words = f"in every logarithm {new} belongs in the place of {s}"
            yield words, case.claimed.xreplace({node: node.xreplace({s: new}) for node in logs})


def _means(case: Case, pairs: Mapping[Symbol, Symbol]) -> Proposals:
    """The location of a Gumbel law in the place of its mean."""
    for m in (s for s in case.symbols if not s.is_positive):
        for b in (s for s in case.symbols if s.is_positive):
            words = f"the location {m} stands where the mean {m} + EulerGamma*{b} belongs"
            yield words, case.claimed.xreplace({m: m + EulerGamma * b})


def _swapped_inside(case: Case, claimed: Node) -> Found:
    """Two parameters exchanged inside one part of the formula."""
    for node in list(claimed.below())[:80]:
        own = sorted(node.expr.free_symbols, key=str)
        for a, b in list(combinations(own, 2))[:10]:
            if node.expr.is_Symbol or node.parent is None:
                continue
            at = [{**point, a: point[b], b: point[a]} for point in case.at]
            values = tree(node.expr, at).values
            if case.is_mended(node, values.__getitem__):
                yield f"{a} and {b} are exchanged{inside(node.expr)}"


def _lost_terms(case: Case) -> Found:
    """Two or three terms that are missing."""
    if case.true_form is None or not case.symbols:
        return
    terms = Add.make_args(case.true_form.expand(log=False, power_base=False, power_exp=False))[:14]
    values: list[Sequence[Any]] = [tree(term, case.at).values for term in terms]
    claimed = tree(case.claimed, case.at).values
    known = [(t, v) for t, v in zip(terms, values, strict=True) if not any(x is None for x in v)]
    for size in (2, 3):
        for some in combinations(known, size) if len(terms) >= 2 * size - 1 else ():
            if case.is_truth(claimed[k] + sum(v[k] for _, v in some) for k in case.places):
                *most, last = (short(term) for term, _ in some)
                yield f"the terms {', '.join(most)} and {last} are missing"


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="all places of a kind",
        why="The same was done wrongly at all places of a kind: a decimal, a difference, a product, a mean.",
        equal="the claim with one replacement made throughout is the answer",
        find=changed_everywhere,
        example="KL(Laplace(m, s) || Laplace(n, s)) = exp(-(m - n)/s) + (m - n)/s - 1",
        refuses="KL(Laplace(m, s) || Laplace(n, s)) = exp(-(m - n)/s) + (m - n)/s - 3",
    ),
)
