"""The atlas: a measure of every family, or of every ordered pair of families, derived and checked.

- `cells`: the cells of an atlas, and the measures that there are atlases of.
- `families`: the rows and columns: every family with symbols for its parameters, and a few special members.
- `page`: the atlas as pages: the matrix, whose cells lead to a page for each row with formulas, derivations and
  verdicts.
- `row_worker`: what a worker does: one row of the atlas, cell by cell, each derived, written and checked within
  limits of time.
- `rows`: the atlas is made row by row: what is kept of an earlier run is not made again.
"""

from symbinfo.atlas.cells import Atlas
from symbinfo.atlas.rows import make

__all__ = ["Atlas", "make"]
