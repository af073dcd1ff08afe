"""From a derivation to its certificate, and to the checker's report.

- `export`: a derivation as plain data that needs no SymPy: symbols, laws, measures, steps.
- `terms_of_sympy`: SymPy expressions as terms of certificates.
- `checking`: the way from a derivation to the checker's report.
- `normalisation`: whether a law written by hand integrates or sums to 1.
- `one_component`: vectors of unknown size, looked at in size one.
"""
