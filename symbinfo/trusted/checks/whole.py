"""The checker: asks of every step of a certificate whether it is true, with code that shares nothing with the rules.

Rules are found by SymPy and are not trusted; what is trusted stands in this folder and the one above, which import the
standard library and mpmath. The checker asks, in this order: are lemmas there and free of cycles; is every law a law
(its support no empty interval, its density nowhere negative, its total 1); is the start the definition of the measure
that the title names, and is that measure finite; is the right side of each step defined wherever the left side is, and
does the relation hold at enough decisive points; is the claim what the steps add up to. Unknown is never a pass.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from ..certificate import Certificate
from ..exceptions import BudgetExceeded, CertificateError
from ..places.constants import largest_constant
from ..places.instances import LARGEST_BOUND, LARGEST_CONSTANT, VAST, regimes_of
from ..proof.replay import Replay, replay
from ..statement_words import assumptions_of, statement_of
from ..statements import Plain
from .beyond_conditions import Said, said_beyond
from .comparison import Comparison
from .derivation_points import Points
from .escaping_mass import EscapingMass
from .infinity import InfinityCheck
from .labels import LabelCheck
from .laws import LawCheck
from .limit_steps import LimitCheck
from .report import Record, Report
from .steps import StepCheck
from .title import TitleCheck
from .values import DEPTHS, DIGITS, Memory, Values

__all__ = ["check", "prove"]


class _Questions:
    """The questions about one derivation, each an object that holds its points and the questions that it asks in turn."""

    def __init__(
        self, values: Values, name: str, plain: Plain, seed: str, largest: int, others: Mapping[str, Plain]
    ) -> None:
        points = Points(values, name, plain, seed, largest)
        comparison = Comparison(points)
        mass = EscapingMass(points)
        infinity = InfinityCheck(points, mass)
        self.labels = LabelCheck(points)
        self.laws = LawCheck(points, comparison)
        self.title = TitleCheck(points, comparison, infinity, mass)
        self.steps = StepCheck(points, comparison, infinity, LimitCheck(points, others))


def check(
    certificate: Certificate,
    seconds: float | None = None,
    digits: int = DIGITS,
    memory: Memory | None = None,
    numbers: bool = False,
) -> Report:
    """Re-check a certificate: its steps are replayed exactly, and looked at in numbers where that does not reach.

    Parameters
    ----------
    certificate : Certificate
        What is to be checked.
    seconds : float, optional
        A limit of time.
    digits : int
        To how many digits two sides must agree: 24, or 12 where there is much to check.
    memory : Memory, optional
        Values that earlier checks found, by term and place; certificates that share integrals are checked faster.
    numbers : bool
        Whether to look at numbers, as a second opinion, where every step was replayed, too.

    Returns
    -------
    Report
        ``holds`` only when every question was decided with yes.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    if digits not in DEPTHS:
        raise CertificateError(f"sides are compared to {' or '.join(map(str, DEPTHS))} digits, not to {digits}")
    values = Values(None if seconds is None else time.process_time() + seconds, digits, memory or Memory())
    try:
        derivations, records = _first(certificate, values)
        replayed = replay(certificate, values.late)
        own = certificate.behind(certificate.main)
        own |= {name for name, _ in certificate.derivations} - _beyond_alone(certificate)
        whole = own <= set(replayed.proved)
        by_name = dict(zip((name for name, _ in certificate.derivations), derivations, strict=True))

        def in_numbers(names: Iterable[str]) -> Iterator[Record]:
            yield from _in_turn([by_name[name] for name in names])

        if _holds(records) and not (whole and not numbers):
            known = set(replayed.proved) if _is_of_limits(certificate) and not numbers else set[str]()
            asked = [name for name, _ in certificate.derivations if name in own - known]
            records.extend(_in_turn([by_name[name] for name in asked]))
        beyond = tuple(said_beyond(certificate, replayed, in_numbers)) if _holds(records) else ()
        records.extend(record for said in beyond if said.verdict == "refuted" for record in said.records)
        if _holds(records) and whole and not numbers:
            return _proved(certificate, replayed, beyond)
    except BudgetExceeded:
        raise BudgetExceeded("the check", f"{seconds:g} seconds") from None
    bad = [r for verdict in ("refuted", "undecided") for r in records if r.verdict == verdict]
    steps = sum(len(plain.steps) for _, plain in certificate.derivations)
    summary = f"{steps} steps, {values.decisive} of {values.asked} points decisive, {digits} digits"
    return Report(
        verdict=bad[0].verdict if bad else "holds",
        reason=f"{bad[0].where}: {bad[0].reason}" if bad else summary,
        level="proved" if whole and not bad and _all_proved(beyond) else "checked",
        points=values.points,
        digits=digits,
        worst_error=f"{float(values.worst):.1e}",
        records=tuple(records),
        axioms=replayed.axioms if replayed.whole else (),
        statement=statement_of(certificate),
        assumptions=assumptions_of(certificate[certificate.main]),
        beyond=tuple((said.words, said.verdict) for said in beyond),
    )


