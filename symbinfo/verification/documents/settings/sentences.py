"""The sentences of a document, with holes for their formulas; one may go on behind a display."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from symbinfo.verification.documents.formats.document_parts import Block, Document, Formula, Prose
from symbinfo.verification.documents.settings.said_in_words import unit_in

__all__ = ["Sentence", "sentences_of", "unit_of_document"]

_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!cf\.)(?<!vs\.)(?<!resp\.)(?<!r\.v\.)(?<!Eq\.)(?<!Fig\.)\s+(?=[A-Z\"(⟦])"
)
MOST_IN_A_SENTENCE = 60
#: Formulas in a sentence about the logarithm of a document.
_LOGARITHMS = (r"\log", r"\ln", "e", r"\log_2", "2", r"\log x")


@dataclass
class Sentence:
    """A sentence while it is gathered: its words with holes, its formulas, and the boxes in which it stands."""

    scope: tuple[str, ...]
    words: str = ""
    formulas: list[Formula] = field(default_factory=list)
    heading: bool = False
    item: bool = False

    def add(self, formula: Formula) -> None:
        """Put a formula at its end."""
        self.words += f" ⟦{len(self.formulas)}⟧ "
        self.formulas.append(formula)

    @property
    def open(self) -> bool:
        """Whether it goes on: nothing has ended it."""
        plain = self.words.rstrip()
        if not plain:
            return False
        if plain.endswith("⟧"):
            return not _stops(self.formulas[-1].text)
        return not plain.endswith((".", "!", "?"))


def _plain(words: str) -> str:
    """Words without the signs that stand for formulas here."""
    return words.replace("⟦", "[").replace("⟧", "]")


def _stops(tex: str) -> bool:
    silent = r"\\(?:end|label|tag\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag|qedhere|qed)(?![A-Za-z])|\\[,;!: ]|\s"
    return re.sub(silent, "", tex).endswith((".", "!", "?"))


def sentences_of(blocks: tuple[Block, ...]) -> Iterator[tuple[Sentence, int]]:
    """The sentences, each with the number of its paragraph; one may go on behind a display."""
    current: Sentence | None = None
    paragraph = 0
    for block in blocks:
        first = block.parts[0]
        goes_on = isinstance(first, Formula) and first.display
        goes_on |= isinstance(first, Prose) and bool(re.match(r"\s*(?:[a-z,;]|and\b)", first.text))
        introduces = current is not None and current.words.rstrip().endswith((":", ","))
        if current is not None and not (
            current.open and (goes_on or introduces) and not block.heading and _near(current.scope, block.scope)
        ):
            yield current, paragraph
            current = None
        if current is None:
            paragraph += 1
        for part in block.parts:
            if current is None:
                current = Sentence(block.scope, heading=bool(block.heading), item=block.item)
            if isinstance(part, Formula):
                if len(current.formulas) >= MOST_IN_A_SENTENCE:
                    yield current, paragraph
                    current = Sentence(block.scope, item=block.item)
                current.add(part)
                continue
            words = _plain(part.text)
            if current.words.rstrip().endswith("⟧") and not current.open and re.match(r"\s*[A-Z\"(]", words):
                yield current, paragraph
                current = Sentence(block.scope, item=block.item)
            pieces = _END.split(words)
            for number, piece in enumerate(pieces):
                if number:
                    yield current, paragraph
                    current = Sentence(block.scope, item=block.item)
                current.words += piece
        if current is not None and (block.heading or not current.open):
            yield current, paragraph
            current = None
    if current is not None:
        yield current, paragraph


def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other[: len(one)] or other == one[: len(other)]


def unit_of_document(document: Document) -> str:
    """The unit that a document says for the whole: "log is the natural logarithm", "all logarithms are base 2"."""
    general = re.compile(
        r"\b(?:throughout|always|all|every|in this (?:course|paper|note|section|page|document|article|notebook|appendix)|we use|we take|everything|denotes?|here|otherwise|means|are)\b",
        re.I,
    )
    found = set()
    for block in document.blocks:
        words = ""
        formulas: dict[int, str] = {}
        for part in block.parts:
            if isinstance(part, Formula):
                words += f"⟦{len(formulas)}⟧"
                formulas[len(formulas)] = part.text
            else:
                words += _plain(part.text)
        for sentence in re.split(r"(?<=[.!?])\s", words):
            plain = not re.search(r"⟦\d+⟧", sentence) or any(f.strip() in _LOGARITHMS for f in formulas.values())
            about = re.search(
                r"\blog|⟦|entrop|information|unit|measured|everything|quantit", sentence, re.I
            ) and general.search(sentence)
            if plain and about and (unit := unit_in(sentence, formulas)):
                found.add(unit)
    return found.pop() if len(found) == 1 else ""
