"""Means over the laws of a setting, marked in the tree of a query before the names of the language are looked for.

Where X ~ Normal(mu, sigma) or P = Normal(mu, sigma) is declared, ``p(x)`` is its density, ``-E[log p(X)]`` a mean over it
and so is ``-sum_x p(x) log p(x)``. What the marks mean is known once the setting is read (`symbinfo.query.setting_means`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from symbinfo.query.nodes import Bars, Call, Keyword, Name, Number, Sequence, Statement, below, changed
from symbinfo.query.typed.expectation_forms import EXPECTATION, LOGARITHMS, TOTAL, factors_of

__all__ = ["MARKS", "MEAN", "TOTAL_OF", "Names", "marked", "without_bound"]

#: The names of the marks, which nobody types: a mean of a body, and a sum or an integral of one over all values.
MEAN, TOTAL_OF = "Mean", "TotalOf"
MARKS = frozenset({MEAN, TOTAL_OF})
#: Letters of the density of a variable, where no law has that name.
LETTERS = frozenset({"p", "P", "f", "Pr"})
#: Letters of the variable of a mean where none is said.
AVERAGED = frozenset("xyztuknijwXYZKN")


def marked(
    statement: Statement, variables: Collection[str], laws: Collection[str], parameters: Collection[str] = ()
) -> Statement:
    """The statement with its means over the variables and laws of a setting marked, where a density stands in them.

    Examples
    --------
    >>> from symbinfo.query.nodes import Bars
    >>> body = Call("p", Bars((Name("x", 0),), ()), 0)
    >>> marked(Statement(Call("Total", Bars((body, Name("x", 0)), (",",)), 0)), ["X"], []).left.name
    'TotalOf'
    """
    names = Names(frozenset(variables), frozenset(laws), frozenset(parameters))
    return replace(
        statement,
        left=changed(statement.left, names.mark),
        right=None if statement.right is None else changed(statement.right, names.mark),
        more=tuple((sign, changed(node, names.mark)) for sign, node in statement.more),
    )


@dataclass(frozen=True)
class Names:
    """The names that a setting declares."""

    variables: frozenset[str]
    laws: frozenset[str]
    parameters: frozenset[str] = frozenset()

    def law_called(self, name: str) -> str | None:
        """The declared law that a name stands for: ``q`` is Q where no other law is called so."""
        capital = name[:1].upper() + name[1:]
        return next((n for n in (name, capital) if n in self.laws), None)

    def variables_of(self, call: Call) -> tuple[str, ...]:
        """The variables whose density a call is: ``p(x, y)``, ``p_X(x)``, ``P(X = 1)``; none where it is something else."""
        letter, _, index = call.name.partition("_")
        if letter not in LETTERS:
            return ()
        items = call.arguments.items
        named = tuple(i.name if isinstance(i, Name | Keyword) else "" for i in items)
        by_index = tuple(index) if index and all(c in self.variables for c in index) else ()
        if index:
            return (index,) if index in self.variables else by_index if len(by_index) == len(items) else ()
        if named and all(self.variable_called(n) for n in named):
            return tuple(self.variable_called(n) or "" for n in named)
        return tuple(self.variables) if len(self.variables) == 1 and len(items) == 1 else ()

    def variable_called(self, name: str) -> str | None:
        """The declared variable that a name or its small letter stands for."""
        capital = name[:1].upper() + name[1:]
        return next((n for n in (name, capital) if n in self.variables), None)

    def is_density(self, node: Any) -> bool:
        """Whether a node is the density of a declared law or variable at a point."""
        if not isinstance(node, Call) or not node.arguments.items:
            return False
        by_law = self.law_called(node.name) and len(node.arguments.items) == 1
        return bool(by_law or self.variables_of(node))

    def mark(self, node: Any) -> Any:
        """A mean or a total as a mark, or None."""
        if not isinstance(node, Call) or node.name not in (EXPECTATION, TOTAL, "Integral", "Sum"):
            return None
        body, *over = node.arguments.items
        has_density = any(self.is_density(part) for part in below(body))
        if node.name == EXPECTATION:
            return self._mean(node, body, over, has_density)
        if node.name == TOTAL:
            named: list[Any] = [i for o in over for i in (o.items if isinstance(o, Sequence) else (o,))]
            known = all(isinstance(i, Name) and self.variable_called(i.name) for i in named)
            return (
                self._marked(node, TOTAL_OF, [body, Sequence(tuple(named), node.start)])
                if has_density or known
                else None
            )
        weight = any(above and self.is_density(factor) for factor, above in factors_of(body)[0])
        if not weight or len(over) != 1 or not isinstance(over[0], Sequence) or len(over[0].items) != 3:
            return None
        variable, *ends = over[0].items
        return self._marked(node, TOTAL_OF, [body, Sequence((variable,), node.start), *ends])

    def _mean(self, node: Call, body: Any, over: list[Any], has_density: bool) -> Any:
        if not over:
            return self._marked(node, MEAN, [body]) if has_density else None
        if len(over) != 2 or not isinstance(over[1], Name):
            return None
        law = self.law_called(over[1].name) or self.variable_called(over[1].name)
        if law is None and over[1].name in LETTERS and len(self.variables) == 1:
            (law,) = self.variables
        if law is None:
            return None
        return self._marked(node, MEAN, [body, self._averaged(body, over[0]), Name(law, node.start)])

    def _averaged(self, body: Any, over: Any) -> Any:
        """The variable of a mean: the one that is said, or the one letter of the body that nothing declares."""
        names = {part.name for part in below(body) if isinstance(part, Name)}
        said = over.name if isinstance(over, Name) else ""
        if said.lower() in {name.lower() for name in names}:
            return over
        free = sorted(n for n in names - self.parameters - self.laws - self.variables if n in AVERAGED)
        return Name(free[0], over.start) if len(free) == 1 else over

    def _marked(self, node: Call, name: str, items: list[Any]) -> Call:
        inside = tuple(changed(item, self.mark) for item in items)
        return Call(name, Bars(inside, (",",) * (len(inside) - 1)), node.start)


def _without_range(call: Call) -> Call:
    """A question for the largest entropy without the variable of its range."""
    ranges = [item for item in call.arguments.items if isinstance(item, Sequence) and item.items]
    bound = {item.items[0].name for item in ranges if isinstance(item.items[0], Name)} | {"mass", "density"}

    def free(part: Any) -> Any:
        return Number(1, 0, part.start) if isinstance(part, Name) and part.name in bound else None

    return Call(
        "Sequence",
        Bars(tuple(changed(item, free) for item in call.arguments.items), call.arguments.separators),
        call.start,
    )


def without_bound(node: Any, variables: Collection[str]) -> Any:
    """A side without the names that its marks bind: what is left are parameters."""

    def inside(call: Any) -> Any:
        if isinstance(call, Call) and call.name == "maxent":
            return _without_range(call)
        if not isinstance(call, Call) or call.name not in MARKS:
            return None
        body, *over = call.arguments.items
        named = [i for o in over for i in (o.items if isinstance(o, Sequence) else (o,)) if isinstance(i, Name)]
        arguments = [
            i
            for part in below(body)
            if isinstance(part, Call) and part.name not in LOGARITHMS
            for i in part.arguments.items
        ]
        bound = {n.name for n in named} | {i.name for i in arguments if isinstance(i, Name)}
        bound |= {name.lower() for name in bound | set(variables)} | set(variables)

        def free(part: Any) -> Any:
            return Number(1, 0, part.start) if isinstance(part, Name) and part.name in bound else None

        return Call(
            "Sequence",
            Bars((changed(body, free), *(changed(o, free) for o in over)), call.arguments.separators),
            call.start,
        )

    return changed(node, inside)
