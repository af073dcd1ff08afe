"""Kernels on tensors in main memory: computed by NumPy on the same memory, differentiated by the derivatives that were derived.

So the digits are those of the kernel, forward and backward, also at P = Q, in double precision whatever the tensors
have, rounded once; what PyTorch would make of the formula, operation by operation, takes several times as long.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

__all__ = ["in_memory", "on_tensors"]


def in_memory(tensors: Mapping[str, Any]) -> bool:
    """Whether NumPy can read all of them, and nothing is being traced that must see the operations."""
    torch: Any = importlib.import_module("torch")
    if torch.compiler.is_compiling() or torch.jit.is_tracing():
        return False
    return all(type(t) in (torch.Tensor, torch.nn.Parameter) and _is_plain(torch, t) for t in tensors.values())


def _is_plain(torch: Any, tensor: Any) -> bool:
    return tensor.device.type == "cpu" and tensor.layout is torch.strided


def on_tensors(kernel: Any, tensors: Mapping[str, Any]) -> Any:
    """The value of a kernel at tensors that broadcast; it knows its derivatives.

    Parameters
    ----------
    kernel : Kernel
        Its function for arrays is called.
    tensors : mapping of str to Tensor
        The parameters by name, in their order, floating.
    """
    torch: Any = importlib.import_module("torch")
    kind = tensors[next(iter(tensors))].dtype
    for tensor in tensors.values():
        kind = torch.promote_types(kind, tensor.dtype)
    followed = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in tensors.values())
    if not followed and not _is_transformed(torch):
        return _value(torch, kernel, kind, *tensors.values())
    return _rule().apply(kernel, kind, *tensors.values())


def _is_transformed(torch: Any) -> bool:
    """Whether derivatives are taken forward, or a batch is: by a function of functions, or inside a level of dual numbers."""
    functions = importlib.import_module("torch._C._functorch").maybe_current_level() is not None
    return bool(functions or torch.autograd.forward_ad._current_level >= 0)


def _value(torch: Any, kernel: Any, kind: Any, *tensors: Any) -> Any:
    arrays = [tensor.detach().to(torch.float64).numpy() for tensor in tensors]
    found = kernel(*arrays)
    return torch.from_numpy(np.asarray(found, np.float64)).to(kind)


def _slope(kernel: Any, name: str, tensors: tuple[Any, ...]) -> Any:
    """A derivative, which may be differentiated again; its kernel may leave out parameters, or have no more of them."""
    own = kernel.partial(name)
    return on_tensors(own, dict(zip(own.parameters, tensors, strict=True)))


@cache
def _rule() -> Any:
    """What PyTorch is told: how the value is found, how it changes, and what a batch is."""
    torch: Any = importlib.import_module("torch")

    class Rule(torch.autograd.Function):  # type: ignore[misc, unused-ignore]
        @staticmethod
        def forward(kernel: Any, kind: Any, *tensors: Any) -> Any:
            return _value(torch, kernel, kind, *tensors)

        @staticmethod
        def setup_context(ctx: Any, inputs: Any, output: Any) -> None:
            ctx.kernel, _, *tensors = inputs
            ctx.save_for_backward(*tensors)
            ctx.save_for_forward(*tensors)

        @staticmethod
        def backward(ctx: Any, weight: Any) -> Any:
            tensors = ctx.saved_tensors
            slopes: list[Any] = [None, None]
            for name, tensor, needed in zip(ctx.kernel.parameters, tensors, ctx.needs_input_grad[2:], strict=True):
                slope = weight * _slope(ctx.kernel, name, tensors) if needed else None
                slopes.append(slope if slope is None else slope.sum_to_size(tensor.shape).to(tensor.dtype))
            return tuple(slopes)

        @staticmethod
        def jvp(ctx: Any, *changes: Any) -> Any:
            tensors = ctx.saved_tensors
            pairs = zip(ctx.kernel.parameters, changes[2:], strict=True)
            return sum(_slope(ctx.kernel, name, tensors) * change for name, change in pairs if change is not None)

        @staticmethod
        def vmap(info: Any, in_dims: Any, kernel: Any, kind: Any, *tensors: Any) -> Any:
            return Rule.apply(kernel, kind, *_batched(tensors, in_dims[2:])), 0

    return Rule


def _batched(tensors: tuple[Any, ...], places: tuple[int | None, ...]) -> list[Any]:
    """The axis of the batch first, then as many others in every tensor."""
    rank = max(t.dim() - (place is not None) for t, place in zip(tensors, places, strict=True))
    moved = []
    for tensor, place in zip(tensors, places, strict=True):
        first = tensor.unsqueeze(0) if place is None else tensor.movedim(place, 0)
        moved.append(first.reshape(first.shape[0], *(1,) * (rank - first.dim() + 1), *first.shape[1:]))
    return moved
