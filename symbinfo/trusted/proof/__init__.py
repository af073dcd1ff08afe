"""Steps replayed exactly: equality by a normal form, signs, definedness and derivatives, over rational numbers.

No file here searches, samples or rounds. What is not proved is False, or an obligation left over; a step is proved when
its two sides are equal *and* both are defined, never by the one without the other.

- `context`: kinds of symbols, conditions, ranges of bound variables.
- `forms`: sums of products of powers, with exact arithmetic.
- `linear_inequalities`: what follows linearly from inequalities.
- `sign_sets`: signs as sets of what is possible.
- `number_bounds`: rational numbers below and above pi, e, logarithms and roots.
- `polynomial_series`: hypergeometric series that end.
- `function_rules`: the rows of special functions, put to use.
- `form_facts`: what can be read off a form without a search.
- `signs_by_parts`: signs of quadratics, of differences of powers, and of what lies between two forms.
- `form_signs`: signs of forms.
- `powers`: the laws of powers, logarithms and absolute values, and what signs they need.
- `angles`: sines and cosines, also by gamma functions.
- `derivatives`: derivatives of terms.
- `zero_test`: whether a form is 0 wherever it is defined.
- `assumed_inequalities`: what a context assumes, read into forms.
- `extremes`: conditions on maxima and minima, and on infinities.
- `term_forms`: terms as forms, head by head.
- `cases_of_terms`: what tells the cases of a term apart, and derivatives case by case.
- `definedness`: where a term is defined.
- `normal_form`: equality, also case by case, and keys.
- `signs`: signs of terms, and conditions that follow.
- `facts`: stored integrals, sums and derivatives, as data.
- `refusal`: why a step was not replayed.
- `totals_in_terms`: the integrals and sums of a term.
- `range_ends`: where a map goes at the ends of a range.
- `supports`: whether one law has mass only where another has.
- `integral_values`: the value of one integral, by maps onto the ranges of stored facts.
- `cut_ranges`: integrals piece by piece, and antiderivatives.
- `growth_scale`, `growth`: how a term grows as a variable goes to infinity.
- `divergence`: integrals and sums that are infinite.
- `laws_on_edges`: the laws where a symbol has the value at which a condition fails.
- `differing_parts`: where two terms differ.
- `abstract_laws`: totals of abstract masses and densities, and what converges by itself.
- `point_masses`: sums over laws of one place.
- `orders_of_summation`: sums of sums, term by term and in another order.
- `inference`: the forms in which one side of a step follows from the other.
- `lemma_instances`: lemmas at values of their symbols, and terms where two values are equal.
- `lemmas_inside`: lemmas under binders.
- `bounds`: the forms in which one side of a step is bounded by the other, with the case of equality.
- `one_step`: a step by its form, and what a claim assumes to converge.
- `contexts_of_derivations`: where each derivation lives.
- `replay_outcome`: what was replayed, and what stays open.
- `replay`: every derivation of a certificate, step by step.
"""
