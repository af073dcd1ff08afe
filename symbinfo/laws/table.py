"""Joint tables: a probability for each tuple of outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from sympy import (
    And,
    Basic,
    Dict,
    Eq,
    Expr,
    Rational,
    S,
    SympifyError,
    Tuple,
    sympify,
)

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised
from symbinfo.expressions.shortest import shortest
from symbinfo.laws.component import Joint, names_of
from symbinfo.laws.family import ParameterDomain, outcome_label
from symbinfo.laws.law import FiniteLaw, as_texts, simplified
from symbinfo.laws.outcomes import representatives

__all__ = ["JointTable", "joint_law", "table"]


class JointTable(Joint, FiniteLaw):
    """A joint pmf on finitely many tuples of outcomes.

    Attributes
    ----------
    variables : tuple of Component
        ``X, Y = J.variables``.
    """

    def __new__(
        cls, name: Any, family: Any, parameters: Iterable[Any], condition: Any, outcomes: Any, names: Iterable[Any]
    ) -> JointTable:
        """A table from pairs of (tuple of outcomes, probability)."""
        law = FiniteLaw(name, family, parameters, condition, outcomes)
        return Basic.__new__(cls, *law.args, as_texts(names))

    variables = property(lambda self: self.components)

    @property
    def variable(self) -> Tuple:
        """The bound variables, one for each variable of the table."""
        return Tuple(*(Variable(n.name.lower()) for n in self.names))

    def marginal(self, block: Sequence[int]) -> FiniteLaw:
        """The law of some of the variables, in the order asked for."""
        block = self._checked(block)
        totals: dict[Any, Expr] = {}
        for outcome, mass in self.outcomes:
            key = tuple(outcome[i] for i in block)
            totals[key] = totals.get(key, S.Zero) + mass
        names = [self.names[i].name for i in block]
        masses = {key: simplified(mass) for key, mass in totals.items()}
        if len(block) == 1:
            pairs = [(key[0], mass) for key, mass in masses.items()]
            shown = (Dict(dict(pairs)),)
            return FiniteLaw(names[0], "FiniteRV", shown, self.condition, pairs)
        joint = [(Tuple(*key), mass) for key, mass in masses.items()]
        return JointTable(self.args[0], self.args[1], (Dict(dict(joint)),), self.condition, joint, names)


def table(entries: Any, names: Sequence[str] | None = None, name: str = "P") -> JointTable:
    """A joint pmf, from nested lists or from a dict of outcomes and probabilities.

    Parameters
    ----------
    entries : nested sequence, Matrix or dict
        ``entries[i][j]`` is P(X = i, Y = j), to any depth; or a dict from tuples of outcomes to probabilities. Entries
        are numbers or expressions of parameters; decimals such as 0.1 are read as 1/10.
    names : sequence of str, optional
        The names of the variables: X, Y, Z, ... by default.
    name : str
        What the joint law is called in formulas.

    Returns
    -------
    JointTable
        Its ``variables`` are what the measures take.

    Raises
    ------
    MeasureError
        When the entries do not form a table.
    DomainError
        When an entry is known to lie outside [0, 1].
    NotNormalised
        When the entries are known not to sum to 1.

    Examples
    --------
    >>> from sympy import Rational
    >>> import symbinfo as si
    >>> X, Y = table([[Rational(1, 2), 0], [0, Rational(1, 2)]]).variables
    >>> si.MutualInformation(X, Y).doit()
    log(2)
    """
    pairs = dict(entries) if isinstance(entries, (Mapping, Dict)) else dict(_cells(entries))
    keyed = {tuple(k) if isinstance(k, (tuple, Tuple, list)) else (k,): v for k, v in pairs.items()}
    return joint_law(keyed, names, name)


def joint_law(pairs: Mapping[tuple[Any, ...], Any], names: Sequence[str] | None = None, name: str = "P") -> JointTable:
    """A joint table from a mapping of tuples of outcomes to probabilities; see `table`."""
    lengths = {len(key) for key in pairs}
    if len(lengths) != 1 or lengths == {0}:
        raise MeasureError("every outcome of a joint table lists the same number of variables, at least one")
    (size,) = lengths
    names = names_of(names, size)
    labels = [tuple(outcome_label(o) for o in key) for key in pairs]
    forms = [representatives(column) for column in zip(*labels, strict=True)]
    keys = [Tuple(*(form[o] for form, o in zip(forms, label, strict=True))) for label in labels]
    rows = [(key, _exact(mass)) for key, mass in zip(keys, pairs.values(), strict=True)]
    if len({key for key, _ in rows}) < len(rows):
        raise DomainError("table", "outcomes", "two that are equal", "distinct")
    condition = _condition(rows)
    return JointTable(name, "table", (Dict(dict(rows)),), condition, rows, names)


def _exact(mass: Any) -> Expr:
    """A probability; a decimal is the fraction that was typed."""
    if isinstance(mass, str):
        raise MeasureError(f"the entry {mass!r} of a table is text: give a number or a SymPy expression")
    if isinstance(mass, float) and isfinite(mass):
        return Rational(str(float(mass)))
    try:
        return sympify(mass, strict=True)
    except SympifyError:
        raise MeasureError(
            f"an entry of a table is a number or a SymPy expression: got {type(mass).__name__}"
        ) from None


def _condition(rows: list[tuple[Tuple, Expr]]) -> Any:
    """What the symbolic entries must satisfy: between 0 and 1, and a total of 1 where that does not follow."""
    for outcome, mass in rows:
        if not ParameterDomain.PROBABILITY.admits(mass):
            raise DomainError("table", f"P{tuple(outcome)}", mass, ParameterDomain.PROBABILITY.words)
    total = sum((mass for _, mass in rows), S.Zero)
    total = simplified(total) if total.free_symbols else total
    if not total.free_symbols and total != 1 and abs((total - 1).evalf(40)) > 1e-30:
        raise NotNormalised("table", total)
    positive = shortest(mass > 0 for _, mass in rows if mass.free_symbols)
    return And(positive, Eq(total, 1)) if total.free_symbols else positive


def _cells(entries: Any) -> list[tuple[tuple[int, ...], Any]]:
    """The entries of nested lists, each with its place."""
    if hasattr(entries, "tolist"):
        entries = entries.tolist()
    if not isinstance(entries, (list, tuple, Tuple)):
        return [((), entries)]
    return [((i, *place), entry) for i, row in enumerate(entries) for place, entry in _cells(row)]
