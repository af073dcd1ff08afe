r"""Worked solutions: chains of formulas over several lines, judged line by line.

- `relations`: relations in a formula as it is written: where they stand outside of all brackets, and which they are.
- `prose`: prose and formulas in one line: a word is prose where it is no word of the language.
- `prose_in_latex`: the same in a line of LaTeX, whose words stand in ``\text{...}``.
- `written_lines`: the lines of a text: plain, Markdown with dollars, LaTeX with its environments.
- `frames`: what is given and asked, how lines are read in it, and what judges two sides.
- `declared_in_lines`: what the lines declare: ``X ~ law``, ``Y = 2 X``, ``s = a/b``.
- `other_readings`: how else a formula may be meant that has two readings: ``log (a)/(b)``, ``x/2s``.
- `laws_by_name`: names for laws that a question writes out: the first is P, the second Q.
- `chains_of_lines`: a chain that goes on from line to line: each new side against its question and the one before.
- `line_parts`: what is found of the parts of a line, and of the line from them.
- `line_verdicts`: what is found of a line, and of a solution.
- `line_judge`: the judge of a solution: which formula goes on with which chain, declares a name, or stands by itself.
- `judge_lines`: chains over several lines that are no answers to an exercise.
"""
