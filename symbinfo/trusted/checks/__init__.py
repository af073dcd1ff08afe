"""The questions that are asked of a certificate, one idea a file.

- `any_certificate`: a text or a file, of a derivation or of named random variables; the command line.
- `whole`: all questions about a certificate, in their order.
- `report`: what comes of them.
- `labels`: whether outcomes that are written differently are different.
- `laws`: whether each law is one.
- `title`: whether the start is the definition of the measure that the title names.
- `steps`: whether each step joins its neighbours and holds, and whether they add up to the claim.
- `comparison`: whether two sides agree at enough decisive points.
- `hiding`: what may differ between kinks, in waves, or below the digits that are compared.
- `infinity`, `escaping_mass`: whether something is infinite, by how it grows or by mass where a second law has none.
- `limit_steps`: limits of what a lemma speaks of, and what grows without bound.
- `beyond_conditions`: values where a condition fails.
- `derivation_points`: one derivation with the points of its domain, and values there.
- `values`: terms evaluated once, with a tally.
- `divergent_integrals`, `nested_integrals`: integrals that grow without bound, and integrals inside integrals.
"""
