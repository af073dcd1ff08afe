"""Witnesses: what a certificate carries for an exact replay is true, and a wrong value of it is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from witness_kit import Numbers, faults, integrals_of

import symbinfo as si
from symbinfo.atlas.families import ROWS
from symbinfo.derivation import Relation, Step
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.derivation.certify.forms_of_steps import FORM_OF_STEP
from symbinfo.derivation.step_names import STEP_NAMES
from symbinfo.derivation.theorems import names
from symbinfo.trusted.certificate import Certificate

ENTROPIES = (
    "Arcsin", "Beta", "BetaPrime", "BoundedPareto", "Cauchy", "Chi", "Dagum", "Erlang", "Exponential", "ExponentialPower",
    "FDistribution", "FisherZ", "Frechet", "GammaInverse", "GaussianInverse", "Gompertz", "Gumbel (minimum)", "Kumaraswamy",
    "Laplace", "Levy", "LogLogistic", "LogNormal", "Logistic", "Lomax", "Maxwell", "Moyal", "Nakagami", "Normal",
    "Pareto", "PowerFunction", "QuadraticU", "RaisedCosine", "Rayleigh", "Reciprocal", "StudentT", "Uniform", "VonMises",
    "Weibull", "WignerSemicircle", "Bernoulli", "Geometric", "Zeta",
)  # fmt: skip
PAIRS = (
    ("Beta", "Kumaraswamy"), ("Binomial", "Binomial"), ("BoundedPareto", "Pareto"), ("Cauchy", "Cauchy"), ("Gamma", "Lomax"),
    ("Geometric", "Poisson"), ("Gumbel", "Logistic"), ("HalfNormal", "Nakagami"), ("Laplace", "Normal"), ("Logarithmic", "Geometric"),
    ("Logistic", "Logistic"), ("Maxwell", "GaussianInverse"), ("Moyal", "Gumbel"), ("NegativeBinomial", "Poisson"),
    ("Normal", "Gumbel"), ("Poisson", "Poisson"), ("Reciprocal", "Weibull"), ("StudentT", "Cauchy"), ("Uniform", "Normal"),
    ("WignerSemicircle", "Normal"),
)  # fmt: skip
QUERIES: dict[str, Callable[[], Any]] = {
    **{f"H {name}": lambda name=name: si.Entropy(ROWS[name].law("", "P")) for name in ENTROPIES},
    **{f"KL {a} {b}": lambda a=a, b=b: si.KL(ROWS[a].law("1", "P"), ROWS[b].law("2", "Q")) for a, b in PAIRS},
    "KL Trapezoidal Normal": lambda: si.KL(ROWS["Trapezoidal"].law("1", "P"), ROWS["Normal"].law("2", "Q")),
    "KL RaisedCosine Laplace": lambda: si.KL(ROWS["RaisedCosine"].law("1", "P"), ROWS["Laplace"].law("2", "Q")),
    "KL RaisedCosine Normal": lambda: si.KL(ROWS["RaisedCosine"].law("1", "P"), ROWS["Normal"].law("2", "Q")),
    "KL Gumbel Laplace": lambda: si.KL(ROWS["Gumbel"].law("1", "P"), ROWS["Laplace"].law("2", "Q")),
    "KL Gamma Laplace": lambda: si.KL(ROWS["Gamma"].law("1", "P"), ROWS["Laplace"].law("2", "Q")),
    "Renyi Gamma": lambda: si.parse("Renyi(Gamma(k, b); alpha)"),
    "Renyi Normal Normal": lambda: si.parse("Renyi(Normal(m, s) || Normal(n, t); alpha)"),
    "Hellinger Beta Beta": lambda: si.Hellinger(ROWS["Beta"].law("1", "P"), ROWS["Beta"].law("2", "Q")),
    "chi-squared Poisson": lambda: si.ChiSquaredDivergence(
        ROWS["Poisson"].law("1", "P"), ROWS["Poisson"].law("2", "Q")
    ),
    "H Die": lambda: si.parse("H(Die(n))"),
    "half the truncated exponential": lambda: si.parse("H(Density(exp(-x/b)/(b*(1 - exp(-c/b))), (x, 0, c)))"),
    "weight": lambda: si.parse("KL(Density(x**2*exp(-x**2/2)/sqrt(2*pi), (x, -oo, oo)) || Normal(m, s))"),
}


@cache
def certificate(query: str) -> Certificate:
    return certificate_of(si.derive(QUERIES[query]()))


def opened(found: Certificate) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(found.dumps())
    return data


@pytest.mark.parametrize("query", QUERIES)
def test_the_witnesses_are_true_in_numbers(query):
    assert list(faults(certificate(query))) == []


@pytest.mark.parametrize("query", QUERIES)
def test_a_step_that_changes_an_integral_has_a_witness(query):
    for name, plain in certificate(query).derivations:
        before = plain.start
        for step in plain.steps:
            changes = set(integrals_of(before)) != set(integrals_of(step.term))
            assert step.witness is not None or not changes, f"{name}, {step.rule}"
            before = step.term


@pytest.mark.parametrize("query", QUERIES)
def test_a_law_names_the_derivation_of_its_total(query):
    found = certificate(query)
    for _, law in found["main"].laws:
        total = found[law.total]
        assert total.start in (law.density, ("integral", law.density, law.variable, law.lower, law.upper),
                               ("sum", law.density, law.variable, law.lower, law.upper)) or law.kind == "finite"  # fmt: skip
        assert total.claim.right == 1 and total.steps[-1].witness is not None


@pytest.mark.parametrize("query", ["H Gompertz", "KL Uniform Normal", "KL Poisson Poisson"])
def test_a_certificate_with_witnesses_is_read_back(query):
    found = certificate(query)
    assert Certificate.loads(found.dumps()) == found
    assert found.to_dict()["schema"] == 3


def spoilt(data: dict[str, Any], change: Callable[[dict[str, Any]], bool]) -> Certificate:
    """The certificate with the first entry of an `integral` witness changed that the change takes."""
    for plain in data["derivations"].values():
        for step in plain["steps"]:
            for entry in step.get("witness", {}).get("integrals", []):
                if change(entry):
                    return Certificate.from_dict(data)
    raise AssertionError("nothing was there to be changed")


def value_changed(entry: dict[str, Any]) -> bool:
    values = entry["parts"][0]["values"]
    values["p"] = f"(+ {values['p']} 1/1000000)"
    return True


def multiple_changed(entry: dict[str, Any]) -> bool:
    entry["parts"][0]["times"] = f"(* 1000001/1000000 {entry['parts'][0]['times']})"
    return True


def order_changed(entry: dict[str, Any]) -> bool:
    part = next((part for part in entry["parts"] if "order" in part), None)
    if part is not None:
        part["order"] += 1
    return part is not None


def part_dropped(entry: dict[str, Any]) -> bool:
    entry["parts"].pop()
    return True


def chart_dropped(entry: dict[str, Any]) -> bool:
    entry.pop("each", None)
    return entry.pop("chart", None) is not None


def end_changed(entry: dict[str, Any]) -> bool:
    if "chart" in entry:
        entry["chart"]["lower"] = f"(+ {entry['chart']['lower']} 1)"
    return "chart" in entry


def branch_changed(entry: dict[str, Any]) -> bool:
    if "chart" in entry:
        entry["chart"]["branches"][0] = f"(* 2 {entry['chart']['branches'][0]})"
    return "chart" in entry


def branch_dropped(entry: dict[str, Any]) -> bool:
    if "each" in entry:
        entry["chart"]["branches"].pop()
        entry["each"].pop()
    return "each" in entry


@pytest.mark.parametrize("query", ["H Laplace", "H ExponentialPower"])
@pytest.mark.parametrize(
    "change",
    [value_changed, multiple_changed, order_changed, part_dropped, chart_dropped, end_changed, branch_changed, branch_dropped],
)  # fmt: skip
def test_a_witness_with_one_value_changed_is_noticed(query, change):
    data = opened(certificate(query))
    if change is order_changed:
        data = opened(certificate("H Weibull"))
    assert list(faults(spoilt(data, change)))


def test_a_fact_that_stands_nowhere_is_noticed():
    data = opened(certificate("H Weibull"))
    steps = [step for plain in data["derivations"].values() for step in plain["steps"]]
    fact = next(step["witness"]["facts"][0] for step in steps if step.get("witness", {}).get("facts"))
    fact["values"]["c"] = f"(* 2 {fact['values']['c']})"
    assert [fault for fault in faults(Certificate.from_dict(data)) if "stands nowhere" in fault]


def test_a_lemma_that_is_not_cited_is_noticed():
    data = opened(certificate("KL Trapezoidal Normal"))
    total = data["derivations"][data["derivations"]["main"]["laws"]["P"]["total"]]
    assert [step["rule"] for step in total["steps"] if step["lemmas"]] == ["insert-lemma"]
    for step in total["steps"]:
        step["lemmas"] = []
    assert [fault for fault in faults(Certificate.from_dict(data)) if "no cited lemma" in fault]


def test_only_steps_that_exist_have_a_form_by_their_name():
    assert set(FORM_OF_STEP) <= set(STEP_NAMES)
    assert "split-the-range" not in FORM_OF_STEP and "divergent-integral" not in FORM_OF_STEP


INFINITE = ("Normal", "Uniform"), ("Gumbel", "BoundedPareto"), ("Logistic", "Exponential"), ("LogNormal", "Kumaraswamy"), (
    "Poisson", "Binomial"), ("Geometric", "Bernoulli"), ("Pareto", "Beta"), ("Poisson", "Geometric"), ("StudentT", "Arcsin")  # fmt: skip


@pytest.mark.parametrize(("first", "second"), INFINITE)
def test_the_range_of_an_infinite_measure_has_mass_and_lies_outside(first, second):
    derivation = si.derive(si.KL(ROWS[first].law("1", "P"), ROWS[second].law("2", "Q")))
    plain = certificate_of(derivation)["main"]
    witness = plain.steps[-1].witness
    assert witness is not None and witness.form == "infinite-support"
    laws, numbers = dict(plain.laws), Numbers(plain, 1)
    low, high = numbers.ends(*witness.interval)
    ends = {name: numbers.ends(law.lower, law.upper) for name, law in laws.items() if law.kind != "finite"}
    discrete = laws["P"].kind != "continuous"
    assert ends["P"][0] <= low <= high <= ends["P"][1] and (discrete or low < high)
    if "Q" in ends:
        assert (
            (high < ends["Q"][0] or ends["Q"][1] < low) if discrete else (high <= ends["Q"][0] or ends["Q"][1] <= low)
        )
    else:
        assert low == high and all(numbers.at(outcome) != low for outcome, _ in laws["Q"].outcomes)
    for x in numbers.places(low, high, discrete):
        assert numbers.at(laws["P"].density, **{laws["P"].variable: x}) > 0


def test_supports_that_move_name_no_range():
    derivation = si.derive(si.parse("KL(Uniform(0, 1) || Uniform(a, a + 1/2))"))
    assert derivation.status.value != "infinite" or derivation.steps[-1].witness is None


def test_a_lemma_is_cited_at_its_values():
    steps = certificate_of(si.theorem("metres-to-centimetres"))["main"].steps
    assert steps[0].witness is not None and steps[0].witness.at == (("L1", (("a", 100),)),)


def test_the_steps_of_theorems_have_witnesses():
    without = {
        step.rule
        for name, _ in names()
        for _, plain in certificate_of(si.theorem(name)).derivations
        for step in plain.steps
        if step.witness is None
    }
    assert without == set()


def test_a_claim_has_no_totals():
    lonely = si.derive(si.parse("H(Normal(m, s))"))
    claimed = replace(lonely, steps=(Step(Relation.EQ, lonely.stands, "claim", "A claim.", start=lonely.left),))
    plain = certificate_of(claimed)
    assert [law.total for _, law in plain["main"].laws] == [""] and len(plain.derivations) == 1
