"""Exercises: data in files, one a topic, and one engine that solves them by derivation and marks answers.

- `drawing`: exercises whose numbers are drawn by a seed, so that each student has a sheet of his own.
- `engine`: the solution of an exercise: the derivation of what is asked, its closed form, and its value in numbers.
- `exercise_files`: exercises as data: TOML files with ``[[exercise]]`` entries, read strictly.
- `marking`: marking an answer: right in any algebraic form, wrong with a point where it differs, and a hint for a
  known slip.
- `posed`: an exercise in Python, for a notebook: asked, answered, hinted.
- `read_answers`: an answer as a student types it, in the unit of the exercise, with its decimals apart.
- `rounded_answers`: answers that are right to the digits that they give.
- `setting_measures`: what else the setting of an exercise may be asked for.
- `showing`: a solved exercise on paper, on the screen and as data: what was asked, the derivation, the answer in
  numbers.
- `worked_solutions`: a worked solution, judged line by line.
"""

from __future__ import annotations

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise, exercises, find, read_file
from symbinfo.course.exercises.marking import Judged, Mark, mark
from symbinfo.course.exercises.worked_solutions import WorkedMark, mark_lines

__all__ = [
    "Exercise",
    "Judged",
    "Mark",
    "Solution",
    "WorkedMark",
    "exercises",
    "find",
    "mark",
    "mark_lines",
    "read_file",
    "solve",
]
