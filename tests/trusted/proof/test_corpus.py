"""How much of what the engine writes is seen: steps whose integrals stand on both sides, and terms of all steps.

Run by itself over files of certificates it prints the shares, the time a step, and what is left:
``python tests/trusted/proof/test_corpus.py FILE.json ...``.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from symbinfo.trusted import Certificate, dump
from symbinfo.trusted.proof.context import Context
from symbinfo.trusted.proof.definedness import undefined
from symbinfo.trusted.proof.normal_form import equal

BUILT = sorted((Path(__file__).parents[3] / "derivations" / "built").glob("*/*.json"))
#: Cells of all kinds: exponential families, heavy tails, circular, bounded, counts.
CELLS = """
KL(Gamma(a,b)||Gamma(c,d)); KL(Normal(a,b)||Normal(c,d)); KL(Beta(a,b)||Beta(c,d)); KL(Weibull(a,b)||Gamma(c,d));
KL(Gumbel(a,b)||Gumbel(c,d)); KL(Laplace(a,b)||Laplace(c,d)); KL(Poisson(a)||Poisson(b)); H(Pareto(a,b));
KL(VonMises(a,b)||VonMises(c,d)); H(Cauchy(a,b)); H(Logistic(a,b)); KL(Geometric(p)||Geometric(q)); H(StudentT(n))
"""


def integrals(term):
    """The outermost integrals, sums and limits of a term."""
    found, waiting = set(), [term]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            if part[0] in ("integral", "sum", "limit"):
                found.add(part)
            else:
                waiting.extend(part[1:])
    return found


class Shares:
    """What was asked and what was seen."""

    def __init__(self) -> None:
        self.steps = self.equal = self.terms = self.defined = 0
        self.seconds: list[float] = []
        self.unseen: list[tuple[str, str, str]] = []
        self.obligations: Counter[str] = Counter()

    def add(self, certificate: Certificate) -> None:
        for name, plain in certificate.derivations:
            context = Context(dict(plain.symbols), plain.conditions, dict(plain.functions))
            before = plain.start
            for i, step in enumerate(plain.steps, 1):
                if step.term not in ("%oo", "%-oo"):
                    left_over = undefined(step.term, context)
                    self.terms, self.defined = self.terms + 1, self.defined + (not left_over)
                    self.obligations.update(left_over)
                    if step.relation == "=" and integrals(before) == integrals(step.term):
                        start = time.perf_counter()
                        same = equal(before, step.term, context)
                        self.seconds.append(time.perf_counter() - start)
                        self.steps, self.equal = self.steps + 1, self.equal + same
                        if not same:
                            self.unseen.append((f"{name} {i} {step.rule}", dump(before), dump(step.term)))
                before = step.term

    def __str__(self) -> str:
        times = sorted(self.seconds)
        lines = [
            f"{self.equal} of {self.steps} steps are equal by normal form",
            f"{self.defined} of {self.terms} terms are defined wherever they are used",
            f"{1e3 * times[len(times) // 2]:.2f} ms a step (median), {1e3 * times[-1]:.1f} ms at most",
            *(f"not equal: {where}\n  {left}\n  {right}" for where, left, right in self.unseen),
            *(f"{count} times: {text}" for text, count in self.obligations.most_common()),
        ]
        return "\n".join(lines)


@pytest.fixture(scope="module")
def built() -> Shares:
    shares = Shares()
    for path in BUILT:
        try:
            shares.add(Certificate.loads(path.read_text(encoding="utf-8")))
        except Exception as error:
            if "schema" not in str(error) and "key" not in str(error):
                raise
    return shares


def test_most_steps_of_the_built_derivations_are_seen(built):
    assert built.steps > 40
    assert built.equal >= 0.9 * built.steps, str(built)


def test_most_terms_of_the_built_derivations_are_defined(built):
    assert built.defined >= 0.9 * built.terms, str(built)


@pytest.mark.slow
def test_nearly_all_steps_of_many_cells_are_seen():
    from symbinfo import derive
    from symbinfo.query import parse as query
    from symbinfo.render.json import certificate_data

    shares = Shares()
    for text in CELLS.split(";"):
        shares.add(Certificate.from_dict(certificate_data(derive(query(text.strip())))))
    assert shares.steps > 100
    assert shares.equal >= 0.98 * shares.steps and shares.defined >= 0.95 * shares.terms, str(shares)


if __name__ == "__main__":
    total = Shares()
    for file in sys.argv[1:]:
        total.add(Certificate.loads(Path(file).read_text(encoding="utf-8")))
    print(total)
