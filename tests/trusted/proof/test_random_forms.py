"""Random steps through each form of inference: what is accepted is true of values at 50 digits, wherever there are some.

Half of the steps are true by construction, and half are off by one edit; of the true ones most must be accepted, or
nothing would be shown.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import mpmath
import pytest
from mpmath import mp, mpf
from random_terms import KINDS, Undefined, Unsure, disguised, mutated, point, positive, real, value

from symbinfo.trusted import CertificateError, dump
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.cut_ranges import told_apart
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.derivatives import derivative
from symbinfo.trusted.proof.facts import FACTS
from symbinfo.trusted.proof.inference import FORMS, Setting
from symbinfo.trusted.proof.range_ends import limit_at_end
from symbinfo.trusted.proof.refusal import Refused
from symbinfo.trusted.terms import free_symbols, replace
from symbinfo.trusted.witnesses import ByFacts, Chart, Cut, FactInstance, Part, Witness

NO_VALUE = (Undefined, Unsure, ValueError, OverflowError, ZeroDivisionError, mpmath.libmp.NoConvergence)
SEEDS = pytest.mark.parametrize("seeds", [range(24), pytest.param(range(1000, 1600), marks=pytest.mark.slow)])
SMALL = {"a": "positive", "b": "positive", "c": "positive"}


def number(term, where, cuts=()):
    """The value of a term with integrals, by quadrature in pieces."""
    if isinstance(term, tuple) and term[0] == "integral":
        _, body, name, *ends = term
        low, high = (
            {"%oo": mp.inf, "%-oo": -mp.inf}.get(e) if isinstance(e, str) and e[1:] in ("oo", "-oo") else None
            for e in ends
        )
        low = number(ends[0], where) if low is None else low
        high = number(ends[1], where) if high is None else high
        inner = sorted(k for k in (number(c, where) for c in cuts) if low < k < high)
        return mpmath.quad(lambda t: value(body, {**where, name: t}), [low, *inner, high])
    if isinstance(term, tuple) and term[0] in ("+", "*"):
        return (mpmath.fsum if term[0] == "+" else mpmath.fprod)([number(part, where, cuts) for part in term[1:]])
    return value(term, where)


def place(rng: Random):
    return {name: Fraction(rng.randint(20, 300), 97) for name in SMALL}


def is_accepted(form, left, right, witness, context) -> bool:
    """Whether a form takes a step whose parts are defined."""
    if undefined(left, context) or undefined(right, context):
        return False
    try:
        FORMS[form](left, right, witness, Setting(context, (), {}))
    except (Refused, CertificateError):
        return False
    return True


def agree(left, right, rng, cuts=(), digits=20) -> bool:
    with mp.workdps(30):
        where = place(rng)
        one, other = number(left, where, cuts), number(right, where, cuts)
        return abs(one - other) <= mpf(10) ** -digits * (1 + abs(one))


def counted(seeds, make, form, least=0.4):
    """Make steps, half of them broken; those accepted must be true, and of the true ones so many are accepted."""
    accepted = 0
    for seed in seeds:
        rng = Random(f"{form} {seed}")
        left, right, witness, cuts = make(rng)
        broken = rng.random() < 0.5
        if broken:
            right = mutated(right, rng)
        if is_accepted(form, left, right, witness, Context(SMALL)):
            accepted += not broken
            try:
                assert agree(left, right, rng, cuts), (dump(left), dump(right))
            except NO_VALUE:
                continue
    assert accepted >= least * len(seeds) / 2


def coefficient(rng: Random):
    return rng.choice((*SMALL, 1, 2, -1, Fraction(1, 2), ("*", "a", "b"), ("log", "c"), ("+", "a", -1), ("^", "b", -1)))


def linear_step(rng: Random):
    """An integral of a sum against the sum of the integrals."""
    scale = rng.choice(("a", "b", 1, 2))
    pieces = [
        (coefficient(rng), ("*", ("^", "x", k), ("exp", ("*", -1, scale, "x"))))
        for k in rng.sample(range(4), rng.randint(1, 3))
    ]
    body = ("+", *(("*", c, piece) for c, piece in pieces)) if len(pieces) > 1 else ("*", *pieces[0])
    left = ("integral", disguised(body, rng, 0.2), "x", 0, "%oo")
    right = ("+", 0, *(("*", c, ("integral", piece, "x", 0, "%oo")) for c, piece in pieces))
    return left, right, Witness("linear"), ()


@SEEDS
def test_linear_combinations(seeds):
    counted(seeds, linear_step, "linear")


def split_step(rng: Random):
    """|x - s| and the like on two pieces."""
    gap = ("+", "x", ("*", -1, "a"))
    far = ("+", "a", "b")
    body = rng.choice((("abs", gap), ("max", gap, 0), ("cases", ("case", "b", ("<", "x", "a")), ("case", "x", "true"))))
    below, above = {
        "abs": (("*", -1, gap), gap),
        "max": (0, gap),
        "cases": ("b", "x"),
    }[body[0]]
    other = rng.choice((1, ("exp", ("*", -1, "x")), ("^", "x", 2), ("+", "c", "x")))
    left = ("integral", ("*", body, other), "x", 0, far)
    right = (
        "+",
        ("integral", ("*", below, other), "x", 0, "a"),
        ("integral", ("*", above, other), "x", "a", far),
    )
    return left, right, Witness("split", cuts=(Cut(left, ("a",)),)), ("a",)


@SEEDS
def test_cut_ranges(seeds):
    counted(seeds, split_step, "split")


def primitive(rng: Random, depth: int = 2):
    """A function of x that is smooth for x > 0."""
    if depth == 0 or rng.random() < 0.2:
        return rng.choice(("x", ("^", "x", 2), ("*", "a", "x"), ("+", "x", "b"), ("^", "x", Fraction(3, 2))))
    inner = primitive(rng, depth - 1)
    return rng.choice(
        (
            ("*", primitive(rng, depth - 1), inner),
            ("+", primitive(rng, depth - 1), ("*", coefficient(rng), inner)),
            ("exp", ("*", -1, inner)),
            ("log", ("+", 1, ("^", inner, 2))),
            ("atan", inner),
            ("abs", ("+", inner, ("*", -1, "c"))),
            ("^", ("+", 1, inner), -1),
        )
    )


def antiderivative_step(rng: Random):
    """A derivative against the difference of what it is the derivative of."""
    whole = primitive(rng)
    ends = rng.choice(((1, 2), ("a", ("+", "a", "b")), (0, "c"), (Fraction(1, 2), ("+", 1, "b"))))
    body = derivative(whole, "x")
    left = ("integral", disguised(body, rng, 0.1) if rng.random() < 0.5 else body, "x", *ends)
    right = ("+", replace(whole, "x", ends[1]), ("*", -1, replace(whole, "x", ends[0])))
    return left, right, Witness("antiderivative", cuts=(Cut(left, ends, None, whole, (1,)),)), ("c", 1)


@SEEDS
def test_antiderivatives(seeds):
    counted(seeds, antiderivative_step, "antiderivative", least=0.2)


#: Facts whose kernels are quickly integrated, with values of their parameters: whole numbers, so that ends are smooth.
SIMPLE = {
    "gamma-integral": {"p": (0, 1, 2), "c": ("a", 1, 2, "b"), "m": (1, 2)},
    "beta-integral": {"p": (0, 1, 3), "q": (0, 2, 1)},
    "power-integral-from-zero": {"p": (0, 1, 2), "h": ("a", "b", 3)},
    "power-integral": {"p": (-2, 1, 2, -3), "l": (1, "a"), "h": (("+", 2, "a"), ("+", 1, "a", "b"))},
    "bounded-exponential-integral": {"t": (1, -2, ("*", -1, "a"), "b"), "h": ("c", 1)},
    "gaussian-integral": {"t": (0, "a", ("*", -1, "b")), "c": ("c", 1, 2)},
}
#: A change of variables and its inverse, with the slope of the inverse, by the range that it is made for.
CHARTS = {
    "affine": (("+", "b", ("*", "a", "y")), ("*", ("^", "a", -1), ("+", "x", ("*", -1, "b"))), ("^", "a", -1)),
    "mirrored": (("*", -1, "y"), ("*", -1, "x"), 1),
    "root": (("^", "y", Fraction(1, 2)), ("^", "x", 2), ("*", 2, "x")),
    "log": (("*", -1, ("log", "y")), ("exp", ("*", -1, "x")), ("exp", ("*", -1, "x"))),
}


def integral_step(rng: Random):
    """An integral that is a multiple of a stored one after a change of variables; now and then a derivative of it."""
    name = rng.choice(sorted(SIMPLE))
    values = {key: rng.choice(choices) for key, choices in SIMPLE[name].items()}
    total, _, value_ = FACTS[name].instantiate(values, "y")
    _, kernel, _, low, high = total
    chart = rng.choice(sorted(CHARTS) if low == 0 else ["affine", "mirrored"])
    forth, back, slope = CHARTS[chart]
    times = coefficient(rng)
    parameter, order = "", 0
    if rng.random() < 0.3:
        moving = rng.choice(FACTS[name].differentiable)
        values[moving] = ("+", values[moving], "e")
        parameter, order = "e", 1
        total, _, value_ = FACTS[name].instantiate(values, "y")
        kernel, value_ = (replace(derivative(t, "e"), "e", 0) for t in (total[1], value_))
    ends = [_image(chart, end, forth) for end in (low, high)]
    body = ("*", times, replace(kernel, "y", back), slope)
    left = ("integral", body, "x", *(ends if chart not in ("mirrored", "log") else ends[::-1]))
    instance = FactInstance(name, "y", tuple(sorted(values.items())), parameter)
    part = Part(times, instance, order)
    right = ("*", times, value_)
    if rng.random() < 0.2:  # a witness that lies
        key = rng.choice(sorted(values))
        part = Part(
            times,
            FactInstance(name, "y", tuple(sorted({**values, key: ("+", values[key], 1)}.items())), parameter),
            order,
        )
    return left, right, Witness("integral", integrals=(ByFacts(left, Chart("y", low, high, (forth,)), (part,)),)), ()


def _image(chart: str, end, forth):
    if end in ("%oo", "%-oo"):
        return {"mirrored": {"%oo": "%-oo", "%-oo": "%oo"}[end], "log": "%-oo"}.get(chart, end)
    if end == 0:
        return {"affine": "b", "log": "%oo"}.get(chart, 0)
    return replace(forth, "y", end)


@SEEDS
def test_stored_integrals_by_changes_of_variables(seeds):
    counted(seeds, integral_step, "integral", least=0.3)


@SEEDS
def test_cases_of_a_value(seeds):
    """Equality in both cases of a value is equality."""
    proved = 0
    for seed in seeds:
        rng = Random(f"cases {seed}")
        of, at = real(rng, 2), real(rng, 1)
        case = ("+", of, ("*", -1, at))
        left = rng.choice(
            (("abs", case), ("max", of, at), ("*", ("sign", case), case), ("+", ("abs", case), ("max", of, at)))
        )
        right = {
            "abs": ("max", case, ("*", -1, case)),
            "max": ("*", Fraction(1, 2), ("+", of, at, ("abs", case))),
            "*": ("abs", case),
            "+": ("+", ("abs", case), ("*", Fraction(1, 2), ("+", of, at, ("abs", case)))),
        }[left[0]]
        right = mutated(right, rng) if rng.random() < 0.5 else right
        context = Context(KINDS)
        if undefined(left, context) or undefined(right, context):
            continue
        try:
            for inside in told_apart((case,), context):
                FORMS["same"](left, right, Witness("same"), Setting(inside, (), {}))
        except Refused:
            continue
        proved += 1
        with mp.workdps(50):
            for _ in range(6):
                where = point(rng)
                try:
                    one, other = value(left, where), value(right, where)
                except NO_VALUE:
                    continue
                assert abs(one - other) <= mpf(10) ** -30 * (1 + abs(one)), (dump(left), dump(right), where)
    assert proved >= len(seeds) / 8


def a_map(rng: Random, depth: int):
    """A composition of the maps that changes of variables are made of."""
    if depth == 0:
        return "y"
    inner = a_map(rng, depth - 1)
    return rng.choice(
        (
            ("+", inner, coefficient(rng)),
            ("*", coefficient(rng), inner),
            ("^", inner, rng.choice((-1, 2, Fraction(1, 2), -2, 3))),
            ("exp", inner),
            ("log", inner),
            ("*", ("exp", inner), ("^", ("+", 1, ("exp", inner)), -1)),
            ("asin", ("^", inner, Fraction(1, 2))),
            ("erf", inner),
            ("erfc", inner),
            ("*", -1, inner),
        )
    )


@SEEDS
def test_limits_at_ends_of_ranges(seeds):
    """Near an end a map is near its limit, or far out."""
    found = 0
    for seed in [s + 10**4 * k for s in seeds for k in range(5)]:
        rng = Random(f"ends {seed}")
        term = a_map(rng, rng.randint(1, 3))
        low, high = rng.choice(((0, 1), (0, "%oo"), ("%-oo", "%oo"), (1, "%oo"), ("%-oo", 0)))
        context = Context(SMALL)
        inside = context.within("integral", "y", low, high)
        if undefined(term, inside):
            continue
        for end, step in ((low, 1), (high, -1)):
            limit = limit_at_end(term, "y", end, inside, context)
            if limit is None:
                continue
            found += 1
            with mp.workdps(50):
                where = place(rng)
                seen = []
                for size in (4, 8):
                    near = mpf(10) ** size * -step if end in ("%oo", "%-oo") else mpf(end) + step * mpf(10) ** -size
                    try:
                        seen.append(value(term, {**where, "y": near}))
                    except NO_VALUE:
                        break
                if len(seen) < 2:
                    continue
                if limit in ("%oo", "%-oo"):
                    turn = 1 if limit == "%oo" else -1
                    assert turn * seen[1] > turn * seen[0] or abs(seen[1]) > 5, (dump(term), end, seen)
                else:
                    goal = value(limit, where)
                    assert abs(seen[1] - goal) <= abs(seen[0] - goal) + mpf(10) ** -30, (dump(term), end, seen)
    assert found > len(seeds)


@SEEDS
def test_a_defined_integral_is_finite_inside(seeds):
    """What is said to be defined under an integral sign has a value at almost every place of the range."""
    said = 0
    for seed in seeds:
        rng = Random(f"inside {seed}")
        term = rng.choice((real, positive))(rng, 3)
        low, high = rng.choice(((0, 1), (0, "%oo"), ("a", "%oo"), (-1, 1)))
        if "x" not in free_symbols(term) or undefined(("integral", term, "x", low, high), Context(KINDS)):
            continue
        said += 1
        with mp.workdps(50):
            for _ in range(8):
                where = point(rng)
                start = value(low, where)
                length = mpf(rng.randint(1, 10**6)) / (10**6 + 1) * (4 if high == "%oo" else 1)
                try:
                    value(term, {**where, "x": start + length * (2 if low == -1 else 1)})
                except Undefined:
                    pytest.fail(f"{dump(term)} on ({low}, {high}) at {where}")
                except NO_VALUE:
                    continue
    assert said > len(seeds) / 8
