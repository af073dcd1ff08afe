"""False certificates that an adversary wrote against the replay, as data; each must be refused for its own reason.

Of those that come first each was once proved: ends of a range that hold the name of its variable, derivatives at other
places than 0, a main derivation that something else cites, charts whose variable is a symbol, sums with two branches,
integrals spread over themselves, totals that are none, intervals that are turned around, bases of 1 or less, laws and
titles that are not defined everywhere. So was each of those that come last: a parameter with the name of the variable,
an integral of both signs that was taken as not 0, cases without a value, convergence at another place, lemmas too large
for a normal form, integrands without a value near the place of a derivative, slopes where their rows have none, lemmas
with one left side, values on an edge that move what they are put into. Where the main derivation is true, the one that
is false is named.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from symbinfo.trusted import Certificate
from symbinfo.trusted.proof.replay import replay

FALSE: dict[str, Any] = json.loads(Path(__file__).with_name("false_proofs.json").read_text())


@pytest.mark.parametrize("name", FALSE)
def test_a_false_certificate_is_refused_for_its_reason(name: str) -> None:
    found = replay(Certificate.from_dict(FALSE[name]["certificate"]))
    assert not found.whole
    assert FALSE[name].get("false", "main") not in found.proved
    reasons = [f"{place.where}: {place.reason}" for place in found.open]
    assert FALSE[name]["refused"] in (reasons or [""])


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("captured end, antiderivative through a pole", "(* 2 x)", "1/2"),
        ("diff at other point", "t -2 1)", "t 0 1)"),
        ("main as local", '"x": "real"', '"x": "positive"'),
        ("infinite in base 1/2", "1/2", "2"),
        ("undefined probability", '"x": "real"', '"x": "nonzero"'),
        ("undefined base", '"x": "real"', '"x": "nonzero"'),
        ("undefined density", '"x": "real"', '"x": "positive"'),
    ],
)
def test_what_is_true_beside_it_is_proved(name: str, old: str, new: str) -> None:
    text = json.dumps(FALSE[name]["certificate"])
    data = json.loads(text.replace(old, new))
    if name.startswith("captured"):
        data = json.loads(json.dumps(data).replace("(+ -1 (* 1/2 (^ x -1)))", "1"))
    assert replay(Certificate.from_dict(data)).open == []
