"""The language of terms: how one is written, read and walked through.

Terms are nested tuples ``(head, *arguments)``; symbols are strings, numbers are integers and fractions, named constants
are strings that begin with %. As text a term is one S-expression: ``(+ (log (* sigma2 (^ sigma1 -1))) -1/2)``. The
heads are a closed list; what is not on it cannot be read. Nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from fractions import Fraction
from itertools import count
from typing import Any

from .exceptions import CertificateError

__all__ = [
    "BINDERS",
    "HEADS",
    "INFINITE",
    "Term",
    "applications",
    "bound_symbols",
    "conjuncts",
    "dump",
    "fold",
    "free_symbols",
    "fresh",
    "functions",
    "is_name",
    "parse",
    "replace",
    "replace_together",
    "sort_of",
]

Term = str | int | Fraction | tuple[Any, ...]

#: No numbers: ends of ranges, places of limits, and the values of what is infinite.
INFINITE = ("%oo", "%-oo")
CONSTANTS = ("%pi", "%e", "%gamma", "%catalan", *INFINITE)
# Above these a text is no derivation; deep nesting would also exhaust the interpreter's stack.
LONGEST_TEXT, DEEPEST_TERM, LONGEST_NUMBER, HIGHEST_ORDER = 2_000_000, 400, 1000, 20

# Head -> number of arguments; None is "one or more".
HEADS: dict[str, int | None] = {
    **dict.fromkeys(("+", "*", "min", "max", "and", "or", "cases", "apply"), None),
    **dict.fromkeys(("^", "beta", "polygamma", "uppergamma", "lowergamma", "expint", "zeta2", "polylog"), 2),
    **dict.fromkeys(("besseli", "besselj", "besselk", "struvek", "binomial", "case", "<", "<=", "=", "!="), 2),
    **dict.fromkeys(("exp", "log", "abs", "sign", "floor", "sin", "cos", "tan", "sinh", "cosh", "tanh"), 1),
    **dict.fromkeys(
        ("asin", "acos", "atan", "asinh", "acosh", "atanh", "gamma", "loggamma", "erf", "erfc", "erfi", "erfinv"), 1
    ),
    **dict.fromkeys(("Ei", "Si", "Ci", "zeta", "dzeta", "factorial", "harmonic", "lambertw", "not", "integer"), 1),
    **dict.fromkeys(("integral", "sum", "limit", "diff", "hyper2f1", "betainc"), 4),
    "hyper1f1": 3,
    "hyperu": 3,
    "hyper2f2": 5,
    "hyper3f2": 6,
}
BINDERS = frozenset({"integral", "sum", "limit", "diff"})
#: From where a limit is taken.
SIDES = ("+", "-", "+-")
_TRUTHS = frozenset({"true", "false"})
_CONDITIONS = frozenset({"<", "<=", "=", "!=", "and", "or", "not", "integer"})

_TOKEN = re.compile(r"[()]|[^\s()]+")
_NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def parse(text: str) -> Term:
    """Read one S-expression.

    Raises
    ------
    CertificateError
        When the text is not exactly one well-formed term over the closed list of heads.

    Examples
    --------
    >>> parse("(+ a 1/2)")
    ('+', 'a', Fraction(1, 2))
    """
    if not isinstance(text, str) or len(text) > LONGEST_TEXT:
        raise CertificateError(f"a term must be a text of at most {LONGEST_TEXT} characters")
    stack: list[list[Any]] = [[]]
    for token in _TOKEN.findall(text):
        if token == "(":
            if len(stack) > DEEPEST_TERM:
                raise CertificateError(f"a term is nested deeper than {DEEPEST_TERM}")
            stack.append([])
        elif token == ")":
            if len(stack) == 1:
                raise CertificateError("a bracket is closed that was not opened", text[:60])
            done = _compound(stack.pop())
            stack[-1].append(done)
        else:
            stack[-1].append(token if len(stack) > 1 and not stack[-1] else _atom(token, stack[-1]))
    if len(stack) != 1 or len(stack[0]) != 1:
        raise CertificateError("not exactly one term", text[:60])
    term: Term = stack[0][0]
    return term


def _atom(token: str, before: list[Any]) -> Term:
    if _NUMBER.match(token):
        if len(token) > LONGEST_NUMBER:
            raise CertificateError(f"a number of more than {LONGEST_NUMBER} digits", token[:40])
        top, _, bottom = token.partition("/")
        if not bottom:
            return int(top)
        if int(bottom) == 0:
            raise CertificateError("division by zero in a number", token)
        return Fraction(int(top), int(bottom))
    side = token in SIDES and len(before) == 4 and before[0] == "limit"
    if token in CONSTANTS or _NAME.match(token) or side:
        return token
    raise CertificateError("not a number, a symbol or a constant", token[:40])


def _compound(parts: list[Any]) -> Term:
    """A head with its arguments: known, of the right number, values and conditions each in their place."""
    if not parts or not isinstance(parts[0], str) or parts[0] not in HEADS:
        raise CertificateError("unknown head", str(parts[0])[:40] if parts else "()")
    head, arguments = parts[0], parts[1:]
    wanted = HEADS[head]
    if len(arguments) != wanted if wanted is not None else not arguments:
        raise CertificateError(f"{head} takes {wanted or 'at least one'} arguments, got {len(arguments)}")
    if head in BINDERS and not is_name(arguments[1]):
        raise CertificateError(f"{head} binds a symbol", str(arguments[1])[:40])
    if head == "apply" and not is_name(arguments[0]):
        raise CertificateError("apply takes the name of a function", str(arguments[0])[:40])
    if head == "apply" and len(arguments) < 2:
        raise CertificateError("apply takes a function and at least one argument", arguments[0][:40])
    if head == "limit" and arguments[3] not in SIDES:
        raise CertificateError("a limit is taken from +, from - or from both sides, +-", str(arguments[3])[:40])
    if head == "diff" and not (isinstance(arguments[3], int) and 1 <= arguments[3] <= HIGHEST_ORDER):
        raise CertificateError(f"the order of a derivative is 1 to {HIGHEST_ORDER}", str(arguments[3])[:40])
    for i, argument in enumerate(arguments):
        if sort_of(argument) != _wanted_sort(head, i):
            raise CertificateError(f"argument {i + 1} of {head} must be a {_wanted_sort(head, i)}", str(argument)[:40])
    return (head, *arguments)


def sort_of(term: Term) -> str:
    """Which sort of thing a term is: a value, a condition, or one case of several."""
    head = term[0] if isinstance(term, tuple) else term
    if head in _TRUTHS or (isinstance(term, tuple) and head in _CONDITIONS):
        return "condition"
    return "case" if isinstance(term, tuple) and head == "case" else "value"


def _wanted_sort(head: str, place: int) -> str:
    if head in ("and", "or", "not") or (head == "case" and place == 1):
        return "condition"
    return "case" if head == "cases" else "value"


def is_name(term: Any) -> bool:
    """Whether it is a symbol, or the name of a function; constants and truth values are none."""
    return isinstance(term, str) and _NAME.match(term) is not None and term not in _TRUTHS


def fold(term: Term, combine: Callable[[Term, list[Any]], Any]) -> Any:
    """Fold a term from its leaves upwards, without recursion; a shared part is visited once.

    Parameters
    ----------
    term : Term
        The term.
    combine : callable
        Takes a subterm and what its arguments became, in order (an empty list for a leaf).
    """
    if not isinstance(term, tuple):
        return combine(term, [])
    done: dict[int, Any] = {}
    stack: list[tuple[tuple[Any, ...], bool]] = [(term, False)]
    while stack:
        part, opened = stack.pop()
        if id(part) in done:
            continue
        if opened:
            done[id(part)] = combine(part, [done[id(a)] for a in part[1:]])
            continue
        stack.append((part, True))
        for argument in part[1:]:
            if isinstance(argument, tuple):
                stack.append((argument, False))
            elif id(argument) not in done:
                done[id(argument)] = combine(argument, [])
    return done[id(term)]


def dump(term: Term) -> str:
    """The term as text; `parse` reads it back."""
    text: str = fold(term, lambda t, parts: f"({' '.join([t[0], *parts])})" if isinstance(t, tuple) else str(t))
    return text


def free_symbols(term: Term) -> frozenset[str]:
    """The symbols of a term that no binder binds; constants, truth values and function names are none."""
    found: frozenset[str] = fold(term, _free)
    return found


def _free(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    if not isinstance(term, tuple):
        return frozenset({term}) if isinstance(term, str) and is_name(term) else frozenset()
    if term[0] == "apply":
        return frozenset().union(*parts[1:])
    if term[0] in BINDERS:
        return (parts[0] - {term[2]}).union(*parts[2:])
    return frozenset().union(*parts)


def bound_symbols(term: Term) -> frozenset[str]:
    """The symbols that the binders of a term bind."""
    found: frozenset[str] = fold(term, _bound)
    return found


def _bound(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    own = {term[2]} if isinstance(term, tuple) and term[0] in BINDERS else set()
    return frozenset(own).union(*parts)


def conjuncts(condition: Term) -> Iterator[Term]:
    """What holds where a condition does, one by one; nothing of one that always does."""
    if isinstance(condition, tuple) and condition[0] == "and":
        for part in condition[1:]:
            yield from conjuncts(part)
    elif condition != "true":
        yield condition


def functions(term: Term) -> frozenset[str]:
    """The abstract functions that a term applies."""
    found: frozenset[str] = fold(term, _applied)
    return found


def _applied(term: Term, parts: list[frozenset[str]]) -> frozenset[str]:
    own = {term[1]} if isinstance(term, tuple) and term[0] == "apply" else set()
    return frozenset(own).union(*parts)


def applications(term: Term) -> frozenset[tuple[str, int]]:
    """The abstract functions that a term applies, each with a number of arguments it is applied to.

    Examples
    --------
    >>> sorted(applications(parse("(+ (apply p x) (apply q x y))")))
    [('p', 1), ('q', 2)]
    """
    found: frozenset[tuple[str, int]] = fold(term, _applications)
    return found


def _applications(term: Term, parts: list[frozenset[tuple[str, int]]]) -> frozenset[tuple[str, int]]:
    own = {(term[1], len(term) - 2)} if isinstance(term, tuple) and term[0] == "apply" else set()
    return frozenset(own).union(*parts)


def fresh(name: str, taken: Collection[str]) -> str:
    """A name like this one that is not taken."""
    return next(new for i in count(1) if (new := f"{name}_{i}") not in taken)


def replace(term: Term, name: str, value: Term) -> Term:
    """The term with a free symbol replaced; a binder that would capture a symbol of the value binds a fresh one.

    Examples
    --------
    >>> dump(replace(parse("(sum (* a x) x 1 n)"), "a", "x"))
    '(sum (* x x_1) x_1 1 n)'
    """
    return replace_together(term, {name: value})


def replace_together(term: Term, values: Mapping[str, Term]) -> Term:
    """The term with several free symbols replaced at once: none is replaced in the value of another."""
    captured = frozenset[str]().union(*map(free_symbols, values.values()))

    def combine(part: Term, parts: list[Any]) -> Any:
        if not isinstance(part, tuple):
            return values.get(part, part) if isinstance(part, str) else part
        if part[0] == "apply":
            return ("apply", part[1], *parts[1:])
        if part[0] not in BINDERS:
            return (part[0], *parts)
        _, body, bound, *_ = part
        inside = {name: value for name, value in values.items() if name != bound}
        if bound in captured and not free_symbols(body).isdisjoint(inside):
            inside[bound] = new = fresh(bound, captured | free_symbols(body))
            return (part[0], replace_together(body, inside), new, *parts[2:])
        return (part[0], parts[0] if bound not in values else replace_together(body, inside), bound, *parts[2:])

    replaced: Term = fold(term, combine)
    return replaced
