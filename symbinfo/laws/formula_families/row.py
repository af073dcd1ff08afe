"""A row of a family whose density or mass stands as a formula."""

from __future__ import annotations

from typing import Any

from symbinfo.laws.family import Family, Parameter

__all__ = ["family"]


def family(name: str, density: Any, support: Any, *parameters: tuple[Any, ...], **more: Any) -> Family:
    """A family by its density, its support (a pair, or a function of the parameters), and its parameters."""
    ends = support if callable(support) else lambda *_: support
    return Family(name, tuple(Parameter(*p) for p in parameters), density=density, support=ends, **more)
