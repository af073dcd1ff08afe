"""What stands on SymPy below everything else.

- `domain`: where a symbol lives, and the assumptions that follow.
- `huge_numbers`: whole numbers too large to be floats, and their factors.
- `verdict_words`: the words of verdicts and their levels.
- `unevaluated`: expressions that stay as they were written.
- `functions`: every function that the engine knows, one row a function: its name in certificates, queries, kernels
  and notation.
- `errors`: the errors that a user can meet.
- `doors`: methods of public objects that present what a higher floor does.
"""
