"""What stands on SymPy below everything else.

- `domain`: where a symbol lives, and the assumptions that follow.
- `unevaluated`: expressions that stay as they were written.
- `huge_numbers`: whole numbers too large to be floats, and their factors.
- `errors`: the errors that a user can meet.
- `doors`: methods of public objects that present what a higher floor does.
"""
