"""One row of the tables of names: a name, its parameters in order, and the law of ours that they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sympy import S, sympify

from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.family import Family, ParameterDomain
from symbinfo.laws.formula_families import BY_FORMULA
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import Law
from symbinfo.laws.location_scale import absorbed, moved

__all__ = ["ALL_FAMILIES", "Image", "NamedParameter", "Parametrisation", "family_row", "row"]

ALL_FAMILIES: Mapping[str, Family] = {**FAMILIES, **BY_FORMULA}
_D = ParameterDomain
#: The words for domains in the rows.
DOMAINS = {
    "real": _D.REAL,
    "positive": _D.POSITIVE,
    "nonnegative": _D.NONNEGATIVE,
    "above_one": _D.ABOVE_ONE,
    "probability": _D.PROBABILITY,
    "open": _D.OPEN_PROBABILITY,
    "success": _D.POSITIVE_PROBABILITY,
    "whole": _D.POSITIVE_INTEGER,
    "count": _D.NONNEGATIVE_INTEGER,
    "list": _D.NUMBERS,
    "flag": _D.FLAG,
    "end": _D.REAL,
}


@dataclass(frozen=True)
class NamedParameter:
    """A parameter of a row: the words for it, the first of them its name, its domain, its default (None: none), and whether it may be infinite."""

    words: tuple[str, ...]
    domain: ParameterDomain
    default: Any = None
    infinite: bool = False

    @property
    def name(self) -> str:
        """The first word."""
        return self.words[0]


@dataclass(frozen=True)
class Image:
    """What a row means: values of a family of ours, moved and stretched; the scale -1 is the mirror image."""

    family: str
    values: tuple[Any, ...]
    loc: Any = S.Zero
    scale: Any = S.One

    def then(self, loc: Any, scale: Any) -> Image:
        """The image moved and stretched once more."""
        if loc == 0 and scale == 1:
            return self
        if self.scale == -1:  # a mirrored law has its scale in the family, or nowhere
            values, left, rest = absorbed(ALL_FAMILIES[self.family], self.values, 0, scale)
            if left != 0 or rest != 1:
                raise MeasureError(f"a mirrored {self.family} is not stretched: write its density with si.Density")
            return replace(self, values=values, loc=loc + scale * sympify(self.loc))
        loc, scale = loc + scale * sympify(self.loc), scale * sympify(self.scale)
        values, loc, scale = absorbed(ALL_FAMILIES[self.family], self.values, loc, scale)
        return Image(self.family, values, loc, scale)

    def law(self, name: str = "P") -> Law:
        """The law that it is."""
        law = law_of_family(ALL_FAMILIES[self.family], self.values, name)
        return moved(law, self.loc, self.scale, name)


@dataclass(frozen=True)
class Parametrisation:
    """A row.

    Parameters
    ----------
    name : str
        As it is written in its library.
    parameters : tuple of NamedParameter
        In order.
    family : str
        The family of ours.
    values : callable or None
        From the parameters, by place, to the values of the family, or to an `Image`, or to a law; None: they are those.
    placed : bool
        Whether ``loc`` and ``scale``, the last two parameters, move and stretch what the others mean.
    note : str
        What must be said: a convention that others do not share.
    """

    name: str
    parameters: tuple[NamedParameter, ...]
    family: str
    values: Callable[..., Any] | None = None
    placed: bool = False
    note: str = ""

    @property
    def usage(self) -> str:
        """How it is written: ``gamma(a, loc=0, scale=1)``."""
        words = [p.name if p.default is None else f"{p.name}={p.default}" for p in self.parameters]
        return f"{self.name}({', '.join(words)})"

    @property
    def words(self) -> tuple[str, ...]:
        """All words for its parameters."""
        return tuple(word for p in self.parameters for word in p.words)

    def parameter(self, word: str) -> NamedParameter | None:
        """The parameter that a word is for."""
        return next((p for p in self.parameters if word in p.words), None)

    def image(self, values: tuple[Any, ...]) -> Image | Law:
        """What it means at the values of all its parameters, in order.

        Raises
        ------
        DomainError
            When a value is known to lie outside its domain.
        """
        for parameter, value in zip(self.parameters, values, strict=True):
            infinite = parameter.infinite and sympify(value).is_infinite
            if parameter.domain.numeric and not infinite and not parameter.domain.admits(sympify(value)):
                raise DomainError(self.name, parameter.name, value, parameter.domain.words)
        discrete = ALL_FAMILIES[self.family].kind != "continuous" if self.family in ALL_FAMILIES else False
        count = (1 if discrete else 2) if self.placed else 0
        own, place = (values[:-count], values[-count:]) if count else (values, ())
        made = self.values(*own) if self.values else own
        if isinstance(made, Law):
            return made
        image = made if isinstance(made, Image) else Image(self.family, tuple(made))
        return image.then(*place, *((S.One,) if count == 1 else ())) if count else image

    def law(self, values: tuple[Any, ...], name: str = "P") -> Law:
        """The law at the values of its parameters."""
        image = self.image(values)
        return image.renamed(name) if isinstance(image, Law) else image.law(name)


#: What a parameter of such a name may be, where a row says nothing else; other names are of positive numbers.
USUAL = {
    "real": "loc mean mu logits log_var log_std log_rate meanlog location x0 m",
    "open": "p prob probs",
}
_DOMAIN_OF = {word: domain for domain, words in USUAL.items() for word in words.split()}


def row(
    name: str, parameters: str, family: str, values: Callable[..., Any] | None = None, **more: Any
) -> Parametrisation:
    """A row from the text of its parameters, such as ``"k|shape, rate"`` or ``"c:real, loc=0"``.

    Examples
    --------
    >>> row("gamma", "a", "Gamma", lambda a: (a, 1)).usage
    'gamma(a)'
    """
    parts = [part.strip() for part in parameters.split(",") if part.strip()]
    return Parametrisation(name, tuple(map(_parameter, parts)), family, values, **more)


def _parameter(text: str) -> NamedParameter:
    text, _, default = text.partition("=")
    first, *others = text.split("|")
    first, _, domain = first.partition(":")
    words = (first, *others)
    kind = DOMAINS[domain or _DOMAIN_OF.get(words[0], "positive")]
    return NamedParameter(words, kind, sympify(default) if default else None, domain == "end")


@cache
def family_row(name: str) -> Parametrisation:
    """The row of a family of ours by its own parameters."""
    family = ALL_FAMILIES[name]
    parameters = tuple(NamedParameter((p.name,), p.domain, p.default) for p in family.parameters)
    return Parametrisation(name, parameters, name, note=family.note)
