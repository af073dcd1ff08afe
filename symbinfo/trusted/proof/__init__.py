"""Steps replayed exactly: equality by a normal form, signs, definedness and derivatives, over rational numbers.

No file here searches, samples or rounds. What is not proved is False, or an obligation left over; a step is proved when
its two sides are equal *and* both are defined, never by the one without the other.

- `context`: kinds of symbols, conditions, ranges of bound variables.
- `forms`: sums of products of powers, with exact arithmetic.
- `linear_inequalities`: what follows linearly from inequalities.
- `sign_sets`: signs as sets of what is possible.
- `number_bounds`: rational numbers below and above pi, e, logarithms and roots.
- `function_rules`: definitions, values, recurrences and signs, as data with references.
- `form_facts`: what can be read off a form without a search.
- `form_signs`: signs of forms.
- `powers`: the laws of powers, logarithms and absolute values, and what signs they need.
- `angles`: sines and cosines.
- `derivatives`: derivatives of terms.
- `zero_test`: whether a form is 0 wherever it is defined.
- `assumed_inequalities`: what a context assumes, read into forms.
- `term_forms`: terms as forms, head by head.
- `normal_form`: equality and keys.
- `signs`: signs of terms, and conditions that follow.
- `definedness`: where a term is defined.
- `facts`: stored integrals, sums and derivatives, as data.
- `refusal`: why a step was not replayed.
- `totals_in_terms`: the integrals and sums of a term.
- `range_ends`: where a map goes at the ends of a range.
- `supports`: whether one law has mass only where another has.
- `integral_values`: the value of one integral, by maps onto the ranges of stored facts.
- `cut_ranges`: integrals piece by piece, and antiderivatives.
- `inference`: the forms in which one side of a step follows from the other.
- `replay`: every derivation of a certificate, step by step.
"""
