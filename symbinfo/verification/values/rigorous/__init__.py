"""Values that are proven: balls which contain an integral or a sum, tails and singular ends included.

Needs python-flint (`pip install "symbinfo[rigorous]"`); without it `available()` is False and nothing is certified.

- `asymptotic_bounds`: germs: what a function is, at most and at least, on all of [V, oo), read off its term.
- `ball_functions`: terms as functions of complex balls, which say where they are not analytic, as FLINT's integrator
  asks of them.
- `balls`: real numbers with a proven radius, and the one place that sets FLINT's precision.
- `enclosures`: proven values: a term with integrals and sums as a ball that contains it.
- `rewriting`: terms prepared for proofs: distances measured from a point, exactly, and logarithms of products taken
  apart.
- `tail_bounds`: bounds on what an integral or a sum leaves out: the germ of its term, and where the tail is small
  enough.
"""

from symbinfo.verification.values.rigorous.balls import Ball, available
from symbinfo.verification.values.rigorous.enclosures import enclosure

__all__ = ["Ball", "available", "enclosure"]
