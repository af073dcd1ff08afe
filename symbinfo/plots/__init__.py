"""Pictures: a measure over one parameter or two, laws with what is integrated, a channel's information.

All values come from the engine's kernels, limits at open ends from its derivations; matplotlib draws, and is loaded when
the first picture is asked for.

- `asked_picture`: from a question to its picture: which parameters vary, over which range, and which is fixed.
- `axis_ranges`: ranges as they are typed, and the usual one where none is given.
- `curve_values`: the values of a curve, where it is infinite or undefined, and its limits at open ends.
- `curve_picture`: a curve with all that.
- `contour_picture`: filled contours with their labels, over two parameters.
- `law_picture`: the densities or masses of laws of numbers, with what is integrated or summed.
- `mathtext`: formulas and names as the renderer sets them, in the LaTeX that matplotlib knows.
- `picture_file`: the look, and files: SVG that is the same byte for byte, with a title and a description.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symbinfo.plots.asked_picture import plot as plot
    from symbinfo.plots.picture_file import save_picture as save_picture

__all__ = ["plot", "save_picture"]

_HOMES = {"plot": "asked_picture", "save_picture": "picture_file"}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        if name in _HOMES:
            return getattr(import_module(f"symbinfo.plots.{_HOMES[name]}"), name)
        raise AttributeError(f"module 'symbinfo.plots' has no attribute {name!r}")
