"""Good certificates broken in one place: the checker must accept none of them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest
from sympy import Rational, symbols
from sympy.stats import Bernoulli, Exponential, Poisson, Uniform

import symbinfo as si
from symbinfo.derivation.certify.export import certificate_of
from symbinfo.expressions.errors import CertificateError
from symbinfo.trusted import Certificate, Evaluator, Undefined, Unknown, check, dump, parse

phi, psi, lamda, r, s = symbols("phi psi lamda r s", positive=True)
a, b = symbols("a b", real=True)

MEASURES = {
    "bernoulli": si.Entropy(Bernoulli("P", phi)),
    "coins": si.KL(Bernoulli("P", phi), Bernoulli("Q", psi)),
    "coin-in-bits": si.Entropy(Bernoulli("P", Rational(1, 3)), unit="bits"),
    "uniform": si.Entropy(Uniform("P", a, b)),
    "exponential": si.Entropy(Exponential("P", lamda)),
    "poisson": si.KL(Poisson("P", r), Poisson("Q", s)),
}
GOOD = {name: certificate_of(si.derive(measure)).to_dict() for name, measure in MEASURES.items()}


@pytest.mark.parametrize("name", GOOD)
def test_the_good_certificate_is_accepted(name: str) -> None:
    assert check(Certificate.from_dict(GOOD[name])).verdict == "holds"


# --- breaking the last step of the main derivation: the claim follows it, so that only mathematics can object ----------


def places(term: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Every number and every sum in a term, with the way to it."""
    if isinstance(term, (int, Fraction)) or (isinstance(term, tuple) and term[0] == "+"):
        yield path, term
    if isinstance(term, tuple):
        for i, part in enumerate(term[1:], 1):
            yield from places(part, (*path, i))


def put(term: Any, path: tuple[int, ...], new: Any) -> Any:
    if not path:
        return new
    return (*term[: path[0]], put(term[path[0]], path[1:], new), *term[path[0] + 1 :])


def off_by_a_little(part: Any) -> Any:
    return Fraction(part) + Fraction(1, 10**20) if not isinstance(part, tuple) else None


def sign(part: Any) -> Any:
    return -part if not isinstance(part, tuple) and part != 0 else None


def dropped_term(part: Any) -> Any:
    return part[:-1] if isinstance(part, tuple) and len(part) > 2 else None


def doubled(part: Any) -> Any:
    return ("*", 2, part) if isinstance(part, tuple) else 2 * part


EDITS: tuple[Callable[[Any], Any], ...] = (off_by_a_little, sign, dropped_term, doubled)


def broken_results() -> Iterator[Any]:
    for name, good in GOOD.items():
        text = good["derivations"]["main"]["steps"][-1]["term"]
        for path, part in places(parse(text)):
            for edit in EDITS:
                new = edit(part)
                if new is not None and new != part:
                    yield pytest.param(name, dump(put(parse(text), path, new)), id=f"{name}-{edit.__name__}-{path}")


@pytest.mark.parametrize(("name", "result"), list(broken_results()))
def test_a_wrong_result_is_refused(name: str, result: str) -> None:
    data = copy.deepcopy(GOOD[name])
    main = data["derivations"]["main"]
    main["steps"][-1]["term"] = main["claim"]["right"] = result
    report = check(Certificate.from_dict(data))
    assert report.verdict == "refuted"
    assert "differ" in report.reason


# --- breaking what stands round the steps: each defect has its own complaint ------------------------------------------


def main_of(data: dict[str, Any]) -> dict[str, Any]:
    return data["derivations"]["main"]


def cite_itself(data: dict[str, Any]) -> None:
    main_of(data)["steps"][0]["lemmas"] = ["main"]


def cite_nothing_there(data: dict[str, Any]) -> None:
    main_of(data)["steps"][0]["lemmas"] = ["L99"]


def lemma_cycle(data: dict[str, Any]) -> None:
    lemma = next(name for name in data["derivations"] if name != "main")
    data["derivations"][lemma]["steps"][0]["lemmas"] = ["main"]
    main_of(data)["steps"][0]["lemmas"] = [lemma]


def wrong_measure_in_title(data: dict[str, Any]) -> None:
    main_of(data)["measure"]["name"] = "self-information"


def unknown_measure(data: dict[str, Any]) -> None:
    main_of(data)["measure"]["name"] = "temperature"


def wrong_base(data: dict[str, Any]) -> None:
    main_of(data)["measure"]["base"] = "2"


def law_not_normalised(data: dict[str, Any]) -> None:
    law = main_of(data)["laws"]["P"]
    law["density"] = f"(* 3 {law['density']})"


def claim_is_another(data: dict[str, Any]) -> None:
    main_of(data)["claim"]["right"] = "0"


def claim_starts_elsewhere(data: dict[str, Any]) -> None:
    main_of(data)["claim"]["left"] = "0"


def claim_is_stricter(data: dict[str, Any]) -> None:
    main_of(data)["claim"]["relation"] = "<"


def mixed_directions(data: dict[str, Any]) -> None:
    steps = main_of(data)["steps"]
    steps[0]["relation"], steps[-1]["relation"] = "<=", ">="


def infinite_without_witness(data: dict[str, Any]) -> None:
    main = main_of(data)
    main["steps"][-1]["term"] = main["claim"]["right"] = "%oo"


def condition_dropped(data: dict[str, Any]) -> None:
    main_of(data)["conditions"] = []


