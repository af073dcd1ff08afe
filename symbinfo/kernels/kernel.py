"""Kernels: the result of a derivation as a NumPy function of the parameters, generated as readable source."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from symbinfo.derivation import Derivation
from symbinfo.derivation.certify.entries import entries_of
from symbinfo.kernels.backends import library_of, on_library
from symbinfo.kernels.code import KernelError
from symbinfo.kernels.compiler import Compiler, Module
from symbinfo.kernels.parallel import Compiled, compiled
from symbinfo.kernels.reuse import reusing
from symbinfo.laws.matrix_normal import MatrixNormal

__all__ = ["Kernel", "compile_kernel"]


class Kernel:
    """A compiled derivation: call it with the parameters by name; arrays broadcast.

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

    def __init__(self, module: Module, compiler: Compiler | Callable[[], Compiler] | None = None) -> None:
        self.module, self._made = module, compiler
        self._partials: dict[tuple[str, ...], Kernel] = {}
        self.source, self.name = module.source, module.name
        self.parameters, self.optional = module.parameters, module.optional
        self.title, self.unit, self.method = module.title, module.unit, module.method
        space = _loaded(module.source, module.name)
        self._function: Callable[..., Any] = space[module.name]
        self._of_floats: Callable[..., Any] | None = space.get(f"{module.name}_of_floats")
        if self._of_floats is not None:
            arrays = f"{module.name}_values"
            space[arrays] = reusing(module.source, arrays, space)
        self.__doc__ = inspect.getdoc(self._function)

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value at the parameters.

        Parameters
        ----------
        *values, **named
            The parameters by name; where there is only one, also by position.
        out : array, optional
            Where the result goes.
        strict : bool
            Raise for a parameter outside its domain, where the value is NaN otherwise.

        Raises
        ------
        KernelError
            For unknown or missing parameters, positional ones when there is more than one, and what is not real.
        """
        if self._of_floats is not None:
            for value in named.values():
                if value.__class__ is not float:
                    break
            else:
                try:
                    return self._of_floats(*values, **named)
                except (ArithmeticError, ValueError, TypeError):
                    pass
        return self._general(values, named)

    def _general(self, values: tuple[Any, ...], named: dict[str, Any]) -> Any:
        """The call with arrays, with options, or with a mistake in it."""
        options: dict[str, Any] = {key: named.pop(key) for key in ("out", "strict") if key in named}
        named = self._checked(values, named)
        if not options and (library := library_of(named.values())) is not None:
            return on_library(self, library, named)
        lazy = next((v for v in named.values() if hasattr(v, "dask")), None)
        try:
            if lazy is not None:
                return self._delayed(named, options)
            if not options and self._of_floats is not None and all(isinstance(v, (float, int)) for v in named.values()):
                try:
                    return self._of_floats(**{name: float(value) for name, value in named.items()})
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

    def _checked(self, values: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        """The parameters by name.

        Raises
        ------
        KernelError
            For what is unknown or missing.
        """
        if values:
            if len(values) != 1 or len(self.parameters) != 1 or named:
                raise KernelError(f"{self.name} takes its parameters by name: {self._signature()}")
            named = {self.parameters[0]: values[0]}
        unknown = [name for name in named if name not in self.parameters]
        missing = [name for name in self.parameters if name not in named and name not in self.optional]
        if unknown or missing:
            wrong = [f"unknown {', '.join(unknown)}"] if unknown else []
            wrong += [f"missing {', '.join(missing)}"] if missing else []
            raise KernelError(f"{self.name}: {'; '.join(wrong)}; the call is {self._signature()}")
        return named

    @property
    def defaults(self) -> dict[str, float]:
        """The values of those parameters that may be left out."""
        named = inspect.signature(self._function).parameters
        return {name: named[name].default for name in self.optional}

    def parallel(self) -> Compiled:
        """The same, compiled by numba to one loop on all cores; its parameters by name or in their order."""
        return compiled(self)

    def grad(self, **named: Any) -> dict[str, Any]:
        """The first derivatives at the parameters, by name; those of a divergence are 0 where P = Q.

        Raises
        ------
        KernelError
            As for a call; and where there is no closed form, or nothing to differentiate by.
        """
        return {name: self.partial(name)(**named) for name in self._differentiable()}

    def hessian(self, **named: Any) -> dict[str, dict[str, Any]]:
        """The second derivatives at the parameters; by the parameters of Q and where P = Q, the Fisher information."""
        names = self._differentiable()
        rows: dict[str, dict[str, Any]] = {name: {} for name in names}
        for i, a in enumerate(names):
            for b in names[: i + 1]:
                rows[a][b] = rows[b][a] = self.partial(b, a)(**named)
        return rows

    def partial(self, *by: str) -> Kernel:
        """The kernel of the derivative by the parameters named, one after the other."""
        by = tuple(sorted(by, key=self._differentiable().index)) if set(by) <= set(self._differentiable()) else by
        if by not in self._partials:
            if self._compiler is None:
                raise KernelError(f"{self.name} does not know its formula any more: compile it again")
            if unknown := [name for name in by if name not in self.parameters]:
                raise KernelError(
                    f"{self.name} has no parameter {unknown[0]}: its parameters are {', '.join(self.parameters)}"
                )
            self._partials[by] = Kernel(self._compiler.derivative(*by))
        return self._partials[by]

    @property
    def _compiler(self) -> Compiler | None:
        """What knows the formula; a kernel from the cache derives it when it is first asked for."""
        if callable(self._made):
            self._made = self._made()
        return self._made

    def _differentiable(self) -> tuple[str, ...]:
        return self._compiler.differentiable if self._compiler is not None else self.parameters

    def save(self, path: str | Path) -> Path:
        """Write the source as a module of its own, which needs NumPy and scipy only, and return where it is."""
        path = Path(path)
        path.write_text(self.source, encoding="utf-8")
        return path

    def _signature(self) -> str:
        return f"k({', '.join(f'{name}=...' for name in self.parameters)})"

    def __repr__(self) -> str:
        unit = f" in {self.unit}" if self.unit else ""
        return f"<Kernel {self.title}{unit}, {self.method}: {self._signature()}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Kernel, (self.module, self._compiler)


def _loaded(source: str, name: str) -> dict[str, Any]:
    """The namespace of generated source."""
    space: dict[str, Any] = {"__name__": f"symbinfo kernel {name}"}
    exec(compile(source, f"<{space['__name__']}>", "exec"), space)
    return space


def compile_kernel(derivation: Derivation, **options: Any) -> Any:
    """Compile a derivation to a NumPy function of its parameters by name.

    Parameters
    ----------
    derivation : Derivation
        Closed: its result is computed. Infinite: oo inside the domain. Undefined: NaN. Reduced, or closed with a
        function that NumPy and scipy lack: the definition is integrated or summed.

    Returns
    -------
    Kernel
        Of a matrix a `MatrixKernel`. NaN outside the parameters' domain; the derivation's alternative value (usually oo) where its condition fails.

    Raises
    ------
    KernelError
        For a name that cannot stand in code, or an expression outside the emitter's table; it is named.
    """
    if options:
        raise KernelError(f"compile takes no option {', '.join(sorted(options))}")
    if any(isinstance(law, MatrixNormal) for law in derivation.laws):
        raise KernelError("a kernel needs a dimension: substitute explicit mean vectors and covariance matrices first")
    if entries := entries_of(derivation):
        from symbinfo.kernels.matrix_kernel import MatrixKernel

        return MatrixKernel({place: compile_kernel(entry) for place, entry in entries}, str(derivation.left))
    compiler = Compiler(derivation)
    return Kernel(compiler.module(), compiler)
