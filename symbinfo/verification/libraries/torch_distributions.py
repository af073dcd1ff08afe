"""torch.distributions: entropies of its classes, and all pairs for which its registry of divergences finds a function."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from symbinfo.verification.libraries.library import Found, Library, Written
from symbinfo.verification.libraries.source_text import source_text

__all__ = ["LIBRARY"]

#: Classes that are made of other laws.
_MADE = ("TransformedDistribution", "Independent")


def _classes() -> dict[str, Any]:
    library: Any = import_module("torch.distributions")
    kinds = {name: getattr(library, name) for name in library.__all__}
    base = library.Distribution
    made = {n: k for n, k in kinds.items() if isinstance(k, type) and issubclass(k, base)}
    return {n: k for n, k in sorted(made.items()) if k not in (base, library.ExponentialFamily)}


def _walk() -> list[Found]:
    return [*_entropies(), *_divergences()]


def _entropies() -> Iterator[Found]:
    base = import_module("torch.distributions").Distribution
    for name, kind in _classes().items():
        if kind.entropy is not base.entropy:
            function = kind.entropy
            yield Found(
                "entropy", (name,), f"{function.__module__}.{function.__qualname__}", source_text(function, [kind])
            )


def _divergences() -> Iterator[Found]:
    kl: Any = import_module("torch.distributions.kl")
    registered, kinds = kl._KL_REGISTRY, _classes()
    for (p, q), function in sorted(registered.items(), key=lambda item: [k.__name__ for k in item[0]]):
        yield Found(
            "kl", (p.__name__, q.__name__), f"{function.__module__}.{function.__name__}", source_text(function, [p, q])
        )
    for first, second, function in _inherited(kl, kinds):
        text = source_text(function, [kinds[first], kinds[second]])
        yield Found("kl", (first, second), f"{function.__module__}.{function.__name__}", text)


def _inherited(kl: Any, kinds: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Pairs that a function serves which is registered for their bases.

    What serves a base that is no law of its own, such as the exponential families, serves two laws of one class only.
    """
    bases = {p for p, _ in kl._KL_REGISTRY if p.__name__ not in kinds or p.__name__ in _MADE}
    general = {f for (p, _), f in kl._KL_REGISTRY.items() if p in bases}
    for first, p in kinds.items():
        for second, q in kinds.items():
            function = NotImplemented if (p, q) in kl._KL_REGISTRY else kl._dispatch_kl(p, q)
            if function is not NotImplemented and (p is q or function not in general):
                yield first, second, function


def _written(measure: str, laws: Written) -> str:
    made = [f"{name}({', '.join(f'{word}={_tensor(value)}' for word, value in words.items())})" for name, words in laws]
    return f"{made[0]}.entropy()" if measure == "entropy" else f"kl_divergence({made[0]}, {made[1]})"


def _tensor(value: str) -> str:
    return f"torch.tensor({value})" if value.startswith("[") else value


LIBRARY = Library(
    name="torch",
    package="torch",
    distribution="torch",
    rows="torch",
    preamble="import torch\nfrom torch.distributions import *\n\ntorch.set_default_dtype(torch.float64)",
    walk=_walk,
    written=_written,
    folder="distributions",
)
