"""Kernels on JAX arrays: computed by NumPy where that is at hand and faster, traced elsewhere, differentiated as derived.

What is not being traced, in main memory, is computed on the same memory. What is traced for processors is compiled by JAX
where it consists of logarithms and the like; log-gamma functions and integrals, which take XLA seconds to compile and
many times longer to run, are called back. In both cases digits are those of double precision, rounded once.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np

from symbinfo.kernels.code import KernelError

__all__ = ["on_jax"]

#: What is compiled: by the beginnings of names in the source of a function for arrays.
SLOW = ("stirling", "loggamma", "shares_remainder", "scaled_exp1", "expectation", "bessel")
SPECIAL = ("sp.xlogy", "sp.xlog1py", "sp.rel_entr", "sp.erf", "sp.erfc")


def on_jax(
    kernel: Any, arrays: Mapping[str, Any], traced: Callable[[], Callable[..., Any]], again: Callable[..., Any]
) -> Any:
    """The value of a kernel at arrays of JAX that broadcast; it knows its derivatives.

    Parameters
    ----------
    kernel : Kernel
        Its function for arrays is called, or traced.
    arrays : mapping of str to Array
        The parameters by name, in their order, floating.
    traced : callable
        Gives the function of the kernel that JAX can trace, or raises a KernelError.
    again : callable
        From a kernel, the name of the library and parameters to the value: for the derivatives.
    """
    return _ruled(kernel, tuple(arrays), traced, again)(*arrays.values())


@lru_cache(maxsize=256)
def _ruled(
    kernel: Any, names: tuple[str, ...], traced: Callable[[], Callable[..., Any]], again: Callable[..., Any]
) -> Callable[..., Any]:
    """A function whose derivatives are those that were derived, as far as there are any."""
    jax: Any = importlib.import_module("jax")
    zero = jax.custom_derivatives.SymbolicZero

    def value(*numbers: Any) -> Any:
        given = tuple(map(jax.numpy.asarray, numbers))
        if not any(isinstance(g, jax.core.Tracer) for g in given) and all(map(_in_memory, given)):
            return jax.numpy.asarray(_by_numpy(kernel, _kind(jax, given), *given))
        if _on_processors(jax) and _is_slow(kernel):
            return _called_back(jax, kernel, given)
        try:
            wide = (g.astype(_wider(jax, g.dtype)) for g in given)
            return traced()(**dict(zip(names, wide, strict=True))).astype(_kind(jax, given))
        except KernelError:
            if not _on_processors(jax):
                raise
            return _called_back(jax, kernel, given)

    ruled = jax.custom_jvp(value)

    def derived(given: Any, changes: Any) -> Any:
        found, total = ruled(*given), 0.0
        for name, step in zip(names, changes, strict=True):
            if not isinstance(step, zero):
                total = total + again(kernel.partial(name), "jax", dict(zip(names, given, strict=True))) * step
        return found, total + jax.numpy.zeros_like(found)

    def by_jax(given: Any, changes: Any) -> Any:
        steps = [jax.numpy.zeros_like(g) if isinstance(s, zero) else s for g, s in zip(given, changes, strict=True)]
        function = traced()
        return jax.jvp(lambda *values: function(**dict(zip(names, values, strict=True))), tuple(given), tuple(steps))

    def rule(given: Any, changes: Any) -> Any:
        try:
            return derived(given, changes)
        except KernelError:
            return by_jax(given, changes)

    ruled.defjvp(rule, symbolic_zeros=True)
    return ruled  # type: ignore[no-any-return, unused-ignore]


def _in_memory(array: Any) -> bool:
    return array.is_fully_addressable and all(d.platform == "cpu" for d in array.devices())


@lru_cache(maxsize=1)
def _on_processors(jax: Any) -> bool:
    """Whether JAX has no other devices than processors."""
    return all(device.platform == "cpu" for device in jax.devices())


@lru_cache(maxsize=256)
def _is_slow(kernel: Any) -> bool:
    """Whether XLA needs much more time for it than NumPy."""
    text = kernel.source[kernel.source.find(f"def {kernel.name}_values(") :].partition("\n\n\n")[0]
    for name in SPECIAL:
        text = text.replace(f"{name}(", "(")
    return "sp." in text or any(name in text for name in SLOW)


def _kind(jax: Any, given: tuple[Any, ...]) -> Any:
    return jax.numpy.result_type(*given)


def _wider(jax: Any, kind: Any) -> Any:
    """In which precision is computed what is rounded once: double, where JAX has it, and on processors."""
    wide = _on_processors(jax) and jax.config.jax_enable_x64
    return jax.numpy.float64 if wide else jax.numpy.promote_types(kind, jax.numpy.float32)


def _by_numpy(kernel: Any, kind: Any, *given: Any) -> Any:
    """In double precision, rounded once."""
    found = kernel(*(np.asarray(g).astype(np.float64, copy=False) for g in given))
    return np.asarray(found, np.float64).astype(kind, copy=False)


def _called_back(jax: Any, kernel: Any, given: tuple[Any, ...]) -> Any:
    """The call of NumPy as an operation; all arguments have the same number of axes, so that a batch is one more."""
    shape = np.broadcast_shapes(*(g.shape for g in given))
    level = [jax.numpy.reshape(g, (1,) * (len(shape) - g.ndim) + g.shape) for g in given]
    kind = _kind(jax, given)
    result = jax.ShapeDtypeStruct(shape, kind)
    return jax.pure_callback(partial(_by_numpy, kernel, kind), result, *level, vmap_method="expand_dims")
