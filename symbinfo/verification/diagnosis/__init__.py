"""The slip behind a wrong formula.

- `slip`: what a slip is: one row, with an example that shows it and a claim that does not.
- `slips`: all of them in order, and the first that a claim shows.
- `single_slips`: the order of the files of slips that are made alone.
- `question`: what is asked of a slip: a refuted claim with its closed form, and numbers of both at a few places.
- `case`: the numbers of a claim, and how a change of one of its places is tried.
- `number_tree`: an expression as a tree of numbers, quick to change.

Each of the others holds the slips of one kind, and their rows at its end:

- `units`: bits, nats and decimal logarithms.
- `other_questions`: another direction or entropy of the same laws, a part of what was asked.
- `function_of_answer`: a sign, a factor, a square or another function of the answer.
- `zeros`: nothing where there is something.
- `sums_of_outcomes`: outcomes left out, weights lost or taken for equal.
- `other_measures`: another measure of the same laws, the draws for their number, a moment.
- `normal_law`: the normal law of the same variance.
- `parametrisations`: right for other parameters: read in another way, or exchanged.
- `numbers_of_laws`: right for other numbers in the laws, or for the closed form without a constant.
- `other_laws`: right for a related law.
- `mean_of_function`: a function of the mean for the mean of the function, one moment for another.
- `one_term`: what is missing is a constant, or a multiple of a term.
- `misapplied_functions`: a function that was drawn into a bracket, or out of it.
- `several_terms`: what is missing is a multiple of several terms.
- `value_at_mean`: the logarithm at the mean for the mean of the logarithm.
- `one_outcome`: one logarithm for the mean of all.
- `one_place`: which single change gives the true values.
- `special_cases`: right for one value of a parameter.
- `everywhere`: one change made at all places of a kind.
- `unknown_constant`: the same number is missing everywhere, and it is no usual one.
- `two_slips`: a factor beside another slip, two terms of many.
- `approximations`: right in the limit of a parameter alone.
"""
