r"""Fenced blocks of Markdown whose language is symbinfo: a line is a query, a claim, or `given` and a line of a setting.

```symbinfo
given X ~ Bernoulli(1/2)
H(X) = log(2)
KL(Normal(m, s) || Normal(0, 1))
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from symbinfo.derivation import Claim, Derivation
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.query.setting import parse_given
from symbinfo.query.shannon_measures import ShannonClaim
from symbinfo.verification.claims.verdict import Verdict
from symbinfo.verification.referee.verify import verify
from symbinfo.verification.shannon.shannon_verdict import ShannonVerdict

__all__ = ["LANGUAGE", "Answer", "Block", "answers_of", "as_html", "blocks_in", "faults_in"]

#: What stands behind the three backticks, and what begins a line of a setting.
LANGUAGE, GIVEN = "symbinfo", "given "


@dataclass(frozen=True)
class Block:
    """A block: its lines, and the lines of the page from the fence to the fence, counted from 0, the last excluded."""

    lines: tuple[str, ...]
    begin: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What became of a line of a block.

    Attributes
    ----------
    line : int
        The line of the page, counted from 1.
    text : str
        What stands there.
    found : Derivation, Verdict, ShannonVerdict or str
        The derivation of a query, the verdict on a claim, or why the line cannot be read.
    """

    line: int
    text: str
    found: Derivation | Verdict | ShannonVerdict | str

    @property
    def fault(self) -> str:
        """Why a page must not stay as it is: the claim does not hold, or the line cannot be read; otherwise nothing."""
        if isinstance(self.found, str):
            return self.found
        if isinstance(self.found, Derivation) or self.found.verdict == Outcome.HOLDS:
            return ""
        return self.found.text()


def blocks_in(text: str) -> Iterator[Block]:
    r"""The blocks of a page in Markdown.

    Examples
    --------
    >>> [block.lines for block in blocks_in("# Page\n\n```symbinfo\nH(Normal(0, 1))\n```\n")]
    [('H(Normal(0, 1))',)]
    """
    from markdown_it import MarkdownIt

    for token in MarkdownIt("commonmark").parse(text):
        words = token.info.split()
        if token.type == "fence" and words and words[0] == LANGUAGE and token.map is not None:
            yield Block(tuple(token.content.removesuffix("\n").split("\n")), *token.map)


def answers_of(block: Block) -> Iterator[Answer]:
    """What becomes of each line of a block, but of empty lines, comments and what is given."""
    given: list[str] = []
    for number, line in enumerate(block.lines, block.begin + 2):
        text = line.strip()
        if text.startswith(GIVEN):
            given.append(text.removeprefix(GIVEN).strip())
        elif text and not text.startswith("#"):
            yield Answer(number, text, _found(text, given))


def _found(text: str, given: list[str]) -> Derivation | Verdict | ShannonVerdict | str:
    try:
        meaning, assumed = parse_given(text, given)
        if isinstance(meaning, Claim):
            return verify(meaning)
        return verify(meaning, given=assumed) if isinstance(meaning, ShannonClaim) else derive(meaning)
    except SymbinfoError as error:
        return str(error).partition("\n")[0]


def faults_in(text: str) -> Iterator[Answer]:
    """The lines of a page that are false, undecided or cannot be read."""
    for block in blocks_in(text):
        yield from (answer for answer in answers_of(block) if answer.fault)


def as_html(answers: Iterable[Answer]) -> str:
    """A block as HTML without empty lines, so that it may stand in Markdown: derivations, and claims with their verdicts."""
    from symbinfo.render.html import body_of
    from symbinfo.render.story import tell

    parts = []
    for answer in answers:
        if isinstance(answer.found, Derivation):
            parts.append(f"<article>{body_of(tell(answer.found))}</article>")
        else:
            said = answer.found if isinstance(answer.found, str) else answer.found.text()
            parts.append(
                f'<p class="claim"><code>{escape(answer.text)}</code> <em>{escape(" ".join(said.split()))}</em></p>'
            )
    inside = "\n".join(parts)
    return "\n".join(line for line in f'<div class="symbinfo">\n{inside}\n</div>'.splitlines() if line.strip())
