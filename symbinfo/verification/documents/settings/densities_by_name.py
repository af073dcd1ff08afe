r"""Laws that have the name of a density: ``q_\phi(z|x) = \mathcal{N}(\mu, \sigma^2)``, ``p(z)``, ``\pi(a \mid s)``.

A text has several laws of one letter, p(z) and p(x | z), which differ by their variables. Here each has a name of its own,
made of its letters: q_phizx is the law of z given x. What stands for a variable in a density is no probability: h(z) is
the entropy of the law of z.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from symbinfo.verification.documents.formats.clauses_of_formulas import relations_in
from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line, law_of_density

__all__ = ["Density", "Reread", "densities_in", "fresh_name", "lines_of_density", "with_named_densities"]

_VARIABLE = r"(?:[a-z]|\\cdot|\\(?:mathbf|bm|boldsymbol|vec)\s*\{[a-z]\})"
_VARIABLES = rf"{_VARIABLE}(?:\s*,\s*{_VARIABLE})*"
_SPACE = r"(?:\\[,;:! ]|\s)*"
_DENSITY = re.compile(
    r"(?<![A-Za-z\\])(?P<base>[pqfgrPQ]|\\pi(?![A-Za-z]))(?:\s*_\s*(?P<index>\\[A-Za-z]+|[A-Za-z]|\{\s*\\?[A-Za-z]+\s*\}))?"
    rf"{_SPACE}(?:\\left|\\[bB]igl?)?\({_SPACE}(?P<of>{_VARIABLES})"
    rf"(?:{_SPACE}(?:\||\\mid(?![A-Za-z])|\\vert(?![A-Za-z])|\\middle\s*\|){_SPACE}(?P<given>{_VARIABLES}))?(?:\s*;[^()]*)?"
    rf"{_SPACE}(?:\\right|\\[bB]igr?)?\)"
)
_MEASURE = re.compile(
    r"(?:(?<![A-Za-z\\_])(?:[HhI]|D(?:_(?:\{[^{}]*(?:\{[^{}]*\})?[^{}]*\}|\\(?:mathrm|text|textrm)\s*\{[^{}]*\}|\w))?|KL|JS)"
    r"|\\(?:mathrm|operatorname\*?|text|mathcal|mathbb)\s*\{(?:KL|JS|JSD|H|h|D)\})"
    r"(?:\\[,;:! ]|\s)*(?:\\left|\\[bB]igl?)?(?P<open>[(\[])"
)
_ENTROPY_OF = re.compile(r"(?<![A-Za-z\\])(?P<head>[Hh])\s*(?:\\left)?\(\s*(?P<of>[a-z])\s*(?:\\right)?\)")
#: Words that tell which law of a variable is meant: whether one of it given another.
_GIVEN = re.compile(r"\b(?:encoder|decoder|posterior|likelihood|recognition|inference|policy|conditional)\b", re.I)
_ALONE = re.compile(r"\b(?:prior|marginal)\b", re.I)
_NAMES = "ZXYUVW"


class Density(NamedTuple):
    """A density as it is written: its name here, the same in LaTeX, and its variables."""

    name: str
    tex: str
    of: str
    given: str
    written: str


class Reread(NamedTuple):
    """A statement as it is meant.

    Parameters
    ----------
    text : str
        The statement.
    lines : tuple of Line
        What it needs besides its setting.
    reason : str
        Why it is not read.
    otherwise : str
        What it may mean as well: of laws whose order is not said.
    """

    text: str
    lines: tuple[Line, ...] = ()
    reason: str = ""
    otherwise: str = ""


def densities_in(tex: str) -> list[tuple[int, int, Density]]:
    r"""The densities of a formula with their places.

    Examples
    --------
    >>> [density.name for _, _, density in densities_in(r"D(q_\phi(z|x) \| p(z))")]
    ['q_phizx', 'p_z']
    """
    return [(hit.start(), hit.end(), _density(hit)) for hit in _DENSITY.finditer(tex)]


def _density(hit: re.Match[str]) -> Density:
    of, given = (_letters(hit[part] or "") for part in ("of", "given"))
    index = re.sub(r"[{}\\\s]", "", hit["index"] or "")
    index = f"{index}{of}{given}".replace(".", "")
    return Density(
        f"{hit['base'].lstrip(chr(92))}_{index}", f"{hit['base']}_{{{index}}}", of, given, hit.group().strip()
    )


def _letters(variables: str) -> str:
    return re.sub(r"[{},\s]", "", re.sub(r"\\(?:mathbf|bm|boldsymbol|vec)", "", variables.replace(r"\cdot", ".")))


def lines_of_density(tex: str) -> list[Line]:
    r"""The line of a law that is declared by its density, or that it is not read.

    Examples
    --------
    >>> lines_of_density(r"p_\theta(x \mid z) = \mathcal{N}(\mu, \sigma^2)")[0].text
    'p_thetaxz = Normal(mu, sigma)'
    """
    relations = relations_in(tex)
    if len(relations) != 1 or relations[0][0] not in ("=", ":=", r"\sim", r"\triangleq", r"\coloneqq", r"\equiv"):
        return []
    sign, at = relations[0]
    hit = _DENSITY.fullmatch(tex[:at].strip())
    if not hit:
        return []
    density, right = _density(hit), tex[at + len(sign) :]
    if law := law_of_density(right):
        line = law_line(density.name, law)
        return [line] if " = " in line.text else []
    if re.match(r"\s*\\(?:mathcal|mathrm|text|operatorname)\s*\{[A-Z]", right):
        return [Line(f"{density.name} ~ ?", (density.name,), frozenset({density.name}), unread=True)]
    return []


def with_named_densities(tex: str, lines: Iterable[Line], words: str, written: dict[str, Density]) -> Reread | None:
    """A statement with the names of the laws in it for their densities; None where it has no density that is declared.

    Parameters
    ----------
    tex : str
        The statement.
    lines : iterable of Line
        Its setting.
    words : str
        The sentence.
    written : dict
        The densities that were declared, by their names.
    """
    declared = {line.names[0]: line for line in lines if line.names and (line.law or line.unread)}
    text, extra, at = "", [], 0
    for begin, end in _arguments(tex):
        inner = tex[begin:end]
        found = densities_in(inner)
        known = [density for _, _, density in found if _known(density, declared)]
        if not found or len(known) != len(found) or begin < at:
            continue
        names = [_known(density, declared) for density in known]
        for density, name in zip(known, names, strict=True):
            if declared[name].unread:
                return Reread(tex, reason=f"the law of {density.written} is not read")
        if len(found) == 1 and found[0][2].written == inner.strip():
            name = fresh_name(declared, tex)
            extra.append(_drawn(name, declared[names[0]]))
            text += tex[at:begin] + name
        else:
            text += tex[at:begin]
            place = 0
            for (start, stop, density), name in zip(found, names, strict=True):
                text += inner[place:start] + (written[name].tex if name in written else density.tex)
                place = stop
            text += inner[place:]
        at = end
    text += tex[at:]
    if densities_in(text):
        return None
    reread = _of_variables(text, declared, words, written)
    if reread.reason:
        return reread
    made = (*extra, *reread.lines)
    return Reread(reread.text, made) if reread.text != tex else None


def _arguments(tex: str) -> list[tuple[int, int]]:
    """Where the arguments of measures begin and end."""
    found = []
    for hit in _MEASURE.finditer(tex):
        depth = 0
        for at in range(hit.end() - 1, len(tex)):
            depth += (tex[at] in "([") - (tex[at] in ")]")
            if depth == 0:
                inner = tex[hit.end() : at]
                found.append((hit.end(), hit.end() + len(re.sub(r"\\(?:right|[bB]igr?)\s*\Z", "", inner))))
                break
    return found


def _known(density: Density, declared: dict[str, Line]) -> str:
    """The name of a declared law that a density is; a dot stands for any variable."""
    if density.name in declared:
        return density.name
    if density.of != ".":
        return ""
    head, _, index = density.name.partition("_")
    start = index[: len(index) - len(density.given)]
    fits = [name for name in declared if re.fullmatch(rf"{head}_{start}[a-z]{density.given}", name)]
    return fits[0] if len(fits) == 1 else ""


def _drawn(name: str, law: Line) -> Line:
    """The line of a variable with a law that has a name."""
    old = law.names[0]
    text, otherwise = (f"{name} ~ {line.partition(' = ')[2]}" if line else "" for line in (law.text, law.otherwise))
    return Line(text, (name,), (law.uses - {old}) | {name}, otherwise)


def _of_variables(tex: str, declared: dict[str, Line], words: str, written: dict[str, Density]) -> Reread:
    """``h(z)`` as the entropy of a variable that has the law of z."""
    extra: list[Line] = []
    for hit in list(_ENTROPY_OF.finditer(tex)):
        letter = hit["of"]
        laws = [(name, density) for name, density in written.items() if density.of == letter and name in declared]
        if letter in declared and "~" in declared[letter].text:
            name = fresh_name(declared, tex)
            line = declared[letter]
            extra.append(Line(f"{name}{line.text[len(letter) :]}", (name,), (line.uses - {letter}) | {name}))
        elif laws:
            if len(laws) > 1 and (_GIVEN.search(words) is None) != (_ALONE.search(words) is None):
                given = _GIVEN.search(words) is not None
                laws = [pair for pair in laws if bool(pair[1].given) == given]
            if len({declared[name].text.partition(" = ")[2] for name, _ in laws}) != 1:
                said = " and ".join(density.written for _, density in laws) or letter
                return Reread(tex, reason=f"which law of {letter} is meant is not said: {said}")
            if declared[laws[0][0]].unread:
                return Reread(tex, reason=f"the law of {laws[0][1].written} is not read")
            name = fresh_name(declared, tex)
            extra.append(_drawn(name, declared[laws[0][0]]))
        else:
            continue
        tex = tex.replace(hit.group(), f"{hit['head']}({name})")
    return Reread(tex, tuple(extra))


def fresh_name(taken: Iterable[str], tex: str) -> str:
    """A variable that is not declared and does not stand in a formula."""
    names = set(taken)
    return next(
        (letter for letter in _NAMES if letter not in names and not re.search(rf"(?<![A-Za-z\\]){letter}", tex)), "X9"
    )
