"""The replay of a certificate told step by step, so that it can be followed by hand from the certificate alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from math import prod

from .certificate import Certificate
from .exceptions import CertificateError
from .proof.facts import FACTS
from .proof.replay import Replay
from .statement_words import assumptions_of, equality_in_words, law_in_words, written
from .statements import Law, Plain, Step
from .terms import Term, conjuncts, fold
from .witnesses import Chart, Cut, FactInstance, Part, Tangent, Witness

__all__ = ["proof_in_words"]

#: Form -> why a step of this form follows; what its witness names comes in lines of their own.
WHY = {
    "same": "both sides have one normal form",
    "lemmas": "both sides have one normal form after the lemmas are inserted",
    "linear": "the integrands of both sides are equal",
    "integral": "both sides have one normal form after the stored values are inserted",
    "split": "the integrands of both sides are equal on each piece",
    "antiderivative": "an antiderivative at the ends of the pieces",
    "point-mass": "of a sum whose weight is 0 but at one place the term there is left",
    "totals": "the totals of the laws are 1",
    "fubini": "sums of sums are added up in the other order, and what is free of a variable taken out",
    "sign": "no term has the other sign",
    "log-tangent": "log t <= t - 1",
    "largest-value": "a function whose second derivative is negative is largest where its first is 0",
    "infinite-support": "the first law has mass where the second has none",
    "divergence": "towards an end it is infinite, and the rest is bounded to the other side",
}
_INDENT = "    "


def proof_in_words(certificate: Certificate, replayed: Replay) -> tuple[str, ...]:
    """Every derivation, lemmas first: what is assumed, the laws, each step with its reason, and what stays open.

    Parameters
    ----------
    certificate : Certificate
        What was replayed.
    replayed : Replay
        What became of it.

    Returns
    -------
    tuple of str
        Lines.
    """
    names = [name for name, _ in certificate.derivations if name != certificate.main]
    lines: list[str] = []
    for name in [*names, certificate.main]:
        lines += ["", *_derivation(name, certificate[name], replayed)]
    return tuple(lines[1:])


def _derivation(name: str, plain: Plain, replayed: Replay) -> Iterator[str]:
    """The lines of one derivation."""
    reasons: dict[str, str] = {}
    for where, reason in replayed.open:
        reasons.setdefault(where, reason)
    assumed = assumptions_of(plain)
    yield f"{name}  {'proved' if name in replayed.proved else 'open'}" + (f", {'; '.join(assumed)}" if assumed else "")
    for called, law in plain.laws:
        total = f"; its total is 1 by {law.total}" if law.total else ""
        yield from _with(f"{_INDENT}{called} {law_in_words(law)}{total}", reasons.get(f"{name}, law {called}"))
    for where in ("the title", "the start"):
        yield from _with("", reasons.get(f"{name}, {where}"))
    yield f"{_INDENT}{written(plain.start)}"
    before = plain.start
    told: set[str] = set()
    for number, step in enumerate(plain.steps, 1):
        term = "the same" if step.term == before and step.relation == "=" else written(step.term)
        yield f"{number:>3} {step.relation} {term}"
        for line in (*_equality(step), *_reasons(step, dict(plain.laws))):
            if line not in told:
                yield f"{_INDENT}  {line}"
        told.update(_facts(step.witness))
        yield from _with("", reasons.get(f"{name}, step {number} {step.rule}"))
        before = step.term
    yield from _with("", reasons.get(f"{name}, the claim"))


def _with(line: str, reason: str | None) -> Iterator[str]:
    """A line, if it says something, and why it stays open, if it does."""
    yield from [line] if line else []
    yield from [f"{_INDENT}  OPEN: {reason}"] if reason else []


def _equality(step: Step) -> Iterator[str]:
    """Of an inequality, when both sides are equal."""
    if step.equality is not None:
        yield f"equal exactly when {equality_in_words(step)}"


def _reasons(step: Step, laws: Mapping[str, Law]) -> Iterator[str]:
    """Why a step follows: its rule and form, what it cites, and its witness."""
    witness = step.witness
    cited = f" ({', '.join(step.lemmas)})" if step.lemmas else ""
    if witness is None:
        yield f"{step.rule}{cited}: no reason is named"
        return
    yield f"{step.rule}{cited}: {WHY[witness.form]}"
    yield from _witness(witness, laws)


def _witness(witness: Witness, laws: Mapping[str, Law]) -> Iterator[str]:
    """What a witness names, a line each."""
    for case in witness.cases:
        yield f"told apart: {written(case)} at most 0, or above it"
    for total in witness.totals:
        yield f"the total of {total} is 1" + (f" ({laws[total].total})" if total in laws and laws[total].total else "")
    for whole, factors in witness.factors:
        yield f"{written(whole)} is {written(factors)}"
    for spread in witness.spread:
        parts = [f"({written(factor)}) times {written(integral)}" for factor, integral in spread.terms]
        yield f"{written(spread.integral)} is {' plus '.join([*parts, written(spread.constant)])}"
    for entry in witness.integrals:
        yield f"{written(entry.integral)}{_chart(entry.chart)} is {_sum_of(entry.parts)}"
        for branch in entry.each:
            yield f"  of which one branch gives {_sum_of(branch)}"
    yield from dict.fromkeys(_facts(witness))
    for cut in witness.cuts:
        yield _cut(cut)
    for whole in witness.exchanged:
        yield f"in the other order: {written(whole)}"
    for factor in witness.times:
        yield f"{written(factor)} times both sides of it"
    if witness.tangent is not None:
        yield from _tangent(witness.tangent)
    for chart in witness.ends:
        yield f"towards the end where {written(chart.branches[0])} goes as {chart.variable} goes to oo"
    if witness.form == "divergence":
        yield from (f"compared with {_fact(instance)}, where it does not converge" for instance in witness.facts)
    if witness.interval is not None:
        yield f"from {written(witness.interval[0])} to {written(witness.interval[1])}"


def _tangent(tangent: Tangent) -> Iterator[str]:
    """Where a tangent is taken, with its weight, and the function if it is not the logarithm."""
    weight = "" if tangent.weight == 1 else f", with the weight {written(tangent.weight)}"
    if tangent.body is None:
        yield f"for t = {written(tangent.at)}{weight}"
        return
    ends = f"from {written(tangent.lower)} to {written(tangent.upper)}"
    yield f"{written(tangent.body)} for {tangent.variable} {ends} is largest at {written(tangent.point)}"
    yield f"at {tangent.variable} = {written(tangent.at)}{weight}"


def _sum_of(parts: Iterable[Part]) -> str:
    """Multiples of kernels."""
    found = []
    for part in parts:
        order = f"the derivative of order {part.order} in {part.instance.parameter} at 0 of " if part.order else ""
        found.append(f"({written(part.times)}) times {order}{_fact(part.instance)}")
    return " plus ".join(found) or "0"


def _facts(witness: Witness | None) -> Iterator[str]:
    """The stored facts that a witness names, a line each."""
    if witness is not None and witness.form != "divergence":
        cited = [part.instance for entry in witness.integrals for part in entry.parts]
        yield from (f"{_fact(instance)}{_says(instance)}" for instance in (*cited, *witness.facts))


def _fact(instance: FactInstance) -> str:
    values = ", ".join(f"{name} = {written(value)}" for name, value in instance.values)
    return f"{instance.fact} at {values}" if values else instance.fact


def _says(instance: FactInstance) -> str:
    """The two sides of a stored fact, and what must hold for it."""
    row = FACTS.get(instance.fact)
    if row is None:
        return ": there is no such fact"
    values = dict(instance.values)
    try:
        integral, condition, value = row.instantiate(values, instance.variable)
    except CertificateError as error:
        return f": {error}"
    wanted = [_plainer(part) for part in (*row.kinds_at(values), *conjuncts(condition))]
    wants = " and ".join(written(part) for part in wanted if part != "true" and not _of_numbers(part))
    return f": {written(_plainer(integral))} = {written(_plainer(value))}" + (f", as {wants}" if wants else "")


def _plainer(term: Term) -> Term:
    """The same with its numbers added up and multiplied out: x^1/1 is x."""
    return fold(term, _with_numbers)


def _with_numbers(part: Term, parts: list[Term]) -> Term:
    if not isinstance(part, tuple):
        return part
    head = part[0]
    if head in ("+", "*"):
        parts = [inner for p in parts for inner in (p[1:] if isinstance(p, tuple) and p[0] == head else (p,))]
        numbers = [Fraction(p) for p in parts if isinstance(p, (int, Fraction))]
        neutral: Term = 0 if head == "+" else 1
        number = sum(numbers, Fraction(0)) if head == "+" else prod(numbers, start=Fraction(1))
        rest = [p for p in parts if not isinstance(p, (int, Fraction))]
        if head == "*" and number == 0:
            return 0
        kept: list[Term] = [*([number] if number != neutral else []), *rest]
        if len(kept) < 2:
            return kept[0] if kept else neutral
        return (head, *kept)
    if head == "^" and 1 in parts:
        return parts[0]
    if head == "abs" and isinstance(parts[0], (int, Fraction)):
        return abs(Fraction(parts[0]))
    return (head, *parts)


def _of_numbers(condition: Term) -> bool:
    """Whether two numbers are compared."""
    return isinstance(condition, tuple) and all(isinstance(side, (int, Fraction)) for side in condition[1:])


def _chart(chart: Chart | None) -> str:
    if chart is None:
        return ""
    y, ends = chart.variable, f"from {written(chart.lower)} to {written(chart.upper)}"
    return f", at {' and at '.join(written(branch) for branch in chart.branches)} for {y} {ends},"


def _cut(cut: Cut) -> str:
    points = ", ".join(written(point) for point in cut.points)
    primitive = ""
    if cut.antiderivative is not None:
        signs = ", ".join("+" if sign > 0 else "-" for sign in cut.signs)
        primitive = f", where it is the derivative of {written(cut.antiderivative)} ({signs})"
    return f"{written(cut.integral)}{_chart(cut.chart)} cut at {points}{primitive}"
