r"""Normal vectors as papers write them: ``N(\mu, \Sigma)``, ``N_k(0, I)``, ``N(0, s^2 I)``, and the letter of their size."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from symbinfo.query.nodes import Bars, Call, Keyword, Name, Number, Operation, Sequence, Statement, below, changed
from symbinfo.query.typed.tokens import Told
from symbinfo.query.typed.typed_words import stem_of

__all__ = ["SIZE", "UNIT", "is_covariance", "normal_vector", "with_sizes"]

NORMAL = "MultivariateNormal"
#: How many components a vector has of which nothing is written out.
SIZE = "d"
#: The identity matrix.
UNIT = "I"
_INDEXED = re.compile(r"(?:N|I)_?([A-Za-z]|[0-9]+)\Z")
#: Letters for the number of components.
_SIZES = ("k", "n", "D", "p", "m", "N", "K")


def is_covariance(node: Any) -> bool:
    """Whether a second argument of N is a matrix by its letter: Sigma, I, or a number times I."""
    if isinstance(node, Name):
        return stem_of(node.name) in ("Sigma", UNIT)
    inside = (node.left, node.right) if isinstance(node, Operation) and node.sign in "*/+" else ()
    return any(map(is_covariance, inside))


def normal_vector(call: Call, told: Told) -> Call:
    """The call as one of MultivariateNormal; an index of N or I is the number of components."""
    told.changed = True
    sizes = [match[1] for name in below(call) if (match := _INDEXED.match(getattr(name, "name", "")))]

    def plain(node: Any) -> Any:
        is_unit = isinstance(node, Name) and stem_of(node.name) == UNIT
        return replace(node, name=UNIT) if is_unit else None

    items = [changed(item, plain) for item in call.arguments.items]
    letters = not _has_lists(call)
    if letters and sizes and not any(isinstance(item, Keyword) for item in items):
        size = Number(int(sizes[0]), 0, call.start) if sizes[0].isdigit() else Name(sizes[0], call.start)
        items.append(Keyword(SIZE, size, call.start))
    if letters:
        told.note("a covariance by a letter is that of a vector: write N(m, v) or Normal(m, s) for a number")
    return Call(NORMAL, Bars(tuple(items), (",",) * (len(items) - 1)), call.start)


def _has_lists(call: Call) -> bool:
    return any(isinstance(item, Sequence) for item in call.arguments.items)


def with_sizes(statement: Statement, told: Told) -> Statement:
    """Vectors of unknown size have as many components as the letter says that stands outside of all laws: k, n, D or p."""
    calls = [node for node in below(statement) if isinstance(node, Call) and node.name == NORMAL]
    unsized = [call for call in calls if len(call.arguments.items) == 2 and not _has_lists(call)]
    if not unsized:
        return statement
    inside = {id(node) for call in calls for node in below(call)}
    outside = {n.name for n in below(statement) if isinstance(n, Name) and id(n) not in inside}
    taken = {n.name for call in calls for n in below(call) if isinstance(n, Name)}
    found = [name for name in _SIZES if name in outside - taken]
    if SIZE in outside or len(found) != 1:
        return statement
    told.note(f"{found[0]} is read as the number of components")

    def sized(node: Any) -> Any:
        if not any(node is call for call in unsized):
            return None
        items = (*node.arguments.items, Keyword(SIZE, Name(found[0], node.start), node.start))
        return replace(node, arguments=Bars(items, (",",) * (len(items) - 1)))

    left, right = changed(statement.left, sized), changed(statement.right, sized)
    more = tuple((sign, changed(node, sized)) for sign, node in statement.more)
    return replace(statement, left=left, right=right, more=more)
