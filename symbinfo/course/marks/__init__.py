"""The answers of a class, marked at once: a table of answers becomes a table of marks.

- `answer_rows`: reads a table of answers, row by row, whatever stands in it.
- `mark_job`: what a worker does: marks some answers to one exercise in a child of its own, under limits.
- `mark_table`: a whole table: what was marked before an interruption is not marked again; the table is written in one
  move, and no cell of it is a formula to a spreadsheet.
"""
