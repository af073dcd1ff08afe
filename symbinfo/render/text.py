"""For a terminal: one formula a line, aligned at the relation, with the reason at the side, or below where there is no room."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render.breaking import lines_of
from symbinfo.render.choices import NARROWEST, WIDEST
from symbinfo.render.layout import Layout
from symbinfo.render.line import line_of
from symbinfo.render.story import Chain, Sentence, Story, tell

__all__ = ["WIDTH", "text_of"]

#: The usual width of a line, in columns.
WIDTH = 100
#: The widest column of reasons, and its share of a line; a line narrower than this has the reasons below.
REASON, SHARE, BESIDE = 42, 0.42, 72
GAP = 3
STEP_IN = 4
HARD_SPACE = "\u00a0"
OPENING, CLOSING = "([{", ")]}"


def text_of(derivation: Derivation, encoding: str | None = None, width: int | None = None, **manner: Any) -> str:
    """The derivation as text of which no line is wider than asked for.

    Parameters
    ----------
    derivation : Derivation
        What to print.
    encoding : str, optional
        The encoding of the terminal; where it cannot show the mathematics, ASCII is used.
    width : int, optional
        The columns of a line; 100 by default.
    **manner
        See `Manner`.
    """
    width = WIDTH if width is None else width
    if not NARROWEST <= width <= WIDEST:
        raise SymbinfoError(f"width is a number of columns from {NARROWEST} to {WIDEST}: got {width}")
    story = tell(derivation, **manner)
    text = _Page(story, width, ascii=False).whole()
    if encoding is not None:
        try:
            text.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            text = _Page(story, width, ascii=True).whole()
    return text


class _Page:
    def __init__(self, story: Story, width: int, *, ascii: bool) -> None:
        self.story, self.width, self.ascii = story, width, ascii
        self.reason = min(REASON, int(width * SHARE)) if width >= BESIDE else 0

    def of(self, layout: Layout) -> str:
        """One formula."""
        return line_of(layout, ascii=self.ascii)

    def lines(self, layout: Layout, room: int) -> list[str]:
        """A formula on lines of at most `room` columns."""
        found = [self.of(f) for f in lines_of(layout, room - 2, lambda f: len(line_of(f, ascii=self.ascii)))]
        return [part for line in found for part in split_line(line, room - 2)]

    def said(self, sentence: Sentence) -> str:
        """One sentence with its formulas."""
        # Formulas keep together: their spaces do not break.
        text = "".join(p if isinstance(p, str) else self.of(p).replace(" ", HARD_SPACE) for p in sentence)
        text = "".join(c if c.isprintable() or c == HARD_SPACE else "?" for c in text)
        if not self.ascii:
            return text
        parts = text.split(HARD_SPACE)
        return HARD_SPACE.join(p.encode("ascii", "backslashreplace").decode() for p in parts)

    def whole(self) -> str:
        """The page."""
        story, chain = self.story, self.story.chain
        lines = [*folded(self.said(story.heading), self.width), ""] if story.title else []
        lines += [*folded(self.said(story.setting), self.width), ""] if story.setting else []
        if not story.manner.results:
            lines += self.chain(chain, 0)
            for lemma in chain.lemmas:
                lines += self.lemma(lemma, STEP_IN)
            for limit in story.limits:
                lines += ["", *self.chain(limit, 0)]
            lines.append("")
        lines += self.result()
        for note in story.notes:
            lines += folded(self.said(note), self.width)
        for lemma in story.appendix:
            lines += self.lemma(lemma, 0)
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def lemma(self, chain: Chain, indent: int) -> list[str]:
        """A lemma, indented, and the lemmas inside it further in."""
        lines = ["", " " * indent + chain.label, *self.chain(chain, indent)]
        for inner in chain.lemmas:
            lines += self.lemma(inner, min(indent + STEP_IN, self.width // 3))
        return lines

    def chain(self, chain: Chain, indent: int) -> list[str]:
        """The left side, and the steps aligned at their relations."""
        left = self.of(chain.left)
        pad = " " * indent
        if not chain.lines:
            return self.indented(chain.left, pad)
        head, lead = (
            (self.indented(chain.left, pad), pad + "  ")
            if len(left) > min(16, self.width // 6)
            else ([], pad + left + " ")
        )
        lines = head
        for line in chain.lines:
            sign = self.of(line.relation) + " "
            rest = " " * len(lead)
            room = self.width - len(rest) - len(sign) - 1
            formulas = self.lines(line.formula, room)
            start = rest if lines else lead
            block = [start + sign + formulas[0], *(rest + " " * len(sign) + "  " + f for f in formulas[1:])]
            lines = [*lines, *self.with_reason(block, self.said(line.reason), len(rest) + len(sign))]
        return lines

    def indented(self, layout: Layout, pad: str) -> list[str]:
        """A formula that stands for itself."""
        first, *more = self.lines(layout, self.width - len(pad))
        return [pad + first, *(f"{pad}  {line}" for line in more)]

    def with_reason(self, block: list[str], reason: str, indent: int) -> list[str]:
        """The reason in the right column, from the first line of the block that leaves room for it; or below the block."""
        if not self.reason:
            pad = " " * min(indent + 2, self.width // 3)
            return [*block, *(pad + line for line in folded(reason, self.width - len(pad)))]
        column = self.width - self.reason
        words = folded(reason, self.reason)
        first = next((i for i in range(len(block)) if all(len(b) + GAP <= column for b in block[i:])), len(block))
        rows = block + [""] * max(0, first + len(words) - len(block))
        return [
            row.ljust(column) + words[i - first] if first <= i < first + len(words) else row
            for i, row in enumerate(rows)
        ]

    def result(self) -> list[str]:
        """The last line: the result, its decimals and its unit, and where it holds."""
        story, chain = self.story, self.story.conclusion
        if not chain.lines:
            return ["No step was taken."]
        left, right, sign = self.of(chain.left), self.of(chain.result), self.of(chain.relation)
        almost = "~" if self.ascii else "≈"
        if story.value is not None and story.value not in (right, "inf", "-inf"):
            right += f" {almost} {story.value}"
        if story.value is not None:
            right += f" {self.said(story.unit)}" if "inf" not in story.value else ""
        elif story.unit not in ((), ("nats",)):
            right += f" ({self.said(story.unit)})"
        lines = [f"Result: {left} {sign} {right}"]
        if len(lines[0]) > self.width:
            formulas = self.lines(chain.result, self.width - 6)
            first, *more = self.lines(chain.left, self.width - len("Result: "))
            lines = [f"Result: {first}", *(f"    {line}" for line in more)]
            lines += [f"  {sign} {formulas[0]}", *(f"      {f}" for f in formulas[1:])]
            tail = right.removeprefix(self.of(chain.result))
            lines += [f"      {tail.lstrip()}"] if len(lines[-1] + tail) > self.width else [lines.pop() + tail]
        if story.needs:
            needs = "provided " + ", ".join(self.of(n).replace(" ", HARD_SPACE) for n in story.needs)
            if story.otherwise is not None:
                needs += f"; otherwise {left} = {self.of(story.otherwise)}"
            lines += folded(needs, self.width)
        return lines


def folded(text: str, width: int) -> list[str]:
    """Text in lines; hard spaces hold together what they join, as far as they can on a line of that width."""
    parts = (part for word in text.split(" ") for part in (split_line(word, width) if len(word) > width else [word]))
    return [line.replace(HARD_SPACE, " ") for line in wrap(" ".join(parts), width)]


def split_line(line: str, room: int) -> list[str]:
    """A formula that no sign could break, broken before a slash or at a space in as few brackets as can be, or anywhere."""
    parts = []
    while len(line) > room:
        at = _place_to_break(line, room)
        parts.append(line[:at].rstrip())
        line = line[at:]
    return [*parts, line]


def _place_to_break(line: str, room: int) -> int:
    """The last place on the outermost level, behind a comma before others, that does not leave most of the line empty."""
    depth = 0
    places: list[tuple[bool, int, int, int]] = []
    for at, c in enumerate(line[:room]):
        if c in " /" + HARD_SPACE and at > 0:
            place = at if c == "/" else at + 1
            kind = 2 if c == "/" else int(line[at - 1] != ",")
            places.append((place <= room // 3, depth, kind, -place))
        depth += (c in OPENING) - (c in CLOSING)
    behind = max(line.rfind(c, 1, room) + 1 for c in "(*")
    return -min(places)[3] if places else behind or room
