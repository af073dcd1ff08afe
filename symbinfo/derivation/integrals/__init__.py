"""Integrals and sums: the ways to their values, and the stored facts that they end in.

- `absolute`: mean distances E|X - m|: the mean, and what lies beyond m, an incomplete integral of a stored kernel.
- `affine_bases`: bases and statistics at a place of their own: ``|x - m|`` and ``log(a + b x)``, whose m and b/a a
  statistic brings.
- `antiderivatives`: expectations by an antiderivative: polynomials times exponentials, cosines or a logarithm over a
  bounded range.
- `bends`: where Max, Min, Abs, sign, Heaviside and Piecewise change, and what an expression is between two of them.
- `by_normaliser`: the value of E[f(X)] by a stored normaliser, derived as a lemma with its own steps.
- `chains_of_laws`: joint laws as the law of each variable given those before it, and what each of them averages.
- `changes_of_variables`: changes of variables that bring a density to a kernel whose integral is known.
- `charts_of_intervals`: charts of the interval (0, 1), and of powers.
- `coordinate_forms`: a law in a coordinate: the terms of the logarithm of its density, and the way back to its own
  variable.
- `denominators`: sums that stand below a fraction stay whole while a product is opened.
- `dirichlet_integral`: powers of densities of Dirichlet laws: products of powers of the shares, by the Dirichlet
  integral.
- `divergence_witness`: what an exact replay needs of an integral that is infinite.
- `full_turns`: laws on the circle: powers and logarithms of A + B cos(x - a) over a full turn.
- `growth_at_ends`: how a density and what is averaged grow towards an end of the range: expectations that are
  infinite or undefined.
- `harmonic_logarithm`: the Poisson integral of a half-plane: log |z - w| is harmonic, and so is averaged by a Cauchy
  law to one value.
- `iterated_integrals`: integrals under a joint law that is a chain, one variable after the other.
- `known_logarithms`: means of one logarithm by a stored integral with it.
- `legendre_integral`: powers of two quadratics that add up to -1, over the line.
- `logarithms_by_parts`: antiderivatives with one logarithm: arctangents and polylogarithms.
- `matching`: matching a density or mass against the stored normalisers.
- `means_by_scores`: means of the statistic of an exponential family: a score has the mean 0.
- `mirrored_totals`: a density with its mirror image, over a line or half of it, where that is a stored kernel.
- `neighbouring_probabilities`: means of polynomials under a mass whose neighbouring values have a rational quotient.
- `normal_vectors`: expectations of a normal vector of unknown size: quadratic forms by the trace, powers of densities
  by one integral.
- `normalisers`: the stored facts: integrals and sums with a known value, one row each, with their references.
- `normalising_sums`: sums with a known value, one row each.
- `pieces`: piecewise densities: the range is split where the formula changes, and every piece is a law of its own.
- `places_of_statistics`: kernels whose place a law leaves open take that of what is averaged.
- `plain_totals`: integrals and sums that are a constant times a stored kernel, whatever law they are taken under.
- `spelling`: one spelling of arguments, so that a shape is recognised however it was written.
- `statistics`: what is averaged, read as a change of the parameters of a matched kernel.
- `totals_by_substitution`: totals of densities g(u(x)) u'(x), by an antiderivative.
- `vector_expectations`: expectations of vectors: of one component by its marginal law, of a quadratic by mean and
  covariance.
- `weights`: the integral of a density over a part of its range, by the stored kernel of which it is a multiple there.
"""
