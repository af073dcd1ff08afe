"""Laws that are named by a density, statements of which words say a part, and rows of tables: each with a slip beside it."""

from __future__ import annotations

import pytest

from symbinfo.verification.documents.kinds_of_formulas import kind_of
from symbinfo.verification.documents.proofreading import proofread
from symbinfo.verification.documents.settings.densities_by_name import densities_in, lines_of_density
from symbinfo.verification.documents.settings.pairs_of_laws import pair_said

_VAE = (
    r"Let $r_\psi(u \mid v) = \mathcal{N}(m, s^2)$ be the encoder, let the prior be $p(u) = \mathcal{N}(0, 1)$ and the decoder "
    r"$p_\theta(v|u) = \mathcal{N}(u_0, \tau^2)$. "
)
_TABLE = "| Distribution | Parameters | Mean | Entropy (nats) | Entropy in bits |\n|:--|---|---|---|--:|\n"
_TEX = (
    "\\begin{document}\\begin{tabular}{ll}\\hline\nLaw & Entropy (nats) \\\\ \\hline\n%s\\end{tabular}\\end{document}"
)

#: A document, and the verdicts on the statements in it, in order.
READ = {
    "the divergence of an encoder": (
        _VAE + r"$D_{KL}(r_\psi(u|v) \,\|\, p(u)) = \frac12(m^2 + s^2 - 1 - \log s^2)$.",
        ["holds"],
    ),
    "the divergence without its square": (
        _VAE + r"$D_{KL}(r_\psi(u|v) \,\|\, p(u)) = \frac12(m^2 + s^2 - 1 - \log s)$.",
        ["refuted"],
    ),
    "the entropy of the encoder": (_VAE + r"The encoder has $h(u) = \frac12\log(2\pi e s^2)$.", ["holds"]),
    "the entropy of the prior": (_VAE + r"The prior has $h(u) = \frac12\log(2\pi e s^2)$.", ["undecided"]),
    "the entropy of either": (_VAE + r"Then $h(u) = \frac12\log(2\pi e s^2)$.", ["not read"]),
    "the entropy of the only law": (_VAE + r"Then $h(v) = \frac12\log(2\pi \tau^2)$.", ["refuted"]),
    "the entropy of a density": (_VAE + r"Then $\mathcal{H}[r_\psi(u|v)] = \frac12\log(2\pi e s^2)$.", ["holds"]),
    "a law of vectors": (
        r"Let $q(z|x) = \mathcal{N}(\mu, \operatorname{diag}(\sigma^2))$. Then $h(z) = \log\sigma$.",
        ["not read"],
    ),
    "a policy": (
        r"Let $\pi(a|s) = \mathcal{N}(\mu, \sigma^2)$. Its entropy is $H(\pi(\cdot|s)) = \frac12\log(2\pi e\sigma^2)$.",
        ["holds"],
    ),
    "a small letter with a law": (
        r"With $z \sim \mathcal{N}(0, \tau^2)$ we have $h(z) = \frac12\log(2\pi e\tau)$.",
        ["refuted"],
    ),
    "a probability stays one": (r"With probability $p$ it is $H(p) = -p\log p - (1-p)\log(1-p)$.", ["holds"]),
    "laws in words": (
        r"The entropy of a Laplace law with scale $s$ is $h = 1 + \log(2s)$; that of a Pareto law with scale $c$ and shape $k$ is "
        r"$\log\frac{k}{c} + 1 + \frac1k$.",
        ["holds", "refuted"],
    ),
    "a sentence that has the law": (
        r"A geometric variable with success probability $q$ has $H = \frac{-(1-q)\log(1-q) + q\log q}{q}$.",
        ["refuted"],
    ),
    "a condition that is a law": (
        r"For an exponential law with rate $b$ the entropy is $h = 1 + \log b$.",
        ["refuted"],
    ),
    "a law by its formula": (r"The entropy of $\mathcal{N}(m, v)$ is $\frac12\log(2\pi e v)$.", ["holds"]),
    "variables with laws": (
        r"Let $X \sim \mathcal{N}(0, a)$ and $Y \sim \mathcal{N}(0, b)$. The entropy of $X$ is $\frac12\log(2\pi e a)$ and "
        r"that of $Y$ is $\frac12\log(2\pi b)$.",
        ["holds", "refuted"],
    ),
    "a law that nobody said": (
        r"The entropy is $h = \log 7$, and the entropy of the source is $\log 7$.",
        ["not read"] * 2,
    ),
    "letters that are no measures": (r"The step is $h = 0.1$, the matrix $I = AA^{-1}$, the constant $C = 3$.", []),
    "a part of what is said": (r"The entropy of a fair coin is $\frac12$ times that of four sides.", []),
    "a pair of variables": (
        r"Let $(U, V)$ be jointly Gaussian with correlation $r$; then $I(U;V) = \frac12\log(1 - r^2)$.",
        ["refuted"],
    ),
    "variables declared apart": (
        r"Let $X \sim \mathrm{Exp}(a)$ and $Y \sim \mathrm{Exp}(b)$. Then $I(X;Y) = -\frac12\log(1-r^2)$.",
        ["not read"],
    ),
    "two laws at once": (
        r"For normal laws with means m1, m2 and standard deviations s1, s2, "
        "\n\n```math\nD_{KL} = \\ln\\frac{s_2}{s_1} + \\frac{s_1^2 + (m_1 - m_2)^2}{s_2^2} - \\frac12\n```\n",
        ["refuted"],
    ),
    "two laws in either order": (
        r"For exponential laws with rates $a$ and $b$ it is $D_{KL} = \log\frac{b}{a} + \frac{a}{b} - 1$.",
        ["undecided"],
    ),
    "laws that nobody said": (r"The divergence is $D_{\mathrm{KL}} = \log 3$.", ["not read"]),
    "a table": (
        _TABLE
        + "| Laplace | location $m$, scale $b$ | $m$ | $1 + \\ln(2b)$ | $\\log_2(2eb)$ |\n"
        + "| $\\mathrm{Exponential}(\\lambda)$, rate | | $1/\\lambda$ | $1 + \\ln\\lambda$ | $\\log_2(e/\\lambda)$ |\n"
        + "| uniform on $[a, b]$ | | | $\\ln(b - a)$ | |\n| secret | | | $\\ln 7$ | |\n",
        ["holds", "holds", "refuted", "holds", "holds", "not read"],
    ),
    "a table of divergences": (
        "| $P$ | $Q$ | KL (nats) |\n|---|---|---|\n| $\\mathcal{N}(0, 1)$ | $\\mathcal{N}(m, 1)$ | $m^2$ |\n"
        "| $\\mathrm{Poisson}(a)$ | $\\mathrm{Poisson}(b)$ | $a\\ln(a/b) - a + b$ |\n",
        ["refuted", "holds"],
    ),
    "a table of something else": ("| Name | Variance |\n|---|---|\n| Laplace with scale $b$ | $3b^2$ |\n", []),
    "a table in LaTeX": (
        _TEX % "Laplace with scale $b$ & $1 + \\log b$ \\\\\n$\\mathrm{Exp}(a)$ & $1 - \\log a$ \\\\\n",
        ["refuted", "holds"],
    ),
    "a symmetric channel": (
        r"The binary symmetric channel with crossover probability $\epsilon$ has capacity $C = 1 - H(\epsilon)$ bits.",
        ["holds"],
    ),
    "a symmetric channel with a wrong sign": (
        r"The binary symmetric channel with error probability $f$ has capacity $C = 1 + H(f)$ bits.",
        ["refuted"],
    ),
    "a symmetric channel with numbers": (
        r"The binary symmetric channel with flip probability $p = 0.1$ has capacity $C = 0.531$ bits.",
        ["holds"],
    ),
    "a symmetric channel with wrong numbers": (
        r"The binary symmetric channel with flip probability $p = 0.1$ has capacity $C = 0.469$ bits.",
        ["refuted"],
    ),
    "another channel": (r"The erasure channel with probability $e$ has capacity $C = 1 - e^2$ bits.", ["not read"]),
    "a change of base": (r"As 1 nat is more than a bit, $H_2(X) = H_e(X)/\ln 2$.", ["not read"]),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_declared_is_read_and_what_is_stated_is_judged(name):
    text, verdicts = READ[name]
    found = proofread(f"{text}\n\nThe end.\n", cache=False)
    assert [finding.verdict for finding in found.findings if finding.judged] == verdicts, found.text()


DENSITIES = {
    r"q_\phi(z|x)": "q_phizx",
    r"q(z \mid x)": "q_zx",
    r"p_{\theta}\left(\mathbf{x}\,|\,\mathbf{z}\right)": "p_thetaxz",
    r"p(z; \theta)": "p_z",
    r"\pi(a|s)": "pi_as",
    r"f(X)": "",
    r"p(0.5)": "",
}


@pytest.mark.parametrize("tex", DENSITIES)
def test_densities_have_names(tex):
    assert [density.name for _, _, density in densities_in(tex)] == [name for name in [DENSITIES[tex]] if name]


def test_a_density_declares_its_law_or_that_it_is_not_read():
    line, unread = (lines_of_density(rf"q(z|x) = \mathcal{{N}}({law})")[0] for law in (r"0, \sigma^2", r"\mu, \Sigma"))
    assert (line.text, unread.unread) == ("q_zx = Normal(0, sigma)", True)
    assert lines_of_density(r"q(z|x) = \frac{1}{2}") == []
    assert str(kind_of(r"q(z|x) = \mathcal{N}(\mu, \operatorname{diag}(\sigma^2))")) == "declaration"


PAIRS = {
    "for gamma laws with shapes 1, 2 and scales a, b": ("Gamma(1, a)", "Gamma(2, b)"),
    "two normal distributions with means 0 and 1 and variance 4": ("Normal(0, 2)", "Normal(1, 2)"),
    "normal laws with means 0 and 1": None,
    "a normal law with mean 0 and variance 4": None,
}


@pytest.mark.parametrize("words", PAIRS)
def test_two_laws_are_said_at_once(words):
    assert pair_said(words, {}) == PAIRS[words]
