"""Means over the laws and variables of a setting: ``E[log p(X)]``, ``-sum_x p(x) log p(x)``, integrals of its densities."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from sympy import Expr, Integer, Integral, Mul, Sum, oo, powsimp

from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.expectation import Expectation, explicit
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import FiniteLaw, Law
from symbinfo.query.marked_means import TOTAL_OF
from symbinfo.query.means import mean_of
from symbinfo.query.nodes import Bars, Call, Name, Node, Number, Operation, below, changed
from symbinfo.query.setting_densities import Densities
from symbinfo.query.typed.expectation_forms import EXPECTATION, LOGARITHMS, as_measures, factors_of
from symbinfo.query.typed.tokens import Told
from symbinfo.query.variables import Finite

__all__ = ["Means"]

MOST_TERMS = 400


class Means(Densities):
    """What means over the laws and variables of a setting come to."""

    def mean(self, node: Call, builder: Any) -> Expr:
        """The mean that a mark stands for, or the total."""
        items: list[Any] = list(node.arguments.items)
        body, rest = items[0], items[1:]
        if node.name == TOTAL_OF:
            return self._total(node, body, rest, builder)
        if rest:
            return self._over(body, self._spellings(rest[0].name, body), rest[1].name, builder)
        names = list(dict.fromkeys(self._variables_in(body)))
        if len(names) == 1:
            return self._over(body, self._spellings(names[0], body), names[0], builder)
        if not names and len(self.names.laws) == 1:
            (law,) = self.names.laws
            return self._over(body, self._arguments_of_densities(body), law, builder)
        if not names:
            raise QueryError("over which law is this mean? write E_P[...], or declare X ~ P")
        return self._joint_mean(body, tuple(names), builder)

    def _variables_in(self, body: Any) -> Iterator[str]:
        """The variables that a body speaks of, by their own letters or as small ones inside a density."""
        for part in below(body):
            if isinstance(part, Name) and part.name in self.names.variables:
                yield part.name
            elif self.names.is_density(part):
                yield from self.names.variables_of(part)

    def _arguments_of_densities(self, body: Any) -> set[str]:
        calls = [part for part in below(body) if self.names.is_density(part)]
        return {item.name for call in calls for item in call.arguments.items if isinstance(item, Name)}

    def _spellings(self, name: str, body: Any) -> set[str]:
        """The variable with its small and its capital letter, as the body writes it."""
        return {name, name[:1].lower() + name[1:], name[:1].upper() + name[1:]} | (
            self._arguments_of_densities(body) if len(self.names.variables) < 2 else set()
        )

    def _over(self, body: Any, spellings: set[str], of: str, builder: Any) -> Expr:
        """The mean of a body in one variable, over a law or the law of a variable."""
        law = self._law_of(of)
        kept = self._kept(body, spellings, law, builder)
        if kept is not None:
            return kept
        free = {n for n in spellings if n not in builder.symbols or n in self.names.variables}
        if isinstance(law, FiniteLaw):
            terms = [m * builder.part(dict.fromkeys(free, o)).expression(body) for o, m in law.outcomes if m != 0]
            return sum(terms, start=Integer(0))
        measures = None if builder.inner else self._as_measures(body, free, of, builder)
        if measures is not None:
            return measures
        value = builder.part(dict.fromkeys(free, law.variable)).expression(body)
        return self._mean_of(value, law)

    def _kept(self, body: Any, spellings: set[str], law: Law, builder: Any) -> Expr | None:
        """A mean as it stands, where a derivation takes it: of what speaks of no density."""
        outcomes = law.outcomes if isinstance(law, FiniteLaw) else ()
        if not self.setting.means_kept or builder.inner or not all(o.is_number for o, _ in outcomes):
            return None
        if any(isinstance(part, Call) and self.names.is_density(part) for part in below(body)):
            return None
        free = {n for n in spellings if n not in builder.symbols or n in self.names.variables}
        value = builder.part(dict.fromkeys(free, law.variable)).expression(body)
        return Expectation(value, law) if value.has(law.variable) else None

    def _mean_of(self, value: Expr, law: Law) -> Expr:
        try:
            return mean_of(value, law, self.setting.conditions)
        except QueryError:
            if isinstance(law, FiniteLaw) or not hasattr(law, "lower"):
                raise
            found: Expr = explicit(Expectation(value, law))
            return found

    def _as_measures(self, body: Any, free: set[str], of: str, builder: Any) -> Expr | None:
        """Measures, where a body is linear in logarithms of densities; None of any other."""
        if not any(isinstance(part, Call) and part.name in LOGARITHMS for part in below(body)):
            return None
        variable = Name(next(iter(sorted(free)), "x").lower(), 0)

        def named(node: Any) -> Any:
            if isinstance(node, Name) and node.name in free:
                return variable
            if not self.names.is_density(node) or len(node.arguments.items) != 1:
                return None
            law = self.names.law_called(node.name) or self.names.variables_of(node)[0]
            inside = tuple(changed(item, named) for item in node.arguments.items)
            return Call(ALIAS[law], Bars(inside, ()), node.start) if inside == (variable,) else None

        known = sorted({*self.names.laws, *self.names.variables})
        ALIAS = {name: f"{chr(97 + at)}_" for at, name in enumerate(known)}
        real = {alias: name for name, alias in ALIAS.items()}
        plain = changed(body, named)
        call = Call(EXPECTATION, Bars((plain, variable, Name(ALIAS[of], 0)), (",", ",")), 0)
        found = as_measures(call, Told())
        if isinstance(found, Call) and found.name == EXPECTATION:
            return None

        def back(node: Any) -> Any:
            return Name(real[node.name], node.start) if isinstance(node, Name) and node.name in real else None

        made: Expr = builder.expression(changed(found, back))
        return made

    def _joint_mean(self, body: Any, names: tuple[str, ...], builder: Any) -> Expr:
        """The mean over several finite variables."""
        group = self.setting.variables.group_of(names)
        if not isinstance(group, Finite):
            raise QueryError("a mean over several variables is read of finite ones")
        rows = group.marginal(names).rows
        if len(rows) > MOST_TERMS:
            raise QueryError(f"a mean over more than {MOST_TERMS} outcomes is not written out")
        terms = []
        for outcome, mass in rows:
            local = {n: o for name, o in zip(names, outcome, strict=True) for n in (name, name.lower())}
            terms.append(mass * builder.part(local).expression(body))
        return sum(terms, start=Integer(0))

    # Totals.

    def _total(self, node: Call, body: Any, rest: list[Any], builder: Any) -> Expr:
        over, *ends = rest
        names = [item.name for item in over.items if isinstance(item, Name)]
        if len(names) > 1 or (self.names.variable_called(names[0]) and self._is_finite(names[0]) and not ends):
            return self._finite_total(body, names, builder)
        factors, signs = factors_of(body)
        weights = [pair for pair in factors if pair[1] and self._weighs(pair[0], names[0])]
        if not weights:
            raise QueryError(
                "a sum or an integral over all values is read of a density times something: give its range"
            )
        weight = weights[0][0]
        of = self.names.law_called(weight.name) or self.names.variables_of(weight)[0]
        law = self._law_of(of)
        if ends and not self._covers(law, ends, builder):
            return self._explicit(body, names[0], ends, law, builder)
        factors.remove(weights[0])
        value = self._over(_product(factors, node.start), {names[0]}, of, builder)
        return -value if signs % 2 else value

    def _written_out(self, body: Any, name: str, builder: Any) -> Expr | None:
        """An integral over all values in which the density of a declared law is written out, as the mean that it is."""
        for law in (
            *self.setting.laws.values(),
            *(self.setting.variables.law(n) for n in self.setting.variables.names),
        ):
            if isinstance(law, FiniteLaw) or not hasattr(law, "lower"):
                continue
            value = builder.part({name: law.variable}).expression(body)
            binder = Integral if law.continuous else Sum
            integral = binder(value, (law.variable, law.lower, law.upper))
            if (found := self.recognised(integral)) != integral:
                return found
        return None

    def _is_finite(self, name: str) -> bool:
        variable = self.names.variable_called(name)
        return variable is not None and isinstance(self.setting.variables.group_of([variable]), Finite)

    def _weighs(self, node: Any, name: str) -> bool:
        if not self.names.is_density(node) or len(node.arguments.items) != 1:
            return False
        (item,) = node.arguments.items
        return isinstance(item, Name) and item.name == name

    def _covers(self, law: Law, ends: list[Any], builder: Any) -> bool:
        """Whether a range holds the support of a law."""
        if isinstance(law, FiniteLaw):
            low, high = (builder.part({}).expression(end) for end in ends)
            return all(bool(low <= o) and bool(o <= high) for o, _ in law.outcomes if o.is_number)
        low, high = (builder.part({}).expression(end) for end in ends)
        return low in (law.lower, -oo) and high in (law.upper, oo)

    def _explicit(self, body: Any, name: str, ends: list[Any], law: Law, builder: Any) -> Expr:
        """An integral over a part of the support, as it stands."""
        low, high = (builder.part({}).expression(end) for end in ends)
        value = evaluated(explicit(builder.part({name: law.variable}).expression(body)))
        return (Integral if law.continuous else Sum)(value, (law.variable, low, high))

    def _finite_total(self, body: Any, names: list[str], builder: Any) -> Expr:
        """A sum over outcomes of finite variables, which leaves out what weighs nothing."""
        known = [self.names.variable_called(name) for name in names]
        if not all(known):
            raise QueryError("a sum over several names is read over finite variables: declare them")
        variables = tuple(str(name) for name in known)
        group = self.setting.variables.group_of(variables)
        if not isinstance(group, Finite):
            raise QueryError("a sum over several variables is read of finite ones")
        values = [[key[0] for key, _ in group.marginal((name,)).rows] for name in variables]
        weights = [pair[0] for pair in factors_of(body)[0] if pair[1] and self.names.is_density(pair[0])]
        total: Expr = Integer(0)
        count = 0
        for outcome in product(*values):
            count += 1
            if count > MOST_TERMS:
                raise QueryError(f"a sum over more than {MOST_TERMS} outcomes is not written out")
            local = {n: o for given, name, o in zip(names, variables, outcome, strict=True) for n in (given, name)}
            part = builder.part(local)
            if any(part.expression(weight) == 0 for weight in weights):
                continue
            total += part.expression(body)
        return total

    # Integrals whose densities are written out.

    def recognised(self, integral: Expr) -> Expr:
        """An integral over the support of a declared law, with its density written out in it, as the mean that it is."""
        if not isinstance(integral, Integral | Sum) or len(integral.limits) != 1 or len(integral.limits[0]) != 3:
            return integral
        variable, low, high = integral.limits[0]
        laws = [*self.setting.laws.values(), *(self.setting.variables.law(n) for n in self.setting.variables.names)]
        for law in (*laws, *_standard_laws(low, high)):
            if isinstance(law, FiniteLaw) or (getattr(law, "lower", None), getattr(law, "upper", None)) != (low, high):
                continue
            density = law.density.xreplace({law.variable: variable})
            rest = powsimp(Mul(integral.function, 1 / density), force=False)
            rest = rest.xreplace({variable: law.variable})
            if rest.count_ops() > integral.function.count_ops():
                continue
            try:
                return mean_of(rest, law, self.setting.conditions)
            except QueryError:
                continue
        return integral


def _standard_laws(low: Any, high: Any) -> tuple[Law, ...]:
    """Laws on a range whose densities stand in integrals after a substitution."""
    if (low, high) == (0, oo):
        return (law_of_family(FAMILIES["Exponential"], (Integer(1),), "P"),)
    if (low, high) == (-oo, oo):
        return (law_of_family(FAMILIES["Normal"], (Integer(0), Integer(1)), "P"),)
    numbers = low.is_Rational and high.is_Rational and low < high
    return (law_of_family(FAMILIES["Uniform"], (low, high), "P"),) if numbers else ()


def _product(factors: list[tuple[Any, bool]], place: int) -> Node:
    """The factors as a product again."""
    made: Any = Number(1, 0, place)
    for node, above in factors:
        made = Operation("*" if above else "/", made, node, place, place)
    return made
