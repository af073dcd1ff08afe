"""Claims of several relations, link by link; claims that two sides differ; and identities that speak of no measure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symbinfo.expressions.one_line import OneLine
from symbinfo.expressions.verdict_words import Level, Outcome
from symbinfo.query.chains import Chain, Unequal
from symbinfo.verification.claims.verdict import TONES, Verdict, Witness

__all__ = ["ChainVerdict", "of_links", "of_unequal", "where_defined"]


@dataclass(frozen=True, repr=False)
class ChainVerdict(OneLine):
    """What was found of a chain: a verdict for each link, in order.

    Attributes
    ----------
    claims : tuple of str
        The links, as text.
    links : tuple of Verdict
        Their verdicts.
    """

    claims: tuple[str, ...]
    links: tuple[Any, ...]

    @property
    def decisive(self) -> Any:
        """The verdict of the link that decides: the first that is refuted, or else undecided, or else the weakest."""
        for outcome in (Outcome.REFUTED, Outcome.UNDECIDED):
            for link in self.links:
                if link.verdict is outcome:
                    return link
        return max(self.links, key=lambda link: link.level.weakness)

    @property
    def verdict(self) -> Outcome:
        """Whether all links hold."""
        found: Outcome = self.decisive.verdict
        return found

    @property
    def level(self) -> Level:
        """That of the weakest link."""
        found: Level = self.decisive.level
        return found

    @property
    def points(self) -> int:
        """Of the link that decides."""
        return int(getattr(self.decisive, "points", 0))

    @property
    def witness(self) -> Witness | None:
        """Of the first refuted link."""
        found: Witness | None = self.decisive.witness
        return found

    @property
    def certificate(self) -> None:
        """None: each link has its own."""

    def to_dict(self) -> dict[str, Any]:
        """The verdict as JSON data: that of the link that decides, and all of them under `links`."""
        links = [{"claim": c, **link.to_dict()} for c, link in zip(self.claims, self.links, strict=True)]
        return {**self.decisive.to_dict(), "links": links}

    def _line(self) -> str:
        return f"{self.verdict}: {'; '.join(f'{c}: {link.verdict}' for c, link in zip(self.claims, self.links, strict=True))}"

    def _repr_html_(self) -> str:
        """For a notebook."""
        from symbinfo.render.notebook import card, folded

        told = [
            folded(f"{claim}: {link.verdict}", link.text().rstrip("\n").splitlines(), shown=link is self.decisive)
            for claim, link in zip(self.claims, self.links, strict=True)
        ]
        return card(self.text().splitlines()[0], TONES[self.verdict], *told)

    def text(self) -> str:
        """The outcome, and some lines a link."""
        lines = [f"{self.verdict:<11} {'all links' if self.verdict is Outcome.HOLDS else 'link by link'}"]
        for claim, link in zip(self.claims, self.links, strict=True):
            lines.append(f"  {claim}")
            lines += [f"    {line}" for line in link.text().rstrip("\n").splitlines()]
        return "\n".join(lines)


def of_links(chain: Chain, judge: Callable[[Any, float], Any], seconds: float) -> ChainVerdict:
    """Judge each link; all together take no longer than one claim may."""
    deadline = time.process_time() + seconds
    found = []
    for at, link in enumerate(chain.links):
        share = max(deadline - time.process_time(), 0.1) / (len(chain.links) - at)
        found.append(judge(link, share))
    return ChainVerdict(chain.words, tuple(found))


def of_unequal(claim: Unequal, judge: Callable[[Any], Any]) -> Verdict:
    """``A != B`` holds where ``A = B`` is refuted: the sides differ at the place that is named. It says no more."""
    found = judge(claim.equation)
    if found.verdict is Outcome.REFUTED and found.witness is not None:
        reason = f"the sides are not equal everywhere: {found.text().splitlines()[0].removeprefix(Outcome.REFUTED.value).strip()}"
        return Verdict(Outcome.HOLDS, found.level or Level.CERTIFIED, getattr(found, "points", 1), reason=reason)
    if found.verdict is Outcome.HOLDS and found.level is Level.PROVED:
        witness: Witness = {"parameters": {}, "claimed": "different", "actual": "equal everywhere"}
        return Verdict(
            Outcome.REFUTED, Level.PROVED, getattr(found, "points", 0), witness, f"the sides are equal: {found.reason}"
        )
    return Verdict.undecided("no place is known where the sides differ")


def where_defined(found: Verdict) -> Verdict:
    """An identity without a measure is meant where both sides are defined: elsewhere nothing is refuted."""
    witness = found.witness
    if witness is None or "undefined" not in (witness["claimed"], witness["actual"]):
        return found
    place = ", ".join(f"{name} = {value}" for name, value in witness["parameters"].items())
    reason = f"a side is undefined at {place}: say what is assumed, such as --given 'x > 0'"
    return Verdict.undecided(reason, found.points)
