"""How public objects show themselves: `repr` on one line, `print` as the text that the command line prints."""

from __future__ import annotations

__all__ = ["LONGEST", "OneLine", "shortened"]

#: The longest line of a `repr`, and the longest formula in it.
LONGEST, LONGEST_FORMULA = 160, 64


def shortened(text: object, most: int = LONGEST_FORMULA) -> str:
    r"""Text on one line, cut where it is too long.

    Examples
    --------
    >>> shortened("a + b", 10), shortened("a  +\nb + c + d", 9)
    ('a + b', 'a + b +…')
    """
    line = " ".join(str(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


class OneLine:
    """A base of dataclasses that are shown to people; they are made with ``repr=False``.

    What `_line` says stands behind the name of the class; `text`, where there is one, is what is printed.
    """

    __slots__ = ()

    def _line(self) -> str:
        return str(self).strip()

    def __repr__(self) -> str:
        return f"<{shortened(f'{type(self).__name__} {self._line()}', LONGEST)}>"

    def __str__(self) -> str:
        text: str = self.text()  # type: ignore[attr-defined]
        return text.rstrip("\n")
