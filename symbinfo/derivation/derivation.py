"""Claims, steps and derivations: frozen values; appending a step checks that it starts where the derivation stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sympy import And, Basic, Eq, Expr, Limit, Not, Or, Piecewise, Symbol, false, nan, piecewise_fold, true
from sympy.logic.boolalg import Boolean

from symbinfo.derivation.step_names import demand_step_name
from symbinfo.derivation.witness import Reasoning
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.doors import CompiledMeasure, door
from symbinfo.expressions.errors import ContinuityError, NoClosedForm
from symbinfo.expressions.one_line import OneLine, shortened
from symbinfo.expressions.shortest import shortest
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.jobs.notebook_progress import told_while
from symbinfo.laws.law import Law
from symbinfo.laws.strengthen import laws_in
from symbinfo.trusted import Report

__all__ = ["Claim", "Derivation", "EqualityCase", "Relation", "Rounding", "Status", "Step"]


class Relation(StrEnum):
    """How a step's right side stands to its left."""

    EQ = "="
    LE = "<="
    GE = ">="
    LT = "<"
    GT = ">"

    @property
    def turned(self) -> Relation:
        """The relation read from right to left."""
        return Relation(self.value.translate(str.maketrans("<>", "><")))


class Status(StrEnum):
    """What a derivation reached."""

    CLOSED = "closed"
    INFINITE = "infinite"
    REDUCED = "reduced"
    UNDEFINED = "undefined"


@dataclass(frozen=True, repr=False)
class Claim(OneLine):
    """A statement to be judged: ``left relation right`` under a condition.

    Its `parts` were written, need not have a value everywhere, and may be cancelled in the sides: of ``x/x`` it is 1/x.
    """

    left: Expr
    relation: Relation
    right: Expr
    condition: Boolean = true
    rounding: Rounding | None = None
    parts: tuple[Expr, ...] = ()

    def __str__(self) -> str:
        return f"{_written(self.left)} {self.relation} {_written(self.right)}"


@dataclass(frozen=True)
class Rounding:
    """How a decimal that an equation states is to be read: as a number that was rounded when it was printed.

    Attributes
    ----------
    digits : int
        To how many digits it was rounded.
    within : Expr
        How far the number itself may lie from the decimal.
    """

    digits: int
    within: Expr

    def __str__(self) -> str:
        return f"as rounded to {self.digits} digit{'s' if self.digits != 1 else ''}"


@dataclass(frozen=True, repr=False)
class EqualityCase(OneLine):
    """When both sides of an inequality are equal, and only then.

    Attributes
    ----------
    words : str
        As a reader would say it: ``P(x) = Q(x) for all x``.
    condition : Boolean
        The condition, an equation.
    over : tuple of Tuple
        The variables for all of whose values it must hold, each with the ends of its range.
    """

    words: str
    condition: Boolean
    over: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, repr=False)
class Step(OneLine):
    """One step: from `start` to `expr`, by a named rule, for a reason.

    Parameters
    ----------
    relation : Relation
        How `expr` stands to `start` read as ``start relation expr``.
    expr : Expr
        The right side as a reader would write it; SymPy has not simplified it.
    rule : str
        The name of the step, one of `STEP_NAMES`.
    because : str
        The reason, a sentence in the student's language.
    lemmas : tuple of Derivation
        Derivations that the step uses.
    start : Expr
        The left side, which must be where the derivation stands.
    requires : Boolean
        What the step needs beyond the domain.
    equality : EqualityCase or None
        Of an inequality: exactly when the two sides are equal.
    witness : Reasoning or None
        What an exact replay needs beyond the name of the step; steps are equal whatever their witnesses are.

    Raises
    ------
    ValueError
        When no step is called so.
    """

    relation: Relation
    expr: Expr
    rule: str
    because: str
    lemmas: tuple[Derivation, ...] = ()
    start: Expr | None = None
    requires: Boolean = true
    equality: EqualityCase | None = None
    witness: Reasoning | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        demand_step_name(self.rule)

    def __str__(self) -> str:
        return f"{self.relation} {shortened(self.expr)}   {self.because}"

    def _line(self) -> str:
        return f"{self.rule}: {self.relation} {shortened(self.expr)}"


