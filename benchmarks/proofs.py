"""How much of the atlas is proved: every entropy, and every divergence or a sample of them, derived and replayed.

Run ``python benchmarks/proofs.py [SHARE]`` with the share of the divergences that is looked at, 1 by default. It prints
the table of docs/proofs.md: what was proved, how long a replay takes, and the commonest reasons why a step stays open.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from random import Random
from typing import NamedTuple

SEED = 2026
LONGEST = 20.0
REASONS = 20


class Cell(NamedTuple):
    """What became of one measure of one law or two."""

    kind: str
    proved: bool
    seconds: float
    reason: str


def cells(share: float) -> list[tuple[str, str, str]]:
    """The measures that are asked: their class, and the families of their laws."""
    from symbinfo.atlas.families import ROWS

    alike = [(a, b) for a in ROWS for b in ROWS if ROWS[a].continuous == ROWS[b].continuous]
    chosen = Random(SEED).sample(alike, round(share * len(alike)))
    return [*(("Entropy", name, "") for name in ROWS), *(("KL", a, b) for a, b in chosen)]


def replayed(asked: tuple[str, str, str]) -> Cell | None:
    """Derive one and replay it; None where there is nothing closed or infinite to prove."""
    from symbinfo import measures
    from symbinfo.atlas.families import ROWS
    from symbinfo.derivation.certify.export import certificate_of
    from symbinfo.derivation.plans.derive import derive
    from symbinfo.expressions.errors import SymbinfoError
    from symbinfo.jobs.soft_limit import Late, within
    from symbinfo.trusted.proof.replay import replay

    measure, first, second = asked
    laws = [ROWS[first].law("1", "P"), *([ROWS[second].law("2", "Q")] if second else [])]
    try:
        with within(LONGEST):
            derivation = derive(getattr(measures, measure)(*laws))
            status = str(derivation.status)
            if status not in ("closed", "infinite"):
                return None
            certificate = certificate_of(derivation)
    except (SymbinfoError, Late):
        return None
    began = time.perf_counter()
    found = replay(certificate)
    seconds = time.perf_counter() - began
    kind = f"{measure}, {status}"
    if found.whole:
        return Cell(kind, True, seconds, "")
    # Without a witness of every step the totals of the laws are not even written down.
    where, reason = next((entry for entry in found.open if entry.reason == "no witness"), found.open[0])
    return Cell(kind, False, seconds, f"{where.split()[-1]}: {re.sub(r'[(].*', '...', reason)}")


def table(found: Iterable[Cell]) -> str:
    """Rows a kind, and the commonest reasons."""
    known = list(found)
    lines = ["| what | proved | of | ms, median | ms, 95 % | ms, longest |", "|---|---|---|---|---|---|"]
    for kind in sorted({cell.kind for cell in known}):
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
    """Print the table."""
    share = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    asked = cells(share)
    done = []
    with ProcessPoolExecutor(2) as pool:
        for i, cell in enumerate(pool.map(replayed, asked, chunksize=8), 1):
            if sys.stderr.isatty():
                print(f"\r{i} of {len(asked)}", end="", file=sys.stderr)
            if cell is not None:
                done.append(cell)
    print(table(done))


if __name__ == "__main__":
    main()
