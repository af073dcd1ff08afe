"""Names for laws that a question writes out: of ``KL(Normal(0, 1) || Normal(1, 2))`` the first is P, the second Q.

A solution speaks of p(x), of E_P and of X: what these are is said by lines of the setting, which are shown.
"""

from __future__ import annotations

from typing import Any

from symbinfo.query.nodes import Call, Mapping, Name, Node, Statement, changed, children
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import is_lawful
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.vocabulary import CAPACITIES, MAXENT, MEASURES

__all__ = ["with_laws_named"]

LAWS, VARIABLES = ("P", "Q", "R"), ("X", "Y", "Z")


def with_laws_named(question: Node, given: list[str], known: Setting | None) -> tuple[list[str], set[str]]:
    """The lines of a setting with those that name the laws of a question, and the question in these names.

    Examples
    --------
    >>> from symbinfo.query.syntax import read
    >>> with_laws_named(read("H(Exponential(r))").left, [], None)[0]
    ['P = Exponential(r)', 'X ~ P']
    """
    taken = set(known.symbols) | set(known.laws) | set(known.variables.names) if known is not None else set()
    written: dict[str, Any] = {}
    for node in _laws_in(question):
        written.setdefault(canonical(Statement(node)), node)
    names = [name for name in LAWS if name not in taken]
    named = dict(zip(written, names, strict=False))
    lines = [*given, *(f"{name} = {law}" for law, name in named.items())]
    laws = list(named.values()) or (sorted(known.laws) if known is not None and not known.variables.names else [])
    variables = [name for name in VARIABLES if name not in taken]
    drawn = dict(zip(laws[:2] if _apart(question) else laws[:1], variables, strict=False))
    lines += [f"{variable} ~ {law}" for law, variable in drawn.items()]
    restated = {_with(question, named)}
    by_variable = {law: drawn[name] for law, name in named.items() if name in drawn}
    restated.add(_with(question, by_variable))
    if known is not None:
        restated.add(_renamed(question, drawn))
    return lines, restated


def _laws_in(node: Any) -> list[Node]:
    """The laws that are written out as arguments of measures, in order; means that are given make none."""
    if isinstance(node, Call) and node.name in (*CAPACITIES, MAXENT):
        return []
    if is_lawful(node) and isinstance(node, Call | Mapping) and not _is_divergence(node):
        return [node]
    return [law for child in children(node) for law in _laws_in(child)]


def _is_divergence(node: Any) -> bool:
    """Whether a call is of two laws: ``Chi2(P || Q)`` is a divergence, and Chi2(k) a law."""
    return isinstance(node, Call) and "||" in node.arguments.separators


def _apart(question: Node) -> bool:
    """Whether each measure of a question is of one law: then each law has a variable of its own."""
    waiting: list[Any] = [question]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call) and node.name in MEASURES and len(node.arguments.items) > 1:
            return False
        waiting.extend(children(node))
    return True


def _with(question: Node, named: dict[str, str]) -> str:
    def change(node: Any) -> Any:
        law = canonical(Statement(node)) if is_lawful(node) else ""
        return Name(named[law], node.start) if law in named else None

    return canonical(Statement(changed(question, change)))


def _renamed(question: Node, drawn: dict[str, str]) -> str:
    def change(node: Any) -> Any:
        return Name(drawn[node.name], node.start) if isinstance(node, Name) and node.name in drawn else None

    return canonical(Statement(changed(question, change)))
