"""Where each derivation of a certificate lives, and in which order they are replayed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..certificate import Certificate
from ..statements import Plain, cited_by
from ..terms import free_symbols
from .context import Context
from .inference import MEANING

__all__ = ["context_of", "in_order", "local_symbols"]


def local_symbols(name: str, certificate: Certificate) -> list[str]:
    """The symbols of a lemma that nothing knows which cites it, such as the x of a lemma about log p(x).

    What is said beyond a condition is said of every value.
    """
    plains = [plain for _, plain in certificate.derivations]
    if any(entry.derivation == name for plain in plains for entry in plain.otherwise):
        return []
    at = [own for plain in plains for step in plain.steps if step.witness is not None for own in step.witness.at]
    # A value that is put in need not be among almost every one.
    replaced = {symbol for lemma, values in at for symbol, _ in values if lemma == name}
    own = {symbol: kind for symbol, kind in certificate[name].symbols if symbol not in replaced}
    citing = [dict(plain.symbols) for _, plain in certificate.derivations if name in cited_by(plain)]
    edges = [c for c in certificate[name].conditions if isinstance(c, tuple) and c[0] == "<="]
    loose = {s for c in edges for s in free_symbols(c)}  # its edge counts
    return [s for s in own if citing and s not in loose and not any(s in symbols for symbols in citing)]


def context_of(plain: Plain, local: list[str]) -> Context:
    """Where a derivation lives; what is said of its local symbols is said of almost every value in their range."""
    about: dict[str, list[Any]] = {
        symbol: [c for c in plain.conditions if symbol in free_symbols(c)] for symbol in local
    }
    outer = [c for c in plain.conditions if not any(c in conditions for conditions in about.values())]
    kinds = {name: kind for name, kind in plain.symbols if name not in local}
    context = Context(kinds, outer, dict(plain.functions))
    for symbol, conditions in about.items():
        pairs = [c[1:] for c in conditions if c[0] in ("<", "<=")]
        low = next((low for low, high in pairs if high == symbol and symbol not in free_symbols(low)), "%-oo")
        high = next((high for low, high in pairs if low == symbol and symbol not in free_symbols(high)), "%oo")
        kind = dict(plain.symbols)[symbol]
        head = "sum" if "integer" in kind else "integral"
        meaning = [mean(symbol) for mean in MEANING[kind]]
        context = context.within(head, symbol, low, high).assuming(*meaning, *conditions)
    return context


def in_order(certificate: Certificate) -> Iterator[tuple[str, Plain]]:
    """Lemmas and totals before what cites them; what rests on itself never comes."""
    waiting = dict(certificate.derivations)
    ready: set[str] = set()
    while waiting:
        free = [name for name, plain in waiting.items() if cited_by(plain) <= ready]
        if not free:
            return
        for name in free:
            yield name, waiting.pop(name)
        ready.update(free)
