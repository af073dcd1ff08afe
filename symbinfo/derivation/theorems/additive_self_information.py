"""The information of independent events adds."""

from __future__ import annotations

from sympy import Symbol

from symbinfo.derivation import Derivation, Status
from symbinfo.derivation.plans.derive import derive as derive_measure
from symbinfo.derivation.rules.lemmas import backwards
from symbinfo.derivation.rules.rule import run
from symbinfo.derivation.rules.substitutions import SPLIT_LOGS
from symbinfo.derivation.rules.sums import WRITE_OUT_SUM
from symbinfo.derivation.rules.unfolding import DEFINITION
from symbinfo.expressions.domain import Domain
from symbinfo.laws.from_catalogue import finite_law
from symbinfo.laws.table import joint_law
from symbinfo.measures import SelfInformation

TITLE = "Independent information is additive: I(A and B) = I(A) + I(B)"


def derive() -> Derivation:
    """Derive it for two independent events of probabilities p and q."""
    p, q = Symbol("p", positive=True), Symbol("q", positive=True)
    cells = {
        ("A", "B"): p * q,
        ("A", "not B"): p * (1 - q),
        ("not A", "B"): (1 - p) * q,
        ("not A", "not B"): (1 - p) * (1 - q),
    }
    both = joint_law(cells)
    single = [
        SelfInformation(name, finite_law({name: chance, f"not {name}": 1 - chance}))
        for name, chance in (("A", p), ("B", q))
    ]
    plan = (
        DEFINITION,
        WRITE_OUT_SUM,
        SPLIT_LOGS,
        *(backwards(derive_measure(part), "The definition of self-information, read backwards.") for part in single),
    )
    domain = Domain.of([p < 1, q < 1])
    return run(SelfInformation(("A", "B"), both), plan, domain, Status.CLOSED)
