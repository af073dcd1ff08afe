"""Whole documents: every formula of a page, a paper or a notebook, with the setting in which it stands, and its verdict.

- `definitions`: definitions in probabilities, compared in numbers with what the measures mean.
- `doubts`: why a refutation may be none.
- `findings`: what was found: each formula with its place, reading, setting and verdict.
- `formats`: the blocks of prose and formulas of a document, and what a formula says.
- `general_statements`: statements that are meant of any variables or laws, whatever was said before.
- `judge_formula`: the judge of one statement in its setting.
- `kinds_of_formulas`: what a formula is: a statement, a declaration, a mention.
- `printed_decimals`: how far a value may be off where decimals are rounded.
- `proofreading`: the way of a document to its findings, which are kept.
- `readings_of_formulas`: the ways in which a statement is read: lines, unit, convention.
- `settings`: from the words and formulas around a statement to the lines of its setting.
- `special_laws`: what the referee needs besides the text: positive factors, densities that refute, listed probabilities.
- `statement_verdict`: what was found of one statement.
"""
