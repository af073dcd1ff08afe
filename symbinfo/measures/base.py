"""What all measures share: laws read, a unit, a definition as an expectation, and the doors to the engine.

Whatever else the package says of a measure stands in its class, too, in the cells below that begin with ``#:``. A new
measure fills those that `tests/measures/test_measures_registered.py` demands, or leaves them empty with a reason in
`without`; the others have a usual value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import Template
from typing import Any, ClassVar, Self

from mpmath.libmp import prec_to_dps
from sympy import E, Expr, Integer, Symbol, Tuple, false, log, sympify, true
from sympy.logic.boolalg import Boolean

from symbinfo.expressions.domain import Letter, Variable
from symbinfo.expressions.doors import CompiledMeasure, door
from symbinfo.expressions.errors import DomainError, MeasureError
from symbinfo.expressions.unevaluated import quotient
from symbinfo.laws.by_coordinates import CoordinateLaw, in_one_kind
from symbinfo.laws.common_outcomes import together_discrete
from symbinfo.laws.expectation import explicit
from symbinfo.laws.law import FiniteLaw, Law, same_kind, variable_for
from symbinfo.laws.matrix_normal import MatrixNormal, together
from symbinfo.laws.read import law_of
from symbinfo.laws.shells import ShellLaw, on_one_chart
from symbinfo.laws.wishart import with_both_traces

__all__ = ["READ_UNITS", "UNITS", "Measure"]

UNITS = {"nats": E, "bits": Integer(2)}
#: Units that are read, and written as a base.
READ_UNITS = {**UNITS, "hartleys": Integer(10)}


def base_of(unit: Any = "nats", base: Any = None) -> Expr:
    """The base of the logarithm for a unit (nats, bits) or an explicit base, which must be positive and not 1.

    Raises
    ------
    MeasureError
        For an unknown unit.
    DomainError
        For a base that is not positive, or 1.
    """
    if base is None:
        if isinstance(unit, Expr):
            base = unit
        elif unit in READ_UNITS:
            return READ_UNITS[unit]
        else:
            raise MeasureError(f"unknown unit {unit!r}: use nats or bits, or give base=b")
    base = sympify(base) if not isinstance(base, str) else Symbol(base, positive=True)
    if base == 1 or base.is_positive is False or (base.is_number and not base.is_positive):
        raise DomainError("logarithm", "base", base, "positive and different from 1")
    return base


class Measure(Expr):
    """An unevaluated information measure: the base of the classes below.

    Parameters
    ----------
    *laws : Law or RandomSymbol
        As many as the measure takes.
    unit : str
        "nats" (default) or "bits".
    base : Expr, optional
        The base of the logarithm, instead of a unit.
    """

    is_commutative = True
    is_extended_real = True
    # What it is.
    #: What certificates, tests and JSON call the measure; how many laws it takes.
    key: ClassVar[str] = ""
    arity: ClassVar[int] = 1
    #: What sentences call it, after "this is the".
    title: ClassVar[str] = ""
    #: The reason given for the first step of a derivation.
    because: ClassVar[str] = "The definition."
    #: What follows the laws: the name of the order, or of the parameter that it is about.
    order_name: ClassVar[str] = ""
    #: Whether that is a parameter of the law, which may be left out where there is only one.
    about_parameter: ClassVar[bool] = False
    #: Whether an outcome stands before the law.
    takes_outcome: ClassVar[bool] = False
    #: Whether it is of listed outcomes alone.
    of_lists: ClassVar[bool] = False
    #: Which of these cells are left empty on purpose, each with the reason.
    without: ClassVar[Mapping[str, str]] = {}

    # How it is written.
    #: The words for it in queries, the shortest first, each with the form that messages show.
    words: ClassVar[Mapping[str, str]] = {}
    #: The words for it in queries about named random variables.
    words_of_variables: ClassVar[tuple[str, ...]] = ()
    #: Whether two laws may be written with || between them.
    bars: ClassVar[bool] = False
    #: The words for it in files of claims, each with the power of the measure that it means.
    records: ClassVar[Mapping[str, int]] = {}
    #: Its symbol where it is printed, and what is printed between two laws.
    letter: ClassVar[str] = ""
    between: ClassVar[str] = ", "
    #: Its notation in LaTeX: $P and $Q are the names of the laws, $order is what follows them, $x is the outcome.
    notation: ClassVar[str] = ""
    #: The letter and the index of formulas, where they differ from its symbol.
    head: ClassVar[tuple[str, ...]] = ()
    #: What the title of its atlas calls it; empty where none is made.
    in_atlas: ClassVar[str] = ""

    # What is known of its values.
    #: What the measure needs beyond the domains of its laws.
    condition: Boolean = true
    #: Whether it is the same in every unit: no logarithm of a probability is left in it.
    unitless: ClassVar[bool] = False
    #: Why it is never negative, whatever its laws; None where it may be.
    nonnegative: ClassVar[str | None] = None
    #: Of two laws: its value where they are equal; None where that depends on the law.
    of_equals: ClassVar[int | None] = None
    #: Of two laws: whether it is the same with the laws exchanged.
    symmetric: ClassVar[bool] = False
    #: Of two laws: whether mass of the first where the second has none makes the measure +oo; None: not known.
    infinite_outside: bool | None = True
    #: Where that is not known: the condition under which it is finite nevertheless.
    finite_outside: Boolean = false
    #: Of two laws: whether it is +oo of laws that have no place in common, whatever its order.
    infinite_apart: bool = False
    #: Whether it is made of one integral of what is nowhere negative, and is +oo where that diverges.
    infinite_beyond: bool = False
    #: Whether a wrong answer is compared with it before anything else is tried.
    near: ClassVar[bool] = False

    def __new__(cls, *args: Any, unit: Any = "nats", base: Any = None) -> Self:
        """The measure of the laws given, not evaluated."""
        given, rest = args[: cls.arity], args[cls.arity :]
        if len(given) < cls.arity or len(rest) > 1:
            raise MeasureError(
                f"{cls.__name__} takes {cls.arity} law{'s' if cls.arity > 1 else ''}: got {len(args)} arguments"
            )
        laws = [law_of(g) for g in given]
        same_kind(*laws)
        return Expr.__new__(cls, *one_variable(laws), base_of(rest[0] if rest else unit, base))

    laws = property(lambda self: tuple(a for a in self.args if isinstance(a, Law)))
    base = property(lambda self: self.args[-1])

    @property
    def unit(self) -> str:
        """The unit's name, or ``base b``."""
        return next((name for name, base in UNITS.items() if base == self.base), f"base {self.base}")

    @property
    def free_symbols(self) -> set[Symbol]:
        """The parameters."""
        return {s for arg in self.args for s in arg.free_symbols if not isinstance(s, Variable)}

    def definition(self) -> Expr:
        """The definition, as an expectation over named densities (in the measure's unit)."""
        return self.in_unit(self.in_nats())

    def in_nats(self) -> Expr:
        """The definition with the natural logarithm."""
        raise NotImplementedError

    def in_unit(self, nats: Expr) -> Expr:
        """A quantity in nats, brought to the measure's unit."""
        return nats if self.unitless or self.base == E else quotient(nats, log(self.base))

    @property
    def outside(self) -> bool:
        """Whether it is of an outcome at which the law has no mass."""
        return False

    def why_nonnegative(self) -> str | None:
        """Why this one is not negative, or None where that is not known."""
        return self.nonnegative

    def why_defined_so(self) -> str:
        """The reason given for the first step of a derivation, with the variables at hand."""
        return self.because

    def bound(self) -> tuple[Expr, str] | None:
        """The largest value that it can take, with the reason, or None."""
        return None

    def decomposition(self) -> tuple[Expr, str] | None:
        """An expression over other measures that it is equal to, with the reason, or None."""
        return None

    @classmethod
    def mistaken(cls, of: Sequence[Any], base: Expr) -> Iterator[tuple[str, Expr]]:
        """What may have been computed in the place of another measure: the words after "this is", and the value.

        Parameters
        ----------
        of : sequence of Law, or of tuples of Component
            The laws of the other measure; for a measure of blocks of variables, the blocks.
        base : Expr
            The base of its logarithm.
        """
        if len(of) == cls.arity:
            yield f"the {cls.title}", cls(*of, base=base)

    @property
    def query(self) -> str:
        """The measure in the query language, its laws written out: ``KL(Normal(0, 1) || Normal(1, 2))``."""
        parts = self._parts()
        laws = (" || " if self.bars else ", ").join(law.title for law in self.laws)
        inside = [*(str(parts[name]) for name in ("x",) if name in parts), laws]
        inside += [str(parts[name]) for name in ("order",) if name in parts]
        return f"{next(iter(self.words), type(self).__name__)}({'; '.join(inside)})"

    def _parts(self) -> dict[str, Any]:
        """What a measure takes beside laws, by its name in the notation."""
        return {}

    def _eval_rewrite_as_Integral(self, *args: Any, **hints: Any) -> Expr:
        return explicit(self.definition())

    _eval_rewrite_as_Sum = _eval_rewrite_as_Integral

    def doit(self, **hints: Any) -> Expr:
        """The closed form, where the engine finds one; otherwise the shortest exact form it reaches."""
        return door("derive")(self).value

    def evalf(self, n: int = 15, subs: Any = None, **options: Any) -> Expr:
        """The value to `n` digits, from the definition; unchanged while a parameter is not a number."""
        point = dict(subs or {})
        if not self.free_symbols <= set(point):
            return self.subs(point) if point else self
        return door("evaluate")(self, n, at=point).number

    n = evalf

    def _eval_evalf(self, prec: int) -> Expr | None:
        """The value inside of an expression, to `prec` bits."""
        known = not self.free_symbols and not any(_abstract(law) for law in self.laws)
        return self.evalf(prec_to_dps(prec) + 1) if known else None

    def compile(self, **options: Any) -> CompiledMeasure:
        """A numeric function of the parameters: the kernel of the derived form; with cache=True kept on disk."""
        kernel: CompiledMeasure = door("compile_measure")(self, **options)
        return kernel

    def plot(self, ranges: Mapping[str, Any] | None = None, /, *, ax: Any = None, **named: Any) -> Any:
        """A picture, on axes of matplotlib: over one parameter or two, or the laws; see `symbinfo.plot`."""
        return door("plot")(self, ranges, ax=ax, **named)

    def _sympystr(self, printer: Any) -> str:
        return f"{self.letter}({self._arguments(self.between)})"

    def _latex(self, printer: Any) -> str:
        """The notation, filled in."""
        named = dict(zip("PQ", (law.name for law in self.laws), strict=False))
        parts = {name: printer._print(part) for name, part in self._parts().items()}
        return Template(self.notation).substitute(named, **parts)

    def _arguments(self, separator: str) -> str:
        return separator.join(law.name for law in self.laws)


