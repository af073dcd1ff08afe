"""The stored facts, as data: integrals and sums with their values, and derivatives that have no general formula.

They are a copy of their own, typed from the handbook and derived by hand; the rules that find derivations have another,
and a test compares the two.

- `fact`: what a row is, and how it is put to use at given values.
- `stored_integrals`: integrals over a whole range.
- `stored_tails`: the same from a point z on.
- `stored_sums`: series and finite sums.
- `derivatives_in_parameters`: derivatives of special functions in their parameters.
- `axioms`: the facts that a proof rests on, in words.
"""

from __future__ import annotations

from .derivatives_in_parameters import DERIVATIVES
from .fact import DerivativeFact, Fact
from .stored_integrals import INTEGRALS
from .stored_sums import SUMS
from .stored_tails import TAILS

__all__ = ["DERIVATIVES", "FACTS", "DerivativeFact", "Fact"]

#: Integrals and sums by the name that a witness gives.
FACTS = {fact.name: fact for fact in (*INTEGRALS, *TAILS, *SUMS)}
