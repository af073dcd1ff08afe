"""What may be assumed of named random variables: the forms, and the faults with their places."""

from __future__ import annotations

import pytest

from symbinfo.expressions.errors import QueryError
from symbinfo.query.assumptions import assumptions, is_assumption
from symbinfo.query.setting import parse_given

FORMS = [
    ("X-Y-Z Markov", ["I(X;Z|Y) = 0"]),
    ("X - Y - Z", ["I(X;Z|Y) = 0"]),
    ("X -> Y -> Z is a Markov chain", ["I(X;Z|Y) = 0"]),
    ("Markov chain: X \u2192 Y \u2192 Z", ["I(X;Z|Y) = 0"]),
    ("A-B-C-D Markov", ["I(A;C|B) = 0", "I(A,B;D|C) = 0"]),
    ("X1,X2-Y-Z Markov", ["I(X1,X2;Z|Y) = 0"]),
    ("X-(Y,Z)-W Markov", ["I(X;W|Y,Z) = 0"]),
    ("A-a-an Markov", ["I(A;an|a) = 0"]),
    ("X,Y independent", ["I(X;Y) = 0"]),
    ("X and Y are independent", ["I(X;Y) = 0"]),
    ("X, Y, and Z are mutually independent", ["I(X;Y) = 0", "I(X,Y;Z) = 0"]),
    ("X,Y,Z pairwise independent", ["I(X;Y) = 0", "I(X;Z) = 0", "I(Y;Z) = 0"]),
    ("Z,X&Y independent", ["I(Z;X,Y) = 0"]),
    ("(X,Y), Z independent", ["I(X,Y;Z) = 0"]),
    ("X,Y; Z independent", ["I(X,Y;Z) = 0"]),
    ("X independent of Y,Z", ["I(X;Y,Z) = 0"]),
    ("X,Y conditionally independent given Z,W", ["I(X;Y|Z,W) = 0"]),
    ("X \u22a5 Y | Z", ["I(X;Y|Z) = 0"]),
    ("Z=f(X,Y)", ["H(Z|X,Y) = 0"]),
    ("Z, W = g(X)", ["H(Z,W|X) = 0"]),
    ("Z is a function of X and Y", ["H(Z|X,Y) = 0"]),
    ("Z determined by X", ["H(Z|X) = 0"]),
    ("Z = X + Y", ["H(Z|X,Y) = 0", "H(X|Z,Y) = 0", "H(Y|Z,X) = 0"]),
    ("Z = X + X - Y", ["H(Z|X,Y) = 0", "H(Y|Z,X) = 0"]),
    ("X is constant", ["H(X) = 0"]),
    ("H(M|C) = H(M)", ["H(M|C) = H(M)"]),
    ("2*H(X) <= 3*H(Y)", ["2*H(X) <= 3*H(Y)"]),
]


@pytest.mark.parametrize(("line", "statements"), FORMS)
def test_a_form_is_read(line: str, statements: list[str]) -> None:
    assert [str(given.statement) for given in assumptions([line])] == statements
    assert all(given.words == line for given in assumptions(line))


FAULTS = [
    ("", "empty line", None),
    ("X-Y Markov", "three parts or more", 10),
    ("X,Y", "does not say what is assumed", 3),
    ("X,Y indepndent", "indepndent is not expected", 4),
    ("X independent", "between two variables or more", 13),
    ("X,,Y independent", "a variable is expected", 2),
    ("X,Y independent given", "is missing", 21),
    ("X-Y-Z foo", "foo is not expected", 6),
    ("X-Y-Z Markov foo", "foo is not expected", 13),
    ("Z=f(X", "the bracket is not closed", 5),
    ("Z=f X", "a function of variables", 4),
    ("Z = X*Y", "'*' is no part", 5),
    ("(X,Y independent", "the bracket is not closed", 5),
    ("Z function X", "what the function is of is missing", 11),
    ("H(X) > 0", "an equation, or an inequality", 0),
    ("H(X)", "two sides", 0),
    ("H(X) = 1", "with each other or with 0", 7),
    ("X" * 501, "at most 500 characters", 500),
]


@pytest.mark.parametrize(("line", "message", "position"), FAULTS)
def test_a_fault_is_shown_at_its_place(line: str, message: str, position: int | None) -> None:
    with pytest.raises(QueryError, match=message.replace("*", r"\*")) as error:
        assumptions([line])
    assert error.value.position == position


def test_there_is_a_limit_to_the_lines() -> None:
    with pytest.raises(QueryError, match="at most 32 lines"):
        assumptions(["X-Y-Z"] * 33)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Z=f(X,Y)", True),
        ("Z = X + Y", True),
        ("H(X|Y) = 0", True),
        ("P = Normal(0, 1)", False),
        ("P = Normal(mu, s)", False),
        ("Y = (X + Z) % 2", False),
        ("n = 3", False),
    ],
)
def test_what_declares_and_what_assumes(line: str, expected: bool) -> None:
    assert is_assumption(line) is expected
    read = parse_given("I(X;Z) <= I(X;Y)", [line])[1] if expected else ()
    assert tuple(read) == ((line,) if expected else ())
