"""What stands on SymPy below everything else.

- `domain`: where a symbol lives, and the assumptions that follow.
- `one_sign`: products by simpler ones of the same sign.
- `shortest`: a conjunction of conditions as short as it gets.
- `slack`: symbols of known sign by which conditions hold.
- `rough_values`: values in floating point with a bound of their error, where algebra would be long.
- `limit_variables`: what a limit leaves of the conditions of its body.
- `huge_numbers`: whole numbers too large to be floats, and their factors.
- `verdict_words`: the words of verdicts and their levels.
- `unevaluated`: expressions that stay as they were written.
- `free_names`: names that nobody bears, of bound variables and symbols of our own.
- `functions`: every function that the engine knows, one row a function: its name in certificates, queries, kernels
  and notation.
- `tricomi`: Tricomi's function U, which SymPy does not have.
- `struve`: Struve's function of the second kind, which SymPy does not have.
- `parameter_slopes`: derivatives of special functions in a parameter, which SymPy has no values of.
- `errors`: the errors that a user can meet.
- `one_line`: how public objects show themselves: `repr` on one line, `print` as text.
- `doors`: methods of public objects that present what a higher floor does.
"""
