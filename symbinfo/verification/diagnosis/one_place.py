"""One wrong place: which single change of a claimed formula gives it the true values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Any

from sympy import Add, Expr, Mul, Number, Pow, Rational, Symbol, exp, factor_terms, log, polygamma

from symbinfo.verification.diagnosis.case import Case, Proposals, inside, short
from symbinfo.verification.diagnosis.number_tree import CTX, Node, number, tree
from symbinfo.verification.diagnosis.question import Found, Question
from symbinfo.verification.diagnosis.slip import Slip

__all__ = ["MOST_NODES", "SLIPS"]

MOST_NODES, MOST_FACTORS, MOST_TERMS = 160, 4, 10
HALF = CTX.mpf(1) / 2


@dataclass(frozen=True)
class Edit:
    """A change of one node: words, the new value from the old one, and the nodes it is tried at."""

    words: str
    change: Callable[[Any], Any]
    fits: Callable[[Expr], bool] = lambda expr: True
    of_factors: bool = False


def _grown(expr: Expr) -> bool:
    return not isinstance(expr, Number)


def _rooted(expr: Expr) -> bool:
    return isinstance(expr, Pow) and expr.args[1] == Rational(1, 2)


EDITS: tuple[Edit, ...] = (
    Edit("the argument of {it} is upside down", lambda v: -v, lambda e: isinstance(e, log)),
    Edit("the sign of {it} is turned", lambda v: -v),
    Edit("{base} must not stand under a root", lambda v: v**2, _rooted),
    Edit("{it} must be squared", lambda v: v**2, _grown),
    Edit("{it} lacks a square root", CTX.sqrt, _grown),
    Edit("{it} is upside down: {inverse} belongs there", lambda v: 1 / v, _grown),
    Edit("{it} lacks a factor 1/2", lambda v: v / 2, _grown),
    Edit("{it} lacks a factor 2", lambda v: 2 * v, _grown),
    Edit("{it} lacks an absolute value", abs, _grown),
    Edit("{it} must be increased by 1", lambda v: v + 1),
    Edit("{it} must be decreased by 1", lambda v: v - 1),
    Edit("{it} must be increased by 1/2", lambda v: v + HALF),
    Edit("{it} must be decreased by 1/2", lambda v: v - HALF),
    Edit("{it} stands where {complement} belongs", lambda v: 1 - v, _grown),
    Edit("the logarithm of {it} is missing", CTX.log, _grown),
    Edit("the exponential of {it} is missing", CTX.exp, _grown),
    Edit("{it} lacks a factor pi", lambda v: v * CTX.pi, _grown),
    Edit("{it} has a factor pi too many", lambda v: v / CTX.pi, _grown),
    Edit("{it} is in bits: multiply it by log 2", lambda v: v * CTX.log(2), _grown),
    Edit("{it} is in nats: divide it by log 2", lambda v: v / CTX.log(2), _grown),
    Edit("{it} does not belong here", lambda v: CTX.mpf(0), _grown),
    Edit("{it} does not belong here as a factor", lambda v: CTX.mpf(1), _grown, of_factors=True),
    Edit("{it} lacks a factor 1/4", lambda v: v / 4, _grown),
    Edit("{it} lacks a factor 4", lambda v: 4 * v, _grown),
    Edit("{it} must be doubled", lambda v: 2 * v, lambda e: isinstance(e, Number)),
    Edit("{it} must be halved", lambda v: v / 2, lambda e: isinstance(e, Number)),
)


def one_place(q: Question) -> Found:
    """The one place whose change makes the claim true; the whole is no place: what replaces it says nothing of the claim."""
    if q.is_number and q.case.truth[0] == 0:  # any logarithm of 2 or root of 1 is mended into 0
        return
    factored = factor_terms(q.case.claimed)
    for case in (q.case, replace(q.case, claimed=factored)) if factored != q.case.claimed else (q.case,):
        whole = tree(case.claimed, case.at)
        nodes = [node for node in list(whole.below())[:MOST_NODES] if case.symbols or node is not whole]
        for find in (_symbols, _functions, _edits, _factors, _brackets, _differences):
            for node in nodes:
                for words, value in find(case, node):
                    if case.is_mended(node, value):
                        yield f"{words}{_where(node)}"


def _where(node: Node) -> str:
    whole = node
    while whole.parent is not None:
        whole = whole.parent
    found = inside(node.parent.expr) if node.parent is not None and node.parent is not whole else ""
    return f",{found}" if found else ""


def _edits(case: Case, node: Node) -> Proposals:
    if any(v is None for v in node.values):
        return
    base = node.expr.args[0] if isinstance(node.expr, Pow) else node.expr
    factor = node.parent is not None and isinstance(node.parent.expr, Mul)
    for edit in EDITS:
        if edit.fits(node.expr) and (factor or not edit.of_factors):
            words = edit.words.replace("{it}", short(node.expr)).replace("{base}", short(base))
            words = words.replace("{complement}", short(1 - node.expr)).replace("{inverse}", short(1 / node.expr))
            yield words, partial(_edited, edit.change, node)


def _edited(change: Callable[[Any], Any], node: Node, k: int) -> Any:
    return change(node.values[k])


def _symbols(case: Case, node: Node) -> Proposals:
    """Another parameter in the place of one."""
    if node.expr.is_Symbol:
        for other in case.symbols:
            if other != node.expr:
                yield f"{node.expr} stands where {other} belongs", partial(_symbol, case, other)


def _symbol(case: Case, symbol: Symbol, k: int) -> Any:
    return case.at[k][symbol]


POLYGAMMAS = ("digamma", "trigamma", "tetragamma")


def _functions(case: Case, node: Node) -> Proposals:
    """A function or a square too many, or a derivative of digamma of the wrong order."""
    if isinstance(node.expr, (log, exp)):
        words = f"{node.expr.func.__name__} must not be taken of {short(node.expr.args[0])}"
        yield words, node.args[0].values.__getitem__
    if isinstance(node.expr, Pow) and node.expr.args[1] == 2:
        yield f"{short(node.expr.args[0])} must not be squared", node.args[0].values.__getitem__
    if isinstance(node.expr, polygamma) and node.expr.args[0].is_Integer:
        order = int(node.expr.args[0])
        for other in {order - 1, order + 1} - {-1}:
            name = POLYGAMMAS[other] if other < len(POLYGAMMAS) else f"polygamma of order {other}"
            words = f"{short(node.expr)} must be the {name} of {short(node.expr.args[1])}"
            yield words, partial(_edited, partial(CTX.psi, other), node.args[1])


FACTORS: tuple[tuple[str, Callable[[Any, Any], Any]], ...] = (
    ("{it} lacks a factor {s}", lambda v, s: v * s),
    ("{it} must be divided by {s}", lambda v, s: v / s),
    ("{it} lacks a term {s}", lambda v, s: v + s),
    ("{it} lacks a term -{s}", lambda v, s: v - s),
    ("{it} lacks a factor 1 - {s}", lambda v, s: v * (1 - s)),
    ("{it} must be divided by 1 - {s}", lambda v, s: v / (1 - s)),
)


def _factors(case: Case, node: Node) -> Proposals:
    """A parameter as a factor that is missing, or one too many."""
    if isinstance(node.expr, Number):
        return
    for symbol in case.symbols:
        for words, change in FACTORS:
            said = words.replace("{it}", short(node.expr)).replace("{s}", str(symbol))
            yield said, partial(_with_symbol, change, node, case, symbol)


def _with_symbol(change: Callable[[Any, Any], Any], node: Node, case: Case, symbol: Symbol, k: int) -> Any:
    return change(node.values[k], case.at[k][symbol])


def _brackets(case: Case, node: Node) -> Proposals:
    """Factors of one term that belong to the whole sum, or to one term more."""
    if not isinstance(node.expr, Add):
        return
    for i, term in enumerate(node.args):
        parts = term.args if isinstance(term.expr, Mul) else [term]
        others = [j for j in range(len(node.args)) if j != i]
        for size in range(1, len(parts) + 1) if len(parts) <= MOST_FACTORS else (1,):
            for some in combinations(parts, size):
                factor = Mul(*(part.expr for part in some))
                words = f"a bracket is missing: the factor {short(factor)} of one term belongs to the whole sum"
                yield words, partial(_times, node, others, some)
                for j in others:
                    words = f"a bracket is missing: {short(node.args[j].expr)} also has the factor {short(factor)}"
                    yield words, partial(_times, node, [j], some)


def _times(node: Node, terms: Sequence[int], factor: Sequence[Node], k: int) -> Any:
    times = CTX.fprod(part.values[k] for part in factor)
    return node.applied(k, {j: node.args[j].values[k] * times for j in terms})


def _differences(case: Case, node: Node) -> Proposals:
    """A multiple of a difference, two terms of a longer sum, that lacks a square or an absolute value."""
    if not isinstance(node.expr, Add) or not 2 < len(node.args) <= MOST_TERMS:
        return
    for i, j in combinations(range(len(node.args)), 2):
        (c, first), (d, second) = (node.args[k].expr.as_coeff_Mul() for k in (i, j))
        if c + d == 0 and first.free_symbols and second.free_symbols:
            gap = short(first - second if c > 0 else second - first)
            yield f"{gap} must be squared", partial(_of_two, node, i, j, partial(_squared_within, number(abs(c))))
            yield f"the absolute value of {gap} is missing", partial(_of_two, node, i, j, abs)


def _squared_within(factor: Any, value: Any) -> Any:
    """A factor times u**2, of the factor times u."""
    return value * value / factor


def _of_two(node: Node, i: int, j: int, change: Callable[[Any], Any], k: int) -> Any:
    return node.applied(k, {i: change(node.args[i].values[k] + node.args[j].values[k]), j: CTX.mpf(0)})


SLIPS: tuple[Slip, ...] = (
    Slip(
        name="one place",
        why="One place of the formula is wrong: a symbol, a sign, a factor, an exponent, a function or a bracket.",
        equal="the claim with one node of its tree exchanged is the answer",
        find=one_place,
        example="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + (m - n)**2)/(2*s**2) - 1/2",
        refuses="KL(Normal(m, s) || Normal(n, t)) = log(t/s) + (s**2 + 2*m - n)/(2*t**2) - 1/2",
    ),
)
