"""Laws of vectors whose marginals are known: Dirichlet and multinomial, and what a product shares with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import (
    Add,
    And,
    Eq,
    Expr,
    Mul,
    S,
    Tuple,
    expand,
    factorial,
    gamma,
    sympify,
)

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import DomainError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.joint_density import JointLaw
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.laws.law import Law

__all__ = [
    "LARGEST",
    "Dirichlet",
    "Multinomial",
    "VectorLaw",
    "dirichlet",
    "inside_of",
    "is_vector",
    "multinomial",
    "variables_of",
]

#: How many components a vector law has at most.
LARGEST = 8


class VectorLaw(JointLaw):
    """A law of a vector with one-dimensional marginals that are laws of the catalogue.

    The last of the quantities that sum to a constant has no variable of its own: it is `rest`, in terms of the others.
    """

    #: What is left of the total for the last component; None where the components are free.
    rest: Expr | None = None

    def part(self, i: int) -> Law:
        """The marginal law of one component (the one after the last variable is `rest`)."""
        raise NotImplementedError


class _Simplex(VectorLaw):
    """Components that are positive and sum to a constant."""

    @property
    def whole(self) -> Expr:
        """What the components sum to."""
        raise NotImplementedError

    @property
    def rest(self) -> Expr:  # type: ignore[override]
        return self.whole - Add(*self.variable)


def _ranges(variables: Sequence[Variable], whole: Expr) -> list[tuple[Expr, Expr]]:
    return [(S.Zero, whole - Add(*variables[:i])) for i in range(len(variables))]


def variables_of(number: int, integer: bool, taken: set[str]) -> list[Variable]:
    """Bound variables x1, x2, ... for the components, with a letter that no parameter uses."""
    letter = next(c for c in ("x", "y", "z", "u") if not any(f"{c}{i + 1}" in taken for i in range(number)))
    kind = {"integer": True, "nonnegative": True} if integer else {"real": True}
    return [Variable(f"{letter}{i + 1}", **kind) for i in range(number)]


class Dirichlet(_Simplex):
    """The Dirichlet law with positive concentrations, on its first d - 1 components; the last is one minus their sum."""

    whole = property(lambda self: S.One)

    def part(self, i: int) -> Law:
        """A component is Beta with its concentration and the sum of the others."""
        own = self.parameters[i]
        others = Add(*(a for j, a in enumerate(self.parameters) if j != i))
        return law_of_family(FAMILIES["Beta"], (own, others), f"{self.name}{i + 1}")


def dirichlet(concentrations: Iterable[Any], name: str = "P") -> Dirichlet:
    """The Dirichlet law.

    Parameters
    ----------
    concentrations : iterable of Expr
        Two to eight positive numbers or expressions.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a concentration is known not to be positive.

    Examples
    --------
    >>> import symbinfo as si
    >>> si.Entropy(dirichlet([1, 1, 1])).doit()
    -log(2)
    """
    alphas = tuple(sympify(a, strict=True) for a in concentrations)
    if not 2 <= len(alphas) <= LARGEST:
        raise DomainError("Dirichlet", "the concentrations", f"{len(alphas)} of them", f"2 to {LARGEST}")
    for alpha in alphas:
        if alpha.is_positive is False or alpha.is_extended_real is False:
            raise DomainError("Dirichlet", "each concentration", alpha, "positive")
    variables = variables_of(len(alphas) - 1, False, {s.name for a in alphas for s in a.free_symbols})
    components = [*variables, 1 - Add(*variables)]
    kernel = Mul(*(x ** (a - 1) for x, a in zip(components, alphas, strict=True)))
    density = gamma(Add(*alphas)) / Mul(*(gamma(a) for a in alphas)) * kernel
    condition = And(*(a > 0 for a in alphas if not a.is_positive))
    names = [v.name.upper() for v in variables]
    return Dirichlet(name, "Dirichlet", alphas, condition, variables, density, _ranges(variables, S.One), names)


class Multinomial(_Simplex):
    """The counts of n independent draws, on the first d - 1 categories; the last count is what is left of n."""

    whole = property(lambda self: self.parameters[0])

    def part(self, i: int) -> Law:
        """A count is binomial."""
        return law_of_family(FAMILIES["Binomial"], (self.whole, self.parameters[1][i]), f"{self.name}{i + 1}")


def multinomial(n: Any, probabilities: Iterable[Any], name: str = "P") -> Multinomial:
    """The multinomial law.

    Parameters
    ----------
    n : Expr
        The number of draws, a positive integer or a symbol for one.
    probabilities : iterable of Expr
        Of each category; they sum to 1.
    name : str
        What to call the law.

    Raises
    ------
    DomainError
        When a probability is known to lie outside (0, 1), or the sum is known not to be 1.

    Examples
    --------
    >>> from sympy import Rational, symbols
    >>> import symbinfo as si
    >>> half, third = Rational(1, 2), Rational(1, 3)
    >>> n = symbols("n", integer=True, positive=True)
    >>> si.KL(multinomial(n, [half, half]), multinomial(n, [third, 2*third])).doit()
    n*(-3*log(2)/2 + log(3))
    """
    n = sympify(n, strict=True)
    masses = tuple(sympify(p, strict=True) for p in probabilities)
    if n.is_integer is False or n.is_positive is False:
        raise DomainError("Multinomial", "n", n, "a positive integer")
    if not 2 <= len(masses) <= LARGEST:
        raise DomainError("Multinomial", "the probabilities", f"{len(masses)} of them", f"2 to {LARGEST}")
    for p in masses:
        if p.is_positive is False or (1 - p).is_positive is False:
            raise DomainError("Multinomial", "each probability", p, "strictly between 0 and 1")
    total = expand(Add(*masses))
    if total != 1 and not total.free_symbols:
        raise DomainError("Multinomial", "the sum of the probabilities", total, "1")
    taken = {s.name for e in (n, *masses) for s in e.free_symbols}
    variables = variables_of(len(masses) - 1, True, taken)
    counts = [*variables, n - Add(*variables)]
    ways = factorial(n) / Mul(*(factorial(k) for k in counts))
    density = ways * Mul(*(p**k for p, k in zip(masses, counts, strict=True)))
    inside = [c for p in masses if p.free_symbols for c in (p > 0, p < 1)]
    condition = And(*inside, *([Eq(total, 1)] if total.free_symbols else []))
    names = [v.name.upper() for v in variables]
    parameters = (n, Tuple(*masses))
    return Multinomial(name, "Multinomial", parameters, condition, variables, density, _ranges(variables, n), names)


def is_vector(law: Any) -> bool:
    """Whether the expectations of a joint law come from its marginals and second moments."""
    return isinstance(law, (VectorLaw, JointNormal))


def inside_of(law: JointLaw, domain: Domain) -> Domain:
    """The domain extended by: every component lies inside its range, the last one too."""
    rest = getattr(law, "rest", None)
    more = [] if rest is None else [rest > 0] if law.continuous else [rest >= 0]
    ends = [c for v, (low, high) in zip(law.variable, law.ranges, strict=True) for c in _between(law, low, v, high)]
    return domain.and_(*ends, *more)


def _between(law: JointLaw, low: Expr, v: Expr, high: Expr) -> list[Any]:
    pairs = ((low, v), (v, high))
    found = [a < b if law.continuous else a <= b for a, b in pairs]
    return [c for c in found if c not in (S.true, S.false)]
