"""From a derivation to its certificate, and to the checker's report.

- `export`: a derivation as plain data that needs no SymPy: symbols, laws, measures, steps.
- `law_totals`: that a law adds up to 1, as a derivation of its own.
- `normal_marginals`: the same of two jointly normal variables, and their marginals.
- `totals_of_families`: the change of variables and the stored fact for families whose kernel serves nothing else.
- `witnesses_as_terms`: what an exact replay of a step needs, as plain data.
- `hidden_products`: sums of an integrand that are products, as hints for a replay.
- `forms_of_steps`: the form of inference of the steps that need no data.
- `terms_of_sympy`: SymPy expressions as terms of certificates.
- `fitting_facts`: which stored fact serves at the gaps, edges and tails of a row of the rules.
- `entries`: derivations of matrices, which are checked entry by entry.
- `checking`: the way from a derivation to the checker's report.
- `normalisation`: whether a law written by hand integrates or sums to 1.
- `joint_normalisation`: whether a joint density written by hand integrates to 1.
- `one_component`: vectors of unknown size, looked at in size one.
"""
