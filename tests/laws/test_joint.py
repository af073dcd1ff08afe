"""Joint laws and their measures, against sums and integrals computed here."""

from __future__ import annotations

from math import log as ln

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal
from sympy import E, Rational, log, pi, symbols, sympify
from sympy.stats import MultivariateNormal, Normal

import symbinfo as si
from symbinfo.expressions.errors import DomainError, MeasureError, NotNormalised, SymbinfoError
from symbinfo.laws.joint_normal import JointNormal

R = Rational
TABLES = {
    "independent": [[R(1, 6), R(1, 3)], [R(1, 6), R(1, 3)]],
    "equal": [[R(1, 2), 0], [0, R(1, 2)]],
    "with a zero": [[R(1, 4), R(1, 4)], [R(1, 2), 0]],
    "three columns": [[R(1, 8), R(1, 16), R(1, 16)], [R(1, 4), R(3, 8), R(1, 8)]],
}


def marginals(table):
    rows = [sum(row) for row in table]
    columns = [sum(row[j] for row in table) for j in range(len(table[0]))]
    return rows, columns


def plain(table):
    """The measures of X (rows) and Y (columns), by their sums."""
    rows, columns = marginals(table)
    cells = [(p, rows[i], columns[j]) for i, row in enumerate(table) for j, p in enumerate(row) if p]
    joint = -sum(p * ln(p) for p, _, _ in cells)
    return {
        "joint": joint,
        "x given y": -sum(p * ln(p / q) for p, _, q in cells),
        "y given x": -sum(p * ln(p / q) for p, q, _ in cells),
        "mutual": sum(p * ln(p / (q * r)) for p, q, r in cells),
    }


def measured(x, y):
    return {
        "joint": si.JointEntropy(x, y),
        "x given y": si.ConditionalEntropy(x, y),
        "y given x": si.ConditionalEntropy(y, x),
        "mutual": si.MutualInformation(x, y),
    }


@pytest.mark.parametrize("measure", ["joint", "x given y", "y given x", "mutual"])
@pytest.mark.parametrize("name", TABLES)
def test_a_table(name, measure):
    x, y = si.table(TABLES[name]).variables
    found = measured(x, y)[measure]
    expected = plain([[float(p) for p in row] for row in TABLES[name]])[measure]
    assert float(found.doit()) == pytest.approx(expected, abs=1e-14)
    assert float(found.evalf(20)) == pytest.approx(expected, abs=1e-14)
    assert si.derive(found).check().verdict == "holds"


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=6, max_size=6))
def test_the_laws_of_entropy_hold_for_any_table(weights):
    total = sum(weights)
    x, y = si.table([[R(w, total) for w in weights[:3]], [R(w, total) for w in weights[3:]]]).variables
    h = {name: float(measure.doit()) for name, measure in measured(x, y).items()}
    h_x, h_y = (float(si.Entropy(v).doit()) for v in (x, y))
    assert h["joint"] == pytest.approx(h_y + h["x given y"], abs=1e-12)
    assert h["joint"] == pytest.approx(h_x + h["y given x"], abs=1e-12)
    assert h["mutual"] == pytest.approx(h_x + h_y - h["joint"], abs=1e-12)
    assert h["mutual"] >= -1e-14


def test_symbolic_entries():
    a, b, c = symbols("a b c", positive=True)
    x, y = si.table([[a, b], [c, 1 - a - b - c]]).variables
    derivation = si.derive(si.MutualInformation(x, y))
    at = {a: R(1, 8), b: R(1, 4), c: R(1, 2)}
    expected = plain([[0.125, 0.25], [0.5, 0.125]])["mutual"]
    assert float(derivation.result.subs(at)) == pytest.approx(expected, abs=1e-14)
    assert float(derivation.compile()(a=0.125, b=0.25, c=0.5)) == pytest.approx(expected, abs=1e-14)
    assert derivation.check().verdict == "holds"


def test_three_variables_and_a_condition():
    cells = {(0, 0, 0): R(1, 4), (0, 1, 1): R(1, 4), (1, 0, 1): R(1, 4), (1, 1, 0): R(1, 4)}
    x, y, z = si.table(cells).variables
    assert si.MutualInformation(x, y, unit="bits").doit() == 0
    assert si.MutualInformation(x, y, given=z, unit="bits").doit() == 1
    assert si.MutualInformation((x, y), z, unit="bits").doit() == 1
    assert si.ConditionalEntropy((x, y), z, unit="bits").doit() == 1
    assert si.JointEntropy(x, y, z, unit="bits").doit() == 2
    assert si.derive(si.MutualInformation(x, y, given=z)).check().verdict == "holds"


@pytest.mark.parametrize("r", [R(9, 10), R(-1, 2), R(0)])
def test_two_jointly_normal_variables(r):
    vector = MultivariateNormal("N", [0, 1], [[1, r], [r, 1]])
    found = si.MutualInformation(vector[0], vector[1]).doit()
    assert (found + log(1 - r**2) / 2).simplify() == 0
    conditional = si.ConditionalEntropy(vector[1], vector[0]).doit()
    by_quadrature = float(mpmath.log(2 * mpmath.pi * mpmath.e * (1 - float(r) ** 2)) / 2)
    assert float(conditional) == pytest.approx(by_quadrature, abs=1e-13)
    joint = si.JointEntropy(vector[0], vector[1]).doit()
    assert float(joint - conditional - si.Entropy(vector[0]).doit()) == pytest.approx(0, abs=1e-13)


