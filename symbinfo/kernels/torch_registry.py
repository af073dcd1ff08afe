"""Divergences for torch.distributions: its own classes, with the digits of the kernels."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import sympy as sy

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.kernels.kernel import Kernel
from symbinfo.kernels.kernel_cache import compile_measure
from symbinfo.laws.names.conventions import law_of_row, table
from symbinfo.laws.names.parametrisation import Parametrisation
from symbinfo.measures import KL

__all__ = ["register_kl"]

Words = tuple[str, ...]


def register_kl(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Let ``torch.distributions.kl_divergence`` answer with kernels: accurate also where P is close to Q.

    A kernel is derived when a pair is first asked for. Where there is no closed form, the rule that was registered before
    answers; where there was none, the definition is integrated, and so are its derivatives.

    Parameters
    ----------
    *pairs : tuple of str
        The names of two classes of torch.distributions each; by default all of two continuous or two discrete laws.

    Returns
    -------
    tuple of tuple of str
        The pairs that are registered.

    Raises
    ------
    SymbinfoError
        For a name that torch.distributions has not, or whose parameters are lists.

    Examples
    --------
    ::

        from symbinfo.kernels import register_kl
        from torch.distributions import Normal, kl_divergence

        register_kl()
        kl_divergence(Normal(0.0, 1.0), Normal(1e-9, 1.0))  # 5e-19, where the rule of PyTorch has 0
    """
    torch: Any = importlib.import_module("torch.distributions")
    kl: Any = importlib.import_module("torch.distributions.kl")
    chosen = tuple(pairs) or tuple(_usual(torch))
    for pair in chosen:
        for name in pair:
            if name not in _scalar() or not hasattr(torch, name):
                known = ", ".join(sorted(_scalar()))
                raise SymbinfoError(f"no law with numbers for parameters is {name} of torch: give two of {known}")
    for first, second in chosen:
        one, other = getattr(torch, first), getattr(torch, second)
        kl.register_kl(one, other)(_rule(first, second, _before(kl, one, other)))
    return chosen


@cache
def _scalar() -> dict[str, tuple[Parametrisation, ...]]:
    """The classes whose parameters are numbers."""
    rows = table("torch").items()
    return {n: own for n, own in rows if all(p.domain.numeric for row in own for p in row.parameters)}


def _usual(torch: Any) -> Iterator[tuple[str, str]]:
    names = [name for name in sorted(_scalar()) if hasattr(torch, name)]
    for first in names:
        for second in names:
            if getattr(torch, first).support.is_discrete == getattr(torch, second).support.is_discrete:
                yield first, second


def _before(kl: Any, one: Any, other: Any) -> Callable[[Any, Any], Any] | None:
    found = kl._dispatch_kl(one, other)
    found = getattr(found, "before", found)
    return None if found is NotImplemented else found


def _rule(first: str, second: str, before: Callable[[Any, Any], Any] | None) -> Callable[[Any, Any], Any]:
    def rule(p: Any, q: Any) -> Any:
        one, other = _words(first, p), _words(second, q)
        kernel = _kernel(first, one, second, other)
        if not _is_closed(kernel) and first == second and (common := _common(p, q, one)):
            kernel = _kernel(first, one, second, other, common)
        if not _is_closed(kernel) and before is not None:
            return before(p, q)
        if kernel is None:
            raise NotImplementedError(f"KL({first} || {second}) is not known")
        given = {f"{word}1": getattr(p, word) for word in one} | {f"{word}2": getattr(q, word) for word in other}
        return kernel(**{name: given[name] for name in kernel.parameters})

    rule.before = before  # type: ignore[attr-defined, unused-ignore]
    return rule


def _words(name: str, law: Any) -> Words:
    """The parameters by which it was made: logits or probabilities, of which a law computes the other one from these."""
    rows = _scalar()[name]
    found = next((row for row in rows if all(_given(law, p.name) for p in row.parameters)), rows[0])
    return tuple(p.name for p in found.parameters)


def _given(law: Any, word: str) -> bool:
    inner = getattr(law, "base_dist", law)
    return word in vars(law) or (not hasattr(inner, "_param") and hasattr(law, word))


def _common(p: Any, q: Any, words: Words) -> Words:
    """The parameters that are the same numbers in both laws, and by which nobody differentiates."""
    pairs = ((word, getattr(p, word), getattr(q, word)) for word in words if hasattr(q, word))
    return tuple(w for w, a, b in pairs if not (a.requires_grad or b.requires_grad) and bool((a == b).all()))


def _is_closed(kernel: Kernel | None) -> bool:
    return kernel is not None and not kernel.method.startswith("definition")


@cache
def _kernel(first: str, one: Words, second: str, other: Words, common: Words = ()) -> Kernel | None:
    """The kernel of a pair, of which some parameters are common; None where there is none."""
    try:
        kernel = compile_measure(KL(_law(first, one, "1"), _law(second, other, "2", common)))
    except (SymbinfoError, NotImplementedError):
        return None
    return kernel if isinstance(kernel, Kernel) else None


def _law(name: str, words: Words, side: str, common: Words = ()) -> Any:
    row = next(row for row in _scalar()[name] if tuple(p.name for p in row.parameters) == words)
    symbols = {
        p.name: sy.Symbol(f"{p.name}{1 if p.name in common else side}", **dict(p.domain.assumptions))
        for p in row.parameters
    }
    return law_of_row(row, symbols, {}, f"P{side}")
