"""What stands on SymPy below everything else.

- `domain`: where a symbol lives, and the assumptions that follow.
- `unevaluated`: expressions that stay as they were written.
- `errors`: the errors that a user can meet.
- `doors`: methods of public objects that present what a higher floor does.
"""
