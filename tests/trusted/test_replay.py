"""Derivations replayed whole, certificates broken in one place that are not, and what a replay says of itself."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from mutants import EDITS, places, put

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.trusted import Certificate, CertificateError, check, dump, parse
from symbinfo.trusted.proof.replay import replay

PROVED = (
    "H(Exponential(r))",
    "H(Normal(m, s))",
    "H(Beta(a, b))",
    "H(Weibull(a, b))",
    "H(Gumbel(m, b))",
    "H(Cauchy(m, s))",
    "H(VonMises(m, k))",
    "H(Bernoulli(p))",
    "H(Geometric(p))",
    "H(Die(n))",
    "H(Reciprocal(a, b))",
    "KL(Normal(m, s) || Normal(n, t))",
    "KL(Gamma(a, b) || Gamma(c, d))",
    "KL(Laplace(m, b) || Normal(0, s))",
    "KL(Laplace(m, b) || Laplace(n, c))",
    "KL(Poisson(a) || Poisson(b))",
    "KL(Uniform(a, b) || Gumbel(c, d))",
    "KL(BetaPrime(a, b) || Lomax(c, d))",
    "KL(Normal(m, s) || Exponential(r))",
    "KL(Poisson(a) || Binomial(n, p))",
    "H(Arcsin(a, b))",
    "H(Triangular(a, b, c))",
    "H(ExponentialPower(m, a, b))",
    "KL(Rayleigh(s) || Gompertz(b, c))",
    "KL(Beta(a, b) || Laplace(m, c))",
    "KL(Uniform(a, b) || Laplace(m, c))",
    "KL(Normal(m, s) || Laplace(n, c))",
    "KL(Normal(m, s) || Davis(b, 3, 0))",
)
#: Steps whose term is broken, and witnesses, in every derivation of these.
BROKEN = ("H(Exponential(r))", "KL(Poisson(a) || Poisson(b))")
SEED = 20261128


def certificate(query: str) -> Certificate:
    return certificate_of(si.derive(si.parse(query)))


@pytest.mark.parametrize("query", PROVED)
def test_it_is_replayed_whole(query: str) -> None:
    found = replay(certificate(query))
    assert found.open == []
    assert found.whole


def test_a_report_says_that_it_is_proved_and_from_what() -> None:
    report = check(certificate("KL(Gamma(a, b) || Gamma(c, d))"))
    assert (report.verdict, report.level, report.axioms) == ("holds", "proved", ("gamma-integral",))
    second = check(certificate("H(Exponential(r))"), numbers=True)
    assert (second.verdict, second.level) == ("holds", "proved")
    assert second.points > 0


def broken(data: dict[str, Any], rng: random.Random, each: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """One part of one term changed, of a step or of a witness, in any derivation of the certificate."""
    for name, derivation in data["derivations"].items():
        for number, step in enumerate(derivation["steps"]):
            texts = [("term",), *_texts(step.get("witness"), ("witness",))]
            for path in texts:
                yield from _edited(data, name, number, path, rng, each)


def _texts(part: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The ways to the terms of a witness."""
    entries = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in entries:
        if isinstance(value, str):
            if key not in ("form", "fact", "variable", "parameter", "total"):
                yield (*path, key)
        else:
            yield from _texts(value, (*path, key))


def _edited(
    data: dict[str, Any], name: str, number: int, path: tuple[Any, ...], rng: random.Random, each: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    mutant = copy.deepcopy(data)
    place: Any = mutant["derivations"][name]["steps"][number]
    for key in path[:-1]:
        place = place[key]
    old = place[path[-1]]
    found = [
        (kind, at, new)
        for kind, edit in EDITS.items()
        for at, part in places(parse(old))
        if (new := edit(part)) is not None and new != part
    ]
    for kind, at, new in rng.sample(found, min(each, len(found))):
        place[path[-1]] = dump(put(parse(old), at, new))
        steps = mutant["derivations"][name]["steps"]
        mutant["derivations"][name]["claim"]["right"] = steps[-1]["term"]
        yield f"{name}, step {number + 1}, {'.'.join(map(str, path))}: {kind}", copy.deepcopy(mutant)


def survivors(query: str, each: int) -> tuple[int, list[tuple[str, Certificate]]]:
    """How many certificates were broken, and those that are replayed all the same."""
    data = certificate(query).to_dict()
    count, found = 0, []
    for what, mutant in broken(data, random.Random(SEED), each):
        count += 1
        try:
            read = Certificate.from_dict(mutant)
        except CertificateError:
            continue
        if replay(read).whole:
            found.append((what, read))
    return count, found


@pytest.mark.parametrize("query", BROKEN)
def test_what_is_replayed_of_broken_certificates_is_true_all_the_same(query: str) -> None:
    count, found = survivors(query, each=1)
    assert count > 20
    assert [what for what, read in found if check(read, numbers=True, digits=12).verdict == "refuted"] == []
    assert len(found) < count / 10


@pytest.mark.slow
@pytest.mark.parametrize("query", PROVED[:4])
def test_many_broken_certificates(query: str) -> None:
    count, found = survivors(query, each=3)
    assert count > 20
    assert [what for what, read in found if check(read, numbers=True, digits=12).verdict == "refuted"] == []


def test_a_cross_entropy_is_infinite_with_the_divergence_where_the_entropy_is_finite() -> None:
    data = certificate("H(Normal(m, s), Exponential(r))").to_dict()
    assert replay(Certificate.from_dict(data)).whole
    assert len(data["derivations"]["main"]["steps"][-1]["lemmas"]) == 1
    for other in ([], ["T1"]):  # none, and what is no entropy
        broken = copy.deepcopy(data)
        broken["derivations"]["main"]["steps"][-1]["lemmas"] = other
        found = replay(Certificate.from_dict(broken))
        assert any("the cross-entropy may be -oo" in place.reason for place in found.open)
