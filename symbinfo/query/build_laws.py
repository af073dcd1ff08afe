"""From a syntax tree to laws: families, densities and masses written by hand, products, and laws of several components."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sympy import And, Dict, Expr, OneMatrix, S, Tuple, false, oo, true
from sympy.core.symbol import Str

from symbinfo.derivation.optima.largest_entropy_law import law_of_largest_entropy
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, QueryError
from symbinfo.laws.by_hand import Density, Mass
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.law import Law
from symbinfo.laws.matrix_normal import ALL_ONES
from symbinfo.laws.mixture import mixture
from symbinfo.laws.names.conventions import law_of_row
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, Image, NamedParameter
from symbinfo.laws.product import product
from symbinfo.laws.truncation import truncated
from symbinfo.laws.vector import LARGEST
from symbinfo.laws.vector_catalogue import VECTORS, VectorFamily
from symbinfo.query.arguments import WrittenLaw, bound, only_commas, written_law
from symbinfo.query.bounded_arithmetic import guarded
from symbinfo.query.build_expressions import ExpressionBuilder
from symbinfo.query.cut_off_laws import cut_of
from symbinfo.query.forms_of_laws import MIXTURE, TRUNCATED
from symbinfo.query.matrix_letters import ONES, is_of_matrices
from symbinfo.query.means_given import largest_entropy
from symbinfo.query.nodes import Argument, Call, Mapping, Name, Sequence, Weighted
from symbinfo.query.parameter_sizes import LARGEST_SHAPE, too_large
from symbinfo.query.symbols import Use, entries
from symbinfo.query.typed.vectors_by_letters import UNIT
from symbinfo.query.vocabulary import (
    BY_HAND,
    CONSTANTS,
    LAWS,
    MAXENT,
    MEASURES,
    PRODUCT,
    is_law,
    near,
    no_such_law,
    signature,
)

__all__ = ["LawBuilder", "no_law"]

#: Laws whose density or table is written out, and how large their first parameter may be.
MOST_TERMS = {"RobustSoliton": 1000, "UniformSum": 100}


@dataclass
class LawBuilder(ExpressionBuilder):
    """A builder of laws, and of expressions without measures.

    Parameters
    ----------
    implied : tuple of Use
        What the laws written by hand imply about their names; its conditions become theirs.
    declared : tuple of Boolean
        What was declared of the parameters.
    written : list
        The laws written by hand that were met, with their places.
    """

    implied: tuple[Use, ...] = ()
    declared: tuple[Any, ...] = ()
    written: list[tuple[Law, int]] = field(default_factory=list)

    def part(self, local: dict[str, Any]) -> LawBuilder:
        """The builder of an expression inside a law or a sum."""
        both = {**self.local, **local}
        return LawBuilder(self.text, self.symbols, inner=True, local=both, budget=self.budget)

    def law(self, node: Argument, name: str = "P") -> Law:
        """A law; what it refuses is told at the argument concerned."""
        if isinstance(node, Call) and node.name == MAXENT:
            return self.at(node.start, self._of_largest_entropy, node, name)
        if not isinstance(node, Call) or not is_law(node):
            raise self.fail(no_law(node), node)
        if node.name in BY_HAND:
            kind = "real" if node.name == "Density" else "integer"
            expr, limits = self.over(node, BY_HAND[node.name], kind)
            make = partial(Density if node.name == "Density" else Mass, condition=And(*self.declared))
            return self._with_signs(self._made(node, {}, make, expr, limits, name), node.start)
        if node.name == PRODUCT:
            self.at(node.start, only_commas, node)
            parts = [self.law(item) for item in node.arguments.items]
            return self._made(node, {}, lambda: product(*parts, name=name))
        if node.name in VECTORS:
            return self._vector(node, VECTORS[node.name], name)
        if node.name == MIXTURE:
            return self._mixture(node, name)
        if node.name == TRUNCATED:
            return self._truncated(node, name)
        return self._of_row(node, self.at(node.start, written_law, node), name)

    def _of_largest_entropy(self, node: Call, name: str) -> Law:
        try:
            return law_of_largest_entropy(largest_entropy(node, self), name)
        except (DomainError, MeasureError) as error:
            raise self.fail(str(error), node) from error

    def part_law(self, node: Argument, name: str = "P") -> Law:
        """A law inside another."""
        return self.law(node, name)

    def _of_row(self, node: Call, written: WrittenLaw, name: str) -> Law:
        """A law of a row of names, its sizes checked before SymPy sees them."""
        row, arguments = written.row, written.arguments
        values = {p.name: self._parameter(p, arguments.get(p.name)) for p in row.parameters}
        place = {word: self.part({}).expression(value) for word, value in written.place.items()}
        image = self._made(node, arguments, row.image, tuple(values.values()))
        if isinstance(image, Image):
            self._check_sizes(node, image, arguments)
        return self._made(node, {**arguments, **written.place}, law_of_row, row, values, place, name)

    def _check_sizes(self, node: Call, image: Image, arguments: dict[str, Any]) -> None:
        family, values = ALL_FAMILIES[image.family], image.values
        most = MOST_TERMS.get(family.name)
        first = family.parameters[0].name if family.parameters else ""
        if most and values[0].is_number and values[0] > most:
            message = f"{family.name} is written out term by term: {first} is at most {most}"
            raise self.fail(message, arguments.get(first, node))
        large = too_large(family, values)
        if large:
            message = f"{family.name}: {large} is too large a number here: at most {LARGEST_SHAPE}, or give it a name"
            raise self.fail(message, arguments.get(large, node))

    def _mixture(self, node: Call, name: str) -> Law:
        self.at(node.start, only_commas, node)
        items = node.arguments.items
        weighted = [item for item in items if isinstance(item, Weighted)]
        if not items or len(weighted) < len(items):
            raise self.fail(f"a mixture has a weight for each law: write {LAWS[MIXTURE]}", node)
        parts = [(self.part({}).expression(item.weight), self.part_law(item.value)) for item in weighted]
        return self._made(node, {}, mixture, parts, name)

    def _truncated(self, node: Call, name: str) -> Law:
        cut = self.at(node.start, cut_of, node)
        law = self.part_law(cut.law, name)
        low, high = (None if end is None else self.part({}).expression(end) for end in (cut.low, cut.high))
        if cut.unclear and not law.continuous:
            raise self.fail(
                f"whether the ends belong to it is not said: write {LAWS[TRUNCATED]}, whose ends do, or X | X >= 1",
                node,
            )
        ends = (-oo if low is None else low, oo if high is None else high)
        return self._made(node, {}, truncated, law, *ends, name, cut.without)

    def _vector(self, node: Call, family: VectorFamily, name: str) -> Law:
        arguments = self.at(node.start, bound, node, family)
        values: list[Any] = []
        for parameter, shape, depth in zip(family.parameters, family.shapes, family.depths, strict=True):
            given = arguments.get(parameter.name)
            if given is None:
                values.append(None)
                continue
            if family.letters and depth and not isinstance(given, Sequence):
                is_normal = family.name == "MultivariateNormal"
                if not isinstance(given, Name) and is_of_matrices(given, self.matrices):
                    if not is_normal:
                        raise self.fail(f"{parameter.name} of {family.name} is a letter, or a number times I", given)
                    values.append(self._of_matrices(given))
                    continue
                values.append(self._letter_or_number(given, depth, {ONES: ALL_ONES} if is_normal else {}))
                continue
            nested = depth == 2 and isinstance(given, Sequence) and all(isinstance(r, Sequence) for r in given.items)
            if (depth == 1 and not isinstance(given, Sequence)) or (depth == 2 and not nested):
                raise self.fail(f"{parameter.name} of {family.name} is written like {shape}", given)
            rows = [[self.part({}).expression(entry) for entry in row] for row in entries(given, depth)]
            if max(len(rows), *(len(row) for row in rows), 0) > LARGEST:
                raise self.fail(f"{family.name} is read with up to {LARGEST} components", given)
            values.append(rows if depth == 2 else rows[0] if depth == 1 else rows[0][0])
        return self._made(node, arguments, family.make, *values, name)

    def _of_matrices(self, node: Argument) -> Any:
        builder = self.part({})
        size = self.matrices[UNIT].shape[0]
        builder.matrices = {**self.matrices, ONES: OneMatrix(size, size)}
        return builder.expression(node)

    def _letter_or_number(self, node: Argument, depth: int, matrices: dict[str, Any]) -> Any:
        """What stands for a vector or a matrix: a letter, 0, or a number for that multiple of the identity matrix."""
        if isinstance(node, Name) and (depth == 1 or node.name[0].isupper()) and node.name not in self.local:
            return S.One if depth == 2 and node.name == "I" else node.name
        return self.part({"I": S.One, **matrices} if depth == 2 else {}).expression(node)

    def _with_signs(self, law: Law, start: int) -> Law:
        """The law under the conditions that its own sign implies."""
        self.written.append((law, start))
        symbols = [(use, self.symbols[use.name]) for use in self.implied]
        more = [use.domain.condition(symbol) for use, symbol in symbols if use.domain and symbol in law.free_symbols]
        *head, condition = law.args[:4]
        return law.func(*head, And(condition, *more), *law.args[4:]) if more else law

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

    def _parameter(self, parameter: NamedParameter, node: Argument | None) -> Any:
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
            return self.table(node)
        if parameter.domain is ParameterDomain.NUMBERS:
            if not isinstance(node, Sequence):
                raise self.fail(f"{parameter.name} is a list of numbers: write [1/2, 1/4, 1/4]", node)
            return [self.part({}).expression(item) for item in node.items]
        return self.part({}).expression(node)

    def table(self, node: Argument) -> Dict:
        """A table of outcomes with their probabilities."""
        if not isinstance(node, Mapping):
            raise self.fail("a table of outcomes is expected here: write {0: 1/2, 1: 1/2}", node)
        if not node.pairs:
            raise self.fail("the table is empty: write {0: 1/2, 1: 1/2}", node)
        found: dict[Any, Expr] = {}
        for label, mass in node.pairs:
            outcome = self.outcome(label)
            if outcome in found:
                raise self.fail(f"the outcome {outcome} stands twice in the table", label)
            found[outcome] = self.part({}).expression(mass)
        return Dict(found)

    def outcome(self, node: Argument) -> Any:
        """An outcome: a bare name is itself, anything else is an expression or a tuple of outcomes."""
        if isinstance(node, Name) and node.name not in CONSTANTS:
            return Str(node.name)
        if isinstance(node, Sequence):
            return Tuple(*(self.outcome(item) for item in node.items))
        return self.part({}).expression(node)


def no_law(node: Argument) -> str:
    """What to answer where a law is expected and none stands."""
    known = list(LAWS)
    if isinstance(node, Call):
        if node.name in MEASURES:
            return f"{node.name}(...) is a measure: a law such as Normal(0, 1) is expected here"
        return no_such_law(node.name)
    if isinstance(node, Name) and node.name in known:
        return f"{node.name} needs its parameters: write {signature(node.name)}"
    if isinstance(node, Name):
        return f"{node.name} is not a law{near(node.name, known)}: a law such as Normal(0, 1) is expected here"
    return "a law such as Normal(0, 1) is expected here"
