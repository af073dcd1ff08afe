"""The slip behind a wrong formula.

- `slips`: the usual slips, a closed list: one row a slip, with what is equal where it was made.
- `question`: what is asked of a slip: a refuted claim with its closed form, and numbers of both at a few places.
- `function_of_answer`: the claim is a function of the answer: other units, a sign, a factor, a square.
- `parametrisations`: the claim is right for other parameters: read in another way, exchanged, or special.
- `one_place`: which single change gives the true values.
- `everywhere`: one change made at all places of a kind.
- `number_tree`: an expression as a tree of numbers, quick to change.
"""