@dataclass(frozen=True, repr=False)
class Derivation(OneLine):
    """A chain of steps from a measure (or any expression) to its result.

    Attributes
    ----------
    left : Expr
        What is derived: a measure, an expectation, a limit.
    domain : Domain
        Where its parameters live.
    steps : tuple of Step
        The chain.
    status : Status
        closed, infinite, reduced or undefined.
    otherwise : Expr or None
        The value where the condition fails but the parameters are valid (usually +oo); None when it is not known.
    silent : tuple of Boolean
        Parts of the condition of whose failing nothing is known: the formula fails there, and perhaps only the formula.
    limits : tuple of Derivation
        What happens at the ends of the parameters' domains.
    title : str
        What the derivation is called, where it is a named result.
    remarks : tuple of str
        Sentences for the reader that are no steps.
    symbols, given
        The way back from the strengthened symbols of the steps to the user's, and the domain in the user's symbols.
    cites_moments : bool
        Whether known moments of named laws are told by their values alone; their lemmas are derived and checked as ever.
    """

    left: Expr
    domain: Domain = field(default_factory=Domain)
    steps: tuple[Step, ...] = ()
    status: Status = Status.REDUCED
    otherwise: Expr | None = None
    silent: tuple[Boolean, ...] = ()
    limits: tuple[Derivation, ...] = ()
    title: str = ""
    remarks: tuple[str, ...] = ()
    symbols: tuple[tuple[Any, Any], ...] = ()
    given: Boolean | None = None
    cites_moments: bool = False

    @property
    def stands(self) -> Expr:
        """The last expression reached, as written."""
        return self.steps[-1].expr if self.steps else self.left

    def then(self, step: Step) -> Derivation:
        """Append a step.

        Raises
        ------
        ContinuityError
            When the step does not start where the derivation stands.
        """
        if step.start is not None and step.start != self.stands:
            raise ContinuityError(f"{step.rule} starts from {step.start}, but the derivation stands at {self.stands}")
        return replace(self, steps=(*self.steps, replace(step, start=self.stands)))

    def closing(self, status: Status, **changes: Any) -> Derivation:
        """Return the derivation with its final status."""
        return replace(self, status=status, **changes)

    @property
    def requires(self) -> Boolean:
        """What the steps need beyond the domain, with the needs of their lemmas."""
        needs = [need for step in self.steps for need in (step.requires, *(lemma.requires for lemma in step.lemmas))]
        parts = [part for need in needs for part in And.make_args(need)]
        return shortest(part for part in parts if not self.domain.implies(part))

    @property
    def condition(self) -> Boolean:
        """The Boolean under which the result holds, in the user's symbols."""
        given = self.domain.condition if self.given is None else self.given
        return And(given, self.requires.xreplace(self._back))

    @property
    def result(self) -> Expr:
        """What was reached, a SymPy expression in the user's symbols."""
        return evaluated(self.stands).xreplace(self._back) if self.steps else self.left

    @property
    def elsewhere(self) -> Expr:
        """The value where the condition fails; NaN where nothing is known."""
        if self.otherwise is None or not self.silent:
            return nan if self.otherwise is None else self.otherwise
        return Piecewise((nan, Or(*(Not(part) for part in self.silent))), (self.otherwise, True))

    @property
    def value(self) -> Expr:
        """The result with its alternative where the condition fails, so that it is never wrong."""
        needs = self.requires.xreplace(self._back)
        if needs == true:
            return self.result
        if getattr(self.result, "is_Matrix", False):
            return self.result.applyfunc(lambda entry: Piecewise((entry, needs), (self.elsewhere, True)))
        gaps = ((value.xreplace(self._back), where.xreplace(self._back)) for value, where in self._at_gaps())
        return piecewise_fold(Piecewise((self.result, needs), *gaps, (self.elsewhere.xreplace(self._back), True)))

    def _at_gaps(self) -> Iterator[tuple[Expr, Boolean]]:
        """The limits where a part of the condition leaves a place out, each with that place."""
        for limit in self.limits:
            if not isinstance(limit.left, Limit) or limit.left.args[3] != Symbol("+-"):
                continue
            _, symbol, place, _ = limit.left.args
            parts = [(part, part.subs(symbol, place)) for part in And.make_args(self.requires)]
            if any(there == false for _, there in parts):
                yield evaluated(limit.stands), And(Eq(symbol, place), *(p for p, there in parts if there != false))

    @property
    def relation(self) -> Relation:
        """The relation of the whole chain."""
        kinds = {step.relation for step in self.steps} - {Relation.EQ}
        strict = kinds & {Relation.LT, Relation.GT}
        return next(iter(sorted(strict or kinds)), Relation.EQ)

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws that the left side speaks of."""
        return laws_in(self.left) if isinstance(self.left, Basic) else ()

    @property
    def _back(self) -> dict[Any, Any]:
        return dict(self.symbols)

    def _line(self) -> str:
        return self._told(self.left, self.relation, self.result)

    def _told(self, asked: Any, relation: Relation, found: Any) -> str:
        """What was asked and found, and in how many steps, on one line."""
        count = f"{len(self.steps)} step{'s' * (len(self.steps) != 1)}"
        reached = f" {relation} {shortened(found)}" if self.steps else ""
        return f"{shortened(_written(asked))}{reached}, {self.status}, {count}"

    # What higher floors make of a derivation.

    def to_dict(self) -> dict[str, Any]:
        """The derivation as plain data, with its certificate: what ``--format json`` prints."""
        data: dict[str, Any] = door("to_dict")(self)
        return data

    def check(self, seconds: float | None = None) -> Report:
        """Re-check every step by the independent checker, within a limit of time, and return its report."""
        with told_while("checking"):
            report: Report = door("check_derivation")(self, seconds)
        return report

    def compile(self, **options: Any) -> CompiledMeasure:
        """The result as a kernel: a NumPy function of the parameters by name."""
        kernel: CompiledMeasure = door("compile_kernel")(self, **options)
        return kernel

    def plot(self, ranges: Mapping[str, Any] | None = None, /, *, ax: Any = None, **named: Any) -> Any:
        """A picture of what was derived, on axes of matplotlib; see `symbinfo.plot`."""
        return door("plot")(self, ranges, ax=ax, **named)

    def render(self, form: str, **options: Any) -> str:
        """The derivation in one of the forms that `symbinfo.render` knows, with the options that the form takes."""
        text: str = door("render")(self, form, **options)
        return text

    def text(self, **options: Any) -> str:
        """For a terminal; `width` is the number of columns."""
        return self.render("text", **options)

    def latex(self, **options: Any) -> str:
        """A standalone LaTeX document; slides with ``beamer=True``, and with ``fragment=True`` what a paper takes in."""
        return self.render("latex", **options)

    def markdown(self, **options: Any) -> str:
        """Markdown with display formulas; `flavour` is material, github, quarto or plain."""
        return self.render("markdown", **options)

    def html(self, **options: Any) -> str:
        """A page of HTML whose mathematics shows without a network."""
        return self.render("html", **options)

    def _repr_html_(self) -> str:
        return self.render("notebook-html")

    def _repr_latex_(self) -> str:
        return self.render("notebook-latex")

    def _repr_markdown_(self) -> str:
        return self.render("markdown")

    def demand_closed(self) -> Derivation:
        """Return the derivation, or raise `NoClosedForm` when it is only reduced."""
        if self.status is Status.REDUCED:
            raise NoClosedForm(str(self.left), str(self.result))
        return self


def _written(expr: Any) -> str:
    """An expression as it is asked for: a measure with its laws written out."""
    return str(getattr(expr, "query", expr))
