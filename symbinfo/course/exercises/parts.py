"""Questions of several parts: each part is an exercise of its own, over the setting of the whole and the parts before it.

Part (b) of `two-flips` is the exercise `two-flips-b`; what part (a) asks for is `part_a` in it, an abbreviation of its
question, so that ``ask = "part_a - H(Y)"`` refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["PART_KEYS", "in_parts"]

#: What a part may say; what it does not say of the setting and the unit, the whole says.
PART_KEYS = frozenset({"statement", "given", "ask", "unit", "answer", "hints", "rules", "wrong"})


def in_parts(raw: dict[str, Any], where: str) -> Iterator[dict[str, Any]]:
    """The entries that one entry of a file stands for: itself, or one a part.

    Parameters
    ----------
    raw : dict
        As it was read.
    where : str
        What errors name.

    Raises
    ------
    SymbinfoError
        When the parts are not as they must be.

    Examples
    --------
    >>> whole = {"id": "coin", "topic": "t", "statement": "A coin.", "given": ["X ~ Bernoulli(1/2)"]}
    >>> parts = [{"statement": "H?", "ask": "H(X)", "answer": "log(2)"}, {"statement": "2H?", "ask": "2*part_a", "answer": "log(4)"}]
    >>> [(e["id"], e["given"]) for e in in_parts({**whole, "part": parts}, "coin")]
    [('coin-a', ['X ~ Bernoulli(1/2)']), ('coin-b', ['X ~ Bernoulli(1/2)', 'let part_a = H(X)'])]
    """
    parts = raw.get("part")
    if parts is None:
        yield raw
        return
    if (
        not isinstance(parts, list)
        or not 2 <= len(parts) <= len(ascii_lowercase)
        or not all(isinstance(p, dict) for p in parts)
    ):
        raise SymbinfoError(f"{where}: parts are written as [[exercise.part]], at least two of them")
    if double := sorted({"ask", "answer", "wrong", "hints"} & raw.keys()):
        raise SymbinfoError(f"{where}: {double[0]} stands in each part: move it there")
    before: list[str] = []
    for letter, part in zip(ascii_lowercase, parts, strict=False):
        if strange := sorted(part.keys() - PART_KEYS):
            raise SymbinfoError(
                f"{where}, part {letter}: unknown key {strange[0]!r}: use {', '.join(sorted(PART_KEYS))}"
            )
        given = [*raw.get("given", ()), *part.get("given", ()), *before]
        statement = f"{str(raw.get('statement', '')).strip()} ({letter}) {part.get('statement', '')}"
        whole = {key: value for key, value in raw.items() if key != "part"}
        yield {**whole, **part, "id": f"{raw.get('id')}-{letter}", "statement": statement, "given": given}
        if isinstance(part.get("ask"), str) and not part["ask"].startswith("theorem:"):
            before.append(f"let part_{letter} = {part['ask']}")
