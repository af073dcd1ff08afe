"""Plans: which rule when.

- `derive`: the routes from a measure to its result.
- `routes`: what is to be derived, and what a way to go on with it is.
- `common_coordinate`: two laws in a coordinate in which both densities are shorter.
- `edges`: the edges of a condition, closed where the result has a value there.
- `elsewhere`: what holds where a part of a condition fails.
- `by_support`: what is infinite as one law has mass where the other has none.
- `by_two_entropies`: mutual information as H(Y) - H(Y | X), of channels and of two jointly normal variables.
- `entry_by_entry`: matrices of measures: each entry is derived once.
- `information_equality`: Fisher information as minus the mean of a second derivative.
- `by_conditioning`: measures of joint laws, one variable given the others.
- `closed_marginals`: laws with random parameters, by the closed forms of their densities.
- `by_averaging`: means of measures over the variables that they are given.
- `means_of_logarithms`: entropies given a variable, with the terms of the logarithm apart.
- `symbols_for_variables`: symbols in the place of the variables of laws.
- `order_of_rules`: in which order rules are tried.
- `expressions_of_measures`: every measure a lemma, and what follows.
- `limits_of_measures`: limits that are asked for, of the closed forms of measures.
- `limits_of_results`: what a closed form tends to at the ends of probabilities, and where it reads 0/0.
- `moments`: the mean of an expression in the variable of a law.
- `by_general_size`: vectors of symbolic size, entry by entry.
- `by_merging`: Huffman's algorithm, one merging a step.
- `by_crossings`: total variations: which density is the smaller one, between the places where they cross.
- `by_order`: two places or two parameters of unknown order, each order by itself.
"""
