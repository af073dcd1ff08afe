"""Kernels: the result of a derivation as a NumPy function of the parameters, generated as readable source."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from symbinfo.derivation import Derivation
from symbinfo.derivation.certify.entries import entries_of
from symbinfo.kernels.backends import library_of, on_library
from symbinfo.kernels.blocks import BLOCK, quietly
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.compiler import Compiler, Module
from symbinfo.kernels.containers import has_more, kept, without_units
from symbinfo.kernels.dispatch import REQUIRED, method_of
from symbinfo.kernels.numba_loop import compiled
from symbinfo.kernels.reuse import reusing
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["Kernel", "compile_kernel"]

BACKENDS = ("numpy", "numba")
ALL_CORES = "numba on all cores"
DOUBLE, ARRAY = np.dtype(np.float64), np.ndarray
FEW, FEWER = 12, 5  # elements up to which floats, one by one, are faster than arrays; with log-gamma functions


class Kernel:
    """A compiled derivation: call it with the parameters, by name or in their order; arrays broadcast.

    Attributes
    ----------
    source : str
        The generated module: functions that need NumPy and scipy only.
    name : str
        The function's name in it.
    parameters : tuple of str
        In the order in which the laws name them.
    optional : tuple of str
        Those on which the value does not depend; they may be left out.
    title, unit, method : str
        What it computes, in which unit, and how (closed form, quadrature, ...).
    backend : str
        What computes arrays: numpy, or numba on one core or on all of them.

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> k = si.Entropy(Exponential("X", symbols("rate", positive=True))).compile()
    >>> k(rate=[1.0, 2.0, -1.0])
    array([1.        , 0.30685282,        nan])
    >>> k(rate=[1.0, 2.0, -1.0], strict=True)
    Traceback (most recent call last):
    symbinfo.kernels.code.KernelError: entropy_exponential: rate must be positive and finite: rate[2] is -1.0
    """

    def __new__(cls, module: Module, compiler: Any = None, backend: str = "numpy") -> Kernel:
        """Each kernel has a class of its own: Python looks there for ``__call__``, and this one has the parameters' names."""
        space = _loaded(module.source, module.name)
        method = method_of(module.source, module.name, module.parameters, module.optional, space)
        method.__doc__ = cls.__call__.__doc__
        made: Kernel = object.__new__(type(cls.__name__, (cls,), {"__call__": method, "__module__": cls.__module__}))
        made._space = space
        return made

    def __init__(
        self, module: Module, compiler: Compiler | Callable[[], Compiler] | None = None, backend: str = "numpy"
    ) -> None:
        self.module, self._made, self.backend = module, compiler, backend
        self._partials: dict[tuple[str, ...], Kernel] = {}
        self._derived: tuple[Kernel, tuple[str, ...]] | None = None
        self.source, self.name = module.source, module.name
        self.parameters, self.optional = module.parameters, module.optional
        self.title, self.unit, self.method = module.title, module.unit, module.method
        space = self._space
        self._function: Callable[..., Any] = space[module.name]
        self._of_floats: Callable[..., Any] | None = space.get(f"{module.name}_of_floats")
        self._alike: Callable[..., Any] | None = None
        self._few = FEWER if "stirling_remainder_of_floats" in module.source else FEW
        self._most = BLOCK
        arrays = f"{module.name}_values"
        if self._of_floats is not None:
            alike, space[arrays] = reusing(module.source, arrays, space)
            self._alike = partial(quietly, alike)
        if backend != "numpy":
            self._alike, space[arrays] = compiled(module.source, self.name, space.get(arrays), backend == ALL_CORES)
            self._few, self._most = 0, sys.maxsize
        self.__doc__ = inspect.getdoc(self._function)
        self.__signature__ = inspect.signature(self._function)

    _space: dict[str, Any]

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value at the parameters.

        Parameters
        ----------
        *values, **named
            The parameters, by name or in the order of `parameters`.
        out : array, optional
            Where the result goes.
        strict : bool
            Raise for a parameter outside its domain, where the value is NaN otherwise.

        Raises
        ------
        KernelError
            For unknown or missing parameters, for what is not real, and for what has a unit.
        """
        raise NotImplementedError  # `method_of` makes it

    def _of_arrays(self, *values: Any) -> Any:
        """The call without options: of arrays of float64 of one shape at once, of all else as `_general` says."""
        if self._alike is None:
            return self._general(values)
        first = values[0]
        if first.__class__ is not ARRAY:
            return self._general(values)
        shape = first.shape
        for value in values:
            if value.__class__ is not ARRAY or value.dtype is not DOUBLE or value.shape != shape:
                return self._general(values)
        if first.size <= self._few:
            try:
                parts = zip(*(value.ravel().tolist() for value in values), strict=True)
                return np.array([self._of_floats(*part) for part in parts]).reshape(shape)[()]  # type: ignore[misc]
            except (ArithmeticError, ValueError):
                pass
        if len(shape) == 1 and 0 < first.size <= self._most:
            return self._alike(*values)
        return self._function(**dict(zip(self.parameters, values, strict=True)))

    def _general(
        self,
        values: tuple[Any, ...],
        /,
        out: Any = None,
        strict: bool = False,
        **unknown: Any,
    ) -> Any:
        """The call with other arrays, with options, or with a mistake in it."""
        named = without_units(self._named(values, unknown))
        options: dict[str, Any] = ({} if out is None else {"out": out}) | ({"strict": True} if strict else {})
        if not options and (library := library_of(named.values())) is not None:
            return on_library(self, library, named)
        try:
            if any(hasattr(value, "dask") for value in named.values()):
                return self._delayed(named, options)
            if any(map(has_more, named.values())):
                if out is not None:
                    raise KernelError(f"{self.name}: out takes the values of plain arrays, not masks or labels")
                return kept(named, lambda plain: self._function(**plain, strict=strict))
            if not options and self._of_floats is not None and all(isinstance(v, (float, int)) for v in named.values()):
                try:
                    return self._of_floats(*(float(value) for value in named.values()))
                except (ArithmeticError, ValueError):
                    pass
            return self._function(**named, **options)
        except TypeError as error:
            raise KernelError(
                f"{self.name}: the parameters must be real numbers or arrays of them ({error})"
            ) from error
        except ValueError as error:
            raise KernelError(f"{self.name}: {error}") from error

    def _delayed(self, named: dict[str, Any], options: dict[str, Any]) -> Any:
        """On dask arrays: the same, chunk by chunk, when it is asked for."""
        from dask.array.core import elemwise  # type: ignore[import-not-found, unused-ignore]

        return elemwise(partial(self._at, names=tuple(named), options=options), *named.values())

    def _at(self, *values: Any, names: tuple[str, ...], options: dict[str, Any]) -> Any:
        return self._function(**dict(zip(names, values, strict=True)), **options)

    def _named(self, values: tuple[Any, ...], unknown: dict[str, Any]) -> dict[str, Any]:
        """The parameters by name, in their order.

        Raises
        ------
        KernelError
            For what is unknown or missing.
        """
        named = dict(zip(self.parameters, values, strict=True))
        missing = [name for name, value in named.items() if value is REQUIRED]
        wrong = [f"unknown {', '.join(unknown)}"] if unknown else []
        wrong += [f"missing {', '.join(missing)}"] if missing else []
        if wrong:
            raise KernelError(f"{self.name}: {'; '.join(wrong)}; the call is {self._called()}")
        return named

    @property
    def defaults(self) -> dict[str, float]:
        """The values of those parameters that may be left out."""
        named = self.__signature__.parameters
        return {name: named[name].default for name in self.optional}

    def parallel(self) -> Kernel:
        """The same, compiled by numba to one loop on all cores."""
        return Kernel(self.module, self._made, ALL_CORES)

    def grad(self, *values: Any, **named: Any) -> dict[str, Any]:
        """The first derivatives at the parameters, by name; those of a divergence are 0 where P = Q.

        Raises
        ------
        KernelError
            As for a call; and where there is no closed form, or nothing to differentiate by.
        """
        return {name: self.partial(name)(*values, **named) for name in self._differentiable()}

    def hessian(self, *values: Any, **named: Any) -> dict[str, dict[str, Any]]:
        """The second derivatives at the parameters; by the parameters of Q and where P = Q, the Fisher information."""
        names = self._differentiable()
        rows: dict[str, dict[str, Any]] = {name: {} for name in names}
        for i, a in enumerate(names):
            for b in names[: i + 1]:
                rows[a][b] = rows[b][a] = self.partial(b, a)(*values, **named)
        return rows

    def partial(self, *by: str) -> Kernel:
        """The kernel of the derivative by the parameters named, one after the other."""
        if self._derived is not None:
            origin, before = self._derived
            return origin.partial(*before, *by)
        by = tuple(sorted(by, key=self._differentiable().index)) if set(by) <= set(self._differentiable()) else by
        if by not in self._partials:
            if self._compiler is None:
                raise KernelError(f"{self.name} does not know its formula any more: compile it again")
            if unknown := [name for name in by if name not in self.parameters]:
                raise KernelError(
                    f"{self.name} has no parameter {unknown[0]}: its parameters are {', '.join(self.parameters)}"
                )
            self._partials[by] = self._derivative(self._compiler.derivative(*by))
            self._partials[by]._derived = self, by
        return self._partials[by]

    def _derivative(self, module: Module) -> Kernel:
        """On the same backend, where that has what the derivative calls."""
        try:
            return Kernel(module, backend=self.backend)
        except KernelError:
            return Kernel(module)

    @property
    def _compiler(self) -> Compiler | None:
        """What knows the formula; a kernel from the cache derives it when it is first asked for."""
        if callable(self._made):
            self._made = self._made()
        return self._made

    def _differentiable(self) -> tuple[str, ...]:
        if self._derived is not None:
            return self._derived[0]._differentiable()
        return self._compiler.differentiable if self._compiler is not None else self.parameters

    def save(self, path: str | Path) -> Path:
        """Write the source as a module of its own, which needs NumPy and scipy only, and return where it is."""
        path = Path(path)
        path.write_text(self.source, encoding="utf-8")
        return path

    def _called(self) -> str:
        return f"k({', '.join(f'{name}=...' for name in self.parameters)})"

    def __repr__(self) -> str:
        unit = f" in {self.unit}" if self.unit else ""
        return f"<Kernel {self.title}{unit}, {self.method}: {self._called()}>"

    def _repr_html_(self) -> str:
        """For a notebook: what it computes, and its source, folded."""
        from symbinfo.render.notebook import card, folded, rows

        about = (self.__doc__ or "").splitlines()
        said = rows([("call", self._called()), ("unit", self.unit), ("method", self.method)])
        source = folded("source", self.source.splitlines())
        return card(self.title, "", said, folded("parameters", about[1:]), source)

    def __reduce__(self) -> tuple[Any, ...]:
        return Kernel, (self.module, self._compiler, self.backend)


def _loaded(source: str, name: str) -> dict[str, Any]:
    """The namespace of generated source."""
    space: dict[str, Any] = {"__name__": f"symbinfo kernel {name}"}
    exec(compile(source, f"<{space['__name__']}>", "exec"), space)
    return space


def compile_kernel(derivation: Derivation, backend: str = "numpy", **options: Any) -> Any:
    """Compile a derivation to a NumPy function of its parameters by name.

    Parameters
    ----------
    derivation : Derivation
        Closed: its result is computed. Infinite: oo inside the domain. Undefined: NaN. Reduced, or closed with a
        function that NumPy and scipy lack: the definition is integrated or summed.
    backend : str
        ``numba``: arrays go through one loop, compiled once, in seconds; within 2e-14 of NumPy's values.

    Returns
    -------
    Kernel
        Of a matrix a `MatrixKernel`. NaN outside the parameters' domain; the derivation's alternative value (usually oo) where its condition fails.

    Raises
    ------
    KernelError
        For a name that cannot stand in code, or an expression outside the emitter's table; it is named. For a backend
        that is not there, or has not what the form calls.
    """
    if backend not in BACKENDS:
        raise KernelError(f"no backend {backend!r}: arrays are computed by {' or '.join(BACKENDS)}")
    if options:
        raise KernelError(f"compile takes no option {', '.join(sorted(options))}")
    if any(isinstance(law, MatrixNormal) for law in derivation.laws):
        raise KernelError("a kernel needs a dimension: substitute explicit mean vectors and covariance matrices first")
    if entries := entries_of(derivation):
        from symbinfo.kernels.matrix_kernel import MatrixKernel

        return MatrixKernel({place: compile_kernel(entry, backend) for place, entry in entries}, str(derivation.left))
    compiler = Compiler(derivation)
    return Kernel(compiler.module(), compiler, backend)
