"""A function is known everywhere or says why not: rows times columns; and what results are printed with is read back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath
import pytest
import scipy.special
import sympy as sp
from sympy import Rational, Symbol, hyper, symbols, zeta

from symbinfo.atlas.families import ROWS
from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.certify.terms_of_sympy import term_of
from symbinfo.derivation.plans.derive import derive
from symbinfo.expressions.errors import MeasureError, QueryError
from symbinfo.expressions.functions import COLUMNS, FUNCTIONS, MANY, OWN, Absent, Function, Notation, own
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.write import Writer
from symbinfo.laws.expectation import explicit
from symbinfo.measures import KL, Entropy
from symbinfo.query import parse, parse_expression
from symbinfo.query.printed_forms import FORMS
from symbinfo.render.json import query_of, sympy_of
from symbinfo.render.latex import latex_of_layout
from symbinfo.render.line import line_of
from symbinfo.render.typeset import Typesetter
from symbinfo.render.typeset_functions import OWN_NOTATION, SETTERS
from symbinfo.trusted import BINDERS, HEADS, Evaluator, dump
from symbinfo.trusted import parse as parse_term
from symbinfo.trusted import value_at_two_precisions as settled
from symbinfo.verification.diagnosis.number_tree import CTX, tree
from symbinfo.verification.referee.verify import verify

DIGITS = 30
numpy = pytest.importorskip("numpy")
x, y = symbols("x y", real=True)
KINDS = {x: {"real": True}, y: {"real": True}}


def name_of(function: Function) -> str:
    return function.name


def gaps(function: Function) -> list[str]:
    """What a row has left open, in words."""
    name = function.name
    open_cells = [f"{name} has no {c} and gives no reason" for c in COLUMNS if getattr(function, c) is None]
    empty = [c for c in COLUMNS if isinstance(cell := getattr(function, c), Absent) and len(cell.why.split()) < 5]
    vague = [f"{name} gives no reason in words for having no {c}" for c in empty]
    places = [] if function.at else [f"{name} has no arguments to compare its columns at"]
    return [*open_cells, *vague, *places]


@pytest.mark.parametrize("function", FUNCTIONS, ids=name_of)
def test_every_cell_is_filled_or_gives_its_reason(function):
    assert gaps(function) == []


def test_an_open_cell_is_named_in_words():
    row = next(f for f in FUNCTIONS if f.name == "besselk")
    assert gaps(replace(row, numpy=None)) == ["besselk has no numpy and gives no reason"]
    assert gaps(replace(row, ball=Absent(""))) == ["besselk gives no reason in words for having no ball"]
    assert gaps(Function(sp.airyai)) == [
        *(f"airyai has no {column} and gives no reason" for column in COLUMNS),
        "airyai has no arguments to compare its columns at",
    ]


def test_a_half_row_is_named_where_it_is_met():
    with pytest.raises(ValueError, match=r"the row of airyai in expressions/functions\.py has no notation"):
        own(Function(sp.airyai), "notation", {"airybi": 1})
    assert own(Function(sp.airyai), "notation", {"airyai": 1}) == 1


def test_a_function_has_one_row():
    kinds = [f.kind for f in FUNCTIONS]
    words = [w for f in FUNCTIONS if isinstance(f.words, tuple) for w in f.words]
    assert len(set(kinds)) == len(kinds)
    assert len(set(words)) == len(words)


# What the checker knows besides functions: operators, cases and conditions, binders, applications; and the derivative
# of zeta, which is a derivative here.
NO_FUNCTIONS = {*"+*^<=", "<=", "!=", "and", "or", "not", "integer", "case", "cases", "apply", "dzeta", *BINDERS}


def test_the_checker_knows_no_function_without_a_row():
    assert {head for f in FUNCTIONS for head in f.by_count.values()} == set(HEADS) - NO_FUNCTIONS


# The columns, at the arguments that the row gives.

CASES = [pytest.param(f, at, id=f"{f.name}{at}") for f in FUNCTIONS for at in f.at]


#: The order stays a number: code has forms of whole orders alone.
ORDERED = (sp.polygamma, sp.expint)


def applied(function: Function, at: tuple[Any, ...]) -> tuple[Any, dict[Any, Any]]:
    """The function of symbols, and their values; a list of parameters is a list of symbols."""
    values: dict[Any, Any] = {}

    def symbol(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(symbol(v) for v in value)
        if function.kind in ORDERED and not values and value is at[0]:
            return sp.sympify(value)
        kept = Symbol(f"a{len(values)}", real=True)
        values[kept] = sp.sympify(value)
        return kept

    return function.kind(*(symbol(v) for v in at)), values


def value_of(function: Function, at: tuple[Any, ...]) -> Any:
    """The value by SymPy and mpmath."""
    expr = function.kind(*(sp.sympify(a) if not isinstance(a, tuple) else a for a in at))
    value = (expr.rewrite(sp.erfinv) if function.kind is sp.erfcinv else expr).evalf(DIGITS)
    with mpmath.workdps(DIGITS):
        return mpmath.mpf(str(value))


def absent(cell: Any) -> bool:
    return isinstance(cell, Absent)


@pytest.mark.parametrize(("function", "at"), CASES)
def test_the_checker_knows_its_head_and_its_value(function, at):
    expr, values = applied(function, at)
    if absent(function.heads):
        if expr.func is function.kind:
            with pytest.raises(MeasureError, match="cannot be written into a certificate"):
                term_of(expr)
        return
    term = term_of(expr)
    assert parse_term(dump(term)) == term
    for count, head in function.by_count.items():
        assert head in HEADS, f"the checker does not know the head {head} of {function.name}"
        assert HEADS[head] == (None if count == MANY else count)
    if function.by_count:
        assert term[0] in function.by_count.values()
    point = {s.name: parse_term(str(v)) for s, v in values.items()}
    with mpmath.workdps(DIGITS):
        found = settled(term, point, Evaluator(DIGITS + 8), Evaluator(DIGITS + 16)).value
        assert mpmath.almosteq(mpmath.mpf(str(found)), value_of(function, at), mpmath.mpf(10) ** -(DIGITS - 5))


@pytest.mark.parametrize(("function", "at"), CASES)
def test_it_is_read_as_it_is_printed(function, at):
    expr, values = applied(function, at)
    names = {s.name: s for s in values}
    if absent(function.words):
        with pytest.raises(QueryError, match=f"unknown function {function.name}"):
            parse_expression(str(expr), names)
        return
    assert parse_expression(str(expr), names) == expr
    assert parse_expression(sympy_of(expr), names) == expr
    inside = str(expr).partition("(")[2]
    if expr.func is function.kind:
        assert str(expr) == f"{function.words[0]}({inside}"
        for word in function.words:
            assert parse_expression(f"{word}({inside}", names) == expr


@pytest.mark.parametrize("function", [f for f in FUNCTIONS if isinstance(f.words, tuple)], ids=name_of)
def test_its_words_limit_the_size_of_its_arguments(function):
    least, most = function.arguments
    for word in function.words:
        assert (word in FORMS) == (function.name == "hyper")
        too_many = most + (2 if word == "gamma" else 1)  # gamma(a, x) is the lower incomplete one
        with pytest.raises(QueryError):
            parse(f"{word}({', '.join(['1/3'] * too_many)})")
    for place, size in enumerate(function.sizes[:least]):
        for at in function.at:
            if len(at) >= least and not isinstance(at[place], tuple):
                arguments = [str(a) if not isinstance(a, tuple) else sp.sstr(sp.Tuple(*a)) for a in at]
                arguments[place] = str(size + 1)
                with pytest.raises(QueryError, match=f"is at most {size} in size"):
                    parse(f"{function.words[0]}({', '.join(arguments)})")


@pytest.mark.parametrize(("function", "at"), CASES)
def test_its_code_has_its_value(function, at):
    expr, values = applied(function, at)
    emitter = Emitter({s: s.name for s in values}, domain=Anything())
    if absent(function.numpy):
        if expr.func is function.kind:
            with pytest.raises(KernelError, match=f"no NumPy form of {function.name}"):
                emitter.code(expr)
        return
    text = Writer().text(emitter.code(expr))
    if isinstance(function.numpy, str) and expr.func is function.kind:
        assert text.startswith(f"{function.numpy}(")
    numbers = {s.name: numpy.float64(float(v)) for s, v in values.items()}
    found = eval(text, {"np": numpy, "sp": scipy.special, **numbers})
    assert float(found) == pytest.approx(float(value_of(function, at)), rel=1e-12)


class Anything:
    """A domain in which every symbol is positive, as the arguments are where code asks for it."""

    def positive(self, expr: Any) -> bool:
        return not expr.could_extract_minus_sign()

    nonnegative = positive


@pytest.mark.parametrize(("function", "at"), CASES)
def test_it_has_a_notation_in_every_format(function, at):
    expr, _ = applied(function, at)
    assert (function.notation is OWN) == (function.name in OWN_NOTATION)
    assert function.name in SETTERS
    layout = Typesetter()(expr)
    assert latex_of_layout(layout)
    assert line_of(layout, ascii=True).isascii()
    if isinstance(function.notation, Notation) and expr.func is function.kind:
        sign = function.notation.latex or rf"\operatorname{{{function.name}}}"
        assert latex_of_layout(layout).startswith(sign)
        assert line_of(layout).startswith(function.notation.text or function.name)


@pytest.mark.parametrize(("function", "at"), CASES)
def test_diagnosis_knows_its_value(function, at):
    expr, values = applied(function, at)
    root = tree(expr, [{s: CTX.mpf(int(v.p)) / int(v.q) for s, v in values.items()}])
    if absent(function.mpmath):
        assert root.function is None or expr.func is not function.kind
        return
    assert root.function is not None, f"diagnosis does not know {function.name}"
    with mpmath.workdps(DIGITS):
        found, wanted = mpmath.mpmathify(root.values[0]), value_of(function, at)
        assert abs(found - wanted) <= abs(wanted) * mpmath.mpf(10) ** -18


@pytest.mark.parametrize(("function", "at"), CASES)
def test_its_ball_holds_its_value(function, at):
    flint = pytest.importorskip("flint")
    from symbinfo.verification.values.rigorous.asymptotic_bounds import NotCovered
    from symbinfo.verification.values.rigorous.ball_functions import Function as Balls

    expr, values = applied(function, at)
    if absent(function.ball):
        if function.by_count:
            with pytest.raises(NotCovered):
                Balls(term_of(expr), tuple(s.name for s in values))
        return
    balls = Balls(term_of(expr), tuple(s.name for s in values))
    found = balls(*(flint.acb(flint.fmpq(int(v.p), int(v.q))) for v in values.values())).real
    wanted = value_of(function, at)
    gap = found - flint.arb(mpmath.nstr(wanted, DIGITS), 1e-25 * max(1.0, abs(float(wanted))))
    assert gap.contains(0)
    assert found.rad() < 1e-9


# What results are printed with.


MEASURES = {
    **{f"H({name})": lambda row=row: Entropy(row.law("", "P")) for name, row in ROWS.items()},
    **{f"KL({name})": lambda row=row: KL(row.law("1", "P"), row.law("2", "Q")) for name, row in ROWS.items()},
}
# Their derivations take seconds each, or are longer than what is read, and print nothing that the others do not.
SLOW = {
    "KL(SplitNormal)",
    "H(BenktanderWeibull)",
    "KL(BenktanderWeibull)",
    "H(CrystalBall)",
    "KL(CrystalBall)",
    "H(Hermite)",
    "KL(Hermite)",
    "KL(Trapezoidal)",
    "KL(Triangular)",
    "KL(BetaNoncentral)",
    "KL(QuadraticU)",
}


def with_values(expr: Any) -> Any:
    """The expression at a place where its symbols differ."""
    names = sorted(expr.free_symbols, key=str)
    return expr.subs({s: Rational(13 + 7 * i, 11 + 2 * i) for i, s in enumerate(names)}).evalf(20)


@pytest.mark.parametrize("name", [name for name in MEASURES if name not in SLOW])
def test_a_closed_result_is_read_as_it_is_printed(name):
    derivation = derive(MEASURES[name]())
    if derivation.status is not Status.CLOSED:
        pytest.skip("no closed form")
    result = derivation.result
    found = parse_expression(sympy_of(result), {s.name: s for s in result.free_symbols})
    if found != result:  # a number before a sum is multiplied in; beta is printed by gamma functions near a symbol beta
        gap = with_values(found) - with_values(result)
        assert abs(gap) < 1e-15


@pytest.mark.parametrize("name", [name for name in MEASURES if name.startswith("H") and name not in SLOW])
def test_a_question_is_read_as_it_is_printed(name):
    measure = MEASURES[name]()
    text = query_of(Derivation(left=measure))
    assert query_of(Derivation(left=parse(text))) == text


# What is left over of results that are not closed: sums and integrals by the names of their variables.
LEFT_OVER = ["H(Poisson)", "H(ExGaussian)", "H(LogitNormal)", "H(Hypergeometric)", "H(YuleSimon)", "H(ChiNoncentral)"]


@pytest.mark.parametrize("name", LEFT_OVER)
def test_what_is_left_over_is_read_as_it_is_printed(name):
    result = derive(MEASURES[name]()).result
    text = sympy_of(result)
    found = parse_expression(text, {s.name: s for s in result.free_symbols})
    assert found.atoms(sp.Sum, sp.Integral)
    with mpmath.workdps(20):
        free = sorted(found.free_symbols, key=str)
        point = {
            s.name: Fraction(10 - 3 * i if s.is_integer else 3 + i, 1 + (not s.is_integer)) for i, s in enumerate(free)
        }
        terms = [term_of(found), term_of(sp.sympify(explicit(result)))]
        one, two = (settled(t, point, Evaluator(12), Evaluator(16)).value for t in terms)
        assert abs(one - two) <= 1e-10 * max(1, abs(one))


PRINTED = {
    "Piecewise((x, x < 1), (2, True))": sp.Piecewise((x, x < 1), (2, True)),
    "Piecewise((x, (x > 0) & (y < 1)), (y, True))": sp.Piecewise((x, (x > 0) & (y < 1)), (y, True)),
    "Piecewise((x, (x > 0) | ((y < 1) & (x < y))), (y, Eq(x, 3)), (0, True))": sp.Piecewise(
        (x, (x > 0) | ((y < 1) & (x < y))), (y, sp.Eq(x, 3)), (0, True)
    ),
    "Piecewise((1, Ne(x, y)), (0, True))": sp.Piecewise((1, sp.Ne(x, y)), (0, True)),
    "Derivative(zeta(x), x)/zeta(x)": sp.Derivative(zeta(x), x) / zeta(x),
    "Derivative(zeta(x), (x, 2))": sp.Derivative(zeta(x), (x, 2)),
    "hyper((1, x, 3/2), (2, y), 1/3)": hyper((1, x, Rational(3, 2)), (2, y), Rational(1, 3)),
    "hyper([1, x], [2], y)": hyper((1, x), (2,), y),
    "LambertW(x, -1)": sp.LambertW(x, -1),
    "harmonic(x, 2)": sp.harmonic(x, 2),
}


@pytest.mark.parametrize("text", PRINTED)
def test_forms_that_are_no_functions_of_numbers(text):
    found = parse(text)
    assert found == PRINTED[text].xreplace({s: Symbol(s.name, **KINDS[s]) for s in (x, y)})
    assert parse(str(found)) == found


REFUSED = [
    ("Piecewise(x)", "a case is a value and a condition in brackets", 10),
    ("Piecewise((x, y))", "a condition such as x > 0", 14),
    ("Piecewise((x, x > 0 + (y & x)))", "stand only in Piecewise", 25),
    ("1 + (x & y)", "& joins conditions", 7),
    ("x & y", "& is not expected here", 2),
    ("Piecewise((1/0, x > 0), (1, True))", "division by zero", 12),
    ("Piecewise((exp(10**6), x > 0), (1, True))", "at most 10000", 11),
    ("Piecewise(" + ", ".join("(1, x > 0)" for _ in range(21)) + ")", "write Piecewise", 0),
    ("hyper(1, 2, x)", "the parameters stand in brackets", 6),
    ("hyper((1, 2), x)", "write hyper", 0),
    ("hyper((1, 1000), (2,), x)", "at most 100 in size", 0),
    ("Derivative(x, 2)", "write Derivative(expr, x)", 14),
    ("Derivative(zeta(x), (x, 9))", "at most 4 derivatives", 20),
    ("Integral(x, x)", "a name and two ends in brackets", 12),
    ("log(Integral(exp(x), (x, 0, 1)))", "a term by itself", 0),
    ("H(Normal(0, Integral(exp(x), (x, 0, 1))))", "only outside laws", 12),
    ("H(Density(Derivative(zeta(x), x), (x, 0, 1)))", "only outside laws", 10),
    ("Integral(Integral(x, (x, 0, 1)), (x, 0, 1))", "only outside laws", 9),
    ("betainc(2, 3, 0, 2)", "at most 1 in size", 0),
    ("betainc(2, 3, 1/2)", "takes 4 arguments", 0),
]


@pytest.mark.parametrize(("text", "words", "position"), REFUSED, ids=[row[0][:40] for row in REFUSED])
def test_what_is_refused(text, words, position):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert words in caught.value.message
    assert caught.value.position == position


# From the outside: a measure is claimed to be what it is printed as.
INVERSE = "Density(exp(-3*(x + 1/x)/2)/(2*besselk(1, 3)), (x, 0, oo))"
CLAIMED = [
    ("betainc", "KL(Beta(3/2, 5/2) || Laplace(1/3, 1))"),
    ("betainc", "KL(LogLogistic(1, 5/2) || Laplace(m, 1))"),
    ("besselk", f"KL({INVERSE} || Gamma(1, 2))"),
    ("hyper", "KL(Lomax(a, 1) || Lomax(b, 2))"),
    ("uppergamma", "KL(Gompertz(1, s) || Gompertz(2/3, t))"),
    ("zeta", "H(Zeta(s))"),
]


@pytest.mark.parametrize(("function", "query"), CLAIMED)
def test_a_result_can_be_claimed_as_it_is_printed(function, query):
    printed = sympy_of(derive(parse(query)).result)
    assert f"{function}(" in printed
    verdict = verify(f"{query} = {printed}", seconds=20)
    assert verdict.verdict in ("holds", "undecided"), verdict
    wrong = verify(f"{query} = {printed} + 1", seconds=20)
    assert wrong.verdict == "refuted", wrong
