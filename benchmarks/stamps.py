"""Whether measured figures are of this code: a digest of the text that they speak of, kept beside them.

The digest is of the generated kernels in the table or the picture, and of the few files that run them on plain arrays; a
change elsewhere leaves it as it is. The commands that measure write it; a test compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from benchmarks.subjects import Subject

__all__ = ["of_kernels", "stamped", "told"]

ROOM = Path(__file__).parent.parent / "symbinfo" / "kernels"
RUNNING = ("dispatch.py", "one_branch.py", "plain_sums.py", "reuse.py", "soundness.py")
MARK = "measured of the kernels "


def of_kernels(subjects: Iterable[Subject]) -> str:
    """The digest of the kernels of some subjects, and of what runs them.

    Examples
    --------
    >>> one = of_kernels([Subject("Exponential")])
    >>> (len(one), one == of_kernels([Subject("Exponential")]), one == of_kernels([Subject("Rayleigh")]))
    (16, True, False)
    """
    digest = hashlib.sha256()
    for subject in sorted(subjects, key=lambda s: s.name):
        digest.update(subject.kernel.source.encode())
    for name in RUNNING:
        digest.update((ROOM / name).read_bytes())
    return digest.hexdigest()[:16]


def stamped(subjects: Iterable[Subject]) -> str:
    """What is written beside the figures."""
    return f"{MARK}{of_kernels(subjects)}"


def told(text: str) -> str:
    """The digest that stands beside figures; empty where there is none.

    Examples
    --------
    >>> told("| 1.0 | <!-- measured of the kernels 0123456789abcdef -->")
    '0123456789abcdef'
    """
    return text.partition(MARK)[2][:16]
