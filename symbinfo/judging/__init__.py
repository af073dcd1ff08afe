"""Judging whole files of claims: read, judged in parallel under limits, written as lines as they come."""
