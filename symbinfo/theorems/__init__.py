"""Named results, one file each with its own plan: a file that has a TITLE and a ``derive()`` is a theorem."""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from difflib import get_close_matches
from importlib import import_module

from symbinfo.derivation import Derivation
from symbinfo.errors import QueryError

__all__ = ["names", "theorem"]


def names() -> list[tuple[str, str]]:
    """The theorems, each with its title, in alphabetical order."""
    found = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [(name.replace("_", "-"), str(import_module(f"{__name__}.{name}").TITLE)) for name in found]


def theorem(name: str) -> Derivation:
    """Derive a named theorem.

    Parameters
    ----------
    name : str
        As listed by `names`, such as ``"scaling-law"``.

    Raises
    ------
    QueryError
        When there is no theorem of that name.

    Examples
    --------
    >>> theorem("scaling-law").status.value
    'closed'
    """
    known = dict(names())
    if name not in known:
        near = get_close_matches(name, known, n=1)
        advice = f"did you mean {near[0]}?" if near else "`symbinfo theorems` lists them"
        raise QueryError(f"no theorem is called {name}: {advice}", name, 0)
    derivation: Derivation = import_module(f"{__name__}.{name.replace('-', '_')}").derive()
    return replace(derivation, title=known[name])
