"""What is found in a document: formulas with their places, clauses, macros, and the words that become a setting."""

from __future__ import annotations

import json
import re

import pytest

from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.verification.documents.definitions.definitions_compared import compared
from symbinfo.verification.documents.formats.clauses_of_formulas import clauses
from symbinfo.verification.documents.formats.document_macros import expanded, macros_in
from symbinfo.verification.documents.formats.formulas_of_markdown import document_of_markdown
from symbinfo.verification.documents.formats.formulas_of_tex import document_of_tex
from symbinfo.verification.documents.proofreading import proofread
from symbinfo.verification.documents.settings.laws_in_words import laws_said
from symbinfo.verification.documents.settings.lines_of_settings import line_of
from symbinfo.verification.documents.settings.said_in_words import SENTENCES, in_a_sentence, unit_in


def holed(sentence: str) -> tuple[str, dict[int, str]]:
    """A sentence whose formulas stand between dollars, with holes for them."""
    formulas: dict[int, str] = {}

    def hole(hit: re.Match[str]) -> str:
        formulas[len(formulas)] = hit[1]
        return f"⟦{len(formulas) - 1}⟧"

    return re.sub(r"\$([^$]*)\$", hole, sentence), formulas


def formulas_of(document) -> list[str]:
    return [formula.text.strip() for block in document.blocks for formula in block.formulas]


