"""Exercises: data in files, one a topic, and one engine that solves them by derivation and marks answers."""

from __future__ import annotations

from symbinfo.exercises.engine import Solution, solve
from symbinfo.exercises.marking import Mark, mark
from symbinfo.exercises.reading import Exercise, exercises, find, read_file

__all__ = ["Exercise", "Mark", "Solution", "exercises", "find", "mark", "read_file", "solve"]
