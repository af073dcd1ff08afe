"""``maxent({x: m}, x in (0, oo))``: the range and the given means of a question for the largest entropy."""

from __future__ import annotations

from typing import Any

from sympy import E

from symbinfo.expressions.domain import Variable
from symbinfo.measures.optimum import LargestEntropy
from symbinfo.query.arguments import limits_of
from symbinfo.query.nodes import Call, Mapping, Name, Sequence

__all__ = ["largest_entropy"]


def largest_entropy(call: Call, builder: Any) -> Any:
    """``maxent({x: m, x**2: v}, x in (-oo, oo))``; with ``k in 0..oo`` as ``(k, 0, oo)`` and ``mass`` before it for counts."""
    usage = "write maxent({x: m}, x in (0, oo)), or maxent({k: m}, mass, k in (0, oo)) for whole numbers"
    items = list(call.arguments.items)
    discrete = any(isinstance(item, Name) and item.name == "mass" for item in items)
    items = [item for item in items if not (isinstance(item, Name) and item.name in ("mass", "density"))]
    table = next((item for item in items if isinstance(item, Mapping)), None)
    ranges = [item for item in items if isinstance(item, Sequence)]
    if len(ranges) != 1 or len(items) != 1 + (table is not None):
        raise builder.fail(f"the given means and the range are expected: {usage}", call)
    name, low, high = builder.at(call.start, limits_of, ranges[0], "maxent({x: m}, x in (0, oo))")
    variable = Variable(name.name, integer=True) if discrete else Variable(name.name, real=True)
    part = builder.part({})
    inner = builder.part({name.name: variable})
    pairs = [(inner.expression(k), part.expression(v)) for k, v in (table.pairs if table else ())]
    for statistic, _mean in pairs:
        if not statistic.has(variable):
            raise builder.fail(f"{statistic} does not depend on {variable}: give means of functions of it", table)
    return LargestEntropy(
        pairs, variable, part.expression(low), part.expression(high), discrete, getattr(builder, "base", None) or E
    )
