"""The derivative of a kernel: of its form where that has one, of the definition under its signs, or in many digits."""

from __future__ import annotations

from typing import Any

import sympy as sy

from symbinfo.kernels.code import KernelError
from symbinfo.kernels.derived_definition import derivative_of, slope_of, zero_where_equal
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.near_equality import NearEquality
from symbinfo.measures.base import Measure

__all__ = ["differentiate"]


def differentiate(compiler: Any, symbols: list[Any]) -> None:
    """Take the derivative of a compiler's value by parameters, in the place of the value.

    Parameters
    ----------
    compiler : Compiler
        Has chosen its value.
    symbols : list of Symbol
        One or two parameters.

    Raises
    ------
    KernelError
        Where the derivative has no form, and an integrand jumps or ends as a parameter says.
    """
    if compiler.before:
        _of_definition(compiler, symbols)
        return
    for symbol in symbols:
        compiler.value = slope_of(compiler.value, symbol)
    try:
        compiler.emitter.code(compiler.value)
    except KernelError:
        if not isinstance(compiler.left, Measure):
            raise
        compiler.take_definition()
        _of_definition(compiler, symbols)


def _of_definition(compiler: Any, symbols: list[Any]) -> None:
    try:
        for symbol in symbols:
            compiler.definition = derivative_of(compiler.definition, symbol, compiler.domain)
        compiler.integrate()
    except KernelError:
        if not compiler.precise:
            raise
        compiler.value = sy.Dummy("unknown", real=True)
        compiler.emitter = Emitter({**compiler.names, compiler.value: "unknown"}, compiler.domain, compiler.ends)
        compiler.before = [f"unknown = np.nan*({' + '.join(compiler.names.values())})"]
        compiler.functions, compiler.method = [], "closed form, in many digits"
        return
    if len(symbols) > 1:
        return
    if compiler.may_be_small:
        care = NearEquality(compiler.laws, compiler.names, compiler.domain, compiler.ends)
        compiler.after = care.lines_of_slope(symbols[0], compiler.left.base)
        compiler.functions = [*compiler.functions, *care.functions]
    compiler.after += zero_where_equal(compiler.left, compiler.laws, compiler.names)
