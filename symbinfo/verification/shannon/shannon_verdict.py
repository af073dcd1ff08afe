"""The verdict on a claim over named random variables, with its proof or its counterexample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symbinfo.verification.claims.verdict import Verdict, Witness
from symbinfo.verification.shannon.linear_proof import Proof
from symbinfo.verification.shannon.proof_text import data_of, lines_of
from symbinfo.verification.shannon.shannon_certificate import ProbableOutcome

__all__ = ["ShannonVerdict", "ShannonWitness"]

MOST_ROWS = 16
INDENT = " " * 12


class ShannonWitness(Witness):
    """A law that keeps all that is given and breaks the claim."""

    unit: str
    variables: list[str]
    pmf: list[ProbableOutcome]


@dataclass(frozen=True, repr=False)
class ShannonVerdict(Verdict):
    """What was found of a claim over named random variables.

    A refuted claim has a witness: the ``variables``, the ``pmf`` (outcomes with exact probabilities), the same as
    ``parameters``, and the values of the left side (``actual``) and of the right side (``claimed``) in ``unit``.

    Attributes
    ----------
    proof : Proof or None
        Of a claim that holds; the `certificate` is this, or the counterexample.
    """

    witness: ShannonWitness | None = None
    proof: Proof | None = None

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON data."""
        proof = None if self.proof is None else data_of(self.proof)
        return {**super().to_dict(), "proof": proof, "certificate": self.certificate}

    def _line(self) -> str:
        return f"{self.verdict}: {self.reason}"

    def _more_html(self) -> tuple[str, ...]:
        from symbinfo.render.notebook import folded

        proof = folded("proof", lines_of(self.proof)) if self.proof is not None else ""
        return proof, folded("the law", _table(self.witness), shown=True) if self.witness is not None else ""

    def text(self) -> str:
        """For a terminal: the reason, and under it the proof or the law that breaks the claim."""
        lines = [self.reason]
        if self.proof is not None:
            lines.extend(lines_of(self.proof))
        if self.witness is not None:
            lines.extend(_table(self.witness))
        if self.diagnosis:
            lines.append(self.diagnosis)
        return f"{self.verdict:<12}" + f"\n{INDENT}".join(lines)


def _table(witness: ShannonWitness) -> list[str]:
    """The law, an outcome a line."""
    names, rows = witness["variables"], witness["pmf"]
    widths = [max(len(name), *(len(str(row["outcome"][i])) for row in rows)) for i, name in enumerate(names)]
    lines = ["  ".join([*(f"{name:<{width}}" for name, width in zip(names, widths, strict=True)), "probability"])]
    for row in rows[:MOST_ROWS]:
        cells = [f"{x:<{width}}" for x, width in zip(row["outcome"], widths, strict=True)]
        lines.append("  ".join([*cells, row["p"]]))
    if len(rows) > MOST_ROWS:
        lines.append(f"... and {len(rows) - MOST_ROWS} outcomes more")
    return [f"  {line}" for line in lines]