MARKDOWN = {
    "no formula": ("Just words.", []),
    "prices": ("It costs $5 and $6, or $7-$8.", []),
    "escaped": (r"A dollar \$x = 1\$ and $y$", ["y"]),
    "not closed": ("a $x = 1 without an end", []),
    "inline and display": ("$a$ then\n\n$$\nb\n=\nc\n$$\n", ["a", "b\n=\nc"]),
    "brackets": (r"\(a\) and \[b\]", ["a", "b"]),
    "environment": ("\\begin{align}\na &= b\n\\end{align}", ["\\begin{align}\na &= b\n\\end{align}"]),
    "fences": ("```math\na\n```\n\n```python\n$b$\n```\n\n~~~\n$c$\n~~~\n", ["a"]),
    "inline code": ("`$a$` and ``$b` $`` and $c$", ["c"]),
    "code behind a list": ("text\n\n    $a$ = code\n\ntext $b$", ["b"]),
    "front matter": ("---\ntitle: $a$\n---\n$b$", ["b"]),
    "comment": ("<!-- $a$ -->$b$", ["b"]),
    "html": ('<div style="x">\n$$a$$\n</div>', ["a"]),
    "admonition": ('!!! note "T"\n    $a$\n\n    $$b$$\n', ["a", "b"]),
    "list, quote, table, footnote": ("- $a$\n\n> $b$\n\n| $c$ | $d$ |\n\n[^1]: $e$", ["a", "b", "c", "d", "e"]),
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_formulas_of_markdown(name):
    text, found = MARKDOWN[name]
    assert formulas_of(document_of_markdown(text)) == found


TEX = {
    "comments": ("$a$ % $b$\n\\% $c$", ["a", "c"]),
    "verbatim": ("\\begin{verbatim}\n$a$\n\\end{verbatim}\\verb|$b$| $c$", ["c"]),
    "prices": (r"\$5 and \$6, $a$", ["a"]),
    "outside of the document": ("$a$\\begin{document}$b$\\end{document}$c$", ["b"]),
    "definitions of macros": ("\\newcommand{\\x}{$a$}\n$b$", ["b"]),
    "a gap between rows": ("a \\\\[2pt] b $c$", ["c"]),
}


@pytest.mark.parametrize("name", TEX)
def test_formulas_of_tex(name):
    text, found = TEX[name]
    assert formulas_of(document_of_tex(text)) == found


def test_a_place_is_the_line_and_the_column():
    document = document_of_markdown("one\ntwo $x$\n")
    assert [str(f.place) for block in document.blocks for f in block.formulas] == ["2:6"]


def test_a_display_that_is_not_closed_is_told():
    found = proofread("text\n\n$$ a = b\n\nmore text\n", cache=False)
    assert [(str(place), what) for place, what in found.faults] == [("3:1", "$$ is not closed")]
    assert found.exit_code == 3


def test_macros_are_expanded_and_do_not_run_away():
    macros = macros_in(r"\newcommand{\kl}[2][P]{D(#1\|#2)}\DeclareMathOperator{\E}{E}\def\a{\b\b}\def\b{\a\a}")
    assert expanded(r"\kl{Q} \kl[R]{Q}", macros) == r"D(P\|Q) D(R\|Q)"
    assert expanded(r"\E X", macros) == r"\operatorname{E} X"
    with pytest.raises(QueryError, match="do not end"):
        expanded(r"\a", macros)
    text = "\n".join(rf"\newcommand{{\{x}}}{{{rf'{chr(92)}{y}' * 10}}}" for x, y in ("ab", "bc", "cd", "de", "ef"))
    with pytest.raises(QueryError, match="do not end"):
        expanded(r"\a", macros_in(text))


CLAUSES = {
    r"P(X=1)=\phi,\qquad P(X=0)=1-\phi.": [r"P(X=1)=\phi", r"P(X=0)=1-\phi"],
    r"\begin{align}a &= b \\ &= c \nonumber \\ d &\le e \tag{1}\end{align}": ["a  = b  = c", r"d \le e"],
    r"a = b, c = d": ["a = b", "c = d"],
    r"a, b > 0": ["a, b > 0"],
    r"H(X) = 1 \text{ bit}, \text{ and } H(Y) = 2": [r"H(X) = 1 \text{ bit}", "H(Y) = 2"],
    r"D_\text{KL}(P\|Q) = \text{KL}(P\|Q)": [r"D_\text{KL}(P\|Q) = \text{KL}(P\|Q)"],
}


@pytest.mark.parametrize("formula", CLAUSES)
def test_clauses_of_a_formula(formula):
    found = [" ".join(clause.text.split()) for clause in clauses(formula)]
    assert found == [" ".join(text.split()) for text in CLAUSES[formula]]


@pytest.mark.parametrize("row", SENTENCES, ids=lambda row: row.example)
def test_a_sentence_is_read_and_its_near_miss_is_not(row):
    assert in_a_sentence(*holed(row.example))
    missed = row.lines(*"XYZ"[: re.compile(row.pattern).groups])
    assert {line.text for line in in_a_sentence(*holed(row.near_miss))}.isdisjoint(line.text for line in missed)


LAWS = {
    "Let $X$ be Bernoulli with parameter $p$.": ["X ~ Bernoulli(p)"],
    "Let $X$ be exponential with mean $\\theta$.": ["X ~ Exponential(1/theta)"],
    "Let $P$ be normal with mean $m$ and standard deviation $s$.": ["P = Normal(m, s)"],
    "$X$ and $Y$ are standard normal.": ["X ~ Normal(0, 1)", "Y ~ Normal(0, 1)"],
    "Let $X$ be uniform on $n$ outcomes.": ["X ~ Die(n)"],
    "Let $P$ be uniform on $[0, a]$ and $Q$ be uniform on $[0, b]$.": ["P = Uniform(0, a)", "Q = Uniform(0, b)"],
    "Let $X$ be exponential.": [],
    "A normal-sized number $X$.": [],
}


@pytest.mark.parametrize("sentence", LAWS)
def test_laws_in_words(sentence):
    assert [line.text for line in laws_said(*holed(sentence)).lines] == LAWS[sentence]


DECLARED = {
    r"X \sim \mathcal{N}(\mu, \sigma^2)": "X ~ Normal(mu, sigma)",
    r"q(z) = \mathcal{N}(z; 0, 1)": "q = Normal(0, 1)",
    r"\lambda > 0": "lamda > 0",
    r"p \in (0, 1)": "p in (0, 1)",
    r"Y = X \oplus Z": "Y = (X + Z) % 2",
    r"M = \frac{1}{2}(P + Q)": "M = mixture(1/2: P, 1/2: Q)",
    r"P = (0.5, 0.5)": "P = FiniteRV({0: 0.5, 1: 0.5})",
    r"H(X) \ge 0": None,
    r"X \sim \mathcal{N}(0, I)": None,
}


@pytest.mark.parametrize("formula", DECLARED)
def test_formulas_that_declare(formula):
    line = line_of(formula)
    assert (line.text if line else None) == DECLARED[formula]


def test_units_in_words():
    said = {
        "in nats rather than bits": "nats",
        "measured in bits": "bits",
        "logarithms are to base 2": "bits",
        "a bit-string": "",
    }
    assert {words: unit_in(words, {}) for words in said} == said


#: A definition, and the same with a slip that must be named.
DEFINITIONS = [
    ("H(X)", r"-\sum_{x\in\mathcal{X}} p(x)\log_2 p(x)", r"\sum_{x\in\mathcal{X}} p(x)\log_2 p(x)", "sign"),
    ("h(X)", r"-\int f(x)\log f(x)\,dx", r"\int f(x)\log f(x)\,dx", "sign"),
    (r"D(P\|Q)", r"\mathbb{E}_{x\sim P}[\log P(x)-\log Q(x)]", r"\sum_x Q(x)\log\frac{Q(x)}{P(x)}", "exchanged"),
    (r"H(P,Q)", r"-\sum_i p_i\log q_i", r"-\sum_i q_i\log p_i", "exchanged"),
    (r"H(X\mid Y)", r"\sum_y P(y) H(X\mid Y=y)", r"-\sum_{x,y} p(x,y)\log p(y\mid x)", "wrong way round"),
    ("I(X;Y)", r"D(p(x,y)\,\|\,p(x)p(y))", r"D(p(x)p(y)\,\|\,p(x,y))", "laws of the divergence"),
    (
        "I(X;Y)",
        r"\iint p(x,y)\log\frac{p(x,y)}{p(x)p(y)}\,dx\,dy",
        r"\iint p(x)p(y)\log\frac{p(x,y)}{p(x)p(y)}\,dx\,dy",
        "joint law",
    ),
    ("I(x)", r"-\log P(X=x)", r"\log P(X=x)", "sign"),
]


@pytest.mark.parametrize(("left", "right", "wrong", "slip"), DEFINITIONS)
def test_a_definition_is_right_and_its_slip_is_named(left, right, wrong, slip):
    assert compared(left, "=", right).same
    found = compared(left, "=", wrong)
    assert not found.same
    assert found.witness["claimed"] != found.witness["actual"]
    assert slip in found.slip
    assert found.ours


#: Right documents that a hasty reader would call wrong.
NOT_WRONG = [
    r"It is not true that $H(X \mid Y) \ge H(X)$.",
    r"Suppose that $X$ is a constant. Then $H(X) = 0$.",
    r"In the worst case $H(X \mid Y) = H(X)$.",
    r"If the channel is noiseless, then $H(X \mid Y) = 0$.",
    r"$D(P \| Q) = 0 \iff P = Q$.",
    r"Write $H = \frac12 \log(2\pi e\sigma^2)$ for it.",
    r"Let $X \sim \mathcal{N}(0, \Sigma)$. Then $h(X) = 1$.",
    r"Let $X \sim \mathrm{Bernoulli}(0.1)$. Then $H(X) = 0.47$ bits.",
    r"Let $X \sim \mathrm{Gamma}(\alpha, \beta)$. Then $\mathbb{E}[X] = \frac{\alpha}{\beta}$.",
    r"If $Z = f(Y)$, then $I(X;Z) \le I(X;Y)$.",
]


@pytest.mark.parametrize("text", NOT_WRONG)
def test_nothing_is_called_wrong_that_may_be_meant_otherwise(text):
    assert proofread(text, cache=False).refuted == ()


def test_the_same_is_called_wrong_where_it_is_said_plainly():
    texts = (r"Always $H(X \mid Y) \ge H(X)$.", r"Let $X \sim \mathrm{Bernoulli}(0.1)$. Then $H(X) = 0.47$ nats.")
    assert [len(proofread(text, cache=False).refuted) for text in texts] == [1, 1]


def test_what_cannot_be_read_is_one_error(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}")
    (tmp_path / "a.md").write_bytes(b"\xff\xfe")
    for name, message in (
        ("a.ipynb", "no list of cells"),
        ("a.md", "not UTF-8"),
        ("b.md", "cannot read"),
        ("a.txt", "ends in"),
    ):
        with pytest.raises(SymbinfoError, match=message):
            proofread(tmp_path / name)


def test_the_copies_keep_the_document(tmp_path):
    text = "Here $H(X) \\ge 0$.\n"
    assert proofread(text, cache=False).markdown().startswith("Here $H(X) \\ge 0$ **[1 proved]**.")
    notebook = json.dumps({"cells": [{"cell_type": "markdown", "source": text}, {"cell_type": "code", "source": "1"}]})
    assert "```python\n1\n```" in proofread(notebook, cache=False).markdown()
    tex = "\\begin{document}\n$H(X) \\ge 0$.\n\\end{document}\n"
    assert proofread(tex, cache=False).markdown().startswith("\\begin{document}\n$H(X) \\ge 0$.\n% [1 proved]\n")


def test_a_convention_that_is_said_is_kept():
    text = r"Let $X \sim \mathrm{Gamma}(a, b)$, where $b$ is the %s. Then $\mathbb{E}[X] = \frac{a}{b}$."
    assert [len(proofread(text % word, cache=False).refuted) for word in ("rate", "scale")] == [0, 1]


def test_the_signs_of_our_own_may_stand_in_a_document():
    assert [finding.text for finding in proofread("⟦0⟧ and ⟦7⟧ are independent, $x$", cache=False).findings] == ["x"]
