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
    answers.

    Parameters
    ----------
    *pairs : tuple of str
        The names of two classes of torch.distributions each; by default every class with itself, and the pairs for which
        PyTorch has a rule.

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
    chosen = tuple(pairs) or tuple(_usual(torch, kl))
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


def _usual(torch: Any, kl: Any) -> Iterator[tuple[str, str]]:
    names = [name for name in sorted(_scalar()) if hasattr(torch, name)]
    for first in names:
        for second in names:
            if first == second or (getattr(torch, first), getattr(torch, second)) in kl._KL_REGISTRY:
                yield first, second


def _before(kl: Any, one: Any, other: Any) -> Callable[[Any, Any], Any] | None:
    found = kl._dispatch_kl(one, other)
    found = getattr(found, "before", found)
    return None if found is NotImplemented else found


def _rule(first: str, second: str, before: Callable[[Any, Any], Any] | None) -> Callable[[Any, Any], Any]:
    def rule(p: Any, q: Any) -> Any:
        one, other = _words(first, p), _words(second, q)
        kernel = _kernel(first, one, second, other)
        if kernel is None:
            if before is None:
                raise NotImplementedError(f"no closed form of KL({first} || {second}) is known")
            return before(p, q)
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


@cache
def _kernel(first: str, one: Words, second: str, other: Words) -> Kernel | None:
    """The kernel of a pair; None where it has no closed form."""
    try:
        kernel = compile_measure(KL(_law(first, one, "1"), _law(second, other, "2")))
    except (SymbinfoError, NotImplementedError):
        return None
    usable = isinstance(kernel, Kernel) and not kernel.method.startswith("definition")
    return kernel if usable else None


def _law(name: str, words: Words, side: str) -> Any:
    row = next(row for row in _scalar()[name] if tuple(p.name for p in row.parameters) == words)
    symbols = {p.name: sy.Symbol(f"{p.name}{side}", **dict(p.domain.assumptions)) for p in row.parameters}
    return law_of_row(row, symbols, {}, f"P{side}")
