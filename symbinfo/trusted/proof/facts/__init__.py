"""The stored facts, as data: integrals and sums with their values, and the rows of special functions.

They are a copy of their own, typed from the handbook and derived by hand; the rules that find derivations have another,
and a test compares the two.

- `fact`: what a row is, and how it is put to use at given values.
- `stored_integrals`: integrals over a whole range.
- `circle_integrals`: integrals over a full turn.
- `stored_tails`: the same from a point z on.
- `stored_sums`: series and finite sums.
- `function_table`: special functions: domains, derivatives, signs, recurrences, definitions and values.
- `axioms`: the facts that a proof rests on, in words.
"""

from __future__ import annotations

from .circle_integrals import CIRCLE_INTEGRALS
from .fact import Fact
from .stored_integrals import INTEGRALS
from .stored_sums import SUMS
from .stored_tails import TAILS

__all__ = ["FACTS", "Fact"]

#: Integrals and sums by the name that a witness gives.
FACTS = {fact.name: fact for fact in (*INTEGRALS, *CIRCLE_INTEGRALS, *TAILS, *SUMS)}
