"""Colours on a terminal, and nothing of them elsewhere.

They are wanted where a person looks (`isatty`), or where FORCE_COLOR says so; never under NO_COLOR, and never on a terminal
that knows none (TERM=dumb). What is coloured is a table; rich writes it.
"""

from __future__ import annotations

import os
from typing import Any

__all__ = ["animated", "coloured", "wanted"]

#: What is coloured, as a regular expression over lines, and how.
STYLES = (
    (r"^symbinfo:", "bold red"),
    (r"^Result:.*$", "bold"),
    (r"^(?:verdict +)?(?:holds|right)\b", "bold green"),
    (r"^(?:verdict +)?(?:refuted|wrong)\b", "bold red"),
    (r"^(?:verdict +)?undecided\b", "bold yellow"),
    (r"^ *Lemma [\d.]+$", "italic"),
)


def animated(stream: Any) -> bool:
    """Whether lines may be written over: a terminal, and not one that only appends."""
    return bool(stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb")


def wanted(stream: Any) -> bool:
    """Whether a stream is to have colours.

    Examples
    --------
    >>> import io
    >>> wanted(io.StringIO())
    False
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or bool(stream is not None and stream.isatty())


def coloured(text: str, stream: Any) -> str:
    """The text with its colours where they are wanted, and as it is elsewhere."""
    if not wanted(stream):
        return text
    import io
    import re

    from rich.console import Console
    from rich.text import Text

    shown = Text(text)
    for pattern, style in STYLES:
        shown.highlight_regex(re.compile(pattern, re.MULTILINE), style)
    target = io.StringIO()
    console = Console(file=target, force_terminal=True, color_system="standard", highlight=False, legacy_windows=False)
    console.print(shown, end="", soft_wrap=True)
    return target.getvalue()
