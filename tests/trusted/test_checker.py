"""The checker accepts good certificates and names the defect of each near miss.

A near miss is a good certificate, or a small one, with one defect; its file is named for it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from symbinfo.checker import check, main
from symbinfo.expressions.errors import BudgetExceeded, CertificateError
from symbinfo.trusted.certificate import Certificate

HERE = Path(__file__).parent
GOOD = sorted((HERE / "good_certificates").glob("*.json"))

# Near miss -> the verdict and what its reason must say.
NEAR_MISSES = {
    "gap_between_steps": ("refuted", "step 2"),
    "sign_flipped": ("refuted", "step 1"),
    "constant_off_by_1e-20": ("refuted", "step 2"),
    "cites_itself": ("refuted", "main: rests on itself"),
    "lemma_cycle": ("refuted", "L1: rests on itself"),
    "lemma_missing": ("refuted", "the lemma L2, which is not there"),
    "lemma_is_false": ("refuted", "L2, step 1"),
    "wrong_measure_in_title": ("refuted", "the start is not the definition"),
    "laws_swapped": ("refuted", "the start is not the definition"),
    "base_ignored": ("refuted", "the start is not the definition"),
    "density_not_normalised": ("refuted", "does not integrate to 1"),
    "support_too_wide": ("refuted", "does not integrate to 1"),
    "density_negative_somewhere": ("refuted", "negative"),
    "mass_negative_somewhere": ("refuted", "a probability is"),
    "log_of_square": ("refuted", "undefined"),
    "root_of_square": ("refuted", "step 1"),
    "true_at_integers_only": ("refuted", "step 1"),
    "true_below_one_only": ("refuted", "step 1"),
    "true_above_one_only": ("refuted", "step 1"),
    "true_for_small_integers_only": ("refuted", "step 1"),
    "condition_dropped": ("refuted", "the support is empty"),
    "conditions_cannot_be_met": ("undecided", "0 of 6 points"),
    "claim_differs_from_last_step": ("refuted", "right side of the claim"),
    "claim_starts_elsewhere": ("refuted", "left side of the claim"),
    "relation_weaker_than_claimed": ("refuted", "do not add up to <"),
    "inequality_turned": ("refuted", "step 1"),
    "directions_mixed": ("refuted", "do not add up"),
    "strict_where_equal": ("undecided", "equal to"),
    "infinite_without_witness": ("undecided", "no place was found"),
    "infinite_start_is_a_number": ("refuted", "the start is not the definition"),
    "finite_though_infinite": ("refuted", "the first law has mass where the second has none"),
    "finite_after_infinite": ("refuted", "follows from +oo"),
    "infinite_entropy": ("undecided", "no place was found"),
    "lemma_says_infinite": ("undecided", "no place was found"),
    "scaling_law_without_abs": ("refuted", "undefined"),
    "abstract_density_taken_as_even": ("refuted", "step 1"),
    "large_constant_hides_difference": ("refuted", "step 1"),
    "product_hides_difference": ("refuted", "step 1"),
    "small_factor_hides_difference": ("refuted", "step 1"),
    "narrow_bump_overlooked": ("refuted", "step 1"),
    "far_bump_overlooked": ("refuted", "step 1"),
    "hidden_bump_overlooked": ("refuted", "step 1"),
    "divergent_integral": ("undecided", "does not settle"),
    "divergent_sum": ("undecided", "no faster than 1/k"),
    "integral_across_pole": ("undecided", "does not settle"),
    "integral_of_undefined": ("refuted", "undefined"),
    "bound_variable_escapes": ("refuted", "step 1"),
    "bumpy_sum_overlooked": ("refuted", "step 1"),
    "limit_from_the_wrong_side": ("refuted", "step 1"),
    "limit_does_not_exist": ("undecided", "step 1"),
    "slow_limit": ("undecided", "does not settle"),
    "gibbs_turned": ("refuted", "step 4"),
    "gibbs_strict": ("undecided", "equal to"),
    "gibbs_strict_for_densities": ("undecided", "equal to"),
    "equality_case_uniform": ("refuted", "the equality case says otherwise"),
    "equality_case_too_wide": ("refuted", "the equality case says otherwise"),
    "equality_case_elsewhere": ("refuted", "the equality case says otherwise"),
    "equality_case_never_met": ("undecided", "never met"),
    "equality_case_of_an_equation": ("malformed", "only an inequality"),
    "mass_arguments_swapped": ("refuted", "step 1"),
    "sum_stops_early": ("refuted", "step 3"),
    "marginal_of_the_other_variable": ("refuted", "step 4"),
    "blocks_swapped": ("refuted", "the start is not the definition"),
    "block_missing": ("refuted", "blocks of variables"),
    "table_not_normalised": ("refuted", "does not integrate to 1"),
    "outcome_listed_twice": ("malformed", "listed twice"),
    "channel_in_nats": ("refuted", "the start is not the definition"),
    "map_the_wrong_way": ("undecided", "has no value"),
    "size_not_declared": ("malformed", "the size k is not declared"),
    "size_is_real": ("malformed", "the size n is not declared"),
    "kind_of_function_unknown": ("malformed", "no kind of an abstract function"),
    "undeclared_function": ("malformed", "undeclared"),
    "density_of_two_arguments": ("malformed", "takes one argument"),
    "undeclared_symbol": ("malformed", "undeclared symbol a"),
    "unknown_head": ("malformed", "unknown head"),
    "unknown_key": ("malformed", "trust"),
    "unknown_kind_of_symbol": ("malformed", "nice"),
    "measure_of_unknown_law": ("malformed", "law"),
    "decimal_number": ("malformed", "1.0"),
    "condition_as_value": ("malformed", "must be a value"),
    "step_into_false": ("malformed", "=="),
}


def load(folder, name):
    return Certificate.loads((HERE / folder / f"{name}.json").read_text())


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_a_good_certificate_is_accepted(path):
    report = check(Certificate.loads(path.read_text()))
    assert report.accepted, report.text()
    assert report.verdict == "holds"
    assert float(report.worst_error) < 1e-23


def test_every_near_miss_is_in_the_table():
    assert {p.stem for p in (HERE / "near_misses").glob("*.json")} == set(NEAR_MISSES)


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_near_miss_is_not_accepted_and_the_reason_is_given(name):
    verdict, reason = NEAR_MISSES[name]
    if verdict == "malformed":
        with pytest.raises(CertificateError, match=reason):
            load("near_misses", name)
        return
    report = check(load("near_misses", name))
    assert not report.accepted
    assert (report.verdict, reason in report.reason) == (verdict, True), report.text()


def test_a_refutation_shows_a_point_with_both_values():
    witness = check(load("near_misses", "log_of_square")).witness
    assert set(witness) == {"t", "before", "after"}
    assert witness["t"].startswith("-")
    assert witness["after"] == "undefined"


def test_a_report_is_data():
    report = check(load("good_certificates", "entropy_bernoulli"))
    assert json.loads(json.dumps(report.to_dict()))["verdict"] == "holds"
    assert report.text().startswith("holds")


def test_the_same_certificate_gets_the_same_report():
    certificate = load("near_misses", "sign_flipped")
    assert check(certificate) == check(certificate)


def test_a_spent_budget_is_an_error():
    with pytest.raises(BudgetExceeded, match=r"0\.05 seconds"):
        check(load("good_certificates", "kl_normal_normal"), seconds=0.05)


@pytest.mark.parametrize(
    ("folder", "name", "code"),
    [
        ("good_certificates", "entropy_die", 0),
        ("near_misses", "log_of_square", 1),
        ("near_misses", "unknown_head", 2),
        ("near_misses", "strict_where_equal", 3),
        ("near_misses", "no_such_file", 2),
    ],
)
def test_exit_codes(folder, name, code, capsys):
    assert main([str(HERE / folder / f"{name}.json")]) == code
    out, err = capsys.readouterr()
    assert (err if code == 2 else out).strip()


def test_it_runs_as_a_module_also_without_assertions():
    path = HERE / "near_misses" / "root_of_square.json"
    ran = subprocess.run(
        [sys.executable, "-O", "-m", "symbinfo.checker", str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=HERE.parents[1],
    )
    assert ran.returncode == 1
    assert ran.stdout.startswith("refuted")
