"""Write the table of the exercises by topic into docs/exercises.md; `--check` compares."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from symbinfo.course.exercises import exercises
from symbinfo.course.exercises.exercise_files import LEVELS

PAGE = Path(__file__).with_name("exercises.md")
MARKS = re.compile(r"(?<=<!-- coverage: begin -->\n).*(?=<!-- coverage: end -->)", re.DOTALL)


def table() -> str:
    """How many exercises each topic has, by level, and how many wrong answers with their slips."""
    columns = [*LEVELS, ""]
    rows = ["| topic | basic | usual | hard | not said | wrong answers |", "|---|---|---|---|---|---|"]
    for topic in dict.fromkeys(exercise.topic for exercise in exercises()):
        own = [exercise for exercise in exercises() if exercise.topic == topic]
        count = Counter(exercise.level for exercise in own)
        cells = [*(str(count[level] or "") for level in columns), str(sum(len(e.wrong) for e in own))]
        rows.append(f"| {topic} | {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    """The page with its table as the files have it now."""
    return MARKS.sub(lambda _: table(), text)


if __name__ == "__main__":
    now = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is old: run python docs/coverage.py" if page(now) != now else 0)
    PAGE.write_text(page(now), encoding="utf-8")
