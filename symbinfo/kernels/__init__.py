"""Kernels: a derivation as a NumPy function of its parameters."""

from symbinfo.kernels.emit import KernelError
from symbinfo.kernels.kernel import Kernel, compile_kernel

__all__ = ["Kernel", "KernelError", "compile_kernel"]
