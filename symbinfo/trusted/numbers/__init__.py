"""Numbers: a term evaluated to many digits, with an error.

- `estimates`: what comes of it: a value with its error, no real value, or no number that can be told.
- `evaluator`: the value of a term at a place, with a bound on its rounding.
- `rounding`, `bounded_run`: the bound of a step, and a program run with the bounds of its registers.
- `differences`: limits and derivatives.
- `program`, `arithmetic`: a term as a program of steps over mpmath numbers, and what the steps do.
- `special_functions`: how each head of a certificate is evaluated.
- `quadrature`, `breakpoints`: integrals, and where they are cut.
- `double_exponential`: the rule that integrates one piece.
- `summation`, `wide_hills`: infinite and long sums.
- `split_logarithms`, `polynomials`: terms prepared so that nothing cancels.
"""
