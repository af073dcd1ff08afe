"""A chain that goes on from line to line: each new side is judged against its question and against the side before.

Where the side before is equal to the question, one judgement says both. Where it is wrong, a new side is right again, or
follows from the wrong one, or is wrong in itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from symbinfo.expressions.verdict_words import Outcome
from symbinfo.query.nodes import Negation, Node, Number
from symbinfo.verification.worked.frames import Frame, Judgement, Side, is_numeral, is_plain
from symbinfo.verification.worked.line_parts import Part
from symbinfo.verification.worked.line_verdicts import LineWitness, LineWord

__all__ = ["LineChain"]

#: How relations in a row compose; what is missing says nothing.
COMPOSED = {
    **{("=", sign): sign for sign in ("=", "<=", ">=", "<", ">")},
    **{(sign, "="): sign for sign in ("<=", ">=", "<", ">")},
    ("<=", "<="): "<=", ("<=", "<"): "<", ("<", "<="): "<", ("<", "<"): "<",
    (">=", ">="): ">=", (">=", ">"): ">", (">", ">="): ">", (">", ">"): ">",
}  # fmt: skip
#: From how many digits on a decimal is an answer.
ENOUGH = 3
#: What is said of a number that the rounded ones before it give, where the exact one has another last digit.
CARRIED = "this follows from the rounded numbers before it: computed exactly, its last digit is another"
#: Seconds for the question whether an inequality holds where an equation does not.
INEQUALITY = 4.0


@dataclass
class LineChain:
    """A chain of sides.

    Parameters
    ----------
    frame : Frame
        What it stands in.
    question : Side
        What it begins with.
    main : bool
        Whether it is the one that answers what is asked.
    last : Side
        Where it stands.
    relation : str
        How the question stands to that; empty where nothing follows.
    wrong : int or None
        The wrong line that it stands on.
    decided : bool
        Whether it is known that the question stands so to the last side.
    hidden : bool
        Whether values without parameters are not told.
    slip_of : callable, optional
        The slip that a wrong side is known for.
    closed : bool
        Whether the last side is an answer.
    decimals : Side or None
        The rounded number after the last side.
    supposed : list
        Wrong claims beside the chain, from which a side may follow: two sides and a line.
    passed : list of Side
        The sides that were right.
    former : tuple or None
        Where it stood before it began again, and the wrong line that this stood on.
    """

    frame: Frame
    question: Side
    main: bool = False
    last: Side | None = None
    relation: str = "="
    wrong: int | None = None
    decided: bool = True
    hidden: bool = False
    slip_of: Callable[[Side], str] | None = None
    closed: bool = False
    decimals: Side | None = None
    supposed: list[tuple[Side, Side, int]] = field(default_factory=list)
    passed: list[Side] = field(default_factory=list)
    former: tuple[Side, int] | None = None

    @property
    def here(self) -> Side:
        """The side that comes before the next one."""
        return self.last or self.question

    def copied(self) -> LineChain:
        """The same chain, to go on with apart."""
        return replace(self, supposed=list(self.supposed), passed=list(self.passed))

    def unanswered(self) -> str:
        """Why the last side is no answer to the question; empty where it is one."""
        if self.last is None and self.decimals is None and not self.closed:
            return "no line says what is asked for"
        if self.wrong is not None or not self.decided:
            return "the last line does not follow"
        if self.relation != "=":
            return "the last line is an inequality"
        if self.closed:
            return ""
        rounded = "has too few digits, or another last one"
        return f"the last line {'still holds what is to be evaluated' if self.decimals is None else rounded}"

    def restart(self) -> None:
        """Begin again at the question."""
        if self.wrong is not None and self.last is not None:
            self.former = self.last, self.wrong
        self.last, self.relation, self.wrong, self.decided = None, "=", None, True

    def step(self, sign: str, side: Side, number: int, seconds: float) -> Part:
        """Judge a new side, and stand on it."""
        if sign == "!=":
            return self._unequal(side, seconds)
        plain_sign = "=" if sign == "~=" else sign
        composed = COMPOSED.get((self.relation, plain_sign), "")
        if self.decided and self.wrong is None:
            part = self._from_right(sign, composed, side, seconds, number)
        else:
            part = self._from_other(sign, composed, side, seconds, number)
        part = replace(part, shown=f"{sign} {side.shown}", note=_joined(part.note, *side.notes))
        self._stand_on(sign, composed, side, part, number)
        return part

    def _stand_on(self, sign: str, composed: str, side: Side, part: Part, number: int) -> None:
        rounded = sign == "~=" or is_numeral(side.node) or part.rounded
        self.relation = composed
        right = part.word in (LineWord.RIGHT, LineWord.AGAIN)
        self.closed = (
            right
            and part.note != CARRIED
            and composed == "="
            and (is_plain(side.node) and (not rounded or self.closed or _long(side.node)))
        )
        if part.word is LineWord.WRONG:
            self.wrong, self.decided = number, True
        elif right:
            self.wrong, self.decided = None, True
            self.passed.append(side)
        elif part.word is LineWord.FOLLOWS:
            self.wrong, self.decided = part.follows, True
        elif part.word is LineWord.UNDECIDED:
            self.decided = False
        self.decimals = side if rounded else None
        if rounded and part.word in (LineWord.RIGHT, LineWord.UNDECIDED):
            return  # a rounded number is not what the next line goes on from
        self.last = side

    # The side before is right.

    def _from_right(self, sign: str, composed: str, side: Side, seconds: float, number: int) -> Part:
        if self.relation == "=" and sign in ("=", "~=") and self.last is not None:
            whole = self.frame.judge(self.question, sign, side, seconds)
            if whole.outcome is not Outcome.UNDECIDED:
                return self._decided(whole, sign, side, whole.outcome, seconds)
        step = self.frame.judge(self.here, sign, side, seconds)
        if step.outcome is Outcome.UNDECIDED and self.last is not None and composed == sign:
            step = self.frame.judge(self.question, sign, side, seconds)
        question: Outcome | None = step.outcome if composed and step.outcome is Outcome.HOLDS else None
        if self.last is None or (self.relation == "=" and sign in ("=", "~=")):
            question = step.outcome
        return self._decided(step, sign, side, question, seconds)

    def _decided(self, found: Judgement, sign: str, side: Side, question: Outcome | None, seconds: float) -> Part:
        if found.outcome is Outcome.HOLDS:
            return Part(LineWord.RIGHT, question=question, before=Outcome.HOLDS)
        if found.outcome is Outcome.UNDECIDED:
            return Part(
                LineWord.UNDECIDED, question=question, before=Outcome.UNDECIDED, note=found.verdict.reason, blocks=True
            )
        return self._wrong(found, sign, side, question, seconds)

    def _wrong(self, found: Judgement, sign: str, side: Side, question: Outcome | None, seconds: float) -> Part:
        if sign in ("=", "~=") and (rounded := self._rounded(side, seconds)):
            return rounded
        if follows := self._from_supposed(sign, side, seconds):
            return follows
        inequality = "" if is_plain(side.node) else self._inequality(sign, side, min(seconds, INEQUALITY))
        listed = self.slip_of(side) if self.slip_of is not None else ""
        slip = listed or ("" if inequality else found.slip())
        if not slip and not inequality:
            inequality = self._inequality(sign, side, min(seconds, INEQUALITY))
        witness = self._witness(found)
        return Part(
            LineWord.WRONG, question=question, before=Outcome.REFUTED, note=inequality, slip=slip, witness=witness
        )

    def _rounded(self, side: Side, seconds: float) -> Part | None:
        """Right to the digits of the decimals in it."""
        found = self.frame.judge_rounded(self.here, side, seconds)
        if found is None or found.outcome is not Outcome.HOLDS:
            return self._carried(side, seconds)
        holds = Outcome.HOLDS if self.wrong is None else None
        word = LineWord.RIGHT if self.wrong is None else LineWord.FOLLOWS
        note = "right to the digits given"
        return Part(word, question=holds, before=Outcome.HOLDS, follows=self.wrong, note=note, rounded=True)

    def _carried(self, side: Side, seconds: float) -> Part | None:
        """Right from the rounded numbers before it."""
        if self.decimals is None:
            return None
        step = self.frame.judge(self.decimals, "=", side, seconds)
        if step.outcome is not Outcome.HOLDS:
            rounded = self.frame.judge_rounded(self.decimals, side, seconds)
            if rounded is None or rounded.outcome is not Outcome.HOLDS:
                return None
        return Part(LineWord.RIGHT, before=Outcome.HOLDS, note=CARRIED, rounded=True)

    def _from_supposed(self, sign: str, side: Side, seconds: float) -> Part | None:
        """What follows where a wrong claim beside the chain is supposed, or from where the chain stood before."""
        if self.former is not None and self.frame.judge(self.former[0], sign, side, seconds).outcome is Outcome.HOLDS:
            return Part(LineWord.FOLLOWS, question=Outcome.REFUTED, before=Outcome.REFUTED, follows=self.former[1])
        for before in (self.here, self.question, *reversed(self.passed)):
            supposed, number = before, 0
            for left, right, at in self.supposed:
                put = self.frame.supposing(supposed, left, right)
                supposed, number = (put, at) if put is not None else (supposed, number)
            if number and self.frame.judge(supposed, sign, side, seconds).outcome is Outcome.HOLDS:
                return Part(LineWord.FOLLOWS, question=Outcome.REFUTED, before=Outcome.REFUTED, follows=number)
        return None

    def _inequality(self, sign: str, side: Side, seconds: float) -> str:
        """Whether only an inequality holds where an equation is written."""
        if sign != "=" or is_numeral(side.node):
            return ""
        for weaker in ("<=", ">="):
            if self.frame.judge(self.here, weaker, side, seconds).outcome is Outcome.HOLDS:
                return f"this is an inequality, not an equation: {weaker} holds, = does not"
        return ""

    def _witness(self, found: Judgement) -> LineWitness | None:
        witness: Any = found.verdict.witness
        if witness is None:
            return None
        against = "the line before gives" if self.last is not None else "what it begins with is"
        if self.last is None and self.main:
            against = "what is asked for is"
        parameters = {str(name): str(value) for name, value in dict(witness["parameters"]).items()}
        line, other = _short(str(witness["claimed"]), str(witness["actual"]))
        if self.hidden and not parameters and not (self.last is not None and is_plain(self.here.node)):
            other, against = "", against.removesuffix(" gives").removesuffix(" is")
        return LineWitness(parameters, line, other, against)

    # The side before is wrong, or undecided.

    def _from_other(self, sign: str, composed: str, side: Side, seconds: float, number: int) -> Part:
        whole = self.frame.judge(self.question, "~=" if sign == "~=" else composed, side, seconds) if composed else None
        holds = whole is not None and whole.outcome is Outcome.HOLDS
        if holds and self.wrong is None:
            return Part(LineWord.RIGHT, question=Outcome.HOLDS)
        step = self.frame.judge(self.here, sign, side, seconds)
        question = whole.outcome if whole else None
        if holds:
            if step.outcome is Outcome.HOLDS:  # an inequality that the wrong line before it satisfies, too
                return Part(LineWord.RIGHT, question=question, before=Outcome.HOLDS)
            note = f"this is equal to what is asked for, but does not follow from line {self.wrong}"
            if composed != "=":
                note = f"this is right, but does not follow from line {self.wrong}"
            return Part(LineWord.AGAIN, question=question, before=step.outcome, note=note)
        if step.outcome is Outcome.HOLDS:
            word = LineWord.FOLLOWS if self.wrong is not None else LineWord.UNDECIDED
            return Part(word, question=question, before=Outcome.HOLDS, follows=self.wrong, blocks=self.wrong is None)
        if step.outcome is Outcome.UNDECIDED:
            refuted = whole is not None and whole.outcome is Outcome.REFUTED and self.wrong is None
            if refuted and whole is not None:
                return replace(self._wrong(whole, sign, side, question, seconds), before=Outcome.UNDECIDED)
            return Part(
                LineWord.UNDECIDED, question=question, before=Outcome.UNDECIDED, note=step.verdict.reason, blocks=True
            )
        return self._wrong(step, sign, side, question, seconds)

    def _unequal(self, side: Side, seconds: float) -> Part:
        found = self.frame.judge(self.here, "!=", side, seconds)
        shown = f"!= {side.shown}"
        if found.outcome is Outcome.REFUTED:
            return Part(LineWord.WRONG, shown, before=found.outcome, note="the two sides are equal")
        word = LineWord.RIGHT if found.outcome is Outcome.HOLDS else LineWord.UNDECIDED
        return Part(word, shown, before=found.outcome, blocks=word is LineWord.UNDECIDED)


def _long(node: Node) -> bool:
    """Whether a decimal has digits enough for an answer."""
    while isinstance(node, Negation):
        node = node.value
    return isinstance(node, Number) and len(str(node.digits)) >= ENOUGH


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _short(one: str, other: str) -> tuple[str, str]:
    """Eight digits of two values, or more where these are the same."""
    try:
        short = f"{float(one):.8g}", f"{float(other):.8g}"
    except ValueError:
        return one, other
    return short if short[0] != short[1] else (one, other)
