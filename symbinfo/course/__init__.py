"""A course: its exercises and its pages.

- `exercises`: questions as data, solved and marked by one engine.
- `exports`: sheets of solved exercises for others' programs.
- `marks`: the answers of a class, marked at once.
- `pages`: sections in every format, with certificates and an index.
"""
