"""The atlas: a measure of every family, or of every ordered pair of families, derived and checked.

- `cell_details`: what the page of a cell shows beside the result: its derivation, a curve, and code for arrays; made by
  a worker.
- `cell_page`: a page for each cell: what was found, its proof, derivation and curve, a sentence to cite, and code.
- `cells`: the cells of an atlas, and the measures that there are atlases of.
- `curve`: a closed form over one of its parameters, drawn as SVG.
- `explorer`: the atlas as a folder that any web server shows: the matrix of all cells, searched and filtered, each
  leads to its page.
- `families`: the rows and columns: every family with symbols for its parameters, and a few special members.
- `row_worker`: what a worker does: one row of the atlas, cell by cell, each derived, written and checked within
  limits of time.
- `rows`: the atlas is made row by row: what is kept of an earlier run is not made again, and a row's pages are written
  at once.
"""

from symbinfo.atlas.cells import Atlas
from symbinfo.atlas.rows import make, make_all

__all__ = ["Atlas", "make", "make_all"]
