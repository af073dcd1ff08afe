"""Kernels of matrices: one kernel an entry, and an array of the shape (..., k, k)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symbinfo.kernels.code import KernelError
from symbinfo.kernels.containers import kept_inside, without_units

__all__ = ["MatrixKernel"]


class MatrixKernel:
    """A compiled symmetric matrix: call it with the parameters by name; arrays broadcast.

    Parameters
    ----------
    entries : mapping of (int, int) to Kernel
        The kernels in and above the diagonal.
    title : str
        What it computes.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Normal
    >>> import symbinfo as si
    >>> m, s = symbols("m", real=True), symbols("s", positive=True)
    >>> k = si.FisherInformation(Normal("P", m, s), m, s).compile()
    >>> k(m=0.0, s=2.0)
    array([[0.25, 0.  ],
           [0.  , 0.5 ]])
    >>> k(m=0.0, s=[1.0, 2.0, 3.0]).shape
    (3, 2, 2)
    """

    def __init__(self, entries: Mapping[tuple[int, int], Any], title: str) -> None:
        self.entries, self.title, self.unit = dict(entries), title, ""
        first = next(iter(self.entries.values()))
        self.name, self.parameters = f"{first.name}_matrix", first.parameters
        self.optional = tuple(p for p in self.parameters if all(p in k.optional for k in self.entries.values()))
        methods = dict.fromkeys(kernel.method for kernel in self.entries.values())
        self.method = ", ".join(methods)

    @property
    def source(self) -> str:
        """The modules of the entries, one after the other."""
        parts = (f"# entry {list(place)}\n{kernel.source}" for place, kernel in self.entries.items())
        return "\n\n".join(parts)

    def __call__(self, **named: Any) -> Any:
        """The matrix at the parameters: the axes of the parameters, then those of the matrix.

        Masks stay; labels do as far as the library of the labels can hold a matrix at each of them: a DataArray gets two
        more dimensions, ``row`` and ``column``; of a Series or a DataFrame there is an array in the order of its labels.

        Raises
        ------
        KernelError
            For unknown or missing parameters, and what is not real.
        """
        if "out" in named:
            raise KernelError(f"{self.name}: a matrix takes no out; its entries do")
        given = without_units({name: value for name, value in named.items() if name != "strict"})
        return kept_inside(given, lambda plain: self._matrix({**named, **plain}))

    def _matrix(self, named: dict[str, Any]) -> Any:
        values = {place: np.asarray(kernel(**named)) for place, kernel in self.entries.items()}
        shape = np.broadcast_shapes(*(np.shape(v) for v in (*values.values(), *_arrays(named))))
        size = 1 + max(i for i, _ in values)
        found = np.empty((*shape, size, size))
        for (i, j), value in values.items():
            found[..., i, j] = found[..., j, i] = value
        return found

    def __repr__(self) -> str:
        named = ", ".join(f"{name}=..." for name in self.parameters)
        return f"<MatrixKernel {self.title}, {self.method}: k({named})>"


def _arrays(named: Mapping[str, Any]) -> list[Any]:
    """The parameters, without the option."""
    return [value for name, value in named.items() if name != "strict"]