def _abstract(law: Law) -> bool:
    variables = law.variable if isinstance(law.variable, Tuple) else (law.variable,)
    return all(isinstance(v, Letter) for v in variables)


def one_variable(laws: list[Law]) -> list[Law]:
    """The laws over one common bound variable, whose name is that of no parameter; abstract laws keep theirs.

    Different laws of one name are called P and Q: a derivation tells laws by their names.
    """
    if len({law.name for law in laws}) < len(set(laws)):
        laws = [law.renamed(letter) for law, letter in zip(laws, "PQ", strict=True)]
    if len({law.variable for law in laws}) == 1 and all(_abstract(law) for law in laws):
        return laws
    if any(isinstance(law, MatrixNormal) for law in laws):
        laws = together(laws)
        if isinstance(laws[0], MatrixNormal):
            return laws
    if any(isinstance(law, ShellLaw) for law in laws):
        return on_one_chart(laws)
    if any(isinstance(law, CoordinateLaw) for law in laws):
        return in_one_kind(with_both_traces(laws))
    first = laws[0]
    if any(isinstance(law.variable, Tuple) for law in laws):
        if len({len(law.variable) if isinstance(law.variable, Tuple) else 0 for law in laws}) > 1:
            raise MeasureError(
                f"two vectors are compared with as many components: got {laws[0].title}, {laws[1].title}"
            )
        return [first, *(law.on(first.variable) for law in laws[1:])]
    laws = together_discrete(laws)
    variable = variable_for(laws)
    return [law if isinstance(law, FiniteLaw) else law.on(variable) for law in laws]