def test_the_entropy_of_a_coordinate_is_that_of_its_marginal():
    vector = MultivariateNormal("N", [3, 1], [[4, 1], [1, 9]])
    assert si.Entropy(vector[1]).doit() == si.Entropy(Normal("X", 1, 3)).doit()


def test_the_entropy_of_three_jointly_normal_variables_is_that_of_their_determinant():
    law = JointNormal.of([0, 0, 0], [[2, 1, 0], [1, 2, 0], [0, 0, 1]])
    derivation = si.derive(si.JointEntropy(*law.components))
    assert derivation.status.value == "closed"
    expected = multivariate_normal(cov=[[2, 1, 0], [1, 2, 0], [0, 0, 1]]).entropy()
    assert float(derivation.result) == pytest.approx(expected, rel=1e-14)


def test_the_information_between_two_and_one_of_three_normal_variables_stays_reduced():
    law = JointNormal.of([0, 0, 0], [[2, 1, 0], [1, 2, 0], [0, 0, 1]])
    derivation = si.derive(si.MutualInformation(law.components[:2], law.components[2]))
    assert derivation.status.value == "reduced"
    assert not derivation.result.free_symbols


def test_decimals_are_the_fractions_that_were_typed():
    x, _ = si.table([[0.1, np.float64(0.2)], [0.3, 0.4]]).variables
    assert dict(x.law.outcomes) == {0: R(3, 10), 1: R(7, 10)}


class _PrintsAsOne:
    """What SymPy would evaluate by its text."""

    def __repr__(self):
        return "1"


REFUSED = {
    "a total of 5/6": (lambda: si.table([[R(1, 2), R(1, 3)]]), NotNormalised, "5/6"),
    "a negative entry": (lambda: si.table([[R(3, 2), R(-1, 2)]]), DomainError, "must be in"),
    "text": (lambda: si.table([["1/2", "1/2"]]), MeasureError, "is text"),
    "an object that prints as a number": (lambda: si.table([[_PrintsAsOne()]]), MeasureError, "got _PrintsAsOne"),
    "no number": (lambda: si.table([[float("nan")]]), SymbinfoError, "must be in"),
    "nothing": (lambda: si.table([]), MeasureError, "at least one"),
    "uneven outcomes": (lambda: si.table({(0, 0): R(1, 2), (1,): R(1, 2)}), MeasureError, "same number"),
    "one name for two": (lambda: si.table([[1]], names=("X", "X")), MeasureError, "distinct names"),
    "a variable twice": (lambda: si.MutualInformation(*[si.table([[1]]).variables[0]] * 2), MeasureError, "both sides"),
    "two tables": (
        lambda: si.MutualInformation(si.table([[1]]).variables[0], si.table([[R(1, 2)], [R(1, 2)]]).variables[1]),
        MeasureError,
        "one joint law",
    ),
    "numbers for variables": (lambda: si.MutualInformation(1, 2), MeasureError, "not a variable"),
    "a covariance that is none": (lambda: JointNormal.of([0, 0], [[1, 2], [2, 1]]), DomainError, "positive definite"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_joint_law_is_refused(name):
    make, error, words = REFUSED[name]
    with pytest.raises(error, match=words):
        make()


POWERS_OF_A_MINOR = {
    "AR(1)": ("MultivariateNormal([0, 0, 0], [[1, r, r**2], [r, 1, r], [r**2, r, 1]])", "(1 - r**2)**2"),
    "rows and columns": ("MatrixNormal([[0, 0], [0, 0]], [[1, r], [r, 1]], [[1, 0], [0, 1]])", "(1 - r**2)**2"),
    "letters": ("MatrixNormal([[0, 0], [0, 0]], [[a, r], [r, c]], [[1, 0], [0, 1]])", "(a*c - r**2)**2"),
    "nothing twice": ("MultivariateNormal([0, 0], [[1, r], [r, 1]])", "1 - r**2"),
}


@pytest.mark.parametrize("name", POWERS_OF_A_MINOR)
def test_a_determinant_that_is_a_power_of_a_minor_asks_for_nothing_more(name):
    text, determinant = POWERS_OF_A_MINOR[name]
    size = 3 if name == "AR(1)" else 4 if "MatrixNormal" in text else 2
    derivation = si.derive(f"H({text})")
    assert derivation.status == "closed"
    at = {s: R(3 + len(s.name), 8) if s.name == "r" else R(3, 2) for s in derivation.result.free_symbols}
    wanted = (size * log(2 * pi * E) + log(sympify(determinant).subs({s.name: v for s, v in at.items()}))) / 2
    assert float(derivation.result.subs(at) - wanted) == pytest.approx(0, abs=1e-12)
    assert len(derivation.condition.args) <= 2  # one inequality, not one for each minor