def prove(certificate: Certificate, seconds: float | None = None) -> Report:
    """What exact replay alone says of a certificate: it holds and is proved, or it is undecided, and where the replay stops.

    Parameters
    ----------
    certificate : Certificate
        What is to be proved.
    seconds : float, optional
        A limit of time.

    Raises
    ------
    BudgetExceeded
        When the limit of time is spent.
    """
    values = Values(None if seconds is None else time.process_time() + seconds, DIGITS, Memory())
    replayed = replay(certificate, values.late)
    stops = [f"{where}: {reason}" for where, reason in replayed.open]
    if replayed.whole:
        _, records = _first(certificate, values)
        if _holds(records):
            return _proved(certificate, replayed, ())
        stops = [f"{record.where}: {record.reason}" for record in records if record.verdict != "holds"]
    said, assumed = statement_of(certificate), assumptions_of(certificate[certificate.main])
    reason = stops[0] if stops else "a lemma rests on itself"
    return Report("undecided", reason, "", 0, 0, "", statement=said, assumptions=assumed)


def _first(certificate: Certificate, values: Values) -> tuple[list[_Questions], list[Record]]:
    """What is asked before any value: lemmas, constants, outcomes, and whether the domain has places."""
    records = [*_lemmas(certificate)]
    seed = sha256(certificate.dumps().encode()).hexdigest()
    largest = largest_constant(certificate)
    records.extend(_beyond_instances(certificate, largest))
    others = dict(certificate.derivations)
    derivations = [_Questions(values, name, plain, seed, largest, others) for name, plain in certificate.derivations]
    for derivation in derivations:
        records.extend(derivation.labels.records())
        records.extend(derivation.laws.domain())
    return derivations, records


def _is_of_limits(certificate: Certificate) -> bool:
    """Whether limits are taken of what other derivations reach: those that are proved are not looked at again."""
    starts = (plain.start for _, plain in certificate.derivations)
    return any(isinstance(start, tuple) and start[0] == "limit" for start in starts)


def _beyond_alone(certificate: Certificate) -> frozenset[str]:
    """What is there for values beyond conditions only."""
    entries = certificate[certificate.main].otherwise
    found = frozenset[str]().union(*(certificate.behind(entry.derivation) for entry in entries))
    return found - certificate.behind(certificate.main)


def _in_turn(derivations: list[_Questions]) -> Iterator[Record]:
    """The laws first: what is not known to be a law has no measures."""
    laws = [record for derivation in derivations for record in derivation.laws.records()]
    yield from laws
    for derivation in derivations if _holds(laws) else []:
        yield from derivation.title.records()
        yield from derivation.steps.records()


def _all_proved(beyond: Iterable[Said]) -> bool:
    return all(said.verdict == "proved" for said in beyond)


def _holds(records: list[Record]) -> bool:
    return all(record.verdict == "holds" for record in records)


def _proved(certificate: Certificate, replayed: Replay, beyond: tuple[Said, ...]) -> Report:
    """The report on a certificate all of whose steps were replayed; its level is that of what is said beyond conditions."""
    steps = sum(len(plain.steps) for _, plain in certificate.derivations)
    count = len(replayed.axioms)
    facts = {0: "", 1: ", from one stored fact"}.get(count, f", from {count} stored facts")
    return Report(
        verdict="holds",
        reason=f"{steps} step{'s' * (steps != 1)} replayed exactly{facts}",
        level="proved" if _all_proved(beyond) else "checked",
        points=0,
        digits=0,
        worst_error="0.0e+00",
        records=tuple(Record(name, "holds", "replayed") for name in replayed.proved),
        statement=statement_of(certificate),
        assumptions=assumptions_of(certificate[certificate.main]),
        axioms=replayed.axioms,
        beyond=tuple((said.words, said.verdict) for said in beyond),
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


def _beyond_instances(certificate: Certificate, largest: int) -> Iterator[Record]:
    """With larger constants a statement about abstract laws may be true of all instances and false of larger ones."""
    for name, plain in certificate.derivations:
        vast = any(VAST in regime for regime in regimes_of(plain))
        limit = LARGEST_BOUND if vast else LARGEST_CONSTANT
        if plain.functions and largest > limit:
            yield Record(name, "undecided", f"a constant above {limit} is beyond what instances of abstract laws show")
