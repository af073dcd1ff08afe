"""Normal laws cut off on one side or on both: closed by the Gaussian integral over part of the line, against quadrature."""

from __future__ import annotations

import mpmath
import pytest
from mpmath import inf

import symbinfo as si

HALF = "Density(2*exp(-(x - m)**2/(2*s**2))/(s*sqrt(2*pi)*erfc((a - m)/(s*sqrt(2)))), (x, a, oo))"
LEFT = "Density(2*exp(-x**2/2)/(sqrt(2*pi)*erfc(-b/sqrt(2))), (x, -oo, b))"
BOTH = "Density(2*exp(-x**2/2)/(sqrt(2*pi)*(erf(b/sqrt(2)) - erf(a/sqrt(2)))), (x, a, b))"
LAWS = [
    (HALF, {"a": 2, "m": 1, "s": 3}, (1, 3), (2, inf)),
    (HALF, {"a": -5, "m": 1, "s": 0.5}, (1, 0.5), (-5, inf)),
    (LEFT, {"b": -1}, (0, 1), (-inf, -1)),
    (BOTH, {"a": -1, "b": 2}, (0, 1), (-1, 2)),
]


def entropy(moments: tuple[float, float], ends: tuple[float, float]) -> float:
    """Of the part of a normal law between two ends, by quadrature with 40 digits."""
    with mpmath.workdps(40):
        cuts = sorted({*ends, *(x for x in (moments[0], ends[0] + 1, ends[1] - 1) if ends[0] < x < ends[1])})
        total = mpmath.quad(lambda x: mpmath.npdf(x, *moments), cuts)
        mean = mpmath.quad(
            lambda x: mpmath.npdf(x, *moments) * mpmath.log(mpmath.npdf(x, *moments) / total),
            [min(max(x, -60), 60) for x in cuts],
        )
        return float(-mean / total)


@pytest.mark.parametrize(("law", "at", "moments", "ends"), LAWS)
def test_the_entropy_is_closed(
    law: str, at: dict[str, float], moments: tuple[float, float], ends: tuple[float, float]
) -> None:
    """The second moment of a part of a normal law is known with its total."""
    d = si.derive(f"H({law})")
    assert d.status == "closed"
    assert float(d.result.subs({s: at[s.name] for s in d.result.free_symbols})) == pytest.approx(
        entropy(moments, ends), abs=1e-9
    )


def test_the_kernel_keeps_its_digits_far_out() -> None:
    """There 1 - erf(z) is 0 in double precision, and erfc(z) is not."""
    k = si.derive("H(Density(2*exp(-x**2/2)/(sqrt(2*pi)*erfc(a/sqrt(2))), (x, a, oo)))").compile()
    assert float(k(a=12.0)) == pytest.approx(entropy((0, 1), (12, inf)), abs=1e-9)


def test_another_power_stays_open() -> None:
    """E[X**3 log(X + 2)] is no derivative of the stored integral."""
    assert si.derive("H(Density((x + 2)*exp(-x**2/2)/(2*sqrt(pi/2) + 1), (x, 0, oo)))").status == "reduced"
