"""Derivations: steps from a definition to a result, each with its reason.

- `derivation`: what a derivation and a step are.
- `witness`: what a step carries so that it can be replayed exactly.
- `step_names`: what a step may be called, each name with a sentence.
- `rules`: one file a theme; what may be done to an expression.
- `integrals`: the ways to the values of integrals and sums, and the stored facts in which they end.
- `simplify`: closed forms written short.
- `densities`: densities and masses of functions of other variables, each derived.
- `optima`: the largest and the least value of a measure.
- `plans`: which rule when.
- `stated`: what a theorem says of named variables and numbers.
- `theorems`: one file a named result.
- `certify`: a derivation as a certificate, and the checker's report on it.
"""

from __future__ import annotations

from symbinfo.derivation.derivation import Claim, Derivation, EqualityCase, Relation, Rounding, Status, Step

__all__ = ["Claim", "Derivation", "EqualityCase", "Relation", "Rounding", "Status", "Step"]
