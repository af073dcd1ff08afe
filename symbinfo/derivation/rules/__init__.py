"""Rules: one file a theme.

- `absolute`: mean distances E|X - m|: the mean, and what lies beyond m, an incomplete integral of a stored kernel.
- `affine_bases`: bases and statistics at a place of their own: ``|x - m|`` and ``log(a + b x)``, whose m and b/a a
  statistic brings.
- `algebra`: bringing an expression to the form that a textbook would print.
- `antiderivatives`: expectations by an antiderivative: polynomials times exponentials, cosines or a logarithm over a
  bounded range.
- `bends`: where Max, Min, Abs, sign, Heaviside and Piecewise change, and what an expression is between two of them.
- `by_normaliser`: the value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps.
- `calculus`: derivatives of closed forms in their parameters.
- `chains_of_laws`: joint laws as the law of each variable given those before it, and what each of them averages.
- `changes_of_variables`: changes of variables that bring a density to a kernel whose integral is known.
- `charts_of_intervals`: charts of the interval (0, 1), and of powers.
- `coordinate_forms`: a law in a coordinate: the terms of the logarithm of its density, and the way back to its own
  variable.
- `denominators`: sums that stand below a fraction stay whole while a product is opened.
- `densities`: inserting the expression for a name, and the logarithm of a density as a sum of statistics.
- `dirichlet_integral`: powers of densities of Dirichlet laws: products of powers of the shares, by the Dirichlet
  integral.
- `divergence_witness`: what an exact replay needs of an integral that is infinite.
- `example_laws`: laws for the examples of rules: small ones with a parameter each.
- `expectations`: the value of an expectation: the ways to it in their order, and the mean of a polynomial under a
  symmetric law.
- `exponential_fractions`: fractions in exponentials, such as a geometric sum leaves, as short as they get.
- `first_values`: a mass whose formula is another at its first values, such as one with an atom at 0 besides.
- `full_turns`: laws on the circle: powers and logarithms of A + B cos(x - a) over a full turn.
- `gamma_values`: values of gamma, beta and polygamma functions: written short, without poles and gaps of their own.
- `gathering`: linearity as far as it serves: what is known only together stays together.
- `growth_at_ends`: how a density and what is averaged grow towards an end of the range: expectations that are
  infinite or undefined.
- `harmonic_logarithm`: the Poisson integral of a half-plane: log |z - w| is harmonic, and so is averaged by a Cauchy
  law to one value.
- `inequalities`: the tangent of the logarithm, each with the case in which both sides are equal.
- `infinite_expectations`: expectations that diverge: one that is +oo, among terms that are finite, makes the whole
  +oo.
- `integrals_left`: integrals that stand by themselves, by an antiderivative.
- `iterated_integrals`: integrals under a joint law that is a chain, one variable after the other.
- `joint_laws`: marginals, conditional laws, independence, and the order of the variables.
- `legendre_integral`: powers of two quadratics that add up to -1, over the line.
- `lemmas`: what was derived once is put to use in another derivation.
- `factoring`: polynomials as products, but for those that are quickly seen to have no factors.
- `lengths`: how long an expression is, and functions in it as names.
- `limits_at_ends`: limits at the ends of a parameter's domain: t log t -> 0, and what is continuous is evaluated.
- `limits_by_growth`: limits at infinity: what grows slower is left out.
- `linearity`: constants come out of an expectation, and sums are taken term by term.
- `logarithms`: logarithms of products, quotients and powers; nothing is split whose sign is not known.
- `logarithms_by_parts`: antiderivatives with one logarithm: arctangents and polylogarithms.
- `matching`: matching a density or mass against the stored normalisers.
- `mixtures`: the logarithm of a sum of two densities.
- `named_logs`: logarithms of named values: split, inverted and joined under totals.
- `normal_vectors`: expectations of a normal vector of unknown size: quadratic forms by the trace, powers of densities
  by one integral.
- `normalisers`: the stored facts: integrals and sums with a known value, one row each, with their references.
- `normalising_sums`: sums with a known value, one row each.
- `over_shells`: expectations of what the density of a vector or a matrix depends on: over the law of that, or of what
  it is made of.
- `pieces`: piecewise densities: the range is split where the formula changes, and every piece is a law of its own.
- `plain_totals`: integrals and sums that are a constant times a stored kernel, whatever law they are taken under.
- `recognition`: definitions read backwards: a total is replaced by the measure that it defines.
- `recurrences`: values of gamma, polygamma and Bessel functions at places a whole number apart, one by the other.
- `reference_laws`: integrals that stand under no law, as means under one on their range.
- `removable_gaps`: the limit of a closed form where it reads 0/0, by the quotient of the derivatives.
- `rule`: what a rule is: a named rewrite with its reason, its examples, and what it must refuse.
- `short_products`: products written short: equal powers joined, signs of sums settled.
- `shortening`: the shortest of a few equal forms.
- `places_of_statistics`: kernels whose place a law leaves open take that of what is averaged.
- `tricomi_values`, `struve_values`: Tricomi's and Struve's functions and their derivatives in a parameter where they are elementary.
- `special`: special functions at places where they are simpler: Bessel functions of half-integer order, quadratic
  logarithms.
- `spelling`: one spelling of arguments, so that a shape is recognised however it was written.
- `statistics`: what is averaged, read as a change of the parameters of a matched kernel.
- `substitutions`: integrals written out: inserting a density, changing the variable, and recognising what is left.
- `sums`: finite laws: the expectation written out outcome by outcome.
- `totals`: sums and integrals over the whole range of a law, of names such as P(x) and P(x, y).
- `unfolding`: definitions: a measure is replaced by the expectation that defines it.
- `vector_expectations`: expectations of vectors: of one component by its marginal law, of a quadratic by mean and
  covariance.
- `weights`: the integral of a density over a part of its range, by the stored kernel of which it is a multiple there.
"""
