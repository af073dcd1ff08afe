"""The judge of a worked solution: which formula goes on with which chain, declares a name, or stands by itself."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.query.nodes import Node
from symbinfo.verification.worked.chains_of_lines import LineChain
from symbinfo.verification.worked.declared_in_lines import (
    CASES,
    NAMING,
    REASON,
    declare_drawn,
    declare_name,
    is_case,
    is_given,
    new_name,
    only_limits,
)
from symbinfo.verification.worked.frames import Frame, Side, is_plain
from symbinfo.verification.worked.laws_by_name import with_laws_named
from symbinfo.verification.worked.line_parts import Part, combined
from symbinfo.verification.worked.line_verdicts import LineVerdict, LineWord, WorkedVerdict
from symbinfo.verification.worked.other_readings import otherwise_read
from symbinfo.verification.worked.prose import RESULT, Formula
from symbinfo.verification.worked.relations import Sign, is_drawn, relations_in
from symbinfo.verification.worked.written_lines import WrittenLine, written_lines

__all__ = ["LineJudge"]

#: Seconds for one judgement, and for the question whether a left side is what is asked for.
ONE, SAME = 12.0, 3.0
#: What the question is called for short.
HEAD = re.compile(
    r"\s*(?:D_?(?:\{?\\?(?:text|mathrm|operatorname|rm)?\{?\s*(?:KL|kl)\s*\}?\}?)?|KL|kl|H|h|I|MI|JS|JSD|CE|Ans|[Aa]nswer|[Rr]esult"
    r"|\\(?:text|mathrm|operatorname)\{(?:KL|MI|JS|answer|Answer)\})\s*"
)
#: A side with the relation that leads to it, or why it cannot be read.
Link = tuple[str, Side | QueryError]
#: What is said of a line that speaks of one case.
SPECIAL = "a special case is not judged"


class _State(NamedTuple):
    """The chains, what the frame has seen and declared, and how much was read."""

    main: LineChain | None
    current: LineChain | None
    seen: list[Node]
    abbreviations: dict[str, Node]
    given: list[str]
    read: int


@dataclass
class LineJudge:
    """A judge of the lines of one solution.

    Parameters
    ----------
    frame : Frame
        What is given.
    seconds : float
        A limit of time for all lines.
    question : Side or None
        What is asked for.
    restated : set of str
        Other ways to write that, in the language.
    slip_of : callable, optional
        The slip that a wrong side is known for.
    hidden : bool
        Whether values without parameters are not told.
    named : bool
        Whether laws that the first side writes out are named P and Q.
    """

    frame: Frame
    seconds: float = 60.0
    question: Side | None = None
    restated: set[str] = field(default_factory=set)
    slip_of: Callable[[Side], str] | None = None
    hidden: bool = False
    named: bool = False
    main: LineChain | None = None
    current: LineChain | None = None
    read: int = 0
    errors: list[QueryError] = field(default_factory=list)

    def judged(self, text: str) -> WorkedVerdict:
        """The verdict on a text.

        Raises
        ------
        QueryError
            When no line of it can be read.
        """
        lines = written_lines(text, self.frame.declared)
        if not any(line.formulas for line in lines):
            raise QueryError("no line holds a formula: write one a line, such as H(X) = log(2)", text.strip()[:80], 0)
        if self.question is not None:
            self.main = self.current = self._chain(self.question, main=True)
        deadline = time.monotonic() + self.seconds
        found = []
        for at, line in enumerate(lines):
            left = max(deadline - time.monotonic(), 0.2)
            found.append(self._line(line, min(ONE, max(left / (len(lines) - at), left / 4))))
        if not self.read and self.errors:
            raise self.errors[0]
        asked = self.main is not None and self.question is not None
        reason = self.main.unanswered() if asked and self.main is not None else ""
        return WorkedVerdict(tuple(found), tuple(self.frame.given), not reason if asked else None, reason)

    def _chain(self, question: Side, main: bool = False) -> LineChain:
        return LineChain(self.frame, question, main, hidden=self.hidden, slip_of=self.slip_of if main else None)

    # Lines.

    def _line(self, line: WrittenLine, seconds: float) -> LineVerdict:
        cases = [f for f in line.formulas if is_case(f, self.frame)]
        if any(relations_in(case.text)[0].relation == "=" for case in cases):
            return combined(line, [Part(LineWord.REMARK, note=SPECIAL)])
        kept = self._state()
        parts: list[Part] = []
        for at, formula in enumerate(line.formulas):
            if formula in cases:
                continue
            leading = at == 0 and not (set(formula.before[-3:]) & (REASON | CASES) and formula.before)
            try:
                parts += self._in_either_reading(formula, line, leading, seconds)
            except QueryError as error:
                parts.append(self._unread(error, blocks=leading and set(formula.before) <= RESULT))
        if cases and any(part.word not in (LineWord.RIGHT, LineWord.REMARK) for part in parts):
            self._restore(kept)
            return combined(line, [Part(LineWord.REMARK, note=SPECIAL)])
        return combined(line, parts)

    def _in_either_reading(self, formula: Formula, line: WrittenLine, leading: bool, seconds: float) -> list[Part]:
        """What is found of a formula as it is read, or of the other reading that makes it right."""
        before = self._state()
        parts = self._formula(formula, line, leading, seconds)
        other = otherwise_read(formula.text)
        if not other or not any(part.word is LineWord.WRONG for part in parts):
            return parts
        after = self._state()
        self._restore(before)
        try:
            found = self._formula(replace(formula, text=other), line, leading, seconds)
        except QueryError:
            found = []
        if found and all(part.word in (LineWord.RIGHT, LineWord.AGAIN, LineWord.REMARK) for part in found):
            return [*found[:-1], replace(found[-1], note=f"this is right as `{other.strip()}`: write the brackets")]
        self._restore(after)
        return parts

    def _state(self) -> _State:
        """All that judging a line may change."""
        main = self.main.copied() if self.main is not None else None
        current = main if self.current is self.main else self.current.copied() if self.current is not None else None
        frame = self.frame
        return _State(main, current, list(frame.seen), dict(frame.abbreviations), list(frame.given), self.read)

    def _restore(self, state: _State) -> None:
        self.main, self.current, self.read = state.main, state.current, state.read
        self.frame.seen, self.frame.abbreviations, self.frame.given = state.seen, state.abbreviations, state.given

    def _formula(self, formula: Formula, line: WrittenLine, leading: bool, seconds: float) -> list[Part]:
        text = formula.text
        signs = relations_in(text)
        if signs and not text[signs[-1].end :].strip(" .,;&"):
            text = text[: signs.pop().start]
        if not signs and is_drawn(text):
            return self._drawn(text)
        lead = signs[0] if signs and not text[: signs[0].start].strip(" &{}") else None
        if lead is not None:
            return self._goes_on(lead.relation, text[lead.end :], line, leading, seconds)
        if signs and only_limits(text, signs, self.frame, line.latex):
            return [Part(LineWord.REMARK, note="what parameters may be is not judged")]
        if signs and self._is_head(text[: signs[0].start]):
            return self._links(self._main_again(), signs[0].relation, text[signs[0].end :], line, seconds)
        if signs and is_given(text[: signs[0].start], self.frame):
            return [Part(LineWord.REMARK, note="what is given is not judged")]
        if signs and (name := new_name(text[: signs[0].start], self.frame)):
            return self._named(name, text, signs, formula, line, seconds)
        if not signs:
            return self._bare(text, line, seconds)
        return self._whole(text, line, leading, seconds)

    def _is_head(self, text: str) -> bool:
        """Whether a left side is what the question is called for short."""
        return self.question is not None and bool(HEAD.fullmatch(text)) and text.strip() not in self.frame.declared

    def _main_again(self) -> LineChain:
        if self.main is None:
            raise QueryError("there is no question that this could be", "", 0)
        if self.main.last is not None:
            self.main.restart()
        self.current = self.main
        return self.main

    # What goes on with a chain.

    def _goes_on(self, sign: str, text: str, line: WrittenLine, leading: bool, seconds: float) -> list[Part]:
        chain = self.current or self.main
        if chain is None:
            raise QueryError("the first line has no left side: write what it is about", text, 0)
        if chain is self.main or self.main is None:
            return self._links(chain, sign, text, line, seconds)
        parts = self._links(chain, sign, text, line, seconds)
        if parts[0].word is not LineWord.WRONG:
            return parts
        trial = self.main.copied()
        others = self._links(trial, sign, text, line, seconds)  # perhaps it goes on with the question after all
        if others[0].word in (LineWord.WRONG, LineWord.UNDECIDED):
            return parts
        self.main = self.current = trial
        return others

    def _links(self, chain: LineChain, sign: str, text: str, line: WrittenLine, seconds: float) -> list[Part]:
        """The sides of a text, one after the other, as steps of a chain."""
        (_, first), *others = self._read(text, line)
        return self._steps(chain, [(sign, first), *others], line.number, seconds)

    def _steps(self, chain: LineChain, links: Sequence[Link], number: int, seconds: float) -> list[Part]:
        """The parts of a line that goes on with a chain; what cannot be read is left out."""
        parts = []
        for relation, side in links:
            if isinstance(side, QueryError):
                parts.append(self._unread(side, blocks=True))
                continue
            self.frame.seen.append(side.node)
            try:
                parts.append(chain.step(relation, side, number, seconds / len(links)))
                self.read += 1
            except QueryError as error:
                self.frame.seen.pop()
                parts.append(self._unread(error, blocks=True))
        return parts

    def _unread(self, error: QueryError, blocks: bool) -> Part:
        self.errors.append(error)
        return Part(LineWord.UNREAD, note=error.message, blocks=blocks)

    def _read(self, text: str, line: WrittenLine) -> list[Link]:
        """The sides of a formula; read apart where one cannot be read, or they are in several units.

        Raises
        ------
        QueryError
            When the first cannot be read.
        """
        signs = relations_in(text)
        try:
            found = self.frame.read(text, line.latex)
            if not signs or all(self.frame.means_something(side) for _, side in found):
                return [*found]
        except QueryError:
            if not signs:
                raise
        ends = [*(sign.start for sign in signs), len(text)]
        apart: list[Link] = [("", self.frame.read(text[: ends[0]], line.latex)[0][1])]
        for sign, end in zip(signs, ends[1:], strict=True):
            try:
                apart.append((sign.relation, self.frame.read(text[sign.end : end], line.latex)[0][1]))
            except QueryError as error:
                apart.append((sign.relation, error))
        return apart

    def _bare(self, text: str, line: WrittenLine, seconds: float) -> list[Part]:
        """A formula without a relation: the question, or the next side of the chain."""
        side = self.frame.read(text, line.latex)[0][1]
        if self.current is None or self._is_question(side):
            return [self._begins(side)]
        return self._steps(self.current, [("=", side)], line.number, seconds)

    def _begins(self, side: Side) -> Part:
        """What is asked for, or what a free chain begins with."""
        if self.main is not None:
            self._main_again()
            return Part(LineWord.RIGHT, side.shown, question=Outcome.HOLDS, note="this is what is asked for")
        self._begin(side)
        self.read += 1
        self.main = self.current = self._chain(side)
        return Part(LineWord.RIGHT, side.shown)

    def _begin(self, side: Side) -> None:
        """Begin a chain at a side that has a meaning."""
        self.frame.meaning(side, "=", side)
        self.frame.seen.append(side.node)
        if self.named and self.main is None:
            self.named = False
            self.frame.given, restated = with_laws_named(side.node, [], None)
            self.restated |= restated

    def _whole(self, text: str, line: WrittenLine, leading: bool, seconds: float) -> list[Part]:
        """A formula with two sides or more: the question again, the side before again, or a claim of its own."""
        (_, left), *links = self._read(text, line)
        if isinstance(left, QueryError):
            raise left
        chain = self._chain_of(left, leading)
        own = chain is None
        if chain is None:
            self._begin(left)
            chain = self._chain(left)
        parts = self._steps(chain, links, line.number, seconds)
        if own and leading and self.main is None:
            self.main = chain
        if leading:
            self.current = chain
        if own and chain is not self.main and self.main is not None:
            wrong = [side for (_, side), part in zip(links, parts, strict=True) if part.word is LineWord.WRONG]
            self.main.supposed += [(left, side, line.number) for side in wrong if isinstance(side, Side)]
        if own and chain is not self.main:
            parts = [replace(part, question=None, before=None, blocks=part.blocks and leading) for part in parts]
        return [replace(parts[0], shown=f"{left.shown} {parts[0].shown}"), *parts[1:]]

    def _chain_of(self, left: Side, leading: bool) -> LineChain | None:
        """The chain that a left side goes on with."""
        for chain in (self.current, self.main):
            if chain is not None and chain.last is not None and chain.last.shown == left.shown:
                return chain
        if self.main is None:
            return None
        if self._is_question(left):
            return self._main_again()
        if self.question is None or not leading:
            return None
        if not self._is_asked(left):
            return None
        chain = self._main_again()
        chain.decimals = left if is_plain(left.node) else None
        return chain

    def _is_asked(self, side: Side) -> bool:
        """Whether a side is found to be what is asked for, or that to the digits of its decimals."""
        if self.main is None:
            return False
        try:
            if self.frame.judge(self.main.question, "=", side, SAME).outcome is Outcome.HOLDS:
                return True
            rounded = self.frame.judge_rounded(self.main.question, side, SAME)
        except QueryError:
            return False
        return rounded is not None and rounded.outcome is Outcome.HOLDS

    def _is_question(self, side: Side) -> bool:
        question = self.main.question if self.main is not None else None
        return question is not None and (side.shown in self.restated or side.shown == question.shown)

    # What declares, and what is only mentioned.

    def _drawn(self, text: str) -> list[Part]:
        """``X ~ law``."""
        line = declare_drawn(text, self.frame)
        if not line:
            return [Part(LineWord.REMARK)]
        self.read += 1
        return [Part(LineWord.REMARK, line, note=f"{line.split('~')[0].strip()} is declared")]

    def _names_a_measure(self, text: str, signs: list[Sign], line: WrittenLine) -> bool:
        """Whether a single letter stands for what is still to be evaluated, and that begins a chain."""
        try:
            value = self._read(text[signs[0].end :], line)[0][1]
        except QueryError:
            return False
        return isinstance(value, Side) and not is_plain(value.node) and signs[0].relation == "="

    def _named(
        self, name: str, text: str, signs: list[Sign], formula: Formula, line: WrittenLine, seconds: float
    ) -> list[Part]:
        """``s = a + b``: a name for what stands behind the sign, or for what is asked for."""
        naming = set(formula.before) & NAMING or signs[0].defines
        fresh = (
            self.frame.names is None and not naming and self.main is None and self._names_a_measure(text, signs, line)
        )
        if self.frame.names is None and not naming and not fresh:
            return self._whole(text, line, not set(formula.before) & REASON, seconds)
        (_, value), *others = self._read(text[signs[0].end :], line)
        if isinstance(value, QueryError):
            raise value
        if fresh:  # ``C = max_p I(X; Y)``: a name for the question of a chain
            parts = [self._begins(value)]
            declare_name(name, value, self.frame)
            return [*parts, *(self._steps(self.main, others, line.number, seconds) if self.main and others else [])]
        asked = self.main is not None and self.question is not None and not set(formula.before) & NAMING
        if asked and not is_plain(value.node) and self._is_asked(value):
            self.restated.add(name)
            return self._steps(self._main_again(), [("=", value), *others], line.number, seconds)
        declare_name(name, value, self.frame)
        part = Part(LineWord.REMARK, f"{name} = {value.shown}", note=f"{name} is declared")
        if not others:
            return [part]
        return [part, *self._steps(self._chain(value), others, line.number, seconds)]
