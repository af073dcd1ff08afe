"""How far what a document says of variables reaches: general statements, examples, conventions that nobody states."""

from __future__ import annotations

import pytest

from symbinfo.verification.documents.proofreading import proofread

PARTS = r"Let $V \sim \mathrm{Gamma}(2, 3)$. Let $W \sim \mathcal{N}(0, 1)$, and for $U = 2W$ nothing is said."
#: Documents, with the verdict on their last statement, and a part of the setting that it must have, or "-" for no law.
LAST = {
    # Names that a sentence introduces anew, and what it must not inherit.
    "a chain of its own": (
        PARTS + r" Data processing: for a Markov chain $V \to W \to U$, $I(V;U) \ge I(V;W)$.",
        ("refuted", "-"),
    ),
    "the right direction": (
        PARTS + r" Data processing: for any Markov chain $V \to W \to U$, $I(V;U) \le I(V;W)$.",
        ("holds", "-"),
    ),
    "an example of before": (
        r"For a fair die $H(X) = \log_2 6$ bits. Conditioning never increases entropy: $H(X|Y) \ge H(X)$.",
        ("refuted", "-"),
    ),
    "an example of another paragraph": (
        "For $U \\sim \\mathrm{Poisson}(a)$ and $V \\sim \\mathrm{Poisson}(b)$ see above.\n\nAlso $I(U;V) = H(V) - H(U|V)$.",
        ("refuted", "-"),
    ),
    "two laws": (
        "Let $P = \\mathcal{N}(0, 1)$ and $Q = \\mathcal{N}(1, 1)$.\n\nFor two laws $P$ and $Q$ always $D(P\\|Q) = D(Q\\|P)$.",
        ("refuted", "-"),
    ),
    "the two laws": (
        "Let $P = \\mathcal{N}(0, 1)$ and $Q = \\mathcal{N}(1, 1)$.\n\nFor the two laws $P$ and $Q$ we see $D(P\\|Q) = D(Q\\|P)$.",
        ("holds", "Q = Normal(1, 1)"),
    ),
    "a prior is not a law P": (
        "Let the prior be $p(z) = \\mathcal{N}(0, 1)$.\n\nIt is known that $H(P,Q) \\ge H(P)$.",
        ("holds", "-"),
    ),
    # Laws that are meant, though the statement has no parameter.
    "a channel": (
        "Let $X \\sim \\mathcal{N}(0, P)$ and $Z \\sim \\mathcal{N}(0, N)$ be independent and $Y = X + Z$.\n\n"
        "By the chain rule $I(X;Y) = h(Y) - h(Z)$.",
        ("holds", "Y = X + Z"),
    ),
    "a theorem that holds of these alone": (
        r"Let $P = \mathcal{N}(0, 1)$ and $Q = \mathcal{N}(1, 1)$. The divergence is symmetric, $D(P\|Q) = D(Q\|P)$.",
        ("undecided", "P = Normal(0, 1)"),
    ),
    "independence that nobody says": (
        r"Let $X \sim \mathrm{Bern}(1/2)$. Let $Y \sim \mathrm{Bern}(1/4)$. Then $H(X,Y) = H(X) + H(Y)$.",
        ("undecided", "X ~"),
    ),
    "independence that is said": (
        r"Let $X$ and $Y$ be independent. Then $H(X,Y) = H(X) + H(Y)$.",
        ("holds", "X,Y independent"),
    ),
    "laws that are the same": (r"Let $X$ and $Y$ have the same law. Then $H(X) = H(Y)$.", ("undecided", "-")),
    "a copy that is not read": (
        r"Let $X \sim \mathrm{Bern}(1/2)$ and let $Y$ be a noisy copy. Then $H(X|Y) = H(Y|X)$.",
        ("not read", "X ~"),
    ),
    "a law in words that are not read": (
        "Let $X$ be lopsided and $Y = X$.\n\nHere $I(X;Y) = H(Y|X)$.",
        ("undecided", ""),
    ),
    "a theorem that fails": (
        r"Let $X \sim \mathcal{N}(0, s^2)$ with $s < 0.1$. Non-negativity of entropy fails: $h(X) \le 0$.",
        ("holds", "X ~ Normal(0, s)"),
    ),
    # The case of equality is no assumption.
    "equality": (r"For any $P$ and $Q$, $D(P\|Q) \ge 0$ with equality iff $P = Q$, and $D(P\|Q) = D(Q\|P)$.", ("refuted", "-")),
    "equality of independent ones": (
        r"$H(X,Y) \le H(X) + H(Y)$, with equality iff $X$ and $Y$ are independent. Also $H(X,Y) = H(X) + H(Y)$.",
        ("refuted", "-"),
    ),
    "the case itself": (r"We have $I(X;Y) \ge 0$, with equality if and only if $H(X|Y) = H(X)$.", ("undecided", "-")),
    # Words of other sentences.
    "a law behind a display": (
        "Let $P = \\mathrm{Exp}(a)$ and $Q = \\mathrm{Exp}(b)$ with rates $a, b$. So\n"
        "$$D(P\\|Q) = \\log\\frac ab + \\frac ba + 1. \\label{eq}$$\nFor Poisson laws it is different.",
        ("refuted", "P = Exponential(a)"),
    ),
    "a law in the same sentence": (
        r"Let $P = \mathrm{Exp}(a)$ and $Q = \mathrm{Exp}(b)$. Truncated Poisson ones have $D(P\|Q) = 7 + a$.",
        ("undecided", "P ="),
    ),
    "a coin behind a die": (
        r"For a fair die $H(X) = \log_2 6$ bits, and for a coin with $P(X=1) = 0.3$ we get $H(X) \approx 0.881$ bits.",
        ("holds", "Bernoulli(0.3)"),
    ),
    "a wrong coin behind a die": (
        r"For a fair die $H(X) = \log_2 6$ bits, and for a coin with $P(X=1) = 0.3$ we get $H(X) \approx 0.818$ bits.",
        ("refuted", "Bernoulli(0.3)"),
    ),
    "one face of a die": (r"Let $X \sim \mathrm{Die}(6)$. Then $P(X=1) = 0.2$.", ("refuted", "Die(6)")),
    "a value of what is said behind": (
        r"The entropy of a coin is $H(p) = -2 p \log_2 p$, which is largest at $p = 1/2$.",
        ("refuted", "in bits"),
    ),
    "a value of the formula": (r"The entropy of a coin is $H(p) = 1$ bit at $p = 1/2$.", ("holds", "p = 1/2")),
    # As many outcomes as are counted.
    "a bound of all laws": (r"For discrete $X$ with $n$ outcomes, $0 \le H(X) \le 2 \log n$.", ("holds", "")),
    "a bound that is too low": (r"For discrete $X$ with $n$ outcomes, $0 \le H(X) \le \frac12 \log n$.", ("refuted", "")),
    "the value of one law": (r"For discrete $X$ with $n$ outcomes, $H(X) = \log n$.", ("undecided", "")),
    # A convention that nobody states, both ways, and what is right in none.
    "a rate": (r"Let $X \sim \mathrm{Gamma}(a, b)$. Then $\mathbb{E}[X] = \frac ab$.", ("holds", "rate=b")),
    "a scale": (r"Let $X \sim \mathrm{Gamma}(a, b)$. Then $\mathbb{E}[X] = ab$.", ("holds", "Gamma(a, b)")),
    "neither": (r"Let $X \sim \mathrm{Gamma}(a, b)$. Then $\mathbb{E}[X] = a + b$.", ("refuted", "")),
    "a number": (r"Let $X \sim \mathrm{Exp}(2)$. Then $h(X) \approx 1.693$.", ("holds", "")),
    "a number that is said to be a rate": (r"Let $X$ be exponential with rate $2$. Then $h(X) \approx 1.693$.", ("refuted", "")),
    "two scales": (
        r"Let $P = \mathrm{Exp}(s)$ and $Q = \mathrm{Exp}(t)$. Then $D(P\|Q) = \log\frac ts + \frac st - 1$.",
        ("holds", "1/(t)"),
    ),
    "a rate and a scale": (
        r"Let $P = \mathrm{Exp}(s)$ and $Q = \mathrm{Exp}(t)$. Then $D(P\|Q) = \log(st) + \frac{1}{st} - 1$.",
        ("refuted", ""),
    ),
    "in the formula": (r"So $h(\mathrm{Exp}(\theta)) = 1 + \log\theta$.", ("holds", "")),
    "in the formula, and neither": (r"So $h(\mathrm{Exp}(\theta)) = 2 + \log\theta$.", ("refuted", "")),
    "a shape first": (r"Let $X \sim \mathrm{Pareto}(a, m)$. Then $h(X) = \log\frac ma + 1 + \frac 1a$.", ("holds", "Pareto(m, a)")),
}  # fmt: skip


