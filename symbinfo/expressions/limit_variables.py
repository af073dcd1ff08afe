"""What a limit leaves of the conditions of its body: those that do not speak of what tends somewhere."""

from __future__ import annotations

from typing import Any

from sympy import And, Limit, preorder_traversal

__all__ = ["free_conditions"]


def free_conditions(expr: Any, condition: Any) -> Any:
    """A condition without the parts that speak of the variable of a limit in an expression.

    Examples
    --------
    >>> from sympy import symbols
    >>> n, a = symbols("n a", positive=True)
    >>> free_conditions(Limit(a/n, n, 0), (n < 1) & (a < 2))
    a < 2
    """
    limits = [node for node in preorder_traversal(expr) if isinstance(node, Limit)]
    bound = {node.args[1] for node in limits} - getattr(expr, "free_symbols", set())
    return And(*(part for part in And.make_args(condition) if not part.free_symbols & bound)) if bound else condition
