"""numpyro.distributions: entropies of its classes, and the pairs that are registered for its divergence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from symbinfo.verification.libraries.library import Found, Library, Written
from symbinfo.verification.libraries.source_text import source_text

__all__ = ["LIBRARY"]


def _walk() -> list[Found]:
    return [*_entropies(), *_divergences()]


def _entropies() -> Iterator[Found]:
    library: Any = import_module("numpyro.distributions")
    for name in sorted(library.__all__):
        kind: Any = getattr(library, name)
        function = getattr(kind, "entropy", None) if isinstance(kind, type) else None
        if function is not None and function is not library.Distribution.entropy:
            yield Found(
                "entropy", (name,), f"{function.__module__}.{function.__qualname__}", source_text(function, [kind])
            )


def _divergences() -> Iterator[Found]:
    registry: Any = import_module("numpyro.distributions.kl").kl_divergence
    for (p, q), function in sorted(registry.funcs.items(), key=lambda item: [k.__name__ for k in item[0]]):
        yield Found(
            "kl", (p.__name__, q.__name__), f"{function.__module__}.kl_divergence", source_text(function, [p, q])
        )


def _written(measure: str, laws: Written) -> str:
    made = [f"dist.{name}({_arguments(words)})" for name, words in laws]
    return f"{made[0]}.entropy()" if measure == "entropy" else f"dist.kl_divergence({made[0]}, {made[1]})"


def _arguments(words: Mapping[str, str]) -> str:
    return ", ".join(f"{word}={_array(value)}" for word, value in words.items())


def _array(value: str) -> str:
    return f"jnp.array({value})" if value.startswith("[") else value


LIBRARY = Library(
    name="numpyro",
    package="numpyro",
    distribution="numpyro",
    rows="numpyro",
    preamble="import jax.numpy as jnp\nimport numpyro\nimport numpyro.distributions as dist\n\nnumpyro.enable_x64()\nnumpyro.enable_validation()",
    walk=_walk,
    written=_written,
    folder="distributions",
)
