"""From a syntax tree to SymPy objects: symbols, laws, measures, expressions and claims. Text is never evaluated."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sympy
from sympy import Add, And, Dict, Expr, Integer, Symbol, Tuple, false, true
from sympy.core.symbol import Str

from symbinfo import measures
from symbinfo.derivation import Claim, Relation
from symbinfo.expressions.domain import Variable
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.laws.by_hand import Density, Mass
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import Parameter, ParameterDomain
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import DiscreteLaw, FiniteLaw, Law
from symbinfo.laws.product import product
from symbinfo.laws.vector import LARGEST
from symbinfo.laws.vector_catalogue import VECTORS, VectorFamily
from symbinfo.query.arguments import bound, limits_of, measure_arguments
from symbinfo.query.bounded_arithmetic import FUNCTIONS, apply, checked, combine, guarded, is_sum_of_numbers, number
from symbinfo.query.events import derivative, information_of_an_event
from symbinfo.query.shannon_measures import ShannonClaim, ShannonSum, ShannonTerm, shannon_sum
from symbinfo.query.signs_of_densities import uses_by_sign
from symbinfo.query.sizes import LARGEST_SHAPE, too_large
from symbinfo.query.symbols import Use, entries, symbols_of, uses_of
from symbinfo.query.syntax import (
    Call,
    Keyword,
    Mapping,
    Name,
    Negation,
    Node,
    Number,
    Operation,
    Sequence,
    Statement,
    below,
)
from symbinfo.query.vocabulary import (
    BY_HAND,
    CONSTANTS,
    LAWS,
    MEASURES,
    PRODUCT,
    SHANNON,
    form_of,
    is_event,
    is_law,
    is_shannon,
    near,
    signature,
)

__all__ = ["Builder", "ShannonClaim", "ShannonSum", "ShannonTerm", "build"]

LAW_NAMES = ("P", "Q", "R", "S", "T", "U", "V", "W")
#: Laws whose density or table is written out, and how large their first parameter may be.
MOST_TERMS = {"RobustSoliton": 1000, "UniformSum": 100}
#: How many parts all sums of numbers that are written out may have together.
MOST_SUMMED = 1000


@dataclass
class Builder:
    """What building needs to know: the text for errors, the symbols, the base, and the laws met so far.

    Parameters
    ----------
    text : str
        The query.
    symbols : dict
        The symbol of each name; a name that is missing is refused.
    base : Expr
        The base of the logarithm of every measure.
    several : bool
        Whether the query holds several measures, so that equal laws share a name.
    pure : bool
        Whether measures are out of place.
    inner : bool
        Whether the expression stands inside a law or a sum.
    implied : tuple of Use
        What the laws written by hand imply about their names; its conditions become theirs.
    declared : tuple of Boolean
        What was declared of the parameters.
    """

    text: str
    symbols: dict[str, Symbol]
    base: Any = None
    several: bool = False
    pure: bool = False
    inner: bool = False
    implied: tuple[Use, ...] = ()
    declared: tuple[Any, ...] = ()
    local: dict[str, Expr] = field(default_factory=dict)
    met: list[Law] = field(default_factory=list)
    written: list[tuple[Law, int]] = field(default_factory=list)
    budget: list[int] = field(default_factory=lambda: [MOST_SUMMED])

    def fail(self, message: str, node: Any) -> QueryError:
        """An error at a node (or at an offset)."""
        return QueryError(message, self.text, node if isinstance(node, int) else node.start)

    # Expressions.

    def expression(self, node: Any) -> Expr:
        """An expression; a chain of operations is walked without recursion."""
        chain: list[Operation] = []
        while isinstance(node, Operation) and node.sign != "**":
            chain.append(node)
            node = node.left
        value = self._atom(node)
        for operation in reversed(chain):
            value = self._at(operation.at, combine, operation.sign, value, self.expression(operation.right))
        return value

    def _at(self, place: int, make: Any, *args: Any) -> Any:
        try:
            return make(*args)
        except QueryError as error:
            raise self.fail(error.message, place if error.position is None else error.position) from error

    def _atom(self, node: Any) -> Expr:
        match node:
            case Number():
                return number(node.digits, node.exponent)
            case Name():
                return self._name(node)
            case Negation():
                return self._at(node.start, combine, "*", Integer(-1), self.expression(node.value))
            case Operation():
                left, right = self.expression(node.left), self.expression(node.right)
                return self._at(node.at, combine, "**", left, right)
            case Call():
                return self._call(node)
            case Keyword():
                raise self.fail(f"{node.name}=... is not expected here: only laws take arguments by name", node)
        raise self.fail("a list or a table is not expected here: write an expression", node)

    def _name(self, node: Name) -> Expr:
        if node.name in self.local:
            return self.local[node.name]
        if node.name in CONSTANTS:
            return CONSTANTS[node.name]
        if node.name in ("True", "False"):
            raise self.fail(f"{node.name} is not a quantity: write a number", node)
        if node.name in FAMILIES and node.name not in self.symbols:
            raise self.fail(f"{node.name} is a law: write {signature(FAMILIES[node.name])}", node)
        if node.name not in self.symbols:
            raise self.fail(f"unknown name {node.name}{near(node.name, [*self.symbols, *CONSTANTS])}", node)
        return self.symbols[node.name]

    def _call(self, node: Call) -> Expr:
        if node.name in MEASURES:
            if self.pure:
                raise self.fail(f"a measure such as {node.name}(...) is not expected here: write an expression", node)
            return self.measure(node)
        if is_law(node):
            law = self.law(node)
            raise self.fail(f"{law.title} is a law: ask for a measure of it, such as H({law.title})", node)
        if node.name == "Sum":
            return self._sum(node)
        if node.name == "diff":
            return self._at(node.start, derivative, [self.expression(item) for item in node.arguments.items])
        if node.name not in FUNCTIONS:
            if node.name == "table":
                raise self.fail("joint tables are not read from text: use si.table in Python", node)
            known = [*FUNCTIONS, *MEASURES, *LAWS, "Sum", "diff"]
            advice = near(node.name, known) or f"; a product is written {node.name}*(...)"
            raise self.fail(f"unknown function {node.name}{advice}", node)
        self._only_commas(node)
        args = [self.expression(item) for item in node.arguments.items]
        return self._at(node.start, apply, node.name, args)

    def _only_commas(self, node: Call) -> None:
        for item, separator in zip(node.arguments.items[1:], node.arguments.separators, strict=True):
            if separator != ",":
                raise self.fail(f"{separator} is not expected in {node.name}(...): write a comma", item)

    def _sum(self, node: Call) -> Expr:
        expr, limits = self._over(node, "Sum(expr, (k, a, b))", "integer")
        for end in limits[1:]:
            if end.is_integer is False and end.is_finite:
                raise self.fail(f"the ends of a sum are whole numbers: got {end}", node)
        total = self._at(node.start, lambda: guarded(sympy.Sum, expr, limits, what="this sum"))
        if is_sum_of_numbers(total):
            total = self._sum_of_numbers(node, total, limits)
        return self._at(node.start, checked, total, "this sum")

    def _sum_of_numbers(self, node: Call, total: Expr, limits: tuple[Symbol, Expr, Expr]) -> Expr:
        """A short sum of numbers is written out, so that every limit on numbers holds for its terms.

        A long one stays as it is, and only where nothing asks for its sign or its size.
        """
        (variable, lower, upper), body = limits, node.arguments.items[0]
        if isinstance(lower, Integer) and isinstance(upper, Integer):
            count = int(upper - lower) + 1
            if count < 0:
                raise self.fail(f"the ends of this sum are in the wrong order: got {lower} and {upper}", node)
            cost = count * len(below(body))
            if cost <= self.budget[0]:
                self.budget[0] -= cost
                terms = (self._inner({variable.name: lower + i}).expression(body) for i in range(count))
                return guarded(Add, *terms, what="this sum")
        if self.inner:
            raise self.fail("a long sum of numbers is read only as a term by itself: give its value here", node)
        return total

    def _over(self, node: Call, form: str, kind: str) -> tuple[Expr, tuple[Symbol, Expr, Expr]]:
        """The parts of ``Name(expr, (x, a, b))``, with x local to expr."""
        self._only_commas(node)
        if len(node.arguments.items) != 2 or any(isinstance(item, Keyword) for item in node.arguments.items):
            raise self.fail(f"{node.name} takes an expression and a range: write {form}", node)
        body, limits = node.arguments.items
        name, low, high = self._at(node.start, limits_of, limits, form)
        if name.name in CONSTANTS:
            raise self.fail(f"{name.name} is a constant: choose another name for the variable", name)
        variable = Symbol(name.name, **{kind: True})
        lower, upper = self._inner({}).expression(low), self._inner({}).expression(high)
        return self._inner({name.name: variable}).expression(body), (variable, lower, upper)

    def _inner(self, local: dict[str, Expr]) -> Builder:
        both = {**self.local, **local}
        return Builder(self.text, self.symbols, self.base, pure=True, inner=True, local=both, budget=self.budget)

    # Laws.

    def law(self, node: Any, name: str = "P") -> Law:
        """A law; what it refuses is told at the argument concerned."""
        if not is_law(node):
            raise self.fail(self._no_law(node), node)
        if node.name in BY_HAND:
            kind = "real" if node.name == "Density" else "integer"
            expr, limits = self._over(node, BY_HAND[node.name], kind)
            make = partial(Density if node.name == "Density" else Mass, condition=And(*self.declared))
            return self._with_signs(self._made(node, {}, make, expr, limits, name), node.start)
        if node.name == PRODUCT:
            self._only_commas(node)
            parts = [self.law(item) for item in node.arguments.items]
            return self._made(node, {}, lambda: product(*parts, name=name))
        if node.name in VECTORS:
            return self._vector(node, VECTORS[node.name], name)
        family = FAMILIES[node.name]
        arguments = self._at(node.start, bound, node, family)
        values = tuple(self._parameter(p, arguments.get(p.name)) for p in family.parameters)
        most = MOST_TERMS.get(family.name)
        if most and values[0].is_number and values[0] > most:
            first = family.parameters[0].name
            raise self.fail(f"{family.name} is written out term by term: {first} is at most {most}", arguments[first])
        large = too_large(family, values)
        if large:
            message = f"{family.name}: {large} is too large a number here: at most {LARGEST_SHAPE}, or give it a name"
            raise self.fail(message, arguments.get(large, node))
        return self._made(node, arguments, law_of_family, family, values, name)

    def _vector(self, node: Call, family: VectorFamily, name: str) -> Law:
        arguments = self._at(node.start, bound, node, family)
        values: list[Any] = []
        for parameter, shape, depth in zip(family.parameters, family.shapes, family.depths, strict=True):
            given = arguments[parameter.name]
            nested = depth == 2 and isinstance(given, Sequence) and all(isinstance(r, Sequence) for r in given.items)
            if (depth == 1 and not isinstance(given, Sequence)) or (depth == 2 and not nested):
                raise self.fail(f"{parameter.name} of {family.name} is written like {shape}", given)
            rows = [[self._inner({}).expression(entry) for entry in row] for row in entries(given, depth)]
            if max(len(rows), *(len(row) for row in rows), 0) > LARGEST:
                raise self.fail(f"{family.name} is read with up to {LARGEST} components", given)
            values.append(rows if depth == 2 else rows[0] if depth == 1 else rows[0][0])
        return self._made(node, arguments, family.make, *values, name)

    def _with_signs(self, law: Law, start: int) -> Law:
        """The law under the conditions that its own sign implies."""
        self.written.append((law, start))
        symbols = [(use, self.symbols[use.name]) for use in self.implied]
        more = [use.domain.condition(symbol) for use, symbol in symbols if use.domain and symbol in law.free_symbols]
        *head, condition = law.args[:4]
        return law.func(*head, And(condition, *more), *law.args[4:]) if more else law

    def _no_law(self, node: Any) -> str:
        known = list(LAWS)
        if isinstance(node, Call):
            if node.name in MEASURES:
                return f"{node.name}(...) is a measure: a law such as Normal(0, 1) is expected here"
            return f"unknown law {node.name}{near(node.name, known)}"
        if isinstance(node, Name) and node.name in known:
            usage = LAWS[node.name] or signature(FAMILIES[node.name])
            return f"{node.name} needs its parameters: write {usage}"
        if isinstance(node, Name):
            return f"{node.name} is not a law{near(node.name, known)}: a law such as Normal(0, 1) is expected here"
        return "a law such as Normal(0, 1) is expected here"

    def _made(self, node: Call, arguments: dict[str, Any], make: Any, *args: Any) -> Law:
        try:
            law: Law = guarded(make, *args, what=f"{node.name}(...)")
        except DomainError as error:
            raise self.fail(str(error), arguments.get(error.parameter, node)) from error
        except (MeasureError, NotNormalised) as error:
            raise self.fail(str(error).replace("si.", ""), node) from error
        except QueryError as error:
            raise self.fail(error.message, node) from error
        return law

    def _parameter(self, parameter: Parameter, node: Any) -> Any:
        if node is None:
            return parameter.default
        if parameter.domain is ParameterDomain.FLAG:
            if isinstance(node, Name) and node.name in ("True", "False"):
                return true if node.name == "True" else false
            raise self.fail(f"{parameter.name} must be True or False", node)
        if parameter.domain is ParameterDomain.OUTCOMES:
            if not isinstance(node, Sequence):
                raise self.fail("a list of outcomes is expected here: write [1, 2, 3]", node)
            return Tuple(*(self.outcome(item) for item in node.items))
        if parameter.domain is ParameterDomain.TABLE:
            return self._table(node)
        return self._inner({}).expression(node)

    def _table(self, node: Any) -> Dict:
        if not isinstance(node, Mapping):
            raise self.fail("a table of outcomes is expected here: write {0: 1/2, 1: 1/2}", node)
        if not node.pairs:
            raise self.fail("the table is empty: write {0: 1/2, 1: 1/2}", node)
        found: dict[Any, Expr] = {}
        for label, mass in node.pairs:
            outcome = self.outcome(label)
            if outcome in found:
                raise self.fail(f"the outcome {outcome} stands twice in the table", label)
            found[outcome] = self._inner({}).expression(mass)
        return Dict(found)

    def outcome(self, node: Any) -> Any:
        """An outcome: a bare name is itself, anything else is an expression or a tuple of outcomes."""
        if isinstance(node, Name) and node.name not in CONSTANTS:
            return Str(node.name)
        if isinstance(node, Sequence):
            return Tuple(*(self.outcome(item) for item in node.items))
        return self._inner({}).expression(node)

    # Measures.

    def measure(self, call: Call) -> Expr:
        """An information measure of laws."""
        if is_event(call):
            value = self._inner({}).expression(call.arguments.items[0])
            return self._at(call.start, information_of_an_event, value, self.base)
        form = form_of(call)
        parts = self._at(call.start, measure_arguments, call, form)
        laws = [self.law(node, LAW_NAMES[i]) for i, node in enumerate(parts.laws)]
        outcome = None
        if parts.outcome is not None:
            outcome, laws[0] = self._outcome_of(parts.outcome, laws[0])
        if self.several:
            laws = [law.renamed(self._shared_name(law)) for law in laws]
        order = [] if parts.order is None else [self._inner({}).expression(parts.order)]
        kind = getattr(measures, form.class_name, None)
        if kind is None:
            raise self.fail(f"{form.class_name} is not available in this version", call)
        args = [*laws, *order] if outcome is None else [outcome, *laws]
        try:
            made: Expr = guarded(lambda: kind(*args, base=self.base), what=f"{call.name}(...)")
        except (DomainError, MeasureError, NotNormalised) as error:
            mixed = len({law.continuous for law in laws}) > 1
            place = parts.laws[1] if mixed else parts.order if isinstance(error, DomainError) and parts.order else call
            raise self.fail(str(error), place) from error
        except QueryError as error:
            raise self.fail(error.message, call) from error
        return made

    def _shared_name(self, law: Law) -> str:
        """Equal laws of a query have one name."""
        plain = law.renamed("P")
        if plain not in self.met:
            self.met.append(plain)
        place = self.met.index(plain)
        return LAW_NAMES[place] if place < len(LAW_NAMES) else f"P{place}"

    def _outcome_of(self, node: Any, law: Law) -> tuple[Any, Law]:
        """The outcome of a self-information, and the law in the form in which it has a probability for it."""
        if not isinstance(law, FiniteLaw):
            return self._inner({}).expression(node), law
        outcome = self.outcome(node)
        listed = [label for label, _ in law.outcomes]
        if outcome in listed or (not outcome.has(Str) and not outcome.free_symbols):
            return outcome, law
        if law.family == "Bernoulli" and isinstance(node, Name):
            return self.symbols[node.name], _bernoulli_by_formula(law)
        shown = ", ".join(str(label) for label in listed[:6]) + (", ..." if len(listed) > 6 else "")
        raise self.fail(f"{outcome} is no outcome of {law.title}: its outcomes are {shown}", node)


def _bernoulli_by_formula(law: Law) -> DiscreteLaw:
    """The mass ``p**k*(1 - p)**(1 - k)`` on 0 and 1, which has a value for a symbolic outcome."""
    (p,) = law.parameters
    k = Variable(next(n for n in ("k", "i", "j") if n not in {s.name for s in law.free_symbols}), integer=True)
    mass = p**k * (1 - p) ** (1 - k)
    return DiscreteLaw(law.name, law.family, law.parameters, law.condition, k, mass, Integer(0), Integer(1))


# Whole queries.


def build(text: str, statement: Statement, base: Any, more_uses: list[Use]) -> Any:
    """What a statement means: a measure, an expression, a claim, or their counterparts for named variables."""
    relation = Relation("=" if statement.relation == "==" else statement.relation) if statement.relation else None
    sides: list[Node] = [statement.left] if statement.right is None else [statement.left, statement.right]
    calls = [node for node in below(statement) if isinstance(node, Call)]
    builder = Builder(text, {}, base)
    if any(is_shannon(call) for call in calls):
        _check_only_variables(builder, calls)
        sums = [builder._at(side.start, shannon_sum, side) for side in sides]
        return sums[0] if relation is None else ShannonClaim(sums[0], relation, sums[1], base)
    several = sum(call.name in MEASURES for call in calls) > 1
    uses = builder._at(0, lambda: [*more_uses, *uses_of(sides)])
    implied: list[Use] = []
    for _ in range(2):
        symbols = builder._at(0, symbols_of, [*uses, *implied])
        builder = Builder(text, symbols, base, several, implied=tuple(implied))
        values = [builder.expression(side) for side in sides]
        implied = [use for law, start in builder.written for use in uses_by_sign(law, start)]
        if not implied:
            break
    return values[0] if relation is None else Claim(values[0], relation, values[1])


def _check_only_variables(builder: Builder, calls: list[Call]) -> None:
    for call in calls:
        if call.name in MEASURES and not is_shannon(call):
            for item in call.arguments.items:
                if isinstance(item, Name) and call.name in SHANNON and item.name in LAWS:
                    raise builder.fail(builder._no_law(item), item)
            raise builder.fail("named variables and laws do not mix in one query: ask for them apart", call)
