"""What the referee works with: places to look at, values there, and exact rewriting.

- `certified`: rigorous enclosures of the difference of two sides, where the extra that computes them is installed.
- `exact_rewriting`: exact rewriting to zero: each step has a name, and is an identity wherever the expression is defined.
- `nonnegativity`: inequalities that follow from theorems and from signs on the domain.
- `trial`: the referee: whether a claimed formula is right.
- `verify`: the way of a claim to its judge: about laws, or about named random variables.
"""
