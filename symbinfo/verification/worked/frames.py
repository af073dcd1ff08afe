"""The frame of a worked solution: what is given and asked, how its lines are read in it, and what judges two sides.

Every side is a tree of the language; a claim is made of two of them, so that all lines share the names of the setting.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sympy import And, Limit, Rational, true

from symbinfo.derivation import Claim, Relation, Rounding
from symbinfo.expressions.errors import BudgetExceeded, QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.query.abbreviations import abbreviated
from symbinfo.query.build_query import build
from symbinfo.query.declarations import declarations
from symbinfo.query.functions_asked import functions_declared
from symbinfo.query.marked_means import MARKS, without_bound
from symbinfo.query.nodes import Bars, Call, Name, Negation, Node, Number, Operation, Statement, below, changed
from symbinfo.query.parse_query import logarithm_of
from symbinfo.query.setting import marked_in, meaning_in
from symbinfo.query.symbols import uses_of
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.query.typed.declared_spellings import in_declared_names, names_in
from symbinfo.query.typed.expectation_forms import EXPECTATION, TOTAL
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.query.typed.tokens import Told
from symbinfo.query.vocabulary import CONSTANTS, LAWS, MEASURES, UNLESS_DECLARED, is_asked
from symbinfo.verification.claims.stated_claim import StatedClaim
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.diagnosis.question import no_neighbours
from symbinfo.verification.referee.judge_optima import has_optima, judged_of_optima
from symbinfo.verification.referee.trial import Trial
from symbinfo.verification.referee.verify import verify

__all__ = ["Frame", "Judgement", "Side", "is_numeral", "is_plain"]

#: From how many decimals on a number inside a formula is taken for rounded, and to how many digits it is computed.
ROUNDED, PLACES = 3, 30
#: Seconds for the check of an optimum.
OPTIMUM = 10.0
#: The numbers whose logarithm is the unit in nats.
LOGARITHMS = {"bits": 2, "hartleys": 10}


@dataclass(frozen=True)
class Side:
    """A side of a relation, as it was read.

    Attributes
    ----------
    node : Node
        Its tree, with abbreviations put in.
    unit : str
        The unit that stands behind it; empty where none does.
    notes : tuple of str
        What is to be told of the reading.
    shown : str
        As the language writes it.
    """

    node: Node
    unit: str = ""
    notes: tuple[str, ...] = ()
    shown: str = ""


@dataclass
class Frame:
    """What a solution stands in.

    Parameters
    ----------
    given : list of str
        The lines of the setting.
    unit : str
        "nats" or "bits".
    form : str
        How the lines are written: "text", "latex" or "auto".
    names : set of str or None
        The parameters that lines may use; None where any name may be one.
    assumed : tuple of str
        What is assumed of named variables, where no laws are given.
    """

    given: list[str] = field(default_factory=list)
    unit: str = "nats"
    base: Any = None
    form: str = "auto"
    names: set[str] | None = None
    assumed: tuple[str, ...] = ()
    abbreviations: dict[str, Node] = field(default_factory=dict)
    seen: list[Node] = field(default_factory=list)
    #: The question where it is for a limit, with its derived value and what that demands.
    known: tuple[Node, Any, Any] | None = None

    @property
    def declared(self) -> set[str]:
        """All names that are declared, or stand in what was read."""
        of_sides = {n.name for node in self.seen for n in below(node) if isinstance(n, Name)}
        given = names_in(in_plain_lines(self.given)) - LAWS.keys()
        return given | set(self.names or ()) | set(self.abbreviations) | of_sides

    # Reading.

    def read(self, text: str, latex: bool = False) -> list[tuple[str, Side]]:
        """The sides of a formula without a relation before it, each with the relation that leads to it.

        Raises
        ------
        QueryError
            When it cannot be read.
        """
        form = "latex" if latex and self.form == "auto" and _has_no_unicode(text) else self.form
        names = self.declared - self._laws()
        statement, told = read_told(text, form, names=names, within=partial(marked_in, self.given))
        statement = in_declared_names(statement, self.declared, split=False)
        self._check_names(statement, text)
        sides = [self._side(node, told) for node in statement.sides]
        return list(zip(("", *statement.signs), sides, strict=True))

    def _laws(self) -> set[str]:
        """The names of laws, which are no quantities: ``P(k)`` is a mass."""
        lines = [line for line in in_plain_lines(self.given) if "~" not in line]
        return {line.split("=", 1)[0].strip() for line in lines if "=" in line and line[:1] in "PQR"}

    def _side(self, node: Node, told: Told) -> Side:
        shown = canonical(Statement(changed(node, _unmarked)))
        if self.abbreviations:
            node = changed(node, self._written_out)
        return Side(node, told.unit, tuple(told.notes), shown)

    def _written_out(self, node: Any) -> Any:
        return self.abbreviations.get(node.name) if isinstance(node, Name) else None

    def unknown(self, statement: Statement) -> list[str]:
        """The names that nothing declares."""
        if self.names is None:
            return []
        lines, _ = abbreviated(declarations(list(in_plain_lines(self.given))))
        plain, functions = functions_declared(statement.sides, lines, "")
        known = self.declared | {line.name for line in functions} | set(CONSTANTS) | set(UNLESS_DECLARED) | set(LAWS)
        sides = [without_bound(side, known) for side in plain]
        points = {name for side in statement.sides for name in _points(side)}
        found = [use.name for use in uses_of(sides) if use.name not in known and use.name not in points]
        return list(dict.fromkeys(found))

    def _check_names(self, statement: Statement, text: str) -> None:
        unknown = self.unknown(statement)
        if unknown:
            names = ", ".join(sorted(self.names or ())) or "none"
            raise QueryError(
                f"unknown name {unknown[0]}; the names of this exercise: {names}", text, max(text.find(unknown[0]), 0)
            )

    def supposing(self, side: Side, left: Side, right: Side) -> Side | None:
        """A side in which another one is put for what a claim says it is; None where it does not stand in it."""
        shown = canonical(Statement(left.node))

        def change(node: Any) -> Any:
            return right.node if isinstance(node, Call) and canonical(Statement(node)) == shown else None

        node = changed(side.node, change)
        return None if node == side.node else replace(side, node=node)

    # Judging.

    def meaning(self, left: Side, sign: str, right: Side) -> Any:
        """The claim that one side stands so to another.

        Raises
        ------
        QueryError
            When it has no meaning.
        """
        a, b = self._in_one_unit(left, right)
        statement = Statement(a, sign, b)
        text = canonical(Statement(changed(a, _unmarked), sign, changed(b, _unmarked)))
        logarithm, more = logarithm_of(self.unit, self.base)
        try:
            if self.given:
                given = list(in_plain_lines(self.given))
                claim, known = meaning_in(statement, text, given, logarithm, more, self._parameters())
                laws = [*known.laws.values(), *(known.variables.law(name) for name in known.variables.names)]
                return _under(claim, And(*(law.condition for law in laws)))
            claim = build(text, statement, logarithm, [*more, *uses_of(self._without_questions())])
        except (SymbinfoError, RecursionError) as error:
            raise QueryError(getattr(error, "message", str(error)), text, 0) from None
        return _under(claim, self._conditions(logarithm))

    def _parameters(self) -> list[Node]:
        """What was read, without measures, whose arguments are no parameters."""
        variables = {name for line in self.given for name in names_in([line.split("~")[0]]) if "~" in line}
        return [
            n
            for n in self._without_questions()
            if not any(isinstance(p, Name) and p.name in variables for p in below(n))
        ]

    def _without_questions(self) -> list[Node]:
        """What was read, without questions for an optimum, which hold tables and ranges."""
        return [node for node in self.seen if not any(map(is_asked, below(node)))]

    def _conditions(self, logarithm: Any) -> Any:
        """What the laws of all lines demand of their parameters."""
        found = []
        for node in self.seen:
            if any(isinstance(part, Call) and part.name in MEASURES for part in below(node)):
                try:
                    value = build("", Statement(node), logarithm, list(uses_of(self.seen)))
                except SymbinfoError:
                    continue
                laws = [law for m in getattr(value, "atoms", lambda *_: ())() for law in getattr(m, "laws", ())]
                found += [law.condition for law in laws]
        return And(*found) if found else true

    def _in_one_unit(self, left: Side, right: Side) -> tuple[Node, Node]:
        """Both sides in one unit; the left one is changed, so that a numeral stays one."""
        unit_of_left, unit_of_right = left.unit or self.unit, right.unit or self.unit
        changed_left = left.node
        for unit, sign in ((unit_of_left, "*"), (unit_of_right, "/")) if unit_of_left != unit_of_right else ():
            if unit in LOGARITHMS:
                number = Call("log", Bars((Number(LOGARITHMS[unit], 0, 0),), ()), 0)
                changed_left = Operation(sign, changed_left, number, 0, 0)
        return changed_left, right.node

    def means_something(self, side: Side) -> bool:
        """Whether a side has a meaning by itself, where laws are given."""
        try:
            return not self.given or self.meaning(side, "=", side) is not None
        except QueryError:
            return False

    def judge(self, left: Side, sign: str, right: Side, seconds: float) -> Judgement:
        """What is found of two sides in a relation.

        Raises
        ------
        QueryError
            When they have no meaning together.
        """
        meaning = self.meaning(left, sign, right)
        meaning = self._with_known_limit(meaning, left)
        if has_optima(meaning):
            return self._judge_optimum(meaning, seconds)
        try:
            if isinstance(meaning, Claim) and meaning.rounding is None:
                trial = Trial(StatedClaim.of(meaning, time.process_time() + seconds))
                found = trial.in_time()
                if not trial.claim.left.free_symbols and not trial.claim.right.free_symbols and _undefined(found):
                    found = Verdict.undecided("a side has no value")
                return Judgement(_where_defined(found), trial)
            return Judgement(verify(meaning, given=self.assumed if not self.given else (), seconds=seconds))
        except (BudgetExceeded, SymbinfoError) as error:
            return Judgement(Verdict.undecided(str(error)))

    def _with_known_limit(self, meaning: Any, left: Side) -> Any:
        """A claim about the limit that is asked for, with its derived value in its place: values near it decide little."""
        if self.known is None or left.node != self.known[0] or not isinstance(meaning, Claim):
            return meaning
        if not meaning.left.has(Limit):
            return meaning
        names = {s.name: s for s in (*meaning.left.free_symbols, *meaning.right.free_symbols)}
        back = {s: names[s.name] for s in self.known[1].free_symbols if s.name in names}
        condition = And(meaning.condition, self.known[2]).xreplace(back)
        return replace(meaning, left=self.known[1].xreplace(back), condition=condition)

    def _judge_optimum(self, meaning: Claim, seconds: float) -> Judgement:
        """What is found of a claim about an optimum: the optimum is derived, and put in."""
        trials: list[Trial] = []

        def judge(claim: Claim) -> Verdict:
            trials.append(Trial(StatedClaim.of(claim, time.process_time() + seconds)))
            return trials[-1].in_time()

        try:
            found = judged_of_optima(meaning, judge, OPTIMUM)
        except (BudgetExceeded, SymbinfoError) as error:
            return Judgement(Verdict.undecided(str(error)))
        return Judgement(_where_defined(found), trials[0] if len(trials) == 1 else None, answered=True)

    def judge_rounded(self, left: Side, right: Side, seconds: float) -> Judgement | None:
        """What is found of a number that is computed from rounded decimals; None of any other side.

        It may be off by what half a unit in the last digit of each of them makes.
        """
        meaning = self.meaning(left, "=", right)
        decimals = [n for n in below(right.node) if isinstance(n, Number) and n.decimals]
        if not isinstance(meaning, Claim) or not decimals or meaning.right.free_symbols or not meaning.right.is_number:
            return None
        loose = decimals if is_numeral(right.node) else [n for n in decimals if n.decimals >= ROUNDED]
        value = Rational(str(meaning.right.evalf(PLACES)))
        within = sum((abs(self._moved(left, right, n) - value) for n in loose), start=Rational(0))
        if not loose or not value.is_finite:
            return None
        digits = min(max(len(str(n.digits)), 1) for n in loose)
        rounded = replace(meaning, right=value, rounding=Rounding(digits, within))
        try:
            return Judgement(verify(rounded, seconds=seconds))
        except (BudgetExceeded, SymbinfoError) as error:
            return Judgement(Verdict.undecided(str(error)))

    def _moved(self, left: Side, right: Side, numeral: Number) -> Rational:
        """The value of a side where one of its decimals is larger by half a unit in its last digit."""
        larger = Number(10 * numeral.digits + 5, numeral.exponent - 1, numeral.start, numeral.decimals + 1)
        node = changed(right.node, lambda part: larger if part is numeral else None)
        return Rational(str(self.meaning(left, "=", replace(right, node=node)).right.evalf(PLACES)))


@dataclass(frozen=True)
class Judgement:
    """A verdict, and the trial that can explain it."""

    verdict: Any
    trial: Trial | None = None
    answered: bool = False
    """Whether the trial is of the answer to a question for an optimum, in which no measure is left."""

    @property
    def outcome(self) -> Outcome:
        """Whether it holds."""
        found: Outcome = self.verdict.verdict
        return found

    def slip(self) -> str:
        """The slip that a refuted equation shows, where that is known."""
        if self.trial is None or self.trial.claim.relation is not Relation.EQ:
            return str(getattr(self.verdict, "diagnosis", "") or "")
        try:
            return self.trial.explained(self.verdict, None, tuple if self.answered else no_neighbours).diagnosis
        except SymbinfoError:
            return ""


def _under(claim: Any, condition: Any) -> Any:
    """A claim about laws under what they demand of their parameters; of any other claim nothing is changed."""
    return replace(claim, condition=And(claim.condition, condition)) if isinstance(claim, Claim) else claim


def _undefined(found: Any) -> bool:
    return found.witness is not None and "undefined" in (found.witness["claimed"], found.witness["actual"])


def _where_defined(found: Verdict) -> Verdict:
    """A line is meant where it is defined: where one side has no value, nothing is refuted."""
    return Verdict.undecided("a side has no value at some place", found.points) if _undefined(found) else found


def _has_no_unicode(text: str) -> bool:
    return text.isascii()


def _points(node: Node) -> Iterable[str]:
    """The names at which densities stand."""
    for part in below(node):
        if isinstance(part, Call) and part.name not in MEASURES and len(part.name.split("_")[0]) == 1:
            yield from (item.name for item in part.arguments.items if isinstance(item, Name))


def _unmarked(node: Any) -> Any:
    """A mark as people read it: ``E(...)`` and ``Total(...)``."""
    if not isinstance(node, Call) or node.name not in (*MARKS, EXPECTATION):
        return None
    items = tuple(changed(item, _unmarked) for item in node.arguments.items)
    name = "E" if node.name in ("Mean", EXPECTATION) else "Sum"
    return Call(name, Bars(items, node.arguments.separators), node.start)


def is_plain(node: Node) -> bool:
    """Whether a side is an answer: without measures, means, sums or integrals that are still to be evaluated."""
    open_ones = {*MEASURES, *MARKS, EXPECTATION, TOTAL, "Integral"}
    return not any(isinstance(part, Call) and (part.name in open_ones or is_asked(part)) for part in below(node))


def is_numeral(node: Node) -> bool:
    """Whether a side is a decimal."""
    while isinstance(node, Negation):
        node = node.value
    return isinstance(node, Number) and node.decimals > 0
