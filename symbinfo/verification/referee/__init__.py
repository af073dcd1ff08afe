"""The referee of claims about laws: the order of its questions, what refutes a claim and what confirms it.

- `certified`: rigorous enclosures of the difference of two sides, where the extra that computes them is installed.
- `closed_forms`: the derived closed forms of a claim at many places of its domain: suspicions, quickly.
- `confirm`: what confirms a claim: a theorem, exact rewriting of the closed forms, or rigorous enclosures.
- `coordinates`: parameters on axes without ends: powers of two away from the ends of their ranges.
- `exact_rewriting`: exact rewriting to zero: each step has a name, and is an identity wherever the expression is defined.
- `largest_entropy`: the largest entropy that a law can have by its range, its mean, its variance.
- `least_slack`: the search for the place where an inequality is tightest.
- `nonnegativity`: inequalities that follow from theorems and from signs on the domain.
- `refute`: what refutes a claim: a place at which the definition contradicts it.
- `rounded`: a claim that states a rounded decimal: two inequalities, or a value to more digits than it has.
- `trial`: whether a claimed formula is right: all questions in their order.
- `verify`: the way of a claim to its judge: about laws, or about named random variables.
"""
