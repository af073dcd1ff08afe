"""What a limited child does: walks the registry of a library, and makes its calls; nothing that they print comes out."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from sympy import Integer

from symbinfo.jobs.foreign_code import end_if_forked, first_line, foreign, number_of
from symbinfo.jobs.limits import run_limited
from symbinfo.jobs.soft_limit import Late, within
from symbinfo.laws.names.parametrisation import ALL_FAMILIES, Parametrisation
from symbinfo.verification.libraries.library import Library, Written, library_named

__all__ = ["Said", "answers", "survey", "written_place"]

#: Seconds for a registry, for one call, and for all calls of one entry.
WALKING, CALLING, ALL_CALLS = 120.0, 10.0, 90.0
#: What a library raises where it refuses: that is no failure.
REFUSALS = (NotImplementedError, ValueError)
#: What a call came to: ("value", number), ("refused", why), ("raised", why) or ("late", "").
Said = tuple[str, Any]


def survey(library: Library) -> dict[str, Any]:
    """The registry as plain data, with the version and a hash of the text that it comes from.

    Raises
    ------
    SymbinfoError
        When the library is not installed, or its registry cannot be walked.
    """
    library.place()
    found: dict[str, Any] = run_limited(_survey, WALKING, f"the registry of {library.name}", (library.name,))
    return found


def _survey(name: str) -> dict[str, Any]:
    from importlib.metadata import version

    library = library_named(name)
    with foreign():
        found = [one.plain() for one in library.walk()]
    folder = library.place() / library.folder
    digest = sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return {"version": version(library.distribution), "text": digest.hexdigest(), "found": found}


def answers(library: Library, calls: Sequence[str], laws: Sequence[Written]) -> list[Said]:
    """What the library says to calls, one after the other, in one child.

    Parameters
    ----------
    library : Library
        Whose they are.
    calls : sequence of str
        As they are written, with the preamble in front.
    laws : sequence
        Of each call the laws with their arguments.
    """
    plain = [[[name, dict(words)] for name, words in some] for some in laws]
    found = run_limited(_answers, ALL_CALLS, f"the calls of {library.name}", (library.name, list(calls), plain))
    return [(kind, what) for kind, what in found]


def _answers(name: str, calls: list[str], laws: list[Any]) -> list[Said]:
    import warnings

    library = library_named(name)
    names: dict[str, Any] = {}
    with foreign():
        warnings.simplefilter("ignore")
        exec(library.preamble, names)
        last = time.monotonic() + ALL_CALLS - CALLING
        return [_answer(library, call, own, names, last) for call, own in zip(calls, laws, strict=True)]


def _answer(library: Library, call: str, laws: Any, names: dict[str, Any], last: float) -> Said:
    if time.monotonic() > last:
        return "late", "the calls before it took all the time"
    owner = os.getpid()
    try:
        with within(CALLING, on_the_clock=True):
            if library.refused is not None and any(library.refused(name, words) for name, words in laws):
                return "refused", "its own check refuses the parameters"
            value = number_of(eval(call, names))
            end_if_forked(owner)
            return "value", value
    except Late:
        return "late", f"no answer in {CALLING:g} seconds"
    except REFUSALS as error:
        return "refused", first_line(error)
    except Exception as error:
        return "raised", first_line(error)


def written_place(rows: Sequence[Parametrisation], names: Sequence[str], values: Sequence[tuple[Any, ...]]) -> Written:
    """The laws of a place with their arguments as Python writes them: of each parameter the double that is nearest."""
    return [(name, _arguments(row, own)) for name, row, own in zip(names, rows, values, strict=True)]


def _arguments(row: Parametrisation, values: tuple[Any, ...]) -> Mapping[str, str]:
    family = ALL_FAMILIES.get(row.family)
    discrete = family is not None and family.kind != "continuous"
    return {
        p.name: _number(value, whole=p.domain.integral or (discrete and p.name in ("loc", "low", "high")))
        for p, value in zip(row.parameters, values, strict=True)
    }


def _number(value: Any, whole: bool = False) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_number(v) for v in value)}]"
    return str(int(value)) if whole and isinstance(value, Integer) else repr(float(value))
