"""The formats of documents: the blocks of prose and the formulas in them, each with its place, and what a formula says.

- `annotated_copy`: a copy of a document with a mark behind each statement.
- `clauses_of_formulas`: what a formula says, clause by clause.
- `document_macros`: the macros that a document defines, expanded with a bound.
- `document_parts`: a document as its parts, each with its place.
- `formulas_of_markdown`, `formulas_of_notebooks`, `formulas_of_tex`: the blocks of prose and formulas of each format.
- `math_spans`: where formulas stand in a text.
- `rows_as_sentences`: the rows of a table as sentences about the laws in them.
"""
