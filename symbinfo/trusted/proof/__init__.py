"""The replay: each step of a certificate shown exactly, from what is stored here and nothing else.

- `facts`: the stored integrals, sums and derivatives, as data.
"""
