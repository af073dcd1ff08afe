"""Proved certificates broken in one place: what is proved all the same is known, and true."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from proof_mutants import (
    ARGUES_OTHERWISE,
    BASES,
    NOTHING,
    NUMBERS_AGREE,
    PART,
    SQUARE,
    Mutant,
    is_proved,
    listed,
    looked_at,
    mutants,
    reason,
)

from symbinfo.trusted import Certificate
from symbinfo.trusted.proof import integral_values
from symbinfo.trusted.proof.facts import FACTS
from symbinfo.trusted.proof.replay import replay

TRUE = listed()
EVERY = pytest.mark.parametrize("base", BASES)


@EVERY
def test_the_certificate_that_is_broken_is_proved(base: str) -> None:
    assert is_proved(BASES[base])


def is_known(mutant: Mutant) -> bool:
    """Whether a mutant is listed, or says what the certificate says: what else it argues with is no matter."""
    return mutant.name in TRUE[mutant.base] or reason(mutant) == ARGUES_OTHERWISE


def test_what_is_proved_of_some_mutants_is_listed() -> None:
    """One in thirty, of every third certificate."""
    chosen = [m for i, base in enumerate(list(BASES)[::3]) for m in islice(mutants(base), i, None, 30)]
    assert len(chosen) > 90
    assert [m.name for m in chosen if is_proved(m.data) and not is_known(m)] == []
    assert sum(m.name in TRUE[m.base] for m in chosen) < len(chosen) / 3


@pytest.mark.slow
@EVERY
def test_what_is_proved_of_all_mutants_is_true_all_the_same(base: str) -> None:
    proved = [m for m in mutants(base) if is_proved(m.data)]
    assert [m.name for m in proved if not is_known(m)] == []
    for mutant in proved:
        why = TRUE[base].get(mutant.name, ARGUES_OTHERWISE)
        assert why in (NUMBERS_AGREE, NOTHING, SQUARE, PART) or reason(mutant) == why, mutant.name
    by_numbers = [m for m in proved if TRUE[base].get(m.name) in (NUMBERS_AGREE, NOTHING)]
    for mutant in by_numbers and [Random(base).choice(by_numbers)]:
        assert looked_at(mutant, 12) == TRUE[base][mutant.name]


@pytest.mark.slow
def test_there_are_thousands_of_mutants() -> None:
    names = {base: [mutant.name for mutant in mutants(base)] for base in BASES}
    assert sum(map(len, names.values())) > 8000
    assert all(len(own) == len(set(own)) for own in names.values())
    others = {base: {name for name, why in TRUE[base].items() if why != ARGUES_OTHERWISE} for base in BASES}
    assert all(own <= set(names[base]) for base, own in others.items())


# --- without assert --------------------------------------------------------------------------------------------------

WITHOUT_ASSERT = """
import json, sys
from pathlib import Path
from proof_mutants import ARGUES_OTHERWISE, BASES, is_proved, listed, mutants, reason
if __debug__:
    sys.exit("this is not what -O does")
false = json.loads(Path(sys.argv[1]).with_name("false_proofs.json").read_text())
true = listed()
print(json.dumps([name for name, entry in false.items() if is_proved(entry["certificate"])]))
some = [mutant for base in list(BASES)[1::4] for mutant in list(mutants(base))[40::120]]
odd = [mutant for mutant in some if is_proved(mutant.data) and mutant.name not in true[mutant.base]]
print(json.dumps([mutant.name for mutant in odd if reason(mutant) != ARGUES_OTHERWISE]))
print(sum(map(is_proved, BASES.values())), len(some))
"""


def test_without_assert_nothing_false_is_proved() -> None:
    here = Path(__file__)
    paths = ":".join([str(here.parent), str(here.parents[3])])
    run = subprocess.run(
        [sys.executable, "-O", "-c", WITHOUT_ASSERT, str(here)],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": paths, "PYTHONHASHSEED": "0"},
        check=False,
    )
    assert run.returncode == 0, run.stderr
    false, others, counts = run.stdout.splitlines()
    assert json.loads(false) == []
    assert json.loads(others) == []
    proved, some = map(int, counts.split())
    assert proved == len(BASES)
    assert some > 10


# --- what a proof rests on -------------------------------------------------------------------------------------------


@EVERY
def test_the_facts_that_are_listed_are_those_that_are_used(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without all others it is still proved, and without any one of them it is not."""
    certificate = Certificate.from_dict(BASES[base])
    axioms = replay(certificate).axioms
    monkeypatch.setattr(integral_values, "FACTS", {name: FACTS[name] for name in axioms})
    assert replay(certificate).whole
    assert replay(certificate).axioms == axioms
    for lost in axioms:
        monkeypatch.setattr(integral_values, "FACTS", {name: fact for name, fact in FACTS.items() if name != lost})
        assert not replay(certificate).whole
