"""Derived results and values from definitions against an independent collection, where that is at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mpmath
import pytest
from sympy import Derivative, E, Expr, Subs, Symbol, oo, sympify
from sympy import N as number_of

import symbinfo as si
from symbinfo.derivation import Status
from symbinfo.expressions import errors
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import finite_law, law_of_family
from symbinfo.laws.joint_normal import JointNormal
from symbinfo.verification.values.evaluate import evaluate

FOLDER = Path(__file__).parents[3] / "shared" / "reference"
# Every measure of the collection, by its name there.
MEASURES = {
    "entropy": si.Entropy,
    "cross_entropy": si.CrossEntropy,
    "kl": si.KL,
    "renyi_entropy": si.Renyi,
    "renyi_divergence": si.RenyiDivergence,
    "tsallis_entropy": si.Tsallis,
    "jensen_shannon": si.JensenShannon,
    "hellinger2": lambda *laws, **unit: si.Hellinger(*laws, **unit) ** 2,
    "chi2": si.ChiSquaredDivergence,
    "fisher_information": si.FisherInformation,
    "mutual_information": lambda joint, **unit: si.MutualInformation(*joint.components[:2], **unit),
    "conditional_entropy": lambda joint, **unit: si.ConditionalEntropy(*joint.components[1::-1], **unit),
}
# Laws of several variables, from the parameters of their entry.
JOINT = {
    "JointPMF": lambda name, table: si.table(table, name=name),
    "MultivariateNormal": lambda name, mu, sigma: JointNormal.of(mu, sigma, name=name),
    "Dirichlet": lambda name, alpha: si.dirichlet(alpha, name),
    "Multinomial": lambda name, n, p: si.multinomial(n, p, name),
}
BASES = {"e": E, "2": 2, "10": 10}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference collection is not here")


def entries(file: str, key: str) -> list[Any]:
    if not FOLDER.is_dir():
        return []
    found = json.loads((FOLDER / file).read_text())[key]
    return found


def read(text: str, names: dict[str, Symbol]) -> Expr:
    return sympify(text, locals=names, rational=True)


def read_all(given: Any, names: dict[str, Symbol]) -> Any:
    return [read_all(part, names) for part in given] if isinstance(given, list) else read(str(given), names)


def law(entry: dict[str, Any], name: str, names: dict[str, Symbol]) -> Any:
    parameters = entry["params"]
    if entry["dist"] in JOINT:
        return JOINT[entry["dist"]](name, **{key: read_all(value, names) for key, value in parameters.items()})
    if entry["dist"] == "FiniteRV":
        return finite_law({read(k, names): read(p, names) for k, p in parameters["pmf"].items()}, name)
    values = [read_all(value, names) for value in parameters.values()]
    return law_of_family(FAMILIES[entry["dist"]], tuple(values), name)


def measure_of(entry: dict[str, Any], names: dict[str, Symbol] | None = None) -> tuple[Any, dict[Symbol, Expr]]:
    """The measure, and where it is to be taken: a Fisher information keeps its parameter as a symbol."""
    names, point = dict(names or {}), {}
    if entry.get("wrt"):
        wrt = entry["wrt"]
        theta = next(p for p in FAMILIES[entry["p"]["dist"]].parameters if p.name == wrt).symbol(wrt)
        given = read(entry["p"]["params"][wrt], names)
        if isinstance(given, Symbol):
            theta = given
        else:
            names[wrt], point[theta] = theta, given
        entry = {**entry, "p": {**entry["p"], "params": {**entry["p"]["params"], wrt: str(theta)}}}
    laws = [law(entry[key], name, names) for key, name in (("p", "P"), ("q", "Q")) if entry.get(key)]
    order = [theta] if entry.get("wrt") else [read(entry["order"], names)] if entry.get("order") else []
    return MEASURES[entry["measure"]](*laws, *order, base=BASES[entry["base"]]), point


def close(found: Any, expected: str, digits: int) -> bool:
    with mpmath.workdps(40):
        wanted = mpmath.mpf(expected)
        return bool(abs(mpmath.mpf(str(found)) - wanted) <= mpmath.mpf(10) ** -digits * (abs(wanted) or 1))


VALUES = entries("values.json", "cases")


@pytest.mark.slow
@pytest.mark.parametrize("case", VALUES, ids=[case["id"] for case in VALUES])
def test_a_derived_result_has_the_value_found_elsewhere(case: dict[str, Any]) -> None:
    try:
        measure, point = measure_of(case)
    except errors.DomainError as error:
        pytest.skip(f"refused at the door: {error}")
    derivation = si.derive(measure)
    if derivation.status is Status.REDUCED:
        pytest.skip("no closed form is known to the engine")
    value = derivation.value.subs(point)
    if case["value"] == "inf":
        assert value == oo
    elif value.has(Subs, Derivative):
        pytest.skip("SymPy has no numbers for the derivative of zeta")
    else:
        assert close(number_of(value, 40), case["value"], 25)


@pytest.mark.slow
@pytest.mark.parametrize("case", VALUES, ids=[case["id"] for case in VALUES])
def test_every_promised_digit_is_right(case: dict[str, Any]) -> None:
    try:
        measure, point = measure_of(case)
        value = evaluate(measure, 20, seconds=20, at=point)
    except errors.SymbinfoError as error:
        pytest.skip(f"not promised: {error}")
    if case["value"] == "inf":
        assert value.text == "inf"
    else:
        assert close(value.text, case["value"], 19)
