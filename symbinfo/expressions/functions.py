"""Every function that the engine knows, one row a function, and all that is to be said of it in its row.

One file, though long: it is one table. Certificates, the query language, kernels, notation, proven balls and diagnosis
take their names from here. What must be believed keeps tables of its own, which a test holds against these rows.

A function has a name in each column; or says `OWN`, where more than a name is needed and the file that uses the column
has a definition of its own; or says in words why it is `Absent`. Operators, cases, sums, integrals and derivatives are
no functions of numbers, and have no rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias, TypeVar

import sympy as sp
from sympy import Rational

from symbinfo.expressions.struve import struvek
from symbinfo.expressions.tricomi import hyperu

__all__ = ["COLUMNS", "FUNCTIONS", "MANY", "OWN", "Absent", "Cell", "Function", "Notation", "Place", "named", "own"]

T = TypeVar("T")


class Place(Enum):
    """Where the definition is, when it is no name."""

    OWN = "the file that uses the column has a definition of its own"


OWN = Place.OWN


@dataclass(frozen=True)
class Absent:
    """A function that a column does not have, and why."""

    why: str


@dataclass(frozen=True)
class Notation:
    """How a function is written before the brackets of its arguments.

    Parameters
    ----------
    latex, text, ascii : str
        Its sign in LaTeX, in Unicode and in ASCII (the text again where that is left out). All empty: the name of its
        class, upright.
    letter : bool
        Whether the sign is a letter like any other, not the name of a function.
    indexed : bool
        Whether its first argument is a subscript.
    """

    latex: str = ""
    text: str = ""
    ascii: str = ""
    letter: bool = False
    indexed: bool = False


Cell: TypeAlias = str | Place | Absent | None
#: Any number of arguments.
MANY = 0
#: The columns of which a function has a name each.
COLUMNS = ("heads", "words", "numpy", "notation", "ball", "mpmath")


@dataclass(frozen=True)
class Function:
    """A function: what it is called wherever it stands.

    Parameters
    ----------
    kind : type
        Its class in SymPy.
    at : tuple of tuple
        Arguments at which all columns are compared: inside its domain, and away from where it is simple.
    heads : mapping of int to str, OWN or Absent
        Its heads in certificates, by the number of their arguments; `MANY` for any number.
    words : tuple of str or Absent
        Its names in queries; the first is the one that SymPy prints.
    takes : tuple of int
        The least and the largest number of arguments in queries; as in certificates where this is empty.
    sizes : tuple of int
        How large each argument may be in queries when it is a number: larger ones would take too long.
    numpy : str, OWN or Absent
        Its name in kernels.
    notation : Notation or OWN
        How it is written.
    ball : str, OWN or Absent
        The method of balls that encloses its values everywhere, for an entire function; of others a definition of its own.
    mpmath : str, OWN or Absent
        Its name in mpmath, where diagnosis looks for its values.
    """

    kind: Any
    at: tuple[tuple[Any, ...], ...] = ()
    heads: Mapping[int, str] | Place | Absent | None = None
    words: tuple[str, ...] | Absent | None = None
    takes: tuple[int, int] | tuple[()] = ()
    sizes: tuple[int, ...] = ()
    numpy: Cell = None
    notation: Notation | Place | None = None
    ball: Cell = None
    mpmath: Cell = None
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.kind.__name__)

    @property
    def by_count(self) -> Mapping[int, str]:
        """Its heads in certificates by the number of their arguments; none where they are no names."""
        return self.heads if isinstance(self.heads, Mapping) else {}

    @property
    def arguments(self) -> tuple[int, int]:
        """The least and the largest number of arguments in queries; at most twenty where any number will do."""
        if self.takes:
            return self.takes
        counts = list(self.by_count) or [1]
        return (1, 20) if MANY in counts else (min(counts), max(counts))


def named(column: str) -> dict[Any, str]:
    """The functions that have a name in a column: class -> name.

    Examples
    --------
    >>> named("numpy")[sp.asin]
    'np.arcsin'
    """
    cells = {f.kind: getattr(f, column) for f in FUNCTIONS}
    return {kind: cell for kind, cell in cells.items() if isinstance(cell, str)}


def own(function: Function, column: str, definitions: Mapping[Any, T], key: Any = None) -> T:
    """The definition that the file which uses a column has of a function.

    Raises
    ------
    ValueError
        When it has none: the row is half written.
    """
    found = definitions.get(function.name if key is None else key)
    if found is None:
        raise ValueError(
            f"the row of {function.name} in expressions/functions.py has no {column}: name it there, or define it in "
            "the file that uses the column"
        )
    return found


#: Arguments of the exponential function beyond this give numbers that nobody compares.
EXPONENTIAL = 10_000

_BY_NAME = Notation()
_NO_BALL = Absent("no enclosure of it is proven here: integrals over it are found to many digits, and not proven")
_JUMPS = Absent("it jumps: what is integrated must be analytic between the ends, and the laws say where it jumps")
_DIGAMMA = Absent("SymPy writes it as polygamma(0, x) when it is made")
_TRIGAMMA = Absent("SymPy writes it as polygamma(1, x) when it is made")
_IN_KERNELS_ALONE = Absent("no derivation brings it forth, and the checker has no values of it")
_UNSPOKEN = Absent("a claim about it could not be checked: certificates have no word for it")
_UNMET = Absent("no claim can speak of it, so that none is diagnosed")
_NOT_IN_SCIPY = Absent("SciPy has no such function of arrays")
_HALF, _THIRD = Rational(1, 2), Rational(1, 3)


def _plain(kind: Any, *sizes: int) -> Function:
    """A circular or hyperbolic function, which bears one name everywhere."""
    name = kind.__name__
    sign = Notation(rf"\{name}", name)
    return Function(kind, ((_THIRD,), (-2,)), {1: name}, (name,), (), sizes, f"np.{name}", sign, name, name)


def _inverse(kind: Any, at: Any, numpy: str, sign: Notation = _BY_NAME, ball: Cell = OWN) -> Function:
    name = kind.__name__
    return Function(kind, ((at,),), {1: name}, (name,), (), (), numpy, sign, ball, name)


FUNCTIONS: tuple[Function, ...] = (
    # Elementary functions.
    Function(
        sp.exp,
        at=((_THIRD,), (-2,)),
        heads={1: "exp"},
        words=("exp",),
        sizes=(EXPONENTIAL,),
        numpy="np.exp",
        notation=OWN,
        ball="exp",
        mpmath="exp",
    ),
    Function(
        sp.log,
        at=((_THIRD,), (5,)),
        heads={1: "log"},
        words=("log",),
        takes=(1, 2),
        numpy=OWN,
        notation=OWN,
        ball=OWN,
        mpmath="log",
    ),
    Function(
        sp.Abs,
        at=((_THIRD,), (-2,)),
        heads={1: "abs"},
        words=("Abs", "abs"),
        numpy="np.abs",
        notation=OWN,
        ball=OWN,
        mpmath="fabs",
    ),
    Function(
        sp.sign,
        at=((_THIRD,), (-2,)),
        heads={1: "sign"},
        words=("sign",),
        numpy="np.sign",
        notation=Notation(r"\operatorname{sgn}", "sgn"),
        ball=OWN,
        mpmath="sign",
    ),
    Function(
        sp.floor,
        at=((Rational(7, 3),), (Rational(-1, 2),)),
        heads={1: "floor"},
        words=("floor",),
        numpy="np.floor",
        notation=OWN,
        ball=_JUMPS,
        mpmath="floor",
    ),
    Function(
        sp.ceiling,
        at=((Rational(7, 3),), (Rational(-1, 2),)),
        heads=OWN,
        words=("ceiling", "ceil"),
        numpy="np.ceil",
        notation=OWN,
        ball=_JUMPS,
        mpmath="ceil",
    ),
    Function(
        sp.Max,
        at=((_THIRD, 2), (1, -2, _HALF)),
        heads={MANY: "max"},
        words=("Max", "max"),
        numpy="np.maximum",
        notation=Notation(r"\max", "max"),
        ball=OWN,
        mpmath=OWN,
    ),
    Function(
        sp.Min,
        at=((_THIRD, 2), (1, -2, _HALF)),
        heads={MANY: "min"},
        words=("Min", "min"),
        numpy="np.minimum",
        notation=Notation(r"\min", "min"),
        ball=OWN,
        mpmath=OWN,
    ),
    _plain(sp.sin),
    _plain(sp.cos),
    _plain(sp.tan),
    _plain(sp.sinh, EXPONENTIAL),
    _plain(sp.cosh, EXPONENTIAL),
    _plain(sp.tanh),
    _inverse(sp.asin, _THIRD, "np.arcsin", Notation(r"\arcsin", "arcsin")),
    _inverse(sp.acos, _THIRD, "np.arccos", Notation(r"\arccos", "arccos")),
    _inverse(sp.atan, -2, "np.arctan", Notation(r"\arctan", "arctan")),
    _inverse(sp.asinh, -2, "np.arcsinh"),
    _inverse(sp.acosh, 3, "np.arccosh", ball=_NO_BALL),
    _inverse(sp.atanh, _THIRD, "np.arctanh"),
    Function(
        sp.atan2,
        at=((_THIRD, -2), (-1, 3)),
        heads=_IN_KERNELS_ALONE,
        words=_UNSPOKEN,
        numpy="np.arctan2",
        notation=_BY_NAME,
        ball=_UNSPOKEN,
        mpmath=_UNMET,
    ),
    Function(
        sp.LambertW,
        at=((_THIRD,), (4,)),
        heads={1: "lambertw"},
        words=("LambertW",),
        takes=(1, 2),
        sizes=(EXPONENTIAL, 1),
        numpy=OWN,
        notation=Notation("W", "W"),
        ball=_NO_BALL,
        mpmath="lambertw",
    ),
    # Gamma and beta functions.
    Function(
        sp.gamma,
        at=((_THIRD,), (Rational(9, 2),)),
        heads={1: "gamma"},
        words=("gamma",),
        sizes=(1000,),
        numpy="sp.gamma",
        notation=Notation(r"\Gamma", "Γ", "Gamma"),
        ball="gamma",
        mpmath="gamma",
    ),
    Function(
        sp.loggamma,
        at=((_THIRD,), (Rational(9, 2),)),
        heads={1: "loggamma"},
        words=("loggamma",),
        sizes=(1000,),
        numpy=OWN,
        notation=OWN,
        ball=OWN,
        mpmath="loggamma",
    ),
    Function(
        sp.digamma,
        at=((_THIRD,), (Rational(9, 2),)),
        heads=_DIGAMMA,
        words=("digamma",),
        sizes=(1000,),
        numpy="sp.digamma",
        notation=Notation(r"\psi", "ψ", "psi", letter=True),
        ball=_DIGAMMA,
        mpmath=_DIGAMMA,
    ),
    Function(
        sp.trigamma,
        at=((_THIRD,), (Rational(9, 2),)),
        heads=_TRIGAMMA,
        words=("trigamma",),
        sizes=(200,),
        numpy=_TRIGAMMA,
        notation=_BY_NAME,
        ball=_TRIGAMMA,
        mpmath=_TRIGAMMA,
    ),
    Function(
        sp.polygamma,
        at=((0, _THIRD), (2, Rational(9, 2))),
        heads={2: "polygamma"},
        words=("polygamma",),
        sizes=(20, 200),
        numpy=OWN,
        notation=OWN,
        ball=OWN,
        mpmath=OWN,
    ),
    Function(
        sp.factorial,
        at=((_THIRD,), (4,)),
        heads={1: "factorial"},
        words=("factorial",),
        sizes=(1000,),
        numpy=OWN,
        notation=OWN,
        ball=OWN,
        mpmath="factorial",
    ),
    Function(
        sp.binomial,
        at=((5, 2), (Rational(9, 2), _THIRD)),
        heads={2: "binomial"},
        words=("binomial",),
        sizes=(1000, 1000),
        numpy="sp.binom",
        notation=OWN,
        ball=OWN,
        mpmath="binomial",
    ),
    Function(
        sp.catalan,
        at=((_THIRD,), (4,)),
        heads=OWN,
        words=("catalan",),
        takes=(1, 1),
        sizes=(1000,),
        numpy=OWN,
        notation=_BY_NAME,
        ball=Absent("certificates have the gamma functions that it is made of"),
        mpmath=OWN,
    ),
    Function(
        sp.harmonic,
        at=((_THIRD,), (4,)),
        heads={1: "harmonic"},
        words=("harmonic",),
        takes=(1, 2),
        sizes=(1000, 20),
        numpy=OWN,
        notation=OWN,
        ball=OWN,
        mpmath="harmonic",
    ),
    Function(
        sp.beta,
        at=((_THIRD, 2), (_HALF, Rational(9, 2))),
        heads={2: "beta"},
        words=("beta",),
        sizes=(1000, 1000),
        numpy=OWN,
        notation=Notation(r"\mathrm{B}", "B", "Beta"),
        ball=OWN,
        mpmath="beta",
    ),
    Function(
        sp.betainc,
        at=((_HALF, Rational(3, 2), 0, _THIRD), (2, 3, Rational(1, 4), Rational(2, 3))),
        heads={4: "betainc"},
        words=("betainc",),
        sizes=(1000, 1000, 1, 1),
        numpy=Absent("SciPy has it regularised, as a difference that loses digits: a kernel integrates the definition"),
        notation=OWN,
        ball=_NO_BALL,
        mpmath="betainc",
    ),
    Function(
        sp.uppergamma,
        at=((_THIRD, 2), (Rational(5, 2), _HALF)),
        heads={2: "uppergamma"},
        words=("uppergamma",),
        sizes=(100, 1000),
        numpy=OWN,
        notation=Notation(r"\Gamma", "Γ", "Gamma"),
        ball=OWN,
        mpmath="gammainc",
    ),
    Function(
        sp.lowergamma,
        at=((_THIRD, 2), (Rational(5, 2), _HALF)),
        heads={2: "lowergamma"},
        words=("lowergamma",),
        sizes=(100, 1000),
        numpy=OWN,
        notation=Notation(r"\gamma", "γ", "lowergamma"),
        ball=_NO_BALL,
        mpmath=OWN,
    ),
    # Error functions and integrals of exponentials.
    Function(
        sp.erf,
        at=((_THIRD,), (-2,)),
        heads={1: "erf"},
        words=("erf",),
        sizes=(1000,),
        numpy="sp.erf",
        notation=_BY_NAME,
        ball="erf",
        mpmath="erf",
    ),
    Function(
        sp.erfc,
        at=((_THIRD,), (2,)),
        heads={1: "erfc"},
        words=("erfc",),
        sizes=(1000,),
        numpy="sp.erfc",
        notation=_BY_NAME,
        ball="erfc",
        mpmath="erfc",
    ),
    Function(
        sp.erfi,
        at=((_THIRD,), (-2,)),
        heads={1: "erfi"},
        words=("erfi",),
        sizes=(100,),
        numpy="sp.erfi",
        notation=_BY_NAME,
        ball="erfi",
        mpmath="erfi",
    ),
    Function(
        sp.erfinv,
        at=((_THIRD,), (Rational(-1, 2),)),
        heads={1: "erfinv"},
        words=("erfinv",),
        numpy="sp.erfinv",
        notation=_BY_NAME,
        ball=_NO_BALL,
        mpmath="erfinv",
    ),
    Function(
        sp.erfcinv,
        at=((_THIRD,), (Rational(3, 2),)),
        heads=_IN_KERNELS_ALONE,
        words=_UNSPOKEN,
        numpy="sp.erfcinv",
        notation=_BY_NAME,
        ball=_UNSPOKEN,
        mpmath=_UNMET,
    ),
    Function(
        sp.Ei,
        at=((_THIRD,), (-2,)),
        heads={1: "Ei"},
        words=("Ei",),
        sizes=(1000,),
        numpy="sp.expi",
        notation=_BY_NAME,
        ball=OWN,
        mpmath="ei",
    ),
    Function(
        sp.Si,
        at=((_THIRD,), (-2,)),
        heads={1: "Si"},
        words=("Si",),
        sizes=(1000,),
        numpy=Absent("SciPy has it only together with Ci, as a pair of arrays"),
        notation=_BY_NAME,
        ball="si",
        mpmath="si",
    ),
    Function(
        sp.Ci,
        at=((_THIRD,), (2,)),
        heads={1: "Ci"},
        words=("Ci",),
        sizes=(1000,),
        numpy=Absent("SciPy has it only together with Si, as a pair of arrays"),
        notation=_BY_NAME,
        ball=_NO_BALL,
        mpmath="ci",
    ),
    Function(
        sp.expint,
        at=((1, _THIRD), (3, 2)),
        heads={2: "expint"},
        words=("expint",),
        sizes=(20, 1000),
        numpy=OWN,
        notation=Notation(r"\mathrm{E}", "E", indexed=True),
        ball=_NO_BALL,
        mpmath="expint",
    ),
    # Bessel functions.
    Function(
        sp.besseli,
        at=((0, _THIRD), (_THIRD, 2)),
        heads={2: "besseli"},
        words=("besseli",),
        sizes=(100, 1000),
        numpy="sp.iv",
        notation=Notation("I", "I", indexed=True),
        ball=OWN,
        mpmath="besseli",
    ),
    Function(
        sp.besselj,
        at=((0, _THIRD), (_THIRD, 2)),
        heads={2: "besselj"},
        words=("besselj",),
        sizes=(100, 1000),
        numpy="sp.jv",
        notation=Notation("J", "J", indexed=True),
        ball=_NO_BALL,
        mpmath="besselj",
    ),
    Function(
        sp.besselk,
        at=((0, _THIRD), (_THIRD, 2)),
        heads={2: "besselk"},
        words=("besselk",),
        sizes=(100, 1000),
        numpy="sp.kv",
        notation=Notation("K", "K", indexed=True),
        ball=OWN,
        mpmath="besselk",
    ),
    Function(
        sp.bessely,
        at=((0, _THIRD), (_THIRD, 2)),
        heads=_IN_KERNELS_ALONE,
        words=_UNSPOKEN,
        numpy="sp.yv",
        notation=_BY_NAME,
        ball=_UNSPOKEN,
        mpmath=_UNMET,
    ),
    # Series.
    Function(
        sp.zeta,
        at=((3,), (Rational(5, 2),), (2, _THIRD)),
        heads={1: "zeta", 2: "zeta2"},
        words=("zeta",),
        sizes=(200, 200),
        numpy="sp.zeta",
        notation=OWN,
        ball=OWN,
        mpmath="zeta",
    ),
    Function(
        sp.polylog,
        at=((2, _THIRD), (Rational(5, 2), Rational(-1, 2))),
        heads={2: "polylog"},
        words=("polylog",),
        sizes=(20, 100),
        numpy=_NOT_IN_SCIPY,
        notation=Notation(r"\operatorname{Li}", "Li", indexed=True),
        ball=_NO_BALL,
        mpmath="polylog",
    ),
    Function(
        sp.hyper,
        at=(
            ((_HALF,), (Rational(3, 2),), -2),
            ((1, 1), (Rational(7, 3),), _THIRD),
            ((1, 1), (Rational(3, 2), 2), _HALF),
            ((1, 1, Rational(3, 2)), (2, Rational(5, 2)), _HALF),
        ),
        heads={3: "hyper1f1", 4: "hyper2f1", 5: "hyper2f2", 6: "hyper3f2"},
        words=("hyper",),
        takes=(3, 3),
        sizes=(100, 100, 100),
        numpy=Absent("of the many parameters SciPy has a few: a kernel integrates the definition"),
        notation=OWN,
        ball=_NO_BALL,
        mpmath=Absent("its parameters are lists, and no number stands in the place of a list"),
    ),
    Function(
        hyperu,
        at=((_THIRD, Rational(3, 2), 2), (2, _HALF, _THIRD)),
        heads={3: "hyperu"},
        words=("hyperu",),
        sizes=(100, 100, 1000),
        numpy="sp.hyperu",
        notation=Notation("U", "U"),
        ball=_NO_BALL,
        mpmath="hyperu",
    ),
    Function(
        struvek,
        at=((_THIRD, 2), (2, _HALF)),
        heads={2: "struvek"},
        words=("struvek",),
        sizes=(100, 1000),
        numpy=Absent("SciPy has it as a difference that loses digits: a kernel integrates the definition"),
        notation=Notation(r"\mathbf{K}", "StruveK", indexed=True),
        ball=_NO_BALL,
        mpmath=Absent("mpmath has it as a difference of two functions only"),
    ),
)
