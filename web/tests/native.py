"""The messages that are answered natively and in the browser's Python, and their native answers, as lines of JSON.

``python web/tests/native.py`` prints ``[message, answer]`` for each.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from itertools import product
from typing import Any

FAMILIES = {
    "a number between 0 and 1": ("Beta(a, b)", "Uniform(0, 1)", "Kumaraswamy(a, b)"),
    "a positive number": (
        "Exponential(l)",
        "Gamma(k, theta)",
        "Weibull(lamda, k)",
        "LogNormal(m, s)",
        "Rayleigh(s)",
        "Maxwell(a)",
        "Nakagami(m, w)",
        "ChiSquared(5)",
        "Lomax(a, lamda)",
        "GammaInverse(a, b)",
    ),
    "a real number": ("Normal(mu, sigma)", "Laplace(mu, b)", "Logistic(mu, s)", "Gumbel(beta, mu)", "Cauchy(x0, g)"),
    "a count": ("Poisson(lamda)", "Geometric(p)", "Bernoulli(p)", "Binomial(10, 1/3)"),
}
OTHER = {
    "Exponential": "Exponential(l2)",
    "Gamma": "Gamma(k2, theta2)",
    "Weibull": "Weibull(lamda2, k2)",
    "Rayleigh": "Rayleigh(s2)",
    "Normal": "Normal(mu2, sigma2)",
    "Laplace": "Laplace(mu2, b2)",
}
PAIRS = 30
CLAIMS = (
    "H(Normal(0, s)) = log(s)",
    "H(Normal(0, s)) = log(s) + 1/2 + log(2*pi)/2",
    "KL(Normal(0, s) || Normal(0, 1)) >= 0",
    "KL(Exponential(a) || Exponential(b)) = log(a/b) + b/a - 1",
    "KL(Exponential(a) || Exponential(b)) = log(b/a) + b/a - 1",
    "H(Bernoulli(p)) <= log(2)",
    "H(Bernoulli(p)) <= 1/2",
    "H(Gamma(k, theta)) >= log(theta)",
    r"H(\mathcal{N}(\mu, \sigma^2)) = \frac{1}{2}\log(2\pi e\sigma^2)",
    "H(Uniform(a, b)) = log(b - a)",
)
#: Their proofs are found by another solver where there is no SciPy: the verdict and its level are the same.
OF_VARIABLES = (
    "I(X;Y) <= H(X)",
    "I(X;Y|Z) <= I(X;Y)",
    "H(X,Y) <= H(X) + H(Y)",
    "H(X|Y) <= H(X) - I(X;Y)",
    "2*I(C;D) <= I(A;B) + I(A;C,D) + 3*I(C;D|A) + I(C;D|B)",
)
VALUES = ("H(Normal(0, 1))", "KL(Gamma(2, 1) || Gamma(3, 2))", "H(Binomial(10, 1/3))", "H(Poisson(3))")
ERRORS = ("H(Nrmal(0, 1))", "H(Normal(0, 1)", "H(Normal(0, -1))", "KL(Normal(0, 1))", "", "1 +")


def messages() -> Iterator[dict[str, Any]]:
    """Of every kind that a page sends, in a fixed order."""

    def of(verb: str, **options: Any) -> dict[str, Any]:
        return {"verb": verb, "options": options}

    laws = [law for group in FAMILIES.values() for law in group]
    yield from (of("ask", text=f"H({law})") for law in laws)
    pairs = [pair for group in FAMILIES.values() for pair in product(group, group)]
    chosen = pairs[:: len(pairs) // PAIRS][:PAIRS]
    for first, second in chosen:
        name = second.partition("(")[0]
        yield of("ask", text=f"KL({first} || {OTHER.get(name, second) if first == second else second})")
    for claim in (*CLAIMS, *OF_VARIABLES):
        yield of("ask", text=claim)
    yield of("ask", text="I(X;Z) <= I(X;Y)", given="X-Y-Z Markov")
    yield from (of("value", text=text, digits=digits, unit="bits") for text in VALUES for digits in (15, 40))
    yield from (of("ask", text=text) for text in ERRORS)
    yield of("ask", text="gibbs-inequality")
    yield of("ask", text="underflow")
    for form in ("text", "latex", "latex-fragment", "markdown"):
        yield of("write", text="KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))", form=form)
    for text in ("H(Gamma(k, theta))", "KL(Normal(0, s) || Normal(0, 1)) >= 0"):
        yield of("check", text=text)
        yield of("certificate", text=text)
    yield of("curve", text="H(Gamma(k, theta))", name="k", at={"k": 1.0, "theta": 2.0}, low=0.1, high=5.0, count=41)
    yield of("theorems")
    yield of("exercises", what="list")
    from symbinfo.course.exercises import exercises

    for exercise in exercises()[::3]:
        yield of("exercises", what="pose", id=exercise.id)
    for exercise in exercises()[::12]:
        yield of("exercises", what="solution", id=exercise.id)
        yield of("exercises", what="mark", id=exercise.id, answer=exercise.answer)


def main() -> None:
    """Print them."""
    warnings.simplefilter("ignore")
    from symbinfo.cli.browser.page_messages import answered

    for message in messages():
        json.dump([message, json.loads(answered(json.dumps(message)))], sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
