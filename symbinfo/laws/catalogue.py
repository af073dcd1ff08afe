"""One row a family of sympy.stats: its parameters with their domains, in the order of its constructor.

sympy.stats keeps no machine-readable parameter domains, so they are stated here, once; densities and supports are read
from sympy.stats. Where sympy.stats errs, the row carries the correction with its reason. The domains are those of the
law, not those of the constructor, which refuses some good parameters (a chi law with half-integer degrees of freedom).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sympy import And, Dict, Expr, Integer, Max, Min, Rational, Symbol, Tuple, false, nan, oo, sympify, true
from sympy.core.symbol import Str
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Domain
from symbinfo.expressions.errors import DomainError

__all__ = ["FAMILIES", "Family", "Parameter", "ParameterDomain", "outcome_label"]


_NONE: dict[str, bool] = {}


class ParameterDomain(Enum):
    """What a parameter may be: words for errors, assumptions for fresh symbols, ends, and which ends belong to it."""

    words: str
    assumptions: Mapping[str, bool]
    low: int | None
    high: int | None
    ends: str

    REAL = ("a real number", {"real": True}, None, None, "()")
    POSITIVE = ("positive", {"positive": True}, 0, None, "()")
    NONNEGATIVE = ("at least 0", {"positive": True}, 0, None, "[)")
    ABOVE_ONE = ("greater than 1", {"positive": True}, 1, None, "()")
    PROBABILITY = ("in [0, 1]", {"positive": True}, 0, 1, "[]")
    POSITIVE_PROBABILITY = ("in (0, 1]", {"positive": True}, 0, 1, "(]")
    OPEN_PROBABILITY = ("strictly between 0 and 1", {"positive": True}, 0, 1, "()")
    POSITIVE_INTEGER = ("a positive integer", {"integer": True, "positive": True}, 0, None, "()")
    NONNEGATIVE_INTEGER = ("a non-negative integer", {"integer": True, "nonnegative": True}, 0, None, "[)")
    FLAG = ("True or False", _NONE, None, None, "")
    OUTCOMES = ("a list of distinct outcomes", _NONE, None, None, "")
    TABLE = ("a dict of outcomes and probabilities", _NONE, None, None, "")

    def __init__(
        self, words: str, assumptions: Mapping[str, bool], low: int | None, high: int | None, ends: str
    ) -> None:
        self.words, self.assumptions, self.low, self.high, self.ends = words, assumptions, low, high, ends

    @property
    def numeric(self) -> bool:
        """Whether the values are numbers (not a flag, a list or a table)."""
        return bool(self.ends)

    @property
    def integral(self) -> bool:
        """Whether the values are integers."""
        return "integer" in self.assumptions

    def admits(self, value: Any) -> bool:
        """Whether `value` may lie in the domain; only what is known to lie outside is refused."""
        if not self.numeric:
            return value in (true, false) if self is ParameterDomain.FLAG else isinstance(value, (Tuple, Dict))
        if not isinstance(value, Expr) or value.is_extended_real is False or value.is_finite is False:
            return False
        if value.has(nan) or (self.integral and value.is_integer is False):
            return False
        below = None if self.low is None else value - self.low
        above = None if self.high is None else self.high - value
        return _on_the_right_side(below, self.ends[0] == "[") and _on_the_right_side(above, self.ends[1] == "]")

    def condition(self, value: Any) -> Boolean:
        """The domain as a Boolean about `value`, in the interior (true for numbers, and where the symbols say so)."""
        if not self.numeric or value.is_number:
            return true
        if self is ParameterDomain.NONNEGATIVE_INTEGER:
            return value >= 0
        above = true if self.low is None else value > self.low
        return And(above, true if self.high is None else value < self.high)


def _on_the_right_side(distance: Expr | None, end_included: bool) -> bool:
    if distance is None:
        return True
    return not (distance.is_negative if end_included else distance.is_nonpositive)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a family: its name in the constructor, its domain, and its default there (None: it has none)."""

    name: str
    domain: ParameterDomain
    default: Any = None

    def symbol(self, name: str) -> Symbol:
        """A fresh symbol with the assumptions that this place implies."""
        return Symbol(name, **self.domain.assumptions)


