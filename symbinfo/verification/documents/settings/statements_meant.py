r"""Statements of which words say a part: "the entropy of a Laplace law with scale b is ``1 + \log(2b)``", ``D_{KL} = ...``.

The formula has no measure in it, or a measure of nothing; the words around it say of which law it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from symbinfo.verification.documents.formats.clauses_of_formulas import Clause, links_in, relations_in
from symbinfo.verification.documents.settings.densities_by_name import Density, Reread, fresh_name, with_named_densities
from symbinfo.verification.documents.settings.laws_in_words import HOLE
from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line
from symbinfo.verification.documents.settings.names_and_laws import expression_text, law_text, name_of

__all__ = ["Around", "laws_by_formula", "statement_meant"]

_BARE = re.compile(
    r"\s*(?:(?P<entropy>[Hh]|\\(?:mathcal|mathrm|operatorname\*?|mathbb)\s*\{[Hh]\})"
    r"|(?P<pair>D_?\{?\s*\\?(?:mathrm|text|textrm|operatorname|mathsf)?\s*\{?(?:KL|JS)\}?\s*\}?|(?:\\(?:mathrm|operatorname\*?|text)\s*\{)?(?:KL|JSD?)\}?)"
    r"|(?P<mutual>I)|(?P<capacity>C))\s*\Z"
)
#: Which words have to be near a letter that may mean something else.
_SPOKEN = {
    "entropy": r"entrop|uncertain",
    "pair": r"",
    "mutual": r"information",
    "capacity": r"capacit|channel",
}
#: A formula behind these words is the entropy of the law in them.
_ENTROPY_IS = re.compile(
    r"(?:(?:^|[.;:,(]|\b(?:the|its|their|whose|differential|shannon|and|where|so|that|then|hence|thus|has|with|an))\s*)"
    r"\bentropy\s*(?:\([a-z ]+\)\s*|in\s+(?:bits|nats)\s*)?of\s+(?P<of>[^.;]*?)\s+(?:is|equals|are|be)\s*(?:then\s+|just\s+|simply\s+|given\s+by\s+|equal\s+to\s+)?\Z",
    re.I | re.S,
)
_THAT_IS = re.compile(
    r"\b(?:that|the\s+one)\s+of\s+(?P<of>[^.;]*?)\s+(?:is|equals)\s*(?:given\s+by\s+|equal\s+to\s+)?\Z", re.I
)
_ITS_IS = re.compile(
    r"\b(?:its|whose)\s+(?:differential\s+|shannon\s+)?entropy\s*(?:\([a-z ]+\)\s*|in\s+(?:bits|nats)\s*)?(?:is|equals)\s*\Z",
    re.I,
)
_PAIR_IS = re.compile(r"\bdivergence\s*(?:\([a-z ]+\)\s*|in\s+(?:bits|nats)\s*)?⟦(\d+)⟧ \|\| ⟦(\d+)⟧\s+is\s*\Z", re.I)
_NO_LAW = "of which law it is the entropy is not said"
#: A measure of something.
_MEASURED = re.compile(
    r"(?<![A-Za-z\\])[HhIDE](?:_\{?[^{}()]*\}?)?\s*(?:\\left)?[(\[]|\\mathrm\s*\{(?:KL|JS|H)\}|\\mathbb"
)
#: Words behind a formula with which it is only a part of what is said.
_GOES_ON = re.compile(
    r"\s*(?:times|plus|minus|more|less|larger|smaller|greater|bits?\s+(?:more|less)|nats?\s+(?:more|less)|of\b)", re.I
)
_OF_A_LAW = re.compile(r"\b(?:entropy|that|divergence)\b[^.;⟦]*?\bof\s+(?:[\w,()-]+\s+){0,4}⟦(\d+)⟧", re.I)
_SYMMETRIC = re.compile(
    r"\bbinary\s+symmetric\s+channel\b[^.;]*?\b(?:error|crossover|cross-over|flip|bit-flip|transition)\s+(?:probability|rate)\s+⟦(\d+)⟧",
    re.I,
)
_OF_A_PROBABILITY = r"(?<![A-Za-z\\])[Hh](?:_(?:\{\s*[2b]\s*\}|[2b]))?\s*\(\s*%s\s*\)"


@dataclass(frozen=True)
class Around:
    """What stands around a formula.

    Parameters
    ----------
    words : str
        Its sentence, with holes.
    texts : mapping
        The formulas of the sentence.
    at : int
        The number of the formula.
    lines : tuple of Line
        What is in force.
    own : tuple of Line
        What the sentence itself declares.
    nameless : str
        The law that is said without a name.
    pair : tuple of str
        Two laws that are said at once.
    densities : mapping
        The densities that were declared.
    """

    words: str
    texts: Mapping[int, str]
    at: int
    lines: tuple[Line, ...]
    own: tuple[Line, ...]
    nameless: str
    pair: tuple[str, str] | None
    densities: Mapping[str, Density]


def laws_by_formula(sentence: str, formulas: Mapping[int, str]) -> list[tuple[str, int]]:
    r"""The laws that a sentence names by a formula alone, with their places.

    Examples
    --------
    >>> laws_by_formula("The entropy of ⟦0⟧ is ⟦1⟧.", {0: r"\mathcal{N}(0, \sigma^2)", 1: "h"})
    [('Normal(0, sigma)', 15)]
    """
    found = []
    for hit in _OF_A_LAW.finditer(sentence):
        tex = formulas[int(hit[1])]
        listed = re.match(r"\s*(?:\\left)?\s*(?:[(\[]|\\\{)", tex)
        if not relations_in(tex) and not listed and (law := law_text(tex)[0]):
            found.append((law, hit.start(1) - 1))
    return found


def statement_meant(clause: Clause, around: Around) -> Reread | None:
    """What a clause means with the words around it; None where it is meant as it is written."""
    links = links_in(clause.text)
    if not links:
        return _by_words(clause.text, around)
    bare = _BARE.match(links[0][0])
    if not bare:
        return with_named_densities(clause.text, around.lines, around.words, dict(around.densities))
    kind = str(bare.lastgroup)
    if not re.search(_SPOKEN[kind], around.words, re.I) and not (kind == "entropy" and around.nameless):
        return None
    right = clause.text[len(links[0][0]) :]
    if kind == "capacity":
        return _capacity(clause.text, right, around)
    if re.search(r"\\(?:max|min|sup|inf|sum|int|mathbb)(?![A-Za-z])", right):
        return None
    if kind == "entropy":
        return _entropy(links[0][0].strip(), right, around) or Reread(clause.text, reason=_NO_LAW)
    if kind == "pair":
        return _divergence(links[0][0].strip(), right, around.pair, around) or Reread(
            clause.text, reason="of which laws it is the divergence is not said"
        )
    return Reread(clause.text, reason="of which variables it is the information is not said")


def _by_words(tex: str, around: Around) -> Reread | None:
    """A formula that words make a statement."""
    before, _, behind = around.words.partition(f"⟦{around.at}⟧")
    if _GOES_ON.match(behind) or not expression_text(tex):
        return None
    if pair := _PAIR_IS.search(before):
        laws = [law_text(_law_of(around.texts[int(number)]))[0] for number in pair.groups()]
        return _divergence(r"D_{\mathrm{KL}}", f" = {tex}", (laws[0], laws[1]), around) if all(laws) else None
    if _MEASURED.search(tex) or not re.search(r"\d|\\(?:log|ln|[dt]?frac|psi)(?![A-Za-z])", tex):
        return None
    that = _THAT_IS.search(before)
    that = that if that and re.search(r"\bentropy\b", before[: that.start()], re.I) else None
    said = that or _ENTROPY_IS.search(before)
    if said is None and not _ITS_IS.search(before):
        return None
    if said is not None and re.search(r"\b(?:is|are|and the|than)\b", said["of"]):
        return None
    variable = re.fullmatch(HOLE, said["of"].strip()) if said is not None else None
    if variable and (name := name_of(around.texts[int(variable[1])])):
        known = any(line.law and name in line.names for line in around.lines)
        return Reread(f"H({name}) = {tex}") if known and name[0].isupper() else Reread(tex, reason=_NO_LAW)
    return _entropy("H", f" = {tex}", around) or Reread(tex, reason=_NO_LAW)


def _law_of(tex: str) -> str:
    r"""The law in a cell of a table: ``P = \mathcal{N}(0, 1)`` or the law alone."""
    relations = relations_in(tex)
    return tex[relations[0][1] + len(relations[0][0]) :] if len(relations) == 1 else tex


def _entropy(head: str, right: str, around: Around) -> Reread | None:
    taken = {name for line in around.lines for name in line.names}
    if around.nameless:
        name = fresh_name(taken, right)
        return Reread(f"{head}({name}){right}", (law_line(name, around.nameless),))
    drawn = {line.names[0]: line for line in around.own if line.law and len(line.names) == 1}
    if len(drawn) != 1 or "~" not in next(iter(drawn.values())).text:
        return None
    return Reread(f"{head}({next(iter(drawn))}){right}")


def _divergence(head: str, right: str, pair: tuple[str, str] | None, around: Around) -> Reread | None:
    if pair is None:
        return None
    taken = {name for line in around.lines for name in line.names}
    names = [name for name in ("P", "Q", "R", "M") if name not in taken][:2]
    if len(names) < 2:
        return None
    lines = tuple(law_line(name, law) for name, law in zip(names, pair, strict=True))
    one, other = (rf"{head}({first} \| {second}){right}" for first, second in (names, names[::-1]))
    return Reread(one, lines, otherwise=other)


def _capacity(tex: str, right: str, around: Around) -> Reread | None:
    r"""The capacity of a symmetric channel is its information where the input is uniform."""
    if re.search(r"\\(?:max|sup|underset)(?![A-Za-z])", right):
        return None
    said = _SYMMETRIC.search(around.words)
    error = around.texts[int(said[1])].partition("=")[0].strip() if said else ""
    value = expression_text(error)
    if not value:
        return Reread(
            tex, reason="a capacity is read of a binary symmetric channel with its probability of error alone"
        )
    right = re.sub(_OF_A_PROBABILITY % re.escape(error), lambda _: rf"H(\mathrm{{Bernoulli}}({error}))", right)
    lines = (
        law_line("X", "Bernoulli(1/2)"),
        law_line("Z", f"Bernoulli({value})"),
        Line("Y = (X + Z) % 2", ("Y",), frozenset("XYZ")),
    )
    return Reread(f"I(X;Y){right}", lines)
