"""A law (a distribution) as the engine needs it: a density or mass on a support, and the domain of its parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sympy import Basic, Expr, S, Symbol, Tuple, cancel, factor, sympify, true
from sympy.core.symbol import Str

from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.errors import MeasureError
from symbinfo.expressions.free_names import free_name
from symbinfo.expressions.one_line import LONGEST, shortened
from symbinfo.laws.outcomes import same_outcome
from symbinfo.laws.shown_parts import as_written

__all__ = [
    "AbstractLaw",
    "ContinuousLaw",
    "DiscreteLaw",
    "FiniteLaw",
    "Law",
    "as_texts",
    "head_of",
    "name_outside",
    "simplified",
    "variable_for",
]

CONTINUOUS_NAMES = ("x", "t", "u", "y", "xi")
DISCRETE_NAMES = ("k", "i", "j", "m", "kappa")
# Above this an exact total is looked at numerically only, and masses are not simplified.
LARGEST_SIMPLIFIED = 200


class Law(Basic):
    """Base of all laws: an immutable SymPy object, so that ``subs`` reaches its parameters.

    Attributes
    ----------
    name : str
        What the law is called in formulas: P, Q, X.
    family, parameters : str, Tuple
        How it was given, for the reader: ``Normal``, ``(mu, sigma)``.
    condition : Boolean
        The domain of the parameters, beyond the assumptions that their symbols carry.
    """

    name = property(lambda self: self.args[0].name)
    family = property(lambda self: self.args[1].name)
    parameters = property(lambda self: self.args[2])
    condition = property(lambda self: self.args[3])
    continuous = False

    def __repr__(self) -> str:
        return f"<{shortened(f'{type(self).__name__} {self.name}: {self.title}', LONGEST)}>"

    def __str__(self) -> str:
        return str(self.title)

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters' symbols: bound variables are not free."""
        return {s for arg in self.args for s in arg.free_symbols if not isinstance(s, Variable)}

    @property
    def title(self) -> str:
        """How the law was given, as text: ``Normal(mu, sigma)``."""
        family, parameters = as_written(self.family, self.parameters)
        return f"{family}({', '.join(str(p) for p in parameters)})"

    def renamed(self, name: str) -> Law:
        """Return the same law under another name."""
        return self.func(Str(name), *self.args[1:])

    def density_at(self, point: Expr) -> Expr:
        """The density or mass at `point`, which is taken to lie in the support unless it plainly does not."""
        raise NotImplementedError


def as_texts(parts: Iterable[Any]) -> Tuple:
    """The parts of a law, where text stays text: SymPy would evaluate it."""
    return Tuple(*(Str(part) if isinstance(part, str) else part for part in parts))


def head_of(name: Any, family: Any, parameters: Iterable[Any], condition: Any) -> tuple[Any, ...]:
    """The arguments that all laws share."""
    return (*as_texts((name, family)), as_texts(parameters), sympify(condition, strict=True))


