"""Plans: which rule when.

- `derive`: the routes from a measure to its result.
- `edges`: the edges of a condition, closed where the result has a value there.
- `by_support`: what is infinite as one law has mass where the other has none.
- `by_conditioning`: measures of joint laws, one variable given the others.
- `by_general_size`: vectors of symbolic size, entry by entry.
"""
