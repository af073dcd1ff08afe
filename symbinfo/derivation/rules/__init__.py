"""Rules: one file a theme.

- `absolute`: mean distances E|X - m|: the mean, and what lies beyond m, an incomplete integral of a stored kernel.
- `affine_bases`: bases and statistics at a place of their own: ``|x - m|`` and ``log(a + b x)``, whose m and b/a a
  statistic brings.
- `algebra`: bringing an expression to the form that a textbook would print.
- `antiderivatives`: expectations by an antiderivative: polynomials times exponentials and cosines over a bounded
  range.
- `by_normaliser`: the value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps.
- `calculus`: derivatives of closed forms in their parameters.
- `changes_of_variables`: changes of variables that bring a density to a kernel whose integral is known.
- `densities`: inserting the expression for a name, and the logarithm of a density as a sum of statistics.
- `example_laws`: laws for the examples of rules: small ones with a parameter each.
- `expectations`: the value of an expectation: the ways to it in their order, and the mean of a polynomial under a
  symmetric law.
- `growth_at_ends`: how a density and what is averaged grow towards an end of the range: expectations that are
  infinite or undefined.
- `harmonic_logarithm`: the Poisson integral of a half-plane: log |z - w| is harmonic, and so is averaged by a Cauchy
  law to one value.
- `inequalities`: the tangent of the logarithm, each with the case in which both sides are equal.
- `infinite_expectations`: expectations that diverge: one that is +oo, among terms that are finite, makes the whole
  +oo.
- `joint_laws`: marginals, conditional laws, independence, and the order of the variables.
- `lemmas`: what was derived once is put to use in another derivation.
- `limits_at_ends`: limits at the ends of a parameter's domain: t log t -> 0, and what is continuous is evaluated.
- `linearity`: constants come out of an expectation, and sums are taken term by term.
- `logarithms`: logarithms of products, quotients and powers; nothing is split whose sign is not known.
- `matching`: matching a density or mass against the stored normalisers.
- `named_logs`: logarithms of named values: split, inverted and joined under totals.
- `normal_vectors`: expectations of a normal vector of unknown size: quadratic forms by the trace, powers of densities
  by one integral.
- `normalisers`: the stored facts: integrals and sums with a known value, one row each, with their references.
- `pieces`: piecewise densities: the range is split where the formula changes, and every piece is a law of its own.
- `recognition`: definitions read backwards: a total is replaced by the measure that it defines.
- `rule`: what a rule is: a named rewrite with its reason, its examples, and what it must refuse.
- `special`: special functions at places where they are simpler: Bessel functions of half-integer order, quadratic
  logarithms.
- `statistics`: what is averaged, read as a change of the parameters of a matched kernel.
- `substitutions`: integrals written out: inserting a density, changing the variable, and recognising what is left.
- `sums`: finite laws: the expectation written out outcome by outcome.
- `totals`: sums and integrals over the whole range of a law, of names such as P(x) and P(x, y).
- `unfolding`: definitions: a measure is replaced by the expectation that defines it.
- `vector_expectations`: expectations of vectors: of one component by its marginal law, of a quadratic by mean and
  covariance.
"""
