"""From a question to its picture: which parameters vary, over which range, and which is fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from sympy import And, Expr, Rational, Symbol, Tuple, true

from symbinfo.derivation import Derivation
from symbinfo.derivation.optima.found import OptimumDerivation
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.laws.expectation import Expectation
from symbinfo.measures.base import UNITS, Measure
from symbinfo.measures.optimum import Optimum, OverParameters
from symbinfo.plots.axis_ranges import Axis, read_ranges, usual_axis
from symbinfo.plots.contour_picture import draw_contours
from symbinfo.plots.curve_picture import draw_curve, mark_place
from symbinfo.plots.curve_values import OUTSIDE, Valued, curve_of
from symbinfo.plots.law_picture import draw_laws
from symbinfo.plots.mathtext import set_formula, set_layout
from symbinfo.plots.picture_file import axes, style
from symbinfo.query import parse
from symbinfo.render.introduction import law_of
from symbinfo.render.typeset import Typesetter
from symbinfo.verification.values.evaluate import evaluate

__all__ = ["plot"]

#: A longer list of laws is no title.
LONGEST_TITLE = 56
Ranges = dict[str, Fraction | tuple[Fraction, Fraction]]


def plot(
    question: Any,
    ranges: Mapping[str, Any] | None = None,
    /,
    *,
    given: Sequence[str] | str = (),
    ax: Any = None,
    shown: bool = True,
    **named: Any,
) -> Any:
    """Draw a measure: over one parameter a curve, over two contours; of numbers alone the laws and what is integrated.

    Of a question for an optimum, such as a capacity, what is made large is drawn, with the place and the value marked.

    Parameters
    ----------
    question : Measure, Expr, Derivation or str
        What is drawn; text is read by `symbinfo.parse`.
    ranges, **named
        By the name of a parameter its range, such as ``(0, 1)`` or ``"0:1"``, or the number at which it is fixed. A
        parameter that is left out varies over its usual range.
    given : sequence of str
        For text: the lines of a setting.
    ax : Axes, optional
        Where to draw; otherwise in a figure of its own.
    shown : bool
        Whether a figure of its own is one of pyplot's, which notebooks show.

    Returns
    -------
    Axes
        Of matplotlib; ``axes.figure.savefig`` writes it, and `symbinfo.plots.save_picture` the same bytes each time.

    Raises
    ------
    SymbinfoError
        When matplotlib is missing, a parameter is unknown, a range is empty or no number, or more than two parameters
        vary.

    Examples
    --------
    >>> import symbinfo as si
    >>> axes = si.plot("H(Bernoulli(p))", p=(0, 1), shown=False)
    >>> axes.get_xlabel(), axes.get_ylabel()
    ('$p$', '$H(P)$ (nats)')
    """
    told = read_ranges({**(ranges or {}), **named})
    expr = _asked(question, given)
    with style():
        picture = axes(shown) if ax is None else ax
        title, said = _drawn(picture, expr, told)
    picture.symbinfo_words = (title, "; ".join(said))
    return picture


def _asked(question: Any, given: Sequence[str] | str) -> Expr:
    """The expression that is drawn."""
    if isinstance(question, str):
        question = parse(question, given=given)
    if isinstance(question, OptimumDerivation) and question.question is not None:
        question = question.question
    if isinstance(question, Derivation):
        question = question.left.xreplace(dict(question.symbols))
    if not isinstance(question, Expr) or not question.has(Measure, Optimum, Expectation):
        raise SymbinfoError("a picture is of a measure: write H(Bernoulli(p)), say; a claim is judged by verify")
    return question


def _drawn(ax: Any, expr: Expr, told: Ranges) -> tuple[str, list[str]]:
    mark = None
    if isinstance(expr, Optimum):
        expr, mark = _of_optimum(expr, told)
    if not expr.free_symbols and isinstance(expr, Measure) and not told:
        return _of_numbers(ax, expr)
    valued = Valued(expr, mark.conditions if mark else ())
    _demand_known(told, list(valued.names), expr)
    if isinstance(expr, Measure) and set(valued.names) == {n for n, v in told.items() if isinstance(v, Fraction)}:
        return _of_numbers(ax, expr.subs({valued.names[name]: Rational(value) for name, value in told.items()}))
    varying, fixed = _axes_of(valued, told, mark.where if mark else ())
    numbers = {valued.names[name]: Rational(value) for name, value in fixed.items()}
    label = set_formula(mark.label if mark else expr) + _unit(mark.label if mark else expr)
    said = [f"{_words(mark.label if mark else expr)} over {_over(varying)}{_fixed(fixed)}"]
    if len(varying) == 1:
        stretches, limits = curve_of(valued, varying[0], fixed)
        if all(stretch.kind == OUTSIDE for stretch in stretches):
            raise SymbinfoError(f"{_over(varying)} lies outside of the domain of {_words(expr)}")
        said += draw_curve(ax, varying[0], stretches, limits)
        ax.set_ylabel(label)
    else:
        said += draw_contours(ax, valued, (varying[0], varying[1]), fixed, label)
        ax.set_ylabel(set_formula(varying[1].symbol))
    ax.set_xlabel(set_formula(varying[0].symbol))
    ax.set_title(_title(expr.subs(numbers), fixed))
    if mark and mark.place is not None:
        said += mark.drawn(ax, valued, varying, fixed)
    return said[0], said


class _Mark:
    """The optimum that is marked: its value and its place.

    Parameters
    ----------
    label : Expr
        What stands at the axis.
    place, value : number, optional
        Where it is taken, and what it is there; None: nothing is marked.
    name : str
        What it is called.
    conditions : tuple of Boolean
        Of an optimum over parameters of the question: where these live.
    where : tuple of Boolean
        What the question asks of what varies.
    """

    def __init__(
        self, label: Expr, place: Any = None, value: Any = None, name: str = "", conditions: Any = (), where: Any = ()
    ) -> None:
        self.label, self.place, self.value, self.name = label, place, value, name
        self.conditions, self.where = conditions, where

    def drawn(self, ax: Any, valued: Valued, varying: list[Axis], fixed: Mapping[str, Fraction]) -> list[str]:
        """Mark it, where the curve has that value there."""
        if len(varying) != 1:
            return []
        x, y = float(self.place), float(self.value)
        at = {**{name: float(value) for name, value in fixed.items()}, varying[0].symbol.name: x}
        if abs(float(valued.at(at)) - y) > 1e-9 * max(1.0, abs(y)):
            return []
        words = f"{self.name} {y:.4g}{_unit(self.label, '')}"
        mark_place(ax, x, y, words)
        return [f"{words} at {varying[0].symbol.name} = {x:.4g}"]


def _of_optimum(question: Any, told: Ranges) -> tuple[Expr, _Mark]:
    """What is made large or small, and where; over parameters of the question itself, the optimum."""
    numbers = {s: told.pop(s.name) for s in question.free_symbols if isinstance(told.get(s.name), Fraction)}
    question = question.subs({symbol: Rational(value) for symbol, value in numbers.items()})
    found = derive(question)
    if question.free_symbols:
        if isinstance(found.result, Tuple):
            raise SymbinfoError(
                "a place of several parameters is no curve: ask for the value, or fix them by name=value"
            )
        conditions = tuple(c.xreplace(dict(found.symbols)) for c in found.domain.conditions)
        return found.result, _Mark(question, conditions=conditions)
    objective = found.left.xreplace(dict(found.symbols))
    if len(objective.free_symbols) > 2:
        raise SymbinfoError(
            "an optimum over more than two parameters is not drawn: ask for its value by `symbinfo derive`"
        )
    at = getattr(found, "at", ())
    kind = str(getattr(question, "kind", "max"))
    name = {"max": "largest value", "min": "least value"}.get(kind[-3:], kind)
    place = at[0][1] if at and len(objective.free_symbols) == 1 and at[0][1].is_number else None
    value = None
    if place is not None:
        value = (
            found.result
            if not kind.startswith("arg")
            else objective.subs(next(iter(objective.free_symbols)), place).doit()
        )
    name = name if isinstance(question, OverParameters) else "capacity"
    return objective, _Mark(objective, place, value, name, where=And.make_args(getattr(question, "where", true)))


def _of_numbers(ax: Any, measure: Measure) -> tuple[str, list[str]]:
    found = evaluate(measure, 4)
    value = f"{found.text}{_unit(measure, '')}"
    said = draw_laws(ax, measure, value)
    formula = set_formula(measure)
    head = f"{formula} = {'∞' if found.text == 'inf' else value}"
    title = _title(measure, {})
    ax.set_title(f"{head}\n{title}" if title else head)
    words = f"{_words(measure)} = {value}"
    return words, [words, "the laws, and what is integrated or summed", *said]


def _demand_known(told: Ranges, names: list[str], expr: Expr) -> None:
    unknown = [name for name in told if name not in names]
    if unknown:
        has = f"its parameters are {', '.join(names)}" if names else "it has no parameters"
        raise SymbinfoError(f"{_words(expr)} has no parameter {unknown[0]}: {has}")


def _axes_of(valued: Valued, told: Ranges, bounds: Iterable[Any]) -> tuple[list[Axis], dict[str, Fraction]]:
    """What varies, in the order of the laws, and what is fixed; a parameter without influence needs no number."""
    idle = set(valued.kernel.optional) - set(told)
    fixed = {name: value for name, value in told.items() if isinstance(value, Fraction)}
    free = [name for name in valued.names if name not in fixed and name not in idle]
    if not free:
        raise SymbinfoError(
            "nothing varies: give one parameter a range, such as " + f"{next(iter(valued.names), 'p')}=0:1"
        )
    if len(free) > 2:
        raise SymbinfoError(
            f"{len(free)} parameters vary, {', '.join(free)}: fix all but one or two of them by name=value"
        )
    axes_found = []
    for name in free:
        axis, ends = usual_axis(valued.names[name], valued.ranges[valued.names[name]], bounds), told.get(name)
        usual = valued.within(axis, fixed) if len(free) == 1 else axis
        axes_found.append(Axis(axis.symbol, *ends, axis.own) if isinstance(ends, tuple) else usual)
    return axes_found, fixed


# Words.


def _unit(expr: Expr, before: str = " (") -> str:
    """The unit behind a label; nothing where the measures have none or several."""
    nodes = [node for node in expr.atoms(Measure) if not node.unitless] or [
        node for node in (expr,) if isinstance(node, Optimum)
    ]
    bases = {node.base for node in nodes}
    if len(bases) != 1:
        return ""
    base = bases.pop()
    name = next((word for word, own in UNITS.items() if own == base), f"base {base}")
    return f"{before}{name})" if before else f" {name}"


def _words(expr: Any) -> str:
    return str(getattr(expr, "query", expr))


def _over(varying: list[Axis]) -> str:
    return " and ".join(f"{axis.symbol.name} from {float(axis.low):g} to {float(axis.high):g}" for axis in varying)


def _fixed(fixed: Mapping[str, Fraction]) -> str:
    return "".join(f", {name} = {value}" for name, value in fixed.items())


def _title(expr: Expr, fixed: Mapping[str, Fraction]) -> str:
    """The laws, each as it was given; where that is long, the numbers that are fixed."""
    laws = {law for node in expr.atoms(Measure) for law in node.laws}
    t = Typesetter(tuple(sorted(law.name for law in laws)))
    named = sorted(laws, key=lambda law: (str(law.name), law.title))
    if sum(len(law.title) + 5 for law in named) <= LONGEST_TITLE:
        return ",  ".join(set_layout(law_of(law, t)) for law in named)
    return ",  ".join(f"{set_formula(Symbol(name))} = {value}" for name, value in fixed.items())
