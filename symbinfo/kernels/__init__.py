"""Kernels: a derivation as a NumPy function of its parameters."""

from symbinfo.kernels.cache import compile_measure
from symbinfo.kernels.categorical import categorical_kl
from symbinfo.kernels.emit import KernelError
from symbinfo.kernels.kernel import Kernel, compile_kernel

__all__ = ["Kernel", "KernelError", "categorical_kl", "compile_kernel", "compile_measure"]