def symbol_not_declared(data: dict[str, Any]) -> None:
    main_of(data)["symbols"].pop("lamda")


DEFECTS = [
    (cite_itself, "exponential", "rests on itself"),
    (cite_nothing_there, "exponential", "which is not there"),
    (lemma_cycle, "exponential", "rests on itself"),
    (wrong_measure_in_title, "coins", "no definition of the measure"),
    (unknown_measure, "exponential", "no definition of the measure"),
    (wrong_base, "exponential", "not the definition of the measure"),
    (law_not_normalised, "exponential", "does not integrate to 1"),
    (claim_is_another, "exponential", "not where the last step ends"),
    (claim_starts_elsewhere, "exponential", "not the start"),
    (claim_is_stricter, "exponential", "do not add up to <"),
    (mixed_directions, "exponential", "do not add up"),
    (infinite_without_witness, "coins", "no place was found"),
    (condition_dropped, "uniform", "uniform"),
]


@pytest.mark.parametrize(("defect", "name", "complaint"), DEFECTS, ids=[d[0].__name__ for d in DEFECTS])
def test_a_defect_is_refused_for_its_own_reason(defect: Callable[[Any], None], name: str, complaint: str) -> None:
    data = copy.deepcopy(GOOD[name])
    defect(data)
    report = check(Certificate.from_dict(data))
    assert not report.accepted
    reasons = [f"{r.where}: {r.reason}" for r in report.records if r.verdict != "holds"]
    assert complaint == name or any(complaint in reason for reason in reasons), reasons


def test_an_undeclared_symbol_cannot_be_read() -> None:
    data = copy.deepcopy(GOOD["exponential"])
    symbol_not_declared(data)
    with pytest.raises(CertificateError, match="undeclared symbol"):
        Certificate.loads(json.dumps(data))


# --- one step of algebra at a time ------------------------------------------------------------------------------------

STEPS = [
    ("log-of-square", {"t": "real"}, "(log (^ t 2))", "(* 2 (log t))", "refuted"),
    ("log-of-square-right", {"t": "real"}, "(log (^ t 2))", "(* 2 (log (abs t)))", "holds"),
    ("root-of-square", {"t": "real"}, "(^ (^ t 2) 1/2)", "t", "refuted"),
    ("only-at-one", {"k": "positive integer"}, "(gamma k)", "1", "refuted"),
    ("weak-inequality", {"t": "positive"}, "(log t)", "(+ t -1)", "<= holds"),
    ("wrong-inequality", {"t": "positive"}, "(log t)", "(+ t -1)", ">= refuted"),
    ("kink", {"m": "real"}, "(integral (* 1/2 (exp (* -1 (abs (+ x (* -1 m)))))) x %-oo %oo)", "1", "holds"),
    ("swapped-bounds", {"m": "positive"}, "(integral (^ x 2) x 0 m)", "(integral (^ x 2) x m 0)", "refuted"),
    ("divergent", {"m": "positive"}, "(integral (^ x -1) x m %oo)", "1", "undecided"),
    ("slow-series", {"s": "positive"}, "(sum (^ k (+ -2 (* -1 s))) k 1 %oo)", "(zeta (+ 2 s))", "holds"),
    ("derivative", {"t": "positive"}, "(diff (exp (* 2 x)) x t 1)", "(* 2 (exp (* 2 t)))", "holds"),
]


@pytest.mark.parametrize(("symbols_", "left", "right", "expected"), [s[1:] for s in STEPS], ids=[s[0] for s in STEPS])
def test_a_step_is_judged(symbols_: dict[str, str], left: str, right: str, expected: str) -> None:
    relation, _, verdict = f"= {expected}".rpartition(" ")
    relation = relation.removeprefix("= ")
    plain = {
        "symbols": symbols_,
        "conditions": [],
        "functions": {},
        "laws": {},
        "measure": None,
        "start": left,
        "steps": [{"relation": relation, "term": right, "rule": "claim", "lemmas": []}],
        "claim": {"relation": relation, "left": left, "right": right},
    }
    report = check(Certificate.from_dict({"schema": 1, "main": "main", "derivations": {"main": plain}}))
    assert report.verdict == verdict, report.reason


def test_a_finer_evaluator_keeps_no_limit_of_time_of_an_earlier_check() -> None:
    evaluator = Evaluator(12, deadline=0.0)
    assert evaluator.finer(30).deadline == 0.0
    evaluator.deadline = None
    assert evaluator.finer(30).deadline is None


@pytest.mark.parametrize(
    ("power", "at", "value"),
    [
        ("(^ 0 (abs (+ r -1/7)))", Fraction(1, 7), 1),  # the exponent is exactly 0
        ("(^ 0 (abs (+ r (log 3))))", Fraction(1, 3), 0),  # and here surely positive, by more than its bound
        ("(^ 0 (+ (log 8) (* -3 (log 2))))", Fraction(1), None),  # but here it may be 0, and nothing is said
        ("(^ 0 (* -1 (log 3)))", Fraction(1), None),  # a pole
    ],
)
def test_a_power_of_zero_is_told_only_where_its_exponent_is(power: str, at: Fraction, value: int | None) -> None:
    try:
        found = Evaluator(30).attempt(parse(power), {"r": at})
    except (Undefined, Unknown):
        assert value is None
    else:
        assert value is not None
        assert (found.value, found.error) == (value, 0)
