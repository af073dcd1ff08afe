"""The checker: asks of every step of a certificate whether it is true, with code that shares nothing with the rules.

It imports the standard library, mpmath and the files beside it. Rules are found by SymPy and are not trusted; what is
trusted stands here and in `certificate`, `evaluate` and `quadrature`. It asks, in this order: are lemmas there and free
of cycles; is every law a law (its support no empty interval, its density nowhere negative, its total 1); is the start
the definition of the measure that the title names, and is that measure finite; is the right side of each step defined
wherever the left side is, and does the relation hold at enough decisive points; is the claim what the steps add up to.
Unknown is never a pass.

Run it as ``python -m symbinfo.checker FILE.json``.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbinfo.certificate import Certificate, Law, Measure, Plain, Term, free_symbols, functions, parse, replace
from symbinfo.errors import BudgetExceeded, CertificateError
from symbinfo.evaluate import Estimate, Evaluator, Undefined, Unknown, settled

__all__ = ["Record", "Report", "check"]

Point = Mapping[str, Fraction]

# Two sides agree when they differ by less than their error estimates and these are below 10**-DIGITS, absolutely or
# relatively. Each rung is a pair of working precisions; the second is climbed where the first does not decide.
POINTS, DECISIVE, DIGITS = 6, 4, 24
RUNGS = ((28, 37), (46, 58))
MOST_PROPOSALS = 400
SEED = "symbinfo certificate 1"

# Concrete densities on the line for an abstract one: normal, logistic, Laplace, two bells, Student with 5 degrees. None
# is centred at 0 with variance 1, and most are not even.
DENSITIES = (
    "(* (^ (* 2 %pi) -1/2) 2/3 (exp (* -2/9 (^ (+ x -1/2) 2))))",
    "(* (exp (* -1 (+ x 1/2))) (^ (+ 1 (exp (* -1 (+ x 1/2)))) -2))",
    "(* 2/3 (exp (* -4/3 (abs (+ x -1/4)))))",
    "(* (^ (* 2 %pi) -1/2) (+ (* 1/4 (exp (* -1/2 (^ (+ x 2) 2)))) (* 3/2 (exp (* -2 (^ (+ x -1) 2))))))",
    "(* 8/3 (^ %pi -1) (^ 5 -1/2) (^ (+ 1 (* 1/5 (^ (+ x -1) 2))) -3))",
)


@dataclass(frozen=True)
class Record:
    """What was found of one thing that was asked: a law, a start, a step or a claim."""

    where: str
    verdict: str
    reason: str = ""
    witness: dict[str, str] | None = None


@dataclass(frozen=True)
class Report:
    """The outcome: holds, refuted or undecided, with the record that decided it and all others."""

    verdict: str
    reason: str
    level: str
    points: int
    digits: int
    worst_error: str
    records: tuple[Record, ...] = field(default=(), repr=False)

    @property
    def accepted(self) -> bool:
        """Whether every question was answered with yes."""
        return self.verdict == "holds"

    @property
    def witness(self) -> dict[str, str] | None:
        """The point at which the certificate was refuted, with the two values."""
        return next((r.witness for r in self.records if r.verdict == "refuted"), None)

    def text(self) -> str:
        """One line for a person."""
        return f"{self.verdict:<11} {self.reason}"

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON data."""
        return {
            "verdict": self.verdict,
            "level": self.level,
            "points": self.points,
            "digits": self.digits,
            "worst_error": self.worst_error,
            "reason": self.reason,
            "witness": self.witness,
        }


