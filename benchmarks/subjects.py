"""What the accuracy benchmark measures: every closed divergence within a family, every closed entropy, some cross pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sympy import Symbol, hyper, polylog

import symbinfo as si
from symbinfo.atlas.families import ROWS
from symbinfo.laws.family import ParameterDomain
from symbinfo.laws.names.parametrisation import ALL_FAMILIES

__all__ = ["TIMED", "Argument", "Subject", "cross_pairs", "entropies", "same_family", "subjects"]

#: Families whose divergence closes only where the two laws share a parameter.
SHARED = {
    "Binomial": ("n",),
    "Dagum": ("a", "b"),
    "Frechet": ("m",),
    "Kumaraswamy": ("a",),
    "Levy": ("mu",),
    "Lomax": ("lamda",),
    "NegativeBinomial": ("r",),
    "PowerFunction": ("a", "b"),
}
#: Parameters by their reciprocals, as other libraries have them.
BY_RATE = {"Gamma": "theta"}
CROSS = (
    ("Chi", "Rayleigh"),
    ("ChiSquared", "Gamma"),
    ("Exponential", "Gamma"),
    ("Exponential", "Lomax"),
    ("Exponential", "Weibull"),
    ("Frechet (standard)", "GammaInverse"),
    ("Gamma", "Exponential"),
    ("Gamma", "GammaInverse"),
    ("Gamma", "LogNormal"),
    ("Gamma", "Weibull"),
    ("Gumbel", "Normal"),
    ("HalfNormal", "Exponential"),
    ("HalfNormal", "Gamma"),
    ("Laplace", "Normal"),
    ("Logistic", "Normal"),
    ("LogNormal", "Gamma"),
    ("Maxwell", "Rayleigh"),
    ("Normal", "Gumbel"),
    ("Normal", "Laplace"),
    ("Pareto", "Exponential"),
    ("Rayleigh", "Weibull"),
    ("Uniform", "Normal"),
    ("Weibull", "Exponential"),
    ("Weibull", "Frechet (standard)"),
    ("Weibull", "Gamma"),
)


@dataclass(frozen=True)
class Argument:
    """A parameter of a kernel: its name there, its domain, the law that it belongs to (1 or 2), its name in the family."""

    name: str
    domain: ParameterDomain
    side: int
    role: str


@dataclass(frozen=True)
class Subject:
    """A measure of one or two rows of the atlas.

    Parameters
    ----------
    first, second : str
        Rows of the atlas; second is empty for an entropy.
    shared : tuple of str
        Parameters that the two laws have in common.
    rate : str
        A parameter that is replaced by its reciprocal, the rate.
    """

    first: str
    second: str = ""
    shared: tuple[str, ...] = ()
    rate: str = ""

    @property
    def name(self) -> str:
        """How the tables call it."""
        by = f" (common {', '.join(self.shared)})" if self.shared else " (rate)" if self.rate else ""
        return f"KL({self.first} || {self.second}){by}" if self.second else f"H({self.first}){by}"

    @property
    def family(self) -> str:
        """The family for which peers are looked up."""
        return f"{self.first} (rate)" if self.rate else self.first

    @property
    def same_family(self) -> bool:
        """Whether both laws are of one family, so that they can be equal."""
        return self.first == self.second

    @cached_property
    def _laws(self) -> tuple[Any, ...]:
        first = ROWS[self.first].law("1", "P")
        second = ROWS[self.second].law("2", "Q") if self.second else None
        if second is not None and self.shared:
            second = second.xreplace({s: _twin(s, first) for s in second.free_symbols if s.name[:-1] in self.shared})
        laws = [law for law in (first, second) if law is not None]
        if self.rate:
            laws = [law.subs(_reciprocal(law, self.rate), simultaneous=True) for law in laws]
        return tuple(laws)

    @cached_property
    def derivation(self) -> Any:
        """The derivation of the measure."""
        return si.derive(si.KL(*self._laws) if self.second else si.Entropy(*self._laws))

    @cached_property
    def kernel(self) -> Any:
        """What is measured."""
        return self.derivation.compile()

    @property
    def closed(self) -> bool:
        """Whether it has a closed form in functions that scipy has (the others are integrated; +oo is not measured)."""
        return str(self.derivation.status) == "closed" and not self.derivation.result.has(hyper, polylog)

    @cached_property
    def arguments(self) -> tuple[Argument, ...]:
        """The parameters in the order of the laws, each once."""
        found: dict[str, Argument] = {}
        for side, (row, law) in enumerate(zip((self.first, self.second), self._laws, strict=False), 1):
            names = {s.name for s in law.free_symbols}
            for role, domain in _domains(row):
                wanted = f"{'rate' if role == self.rate else role}{side}"
                wanted = wanted if wanted in names else f"{role}1"
                if wanted in names:
                    found.setdefault(wanted, Argument(wanted, domain, side, role))
        return tuple(found.values())

    @property
    def ordered(self) -> tuple[tuple[str, ...], ...]:
        """Chains of parameters that must increase."""
        chains = []
        names = {a.name for a in self.arguments}
        for side, row in enumerate((self.first, self.second), 1):
            for chain in ALL_FAMILIES[_base(row)].ordered if row else ():
                links = [f"{word}{side}" for word in chain.split()[::2]]
                chains.append(tuple(link if link in names else f"{link[:-1]}1" for link in links))
        return tuple(chains)


#: Those that are timed.
TIMED = {
    "normals": Subject("Normal", "Normal"),
    "a Bernoulli": Subject("Bernoulli"),
    "gammas": Subject("Gamma", "Gamma", rate="theta"),
    "Poissons": Subject("Poisson", "Poisson"),
    "Weibulls": Subject("Weibull", "Weibull"),
}


def _twin(symbol: Any, law: Any) -> Any:
    return next((s for s in law.free_symbols if s.name == f"{symbol.name[:-1]}1"), symbol)


def _reciprocal(law: Any, role: str) -> dict[Any, Any]:
    return {s: 1 / Symbol(f"rate{s.name[-1]}", positive=True) for s in law.free_symbols if s.name[:-1] == role}


def _base(row: str) -> str:
    return row.split(" (")[0]


def _domains(row: str) -> list[tuple[str, ParameterDomain]]:
    family = ALL_FAMILIES[_base(row)]
    return [(p.name, p.domain) for p in family.parameters if p.domain.numeric]


def same_family() -> Iterator[Subject]:
    """The divergences within a family."""
    for name in ROWS:
        yield Subject(name, name)
        if name in SHARED:
            yield Subject(name, name, shared=SHARED[name])
        if name in BY_RATE:
            yield Subject(name, name, rate=BY_RATE[name])


def entropies() -> Iterator[Subject]:
    """The entropies."""
    for name in ROWS:
        yield Subject(name)
        if name in BY_RATE:
            yield Subject(name, rate=BY_RATE[name])


def cross_pairs() -> Iterator[Subject]:
    """Divergences between families."""
    for first, second in CROSS:
        yield Subject(first, second)


def subjects(only: Callable[[Subject], bool] = lambda _: True) -> Iterator[Subject]:
    """All of them that are closed, in a fixed order."""
    for group in (same_family, entropies, cross_pairs):
        yield from (s for s in group() if only(s) and s.arguments and s.closed)