@dataclass(frozen=True)
class Family:
    """A family of laws.

    Parameters
    ----------
    name : str
        The constructor in sympy.stats.
    parameters : tuple of Parameter
        In the order of the constructor.
    ordered : tuple of str
        Chains that the parameters must keep, such as ``"left < right"`` (only < and <=, left to right). Numbers may
        meet where the sign is <=; of symbols the condition is about the interior, as it is for a probability.
    kind : str
        "continuous", "discrete" (on a range of integers) or "finite" (listed outcomes).
    support : callable or None
        A correction of the support: parameters -> (lower, upper); None where sympy.stats is right.
    labels : tuple
        Further arguments of the sympy.stats distribution that are not parameters (the outcomes of a coin).
    distribution : str
        The class in sympy.stats where it is not the name followed by ``Distribution``.
    encode, decode : callable or None
        From the parameters to the arguments of that class and back, where they differ.
    note : str
        Why a correction is needed, or what the reader must know (conventions).

    Examples
    --------
    >>> FAMILIES["Uniform"].condition(FAMILIES["Uniform"].symbols())
    left < right
    """

    name: str
    parameters: tuple[Parameter, ...]
    ordered: tuple[str, ...] = ()
    kind: str = "continuous"
    support: Callable[..., tuple[Any, Any]] | None = None
    labels: tuple[Any, ...] = ()
    distribution: str = ""
    encode: Callable[..., tuple[Any, ...]] | None = None
    decode: Callable[..., tuple[Any, ...]] | None = None
    note: str = ""

    @property
    def class_name(self) -> str:
        """The name of the distribution class in sympy.stats."""
        return self.distribution or f"{self.name}Distribution"

    def symbols(self) -> tuple[Symbol, ...]:
        """A fresh symbol for each parameter that is a number, named as in the constructor."""
        return tuple(p.symbol(p.name) for p in self.parameters if p.domain.numeric)

    def completed(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as SymPy objects, with the constructor's defaults for those left out at the end.

        Raises
        ------
        DomainError
            When a value without a default is missing, or there are too many.
        """
        if len(values) > len(self.parameters):
            wanted = f"one of {len(self.parameters)} values"
            raise DomainError(self.name, "each parameter", f"{len(values)} values", wanted)
        full = list(values)
        for parameter in self.parameters[len(values) :]:
            if parameter.default is None:
                raise DomainError(self.name, parameter.name, "nothing", parameter.domain.words)
            full.append(parameter.default)
        return tuple(_as_sympy(p.domain, value) for p, value in zip(self.parameters, full, strict=True))

    def shown(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values as the reader sees them: a flag left at its default is not mentioned."""
        named = zip(self.parameters, values, strict=True)
        return tuple(v for p, v in named if p.domain is not ParameterDomain.FLAG or v != p.default)

    def values(self, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        """The parameters among the arguments of the sympy.stats distribution, which may carry more (labels)."""
        return self.decode(*arguments) if self.decode else arguments[: len(self.parameters)]

    def arguments(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The arguments of the sympy.stats distribution: the parameters and the usual labels."""
        return (*(self.encode(*values) if self.encode else values), *self.labels)

    def condition(self, values: tuple[Any, ...]) -> Boolean:
        """The domain of the parameters as a Boolean; a value known to lie outside raises `DomainError`."""
        parts: list[Boolean] = []
        for parameter, value in zip(self.parameters, values, strict=True):
            if not parameter.domain.admits(value):
                raise DomainError(self.name, parameter.name, value, parameter.domain.words)
            parts.append(parameter.domain.condition(value))
        named = {p.name: v for p, v in zip(self.parameters, values, strict=True)}
        for chain in self.ordered:
            links = self._links(chain, named)
            parts.extend(link for link in links if link not in parts and not Domain.of(parts).implies(link))
        return And(*parts)

    def _links(self, chain: str, named: dict[str, Expr]) -> list[Boolean]:
        words = chain.split()
        links: list[Boolean] = []
        for left, relation, right in zip(words[::2], words[1::2], words[2::2], strict=False):
            low, high = named[left], named[right]
            link = low < high if relation == "<" else low <= high
            if link == false:
                word = "above" if relation == "<" else "at least"
                raise DomainError(self.name, right, high, f"{word} {left} = {low}")
            if link != true:
                counted = any(p.name == right and p.domain.integral for p in self.parameters)
                links.append(link if counted else low < high)
        return links


def _as_sympy(domain: ParameterDomain, value: Any) -> Any:
    if domain is ParameterDomain.OUTCOMES and isinstance(value, (list, tuple, Tuple)):
        return Tuple(*(outcome_label(outcome) for outcome in value))
    if domain is ParameterDomain.TABLE and isinstance(value, (dict, Dict)):
        return Dict({outcome_label(outcome): sympify(mass, strict=True) for outcome, mass in value.items()})
    return sympify(value)


def outcome_label(outcome: Any) -> Any:
    """An outcome as a SymPy object; text and bare symbols become names, since an outcome ``H`` is no parameter."""
    if isinstance(outcome, (str, Symbol)):
        return Str(str(outcome))
    if isinstance(outcome, (tuple, Tuple)):
        return Tuple(*(outcome_label(part) for part in outcome))
    return sympify(outcome)


_D = ParameterDomain


def _family(name: str, *parameters: tuple[Any, ...], **more: Any) -> Family:
    return Family(name, tuple(Parameter(*parameter) for parameter in parameters), **more)


_CONTINUOUS = (
    _family("Arcsin", ("a", _D.REAL, Integer(0)), ("b", _D.REAL, Integer(1)), ordered=("a < b",)),
    _family("Benini", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), ("sigma", _D.POSITIVE)),
    _family("Beta", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family("BetaNoncentral", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), ("lamda", _D.NONNEGATIVE)),
    _family("BetaPrime", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family(
        "BoundedPareto",
        ("alpha", _D.POSITIVE),
        ("left", _D.POSITIVE),
        ("right", _D.POSITIVE),
        ordered=("left < right",),
    ),
    _family("Cauchy", ("x0", _D.REAL), ("gamma", _D.POSITIVE)),
    _family(
        "Chi", ("k", _D.POSITIVE), note="the constructor asks for an integer k; the law is defined for every k > 0"
    ),
    _family(
        "ChiNoncentral",
        ("k", _D.POSITIVE),
        ("l", _D.POSITIVE),
        note="the constructor asks for an integer k; the law is defined for every k > 0",
    ),
    _family(
        "ChiSquared",
        ("k", _D.POSITIVE),
        note="the constructor asks for an integer k; the law is defined for every k > 0",
    ),
    _family("Dagum", ("p", _D.POSITIVE), ("a", _D.POSITIVE), ("b", _D.POSITIVE)),
    _family(
        "Davis",
        ("b", _D.POSITIVE),
        ("n", _D.ABOVE_ONE),
        ("mu", _D.REAL),
        support=lambda b, n, mu: (mu, oo),
        note="sympy.stats declares [0, oo); the density integrates to 1 on (mu, oo), for any real location mu",
    ),
    _family("ExGaussian", ("mean", _D.REAL), ("std", _D.POSITIVE), ("rate", _D.POSITIVE)),
    _family("Exponential", ("rate", _D.POSITIVE)),
    _family("ExponentialPower", ("mu", _D.REAL), ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family(
        "FDistribution",
        ("d1", _D.POSITIVE),
        ("d2", _D.POSITIVE),
        note="the constructor asks for integers; the law is defined for every d1, d2 > 0",
    ),
    _family("FisherZ", ("d1", _D.POSITIVE), ("d2", _D.POSITIVE)),
    _family(
        "Frechet",
        ("a", _D.POSITIVE),
        ("s", _D.POSITIVE, Integer(1)),
        ("m", _D.REAL, Integer(0)),
        support=lambda a, s, m: (m, oo),
        note="sympy.stats declares [0, oo) whatever the location m",
    ),
    _family("Gamma", ("k", _D.POSITIVE), ("theta", _D.POSITIVE), note="theta is a scale"),
    _family(
        "Erlang",
        ("k", _D.POSITIVE_INTEGER),
        ("l", _D.POSITIVE),
        distribution="GammaDistribution",
        encode=lambda k, rate: (k, 1 / rate),
        note="sympy.stats makes it a Gamma law, and so a variable reads as one; l is a rate",
    ),
    _family("GammaInverse", ("a", _D.POSITIVE), ("b", _D.POSITIVE)),
    _family("GaussianInverse", ("mean", _D.POSITIVE), ("shape", _D.POSITIVE)),
    _family(
        "Wald",
        ("mean", _D.POSITIVE),
        ("shape", _D.POSITIVE),
        distribution="GaussianInverseDistribution",
        note="another name for GaussianInverse, and a variable reads as one",
    ),
    _family("Gompertz", ("b", _D.POSITIVE), ("eta", _D.POSITIVE)),
    _family(
        "Gumbel",
        ("beta", _D.POSITIVE),
        ("mu", _D.REAL),
        ("minimum", _D.FLAG, false),
        note="the scale beta comes first; the law of maxima unless minimum is True",
    ),
    _family(
        "Kumaraswamy",
        ("a", _D.POSITIVE),
        ("b", _D.POSITIVE),
        support=lambda a, b: (Integer(0), Integer(1)),
        note="sympy.stats declares [0, oo); above 1 the density is not even real",
    ),
    _family("Laplace", ("mu", _D.REAL), ("b", _D.POSITIVE)),
    _family("Levy", ("mu", _D.REAL), ("c", _D.POSITIVE)),
    _family("LogCauchy", ("mu", _D.REAL), ("sigma", _D.POSITIVE)),
    _family("Logistic", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("LogLogistic", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE)),
    _family("LogitNormal", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("LogNormal", ("mean", _D.REAL), ("std", _D.POSITIVE), note="mean and std are those of log X"),
    _family("Lomax", ("alpha", _D.POSITIVE), ("lamda", _D.POSITIVE)),
    _family("Maxwell", ("a", _D.POSITIVE)),
    _family("Moyal", ("mu", _D.REAL), ("sigma", _D.POSITIVE)),
    _family(
        "Nakagami",
        ("mu", _D.POSITIVE),
        ("omega", _D.POSITIVE),
        note="the constructor asks for mu >= 1/2; the density integrates to 1 for every mu > 0",
    ),
    _family("Normal", ("mean", _D.REAL), ("std", _D.POSITIVE)),
    _family("Pareto", ("xm", _D.POSITIVE), ("alpha", _D.POSITIVE)),
    _family("PowerFunction", ("alpha", _D.POSITIVE), ("a", _D.REAL), ("b", _D.REAL), ordered=("a < b",)),
    _family("QuadraticU", ("a", _D.REAL), ("b", _D.REAL), ordered=("a < b",)),
    _family("RaisedCosine", ("mu", _D.REAL), ("s", _D.POSITIVE)),
    _family("Rayleigh", ("sigma", _D.POSITIVE)),
    _family("Reciprocal", ("a", _D.POSITIVE), ("b", _D.POSITIVE), ordered=("a < b",)),
    _family("ShiftedGompertz", ("b", _D.POSITIVE), ("eta", _D.POSITIVE)),
    _family("StudentT", ("nu", _D.POSITIVE)),
    _family(
        "Trapezoidal",
        ("a", _D.REAL),
        ("b", _D.REAL),
        ("c", _D.REAL),
        ("d", _D.REAL),
        ordered=("a <= b <= c <= d", "a < d"),
        note="the constructor asks for b < c; at b = c the law is triangular",
    ),
    _family("Triangular", ("a", _D.REAL), ("b", _D.REAL), ("c", _D.REAL), ordered=("a <= c <= b", "a < b")),
    _family("Uniform", ("left", _D.REAL), ("right", _D.REAL), ordered=("left < right",)),
    _family("UniformSum", ("n", _D.POSITIVE_INTEGER)),
    _family(
        "VonMises", ("mu", _D.REAL), ("k", _D.POSITIVE), note="on [0, 2*pi] whatever mu; the density has period 2*pi"
    ),
    _family("Weibull", ("alpha", _D.POSITIVE), ("beta", _D.POSITIVE), note="alpha is the scale, beta the shape"),
    _family("WignerSemicircle", ("R", _D.POSITIVE)),
)

_ON_INTEGERS = (
    _family("FlorySchulz", ("a", _D.OPEN_PROBABILITY), kind="discrete"),
    _family(
        "Geometric",
        ("p", _D.POSITIVE_PROBABILITY),
        kind="discrete",
        support=lambda p: (Integer(1), Integer(1) if p == 1 else oo),
        note="counts trials, from 1; at p = 1 nothing is left beyond the first",
    ),
    _family(
        "Hermite",
        ("a1", _D.POSITIVE),
        ("a2", _D.NONNEGATIVE),
        kind="discrete",
        note="a1 = 0, which the constructor allows, leaves the even numbers only: no range of integers",
    ),
    _family("Logarithmic", ("p", _D.OPEN_PROBABILITY), kind="discrete"),
    _family(
        "NegativeBinomial",
        ("r", _D.POSITIVE),
        ("p", _D.OPEN_PROBABILITY),
        kind="discrete",
        note="counts failures before the r-th success; p is the probability of success (since SymPy 1.14)",
    ),
    _family("Poisson", ("lamda", _D.POSITIVE), kind="discrete"),
    _family(
        "Skellam",
        ("mu1", _D.POSITIVE),
        ("mu2", _D.POSITIVE),
        kind="discrete",
        note="mu1 = 0 or mu2 = 0, which the constructor allows, makes the mass of sympy.stats undefined (0/0)",
    ),
    _family("YuleSimon", ("rho", _D.POSITIVE), kind="discrete"),
    _family("Zeta", ("s", _D.ABOVE_ONE), kind="discrete"),
    _family(
        "BetaBinomial",
        ("n", _D.NONNEGATIVE_INTEGER),
        ("alpha", _D.POSITIVE),
        ("beta", _D.POSITIVE),
        kind="discrete",
        support=lambda n, alpha, beta: (Integer(0), n),
        note="for a symbolic n the support of sympy.stats is an intersection of sets, not a range",
    ),
    _family(
        "Binomial",
        ("n", _D.NONNEGATIVE_INTEGER),
        ("p", _D.PROBABILITY),
        kind="discrete",
        support=lambda n, p: (n if p == 1 else Integer(0), Integer(0) if p == 0 else n),
        labels=(Integer(1), Integer(0)),
        note="for a symbolic n the support of sympy.stats is an intersection of sets; at p = 0 or 1 it is one point",
    ),
    _family(
        "Die",
        ("sides", _D.POSITIVE_INTEGER, Integer(6)),
        kind="discrete",
        support=lambda sides: (Integer(1), sides),
        note="for a symbolic number of sides sympy.stats gives a support that contains 0",
    ),
    _family(
        "Hypergeometric",
        ("N", _D.NONNEGATIVE_INTEGER),
        ("m", _D.NONNEGATIVE_INTEGER),
        ("n", _D.NONNEGATIVE_INTEGER),
        ordered=("m <= N", "n <= N"),
        kind="discrete",
        support=lambda N, m, n: (Max(0, n + m - N), Min(n, m)),
        note="for symbolic sizes sympy.stats takes {0, ..., n} whatever m and N; it never checks m <= N and n <= N",
    ),
    _family(
        "IdealSoliton",
        ("k", _D.POSITIVE_INTEGER),
        kind="discrete",
        support=lambda k: (Integer(1), k),
        note="for a symbolic k sympy.stats has no support (its range needs an integer)",
    ),
)

_FINITE = (
    _family("Bernoulli", ("p", _D.PROBABILITY), kind="finite", labels=(Integer(1), Integer(0))),
    _family(
        "Coin",
        ("p", _D.PROBABILITY, Rational(1, 2)),
        kind="finite",
        labels=(Symbol("H"), Symbol("T")),
        distribution="BernoulliDistribution",
    ),
    _family(
        "DiscreteUniform",
        ("items", _D.OUTCOMES),
        kind="finite",
        encode=lambda items: tuple(items),
        decode=lambda *items: (Tuple(*items),),
    ),
    _family("FiniteRV", ("density", _D.TABLE), kind="finite", distribution="FiniteDistributionHandmade"),
    _family("Rademacher", kind="finite"),
    _family(
        "RobustSoliton",
        ("k", _D.POSITIVE_INTEGER),
        ("delta", _D.OPEN_PROBABILITY),
        ("c", _D.POSITIVE),
        kind="finite",
        note="numbers only (the place of the spike is rounded); its spike must fall on 1, ..., k and be non-negative; "
        "sympy.stats raises k to the float 0.5, which the reader makes exact",
    ),
)

FAMILIES: dict[str, Family] = {row.name: row for row in (*_CONTINUOUS, *_ON_INTEGERS, *_FINITE)}
