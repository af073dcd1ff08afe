"""The exponential integral E1, scaled by exp(x): NumPy and scipy only, as part of the source of kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.special as sp

__all__ = ["scaled_exp1"]


def scaled_exp1(x: Any) -> Any:
    """Return exp(x) E1(x): the product for a small x, the continued fraction DLMF 6.9.1 for a large one."""
    x = np.asarray(x, float)
    large = np.maximum(x, 20.0)
    fraction: Any = large + 40.0
    for k in range(40, 0, -1):
        fraction = large + k / (1 + k / fraction)
    small = np.minimum(x, 20.0)
    return np.where(x > 20.0, 1 / fraction, np.exp(small) * sp.exp1(small))