class _OnARange(Law):
    """A law with a density or mass given by one expression of a variable between two ends."""

    def __new__(
        cls,
        name: Any,
        family: Any,
        parameters: Iterable[Any],
        condition: Any,
        variable: Variable,
        density: Expr,
        lower: Expr,
        upper: Expr,
    ) -> _OnARange:
        head = head_of(name, family, parameters, condition)
        return Basic.__new__(cls, *head, variable, density, sympify(lower, strict=True), sympify(upper, strict=True))

    variable = property(lambda self: self.args[4])
    density = property(lambda self: self.args[5])
    lower = property(lambda self: self.args[6])
    upper = property(lambda self: self.args[7])

    def density_at(self, point: Expr) -> Expr:
        if _outside(point, self.lower, self.upper):
            return S.Zero
        return self.density.xreplace({self.variable: point})

    def on(self, variable: Variable) -> _OnARange:
        """Return the same law with another bound variable."""
        density = self.density.xreplace({self.variable: variable})
        return self.func(*self.args[:4], variable, density, *self.args[6:])

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: the variable lies in the interior of the support."""
        return domain.and_(*(c for c in (self.lower < self.variable, self.variable < self.upper) if c != true))


class ContinuousLaw(_OnARange):
    """A law with a density on an interval."""

    continuous = True


class DiscreteLaw(_OnARange):
    """A law with a mass on a range of integers; the ends may be symbolic or infinite."""

    def inside(self, domain: Domain) -> Domain:
        """The domain extended by: the variable lies in the range."""
        return domain.and_(*(c for c in (self.lower <= self.variable, self.variable <= self.upper) if c != true))


class FiniteLaw(Law):
    """A law on finitely many listed outcomes, which may be any SymPy objects; outcomes of probability 0 are dropped."""

    def __new__(
        cls, name: Any, family: Any, parameters: Iterable[Any], condition: Any, outcomes: Iterable[Iterable[Any]]
    ) -> FiniteLaw:
        """A law from pairs of outcome and probability."""
        pairs = [Tuple(*pair) for pair in outcomes]
        kept = Tuple(*(pair for pair in pairs if pair[1] != 0))
        return Basic.__new__(cls, *head_of(name, family, parameters, condition), kept)

    outcomes = property(lambda self: self.args[4])

    @property
    def variable(self) -> Variable:
        """The bound variable that runs over the outcomes."""
        return Variable(free_name(CONTINUOUS_NAMES, self.free_symbols))

    def density_at(self, point: Expr) -> Expr:
        """The probability of an outcome; 0 for what is not listed."""
        return next((p for outcome, p in self.outcomes if same_outcome(outcome, point)), S.Zero)


class AbstractLaw(ContinuousLaw):
    """A law on the real line with an unspecified density: ``p(x)``, with p an undefined function."""


def _outside(point: Expr, lower: Expr, upper: Expr) -> bool:
    """Whether a place lies beyond an end; a label is no place of a range at all."""
    return isinstance(point, Str) or bool((point - lower).is_negative or (upper - point).is_negative)


def variable_for(laws: Iterable[Law], taken: Iterable[Symbol] = ()) -> Variable:
    """A bound variable whose name is not that of any parameter: x for densities, k for masses.

    Parameters
    ----------
    laws : iterable of Law
        The laws that are to share the variable.
    taken : iterable of Symbol
        Further symbols in use.
    """
    laws = list(laws)
    continuous = any(law.continuous for law in laws)
    used = {s.name for law in laws for s in law.free_symbols} | {s.name for s in taken}
    used |= {s.name for law in laws for s in law.parameters.free_symbols if s != getattr(law, "variable", None)}
    # Bound variables inside, and those of other laws.
    used |= {s.name for law in laws if isinstance(law, _OnARange) for s in law.density.atoms(Symbol) - {law.variable}}
    names = CONTINUOUS_NAMES if continuous else DISCRETE_NAMES
    name = free_name(names, used)
    return real_variable(name) if continuous else integer_variable(name)


def name_outside(used: Iterable[Symbol]) -> str:
    """A name for the bound variable of a density that no parameter has."""
    return free_name(CONTINUOUS_NAMES, used)


def real_variable(name: str, **assumptions: bool) -> Variable:
    """A bound variable for a density."""
    return Variable(name, **(assumptions or {"real": True}))


def integer_variable(name: str) -> Variable:
    """A bound variable for a mass."""
    return Variable(name, integer=True)


def same_kind(*laws: Law) -> None:
    """Refuse a discrete law against a continuous one."""
    if len({law.continuous for law in laws}) > 1:
        discrete = next(law for law in laws if not law.continuous)
        dense = next(law for law in laws if law.continuous)
        raise MeasureError(
            f"a discrete law has no density against a continuous one: {discrete.title} and {dense.title}; "
            "compare two discrete laws or two continuous ones"
        )


def simplified(mass: Expr) -> Expr:
    """A probability with what cancels cancelled; anything large is left alone."""
    if not mass.free_symbols or mass.count_ops() > LARGEST_SIMPLIFIED or not mass.is_rational_function():
        return mass
    cancelled = cancel(mass)
    return min((mass, cancelled, factor(cancelled)), key=lambda e: e.count_ops())
