"""Chains over several lines that are no answers to an exercise: the first side is the question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symbinfo.query.setting import is_assumed
from symbinfo.query.typed.lines import in_plain_lines
from symbinfo.verification.worked.frames import Frame
from symbinfo.verification.worked.line_judge import LineJudge
from symbinfo.verification.worked.line_verdicts import WorkedVerdict

__all__ = ["judge_chain", "judge_lines"]


def judge_lines(text: str, frame: Frame, seconds: float = 60.0) -> WorkedVerdict:
    r"""Judge a chain of formulas over several lines, each against the one before and against the first.

    Parameters
    ----------
    text : str
        The lines.
    frame : Frame
        What is given.
    seconds : float
        A limit of time for all; a line that takes longer is undecided.

    Raises
    ------
    QueryError
        When no line can be read.

    Examples
    --------
    >>> frame = Frame(given=["X ~ Exponential(r)"])
    >>> found = judge_lines("H(X) = -E[log p(X)]\n= -log(r) + r E[X]\n= 1 + log(r)", frame)
    >>> found.first_wrong.number, found.first_wrong.witness.parameters
    (3, {'r': '2'})
    """
    return LineJudge(frame, seconds).judged(text)


def judge_chain(
    text: str,
    given: Sequence[str] | str = (),
    unit: str = "nats",
    base: Any = None,
    form: str = "auto",
    seconds: float = 60.0,
) -> WorkedVerdict:
    r"""Judge a chain over several lines of which its first side is the question, as `symbinfo verify --lines` does.

    Parameters
    ----------
    text : str
        The lines, with prose between formulas: plain text, Markdown or LaTeX.
    given : sequence of str
        The lines of a setting, or assumptions of named variables.
    unit, base
        Nats by default.
    form : str
        How formulas are written: "text", "latex" or "auto".
    seconds : float
        A limit of time for all lines.

    Raises
    ------
    QueryError
        When no line can be read.

    Examples
    --------
    >>> judge_chain("I(X;Z) = H(Z) - H(Z|X)\n<= H(Z)").verdict
    'holds'
    >>> judge_chain("I(X;Z) = H(Z) - H(Z|X)\n= H(Z)").first_wrong.note
    'this is an inequality, not an equation: <= holds, = does not'
    """
    lines = in_plain_lines(given)
    assumed = bool(lines) and all(is_assumed(line) for line in lines)
    frame = Frame([] if assumed else list(lines), unit, base, form, None, tuple(lines) if assumed else ())
    return LineJudge(frame, seconds, named=not lines).judged(text)
