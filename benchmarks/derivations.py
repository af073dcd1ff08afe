"""How long derivations take, and how long their results are beside those of textbooks.

Run ``python benchmarks/derivations.py``; each line is one figure, in seconds or as a ratio.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import product
from typing import Any

from sympy import E, EulerGamma, Expr, count_ops, digamma, log, loggamma, pi, symbols

import symbinfo as si
from symbinfo.atlas.families import ROWS

#: The group x**(a - 1) exp(-c x**k), as far as sympy.stats has it.
GROUP = (
    "Chi",
    "ChiSquared",
    "Erlang",
    "Exponential",
    "Frechet",
    "Gamma",
    "GammaInverse",
    "HalfNormal",
    "Levy",
    "Maxwell",
    "Nakagami",
    "Rayleigh",
    "Weibull",
)

a, b, k, m, n, r, s, t = symbols("a b k m n r s t", positive=True)

# Printed forms: Cover and Thomas, Elements of Information Theory, 2nd edition, table 17.1, pages 661-662.
TEXTBOOK: dict[str, Expr] = {
    "Normal(m, s)": log(2 * pi * E * s**2) / 2,
    "Exponential(r)": 1 - log(r),
    "Laplace(m, s)": log(2 * E * s),
    "Cauchy(m, s)": log(4 * pi * s),
    "Gamma(k, t)": k + (1 - k) * digamma(k) + log(t) + loggamma(k),
    "Beta(a, b)": loggamma(a)
    + loggamma(b)
    - loggamma(a + b)
    - (a - 1) * digamma(a)
    - (b - 1) * digamma(b)
    + (a + b - 2) * digamma(a + b),
    "Rayleigh(s)": 1 + log(s / 2**0.5) + EulerGamma / 2,
    "LogNormal(m, s)": m + log(2 * pi * E * s**2) / 2,
    "Weibull(s, k)": (k - 1) * EulerGamma / k + log(s / k) + 1,
    "Pareto(s, a)": log(s / a) + 1 / a + 1,
    "Maxwell(s)": log(s * (2 * pi) ** 0.5) + EulerGamma - 1 / 2,
    "Uniform(a, b)": log(b - a),
    "Logistic(m, s)": log(s) + 2,
    "Gumbel(s, m)": log(s) + EulerGamma + 1,
}


def seconds(call: Callable[[], Any]) -> float:
    """How long a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def pair(first: str, second: str) -> Any:
    """The KL divergence of two rows of the atlas."""
    return si.KL(ROWS[first].law("1", "P"), ROWS[second].law("2", "Q"))


def main() -> None:
    """Print the figures."""
    si.derive(pair("Gamma", "Weibull"))  # the first derivation loads what all others share
    times = [seconds(lambda p=p, q=q: si.derive(pair(p, q))) for p, q in product(GROUP, GROUP)]
    print(f"{len(times)} pairs of x**(a-1) exp(-c x**k): {sum(times):.2f} s in all")
    print(f"median {statistics.median(times):.3f} s, longest {max(times):.3f} s")
    times = [seconds(lambda row=row: si.derive(si.Entropy(row.law("", "P")))) for row in ROWS.values()]
    print(f"{len(times)} entropies: median {statistics.median(times):.3f} s, longest {max(times):.3f} s")
    print("operations beside the printed form:")
    for text, printed in TEXTBOOK.items():
        found = si.derive(si.parse(f"H({text})")).result
        print(f"  {text:<18} {count_ops(found):>3} against {count_ops(printed):>3}   {found}")


if __name__ == "__main__":
    main()
