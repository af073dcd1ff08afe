"""Whether a text is LaTeX: by what plain text has no use for."""

from __future__ import annotations

import re

__all__ = ["is_latex"]

_SIGNS = re.compile(r"\\[A-Za-z,;:!|{}()\[\]%&\\ ]|\$|[0-9]\{,\}[0-9]")
_SCRIPTS = re.compile(r"[_^]\s*\{")
#: Words that are macros in LaTeX: with braces for scripts, and without a backslash, they are plain text.
_WORDS = re.compile(
    r"(?<![A-Za-z\\])(?:sum|int|integral|lim|log|ln|exp|sqrt|sigma|mu|lambda|theta|alpha|beta|pi)(?![a-z])|[\])]_\{"
)


def is_latex(text: str) -> bool:
    r"""Whether a text has a macro, a dollar, or a brace behind ``_`` or ``^`` where no word and no sign is plain text.

    Examples
    --------
    >>> is_latex(r"\log x"), is_latex("x_{1}"), is_latex("log(x)**2")
    (True, True, False)
    """
    if _SIGNS.search(text) is not None:
        return True
    return _SCRIPTS.search(text) is not None and text.isascii() and _WORDS.search(text) is None
