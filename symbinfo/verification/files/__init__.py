"""Judging whole files of claims: read, judged in parallel under limits, written as lines as they come.

- `claim_records`: records of a file of claims: what one says, read by our own grammar.
- `judge_file`: a whole file of claims: what has a line already is not judged again, and every line is written as soon
  as it is there.
- `judge_record`: what a worker does: judges one record in a child of its own, under limits of time and memory.
"""
