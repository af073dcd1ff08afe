"""Densities and masses of functions of other variables, each derived.

- `law_of_a_function`: the law of a function, and the lemmas that a derivation shows of it.
- `two_variables`: sums, differences, products and ratios, by an integral over one of the two.
- `branches`: functions of one variable that are not one-to-one, by the branches of their inverses.
- `smaller_and_larger`: the smaller and the larger of two, by their tails.
- `named_density`: which law of the catalogue a density is that of.
- `order_statistics`: the k-th smallest of n copies, by the masses below and above.
- `steps_of_numbers`: floor and ceil, by differences of the cumulative function.
- `sums_of_counts`: sums, the smaller and the larger of two counts, by sums.
- `one_integral`: the value of one integral or sum, by a stored kernel or an antiderivative.
- `two_quadratics`: an antiderivative of a constant over two quadratics, as of two Cauchy densities.
- `pieces_of_a_range`: where the formula of a density changes, and the density as one expression.
"""
