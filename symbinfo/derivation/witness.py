"""What a rule knows of its step and an exact replay needs: the form of the inference, and its data as expressions.

The certificate carries the same as terms: see `symbinfo.derivation.certify.witnesses_as_terms`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Expr, S, Symbol

from symbinfo.laws.law import Law

__all__ = [
    "Coordinate",
    "CutRange",
    "KernelTerm",
    "Reasoning",
    "SpreadExpectation",
    "StoredFact",
    "TangentLine",
    "Transformed",
]


@dataclass(frozen=True)
class Coordinate:
    """A change of variables: the old variable as functions of the new one, one branch or several."""

    variable: Symbol
    lower: Expr
    upper: Expr
    branches: tuple[Expr, ...]


@dataclass(frozen=True)
class StoredFact:
    """A stored integral or sum at values of its parameters, in which a `parameter` may stand free."""

    fact: str
    variable: Symbol
    values: tuple[tuple[str, Expr], ...]
    parameter: Symbol | None = None


@dataclass(frozen=True)
class KernelTerm:
    """A multiple of the derivative of a stored fact, of some order in its parameter, at 0."""

    times: Expr
    fact: StoredFact
    order: int = 0


@dataclass(frozen=True)
class Transformed:
    """An integral or a sum that in some coordinate is a sum of multiples of kernels.

    Parameters
    ----------
    integral : Expr
        The integral, the sum or the expectation.
    coordinate : Coordinate or None
        None for its own variable.
    parts : tuple of KernelTerm
        What its integrand is, added up over the branches.
    each : tuple of tuples of KernelTerm
        Where there are several branches: what it is on each of them.
    """

    integral: Expr
    coordinate: Coordinate | None
    parts: tuple[KernelTerm, ...]
    each: tuple[tuple[KernelTerm, ...], ...] = ()


@dataclass(frozen=True)
class CutRange:
    """An integral whose range is cut at points, in order.

    Parameters
    ----------
    integral : Expr
        The integral, or the expectation.
    points : tuple of Expr
        Where it is cut, in the coordinate; with an antiderivative all ends of the pieces.
    coordinate : Coordinate or None
        None for its own variable.
    antiderivative : Expr or None
        What has, times the sign of a piece, the integrand for its derivative there.
    signs : tuple of int
        One a piece.
    """

    integral: Expr
    points: tuple[Expr, ...]
    coordinate: Coordinate | None = None
    antiderivative: Expr | None = None
    signs: tuple[int, ...] = ()


@dataclass(frozen=True)
class SpreadExpectation:
    """An expectation of a sum: multiples of expectations, and a constant."""

    integral: Expr
    terms: tuple[tuple[Expr, Expr], ...]
    constant: Expr = S.Zero


@dataclass(frozen=True)
class TangentLine:
    """A bound by the tangent of a concave function: the logarithm at 1, or a `body` where its derivative is 0.

    Parameters
    ----------
    over : Expr or None
        The sum or integral of weight times function; None where there is none.
    times : Expr
        What stands in front of it.
    weight : Expr
        What is not negative.
    at : Expr
        The argument of the function.
    function : tuple or None
        Variable, body, point, and the ends of the interval on which the body is concave; None for the logarithm.
    """

    over: Expr | None
    times: Expr
    weight: Expr
    at: Expr
    function: tuple[Symbol, Expr, Expr, Expr, Expr] | None = None


@dataclass(frozen=True)
class Reasoning:
    """The form of an inference, with the data that it needs.

    Parameters
    ----------
    form : str
        One of the forms of certificates.
    at : tuple of pairs
        Values at which the lemma of the step is cited: symbol and expression.
    totals : tuple of Law
        Laws of which it is used that they integrate, or sum, to 1.
    integrals : tuple of Transformed
        Integrals and sums that stored facts give.
    facts : tuple of StoredFact
        Stored facts that stand as integrals or sums before or after the step.
    cuts : tuple of CutRange
        Integrals whose range is cut.
    cases : tuple of Expr
        Values that are told apart: at most 0, or above it.
    spread : tuple of SpreadExpectation
        Expectations whose parts stand in the cited lemmas alone.
    interval : pair of Expr or None
        Where the first of two laws has mass and the second has none.
    products : tuple of pairs
        Sums, each with the product that it is, besides those of the integrands.
    exchanged : tuple of Expr
        Sums of sums that are added up in the other order.
    tangent : TangentLine or None
        By which a side is bounded.
    times : Expr or None
        What stands in front of the two sides of the inequality that is cited.
    ends : tuple of Coordinate
        Coordinates that go to +oo at an end of the range: first at that at which an integral is infinite.
    cites : tuple of pairs
        Derivations that the replay needs and a reader does not, each with the values at which it is cited, as in `at`.
    """

    form: str
    totals: tuple[Law, ...] = ()
    integrals: tuple[Transformed, ...] = ()
    facts: tuple[StoredFact, ...] = ()
    cuts: tuple[CutRange, ...] = ()
    cases: tuple[Expr, ...] = ()
    spread: tuple[SpreadExpectation, ...] = ()
    interval: tuple[Expr, Expr] | None = None
    ends: tuple[Coordinate, ...] = ()
    at: tuple[tuple[Symbol, Expr], ...] = ()
    products: tuple[tuple[Expr, Expr], ...] = ()
    exchanged: tuple[Expr, ...] = ()
    tangent: TangentLine | None = None
    times: Expr | None = None
    cites: tuple[tuple[Any, tuple[tuple[Symbol, Expr], ...]], ...] = ()
