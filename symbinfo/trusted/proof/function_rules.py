"""What is known of functions, as data: definitions, special values, recurrences and signs, each with its reference.

A rewriting is used from left to right where its condition is implied, and holds at each point at which the left side is
defined as `definedness` has it. Numbers in square brackets of a reference are those of the NIST Digital Library of
Mathematical Functions (DLMF).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from ..terms import Term, fold, parse
from .forms import Form, number_of
from .sign_sets import NEGATIVE, NONNEGATIVE, POSITIVE, ZERO

__all__ = [
    "ODD",
    "RECURRENCES",
    "REWRITINGS",
    "SIGNS",
    "Recurrence",
    "direction_of",
    "filled",
    "matched",
    "parameter_derivatives",
    "recurrences",
    "rewritings",
    "rows_of",
]

MOST_SHIFTS = 60


class Recurrence(NamedTuple):
    """How to move an argument z by a whole number: one step down, where its condition is implied, and one up."""

    head: str
    arguments: str
    down: str
    up: str
    reference: str
    down_if: str = ""
    up_if: str = ""
    #: Whether two neighbours are needed: then arguments are moved into an interval of length 2 (of numbers, to 0 and 1).
    second: bool = False


#: head arguments | value | condition | reference. An argument is a parameter, or a number that must be met.
REWRITINGS = """
factorial n | (gamma (+ n 1)) | | [5.4.1]
binomial n k | (* (gamma (+ n 1)) (^ (* (gamma (+ k 1)) (gamma (+ n (* -1 k) 1))) -1)) | | [1.2.6]
beta a b | (* (gamma a) (gamma b) (^ (gamma (+ a b)) -1)) | | [5.12.1]
loggamma z | (log (gamma z)) | (< 0 z) | [5.2.1]
harmonic n | (+ (polygamma 0 (+ n 1)) %gamma) | | [5.4.14]
gamma 1/2 | (^ %pi 1/2) | | [5.4.6]
gamma 1 | 1 | | [5.4.1]
polygamma 0 1 | (* -1 %gamma) | | [5.4.12]
polygamma 0 1/2 | (+ (* -1 %gamma) (* -2 (log 2))) | | [5.4.13]
polygamma 0 1/3 | (+ (* -1 %gamma) (* -1/2 %pi (^ 3 -1/2)) (* -3/2 (log 3))) | | [5.4.19]
polygamma 0 2/3 | (+ (* -1 %gamma) (* 1/2 %pi (^ 3 -1/2)) (* -3/2 (log 3))) | | [5.4.19]
polygamma 0 1/4 | (+ (* -1 %gamma) (* -1/2 %pi) (* -3 (log 2))) | | [5.4.19]
polygamma 0 3/4 | (+ (* -1 %gamma) (* 1/2 %pi) (* -3 (log 2))) | | [5.4.19]
polygamma n 1 | (* (^ -1 (+ n 1)) (factorial n) (zeta (+ n 1))) | (< 0 n) | [5.15.2]
polygamma n 1/2 | (* (^ -1 (+ n 1)) (factorial n) (+ (^ 2 (+ n 1)) -1) (zeta (+ n 1))) | (< 0 n) | [5.15.3]
zeta 2 | (* 1/6 (^ %pi 2)) | | [25.6.1]
zeta 4 | (* 1/90 (^ %pi 4)) | | [25.6.1]
zeta 6 | (* 1/945 (^ %pi 6)) | | [25.6.1]
zeta 8 | (* 1/9450 (^ %pi 8)) | | [25.6.2]
zeta2 s 1 | (zeta s) | | [25.11.2]
uppergamma 1 x | (exp (* -1 x)) | | [8.4.5]
uppergamma 1/2 x | (* (^ %pi 1/2) (+ 1 (* -1 (erf (^ x 1/2))))) | | [8.4.6]
lowergamma s x | (+ (gamma s) (* -1 (uppergamma s x))) | (and (< 0 s) (< 0 x)) | [8.2.3]
expint n x | (* (^ x (+ n -1)) (uppergamma (+ 1 (* -1 n)) x)) | (< 0 x) | [8.19.1]
Ei x | (* -1 (uppergamma 0 (* -1 x))) | (< x 0) | [6.5.1], [6.11.1]
erf 0 | 0 | | [7.2.1]
erfi 0 | 0 | | [7.2.1]
erfc x | (+ 1 (* -1 (erf x))) | | [7.2.2]
tan x | (* (sin x) (^ (cos x) -1)) | | [4.14.4]
sinh x | (* 1/2 (+ (exp x) (* -1 (exp (* -1 x))))) | | [4.28.1]
cosh x | (* 1/2 (+ (exp x) (exp (* -1 x)))) | | [4.28.2]
tanh x | (* (+ (exp (* 2 x)) -1) (^ (+ (exp (* 2 x)) 1) -1)) | | [4.28.4]
acos x | (+ (* 1/2 %pi) (* -1 (asin x))) | | [4.23.19]
atanh x | (* 1/2 (+ (log (+ 1 x)) (* -1 (log (+ 1 (* -1 x)))))) | | [4.37.24]
asinh x | (log (+ x (^ (+ 1 (^ x 2)) 1/2))) | | [4.37.16]
acosh x | (log (+ x (^ (+ -1 (^ x 2)) 1/2))) | | [4.37.19]
asin 0 | 0 | | [4.23.1]
asin 1 | (* 1/2 %pi) | | [4.23.1]
asin -1 | (* -1/2 %pi) | | [4.23.1]
asin 1/2 | (* 1/6 %pi) | | [4.17.1]
atan 0 | 0 | | [4.23.3]
atan 1 | (* 1/4 %pi) | | [4.23.3]
besselk 1/2 x | (* (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp (* -1 x))) | (< 0 x) | [10.39.2]
besselk -1/2 x | (besselk 1/2 x) | | [10.27.3]
besseli 1/2 x | (* (^ (* 1/2 %pi x) -1/2) (sinh x)) | (< 0 x) | [10.39.1]
besseli -1/2 x | (* (^ (* 1/2 %pi x) -1/2) (cosh x)) | (< 0 x) | [10.39.1]
hyper2f1 0 b c z | 1 | | [15.2.1]
hyper2f1 a 0 c z | 1 | | [15.2.1]
hyper2f1 a b c 0 | 1 | | [15.2.1]
hyper2f1 a b b z | (^ (+ 1 (* -1 z)) (* -1 a)) | (< z 1) | [15.4.6]
hyper2f1 a b a z | (^ (+ 1 (* -1 z)) (* -1 b)) | (< z 1) | [15.4.6]
hyper2f1 1 1 2 z | (* -1 (^ z -1) (log (+ 1 (* -1 z)))) | (and (< z 1) (!= z 0)) | [15.4.1]
hyper1f1 0 b z | 1 | | [13.2.2]
hyper1f1 a b 0 | 1 | | [13.2.2]
hyper1f1 a a z | (exp z) | | [13.6.1]
hyper3f2 0 b c d e z | 1 | | [16.2.1]
hyper3f2 a 0 c d e z | 1 | | [16.2.1]
hyper3f2 a b 0 d e z | 1 | | [16.2.1]
hyper3f2 a b c d e 0 | 1 | | [16.2.1]
hyper3f2 a b c c e z | (hyper2f1 a b e z) | | [16.2.1]
hyper3f2 a b c d c z | (hyper2f1 a b d z) | | [16.2.1]
hyper3f2 a b c b e z | (hyper2f1 a c e z) | | [16.2.1]
hyper3f2 a b c d b z | (hyper2f1 a c d z) | | [16.2.1]
hyper3f2 a b c a e z | (hyper2f1 b c e z) | | [16.2.1]
hyper3f2 a b c d a z | (hyper2f1 b c d z) | | [16.2.1]
betainc a 1 x y | (* (^ a -1) (+ (^ y a) (* -1 (^ x a)))) | (< 0 a) | [8.17.1]
betainc 1 b x y | (* (^ b -1) (+ (^ (+ 1 (* -1 x)) b) (* -1 (^ (+ 1 (* -1 y)) b)))) | (< 0 b) | [8.17.1]
betainc a 2 x y | (+ (betainc a 1 x y) (* -1 (betainc (+ a 1) 1 x y))) | (< 0 a) | [8.17.1]
betainc 2 b x y | (+ (betainc 1 b x y) (* -1 (betainc 1 (+ b 1) x y))) | (< 0 b) | [8.17.1]
polylog 1 z | (* -1 (log (+ 1 (* -1 z)))) | (< z 1) | [25.12.1]
lambertw 0 | 0 | | [4.13.1]
"""
RECURRENCES = (
    Recurrence(
        "gamma", "z", "(* (+ z -1) (gamma (+ z -1)))", "(* (^ z -1) (gamma (+ z 1)))", "[5.5.1]", down_if="(!= z 1)"
    ),
    Recurrence(
        "polygamma",
        "n z",
        "(+ (polygamma n (+ z -1)) (* (^ -1 n) (factorial n) (^ (+ z -1) (+ -1 (* -1 n)))))",
        "(+ (polygamma n (+ z 1)) (* -1 (^ -1 n) (factorial n) (^ z (+ -1 (* -1 n)))))",
        "[5.5.2], [5.15.5]",
        down_if="(!= z 1)",
    ),
    Recurrence(
        "uppergamma",
        "z x",
        "(+ (* (+ z -1) (uppergamma (+ z -1) x)) (* (^ x (+ z -1)) (exp (* -1 x))))",
        "(* (^ z -1) (+ (uppergamma (+ z 1) x) (* -1 (^ x z) (exp (* -1 x)))))",
        "[8.8.2]",
        down_if="(< 0 x)",
        up_if="(and (< 0 x) (!= z 0))",
    ),
    Recurrence(
        "besseli",
        "z x",
        "(+ (besseli (+ z -2) x) (* 2 (+ 1 (* -1 z)) (^ x -1) (besseli (+ z -1) x)))",
        "(+ (besseli (+ z 2) x) (* 2 (+ 1 z) (^ x -1) (besseli (+ z 1) x)))",
        "[10.29.1]",
        down_if="(< 0 x)",
        up_if="(< 0 x)",
        second=True,
    ),
    Recurrence(
        "besselk",
        "z x",
        "(+ (besselk (+ z -2) x) (* 2 (+ -1 z) (^ x -1) (besselk (+ z -1) x)))",
        "(+ (besselk (+ z 2) x) (* -2 (+ 1 z) (^ x -1) (besselk (+ z 1) x)))",
        "[10.29.1]",
        down_if="(< 0 x)",
        up_if="(< 0 x)",
        second=True,
    ),
)
#: Head, place of a parameter, arguments at which, and the first derivative in the parameter there. Those of 2F1 follow
#: term by term from [15.2.1], that of the incomplete gamma function by parts from [8.2.2].
PARAMETER_DERIVATIVES = (
    ("hyper2f1", 0, "0 b c z", "(* b z (^ c -1) (hyper3f2 1 1 (+ 1 b) 2 (+ 1 c) z))"),
    ("hyper2f1", 1, "a 0 c z", "(* a z (^ c -1) (hyper3f2 1 1 (+ 1 a) 2 (+ 1 c) z))"),
    ("hyper2f1", 0, "a 0 c z", "0"),
    ("hyper2f1", 1, "0 b c z", "0"),
    ("hyper2f1", 2, "0 b c z", "0"),
    ("hyper2f1", 2, "a 0 c z", "0"),
    ("besselk", 0, "1/2 x", "(* (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp x) (uppergamma 0 (* 2 x)))"),  # [10.38.7]
    ("besselk", 0, "-1/2 x", "(* -1 (^ (* 1/2 %pi) 1/2) (^ x -1/2) (exp x) (uppergamma 0 (* 2 x)))"),  # [10.38.7]
    ("uppergamma", 0, "1 x", "(+ (* (exp (* -1 x)) (log x)) (uppergamma 0 x))"),
)
#: f(-u) = -f(u): [7.2.1], [4.23.10], [4.23.12].
ODD = frozenset(("erf", "erfi", "asin", "atan"))
#: Head -> rows: (number, allowed) of each argument, where the sign of the argument less the number must be allowed.
SIGNS: dict[str, tuple[tuple[tuple[tuple[int, int], ...], int], ...]] = {
    "gamma": ((((0, POSITIVE),), POSITIVE),),
    "polygamma": (
        (((1, ZERO), (0, POSITIVE)), POSITIVE),
        (((2, ZERO), (0, POSITIVE)), NEGATIVE),
        (((3, ZERO), (0, POSITIVE)), POSITIVE),
        (((4, ZERO), (0, POSITIVE)), NEGATIVE),
    ),
    "zeta": ((((1, POSITIVE),), POSITIVE),),
    "zeta2": ((((1, POSITIVE), (0, POSITIVE)), POSITIVE),),
    "uppergamma": (
        (((0, NEGATIVE | ZERO | POSITIVE), (0, POSITIVE)), POSITIVE),
        (((0, POSITIVE), (0, ZERO)), POSITIVE),
    ),
    "besselk": ((((0, NEGATIVE | ZERO | POSITIVE), (0, POSITIVE)), POSITIVE),),
    "besseli": (
        (((-1, POSITIVE), (0, POSITIVE)), POSITIVE),
        (((0, ZERO), (0, NEGATIVE | ZERO | POSITIVE)), POSITIVE),
        (((0, NONNEGATIVE), (0, NONNEGATIVE)), NONNEGATIVE),
    ),
    **dict.fromkeys(
        ("erf", "erfi", "asin", "atan"),
        ((((0, POSITIVE),), POSITIVE), (((0, NEGATIVE),), NEGATIVE), (((0, NONNEGATIVE),), NONNEGATIVE)),
    ),
    "hyper2f1": ((((0, POSITIVE), (0, POSITIVE), (0, POSITIVE), (0, NONNEGATIVE)), POSITIVE),),
    "hyper1f1": ((((0, POSITIVE), (0, POSITIVE), (0, NONNEGATIVE)), POSITIVE),),
    "hyper3f2": ((((0, POSITIVE),) * 5 + ((0, NONNEGATIVE),), POSITIVE),),
}


@cache
def rewritings(head: str) -> tuple[tuple[tuple[Term, ...], Term, Term, str], ...]:
    """The rows of a head as terms: arguments, condition, value, reference."""
    return tuple(
        (_terms(left.split(" ", 1)[1]), parse(condition or "true"), parse(value), reference)
        for left, value, condition, reference in rows_of(REWRITINGS)
        if left.startswith(f"{head} ")
    )


def rows_of(table: str) -> Iterator[list[str]]:
    """The cells of a table, row by row."""
    return ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())


@cache
def recurrences(head: str) -> tuple[tuple[Term, ...], int, bool, Term, Term, Term, Term] | None:
    """The recurrence of a head: arguments, the place of z, whether two are needed, a step down, when, one up, when."""
    for row in RECURRENCES:
        if row.head == head:
            arguments = _terms(row.arguments)
            steps = (row.down, row.down_if or "true", row.up, row.up_if or "true")
            down, down_if, up, up_if = (parse(text) for text in steps)
            return arguments, arguments.index("z"), row.second, down, down_if, up, up_if
    return None


@cache
def parameter_derivatives(head: str, place: int) -> tuple[tuple[tuple[Term, ...], Term], ...]:
    """The rows of a head and a place: arguments and value."""
    return tuple((_terms(row[2]), parse(row[3])) for row in PARAMETER_DERIVATIVES if row[:2] == (head, place))


def direction_of(form: Form, second: bool) -> int:
    """Whether an argument is moved down or up: of a number into (0, 1], of others until their constant part is in [1, 2).

    With [0, 1) for the others a pole would come near where an argument 1 + t is differentiated at t = 0. Where two
    neighbours are needed it is [0, 1] and [0, 2).
    """
    constant = form.get((), 0)
    if not -MOST_SHIFTS <= constant <= MOST_SHIFTS:
        return 0
    if number_of(form) is not None:
        return -1 if constant > 1 else 1 if constant < 0 or (constant == 0 and not second) else 0
    return -1 if constant >= 2 else 1 if constant < (0 if second else 1) else 0


def matched(pattern: tuple[Term, ...], terms: tuple[Term, ...], forms: list[Form]) -> dict[str, Term] | None:
    """What the parameters of a row stand for; a parameter that stands twice must meet one form twice."""
    given: dict[str, Term] = {}
    met: dict[str, Form] = {}
    for name, term, form in zip(pattern, terms, forms, strict=True):
        if isinstance(name, str):
            if met.setdefault(name, form) != form:
                return None
            given[name] = term
        elif number_of(form) != name:
            return None
    return given


def filled(term: Term, given: Mapping[str, Term]) -> Term:
    """A term of a row with its parameters replaced, all at once; rows bind nothing."""

    def combine(part: Term, parts: list[Any]) -> Any:
        return (
            (part[0], *parts) if isinstance(part, tuple) else given.get(part, part) if isinstance(part, str) else part
        )

    done: Term = fold(term, combine)
    return done


def _terms(text: str) -> tuple[Term, ...]:
    return tuple(parse(f"(+ {word})")[1] for word in text.split())  # type: ignore[index]
