"""From a syntax tree to information measures of laws, whose laws have names in the query that they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sympy import Expr, Integer
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.expressions.free_names import free_name
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import DiscreteLaw, FiniteLaw, Law
from symbinfo.measures import SelfInformation
from symbinfo.measures.fisher_information import FisherInformationBetween
from symbinfo.query.arguments import measure_arguments
from symbinfo.query.bounded_arithmetic import guarded
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.means import mean_of
from symbinfo.query.nodes import Argument, Call, Name
from symbinfo.query.vocabulary import form_of, is_event

__all__ = ["MeasureBuilder"]

LAW_NAMES = ("P", "Q", "R", "S", "T", "U", "V", "W")


@dataclass
class MeasureBuilder(LawBuilder):
    """A builder of whole sides of a query: expressions of measures.

    Parameters
    ----------
    base : Expr
        The base of the logarithm of every measure.
    several : bool
        Whether the query holds several measures, so that equal laws share a name.
    met : list of Law
        The laws met so far.
    """

    base: Any = None
    several: bool = False
    met: list[Law] = field(default_factory=list)

    def measure(self, call: Call) -> Expr:
        """An information measure of laws."""
        if is_event(call):
            value = self.part({}).expression(call.arguments.items[0])
            return self.at(call.start, _information_of_an_event, value, self.base)
        form = form_of(call)
        parts = self.at(call.start, measure_arguments, call, form)
        laws = [self.law(node, LAW_NAMES[i]) for i, node in enumerate(parts.laws)]
        outcome = None
        if parts.outcome is not None:
            outcome, laws[0] = self._outcome_of(parts.outcome, laws[0])
        if self.several:
            laws = [law.renamed(self._shared_name(law)) for law in laws]
        order = [] if parts.order is None else [self.part({}).expression(p) for p in (parts.order, *parts.further)]
        made_by = FisherInformationBetween if parts.entry else form.measure
        args = [*laws, *order] if outcome is None else [outcome, *laws]
        try:
            made: Expr = guarded(lambda: made_by(*args, base=self.base), what=f"{call.name}(...)")
        except (DomainError, MeasureError, NotNormalised) as error:
            mixed = len({law.continuous for law in laws}) > 1
            place = parts.laws[1] if mixed else parts.order if isinstance(error, DomainError) and parts.order else call
            raise self.fail(str(error), place) from error
        except QueryError as error:
            raise self.fail(error.message, call) from error
        return made

    def expectation(self, call: Call) -> Expr:
        """The mean of a function of a variable whose law stands beside it."""
        items = call.arguments.items
        if len(items) != 3 or not isinstance(items[1], Name):
            return super().expectation(call)
        law = self.law(items[2])
        body = self.part({items[1].name: law.variable}).expression(items[0])
        return self.at(call.start, mean_of, body, law, self.declared)

    def optimum(self, call: Call) -> Expr:
        """A question for an optimum."""
        return self._optimum(call, None)

    def _optimum(self, call: Call, setting: Any) -> Expr:
        from symbinfo.query.optima_asked import optimum_asked  # it stands above the builders

        return optimum_asked(call, self, setting)

    def rate(self, call: Call) -> Expr:
        """The entropy rate of a source."""
        return self._rate(call, None)

    def _rate(self, call: Call, setting: Any) -> Expr:
        from symbinfo.query.random_sources import rate_of  # it stands above the builders

        try:
            return rate_of(call, self, setting)
        except (DomainError, MeasureError, NotNormalised) as error:
            raise self.fail(str(error), call) from error

    def _shared_name(self, law: Law) -> str:
        """Equal laws of a query have one name."""
        plain = law.renamed("P")
        if plain not in self.met:
            self.met.append(plain)
        place = self.met.index(plain)
        return LAW_NAMES[place] if place < len(LAW_NAMES) else f"P{place}"

    def _outcome_of(self, node: Argument, law: Law) -> tuple[Any, Law]:
        """The outcome of a self-information, and the law in the form in which it has a probability for it."""
        if not isinstance(law, FiniteLaw):
            return self.part({}).expression(node), law
        outcome = self.outcome(node)
        listed = [label for label, _ in law.outcomes]
        if outcome in listed or (not outcome.has(Str) and not outcome.free_symbols):
            return outcome, law
        if law.family == "Bernoulli" and isinstance(node, Name):
            return self.symbols[node.name], _bernoulli_by_formula(law)
        shown = ", ".join(str(label) for label in listed[:6]) + (", ..." if len(listed) > 6 else "")
        raise self.fail(f"{outcome} is no outcome of {law.title}: its outcomes are {shown}", node)


def _information_of_an_event(probability: Expr, base: Expr) -> Expr:
    """The self-information of an event of a probability.

    Raises
    ------
    QueryError
        When it is no probability (without the place, which the caller knows).
    """
    if not ParameterDomain.POSITIVE_PROBABILITY.admits(probability):
        raise QueryError(f"a probability lies in (0, 1]: got {probability}")
    law = law_of_family(FAMILIES["Bernoulli"], (probability,), "P")
    return SelfInformation(Integer(1), law, base=base)


def _bernoulli_by_formula(law: Law) -> DiscreteLaw:
    """The mass ``p**k*(1 - p)**(1 - k)`` on 0 and 1, which has a value for a symbolic outcome."""
    (p,) = law.parameters
    k = Variable(free_name("kij", law.free_symbols), integer=True)
    mass = p**k * (1 - p) ** (1 - k)
    return DiscreteLaw(law.name, law.family, law.parameters, law.condition, k, mass, Integer(0), Integer(1))
