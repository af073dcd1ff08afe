"""Rules: one file a theme.

- `algebra`: bringing an expression to the form that a textbook would print.
- `calculus`: derivatives of closed forms in their parameters.
- `densities`: inserting the expression for a name, and the logarithm of a density as a sum of statistics.
- `example_laws`: laws for the examples of rules: small ones with a parameter each.
- `expectations`: the value of an expectation: the ways to it in their order, and the mean of a polynomial under a
  symmetric law.
- `first_values`: a mass whose formula is another at its first values, such as one with an atom at 0 besides.
- `gathering`: linearity as far as it serves: what is known only together stays together.
- `inequalities`: the tangent of the logarithm, each with the case in which both sides are equal.
- `infinite_expectations`: expectations that diverge: one that is +oo, among terms that are finite, makes the whole
  +oo.
- `integrals_left`: integrals that stand by themselves, by an antiderivative.
- `joint_laws`: marginals, conditional laws, independence, and the order of the variables.
- `lemmas`: what was derived once is put to use in another derivation.
- `limits_at_ends`: limits at the ends of a parameter's domain: t log t -> 0, and what is continuous is evaluated.
- `limits_by_growth`: limits at infinity: what grows slower is left out.
- `linearity`: constants come out of an expectation, and sums are taken term by term.
- `logarithms`: the logarithm of a quotient of named densities as a difference.
- `logs_of_factorials`: logarithms of factorials, binomial coefficients and beta functions by those of gamma.
- `mixtures`: the logarithm of a sum of two densities.
- `named_logs`: logarithms of named values: split, inverted and joined under totals.
- `over_shells`: expectations of what the density of a vector or a matrix depends on: over the law of that, or of what
  it is made of.
- `recognition`: definitions read backwards: a total is replaced by the measure that it defines.
- `reference_laws`: integrals that stand under no law, as means under one on their range.
- `removable_gaps`: the limit of a closed form where it reads 0/0, by the quotient of the derivatives.
- `rule`: what a rule is: a named rewrite with its reason, its examples, and what it must refuse.
- `substitutions`: integrals written out: inserting a density, changing the variable, and recognising what is left.
- `sums`: finite laws: the expectation written out outcome by outcome.
- `totals`: sums and integrals over the whole range of a law, of names such as P(x) and P(x, y).
- `unfolding`: definitions: a measure is replaced by the expectation that defines it.
"""
