r"""Probabilities of outcomes that a text lists, ``P(X=1)=\phi``, as a law."""

from __future__ import annotations

import re
from typing import NamedTuple

from sympy import Expr, simplify

from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.query.parse_query import parse_alone
from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line
from symbinfo.verification.documents.settings.names_and_laws import expression_text, name_of

__all__ = ["Mass", "Masses", "mass_in"]

_MASS = re.compile(
    r"\s*(?P<law>[PpQq]|\\Pr|\\(?:mathbb|mathrm|operatorname|mathbf|text)\s*\{(?:P|Pr|Q)\})\s*(?:_\{?[A-Z]\}?)?\s*"
    r"(?:\\left|\\[Bb]ig[gl]*)?\s*(?:\(|\[|\\\{)\s*(?P<name>[A-Z](?:_\{?\w\}?)?)\s*=\s*(?P<outcome>[^=()]+?)\s*"
    r"(?:\\right|\\[Bb]ig[gr]*)?\s*(?:\)|\]|\\\})\s*=(?P<value>[^=]+)\Z",
    re.S,
)
_LABEL = re.compile(r"\\(?:text|mathrm|textrm|mathsf|texttt)\s*\{([^{}]*)\}")


class Mass(NamedTuple):
    """The probability of one outcome: the letter of the law, the variable, the outcome and the value, in LaTeX."""

    law: str
    name: str
    outcome: str
    value: str


def mass_in(tex: str) -> Mass | None:
    r"""The probability of an outcome that a formula states, or None.

    Examples
    --------
    >>> mass_in(r"P(X = \text{heads}) = 0.9")
    Mass(law='P', name='X', outcome='heads', value='0.9')
    >>> mass_in("H(X) = 1") is None
    True
    """
    hit = _MASS.match(tex)
    if not hit:
        return None
    law = re.sub(r"\\(?:mathbb|mathrm|operatorname|mathbf|text)\s*\{|\\|\}", "", hit["law"]).strip()
    label = _LABEL.fullmatch(hit["outcome"].strip())
    return Mass(
        law[0].upper(), name_of(hit["name"]), (label[1] if label else hit["outcome"]).strip(), hit["value"].strip()
    )


def _subject(mass: Mass) -> str:
    """Whose probability it is: that of the variable under its own law, or of a law by its letter."""
    return mass.name if mass.law == "P" else mass.law


class Masses:
    """The probabilities in a sentence."""

    def __init__(self) -> None:
        self.found: list[Mass] = []
        self.texts: list[str] = []
        #: Where each stands, and those that are said of a coin, or of another thing with two outcomes.
        self.places: list[int] = []
        self.coins: set[str] = set()

    def take(self, tex: str, place: int = -1, coin: bool = False) -> bool:
        """Whether a clause is one of them, and so is taken."""
        mass = mass_in(tex)
        if mass is not None:
            self.found.append(mass)
            self.texts.append(tex)
            self.places.append(place)
            self.coins |= {mass.name} if coin else set()
        return mass is not None

    @property
    def last(self) -> str:
        """The clause that was taken last."""
        return self.texts[-1] if self.texts else ""

    def declaring(self, known: frozenset[str]) -> frozenset[str]:
        """The clauses about laws that were not known before."""
        known -= self.coins
        return frozenset(text for mass, text in zip(self.found, self.texts, strict=True) if _subject(mass) not in known)

    def fault(self) -> str:
        """Why the probabilities of a law cannot be right: they add up to more than 1."""
        for law, name in dict.fromkeys((mass.law, mass.name) for mass in self.found):
            values = [expression_text(m.value) for m in self.found if (m.law, m.name) == (law, name)]
            total = _total(values) if all(values) else None
            if total is not None and total.is_number and (total - 1).is_positive:
                return f"the probabilities of {name} add up to {total}"
        return ""

    def lines(self, known: frozenset[str]) -> list[tuple[Line, int]]:
        """The laws that they make, with their places: all outcomes with the total 1, or the same for each outcome."""
        made: list[tuple[Line, int]] = []
        known -= self.coins
        for law, name in dict.fromkeys((mass.law, mass.name) for mass in self.found):
            of = [mass for mass in self.found if (mass.law, mass.name) == (law, name)]
            coin = name in self.coins
            place = self.places[self.found.index(of[-1])] if coin else -1
            text = _law_of(of, coin)
            if not text or (name in known and law == "P"):
                continue
            if law != "P" or not coin:
                made.append((law_line(law, text), place))
            if law == "P":
                made.append((law_line(name, text), place))
        return made


def _law_of(masses: list[Mass], coin: bool) -> str:
    values = [expression_text(mass.value) for mass in masses]
    if not all(values):
        return ""
    if len(masses) == 1 and coin:
        return f"Bernoulli(1 - ({values[0]}))" if masses[0].outcome == "0" else f"Bernoulli({values[0]})"
    if len(masses) == 1 and re.fullmatch(r"[a-z]", masses[0].outcome):
        same = re.fullmatch(r"1/([A-Za-z]\w*|\d+)", values[0])
        return f"Die({same[1]})" if same else ""
    if len(masses) < 2 or _total(values) != 1:
        return ""
    outcomes = [mass.outcome for mass in masses]
    numbers = all(re.fullmatch(r"-?\d+", outcome) for outcome in outcomes)
    keys = outcomes if numbers and len(set(outcomes)) == len(outcomes) else [str(at) for at in range(len(outcomes))]
    return f"FiniteRV({{{', '.join(f'{key}: {value}' for key, value in zip(keys, values, strict=True))}}})"


def _total(values: list[str]) -> Expr | None:
    try:
        total = parse_alone(" + ".join(f"({value})" for value in values), form="text")
    except (QueryError, SymbinfoError):
        return None
    return simplify(total) if isinstance(total, Expr) else None
