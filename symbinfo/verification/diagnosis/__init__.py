"""The slip behind a wrong formula.

- `slips`: the usual slips, each with what is equal where it was made.
- `one_place`: which single change gives the true values.
- `everywhere`: one change made at all places of a kind.
- `number_tree`: an expression as a tree of numbers, quick to change.
"""
