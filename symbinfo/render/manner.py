"""How a derivation is told: the signs of the field and the letters of its laws, and how much of it. One home for all formats.

A formula is laid out once, in the usual notation, and respelt here before any format writes it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render.choices import CHOICES
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.layout import Atom, Kind, Layout, Named, Sub, mapped
from symbinfo.render.line import line_of
from symbinfo.render.names import name_of, upright
from symbinfo.render.notation import EXPECTATION, LOG, USUAL_LAWS

__all__ = ["Manner"]

LN = upright("ln", latex=r"\ln")
EXPECTATIONS = {"italic": Atom("E", "E", "E"), "upright": Atom(r"\mathrm{E}", "E", "E")}
#: The name of the divergence: its LaTeX, and its letters on a line.
DIVERGENCES = {"KL": (r"\mathrm{KL}", "KL"), "D": ("D", "D")}
KL_LATEX = re.compile(r"D_\{\\mathrm\{KL(?:_\{([^{}]*)\})?\}\}")
A_LETTER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,11}")
#: Letters that have a meaning of their own in every derivation.
SIGNS = frozenset("DEHIde")


@dataclass(frozen=True)
class Manner:
    """The notation of a derivation, and how much of it is told.

    Parameters
    ----------
    kl, normal, expectation, log : str
        One of the values in `CHOICES`.
    letters : sequence of str
        The letters of the laws, in place of P, Q and R; a density has the small letter.
    lemmas : str
        Where lemmas stand; empty for the usual place in a format.
    results : bool
        Tell the setting and the result alone.

    Raises
    ------
    SymbinfoError
        For a value that is none of these.

    Examples
    --------
    >>> Manner(kl="KL").log
    'log'
    """

    kl: str = "D_KL"
    normal: str = "deviation"
    expectation: str = "blackboard"
    log: str = "log"
    letters: Sequence[str] = ()
    lemmas: str = ""
    results: bool = False

    def __post_init__(self) -> None:
        for name, row in CHOICES.items():
            value = getattr(self, name)
            if value not in row.values and (name != "lemmas" or value):
                raise SymbinfoError(f"{name} is one of {', '.join(row.values)}: got {value}")
        if isinstance(self.letters, str) or not all(isinstance(one, str) for one in self.letters):
            raise SymbinfoError("letters is a list of names, such as ['F', 'G']")
        object.__setattr__(self, "letters", tuple(self.letters))
        for letter in self.letters:
            if not A_LETTER.fullmatch(letter):
                raise SymbinfoError(f"a law is named by a letter or a short word: got {letter}")
        if len(set(self.letters)) < len(self.letters) or len(self.letters) > len(USUAL_LAWS):
            raise SymbinfoError(f"letters are at most {len(USUAL_LAWS)}, each another: got {','.join(self.letters)}")

    @property
    def usual(self) -> bool:
        """Whether the notation is the usual one."""
        return self == Manner(lemmas=self.lemmas, results=self.results, normal=self.normal)

    def respelt(self, told: Any, laws: Collection[str], names: Collection[str]) -> Any:
        """A layout, or anything that holds layouts, in this notation.

        Parameters
        ----------
        told : object
            A layout, or a value of tuples and dataclasses that holds layouts.
        laws : collection of str
            The names of the laws.
        names : collection of str
            The names of parameters and variables, which no law may bear.

        Raises
        ------
        SymbinfoError
            When there are no laws of the usual names, or a letter is taken.
        """
        renamed = self._renamed(laws, names)
        return told if self.usual else mapped(told, lambda node: self._sign(node, renamed))

    def _renamed(self, laws: Collection[str], names: Collection[str]) -> dict[str, Layout]:
        usual = [law for law in USUAL_LAWS if law in laws]
        if len(self.letters) > len(usual):
            held = f"this derivation has {', '.join(usual)} only" if usual else "this derivation has none of them"
            raise SymbinfoError(f"letters stand in place of the laws P, Q and R, and {held}")
        renamed: dict[str, Layout] = {}
        others = {*laws} - {*usual[: len(self.letters)]}
        for old, new in zip(usual, self.letters, strict=False):
            if new in {*names, *others, *SIGNS} or new.lower() in names:
                raise SymbinfoError(f"the letter {new} has another meaning in this derivation: take another")
            small = {} if old.lower() in names else {old.lower(): name_of(new.lower())}
            renamed |= {old: name_of(new), **small}
        return renamed

    def _sign(self, node: Layout, renamed: dict[str, Layout]) -> Layout:
        if isinstance(node, Named):
            return self._named(node, renamed)
        if isinstance(node, Sub):
            if node.base == LN:  # of another base it is no natural logarithm
                return replace(node, base=LOG)
            return self._divergence(node)
        if not isinstance(node, Atom):
            return node
        if node == LOG and self.log == "ln":
            return LN
        if node.latex == EXPECTATION.latex:
            return EXPECTATIONS.get(self.expectation, node)
        return renamed.get(node.latex, node) if node.kind is Kind.IDENTIFIER else node

    def _divergence(self, node: Sub) -> Layout:
        """The head of the divergence where it is set: D with the index KL, and perhaps a base in it."""
        index = node.sub.base if isinstance(node.sub, Sub) else node.sub
        if self.kl not in DIVERGENCES or node.base != name_of("D") or getattr(index, "text", "") != "KL":
            return node
        latex, text = DIVERGENCES[self.kl]
        head = Atom(latex, text, text, Kind.FUNCTION if len(text) > 1 else Kind.IDENTIFIER)
        return Sub(head, node.sub.sub) if isinstance(node.sub, Sub) else head

    def _named(self, node: Named, renamed: dict[str, Layout]) -> Named:
        latex, text = node.latex, node.text
        if self.kl in DIVERGENCES and KL_LATEX.match(latex):
            head, letters = DIVERGENCES[self.kl]
            latex = KL_LATEX.sub(lambda m: head + (f"_{{{m[1]}}}" if m[1] else ""), latex, count=1)
            text = letters + text.removeprefix("KL")
        if renamed:
            alone = re.compile(rf"(?<![A-Za-z\\])({'|'.join(renamed)})(?![A-Za-z0-9])")
            latex = alone.sub(lambda m: latex_of_layout(renamed[m[1]]), latex)
            text = alone.sub(lambda m: line_of(renamed[m[1]]), text)
        return replace(node, latex=latex, text=text)
