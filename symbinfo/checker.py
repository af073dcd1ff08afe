"""The checker: asks of every step of a certificate whether it is true, with code that shares nothing with the rules.

It imports the standard library, mpmath and the three files beside it. Rules are found by SymPy and are not trusted; what
is trusted stands here and in `certificate`, `evaluate` and `quadrature`. It asks, in this order: are lemmas there and
free of cycles; does every law integrate to 1; is the start the definition of the measure that the title names; is the
right side of each step defined wherever the left side is, and does the relation hold at enough decisive points; is the
claim what the steps add up to. Unknown is never a pass.

Run it as ``python -m symbinfo.checker FILE.json``.
"""

from __future__ import annotations

import hashlib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symbinfo.certificate import Certificate, Law, Plain, Term, free_symbols, parse
from symbinfo.errors import BudgetExceeded, CertificateError
from symbinfo.evaluate import Evaluator, Overflow, Undefined
from symbinfo.quadrature import Estimate

__all__ = ["Record", "Report", "check"]

POINTS = 5
DECISIVE = 3
DIGITS = (30, 22)
MANY_DIGITS = 90
# Relative differences below this are agreement; above it, and above the error estimates, they refute.
TOLERANCE = 21
MOST_PROPOSALS = 4000

# Concrete densities on the line for an abstract one: normal, logistic, Laplace, two bells, Student with 5 degrees.
DENSITIES = (
    "(* (^ (* 2 %pi) -1/2) (exp (* -1/2 (^ x 2))))",
    "(* 1/2 (exp (* -1 (+ x -1/3))) (^ (+ 1 (exp (* -1 (+ x -1/3)))) -2) 2)",
    "(* 1/3 (exp (* -2/3 (abs (+ x 1/2)))))",
    "(* (^ (* 2 %pi) -1/2) (+ (* 1/4 (exp (* -1/2 (^ (+ x 2) 2)))) (* 3/2 (exp (* -2 (^ (+ x -1) 2))))))",
    "(* 8/3 (^ %pi -1) (^ 5 -1/2) (^ (+ 1 (* 1/5 (^ x 2))) -3))",
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
        A limit of time, looked at between evaluations.

    Returns
    -------
    Report
        ``holds`` only when every question was decided with yes.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    checking = _Checking(certificate, None if seconds is None else time.monotonic() + seconds, seconds)
    records = tuple(checking.run())
    bad = next((r for r in records if r.verdict == "refuted"), None)
    bad = bad or next((r for r in records if r.verdict == "undecided"), None)
    steps = sum(len(plain.steps) for _, plain in certificate.derivations)
    reason = f"{bad.where}: {bad.reason}" if bad else f"{steps} steps, {checking.points} points, {TOLERANCE} digits"
    return Report(
        verdict=bad.verdict if bad else "holds",
        reason=reason,
        level="checked",
        points=checking.points,
        digits=TOLERANCE,
        worst_error=checking.worst,
        records=records,
    )


class _Checking:
    """One run over a certificate."""

    def __init__(self, certificate: Certificate, deadline: float | None, seconds: float | None) -> None:
        self.certificate, self.deadline, self.seconds = certificate, deadline, seconds
        self.points = 0
        self.worst = "0"
        self.evaluators: dict[Any, Evaluator] = {}

    def run(self) -> Iterator[Record]:
        """Everything that is asked, in order; a refutation does not stop the rest."""
        yield from self.lemmas()
        for name, plain in self.certificate.derivations:
            yield from _Derivation(self, name, plain).run()

    def lemmas(self) -> Iterator[Record]:
        """Cited lemmas must be there, and no derivation may rest on itself."""
        cites = {name: {x for s in plain.steps for x in s.lemmas} for name, plain in self.certificate.derivations}
        for name, cited in cites.items():
            missing = sorted(cited - set(cites))
            if missing:
                yield Record(name, "refuted", f"cites the lemma {missing[0]}, which is not there")
        for name in cites:
            if name in _reachable(name, cites):
                yield Record(name, "refuted", "rests on itself through the lemmas it cites")

    def evaluator(self, digits: int, functions: tuple[tuple[str, str], ...], member: int) -> Evaluator:
        """The evaluator at a precision, with the abstract functions standing for a member of the pool."""
        key = (digits, functions, member if functions else 0)
        if key not in self.evaluators:
            table = {
                name: ("x", parse(DENSITIES[(member + i) % len(DENSITIES)])) for i, (name, _) in enumerate(functions)
            }
            self.evaluators[key] = Evaluator(digits, table)
        return self.evaluators[key]

    def shared_points(self, plain: Plain) -> list[dict[str, Fraction]]:
        """The main derivation's points for a lemma over some of its symbols, so that integrals are computed once."""
        main = self.certificate[self.certificate.main]
        if plain is main or not set(plain.symbols) <= set(main.symbols) or plain.functions or not plain.symbols:
            return []
        if self.main_points is None:
            self.main_points = list(_points(main, self))
        names = [name for name, _ in plain.symbols]
        points = [{name: point[name] for name in names} for point in self.main_points]
        evaluator = self.evaluator(DIGITS[1], (), 0)
        kept = [p for p in points if all(_holds(c, p, evaluator) for c in plain.conditions)]
        return kept if len(kept) >= POINTS else []

    main_points: list[dict[str, Fraction]] | None = None

    def tick(self) -> None:
        """Stop when the time is spent."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise BudgetExceeded("the check", f"{self.seconds:g} seconds")


def _reachable(name: str, cites: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(cites[name])
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            waiting.extend(cites.get(other, ()))
    return seen


class _Derivation:
    """The questions asked of one derivation."""

    def __init__(self, checking: _Checking, name: str, plain: Plain) -> None:
        self.checking, self.name, self.plain = checking, name, plain
        self.sample = checking.shared_points(plain) or list(_points(plain, checking))
        checking.points = max(checking.points, len(self.sample))

    def run(self) -> Iterator[Record]:
        wanted = 1 if not self.plain.symbols and not self.plain.functions else POINTS
        if len(self.sample) < wanted:
            reason = f"only {len(self.sample)} of {wanted} points of the stated domain were found"
            yield Record(self.name, "undecided", reason)
            return
        for name, law in self.plain.laws:
            yield self.compare(f"{self.name}, law {name}", "=", _total(law), 1, "the law does not integrate to 1")
        yield from self.title()
        yield from self.steps()
        yield self.claimed()

    def title(self) -> Iterator[Record]:
        """The start must be the definition of the measure that the title names, built here from the laws."""
        if self.plain.measure is None:
            return
        where = f"{self.name}, title"
        try:
            definition = _definition(dict(self.plain.measure), dict(self.plain.laws))
        except CertificateError as error:
            yield Record(where, "refuted", str(error))
            return
        if self.infinite(dict(self.plain.measure)):
            return
        yield self.compare(where, "=", definition, self.plain.start, "the start is not the definition of the measure")

    def steps(self) -> Iterator[Record]:
        before = self.plain.start
        for number, step in enumerate(self.plain.steps, 1):
            where = f"{self.name}, step {number} {step.rule}"
            if step.term == "%oo" and self.plain.measure is not None:
                yield self.becomes_infinite(where)
            else:
                yield self.compare(where, step.relation, before, step.term, "the two sides differ")
            before = step.term

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
        if composed is None or not _implies(composed, relation):
            return Record(where, "refuted", f"the steps do not add up to {relation}")
        return Record(where, "holds")

    # --- comparing -----------------------------------------------------------------------------------------------

    def compare(self, where: str, relation: str, left: Term, right: Term, complaint: str) -> Record:
        """Ask whether ``left relation right`` holds at enough decisive points."""
        if left == right and relation in ("=", "<=", ">="):
            return Record(where, "holds", "the same expression")
        decisive, doubt = 0, ""
        for i, point in enumerate(self.sample):
            self.checking.tick()
            outcome = self.at_point(relation, left, right, point, i)
            if isinstance(outcome, Record):
                return Record(where, "refuted", f"{complaint} at {outcome.reason}", outcome.witness)
            if outcome is None:
                decisive += 1
            else:
                doubt = outcome
        wanted = min(DECISIVE, len(self.sample))
        if decisive < wanted:
            return Record(where, "undecided", f"{decisive} of {len(self.sample)} points are decisive; {doubt}")
        return Record(where, "holds", f"{decisive} of {len(self.sample)} points")

    def at_point(
        self, relation: str, left: Term, right: Term, point: dict[str, Fraction], i: int
    ) -> Record | str | None:
        """None: holds here. A record: refuted here. Text: why this point decides nothing.

        All points are looked at with the higher precision, and the first two with the lower one as well; where the
        errors are too large to tell, once more with a precision that singular ends need.
        """
        found = self.at_precision(DIGITS[0], relation, left, right, point, i)
        if isinstance(found, str):
            found = self.at_precision(MANY_DIGITS, relation, left, right, point, i)
        if found is None and i < 2:
            found = self.at_precision(DIGITS[1], relation, left, right, point, i)
        return found

    def at_precision(
        self, digits: int, relation: str, left: Term, right: Term, point: dict[str, Fraction], i: int
    ) -> Record | str | None:
        """The same at one working precision."""
        evaluator = self.checking.evaluator(digits, self.plain.functions, i)
        try:
            before, largest = evaluator.value(left, point), evaluator.largest
        except Undefined:
            return "the left side is not defined"
        try:
            after = evaluator.value(right, point)
        except Overflow:
            return "the right side could not be computed"
        except Undefined:
            return _refutation(point, before, None, evaluator)
        largest = max(largest, evaluator.largest)
        found = self.judge(relation, before, after, largest, evaluator, digits)
        return _refutation(point, before, after, evaluator) if found == "refuted" else found

    def judge(
        self, relation: str, before: Estimate, after: Estimate, largest: Any, evaluator: Evaluator, digits: int
    ) -> str | None:
        """None where the relation holds within the errors, "refuted" where it surely fails, else the doubt."""
        ctx = evaluator.ctx
        if ctx.isinf(before.value) or ctx.isinf(after.value):
            return None if before.value == after.value else "refuted" if relation == "=" else "an infinite value"
        scale = max(abs(before.value), abs(after.value), largest, ctx.mpf(10) ** -99)
        error = before.error + after.error
        small = scale * ctx.mpf(10) ** -min(TOLERANCE, digits - 5)
        difference = before.value - after.value
        self.note(abs(difference), scale, ctx)
        if relation == "=":
            if abs(difference) <= small and error <= small:
                return None
            return "refuted" if abs(difference) > 4 * error + small else f"quadrature error {ctx.nstr(error, 2)}"
        gap = difference if relation in (">=", ">") else -difference
        if gap > 4 * error or (relation in ("<=", ">=") and gap >= -small and error <= small):
            return None
        return "refuted" if gap < -4 * error - small or error <= small else f"quadrature error {ctx.nstr(error, 2)}"

    def note(self, difference: Any, scale: Any, ctx: Any) -> None:
        """Keep the worst relative difference that was let pass."""
        relative = difference / scale
        if relative <= ctx.mpf(10) ** (-TOLERANCE + 4) and relative > ctx.mpf(self.checking.worst):
            self.checking.worst = str(ctx.nstr(relative, 3))

    # --- infinity ------------------------------------------------------------------------------------------------

    def infinite(self, measure: dict[str, Any]) -> bool:
        """Whether the derivation ends in +oo; its start is then not compared as a number."""
        return bool(self.plain.steps) and self.plain.steps[-1].term == "%oo"

    def becomes_infinite(self, where: str) -> Record:
        """Cross-entropy and KL are +oo when the first law has mass where the second has none: look for such a place."""
        measure, laws = dict(self.plain.measure or ()), dict(self.plain.laws)
        if measure["name"] not in ("kl", "cross-entropy"):
            return Record(where, "undecided", "nothing here shows that the measure is infinite")
        first, second = (laws[name] for name in measure["laws"])
        for i, point in enumerate(self.sample):
            evaluator = self.checking.evaluator(DIGITS[0], self.plain.functions, i)
            if not _escapes(first, second, point, evaluator):
                return Record(where, "undecided", "no place was found where the first law has mass and the second none")
        return Record(where, "holds", "the first law has mass where the second has none")


def _refutation(point: dict[str, Fraction], before: Estimate, after: Estimate | None, evaluator: Evaluator) -> Record:
    show = evaluator.ctx.nstr
    values = {"before": show(before.value, 20), "after": "undefined" if after is None else show(after.value, 20)}
    parameters = {name: str(value) for name, value in point.items()}
    place = ", ".join(f"{name}={value}" for name, value in parameters.items()) or "the only point"
    reason = f"{place}: {values['before']} before, {values['after']} after"
    return Record("", "refuted", reason, {**parameters, **values})


# --- definitions -----------------------------------------------------------------------------------------------------


def _bind(law: Law, body: Term) -> Term:
    head = "integral" if law.kind == "continuous" else "sum"
    return (head, ("*", law.density, body), law.variable, law.lower, law.upper)


def _total(law: Law) -> Term:
    """What must be 1."""
    if law.kind == "finite":
        return ("+", *(p for _, p in law.outcomes), 0)
    return _bind(law, 1)


def _definition(measure: dict[str, Any], laws: dict[str, Law]) -> Term:
    """The definition of the named measure, in its base, from the laws alone."""
    name, base = measure["name"], measure["base"]
    chosen = [laws[n] for n in measure["laws"]]
    if name not in DEFINITIONS or len(chosen) != DEFINITIONS[name]:
        raise CertificateError(f"no definition of the measure {name} of {len(chosen)} laws is known")
    if name == "self-information":
        nats: Term = ("*", -1, ("log", _density_at(chosen[0], measure["at"])))
    elif chosen[0].kind == "finite":
        nats = ("+", *(("*", p, _surprise(name, p, _mass_at(chosen[-1], o))) for o, p in chosen[0].outcomes), 0)
    else:
        own, other = chosen[0], chosen[-1]
        nats = _bind(own, _surprise(name, own.density, _renamed(other, own.variable)))
    return nats if base == "%e" else ("*", nats, ("^", ("log", base), -1))


DEFINITIONS = {"self-information": 1, "entropy": 1, "cross-entropy": 2, "kl": 2}


def _surprise(name: str, own: Term, other: Term) -> Term:
    """What is averaged: -log q for entropy and cross-entropy, log(p/q) for the divergence."""
    if name == "kl":
        return ("log", ("*", own, ("^", other, -1)))
    return ("*", -1, ("log", other))


def _renamed(law: Law, variable: str) -> Term:
    return _replaced(law.density, law.variable, variable)


def _density_at(law: Law, at: Term) -> Term:
    return _mass_at(law, at) if law.kind == "finite" else _replaced(law.density, law.variable, at)


def _mass_at(law: Law, outcome: Term) -> Term:
    if law.kind == "finite":
        return next((p for o, p in law.outcomes if o == outcome), 0)
    return _replaced(law.density, law.variable, outcome)


def _replaced(term: Term, name: str, new: Term) -> Term:
    if term == name:
        return new
    if not isinstance(term, tuple):
        return term
    if term[0] in ("integral", "sum", "limit", "diff") and term[2] == name:
        return (term[0], term[1], term[2], *(_replaced(a, name, new) for a in term[3:]))
    return (term[0], *(_replaced(a, name, new) for a in term[1:]))


def _escapes(first: Law, second: Law, point: dict[str, Fraction], evaluator: Evaluator) -> bool:
    """Whether a place of positive mass of the first law lies outside the support of the second."""

    def at(term: Term, more: dict[str, Fraction] | None = None) -> Any:
        return evaluator.value(term, {**point, **(more or {})}).value

    try:
        if first.kind == "finite":
            return any(at(p) > 0 and not _supports(second, o, at) for o, p in first.outcomes)
        low, high = at(first.lower), at(first.upper)
        if second.kind == "finite":
            held = {at(o) for o, _ in second.outcomes if not free_symbols(o)}
            return any(k not in held for k in _some_integers(low, high))
        gap = (low, min(high, at(second.lower))) if low < at(second.lower) else (max(low, at(second.upper)), high)
        if not gap[0] < gap[1]:
            return False
        inside = _somewhere(gap, evaluator)
        return at(first.density, {first.variable: inside}) > 0
    except (Undefined, KeyError):
        return False


def _supports(law: Law, outcome: Term, at: Any) -> bool:
    if law.kind == "finite":
        return any(o == outcome and at(p) > 0 for o, p in law.outcomes)
    value = at(outcome)
    return bool(at(law.lower) <= value <= at(law.upper) and value == int(value))


def _some_integers(low: Any, high: Any) -> list[int]:
    start = int(low) if low != float("-inf") else 0
    return [k for k in range(start, start + 1000) if k <= high]


def _somewhere(gap: tuple[Any, Any], evaluator: Evaluator) -> Fraction:
    """A rational strictly inside an interval, which may reach to infinity."""
    low, high = gap
    ctx = evaluator.ctx
    if low == -ctx.inf:
        return Fraction(0 if high == ctx.inf else int(high) - 2)
    if high == ctx.inf:
        return Fraction(int(low) + 2)
    middle = (low + high) / 2
    return Fraction(int(middle * 2**40), 2**40)


# --- relations -------------------------------------------------------------------------------------------------------


def _composed(relations: list[str]) -> str | None:
    """The relation of a chain, or None where the directions are mixed."""
    kinds = set(relations) - {"="}
    if kinds & {"<", "<="} and kinds & {">", ">="}:
        return None
    return next((r for r in ("<", ">", "<=", ">=") if r in kinds), "=")


def _implies(found: str, wanted: str) -> bool:
    weaker = {"=": {"=", "<=", ">="}, "<": {"<", "<="}, ">": {">", ">="}, "<=": {"<="}, ">=": {">="}}
    return wanted in weaker[found]


# --- sampling --------------------------------------------------------------------------------------------------------

_SIZES = (
    Fraction(13, 10),
    Fraction(1, 7),
    Fraction(31, 4),
    Fraction(3, 5),
    Fraction(5, 2),
    Fraction(1, 23),
    Fraction(37, 2),
)
_INTEGERS = (3, 1, 7, 2, 12, 5, 4)


def _points(plain: Plain, checking: _Checking) -> Iterator[dict[str, Fraction]]:
    """Rational points of the stated domain: every sign, both sides of 1, small and larger integers; always the same."""
    seed = hashlib.sha256(repr((plain.symbols, plain.conditions)).encode()).digest()
    rng = random.Random(seed)
    if not plain.symbols:
        for _ in range(len(DENSITIES) if plain.functions else 1):
            yield {}
        return
    found = 0
    evaluator = checking.evaluator(DIGITS[1], (), 0)
    for proposal in range(MOST_PROPOSALS):
        point = {name: _value(kind, rng, found + i) for i, (name, kind) in enumerate(plain.symbols)}
        if proposal % 3 == 2:
            point = {name: _value(kind, rng, rng.randint(0, 99)) for name, kind in plain.symbols}
        if all(_holds(c, point, evaluator) for c in plain.conditions):
            found += 1
            yield point
        if found == POINTS:
            return


def _holds(condition: Term, point: dict[str, Fraction], evaluator: Evaluator) -> bool:
    environment = {name: evaluator.number(value) for name, value in point.items()}
    try:
        return bool(evaluator.compile(condition)(environment))
    except Undefined:
        return False


def _value(kind: str, rng: random.Random, turn: int) -> Fraction:
    """A value of a kind; the regimes take turns, the digits are random."""
    if "integer" in kind:
        size = Fraction(_INTEGERS[turn % len(_INTEGERS)] + rng.randint(0, 1))
        if kind == "nonnegative integer":
            return size - 1
        return -size if kind == "integer" and turn % 2 else size
    jitter = 1 + Fraction(rng.randint(-99, 99), 1000)
    size = _SIZES[turn % len(_SIZES)] * jitter
    if "probability" in kind:
        return Fraction(rng.randint(1, 999), 1000)
    if kind in ("positive", "nonnegative"):
        return size
    return -size if kind == "negative" or turn % 2 else size


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
