"""The look of pictures, and their files: SVG that is the same byte for byte, with a title and a description."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["COLOURS", "SUFFIXES", "axes", "demand_suffix", "matplotlib", "picture_bytes", "save_picture", "style"]

#: Colours that are told apart by those who see no red or no green, and on grey paper (Okabe and Ito 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
#: The endings of files, each with the options of matplotlib.
SUFFIXES: dict[str, dict[str, Any]] = {
    ".svg": {"format": "svg", "metadata": {"Date": None, "Creator": None}},
    ".png": {"format": "png", "dpi": 200, "metadata": {"Software": None}},
}
LOOK = {
    "svg.hashsalt": "symbinfo",
    "svg.fonttype": "path",
    "svg.id": None,
    "path.simplify": True,
    "font.size": 11,
    "font.family": "DejaVu Sans",
    "mathtext.fontset": "cm",
    "axes.labelsize": 12,
    "axes.titlesize": 12,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "legend.frameon": False,
    "legend.fontsize": 10,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "hatch.linewidth": 0.6,
    "text.usetex": False,
}
SIZE = (5.6, 3.7)
PATH, DIGITS = re.compile(r'( d=")([^"]*)"'), re.compile(r"-?\d+\.\d{3,}")
SPACES = re.compile(r"\s*([A-Za-z])\s*|\s+")


def matplotlib() -> Any:
    """The library, or one line that says how to install it."""
    try:
        import matplotlib
    except ImportError:
        raise SymbinfoError('pictures need matplotlib: pip install "symbinfo[plot]"') from None
    return matplotlib


@contextmanager
def style() -> Iterator[None]:
    """Draw in our look, whatever the user's is."""
    library = matplotlib()
    known = {name: value for name, value in LOOK.items() if name in library.rcParams}
    with library.rc_context(known):
        yield


def axes(shown: bool = True) -> Any:
    """Axes of a figure of our size: one of pyplot's, which a notebook shows, or one that only files show."""
    matplotlib()
    if shown:
        from matplotlib import pyplot

        return pyplot.subplots(figsize=SIZE, layout="constrained")[1]
    from matplotlib.figure import Figure

    return Figure(figsize=SIZE, layout="constrained").subplots()


def demand_suffix(path: str | Path) -> str:
    """The ending of a file that a picture can be written to.

    Raises
    ------
    SymbinfoError
        When there is no such format.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise SymbinfoError(f"no picture is written as {suffix or str(path)!r}: name a file {' or '.join(SUFFIXES)}")
    return suffix


def picture_bytes(picture: Any, suffix: str) -> bytes:
    """The file of a picture, given by its axes: the same bytes at each run of one release of matplotlib."""
    stream = io.BytesIO()
    with style():
        picture.figure.savefig(stream, **SUFFIXES[suffix])
    return _described(stream.getvalue().decode(), *_words(picture)).encode() if suffix == ".svg" else stream.getvalue()


def save_picture(picture: Any, path: str | Path) -> Path:
    """Write a picture to a file and return where it is.

    Parameters
    ----------
    picture : Axes
        What `plot` returned.
    path : path
        A file that ends with .svg or .png.

    Raises
    ------
    SymbinfoError
        When the ending is another.
    """
    suffix = demand_suffix(path)
    Path(path).write_bytes(picture_bytes(picture, suffix))
    return Path(path)


def _words(picture: Any) -> tuple[str, str]:
    said: tuple[str, str] = getattr(picture, "symbinfo_words", ("", ""))
    return said


def _shortened(path: re.Match[str]) -> str:
    """A path with places to a hundredth of a point, and without the spaces that no reader needs."""
    rounded = DIGITS.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), path[2])
    return f'{path[1]}{SPACES.sub(lambda space: space[1] or " ", rounded.strip())}"'


def _described(svg: str, title: str, description: str) -> str:
    """The SVG with a title and a description, which screen readers tell; without the address of a document type."""
    svg = PATH.sub(_shortened, svg)
    start = svg.index("<svg ")
    close = svg.index(">", start)
    head = svg[start:close] + ' role="img" aria-labelledby="picture-title picture-description">'
    told = f'\n <title id="picture-title">{escape(title)}</title>\n <desc id="picture-description">{escape(description)}</desc>'
    return '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n' + head + told + svg[close + 1 :]
