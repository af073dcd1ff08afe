"""Parameters given as plain symbols get the assumptions that their place implies, and names that code can carry, for as
long as a derivation runs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain, count
from typing import Any

from sympy import And, Expr, Gt, Symbol, default_sort_key, preorder_traversal

from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.domains_by_sign import domains_by_sign, integers_of
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.hierarchy import OF_MEANS
from symbinfo.laws.law import ContinuousLaw, DiscreteLaw, FiniteLaw
from symbinfo.laws.shown_parts import TRUNCATED

__all__ = ["averages_in", "implied_by", "laws_in", "probabilities", "strengthened", "told_apart"]

# What laws are called that have no name of their own.
LETTERS = "PQRSTUVW"


def strengthened(measure: Any) -> tuple[Any, tuple[tuple[Symbol, Symbol], ...]]:
    """Return the measure over strengthened symbols, and the way back to the user's.

    Parameters
    ----------
    measure : Expr
        A measure, or an expression of measures, whose laws say what each parameter must be; their own domain
        conditions are kept.
    """
    wanted: dict[Symbol, dict[str, bool]] = {}
    for law in (*laws_in(measure), *averages_in(measure)):
        for symbol, assumptions in implied_by(law):
            wanted.setdefault(symbol, {}).update(assumptions)
    changes: dict[Symbol, Symbol] = {}
    names: set[str] = set()
    plain = (s for s in measure.free_symbols if isinstance(s, Symbol))  # a matrix carries no assumptions
    for symbol in sorted(plain, key=default_sort_key):
        known = symbol.assumptions0
        extra = {k: v for k, v in {"real": True, **wanted.get(symbol, {})}.items() if known.get(k) is None}
        name = _plain_name(symbol.name, names)
        names.add(name)
        if extra or name != symbol.name:
            changes[symbol] = Symbol(name, **{**symbol._assumptions_orig, **extra})
    back = tuple((strong, weak) for weak, strong in changes.items())
    return (measure.xreplace(changes) if changes else measure), back


def laws_in(expr: Any) -> tuple[Any, ...]:
    """The laws that an expression speaks of, in the order in which it names them."""
    if hasattr(expr, "laws"):
        return tuple(expr.laws)
    nodes = (node for node in preorder_traversal(expr) if hasattr(node, "laws"))
    return tuple(dict.fromkeys(law for node in nodes for law in node.laws))


def averages_in(expr: Any) -> tuple[Any, ...]:
    """The laws over which an expression averages measures."""
    nodes = (node for node in preorder_traversal(expr) if isinstance(node, Expectation))
    return tuple(dict.fromkeys(node.law for node in nodes))


def told_apart(expr: Expr) -> Expr:
    """The expression with different laws under different names: ``H(P) - H(P)`` of two laws would be read as 0.

    The first of several laws of one name keeps it; the others take the next free letters from P on.
    """
    laws = laws_in(expr)
    names = {law.name for law in laws}
    if len(names) == len(laws):
        return expr
    free = (name for name in chain(LETTERS, (f"P{i}" for i in count(2))) if name not in names)
    met: set[str] = set()
    changes = {}
    for law in laws:
        if law.name in met and isinstance(law, (FiniteLaw, DiscreteLaw, ContinuousLaw)):
            changes[law] = law.renamed(next(free))
        met.add(law.name)
    return expr.xreplace(changes)


def _plain_name(name: str, taken: set[str]) -> str:
    r"""A name that code and certificates can carry, unlike the others: ``\mu_1`` becomes ``mu_1``."""
    plain = re.sub(r"[^A-Za-z0-9_]", "", name)
    plain = plain if plain[:1].isalpha() else f"v{plain}"
    return plain if plain not in taken else next(n for n in (f"{plain}_{i}" for i in count(2)) if n not in taken)


def implied_by(law: Any) -> list[tuple[Symbol, Mapping[str, bool]]]:
    """What a law says of the symbols among its parameters."""
    family = FAMILIES.get(law.family)
    if law.family in ("Density", "Mass") and hasattr(law, "density"):
        implied = [(symbol, domain.assumptions) for symbol, domain in domains_by_sign(law)]
        return [*implied, *((symbol, {"integer": True}) for symbol in integers_of(law))]
    if law.family == TRUNCATED:
        return [*implied_by(law.parameters[0]), *((symbol, {"integer": True}) for symbol in integers_of(law))]
    if law.family in OF_MEANS:
        signs = (c for c in And.make_args(law.condition) if isinstance(c, Gt) and c.rhs == 0)
        return [(c.lhs, {"positive": True}) for c in signs if isinstance(c.lhs, Symbol)]
    if family is None:
        return list(getattr(law, "implied", ()))
    pairs = zip(family.parameters, law.parameters, strict=False)
    return [(value, parameter.domain.assumptions) for parameter, value in pairs if isinstance(value, Symbol)]


def probabilities(laws: Any) -> list[Symbol]:
    """The symbols that stand for a probability which may also be 0 or 1."""
    found: list[Symbol] = []
    for law in laws:
        family = FAMILIES.get(law.family)
        for parameter, value in zip(family.parameters, law.parameters, strict=False) if family else ():
            if parameter.domain is ParameterDomain.PROBABILITY and isinstance(value, Symbol) and value not in found:
                found.append(value)
    return found
