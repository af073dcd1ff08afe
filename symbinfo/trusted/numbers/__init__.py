"""Numbers: a term evaluated to many digits, with an error.

- `evaluator`: the value of a term at a place, at two precisions.
- `program`: a term as a program of steps over mpmath numbers.
- `special_functions`: how each head of a certificate is evaluated.
- `quadrature`, `breakpoints`: integrals, and where they are cut.
- `summation`: infinite sums.
- `split_logarithms`, `polynomials`: terms prepared so that nothing cancels.
"""
