"""Claims over named random variables: proved by Shannon's inequalities, or refuted by a law that breaks them.

- `bits_in_arrays`: sums of fair bits, all choices at once, in NumPy.
- `copy_lemma`: the copy lemma: what follows from Shannon's inequalities for more variables than the claim speaks of.
- `differential`: claims about differential entropies: these may be negative.
- `exact_simplex`: the simplex method in fractions: small linear programs where SciPy is not installed.
- `fair_bits`: variables that are sums of fair bits: their joint entropies are whole numbers of bits.
- `judge`: the referee of claims over named random variables: a proof, a counterexample, or neither.
- `linear`: linear statements over named random variables in coordinates: one joint entropy for each set of variables.
- `linear_proof`: proofs by linear programming: a claim as an exact nonnegative combination of inequalities that
  always hold.
- `proof_text`: a proof over named random variables for a reader: the difference of the sides as a sum, and why each
  part is so.
- `random_laws`: the search for a counterexample among laws drawn at random and improved.
- `search`: the search for a law that keeps what is assumed and breaks a claim, among sums of fair bits.
- `shannon_certificate`: a proof or a counterexample as plain data, which `symbinfo.trusted.shannon_check` re-checks.
- `shannon_diagnosis`: what is wrong with a refuted claim: the direction, or an assumption that is missing.
- `shannon_verdict`: the verdict on a claim over named random variables, with its proof or its counterexample.
"""
