"""How much of what is derived is proved: seeded samples of each kind of question, derived and replayed.

Run ``python benchmarks/proofs.py [SHARE] [--kind WORD] [--open]``: with the share of the questions that is looked at, 1
by default, and the kinds of which the name holds a word, all by default. It prints the tables of docs/proofs.md: what was
proved, how long a replay takes on the processor, and the commonest reasons why a step stays open; ``--open`` also lists
what is not proved.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import Any, NamedTuple

from benchmarks.proof_questions import KINDS, Question

SEED = 2026
# Seconds for a derivation: on a busy machine 20 left out six pairs of laws.
LONGEST = 90.0
REASONS = 20
PROCESSES = 2


class Cell(NamedTuple):
    """What became of one question."""

    kind: str
    asked: str
    proved: bool
    seconds: float
    reason: str


def questions(share: float, word: str) -> list[Question]:
    """A share of the questions of each kind, at least one."""
    chosen: list[Question] = []
    for kind, all_of in KINDS.items():
        if word in kind:
            own = all_of()
            chosen += Random(SEED).sample(own, max(1, round(share * len(own))))
    return chosen


def replayed(question: Question) -> Cell | None:
    """Derive one and replay it; None where there is nothing closed or infinite to prove."""
    from symbinfo.derivation import Derivation
    from symbinfo.derivation.certify.export import certificate_of
    from symbinfo.derivation.plans.derive import derive
    from symbinfo.expressions.errors import SymbinfoError
    from symbinfo.jobs.soft_limit import Late, within

    try:
        with within(LONGEST):
            asked = question.asked()
            derivation = asked if isinstance(asked, Derivation) else derive(asked)
    except (SymbinfoError, Late):
        return None
    status = str(derivation.status)
    if status not in ("closed", "infinite"):
        return None
    kind = f"{question.kind}, {status}"
    try:
        with within(LONGEST):
            certificate = certificate_of(derivation)
    except (SymbinfoError, Late) as error:
        return Cell(kind, question.name, False, 0.0, f"no certificate: {error or 'late'}")
    return _replayed(kind, question.name, certificate)


def _replayed(kind: str, name: str, certificate: Any) -> Cell:
    from symbinfo.trusted.proof.replay import replay

    began = time.process_time()
    found = replay(certificate)
    seconds = time.process_time() - began
    if found.whole:
        return Cell(kind, name, True, seconds, "")
    # Without a witness of every step the totals of the laws are not even written down.
    where, reason = next((entry for entry in found.open if entry.reason == "no witness"), found.open[0])
    return Cell(kind, name, False, seconds, f"{where.split()[-1]}: {re.sub(r'[(].*', '...', reason)}")


def table(found: Iterable[Cell]) -> str:
    """Rows a kind, and the commonest reasons."""
    known = list(found)
    lines = ["| what | proved | of | ms, median | ms, 95 % | ms, longest |", "|---|---|---|---|---|---|"]
    for kind in dict.fromkeys(cell.kind for cell in known):
        own = [cell for cell in known if cell.kind == kind]
        times = sorted(1000 * cell.seconds for cell in own)
        figures = (statistics.median(times), times[int(0.95 * (len(times) - 1))], times[-1])
        proved = sum(cell.proved for cell in own)
        lines.append(f"| {kind} | {proved} | {len(own)} | " + " | ".join(f"{t:.0f}" for t in figures) + " |")
    lines += ["", "| so often | step and reason |", "|---|---|"]
    reasons = Counter(cell.reason for cell in known if not cell.proved)
    lines += [f"| {count} | {reason} |" for reason, count in reasons.most_common(REASONS)]
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    reads = argparse.ArgumentParser(description=__doc__)
    reads.add_argument("share", nargs="?", type=float, default=1.0)
    reads.add_argument("--kind", default="")
    reads.add_argument("--open", action="store_true")
    given = reads.parse_args()
    asked = questions(given.share, given.kind)
    done = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for i, cell in enumerate(pool.map(replayed, asked, chunksize=4), 1):
            if sys.stderr.isatty():
                print(f"\r{i} of {len(asked)}", end="", file=sys.stderr)
            if cell is not None:
                done.append(cell)
    print(table(done))
    if given.open:
        print("\n".join(f"{cell.kind}: {cell.asked}: {cell.reason}" for cell in done if not cell.proved))


if __name__ == "__main__":
    main()
