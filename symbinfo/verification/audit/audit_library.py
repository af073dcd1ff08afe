"""The audit of a whole library: entry by entry in parallel, and what an earlier run found is not sought again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.cache import Cache, engine_state, key_of, users_folder
from symbinfo.jobs.workers import Tell, each, workers_of
from symbinfo.verification.audit.audit_entry import audited, preload_of
from symbinfo.verification.audit.library_calls import survey
from symbinfo.verification.libraries.library import Found, library_named

__all__ = ["Audit", "audit"]

SECONDS = 60.0


@dataclass(frozen=True, repr=False)
class Audit(OneLine):
    """What was found of a library.

    Parameters
    ----------
    library, version : str
        Whose it is.
    preamble : str
        The lines in front of its calls.
    entries : tuple of dict
        Of each entry what `audited` found.
    """

    library: str
    version: str
    preamble: str
    entries: tuple[dict[str, Any], ...]

    @property
    def counts(self) -> Counter[str]:
        """How many entries came out how."""
        return Counter(entry["status"] for entry in self.entries)

    def __str__(self) -> str:
        said = ", ".join(f"{count} {word}" for word, count in self.counts.items())
        return f"{self.library} {self.version}: {said}"

    @property
    def exit_code(self) -> int:
        """0 no failures, 1 failures, 3 some undecided and none failed."""
        return 1 if self.counts["fails"] else 3 if self.counts[Outcome.UNDECIDED] else 0

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "library": self.library, "version": self.version, "counts": dict(self.counts), "entries": list(self.entries)
        }  # fmt: skip


def audit(
    name: str,
    only: Sequence[str] = (),
    *,
    seconds: float = SECONDS,
    jobs: int = 2,
    folder: Path | None = None,
    executor: Executor | None = None,
    tell: Tell = lambda what, done, total: None,
) -> Audit:
    """Audit every entropy and divergence that an installed library registers, or some.

    Parameters
    ----------
    name : str
        The library.
    only : sequence of str
        Names of laws, or titles of entries; all by default.
    seconds : float
        The limit of time for our own values of one entry.
    jobs : int
        How many processes work.
    folder : Path, optional
        Where what was found is kept between runs; the user's cache by default.
    executor : concurrent.futures.Executor, optional
        Where the work is done instead.
    tell : callable
        Told what is done, how much of it is done, and how much there is.

    Raises
    ------
    SymbinfoError
        When the library or a name is not known, or the library is not installed.
    """
    library = library_named(name)
    known = survey(library)
    entries = [Found.of(data) for data in known["found"]]
    entries = [entry for entry in entries if not only or _wanted(entry, only)]
    if not entries:
        raise SymbinfoError(
            f"{name} registers no entropy or divergence of {', '.join(only)}: name a law, such as Gamma"
        )
    kept = Cache((folder or users_folder() / "audits") / name)
    state = (name, known["version"], known["text"], engine_state(), seconds)
    keys = {str(n): key_of("audit", entry.plain(), *state) for n, entry in enumerate(entries)}
    made = {n: found for n, key in keys.items() if (found := kept.get(key))}
    calls = {n: (audited, name, entries[int(n)].plain(), seconds) for n in keys if n not in made}
    with workers_of(executor, partial(preload_of, name), jobs) as workers:
        for n, found in each(workers, calls, f"{name}: entries", tell):
            made[n] = found
            kept.put(keys[n], found)
    if not only:
        kept.prune()
    return Audit(name, known["version"], library.preamble, tuple(made[n] for n in keys))


def _wanted(entry: Found, only: Sequence[str]) -> bool:
    words = {word.lower() for word in (*entry.laws, entry.title, entry.measure)}
    return any(name.strip().lower() in words for name in only)