def check(certificate: Certificate, seconds: float | None = None) -> Report:
    """Re-check a certificate.

    Parameters
    ----------
    certificate : Certificate
        What is to be checked.
    seconds : float, optional
        A limit of time.

    Returns
    -------
    Report
        ``holds`` only when every question was decided with yes.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    values = _Values(None if seconds is None else time.monotonic() + seconds)
    try:
        records = [*_lemmas(certificate)]
        for name, plain in certificate.derivations:
            records.extend(_Derivation(values, name, plain).run())
    except BudgetExceeded:
        raise BudgetExceeded("the check", f"{seconds:g} seconds") from None
    bad = [r for verdict in ("refuted", "undecided") for r in records if r.verdict == verdict]
    steps = sum(len(plain.steps) for _, plain in certificate.derivations)
    summary = f"{steps} steps, {values.decisive} of {values.asked} points decisive, {DIGITS} digits"
    return Report(
        verdict=bad[0].verdict if bad else "holds",
        reason=f"{bad[0].where}: {bad[0].reason}" if bad else summary,
        level="checked",
        points=values.points,
        digits=DIGITS,
        worst_error=f"{float(values.worst):.1e}",
        records=tuple(records),
    )


def _lemmas(certificate: Certificate) -> Iterator[Record]:
    """Cited lemmas must be there, and no derivation may rest on itself."""
    cites = {name: {x for s in plain.steps for x in s.lemmas} for name, plain in certificate.derivations}
    for name, cited in cites.items():
        missing = sorted(cited - set(cites))
        if missing:
            yield Record(name, "refuted", f"cites the lemma {missing[0]}, which is not there")
        seen: set[str] = set()
        waiting = list(cited)
        while waiting:
            other = waiting.pop()
            waiting.extend(cites.get(other, set()) - seen)
            seen |= {other, *cites.get(other, ())}
        if name in seen:
            yield Record(name, "refuted", "rests on itself through the lemmas it cites")


# --- values ----------------------------------------------------------------------------------------------------------


class _Values:
    """Evaluators of several precisions, what they have found already, and a tally."""

    def __init__(self, deadline: float | None) -> None:
        self.deadline = deadline
        self.evaluators: dict[Any, Evaluator] = {}
        self.known: dict[Any, Estimate | Undefined | Unknown] = {}
        self.decisive = self.asked = self.points = 0
        self.worst: Any = 0

    def evaluator(self, digits: int, names: tuple[str, ...] = (), member: int = 0) -> Evaluator:
        """The evaluator at a precision, with the abstract functions standing for members of the pool."""
        key = (digits, names, member if names else 0)
        if key not in self.evaluators:
            table = {name: ("x", parse(DENSITIES[(member + i) % len(DENSITIES)])) for i, name in enumerate(names)}
            self.evaluators[key] = Evaluator(digits, table, self.deadline)
        return self.evaluators[key]

    def value(self, term: Term, point: Point, rung: int, names: tuple[str, ...], member: int) -> Estimate:
        """The value of a term, computed once; raises Undefined or Unknown, also the second time."""
        free = {name: point[name] for name in free_symbols(term)}
        names = names if functions(term) else ()
        key = (term, tuple(sorted(free.items())), rung, names, member if names else 0)
        if key not in self.known:
            try:
                coarse, fine = (self.evaluator(digits, names, member) for digits in RUNGS[rung])
                self.known[key] = settled(term, free, coarse, fine)
            except (Undefined, Unknown) as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, Exception):
            raise found
        return found


@dataclass(frozen=True)
class _Outcome:
    """What one point says of a relation."""

    verdict: str
    reason: str = ""
    before: str = ""
    after: str = ""


class _Derivation:
    """The questions asked of one derivation."""

    def __init__(self, values: _Values, name: str, plain: Plain) -> None:
        self.values, self.name, self.plain = values, name, plain
        self.functions = tuple(name for name, _ in plain.functions)
        self.points, self.corner = _points(plain, values.evaluator(RUNGS[0][0]))
        values.points = max(values.points, len(self.points))

    def run(self) -> Iterator[Record]:
        wanted = POINTS if self.plain.symbols else 1
        if len(self.points) < wanted:
            reason = f"only {len(self.points)} of {wanted} points of the stated domain were found"
            yield Record(self.name, "undecided", reason)
            return
        for name, law in self.plain.laws:
            yield from self.law(f"{self.name}, law {name}", law)
        yield from self.title()
        yield from self.steps()
        yield self.claimed()

    def every_point(self) -> list[tuple[int, Point]]:
        return list(enumerate([*self.points, *self.corner]))

    def at(self, term: Term, point: Point, i: int, rung: int = 0) -> Estimate:
        return self.values.value(term, point, rung, self.functions, i)

    # --- laws --------------------------------------------------------------------------------------------------------

    def law(self, where: str, law: Law) -> Iterator[Record]:
        """A law has a support, is nowhere negative, and adds up to 1."""
        for i, point in self.every_point():
            try:
                fault = self.fault(law, point, i)
            except (Undefined, Unknown) as error:
                fault = f"cannot be evaluated: {error}"
            if fault:
                yield Record(where, "refuted", f"{fault} at {_place(point)}")
                return
        yield self.compare(where, "=", _total(law), 1, "the law does not integrate to 1", needs_left=True)

    def fault(self, law: Law, point: Point, i: int) -> str:
        """What is wrong with a law besides its total, or an empty text."""
        if law.kind == "finite":
            return next((f"a probability is {_show(p)}" for p in self.probabilities(law, point, i) if _negative(p)), "")
        lower, upper = self.ends(law, point, i)
        if not (lower < upper or (lower == upper and law.kind == "discrete")):
            return "the support is empty"
        for x in _probes(lower, upper, law.kind):
            try:
                found = self.at(law.density, {**point, law.variable: x}, i)
            except (Undefined, Unknown):
                continue  # a singular point; a density undefined on an interval has no total
            if _negative(found):
                return f"the density is negative ({_show(found)}) at {law.variable}={x}"
        return ""

    def probabilities(self, law: Law, point: Point, i: int) -> list[Estimate]:
        return [self.at(p, point, i) for _, p in law.outcomes]

    def ends(self, law: Law, point: Point, i: int) -> tuple[Any, Any]:
        """The ends of a support: numbers or infinities."""
        lower, upper = (
            _INFINITE[end] if end in _INFINITE else _exact(self.at(end, point, i)) for end in (law.lower, law.upper)
        )
        return lower, upper

    # --- the title ---------------------------------------------------------------------------------------------------

    def title(self) -> Iterator[Record]:
        """The start must be the definition of the measure that the title names, built here from the laws.

        The definition reads a density by its formula, also outside its support: where the first law has mass that the
        second has not, the measure is +oo whatever the formula gives there, and nothing else may be claimed of it.
        """
        measure, laws = self.plain.measure, dict(self.plain.laws)
        if measure is None:
            return
        where = f"{self.name}, title"
        try:
            definition = _definition(measure, laws)
        except CertificateError as error:
            yield Record(where, "refuted", str(error))
            return
        if definition != self.plain.start:
            yield self.compare(
                where, "=", definition, self.plain.start, "the start is not the definition of the measure"
            )
        if measure.name in ("kl", "cross-entropy") and not any(s.term == "%oo" for s in self.plain.steps):
            escaping = next((p for i, p in self.every_point() if self.escapes(p, i)), None)
            if escaping is not None:
                reason = "a finite value is claimed, but the first law has mass where the second has none"
                yield Record(where, "refuted", f"{reason} at {_place(escaping)}")

    def escapes(self, point: Point, i: int) -> bool:
        """Whether a place of positive mass of the first law lies where the second has none."""
        if self.plain.measure is None or self.plain.measure.name not in ("kl", "cross-entropy"):
            return False
        laws = dict(self.plain.laws)
        first, second = (laws[name] for name in self.plain.measure.laws)
        if first.kind == "finite":
            held = [(o, self.at(p, point, i)) for o, p in first.outcomes]
            return any(p.value > p.error and self.mass_is_zero(second, o, point, i) for o, p in held)
        lower, upper = self.ends(first, point, i)
        if second.kind == "finite":
            places = _probes(lower, upper, first.kind)
        else:
            low, high = self.ends(second, point, i)
            places = [x for x in _probes(lower, upper, first.kind, (low, high)) if not low <= x <= high]
            inside = [x for x in _probes(lower, upper, first.kind) if low < x < high]
            places += [x for x in inside if self.vanishes_around(second, x, point, i)]
        return any(self.positive(first, x, point, i) for x in places if not self._is_outcome(second, x, point, i))

    def _is_outcome(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        return law.kind == "finite" and not self.mass_is_zero(law, _term_of(x), point, i)

    def positive(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        try:
            found = self.at(law.density, {**point, law.variable: x}, i)
        except (Undefined, Unknown):
            return False
        return bool(found.value > 4 * found.error)

    def vanishes_around(self, law: Law, x: Fraction, point: Point, i: int) -> bool:
        """Whether a density is exactly 0 at a place; on the line also a little to its right and left."""
        near = [x] if law.kind == "discrete" else [x, x * (1 + Fraction(1, 2**20)), x * (1 - Fraction(1, 2**20))]
        try:
            return all(self.at(law.density, {**point, law.variable: y}, i).value == 0 for y in near)
        except (Undefined, Unknown):
            return False

    def mass_is_zero(self, law: Law, outcome: Term, point: Point, i: int) -> bool:
        if law.kind == "finite":
            return not any(o == outcome and self.at(p, point, i).value > 0 for o, p in law.outcomes)
        if free_symbols(outcome) - set(point):
            return True  # a label is no number
        value = _exact(self.at(outcome, point, i))
        lower, upper = self.ends(law, point, i)
        whole = law.kind != "discrete" or value == int(value)
        return not (whole and lower <= value <= upper) or not self.positive(law, value, point, i)

    # --- steps -------------------------------------------------------------------------------------------------------

    def steps(self) -> Iterator[Record]:
        before = self.plain.start
        for number, step in enumerate(self.plain.steps, 1):
            where = f"{self.name}, step {number} {step.rule}"
            if "%oo" in (before, step.term):
                yield self.infinite(where, before, step.relation, step.term)
            else:
                yield self.compare(where, step.relation, before, step.term, "the two sides differ")
            before = step.term

    def infinite(self, where: str, before: Term, relation: str, after: Term) -> Record:
        """A divergence is +oo when the first law has mass where the second has none: look for such a place."""
        if before == after and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        if before == "%oo":
            return Record(where, "refuted", "nothing but +oo follows from +oo")
        if relation != "=" or not all(self.escapes(point, i) for i, point in enumerate(self.points)):
            return Record(where, "undecided", "no place was found where the first law has mass and the second none")
        return Record(where, "holds", "the first law has mass where the second has none")

    def claimed(self) -> Record:
        """The claim must be what the steps add up to."""
        relation, left, right = self.plain.claim
        where = f"{self.name}, claim"
        last = self.plain.steps[-1].term if self.plain.steps else self.plain.start
        if left != self.plain.start:
            return Record(where, "refuted", "the left side of the claim is not the start")
        if right != last:
            return Record(where, "refuted", "the right side of the claim is not where the last step ends")
        composed = _composed([s.relation for s in self.plain.steps])
        if composed is None or relation not in _IMPLIED[composed]:
            return Record(where, "refuted", f"the steps do not add up to {relation}")
        return Record(where, "holds")

    # --- comparing ---------------------------------------------------------------------------------------------------

    def compare(
        self, where: str, relation: str, left: Term, right: Term, complaint: str, needs_left: bool = False
    ) -> Record:
        """Ask whether ``left relation right`` holds at enough decisive points."""
        if left == right and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        agreed, doubt = 0, ""
        for i, point in self.every_point():
            outcome = self.judge(relation, left, right, point, i)
            self.values.asked += 1
            if outcome.verdict == "refuted":
                values = {"before": outcome.before, "after": outcome.after}
                witness = {**{name: str(x) for name, x in point.items()}, **values}
                reason = f"{complaint} at {_place(point)}: {outcome.before} before, {outcome.after} after"
                return Record(where, "refuted", reason, witness)
            self.values.decisive += outcome.verdict == "holds"
            agreed += outcome.verdict == "holds" and i < len(self.points)
            doubt = outcome.reason or doubt
        wanted = len(self.points) if needs_left else min(DECISIVE, len(self.points))
        if agreed < wanted:
            return Record(where, "undecided", f"{agreed} of {len(self.points)} points are decisive; {doubt}")
        return Record(where, "holds", f"{agreed} of {len(self.points)} points")

    def judge(self, relation: str, left: Term, right: Term, point: Point, i: int) -> _Outcome:
        """What one point says: the first rung may confirm, the last alone may refute."""
        outcome = _Outcome("unknown")
        for rung in range(len(RUNGS)):
            outcome = self.judge_on(rung, relation, left, right, point, i)
            if outcome.verdict in ("holds", "undefined"):
                break
        return outcome

    def judge_on(self, rung: int, relation: str, left: Term, right: Term, point: Point, i: int) -> _Outcome:
        try:
            before = self.at(left, point, i, rung)
        except Undefined as error:
            return _Outcome("undefined", f"the left side is not defined: {error}")
        except Unknown as error:
            return _Outcome("unknown", f"left side: {error}")
        try:
            after = self.at(right, point, i, rung)
        except Undefined:
            return _Outcome("refuted", "", _show(before), "undefined")
        except Unknown as error:
            return _Outcome("unknown", f"right side: {error}")
        verdict, reason = self.relate(relation, before, after)
        return _Outcome(verdict, reason, _show(before), _show(after))

    def relate(self, relation: str, before: Estimate, after: Estimate) -> tuple[str, str]:
        """Whether a relation holds between two values, as far as their errors let see."""
        error = before.error + after.error
        scale = max(abs(before.value), abs(after.value), 1)
        fine = error <= scale / 10**DIGITS
        gap = after.value - before.value if relation in ("<", "<=") else before.value - after.value
        doubt = f"error {float(error):.1e} above {float(scale):.1e} * 1e-{DIGITS}"
        if relation != "=" and gap > 8 * error:
            return "holds", ""
        if abs(gap) <= error:
            if not fine:
                return "unknown", doubt
            self.values.worst = max(self.values.worst, error / scale)
            return ("unknown", f"equal to {DIGITS} digits") if relation in ("<", ">") else ("holds", "")
        surely = abs(gap) > 8 * error if fine else abs(gap) > 1000 * error
        return ("refuted", "") if surely else ("unknown", doubt)


# --- definitions -----------------------------------------------------------------------------------------------------


def _bind(law: Law, body: Term) -> Term:
    head = "integral" if law.kind == "continuous" else "sum"
    return (head, ("*", law.density, body), law.variable, law.lower, law.upper)


def _total(law: Law) -> Term:
    """What must be 1."""
    return ("+", *(p for _, p in law.outcomes)) if law.kind == "finite" else _bind(law, 1)


ARITY = {"self-information": 1, "entropy": 1, "cross-entropy": 2, "kl": 2}


def _definition(measure: Measure, laws: dict[str, Law]) -> Term:
    """The definition of the named measure, in its base, from the laws alone."""
    chosen = [laws[name] for name in measure.laws]
    if ARITY.get(measure.name) != len(chosen) or (measure.name == "self-information") != (measure.at is not None):
        raise CertificateError(f"no definition of the measure {measure.name} of {len(chosen)} laws is known")
    own, other = chosen[0], chosen[-1]
    if measure.at is not None:
        nats: Term = ("*", -1, ("log", _mass_at(own, measure.at)))
    elif own.kind == "finite":
        nats = ("+", *(("*", p, _surprise(measure.name, p, _mass_at(other, o))) for o, p in own.outcomes))
    elif other.kind == "finite":
        raise CertificateError("the definition of a measure of an infinite law against a finite one is not known")
    elif own.kind != other.kind:
        raise CertificateError("a measure of a continuous law against a discrete one has no definition")
    else:
        nats = _bind(own, _surprise(measure.name, own.density, replace(other.density, other.variable, own.variable)))
    return nats if measure.base == "%e" else ("*", nats, ("^", ("log", measure.base), -1))


def _surprise(name: str, own: Term, other: Term) -> Term:
    """What is averaged: -log q for entropy and cross-entropy, log(p/q) for the divergence."""
    return ("log", ("*", own, ("^", other, -1))) if name == "kl" else ("*", -1, ("log", other))


def _mass_at(law: Law, outcome: Term) -> Term:
    if law.kind == "finite":
        return next((p for o, p in law.outcomes if o == outcome), 0)
    return replace(law.density, law.variable, outcome)


# --- numbers ---------------------------------------------------------------------------------------------------------

_INFINITE: dict[Term, float] = {"%oo": float("inf"), "%-oo": float("-inf")}


def _exact(found: Estimate) -> Fraction:
    """The rational number that a floating-point number is."""
    sign, mantissa, exponent, _ = found.value._mpf_
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** int(exponent)


def _term_of(x: Fraction) -> Term:
    return x.numerator if x.denominator == 1 else x


def _negative(found: Estimate) -> bool:
    return bool(found.value < -4 * found.error)


def _show(found: Estimate) -> str:
    value = found.value
    return str(value.context.nstr(value, 20))


def _place(point: Point) -> str:
    return ", ".join(f"{name}={value}" for name, value in point.items()) or "the only point"


def _probes(lower: Any, upper: Any, kind: str, also: tuple[Any, Any] = (0, 0)) -> list[Fraction]:
    """Places of a support, also near and beyond two other places; whole numbers for a discrete law."""
    finite = [Fraction(end) for end in (lower, upper, *also) if end not in _INFINITE.values()]
    if kind == "discrete":
        near = {int(end) + j for end in finite for j in range(-3, 8)} | {-1000, -100, -20, 20, 100, 1000}
        return [Fraction(k) for k in sorted(near) if lower <= k <= upper]
    steps = [Fraction(n, d) for n, d in ((1, 1000), (1, 20), (1, 3), (1, 1), (5, 2), (20, 1))]
    near_ends = {end + sign * s for end in finite for s in steps for sign in (1, -1)}
    between = {a + (b - a) * s for a in finite for b in finite if a < b for s in steps[:3] + [1 - s for s in steps[:3]]}
    return [x for x in sorted(near_ends | between) if lower < x < upper]


# --- relations -------------------------------------------------------------------------------------------------------

_IMPLIED = {"=": {"=", "<=", ">="}, "<": {"<", "<="}, ">": {">", ">="}, "<=": {"<="}, ">=": {">="}}


def _composed(relations: list[str]) -> str | None:
    """The relation of a chain, or None where the directions are mixed."""
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((r for r in ("<", ">", "<=", ">=") if r in kinds), "=")


# --- sampling --------------------------------------------------------------------------------------------------------

# Ranges, in 1024ths, that the points walk through: both regimes around 1.
_RANGES = ((512, 2048), (40, 307), (2048, 8192), (307, 1024), (8192, 40960), (1024, 3072))
_CORNERS = {
    "real": 0,
    "nonnegative": 0,
    "probability": 0,
    "integer": 0,
    "nonnegative integer": 0,
    "positive integer": 1,
}


def _points(plain: Plain, evaluator: Evaluator) -> tuple[list[Point], list[Point]]:
    """Points of the stated domain, always the same, and a corner of it.

    Values depend on the symbol and the number of the point only, so that a lemma meets the integrals of the main
    derivation at the same points. They are multiples of 1/1024: exact in binary, so that ends of supports are exact.
    Where conditions reject a point, further ones are proposed, with ranges chosen at random.
    """
    if not plain.symbols:
        return [{}] * (len(DENSITIES) if plain.functions else 1), []
    found: list[Point] = []
    for i in range(POINTS):
        for attempt in range(MOST_PROPOSALS):
            point = {name: _value(name, kind, i, attempt) for name, kind in plain.symbols}
            if all(evaluator.holds(c, point) for c in plain.conditions):
                found.append(point)
                break
    corner = {name: Fraction(_CORNERS[k]) if k in _CORNERS else _value(name, k, 0, 0) for name, k in plain.symbols}
    cornered = any(k in _CORNERS for _, k in plain.symbols) and all(
        evaluator.holds(c, corner) for c in plain.conditions
    )
    return found, [corner] if cornered else []


def _value(name: str, kind: str, i: int, attempt: int) -> Fraction:
    """A value of a kind: the ranges and signs take turns over the points, the digits are random."""
    rng = random.Random(hashlib.sha256(f"{SEED}|{name}|{kind}|{i}|{attempt}".encode()).digest())
    turn = rng.randrange(60) if attempt else i + sum(map(ord, name))
    if "integer" in kind:
        whole = (2, 1, 5, 3, 8, 13)[turn % 6] + rng.randrange(2)
        other = {"integer": -whole if turn % 2 else whole, "nonnegative integer": whole - 1}
        return Fraction(other.get(kind, whole))
    if "probability" in kind:
        return Fraction(rng.choice((rng.randrange(1, 100), rng.randrange(100, 924), rng.randrange(924, 1024))), 1024)
    # Odd numerators: no value is whole or a simple fraction.
    size = Fraction(rng.randrange(*_RANGES[turn % len(_RANGES)]) | 1, 1024)
    negative = kind == "negative" or (kind in ("real", "nonzero") and (turn // 2 + i) % 2)
    return -size if negative else size


def main(arguments: list[str] | None = None) -> int:
    """Check the certificate in a file and print the outcome; 0 holds, 1 refuted, 2 unreadable, 3 undecided."""
    names = sys.argv[1:] if arguments is None else arguments
    if len(names) != 1:
        print("usage: python -m symbinfo.checker FILE.json", file=sys.stderr)
        return 2
    try:
        with open(names[0], encoding="utf-8") as file:
            report = check(Certificate.loads(file.read()))
    except (OSError, UnicodeDecodeError, CertificateError) as error:
        print(f"symbinfo: {error}", file=sys.stderr)
        return 2
    print(report.text())
    return {"holds": 0, "refuted": 1}.get(report.verdict, 3)


if __name__ == "__main__":
    sys.exit(main())
