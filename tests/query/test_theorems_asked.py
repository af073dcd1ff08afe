"""Questions about laws that are only named are answered with the theorems that speak of them."""

from __future__ import annotations

import pytest

from symbinfo.cli.command import main
from symbinfo.query.theorems_asked import advice_on, theorem_stated

STATED = {
    "KL(P || Q) >= 0": "gibbs-inequality",
    r"D_{\mathrm{KL}}(p\,\|\,q) \ge 0": "gibbs-inequality",
    "I(A;B) = I(B;A)": "mutual-information-is-symmetric",
    "H(X|Y) <= H(X)": "conditioning-reduces-entropy",
    "H(P, Q) = H(P) + KL(P || Q)": "cross-entropy-decomposition",
    "KL(P || Q) >= 1": "",
    "KL(P || Q) <= 0": "",
    "H(X|Y) >= H(X)": "",
    "KL(Normal(0, 1) || Q) >= 0": "",
    "H(X": "",
}


@pytest.mark.parametrize(("claim", "name"), STATED.items(), ids=list(STATED))
def test_a_claim_that_a_theorem_states_is_found(claim: str, name: str) -> None:
    assert theorem_stated(claim) == name


def test_a_measure_of_any_laws_is_answered_with_theorems() -> None:
    assert "gibbs-inequality" in advice_on("KL(P || Q)")
    assert "chain-rule" not in advice_on("H(P, Q)")  # which is of variables
    assert "chain-rule" in advice_on("H(X, Y)")
    assert "only the names" in advice_on("JS(P || Q)")
    assert advice_on("KL(Normal(0, 1) || Q)") == advice_on("1 + 1") == ""


def test_derive_answers_in_one_line_or_with_the_theorem(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["derive", "KL(P || Q)"]) == 2
    told = capsys.readouterr().err
    assert "theorems speak of KL(P || Q)" in told
    assert main(["derive", "KL(P || Q) >= 0"]) == 0
    assert "Gibbs" in capsys.readouterr().out
    assert main(["derive", "KL(P || Q) >= 1"]) == 2
