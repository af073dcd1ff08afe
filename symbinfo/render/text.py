"""For a terminal: one formula a line, aligned at the relation, with the reason at the side."""

from __future__ import annotations

from textwrap import wrap

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of
from symbinfo.render.layout import Layout
from symbinfo.render.line import line_of
from symbinfo.render.story import Chain, Sentence, Story, tell

__all__ = ["text_of"]

WIDTH, REASON, GAP = 100, 42, 3
STEP_IN = 4
HARD_SPACE = "\u00a0"


def text_of(derivation: Derivation, encoding: str | None = None) -> str:
    """The derivation as text of at most 100 columns.

    Parameters
    ----------
    derivation : Derivation
        What to print.
    encoding : str, optional
        The encoding of the terminal; where it cannot show the mathematics, ASCII is used.
    """
    story = tell(derivation)
    text = _Page(story, ascii=False).whole()
    if encoding is not None:
        try:
            text.encode(encoding)
        except (UnicodeEncodeError, LookupError):
            text = _Page(story, ascii=True).whole()
    return text


class _Page:
    def __init__(self, story: Story, *, ascii: bool) -> None:
        self.story, self.ascii = story, ascii

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
        lines = [*folded(self.said(story.heading), WIDTH), ""] if story.title else []
        lines += [*folded(self.said(story.setting), WIDTH), ""] if story.setting else []
        lines += self.chain(chain, 0)
        for lemma in chain.lemmas:
            lines += self.lemma(lemma, STEP_IN)
        for limit in story.limits:
            lines += ["", *self.chain(limit, 0)]
        lines += ["", *self.result()]
        for note in story.notes:
            lines += folded(self.said(note), WIDTH)
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def lemma(self, chain: Chain, indent: int) -> list[str]:
        """A lemma, indented, and the lemmas inside it further in."""
        lines = ["", " " * indent + chain.label, *self.chain(chain, indent)]
        for inner in chain.lemmas:
            lines += self.lemma(inner, indent + STEP_IN)
        return lines

    def chain(self, chain: Chain, indent: int) -> list[str]:
        """The left side, and the steps aligned at their relations."""
        left = self.of(chain.left)
        pad = " " * indent
        if not chain.lines:
            return [pad + left]
        head, lead = ([pad + left], pad + "  ") if len(left) > 16 else ([], pad + left + " ")
        lines = head
        for line in chain.lines:
            sign = self.of(line.relation) + " "
            rest = " " * len(lead)
            room = WIDTH - len(rest) - len(sign) - 1
            formulas = self.lines(line.formula, room)
            start = rest if lines else lead
            block = [start + sign + formulas[0], *(rest + " " * len(sign) + "  " + f for f in formulas[1:])]
            lines = [*lines, *beside(block, self.said(line.reason))]
        return lines

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
        if len(lines[0]) > WIDTH:
            formulas = self.lines(chain.result, WIDTH - 6)
            lines = [f"Result: {left}", f"  {sign} {formulas[0]}", *(f"      {f}" for f in formulas[1:])]
            lines[-1] += right.removeprefix(self.of(chain.result))
        if story.needs:
            lines.append("provided " + ", ".join(self.of(n) for n in story.needs))
            if story.otherwise is not None:
                lines[-1] += f"; otherwise {left} = {self.of(story.otherwise)}"
        return lines


def beside(block: list[str], reason: str) -> list[str]:
    """The reason in the right column, from the first line of the block that leaves room for it."""
    column = WIDTH - REASON
    words = folded(reason, REASON)
    first = next((i for i in range(len(block)) if all(len(b) + GAP <= column for b in block[i:])), len(block))
    rows = block + [""] * max(0, first + len(words) - len(block))
    return [
        row.ljust(column) + words[i - first] if first <= i < first + len(words) else row for i, row in enumerate(rows)
    ]


def folded(text: str, width: int) -> list[str]:
    """Text in lines; hard spaces hold together what they join."""
    return [line.replace(HARD_SPACE, " ") for line in wrap(text, width)]


def split_line(line: str, room: int) -> list[str]:
    """A formula that no sign could break, broken before a slash or at a space."""
    parts = []
    while len(line) > room:
        at = max(line.rfind("/", 1, room), line.rfind(" ", 1, room) + 1)
        if at <= 0:
            break
        parts.append(line[:at].rstrip())
        line = line[at:]
    return [*parts, line]
