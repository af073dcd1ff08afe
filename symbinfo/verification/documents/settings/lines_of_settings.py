r"""Formulas that declare something, as lines of a setting: ``X\sim\mathcal{N}(0,1)``, ``\sigma>0``, ``Y=aX``, ``p=1/2``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import Call, Name, Number, below
from symbinfo.query.syntax import read_told
from symbinfo.query.typed.canonical import canonical
from symbinfo.verification.documents.formats.clauses_of_formulas import relations_in
from symbinfo.verification.documents.settings.names_and_laws import expression_text, law_text, name_of, symbols_in

__all__ = ["Line", "condition_on", "law_line", "law_of_density", "line_of", "unread_law"]

_BOUNDS = {
    r"\le": "<=", r"\leq": "<=", r"\leqslant": "<=", r"\ge": ">=", r"\geq": ">=", r"\geqslant": ">=", r"\lt": "<", r"\gt": ">",
    "<": "<", ">": ">",
}  # fmt: skip
_SETS = {
    "R": "real", "R_+": "positive", "R_{+}": "positive", "R^+": "positive", "R_{>0}": "positive", "R_{\\ge0}": "nonnegative",
    "N": "positive integer", "Z": "integer", "N_0": "nonnegative integer", "R_{++}": "positive", "Z_{>0}": "positive integer",
    "Z^+": "positive integer", "R^{+}": "positive",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    r"""A line of a setting.

    Parameters
    ----------
    text : str
        As the language writes it.
    names : tuple of str
        What it declares.
    uses : frozenset of str
        All names in it.
    otherwise : str
        The same line in another convention, where nobody said which is meant: a scale for a rate.
    assumption : bool
        Whether it is an assumption about named variables: independence, a Markov chain, a function.
    value : str
        Of a parameter with a value: the value, in LaTeX.
    probability : bool
        Whether it gives a value to a probability, ``P(x) = 1``.
    abbreviation : str
        What it gives a name to a whole expression with, in LaTeX: ``\\mathcal{L}(\theta)``; `value` is the expression.
    unread : bool
        Whether it says that a name has a law which is not read.
    """

    text: str
    names: tuple[str, ...]
    uses: frozenset[str]
    otherwise: str = ""
    assumption: bool = False
    value: str = ""
    probability: bool = False
    abbreviation: str = ""
    unread: bool = False

    @property
    def law(self) -> bool:
        """Whether it gives a law."""
        return not self.assumption and not self.value and ("~" in self.text or " = " in self.text)


#: Laws whose second parameter, or only one, is a rate to some and a scale to others, or whose parameters come in either
#: order: how the other convention is written.
_EITHER = {
    "Gamma": "{name}({0}, rate={1})", "Exponential": "{name}(1/({0}))", "Erlang": "{name}({0}, 1/({1}))",
    "GammaInverse": "{name}({0}, 1/({1}))", "Weibull": "{name}({1}, {0})", "Pareto": "{name}({1}, {0})",
}  # fmt: skip


#: Letters that stand for what the language takes, whatever else a document says: a rate lambda, a scale theta.
_USUAL = {
    "Exponential": ("lamda", "lamda1", "lamda2"),
    "Gamma": ("theta", "theta1", "theta2"),
    "GammaInverse": ("theta",),
    "Weibull": ("k",),
    "Pareto": ("alpha",),
}


def law_line(name: str, law: str, notes: Iterable[str] = (), rate: bool | None = None) -> Line:
    """The line that gives a variable or a law its law.

    Parameters
    ----------
    name : str
        A variable (``X``), or a law by its letter (``P``).
    law : str
        As `law_text` writes it.
    rate : bool, optional
        Whether its last parameter is said to be a rate; None where nothing is said.
    """
    sign = "=" if name[0] in "PQRMGpqrmfg" else "~"
    other = _other_convention(law)
    if rate is not None and other:
        family = law.split("(")[0]
        is_rate = family in ("Exponential", "Erlang")
        law, other = (law if is_rate == rate else other), ""
    text = f"{name} {sign} {law}"
    return Line(text, (name,), _names(law) | {name}, f"{name} {sign} {other}" if other else "")


def _other_convention(law: str) -> str:
    statement, _ = read_told(f"H({law})", "text")
    (node,) = statement.left.arguments.items if isinstance(statement.left, Call) else (None,)
    form = _EITHER.get(node.name) if isinstance(node, Call) else None
    if (
        form is None
        or not isinstance(node, Call)
        or any(not isinstance(item, (Name, Number)) for item in node.arguments.items)
    ):
        return ""
    values = [
        canonical(replace(statement, left=item)) for item in node.arguments.items if isinstance(item, (Name, Number))
    ]
    usual = _USUAL.get(node.name, ())
    if values and values[-1] in usual:
        return ""
    try:
        return form.format(*values, name=node.name)
    except IndexError:
        return ""


def _names(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Za-z][A-Za-z0-9_]*", text))


def line_of(tex: str, known: frozenset[str] = frozenset()) -> Line | None:
    r"""The line that a formula is, or None where it declares nothing that is read.

    Parameters
    ----------
    tex : str
        A clause of a formula.
    known : frozenset of str
        The random variables and laws that are declared before.

    Examples
    --------
    >>> line_of(r"X \sim \mathcal{N}(\mu, \sigma^2)").text
    'X ~ Normal(mu, sigma)'
    >>> line_of(r"0 < p < 1").text, line_of(r"p \in [0, 1]").text
    ('0 < p < 1', 'p in [0, 1]')
    >>> line_of("H(X) = 1") is None
    True
    """
    relations = relations_in(tex)
    if not relations:
        return None
    first, at = relations[0]
    left, right = tex[:at], tex[at + len(first) :]
    if len(relations) == 1 and first == r"\sim":
        return _drawn(left, right)
    if len(relations) == 1 and first in ("=", ":=", r"\coloneqq", r"\triangleq", r"\equiv"):
        return _equation(left, right, known)
    if len(relations) == 1 and first == r"\in":
        return _member(left, right)
    if len(relations) == 1 and first == r"\perp":
        return _independent(left, right)
    if all(sign in (r"\to", r"\rightarrow") for sign, _ in relations) and len(relations) == 2:
        return _markov(tex)
    return _bounds(tex, relations)


def unread_law(tex: str) -> Line | None:
    r"""That a name has a law which is not read, ``X \sim \mathcal{N}(0, \Sigma)``, or None."""
    hit = re.match(
        r"\s*([A-Za-z\\][^=~(]*?)\s*(?:\([a-z]\))?\s*(?:\\sim|=\s*\\(?:mathcal|mathrm|text|operatorname)\s*\{[A-Z])",
        tex,
    )
    names = [name_of(part) for part in hit[1].split(",")] if hit else []
    if not names or not all(names):
        return None
    return Line(f"{', '.join(names)} ~ ?", tuple(names), frozenset(names), unread=True)


def _drawn(left: str, right: str) -> Line | None:
    law, notes = law_text(right)
    if "\\mid" in left or "|" in left:
        return None
    names = [name_of(part) for part in left.split(",")]
    if not law or not all(names):
        return None
    if len(names) > 1:
        return None
    return law_line(names[0], law, notes)


_ABBREVIATED = re.compile(
    r"\s*(?:\\(?:mathcal|mathscr)\s*\{[A-Z]\}|\\(?:mathrm|text|operatorname)\s*\{(?:ELBO|elbo|ELBo|VFE)\}|\\(?:ell|Delta))"
    r"(?:_(?:\{[^{}]*\}|\w))?\s*(?:\(.*\))?\s*\Z",
    re.S,
)
_DENSITY = re.compile(r"\s*([pqfgPQ](?:_\{?\\?[A-Za-z0-9]+\}?)?)\s*\(\s*([a-z])\s*\)\s*\Z")
#: Half of the sum of two laws.
_MIXED = re.compile(
    r"1/2\*\(([PQpq]\w*) \+ ([PQpq]\w*)\)|\(([PQpq]\w*) \+ ([PQpq]\w*)\)/2|1/2\*([PQpq]\w*) \+ 1/2\*([PQpq]\w*)"
)
_AT = re.compile(r"\(\s*[a-z]\s*(?:;|\\mid|\||\\,\s*;|\\vert)")


def law_of_density(right: str) -> str:
    r"""The law that a density is, of which the value is written too or not: ``\mathcal{N}(z; 0, 1)``; nothing where it is none."""
    return law_text(_AT.sub("(", right, count=1))[0]


def _equation(left: str, right: str, known: frozenset[str]) -> Line | None:
    density = _DENSITY.match(left)
    function = re.fullmatch(r"\s*\\?[a-z]+\s*\(\s*([A-Z](?:_\{?\w\}?)?)\s*\)\s*", right)
    if function and (of := name_of(left)) and of[0].isupper():
        inner = name_of(function[1])
        return Line(f"{of}=f({inner})", (), frozenset({of, inner}), assumption=True)
    if _ABBREVIATED.match(left):
        return Line(
            f"{left.strip()} = {right.strip()}", (), frozenset(), value=right.strip(), abbreviation=left.strip()
        )
    name = name_of(density[1]) if density else name_of(left)
    if not name:
        return None
    law, notes = law_text(_AT.sub("(", right, count=1) if density else right)
    if law:
        return law_line(name, law, notes)
    if density:
        number = re.fullmatch(r"\s*(?:[\d./]+|\\[dt]?frac\s*\{?\d\}?\s*\{?\d\}?)\s*", right)
        return (
            Line(f"{left.strip()} = {right.strip()}", (), frozenset(), value=right.strip(), probability=True)
            if number
            else None
        )
    text = _sum_of_bits(right) or expression_text(right)
    if not text:
        return None
    if mixed := _MIXED.fullmatch(text):
        one, other = (mixed[1], mixed[2]) if mixed[1] else (mixed[3], mixed[4]) if mixed[3] else (mixed[5], mixed[6])
        return Line(f"{name} = mixture(1/2: {one}, 1/2: {other})", (name,), frozenset({name, one, other}))
    if name[0].isupper():
        used = _names(text)
        if used & known or re.fullmatch(r"-?[a-z0-9*/+\-() ]*\b[A-Z]\d?\b.*", text):
            return Line(f"{name} = {text}", (name,), used | {name})
        return None
    if name in symbols_in(right) or known & _names(text):
        return None
    return Line(f"{name} = {text}", (name,), frozenset({name}), value=right.strip())


def _sum_of_bits(tex: str) -> str:
    """A sum modulo 2, or nothing."""
    names = [name_of(part) for part in re.split(r"\\oplus(?![A-Za-z])", tex)]
    return f"({' + '.join(names)}) % 2" if len(names) > 1 and all(names) else ""


def _member(left: str, right: str) -> Line | None:
    names = [name_of(part) for part in left.split(",")]
    if not all(names):
        return None
    kind = re.fullmatch(r"\s*\\mathbb\s*\{?([RNZ])\}?(.*)", right)
    if kind:
        words = _SETS.get(kind[1] + kind[2].replace(" ", ""))
        return Line(f"{', '.join(names)} {words}", tuple(names), frozenset(names)) if words else None
    return _interval(names, right)


def _interval(names: list[str], right: str) -> Line | None:
    ends = re.fullmatch(r"\s*(?:\\left)?([(\[\]])(.*),(.*?)(?:\\right)?([)\]\[])\s*", right)
    if not ends:
        return None
    low, high = expression_text(ends[2]), expression_text(ends[3])
    if not low or not high:
        return None
    opening, closing = "(" if ends[1] in "(]" else "[", ")" if ends[4] in ")[" else "]"
    text = f"{', '.join(names)} in {opening}{low}, {high}{closing}"
    return Line(text, tuple(names), frozenset(names) | _names(low) | _names(high))


def condition_on(name: str, interval: str) -> Line | None:
    """The line of a parameter that lies in an interval, written apart from it."""
    return _interval([name], interval)


def _independent(left: str, right: str) -> Line | None:
    names = [name_of(side.replace("\\!", "").replace("\\perp", "")) for side in (left, right)]
    if not all(names):
        return None
    return Line(f"{names[0]},{names[1]} independent", (), frozenset(names), assumption=True)


def _markov(tex: str) -> Line | None:
    names = [name_of(part) for part in re.split(r"\\(?:to|rightarrow)(?![A-Za-z])", tex)]
    if not all(name and name[0].isupper() for name in names):
        return None
    return Line(f"{'-'.join(names)} Markov", (), frozenset(names), assumption=True)


def _bounds(tex: str, relations: list[tuple[str, int]]) -> Line | None:
    """``0 < p < 1``, ``a, b > 0``: inequalities between numbers and names of parameters alone."""
    if not all(sign in _BOUNDS for sign, _ in relations):
        return None
    ends = [0, *(at + len(sign) for sign, at in relations)]
    sides = [tex[i:j].strip() for i, j in zip(ends, [*(at for _, at in relations), len(tex)], strict=True)]
    listed = [name_of(part) for part in sides[0].split(",")]
    texts = [", ".join(listed) if len(listed) > 1 and all(listed) else expression_text(sides[0])]
    texts += [expression_text(side) for side in sides[1:]]
    if not all(texts):
        return None
    try:
        nodes = [node for text in texts if "," not in text for node in below(read_told(text, "text")[0])]
    except QueryError:
        return None
    if any(isinstance(node, Call) for node in nodes):
        return None
    if not any(isinstance(node, Name) for node in nodes) and len(listed) < 2:
        return None
    if not all(_is_simple(text) for text in texts if "," not in text):
        return None
    text = texts[0] + "".join(f" {_BOUNDS[sign]} {side}" for (sign, _), side in zip(relations, texts[1:], strict=True))
    names = frozenset().union(*(_names(part) for part in texts)) - {"oo", "pi", "e", "E"}
    if any(name[0].isupper() and name[0] not in "ABCDKLMNPRST" for name in names):
        return None
    if len(listed) > 1 and all(listed):
        sign = _BOUNDS[relations[0][0]]
        first = [f"{name} {sign} {texts[1]}" for name in listed]
        return Line("; ".join(first), tuple(sorted(names)), names)
    return Line(text, tuple(sorted(names)), names)


def _is_simple(text: str) -> bool:
    """Whether a side of a condition is a number, a name, or a short combination of them."""
    nodes = [node for node in below(read_told(text, "text")[0]) if isinstance(node, (Name, Number))]
    return len(nodes) <= 4
