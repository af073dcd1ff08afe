"""Sentences that say something of variables: independence, functions, Markov chains, equal probabilities; and units.

Each row of the tables has a sentence that it reads and one, near to it, that it does not: tests walk them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from symbinfo.verification.documents.settings.laws_in_words import HOLE
from symbinfo.verification.documents.settings.lines_of_settings import Line, condition_on, law_line
from symbinfo.verification.documents.settings.names_and_laws import name_of, symbols_in

__all__ = ["SENTENCES", "UNITS", "Sentence", "in_a_sentence", "in_said_convention", "unit_in"]

Formulas = Mapping[int, str]


class Sentence(NamedTuple):
    """A row: what is read, the lines that it makes of the formulas in it, a sentence, and one that is left alone.

    In examples formulas stand between dollars.
    """

    pattern: str
    lines: Callable[..., list[Line]]
    example: str
    near_miss: str


def _assumption(text: str, *names: str) -> list[Line]:
    return [Line(text, (), frozenset(names), assumption=True)] if all(_is_variable(name) for name in names) else []


def _is_variable(name: str) -> bool:
    return bool(name) and name[0].isupper()


def _independent(x: str, y: str, z: str = "") -> list[Line]:
    given = f" given {z}" if z else ""
    return _assumption(f"{x},{y} independent{given}", *filter(None, (x, y, z)))


def _three(x: str, y: str, z: str) -> list[Line]:
    return _assumption(f"{x},{y},{z} mutually independent", x, y, z)


def _determined(x: str, y: str) -> list[Line]:
    return _assumption(f"{x}=f({y})", x, y)


def _markov(x: str, y: str, z: str) -> list[Line]:
    return _assumption(f"{x}-{y}-{z} Markov", x, y, z)


def _uniform(x: str, k: str) -> list[Line]:
    return [law_line(x, f"Die({k})")] if _is_variable(x) and k else []


def _correlated(x: str, y: str, rho: str) -> list[Line]:
    law = f"MultivariateNormal([0, 0], [[1, {rho}], [{rho}, 1]])"
    line = Line(f"{x}, {y} ~ {law}", (x, y), frozenset({x, y, rho, "MultivariateNormal"}))
    inside = condition_on(rho, "(-1, 1)")
    return [line, *([inside] if inside else [])] if _is_variable(x) and _is_variable(y) and rho else []


_IS = r"\s+(?:is|are|be)\s+"
_ADVERB = r"(?:(?:statistically|mutually|completely|fully|entirely|conditionally|pairwise)\s+)?"
_AND = r"\s*(?:,|and|,\s*and)\s*"


def _constant(x: str) -> list[Line]:
    return _assumption(f"{x} constant", x)


#: The sentences.
SENTENCES: tuple[Sentence, ...] = (
    Sentence(
        rf"{HOLE}{_AND}{HOLE}{_IS}{_ADVERB}independent\s+(?:given|conditional(?:ly)?\s+on|conditioned\s+on)\s+{HOLE}",
        _independent,
        "If $X$ and $Z$ are conditionally independent given $Y$, then",
        "If $X$ and $Z$ are independent, then",
    ),
    Sentence(
        rf"{HOLE}{_AND}{HOLE}{_AND}{HOLE}{_IS}(?:mutually\s+)?independent(?!\s+(?:given|conditional))",
        _three,
        "Let $X$, $Y$ and $Z$ be independent.",
        "Let $X$, $Y$ and $Z$ be dependent.",
    ),
    Sentence(
        rf"(?<!⟧\sand\s)(?<!⟧,\s){HOLE}{_AND}{HOLE}{_IS}{_ADVERB}independent(?!\s+(?:given|conditional))(?!\w)",
        _independent,
        "If $X$ and $Y$ are independent, then",
        "If $X$ and $Y$ are not independent, then",
    ),
    Sentence(
        rf"independent\s+(?:(?:random|discrete|continuous|normal|gaussian|variables?)\s+)*{HOLE}{_AND}{HOLE}",
        _independent,
        "For independent variables $X$ and $Y$",
        "For dependent variables $X$ and $Y$",
    ),
    Sentence(
        rf"{HOLE}(?:{_IS}|\s+)(?:statistically\s+)?independent\s+of\s+{HOLE}",
        _independent,
        "Since $X$ is independent of $Y$,",
        "Since $X$ is a function of $Y$,",
    ),
    Sentence(
        rf"{HOLE}\s+(?:is|be)\s+{_ADVERB}(?:determined\s+by|a\s+(?:deterministic\s+)?function\s+of){_ADVERB}\s+{HOLE}",
        _determined,
        "If $X$ is completely determined by $Y$, then",
        "If $X$ is influenced by $Y$, then",
    ),
    Sentence(
        rf"{HOLE}\s+(?:is|be)\s+(?:a\s+constant|constant|deterministic)(?!\s+(?:function|channel))(?!\w)",
        _constant,
        "Suppose that $X$ is a constant.",
        "Suppose that $X$ is a constant function of $Y$.",
    ),
    Sentence(
        rf"{HOLE}\s+determines\s+{HOLE}",
        lambda y, x: _determined(x, y),
        "Since $Y$ determines $X$,",
        "Since $Y$ depends on $X$,",
    ),
    Sentence(
        rf"{HOLE}\s+takes\s+(?:on\s+)?{HOLE}\s+(?:\w+\s+)?(?:outcomes|values|symbols|states)\s+with\s+equal\s+probabilit",
        _uniform,
        "If $X$ takes $k$ outcomes with equal probability",
        "If $X$ takes $k$ outcomes with some probability",
    ),
    Sentence(
        rf"{HOLE}\s+(?:takes|has)\s+(?:on\s+)?{HOLE}\s+equally\s+likely\s+(?:outcomes|values|symbols|states)",
        _uniform,
        "Suppose $X$ has $n$ equally likely values.",
        "Suppose $X$ has $n$ values.",
    ),
    Sentence(
        rf"{HOLE}{_AND}{HOLE}[^.⟦]*(?:jointly|bivariate)\s+(?:normal|gaussian)[^.⟦]*correlation(?:\s+coefficient)?\s+{HOLE}",
        _correlated,
        "Let $X$ and $Y$ be jointly normal with correlation $\\rho$.",
        "Let $X$ and $Y$ have correlation $\\rho$.",
    ),
    Sentence(
        rf"(?:jointly|bivariate)\s+(?:normal|gaussian)\s+(?:(?:random|variables?|vector|pair)\s+)*{HOLE}{_AND}{HOLE}[^.⟦]*correlation(?:\s+coefficient)?\s+{HOLE}",
        _correlated,
        "For a bivariate normal pair $(X, Y)$ with correlation $\\rho$",
        "For a pair $(X, Y)$ with correlation $\\rho$",
    ),
)


def in_a_sentence(sentence: str, formulas: Formulas) -> list[Line]:
    """The lines that a sentence says in words.

    Examples
    --------
    >>> in_a_sentence("If ⟦0⟧ and ⟦1⟧ are independent, then", {0: "X", 1: "Y"})[0].text
    'X,Y independent'
    """
    sentence, formulas = _pairs_apart(sentence, formulas)
    found: list[Line] = []
    for row in SENTENCES:
        for hit in re.finditer(row.pattern, sentence, re.I):
            names = [name_of(formulas[int(number)]) for number in hit.groups()]
            if all(names):
                found += row.lines(*names)
    if re.search(r"\bMarkov\b", sentence):
        for tex in formulas.values():
            parts = re.split(r"\\(?:to|rightarrow|leftrightarrow|longrightarrow)(?![A-Za-z])|-+", tex)
            names = [name_of(part) for part in parts]
            if len(names) == 3 and all(names):
                found += _markov(*names)
    return found


def _pairs_apart(sentence: str, formulas: Formulas) -> tuple[str, Formulas]:
    r"""A sentence in which ``$(X, Y)$`` is read as two formulas, X and Y."""
    known = dict(formulas)

    def divided(hole: re.Match[str]) -> str:
        inner = re.fullmatch(r"\s*(?:\\left)?\(([^()]*)(?:\\right)?\)\s*", formulas[int(hole[1])])
        names = inner[1].split(",") if inner else []
        if len(names) < 2 or not all(_is_variable(name_of(name)) for name in names):
            return hole.group()
        numbers = []
        for name in names:
            numbers.append(max(known, default=0) + 1_000)
            known[numbers[-1]] = name
        return " and ".join(f"⟦{number}⟧" for number in numbers)

    return re.sub(HOLE, divided, sentence), known


_CONVENTION = (
    (r"(?P<word>rate|inverse\s+scale|scale|mean)(?:\s+parameter)?\s+(?:of\s+)?⟦(?P<hole>\d+)⟧"),
    (r"⟦(?P<hole>\d+)⟧\s+(?:is|as|denotes|being)\s+(?:the|a|its)\s+(?P<word>rate|inverse\s+scale|scale|mean)"),
)


def in_said_convention(line: Line, sentence: str, formulas: Formulas) -> Line:
    r"""The line in the convention that the sentence says: whether the parameter of its law is a rate or a scale.

    Examples
    --------
    >>> from symbinfo.verification.documents.settings.lines_of_settings import line_of
    >>> line = line_of(r"X \sim \mathrm{Gamma}(a, b)")
    >>> in_said_convention(line, "where ⟦0⟧ is the rate", {0: "b"}).text
    'X ~ Gamma(a, rate=b)'
    """
    if not line.otherwise:
        return line
    parameter = re.findall(r"[A-Za-z]\w*", line.text)[-1]
    for pattern in _CONVENTION:
        for hit in re.finditer(pattern, sentence, re.I):
            if parameter in symbols_in(re.split(r"[=<>]|\\(?:in|g[et]q?)(?![A-Za-z])", formulas[int(hit["hole"])])[0]):
                is_rate = hit["word"].lower() not in ("scale", "mean")
                reads_rate = any(f"{law}(" in line.text for law in ("Exponential", "Erlang", "Weibull", "Pareto"))
                return replace(line, text=line.text if is_rate == reads_rate else line.otherwise, otherwise="")
    return line


#: Words that say a unit, with the unit.
UNITS: tuple[tuple[str, str], ...] = (
    (
        r"(?<![\w-])bits?(?![\w-])|base[- ](?:2|two)\b|binary\s+logarithm|\bshannons\b|logarithms?\s+(?:\w+\s+){0,4}(?:base\s+)?(?:2|two)\b",
        "bits",
    ),
    (r"(?<![\w-])nats?(?![\w-])|natural\s+log|base[- ](?:e\b|⟦e⟧)", "nats"),
)
_DENIED = re.compile(r"\b(?:rather than|instead of|not|and not|as opposed to|divide|multiply|convert)\b[^.,;]*", re.I)


def unit_in(sentence: str, formulas: Formulas) -> str:
    """The unit that a sentence says, or nothing where it says none or both.

    Examples
    --------
    >>> unit_in("in nats rather than bits", {}), unit_in("bits and nats", {})
    ('nats', '')
    """
    shown = re.sub(
        HOLE, lambda hole: f"⟦{formulas[int(hole[1])].strip()}⟧" if len(formulas[int(hole[1])]) < 3 else "⟦⟧", sentence
    )
    plain = _DENIED.sub(" ", shown)
    found = {unit for pattern, unit in UNITS if re.search(pattern, plain, re.I)}
    return found.pop() if len(found) == 1 else ""
