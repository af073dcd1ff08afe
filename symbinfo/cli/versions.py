"""``symbinfo --version``: its own version, and those of what its answers rest on."""

from __future__ import annotations

import symbinfo

__all__ = ["told"]

#: The distributions, in the order of the lines; the last is there where rigorous values are.
RESTS_ON = ("sympy", "mpmath", "numpy", "scipy", "lark", "python-flint")


def told() -> str:
    """A line for symbinfo, one for Python, and one for each library; none of them is imported."""
    from importlib.metadata import PackageNotFoundError, version
    from platform import python_implementation, python_version

    lines = [("symbinfo", symbinfo.__version__), (python_implementation(), python_version())]
    for name in RESTS_ON:
        try:
            lines.append((name, version(name)))
        except PackageNotFoundError:
            lines.append((name, "not installed"))
    return "".join(f"{name} {number}\n" for name, number in lines)
