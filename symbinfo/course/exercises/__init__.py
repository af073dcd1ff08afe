"""Exercises: data in files, one a topic, and one engine that solves them by derivation and marks answers.

- `engine`: the solution of an exercise: the derivation of what is asked, its closed form, and its value in numbers.
- `exercise_files`: exercises as data: TOML files with ``[[exercise]]`` entries, read strictly.
- `marking`: marking an answer: right in any algebraic form, wrong with a point where it differs, and a hint for a
  known slip.
- `showing`: a solved exercise on paper, on the screen and as data: what was asked, the derivation, the answer in
  numbers.
"""

from __future__ import annotations

from symbinfo.course.exercises.engine import Solution, solve
from symbinfo.course.exercises.exercise_files import Exercise, exercises, find, read_file
from symbinfo.course.exercises.marking import Judged, Mark, mark

__all__ = ["Exercise", "Judged", "Mark", "Solution", "exercises", "find", "mark", "read_file", "solve"]