#: Those that every run looks at.
FIRST = (
    "a chain of its own",
    "an example of before",
    "two laws",
    "independence that is said",
    "in the formula, and neither",
)


def judged(names):
    """The last statement of each of some documents, read as one: each in a section of its own."""
    text = "".join(f"\n\n# Part {number}\n\n{LAST[name][0]}" for number, name in enumerate(names))
    starts = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("# Part")] + [len(text)]
    found = proofread(text, cache=False).statements
    return {
        name: [one for one in found if start < one.place.line < end][-1]
        for name, start, end in zip(names, starts, starts[1:], strict=False)
    }


def is_judged_as_meant(name, found):
    verdict, part = LAST[name][1]
    assert (found.verdict, found.reason) == (verdict, found.reason)
    setting = "; ".join(found.setting)
    assert "~" not in setting and " = " not in setting if part == "-" else part in setting


def test_statements_are_judged_in_the_setting_in_which_they_are_meant():
    for name, found in judged(FIRST).items():
        is_judged_as_meant(name, found)


@pytest.fixture(scope="module")
def all_judged():
    return judged(tuple(LAST))


@pytest.mark.slow
@pytest.mark.parametrize("name", LAST)
def test_a_statement_is_judged_in_the_setting_in_which_it_is_meant(name, all_judged):
    is_judged_as_meant(name, all_judged[name])


@pytest.mark.slow
def test_what_holds_in_another_convention_says_which(all_judged):
    for name in ("a rate", "a number", "two scales", "in the formula", "a shape first"):
        assert any("meant" in note for note in all_judged[name].notes), name
    assert not any("meant" in note for note in all_judged["a scale"].notes)
