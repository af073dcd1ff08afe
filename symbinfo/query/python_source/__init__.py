"""Python source read as mathematics: a function that returns a formula, never run.

- `operations`: what functions, methods and constants of numeric libraries mean, as data.
- `modules`: the text of a file or of a function as definitions, imports and constants.
- `expressions`: its expressions, calls and conditions as formulas.
- `formula`: the formula that a function returns, statement by statement.
"""
