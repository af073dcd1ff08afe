"""Channels by what they do to a letter: ``Y = X with probability 1 - e, else uniform on the rest``.

The alphabet may have a symbol for its size. What such a channel does is a choice of two cases, and in the second one of
some letters: its entropies are those of the two choices, by grouping.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sympy import And, Expr, Integer, S, cancel, factor, true
from sympy.core.symbol import Str

from symbinfo.expressions.errors import QueryError
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.laws.from_catalogue import law_of_family
from symbinfo.laws.law import DiscreteLaw, Law
from symbinfo.measures import Entropy
from symbinfo.query.declarations import Noisy
from symbinfo.query.setting_contents import Setting
from symbinfo.query.setting_laws import SettingLawBuilder
from symbinfo.query.variables import Blocks, Finite, Lone

__all__ = ["Channel", "Otherwise", "channel"]


class Otherwise(Enum):
    """What becomes of a letter that is not received as it is: the words for it."""

    REST = r"(?:it is |one is drawn )?uniform(?:ly)?(?: drawn)? (?:on|over|among|from) (?:all )?(?:the )?(?:rest|others|other \w+|remaining \w+)"
    ALL = r"(?:it is )?uniform(?:ly)?(?: (?:on|over|among) (?:all(?: \w+)?|the alphabet|every \w+))?"
    ERASED = r"(?:it is |an? )?(?:erased|erasure|lost|\?|e\b)"
    NEXT = r"(?:it is )?(?:the )?next(?: \w+)?"


#: What is received in the place of a letter that is lost.
LOST = Str("erased")


@dataclass(frozen=True)
class Channel(Blocks):
    """A letter X, and what is received as Y: by the law of X, and the probability that something else becomes of it."""

    names: tuple[str, ...]
    letter: Law
    changed: Expr
    otherwise: Otherwise
    condition: Any = true

    @property
    def size(self) -> Expr:
        """How many letters there are."""
        law: Any = self.letter
        found: Expr = cancel(law.upper - law.lower + 1)
        return found

    @property
    def uniform(self) -> bool:
        """Whether all letters are equally likely: then so is what is received."""
        law: Any = self.letter
        return bool(self.size.is_finite is not False and not law.density.has(law.variable))

    def law(self, name: str) -> Law:
        """The law of the letter, or of what is received where that has one of the same kind."""
        if name == self.names[0] or (self.uniform and self.otherwise is not Otherwise.ERASED):
            return self._under(self.letter.renamed(name))
        raise QueryError(f"{name} has no law in closed form here: ask for H({name}), H({name} | {self.names[0]})")

    def entropy(self, block: frozenset[str], base: Expr) -> Expr:
        """Of the letter, of what is received, or of both."""
        x, y = self.names
        own = Entropy(self._under(self.letter.renamed(x)), base=base)
        if block == {x}:
            return own
        if block == {x, y}:
            return own + self.noise(base)
        if self.otherwise is Otherwise.ERASED:
            return self._choice(base) + (1 - self.changed) * own
        if not self.uniform:
            raise QueryError(
                f"the law of {y} is read where all letters are equally likely: write {x} ~ Die(q), or ask for "
                f"H({y} | {x})"
            )
        return Entropy(self.law(y), base=base)

    def noise(self, base: Expr) -> Expr:
        """H(Y | X): whether the letter changes, and to which."""
        if self.otherwise is not Otherwise.REST:
            return self._choice(base)
        others = law_of_family(FAMILIES["Die"], (self.size - 1,), "W")
        return self._choice(base) + self.changed * Entropy(self._under(others), base=base)

    def _choice(self, base: Expr) -> Expr:
        return Entropy(self._under(law_of_family(FAMILIES["Bernoulli"], (self.changed,), "E")), base=base)

    def _under(self, law: Any) -> Any:
        *head, condition = law.args[:4]
        return law.func(*head, And(condition, self.condition), *law.args[4:]) if self.condition != true else law


@dataclass(frozen=True)
class Cascade(Blocks):
    """Channels one behind the other, each treating all letters alike; the last one may erase."""

    names: tuple[str, ...]
    links: tuple[Channel, ...]

    def law(self, name: str) -> Law:
        """The law of a letter on the way."""
        return self.links[max(self.names.index(name) - 1, 0)].law(name)

    def entropy(self, block: frozenset[str], base: Expr) -> Expr:
        """The entropy of the first letter of a block, and of each other one given the one before it."""
        first, *others = sorted(self.names.index(name) for name in block)
        found = self.links[max(first - 1, 0)].entropy(frozenset([self.names[first]]), base)
        for before, after in zip([first, *others], others, strict=False):
            found += self._noise(before, after, base)
        return found

    def _noise(self, first: int, last: int, base: Expr) -> Expr:
        """Of a letter given an earlier one: changed twice it may be what it was, and what is erased is so by itself."""
        *links, end = self.links[first:last]
        if links and end.otherwise is Otherwise.ERASED:
            return end.noise(base) + (1 - end.changed) * self._noise(first, last - 1, base)
        whole = end
        for link in links:
            back = whole.changed * link.changed / (end.size - 1)
            kept = (1 - whole.changed) * (1 - link.changed) + back
            whole = replace(whole, changed=factor(cancel(1 - kept)), condition=And(whole.condition, link.condition))
        return whole.noise(base)


def _behind(group: Blocks, link: Channel) -> Cascade | None:
    """A channel behind others; None where a letter may be lost on the way, or is not treated like all others."""
    before = group.links if isinstance(group, Cascade) else (group,)
    plain = all(isinstance(part, Channel) and part.uniform and part.otherwise is Otherwise.REST for part in before)
    if not plain or link.otherwise is Otherwise.NEXT or group.names[-1] != link.names[0]:
        return None
    return Cascade((*group.names, link.names[1]), (*before, link))


def channel(made: Setting, line: Noisy) -> None:
    """Add what is received over a channel."""
    builder = SettingLawBuilder(line.line, made.symbols, setting=made)
    if line.source not in made.variables.names:
        raise builder.fail(f"{line.source} is not declared: give it a line, as in {line.source} ~ Die(q)", line.at)
    kept = builder.expression(line.probability)
    kind = next((k for k in Otherwise if re.fullmatch(k.value, line.otherwise, re.IGNORECASE)), None)
    if kind is None:
        message = (
            "behind else stands what becomes of the letter: uniform on the rest, uniform, erased, or the next letter"
        )
        raise builder.fail(message, line.line.find(line.otherwise))
    if (kept.is_number and not 0 <= kept <= 1) or (1 - kept).is_negative or kept.is_negative:
        raise builder.fail(f"a probability lies in [0, 1]: got {kept}", line.at)
    group = made.variables.group_of([line.source])
    if isinstance(group, Finite):
        made.variables.replace(group, _listed(group, line, kept, kind))
        return
    behind = "behind another channel one is read that is uniform or erases, of a letter that is sent on and not lost"
    sent = group.links[-1] if isinstance(group, Cascade) else group
    if isinstance(sent, Channel) and (line.source, sent.otherwise) == (sent.names[1], Otherwise.ERASED):
        raise builder.fail(behind, line.at)
    law = made.variables.law(line.source)
    if not isinstance(group, (Lone, Channel, Cascade)) or not isinstance(law, DiscreteLaw):
        raise builder.fail(f"a channel is read of letters: declare {line.source} ~ Die(q)", line.at)
    changed = cancel(1 - kept)
    used = [c for c in made.conditions if c.free_symbols & changed.free_symbols]
    new = Channel((line.source, line.name), law, changed, kind, And(*used))
    if kind is Otherwise.NEXT:  # a letter by itself is the next one, too
        new = replace(new, condition=And(*used, new.size - 1 > 0))
    if kind is Otherwise.ALL:  # the letter itself is one of all
        new = replace(new, changed=factor(changed * (new.size - 1) / new.size), otherwise=Otherwise.REST)
    if kind is not Otherwise.ERASED and new.size.is_finite is False:
        raise builder.fail("an alphabet without end has no uniform law and no cycle of letters", line.at)
    whole = new if isinstance(group, Lone) else _behind(group, new)
    if whole is None:
        raise builder.fail(behind, line.at)
    made.variables.replace(group, whole)


def _listed(group: Finite, line: Noisy, kept: Expr, kind: Otherwise) -> Finite:
    """The same for letters that are listed, whatever their probabilities."""
    letters = [outcome for (outcome,), _ in group.marginal((line.source,)).rows]
    count = len(letters)
    if count == 1 and kind in (Otherwise.REST, Otherwise.NEXT):
        raise QueryError(f"{line.source} has one letter: nothing else can become of it", line.line, 0)

    def received(outcome: dict[str, Any]) -> list[Any]:
        letter, lost = outcome[line.source], cancel(1 - kept)
        if kind is Otherwise.ERASED:
            found = {letter: kept, LOST: lost}
        elif kind is Otherwise.NEXT:
            found = {letter: kept, letters[(letters.index(letter) + 1) % count]: lost}
        else:
            among = count - 1 if kind is Otherwise.REST else count
            found = {o: lost / Integer(among) for o in letters}
            found[letter] = kept if kind is Otherwise.REST else kept + lost / Integer(count)
        return [((o,), p) for o, p in found.items() if p != S.Zero]

    positive = And(*(p > 0 for p in (kept, cancel(1 - kept)) if p.free_symbols and not p.is_positive))
    return group.extended((line.name,), received, positive)
