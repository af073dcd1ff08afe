"""What a certificate over named random variables says, and from which inequalities, in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

__all__ = ["facts_of_shannon", "statement_of_shannon"]


def statement_of_shannon(data: Any) -> str:
    """The claim with what is given, of a certificate that `shannon_check.confirm` has read.

    Examples
    --------
    >>> claim = {"left": [["1", [["X"], ["Y"]], ["Z"]]], "relation": ">=", "right": []}
    >>> statement_of_shannon({"claim": claim, "given": [], "proof": []})
    'I(X;Y|Z) >= 0 for all random variables'
    """
    given = " and ".join(_line(line) for line in data["given"])
    provided = f" with {given}" if given else ""
    if "proof" in data:
        return f"{_line(data['claim'])} for all random variables{provided}"
    count = len(data["counterexample"]["pmf"])
    return f"{_line(data['claim'])} fails for a law of {count} outcome{'s' if count > 1 else ''}{provided}"


def facts_of_shannon(data: Any) -> tuple[str, ...]:
    """The inequalities that a proof adds up, each once, what it uses of what is given, and its copies."""
    return tuple(dict.fromkeys(_facts(data)))


def _facts(data: Any) -> Iterator[str]:
    for part in data.get("proof", ()):
        for _, groups, given in part["terms"]:
            yield f"{_measure(groups, given)} >= 0"
        for factor, number in part["uses"]:
            if Fraction(factor):
                yield f"given: {_line(data['given'][number])}"
    for copy in data.get("copies", ()):
        names = [",".join(copy[key]) for key in ("new", "of", "over")]
        yield "the copy lemma: {0} is to ({2}) as {1} is, and independent of the rest given it".format(*names)


def _line(claim: Any) -> str:
    return f"{_sum(claim['left'])} {claim['relation']} {_sum(claim['right'])}"


def _sum(terms: Any) -> str:
    text = ""
    for number, groups, given in terms:
        factor = Fraction(number)
        size = "" if abs(factor) == 1 else f"{abs(factor)}*"
        sign = ("-" if factor < 0 else "") if not text else " - " if factor < 0 else " + "
        text += f"{sign}{size}{_measure(groups, given)}"
    return text or "0"


def _measure(groups: Any, given: Any) -> str:
    inside = ";".join(",".join(group) for group in groups)
    return f"{'H' if len(groups) == 1 else 'I'}({inside}{'|' + ','.join(given) if given else ''})"
