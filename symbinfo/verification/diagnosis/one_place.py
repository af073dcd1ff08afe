"""One wrong place: which single change of a claimed formula gives it the true values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sympy import Add, Expr, Integer, Mul, Number, Pow, Rational, Symbol, exp, expand, log, polygamma

from symbinfo.verification.diagnosis.number_tree import CTX, Node, agree, tree, tried

__all__ = ["Case", "constant_off", "inside", "one_place", "short", "terms_off"]

MOST_NODES, LONGEST_TERM = 160, 60
# Coefficients that a residual is recognised by, and constants that it may be a multiple of.
LARGEST_COEFFICIENT = 12
TINY = CTX.mpf(10) ** -3
HALF = CTX.mpf(1) / 2
CONSTANTS: tuple[tuple[str, Any], ...] = (
    ("", CTX.mpf(1)),
    ("log(2)", CTX.log(2)),
    ("EulerGamma", CTX.euler),
    ("log(pi)", CTX.log(CTX.pi)),
    ("log(2*pi)", CTX.log(2 * CTX.pi)),
    ("pi**2", CTX.pi**2),
    ("pi", +CTX.pi),
    ("log(3)", CTX.log(3)),
    ("1/log(2)", 1 / CTX.log(2)),
    ("sqrt(2/pi)", CTX.sqrt(2 / CTX.pi)),
)


@dataclass(frozen=True)
class Case:
    """A refuted claim in numbers: what is claimed, where it was looked at, and its true values there."""

    claimed: Expr
    at: Sequence[Any]
    truth: Sequence[Any]
    true_form: Expr | None

    @property
    def symbols(self) -> list[Symbol]:
        """The parameters, in the order of their names."""
        return sorted({s for point in self.at for s in point}, key=lambda s: str(s.name))

    @property
    def places(self) -> range:
        """The numbers of the places."""
        return range(len(self.at))

    def is_truth(self, values: Iterable[Any]) -> bool:
        """Whether values, one a place, are the true ones; no more are taken than are needed to tell."""
        return all(map(agree, values, self.truth))


def short(term: Any) -> str:
    """A term as text, cut where it is long."""
    text = str(term)
    return text if len(text) <= LONGEST_TERM else text[: LONGEST_TERM - 3] + "..."


def inside(term: Any) -> str:
    """Where a slip is, at the end of a sentence; nothing where the place is too long to be shown whole."""
    text = str(term)
    return f" in {text}" if len(text) <= LONGEST_TERM else ""


def residuals(case: Case, claimed: Node) -> list[Any] | None:
    """What is missing at each place."""
    if any(v is None for v in claimed.values):
        return None
    return [t - c for t, c in zip(case.truth, claimed.values, strict=True)]


def rational(value: Any) -> Rational | None:
    """A simple fraction, where a number is one to many digits."""
    if getattr(value, "imag", 0) != 0:
        return None
    for below in (1, 2, 3, 4, 6, 8, 12):
        above = CTX.nint(value * below)
        if 0 < abs(above) <= LARGEST_COEFFICIENT * below and agree(above / below, value):
            return Rational(int(above), below)
    return None


def constant_off(case: Case, claimed: Node) -> str | None:
    """The same number is missing everywhere."""
    missing = residuals(case, claimed)
    if missing is None or len(missing) < 2 or not all(agree(missing[0], m) for m in missing[1:]):
        return None
    (first, *_), own = missing, [t for t in Add.make_args(case.claimed) if not t.free_symbols]
    for name, value in CONSTANTS:
        ratio = rational(first / value)
        if ratio is None:
            continue
        words = {1: name, -1: f"-{name}"}.get(ratio, f"{ratio}*{name}") if name else str(ratio)
        for term in own:
            size = tree(term, [{}]).values[0]
            if agree(size * -2, first):
                return f"the sign of the constant {short(abs(term) if term.is_Rational else term)} is turned"
            if agree(-size, first):
                return f"the constant {short(term)} does not belong here"
        return f"the constant {words} is missing"
    size = abs(sum(tree(term, [{}]).values[0] or 0 for term in own))
    if abs(first) < TINY * size:
        return f"a constant is rounded or truncated: the whole is off by {CTX.nstr(first, 3)}"
    return f"a constant is wrong: {CTX.nstr(first, 12)} is missing"


def terms_of(expr: Expr) -> list[Expr]:
    """The terms of a sum, as it stands and with its brackets opened."""
    kept = {"log": False, "power_base": False, "power_exp": False}
    forms = [expr] if expr.count_ops() > 200 else [expr, expand(expr, multinomial=False, **kept), expand(expr, **kept)]
    return list(dict.fromkeys(term for form in forms for term in Add.make_args(form)))[:40]


def terms_off(case: Case, claimed: Node) -> str | None:
    """A term with a wrong coefficient, or one that is missing."""
    missing = residuals(case, claimed)
    if missing is None or not case.symbols:
        return None
    for term in terms_of(case.claimed):
        values = tree(term, case.at).values
        ratio = _ratio(missing, values) if term.free_symbols else None
        if ratio is not None and (words := _coefficient(term, ratio)):
            return words
    if case.true_form is not None:
        for term in terms_of(case.true_form):
            values = tree(term, case.at).values
            if all(agree(m, v) for m, v in zip(missing, values, strict=True)):
                return f"the term {short(term)} is missing"
    return None


def _ratio(missing: Sequence[Any], values: Sequence[Any]) -> Any:
    """The common ratio of what is missing to a term, or None."""
    if any(v is None or v == 0 for v in values):
        return None
    ratios = [m / v for m, v in zip(missing, values, strict=True)]
    return ratios[0] if all(agree(r, ratios[0]) for r in ratios[1:]) else None


def _coefficient(term: Expr, ratio: Any) -> str | None:
    named = {
        Integer(-2): f"the sign of the term {short(term)} is turned",
        Integer(1): f"the term {short(term)} has a factor 1/2 too many",
        Rational(-1, 2): f"the term {short(term)} lacks a factor 1/2",
        Integer(-1): f"the term {short(term)} does not belong here",
    }
    fraction = rational(ratio)
    if fraction is not None:
        return named.get(fraction, f"the term {short(term)} must be taken {1 + fraction} times")
    if abs(ratio) < TINY:
        return f"the coefficient of the term {short(term)} is off by a factor of {CTX.nstr(1 / (1 + ratio), 15)}"
    return None


# --- one place -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """A change of one node: words, the new value from the old one, and the nodes it is tried at."""

    words: str
    change: Callable[[Any], Any]
    fits: Callable[[Expr], bool] = lambda expr: True


def _grown(expr: Expr) -> bool:
    return not isinstance(expr, Number)


def _squared(expr: Expr) -> bool:
    return isinstance(expr, Pow) and expr.args[1] == 2


def _rooted(expr: Expr) -> bool:
    return isinstance(expr, Pow) and expr.args[1] == Rational(1, 2)


EDITS: tuple[Edit, ...] = (
    Edit("the argument of {it} is upside down", lambda v: -v, lambda e: isinstance(e, log)),
    Edit("the sign of {it} is turned", lambda v: -v),
    Edit("{base} must not be squared", lambda v: CTX.sqrt(v), _squared),
    Edit("{base} must not stand under a root", lambda v: v**2, _rooted),
    Edit("{it} must be squared", lambda v: v**2, _grown),
    Edit("{it} lacks a square root", CTX.sqrt, _grown),
    Edit("{it} is upside down: 1/({it}) belongs there", lambda v: 1 / v, _grown),
    Edit("{it} lacks a factor 1/2", lambda v: v / 2, _grown),
    Edit("{it} lacks a factor 2", lambda v: 2 * v, _grown),
    Edit("{it} lacks an absolute value", abs, _grown),
    Edit("{it} must be increased by 1", lambda v: v + 1),
    Edit("{it} must be decreased by 1", lambda v: v - 1),
    Edit("{it} must be increased by 1/2", lambda v: v + HALF),
    Edit("{it} must be decreased by 1/2", lambda v: v - HALF),
    Edit("{it} stands where 1 - ({it}) belongs", lambda v: 1 - v, _grown),
    Edit("the logarithm of {it} is missing", CTX.log, _grown),
    Edit("the exponential of {it} is missing", CTX.exp, _grown),
    Edit("{it} lacks a factor pi", lambda v: v * CTX.pi, _grown),
    Edit("{it} has a factor pi too many", lambda v: v / CTX.pi, _grown),
    Edit("{it} is in bits: multiply it by log 2", lambda v: v * CTX.log(2), _grown),
    Edit("{it} is in nats: divide it by log 2", lambda v: v / CTX.log(2), _grown),
    Edit("{it} does not belong here", lambda v: CTX.mpf(0), _grown),
    Edit("{it} does not belong here as a factor", lambda v: CTX.mpf(1), _grown),
    Edit("{it} lacks a factor 1/4", lambda v: v / 4, _grown),
    Edit("{it} lacks a factor 4", lambda v: 4 * v, _grown),
    Edit("{it} must be doubled", lambda v: 2 * v, lambda e: isinstance(e, Number)),
    Edit("{it} must be halved", lambda v: v / 2, lambda e: isinstance(e, Number)),
)


def one_place(case: Case, claimed: Node) -> str | None:
    """The one place whose change makes the claim true."""
    nodes = list(claimed.below())[:MOST_NODES]
    for find in (_symbols, _edits, _functions, _factors, _brackets):
        for node in nodes:
            for words, value in find(case, node):
                if case.is_truth(node.whole_with(tried(value, k), k) for k in case.places):
                    return f"{words}{_where(node)}"
    return None


def _where(node: Node) -> str:
    whole = node
    while whole.parent is not None:
        whole = whole.parent
    found = inside(node.parent.expr) if node.parent is not None and node.parent is not whole else ""
    return f",{found}" if found else ""


# Words, and the new value of a node by the number of the place.
Proposals = Iterator[tuple[str, Callable[[int], Any]]]


def _edits(case: Case, node: Node) -> Proposals:
    if any(v is None for v in node.values):
        return
    base = node.expr.args[0] if isinstance(node.expr, Pow) else node.expr
    for edit in EDITS:
        if edit.fits(node.expr):
            words = edit.words.replace("{it}", short(node.expr)).replace("{base}", short(base))
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


def _functions(case: Case, node: Node) -> Proposals:
    """A function too many, or a derivative of digamma of the wrong order."""
    if isinstance(node.expr, (log, exp)):
        words = f"{node.expr.func.__name__} must not be taken of {short(node.expr.args[0])}"
        yield words, node.args[0].values.__getitem__
    if isinstance(node.expr, polygamma) and node.expr.args[0].is_Integer:
        order = int(node.expr.args[0])
        for other in {order - 1, order + 1} - {-1}:
            words = f"{short(node.expr)} must be {('digamma', 'trigamma', 'tetragamma')[other] if other < 3 else other}"
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
    """A factor of one term that belongs to the whole sum, or to one term more."""
    if not isinstance(node.expr, Add):
        return
    for i, term in enumerate(node.args):
        if not isinstance(term.expr, Mul):
            continue
        others = [j for j in range(len(node.args)) if j != i]
        for factor in term.args:
            words = f"a bracket is missing: the factor {short(factor.expr)} of one term belongs to the whole sum"
            yield words, partial(_times, node, others, factor)
            for j in others:
                words = f"a bracket is missing: {short(node.args[j].expr)} also has the factor {short(factor.expr)}"
                yield words, partial(_times, node, [j], factor)


def _times(node: Node, terms: Sequence[int], factor: Node, k: int) -> Any:
    return node.applied(k, {j: node.args[j].values[k] * factor.values[k] for j in terms})
