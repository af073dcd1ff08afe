"""Sheets of solved exercises for others' programs: each file writes one format from judged solutions.

- `exam`: LaTeX of the exam class, with the solutions to be printed or not.
- `moodle`: the XML of a question bank of Moodle.
"""
