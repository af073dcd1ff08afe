"""A course: its exercises and its pages.

- `exercises`: questions as data, solved and marked by one engine.
- `pages`: sections in every format, with certificates and an index.
"""
