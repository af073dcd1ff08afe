"""From the words around a formula to the setting in which it is meant: sentence by sentence, box by box.

"Let X ~ N(0, 1)" holds in its section, box or theorem, "for" and "with" in their paragraph, "if" in its sentence. What is
declared again replaces what was declared before. Words that may be a setting and are not read are doubts: under them
nothing is refuted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from symbinfo.expressions.errors import QueryError
from symbinfo.verification.documents.formats.clauses_of_formulas import EQUIVALENT, Clause, clauses, has_relation
from symbinfo.verification.documents.formats.document_macros import Macro, expanded, macros_in
from symbinfo.verification.documents.formats.document_parts import Document, Formula
from symbinfo.verification.documents.settings.densities_by_name import Density, Reread, densities_in, lines_of_density
from symbinfo.verification.documents.settings.laws_in_words import laws_said, without_read_laws
from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line, line_of, unread_law
from symbinfo.verification.documents.settings.lines_together import all_among, keys_of, subjects_of, without_taken_names
from symbinfo.verification.documents.settings.names_and_laws import name_of, symbols_in
from symbinfo.verification.documents.settings.outcomes_and_masses import Masses
from symbinfo.verification.documents.settings.pairs_of_laws import pair_said
from symbinfo.verification.documents.settings.said_in_words import in_a_sentence, in_said_convention, unit_in
from symbinfo.verification.documents.settings.said_of_any import (
    named_anew,
    named_anew_here,
    outcomes_counted,
    speaks_of_more,
    theorem_before,
    without_equality_cases,
)
from symbinfo.verification.documents.settings.sentences import Sentence, sentences_of, unit_of_document
from symbinfo.verification.documents.settings.statements_meant import Around, laws_by_formula, statement_meant
from symbinfo.verification.documents.settings.unread_words import denial_before, unread_assumptions, unread_conditions

__all__ = ["InSetting", "Setting", "formulas_in_their_settings"]

_LET = re.compile(r"\b(?:let|consider|suppose|assume|define|denote|throughout)\b", re.I)
_IF = re.compile(r"\b(?:if|when|whenever|in\s+the\s+case|unless|had|were)\b", re.I)
_AT = re.compile(
    r"\b(?:at|if|when|for|where|with|and|let|set|take|taking|setting|say|suppose|of|rate|mean|variance|probability|parameter|scale|shape|bias|consider|,)\s*\Z",
    re.I,
)
#: A condition that is not given but said to be one.
_BOTH_WAYS = re.compile(
    r"\b(?:if\s+and\s+only\s+if|iff|only\s+(?:if|when)|equality\s+(?:if|when|iff|holds\s+(?:if|when)))\s*\Z", re.I
)
#: An example, in the words before it; and what has two outcomes, right before a probability.
_FOR = re.compile(r"\bfor\s[^,;:.]*\Z", re.I)
_COIN = re.compile(
    r"\b(?:coin|bernoulli|bit|binary\s+\w+)(?:\s+(?:variable|source|flip|toss|law|distribution))?"
    r"\s*,?\s*(?:with|where|for\s+which|such\s+that|that\s+has|having)?\s*\Z",
    re.I,
)
SENTENCE, PARAGRAPH, SCOPE = range(3)


@dataclass(frozen=True)
class Setting:
    """What a formula is read with.

    Parameters
    ----------
    lines : tuple of Line
        What is declared, the latest of each name.
    nameless : str
        A law that is said without a variable, as the language writes it.
    unit : str
        "nats", "bits", or nothing where nobody says it.
    doubts : tuple of str
        Words that may belong to the setting and are not read.
    differential : bool
        Whether the sentence speaks of densities.
    near : tuple of Line
        What was assumed in sentences of the same paragraph, and may still be meant.
    own : tuple of str
        The texts of the lines that its own sentence says.
    nameless_here : bool
        Whether its own sentence says the law without a variable.
    theorem : str
        The theorem that the words before it state.
    largest : tuple of Line
        Of variables of which only the number of outcomes is said: the law with the largest entropy.
    """

    lines: tuple[Line, ...] = ()
    nameless: str = ""
    unit: str = ""
    doubts: tuple[str, ...] = ()
    differential: bool = False
    near: tuple[Line, ...] = ()
    own: tuple[str, ...] = ()
    nameless_here: bool = False
    theorem: str = ""
    largest: tuple[Line, ...] = ()


@dataclass(frozen=True)
class InSetting:
    """A formula with its clauses and its setting.

    Parameters
    ----------
    formula : Formula
        Where it stands.
    clauses : tuple of Clause
        What it says.
    setting : Setting
        What it is read with.
    fault : str
        Why its macros cannot be expanded.
    declares : frozenset of str
        The clauses that list the probabilities of a law which is known from them.
    wrong : str
        Why probabilities that it lists cannot be those of a law.
    meant : dict
        Of clauses of which the words around say a part: the statement that they are, or why it is not read.
    """

    formula: Formula
    clauses: tuple[Clause, ...]
    setting: Setting
    fault: str = ""
    declares: frozenset[str] = frozenset()
    wrong: str = ""
    meant: dict[str, Reread] = field(default_factory=dict)


@dataclass(frozen=True)
class _Held:
    """A line that is in force: in which boxes, how far, where it was said, and whether of an example ("for X ~ ...")."""

    line: Line
    scope: tuple[str, ...]
    reach: int
    paragraph: int
    order: int
    example: bool = False

    def reaches(self, paragraph: int, used: frozenset[str]) -> bool:
        """Whether it is meant in a formula with some names: an example is over where its parameters are not spoken of."""
        over = self.example and self.line.law and self.paragraph != paragraph
        return not over or bool(used & (self.line.uses - set(self.line.names)))


class _Doubt(NamedTuple):
    """Words that are not read: in which paragraph, and whether they name a law."""

    words: str
    paragraph: int
    law: bool


def formulas_in_their_settings(document: Document) -> list[InSetting]:
    """All formulas of a document, in order, each with what it is read with."""
    macros = macros_in(document.macros)
    unit = unit_of_document(document)
    reader = _Reader(macros, unit)
    found: list[InSetting] = []
    for sentence in sentences_of(document.blocks):
        found += reader.read(sentence)
    return sorted(found, key=lambda one: (one.formula.place.cell or 0, one.formula.begin))


class _Reader:
    def __init__(self, macros: dict[str, Macro], unit: str) -> None:
        self.macros, self.unit = macros, unit
        self.held: list[_Held] = []
        self.nameless: tuple[str, int] = ("", 0)
        self.doubts: list[_Doubt] = []
        #: What was assumed in sentences, with their paragraphs.
        self.assumed: list[tuple[Line, int]] = []
        #: How many outcomes variables have, with the paragraphs that say it.
        self.counted: dict[str, tuple[Line, int]] = {}
        #: Whether a paragraph, or what stands under a heading, is about densities.
        self.spoken: dict[Any, bool] = {}
        #: The densities that were declared, by the names of their laws.
        self.densities: dict[str, Density] = {}

    def read(self, said: tuple[Sentence, int]) -> Iterator[InSetting]:
        """The formulas of a sentence in their settings; what it declares stays in force."""
        sentence, paragraph = said
        cut = [self._clauses(formula) for formula in sentence.formulas]
        texts = {at: (parts[0].text if parts else "") for at, (parts, _) in enumerate(cut)}
        self._forget(sentence, texts)
        words = laws_said(sentence.words, texts)
        pair = pair_said(sentence.words, texts)
        by_formula = laws_by_formula(sentence.words, texts)
        nameless = sorted([*words.nameless, *by_formula], key=lambda said: said[1])
        unit = unit_in(sentence.words, texts)
        own, masses, known = self._own(sentence, cut, paragraph)
        own = [replace(held, line=in_said_convention(held.line, sentence.words, texts)) for held in own]
        plain = without_equality_cases(sentence.words)
        spoken = [*(replace(line, otherwise="") for line in words.lines), *in_a_sentence(plain, texts)]
        drawn = {name for held in own for name in held.line.names if held.line.law}
        spoken = [line for line in spoken if not set(line.names) & drawn]
        first = sentence.words.partition("⟦")[0]
        own += [
            self._hold(line, sentence, paragraph, self._reach(sentence.words, None, sentence.item), -1, first)
            for line in spoken
        ]
        law_words = [] if pair or by_formula or any(held.line.law for held in own) else words.unread
        if nameless:
            self.nameless = (nameless[-1][0], paragraph)
        elif law_words or any(held.line.law for held in own):
            self.nameless = ("", 0)
        doubts = [f"the word {word!r} near it is not read" for word in law_words]
        self.doubts = [doubt for doubt in self.doubts if doubt.paragraph == paragraph and not words.lines]
        self.doubts += [_Doubt(word, paragraph, True) for word in doubts]
        conditions: list[str] = []
        equality: list[str] = []
        named = {name for tex in texts.values() if re.fullmatch(r"[P-Z]\d*", name := name_of(tex))}
        for held in own:
            named -= held.line.uses if held.line.assumption else set(held.line.names)
        if not own or named:
            self.doubts += [_Doubt(word, paragraph, False) for word in unread_assumptions(sentence.words)]
            if _LET.search(sentence.words) and unread_assumptions(sentence.words):
                self._leave_open(named, sentence, paragraph)
        if not own:
            conditions = unread_conditions(without_equality_cases(without_read_laws(sentence.words, words)))
            equality = unread_conditions(without_read_laws(sentence.words, words))
        self._speak(sentence, paragraph)
        declares = masses.declaring(known)
        wrong = masses.fault()
        for name, count in outcomes_counted(sentence.words, texts).items():
            self.counted[name] = (law_line(name, f"Die({count})"), paragraph)
        here = named_anew_here(sentence.words, texts)
        anew = here | named_anew(sentence.words, texts)
        for at, (formula, (parts, fault)) in enumerate(zip(sentence.formulas, cut, strict=True)):
            used = symbols_in(" ".join(clause.text for clause in parts))
            hole = sentence.words.find(f"⟦{at}⟧")
            unnamed = [text for text, where in words.nameless if where < hole]
            mine = [held for held in own if not (unnamed and held.line.law and held.order > at)]
            lines = self._in_force(sentence, paragraph, mine, at, used, here)
            vague = ["it is one side of an equivalence"] if any(c.words == EQUIVALENT for c in parts) else []
            unread = (line.names[0] for line in lines if line.unread and used & set(line.names) - here)
            vague += [f"the law of {name} is not read" for name in unread]
            law = self.nameless[0] if self.nameless[1] == paragraph else ""
            if nameless:
                before = [said for said, where in nameless if where < hole]
                law = before[-1] if before else nameless[0][0]
            around = Around(sentence.words, texts, at, lines, tuple(h.line for h in own), law, pair, self.densities)
            meant = {clause.text: found for clause in parts if (found := statement_meant(clause, around))}
            lines = tuple(line for line in lines if not line.unread)
            theorem = theorem_before(sentence.words, at)
            settled = bool(theorem) or all_among(used, {name for line in lines if line.law for name in line.names})
            fresh = any(held.line.law for held in own) or all_among(used, anew)
            near = [] if fresh else self._near(doubts, settled)
            denied = denial_before(sentence.words, at)
            unmet = conditions if f"⟦{at}⟧" in plain else equality
            told = tuple(dict.fromkeys([*vague, *denied, *doubts, *unmet, *near]))
            own_masses = declares & {clause.text for clause in parts}
            told_wrong = wrong if own_masses and masses.last in own_masses else ""
            near_by = tuple(line for line, where in self.assumed if where == paragraph)
            setting = Setting(
                lines, law, unit or self.unit, told, self._differential(sentence, paragraph), near_by,
                tuple(held.line.text for held in own), bool(nameless), theorem,
                tuple(line for line, where in self.counted.values() if where == paragraph),
            )  # fmt: skip
            yield InSetting(formula, parts, setting, fault, own_masses, told_wrong, meant)
        self.held += [held for held in own if held.reach != SENTENCE]
        self.assumed += [(held.line, paragraph) for held in own if held.reach == SENTENCE and held.line.assumption]

    def _speak(self, sentence: Sentence, paragraph: int) -> None:
        """Whether densities or masses are spoken of: in this sentence, in its paragraph, or in the heading above."""
        continuous = bool(re.search(r"\b(?:continuous|differential|densit)", sentence.words, re.I))
        discrete = bool(re.search(r"\b(?:discrete|pmf|mass function|finite alphabet)", sentence.words, re.I))
        if continuous != discrete:
            self.spoken[paragraph] = continuous
            if sentence.heading:
                self.spoken[sentence.scope] = continuous

    def _differential(self, sentence: Sentence, paragraph: int) -> bool:
        if re.search(r"\bdiscrete\b", sentence.words, re.I) and not self.spoken.get(paragraph, False):
            return False
        above = [
            self.spoken[sentence.scope[:n]]
            for n in range(len(sentence.scope), 0, -1)
            if sentence.scope[:n] in self.spoken
        ]
        return self.spoken.get(paragraph, above[0] if above else False)

    def _clauses(self, formula: Formula) -> tuple[tuple[Clause, ...], str]:
        try:
            return tuple(clauses(expanded(formula.text, self.macros))), ""
        except QueryError as error:
            return (), error.message

    def _forget(self, sentence: Sentence, texts: dict[int, str]) -> None:
        """What is said of any variable holds of one whose law is forgotten."""
        names = named_anew(sentence.words, texts)
        self.held = [held for held in self.held if not names & subjects_of(held.line)]

    def _leave_open(self, names: set[str], sentence: Sentence, paragraph: int) -> None:
        """Keep in mind that the laws of some names were said in words which are not read."""
        for name in names:
            line = Line(f"{name} ~ ?", (name,), frozenset({name}), unread=True)
            self.held.append(self._hold(line, sentence, paragraph, SCOPE))

    def _near(self, own: list[str], settled: bool) -> list[str]:
        """What is not read in the sentences before; names of laws do not matter where all laws are known."""
        return [doubt.words for doubt in self.doubts if not (settled and doubt.law) or doubt.words in own]

    def _known(self, sentence: Sentence, paragraph: int) -> frozenset[str]:
        return frozenset(name for held in self._held(sentence, paragraph) if held.line.law for name in held.line.names)

    def _held(self, sentence: Sentence, paragraph: int) -> list[_Held]:
        """What was declared before and reaches this sentence."""
        here = [held for held in self.held if held.scope == sentence.scope[: len(held.scope)]]
        return [held for held in here if held.reach == SCOPE or held.paragraph == paragraph]

    def _own(
        self, sentence: Sentence, cut: list[tuple[tuple[Clause, ...], str]], paragraph: int
    ) -> tuple[list[_Held], Masses, frozenset[str]]:
        """What the formulas of a sentence declare, and the laws that are known without the probabilities in it."""
        own: list[_Held] = []
        masses = Masses()
        markov = "markov" in sentence.words.lower()
        for at, (parts, _) in enumerate(cut):
            before = sentence.words.partition(f"⟦{at}⟧")[0]
            known = self._known(sentence, paragraph) | {
                name for held in own if held.line.law for name in held.line.names
            }
            for clause in parts:
                if masses.take(clause.text, at, _COIN.search(before) is not None):
                    continue
                if _BOTH_WAYS.search(before) or clause.words == EQUIVALENT:
                    continue
                for named in lines_of_density(clause.text):
                    self.densities[named.names[0]] = densities_in(clause.text)[0][2]
                    own.append(self._hold(named, sentence, paragraph, self._reach(before, clause, sentence.item), at))
                line = line_of(clause.text, known) or unread_law(clause.text)
                if line is None or ("Markov" in line.text and not markov):
                    continue
                if (
                    line.value
                    and not line.probability
                    and not line.abbreviation
                    and not (_AT.search(before) or clause.words in ("where", "with", "for", "at", "if", "when"))
                ):
                    continue
                reach = self._reach(before, clause, sentence.item) if not line.value or line.abbreviation else SENTENCE
                if (
                    line.value
                    and not line.abbreviation
                    and re.search(r"\b(?:let|set|take|suppose|consider|with|where|fix)\s*\Z", before, re.I)
                ):
                    reach = PARAGRAPH
                own.append(self._hold(line, sentence, paragraph, reach, at, before))
        known = self._known(sentence, paragraph) | {name for held in own if held.line.law for name in held.line.names}
        own += [
            self._hold(line, sentence, paragraph, self._reach(sentence.words, None, sentence.item), at)
            for line, at in masses.lines(known)
        ]
        return own, masses, known

    @staticmethod
    def _reach(before: str, clause: Clause | None, item: bool) -> int:
        if _IF.search(before) and not re.search(r"\b(?:let|suppose|assume|consider)\b", before, re.I):
            return SENTENCE
        if clause is not None and clause.words not in ("", ",", "and", "where", "with", "for"):
            return SENTENCE
        return PARAGRAPH if item and not _LET.search(before) else SCOPE

    def _hold(
        self, line: Line, sentence: Sentence, paragraph: int, reach: int, at: int = -1, before: str = ""
    ) -> _Held:
        example = _FOR.search(before) is not None and not _LET.search(before)
        return _Held(line, sentence.scope, reach, paragraph, at, example)

    def _in_force(
        self, sentence: Sentence, paragraph: int, own: list[_Held], at: int, used: frozenset[str], anew: frozenset[str]
    ) -> tuple[Line, ...]:
        """The lines in force for the formula at a place of a sentence: the latest of each name, or else the next one."""
        before = [held for held in self._held(sentence, paragraph) if held.reaches(paragraph, used)]
        before = [held for held in before if not (held.line.law and anew & set(held.line.names))]
        mine = sorted(
            (held for held in own if held.order < at or (held.order == at and not held.line.abbreviation)),
            key=lambda held: held.order,
        )
        last = max((n for n, tex in enumerate(sentence.formulas) if has_relation(tex.text)), default=-1)
        behind = [
            held
            for held in own
            if held.order > at
            and (not held.line.value or (held.order >= last and not speaks_of_more(sentence.words, at, held.order)))
            and not held.line.abbreviation
        ]
        chosen: dict[tuple[str, bool, str], Line] = {}
        for held in [*before, *reversed(behind), *mine]:
            line = held.line
            for key in keys_of(line):
                if line.law or line.value:
                    chosen = {k: v for k, v in chosen.items() if k[0] != key[0] or not (v.law or v.value)}
                chosen[key] = line
        return without_taken_names(tuple(dict.fromkeys(chosen.values())))
