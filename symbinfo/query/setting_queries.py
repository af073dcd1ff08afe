"""Queries in a setting: measures of its variables and laws, means over them, and the values of their densities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sympy import Dummy, Expr, Symbol

from symbinfo.expressions.errors import DomainError, MeasureError, QueryError
from symbinfo.laws.expectation import Expectation
from symbinfo.laws.law import Law
from symbinfo.query.additive_noise import entropy_given_inputs, information_of_noise
from symbinfo.query.build_laws import LawBuilder
from symbinfo.query.build_measures import MeasureBuilder
from symbinfo.query.marked_means import MARKS
from symbinfo.query.means import mean_of
from symbinfo.query.means_of_products import mean_of_products
from symbinfo.query.nodes import Argument, Bars, Call, Name, Operation, below
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder, is_lawful
from symbinfo.query.setting_means import Means
from symbinfo.query.shannon_measures import ShannonTerm, term_of
from symbinfo.query.typed.expectation_forms import EXPECTATION
from symbinfo.query.vocabulary import OF_OUTCOMES, is_law, is_shannon

__all__ = ["Asked"]

#: Words for a covariance and a variance, with how many variables they take.
COVARIANCE = {"Cov": 2, "cov": 2, "Var": 1, "var": 1}


@dataclass
class Part(LawBuilder):
    """A builder of what stands inside a mean or a sum, where densities of the setting have values."""

    densities: Any = None

    def part(self, local: dict[str, Any]) -> Part:
        """The builder of an expression inside this one."""
        both = {**self.local, **local}
        return Part(self.text, self.symbols, inner=True, local=both, budget=self.budget, densities=self.densities)

    def _call(self, node: Call) -> Expr:
        if node.name in MARKS:
            return self.at(node.start, self.densities.mean, node, self)
        found = self.at(node.start, self.densities.value, node, self)
        return super()._call(node) if found is None else found


class Asked(MeasureBuilder):
    """A builder that knows the variables and the laws of a setting."""

    def __init__(self, text: str, symbols: dict[str, Symbol], base: Expr, setting: Setting) -> None:
        super().__init__(text, symbols, base=base, declared=setting.conditions)
        self.setting = setting
        self.densities = Means(setting)

    def part(self, local: dict[str, Any]) -> Part:
        """The builder of an expression inside a law, a mean or a sum."""
        both = {**self.local, **local}
        return Part(self.text, self.symbols, inner=True, local=both, budget=self.budget, densities=self.densities)

    def _call(self, node: Call) -> Expr:
        known = COVARIANCE.get(node.name) == len(node.arguments.items) and node.name not in self.symbols
        if known:
            return self._covariance(node)
        if node.name in MARKS:
            return self.at(node.start, self.densities.mean, node, self)
        found = self.at(node.start, self.densities.value, node, self)
        if found is not None:
            return found
        made = super()._call(node)
        return self.densities.recognised(made) if node.name in ("Integral", "Sum") else made

    def measure(self, call: Call) -> Expr:
        """A measure of variables, of laws, or of both."""
        variables, laws = set(self.setting.variables.names), self.setting.laws
        if call.name == "FisherInformation" and len(call.arguments.items) == 1:
            call = self._of_the_only_law(call)
        items = call.arguments.items
        named = [item for item in items if isinstance(item, Name)]
        if is_shannon(call) and not any(item.name in laws for item in named):
            for item in named:
                if item.name not in variables:
                    raise self.fail(
                        f"{item.name} is no variable of the setting: declare it, as in {item.name} ~ ...", item
                    )
            return self.at(call.start, self._of_variables, self.at(call.start, term_of, call))
        if len(items) == 1 and named and named[0].name in variables and call.name in OF_OUTCOMES:
            raise self.fail(f"{named[0].name} is a variable: write I(X; Y), or H({named[0].name})", call)
        return super().measure(call)

    def _covariance(self, node: Call) -> Expr:
        """``E[X*Y] - E[X]*E[Y]``, of ``Cov(X, Y)``, or of ``Var(X)`` with X twice."""
        first, last = node.arguments.items[0], node.arguments.items[-1]
        both = Operation("*", first, last, node.start, node.start)  # type: ignore[arg-type]
        joint, *alone = (replace(node, name=EXPECTATION, arguments=Bars((body,), ())) for body in (both, first, last))
        return self.expression(joint) - self.expression(alone[0]) * self.expression(alone[1])

    def optimum(self, call: Call) -> Expr:
        """A question for an optimum, perhaps over the input of a channel of the setting."""
        return self._optimum(call, self.setting)

    def rate(self, call: Call) -> Expr:
        """The entropy rate of a source of the setting, or of one that is written out."""
        return self._rate(call, self.setting)

    def _of_the_only_law(self, call: Call) -> Call:
        """``J(theta)``: the information of the one variable, or of the one law, that is declared."""
        known = [*self.setting.variables.names, *self.setting.laws]
        if len(known) != 1:
            raise self.fail("of which law is not said: write FisherInformation(P; theta)", call)
        return replace(call, arguments=Bars((Name(known[0], call.start), *call.arguments.items), (";",)))

    def expectation(self, call: Call) -> Expr:
        """The mean of a function of a declared variable, or of a variable whose law stands beside it."""
        body, *rest = call.arguments.items
        names = {n.name for n in below(body) if isinstance(n, Name)}
        of = [name for name in self.setting.variables.names if name in names]
        if len(rest) == 2 and not (isinstance(rest[0], Name) and rest[0].name in of):
            return super().expectation(call)
        if not of:
            raise self.fail("an expectation is read of a function of declared variables", call)
        if len(of) > 1:
            return self._mean_of_several(call, of)
        law = self.setting.variables.law(of[0])
        value = self.part({of[0]: law.variable}).expression(body)
        if self.setting.means_kept and not self.inner and value.has(law.variable):
            return Expectation(value, law)
        return self.at(call.start, mean_of, value, law, self.setting.conditions)

    def _mean_of_several(self, call: Call, names: list[str]) -> Expr:
        places = {name: Dummy(name, real=True) for name in names}
        value = self.part(dict(places)).expression(call.arguments.items[0])

        def alone(body: Expr, law: Law) -> Expr:
            if self.setting.means_kept and not self.inner:
                return Expectation(body, law)
            return mean_of(body, law, self.setting.conditions)

        return self.at(call.start, mean_of_products, value, places, self.setting.variables, alone)

    def _of_variables(self, term: ShannonTerm) -> Expr:
        names = [name for group in (*term.groups, term.given) for name in group]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise QueryError(f"{twice} stands there twice: name each variable once")
        known = self.setting.variables
        try:
            if term.kind == "H":
                found = entropy_given_inputs(known, term.groups[0], term.given, self.base)
                return known.entropy(term.groups[0], term.given, self.base) if found is None else found
            return self._information(term.groups, term.given)
        except (DomainError, MeasureError) as error:
            raise QueryError(str(error).replace("si.", "")) from error

    def _information(self, groups: tuple[tuple[str, ...], ...], given: tuple[str, ...]) -> Expr:
        """I(A; B | C); of more groups the co-information, ``I(A; B; C) = I(A; B) - I(A; B | C)``."""
        if len(groups) == 2:
            noisy = information_of_noise(self.setting.variables, *groups, given, self.base)
            if noisy is not None:
                return noisy
            return self.setting.variables.information(*groups, given, self.base)
        *before, last = groups
        less = tuple(before)
        return self._information(less, given) - self._information(less, (*given, *last))

    def law(self, node: Argument, name: str = "P") -> Law:
        """A law by its name, that of a variable, or one that is written out."""
        if isinstance(node, Name) and node.name in self.setting.variables.names:
            return self.setting.variables.law(node.name)
        if (isinstance(node, Name) and node.name in self.setting.laws) or is_lawful(node):
            return SettingLawBuilder(self.text, self.symbols, setting=self.setting).law(node, name)
        known = self.setting.variables.names
        inside = any(isinstance(part, Name) and part.name in known for part in below(node))
        if inside and not is_law(node):
            message = "declare a function of variables by a line, such as T = X + Y, and ask for H(T)"
            raise self.fail(message, node)
        return self.setting.under(super().law(node, name))

    def _name(self, node: Name) -> Expr:
        if node.name in self.setting.laws:
            raise self.fail(f"{node.name} is a law: ask for a measure of it, such as H({node.name})", node)
        if node.name in self.setting.variables.names:
            raise self.fail(f"{node.name} is a variable: ask for a measure of it, such as H({node.name})", node)
        return super()._name(node)
