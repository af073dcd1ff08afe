"""Names that are short for an expression: ``softplus(x)`` for log(1 + exp(x)), ``BC(P, Q)`` for 1 - Hellinger(P || Q)**2.

A name is a row; its expression is written in the language, and told where it was read. A name that a setting declares is
that of the setting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import (
    Bars,
    Call,
    Keyword,
    Name,
    Number,
    Operation,
    Sequence,
    Statement,
    Weighted,
    below,
    changed,
)
from symbinfo.query.typed.tokens import Told

__all__ = ["FUNCTIONS", "MEASURES", "with_shorthand"]

#: Functions of numbers: what each takes, and what it is.
FUNCTIONS: dict[str, str] = {
    "log1p": "log1p(x) = log(1 + x)",
    "expm1": "expm1(x) = exp(x) - 1",
    "exp2": "exp2(x) = 2**x",
    "cbrt": "cbrt(x) = x**(1/3)",
    "square": "square(x) = x**2",
    "hypot": "hypot(x, y) = sqrt(x**2 + y**2)",
    "logaddexp": "logaddexp(x, y) = log(exp(x) + exp(y))",
    "sigmoid": "sigmoid(x) = 1/(1 + exp(-x))",
    "expit": "expit(x) = 1/(1 + exp(-x))",
    "logit": "logit(p) = log(p/(1 - p))",
    "logsigmoid": "logsigmoid(x) = -log(1 + exp(-x))",
    "log_expit": "log_expit(x) = -log(1 + exp(-x))",
    "softplus": "softplus(x) = log(1 + exp(x))",
    "betaln": "betaln(a, b) = loggamma(a) + loggamma(b) - loggamma(a + b)",
    "comb": "comb(n, k) = binomial(n, k)",
    "binom": "binom(n, k) = binomial(n, k)",
    "xlogy": "xlogy(x, y) = x*log(y)",
    "xlog1py": "xlog1py(x, y) = x*log(1 + y)",
    "entr": "entr(x) = -x*log(x)",
    "rel_entr": "rel_entr(x, y) = x*log(x/y)",
    "ndtr": "ndtr(x) = erfc(-x/sqrt(2))/2",
    "log_ndtr": "log_ndtr(x) = log(erfc(-x/sqrt(2))/2)",
}
#: Measures of laws.
MEASURES: dict[str, str] = {
    **dict.fromkeys(("BC", "BhattacharyyaCoefficient"), "BC(P, Q) = 1 - Hellinger(P || Q)**2"),
    **dict.fromkeys(
        ("Bhattacharyya", "BhattacharyyaDistance", "bhattacharyya", "D_B"),
        "Bhattacharyya(P, Q) = Renyi(P || Q; 1/2)/2",
    ),
    **dict.fromkeys(
        ("Chernoff", "ChernoffInformation", "D_C"), "Chernoff(P, Q) = max((1 - s_0)*Renyi(P || Q; s_0); s_0; s_0 <= 1)"
    ),
    **dict.fromkeys(("Jeffreys", "jeffreys"), "Jeffreys(P, Q) = KL(P || Q) + KL(Q || P)"),
    **dict.fromkeys(("Perplexity", "perplexity"), "perplexity(P) = exp(H(P))"),
    **dict.fromkeys(("EntropyPower", "entropy_power"), "EntropyPower(P) = exp(2*H(P))/(2*pi*E)"),
}
#: What an optimum among them varies.
ORDER = "s_0"
#: What takes any number of values, or a list of them.
LOG_SUM, SOFTMAX = "logsumexp", "softmax"
#: Of how many nodes one may be, written out: each may repeat its arguments.
LARGEST = 500


def with_shorthand(statement: Statement, parse: Callable[[str], Statement], told: Told) -> Statement:
    """The statement with each shorthand written out; `parse` reads the expressions of the rows.

    Raises
    ------
    QueryError
        When a shorthand has too many arguments or too few, or is too long when it is written out.
    """
    known = (FUNCTIONS.keys() | MEASURES.keys() | {LOG_SUM, SOFTMAX}) - told.names
    if not any(isinstance(node, Call) and node.name in known for node in below(statement)):
        return statement
    told.changed = True

    def written(node: Any) -> Any:
        if not isinstance(node, Call) or node.name not in known:
            return None
        items = tuple(changed(item, written) for item in node.arguments.items)
        found = _of_exponentials(node, items) if node.name in (LOG_SUM, SOFTMAX) else _of_row(node, items, parse)
        if len(below(found)) > LARGEST:
            raise QueryError(f"{node.name} is too long here when it is written out: simplify it", "", node.start)
        return found

    left, *others = (changed(side, written) for side in statement.sides)
    if not others:
        return replace(statement, left=left)
    more = tuple((sign, side) for (sign, _), side in zip(statement.more, others[1:], strict=True))
    return replace(statement, left=left, right=others[0], more=more)


def _of_row(call: Call, items: tuple[Any, ...], parse: Callable[[str], Statement]) -> Any:
    """The expression of a row with the arguments in it; errors in it point to where the shorthand stands."""
    row = FUNCTIONS.get(call.name) or MEASURES[call.name]
    names, body = _read(row, parse)
    if len(items) != len(names) or any(isinstance(item, Keyword | Weighted) for item in items):
        raise QueryError(f"{call.name} takes other arguments: {row}", "", call.start)
    if ORDER in {n.name for item in items for n in below(item) if isinstance(n, Name)} and ORDER in row:
        raise QueryError(f"{call.name} is an optimum over {ORDER}: give another name to the parameter", "", call.start)
    values = dict(zip(names, items, strict=True))
    start = call.start

    def inserted(node: Any) -> Any:
        if isinstance(node, Name):
            return values.get(node.name) or replace(node, start=start)
        if isinstance(node, Number):
            return replace(node, start=start)
        return None

    return changed(body, inserted)


@cache
def _read(row: str, parse: Callable[[str], Statement]) -> tuple[tuple[str, ...], Any]:
    head, _, body = row.partition(" = ")
    return tuple(head[head.index("(") + 1 : -1].split(", ")), parse(body).left


def _of_exponentials(call: Call, items: tuple[Any, ...]) -> Any:
    """``logsumexp(a, b)`` is log(exp(a) + exp(b)); ``softmax([a, b])`` the list of the shares of exp(a) and exp(b)."""
    start = call.start
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].items
    if not items or any(isinstance(item, Keyword | Weighted | Sequence) for item in items):
        raise QueryError(f"{call.name} is written {call.name}([a, b, c])", "", start)
    powers = [Call("exp", Bars((item,), ()), start) for item in items]
    total: Any = powers[0]
    for power in powers[1:]:
        total = Operation("+", total, power, start, start)
    if call.name == LOG_SUM:
        return Call("log", Bars((total,), ()), start)
    return Sequence(tuple(Operation("/", power, total, start, start) for power in powers), start)
