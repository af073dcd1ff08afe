"""What each measure is, in LaTeX, as data."""

from __future__ import annotations

from symbinfo.verification.documents.definitions.pieces_of_definitions import Tree

__all__ = ["our_definition"]

#: What each measure is, in LaTeX: of masses and of densities.
OURS: dict[str, tuple[str, str]] = {
    "KL": (
        r"D_{\mathrm{KL}}(P\,\|\,Q) = \sum_x P(x)\log\frac{P(x)}{Q(x)}",
        r"D_{\mathrm{KL}}(P\,\|\,Q) = \int p(x)\log\frac{p(x)}{q(x)}\,dx",
    ),
    "H": (r"H(X) = -\sum_x p(x)\log p(x)", r"h(X) = -\int p(x)\log p(x)\,dx"),
    "H of": (r"H(P) = -\sum_x P(x)\log P(x)", r"h(p) = -\int p(x)\log p(x)\,dx"),
    "H given": (r"H(X\mid Y) = -\sum_{x,y} p(x,y)\log p(x\mid y)", r"h(X\mid Y) = -\iint p(x,y)\log p(x\mid y)\,dx\,dy"),
    "H joint": (r"H(X,Y) = -\sum_{x,y} p(x,y)\log p(x,y)", r"h(X,Y) = -\iint p(x,y)\log p(x,y)\,dx\,dy"),
    "cross": (r"H(P,Q) = -\sum_x P(x)\log Q(x)", r"H(p,q) = -\int p(x)\log q(x)\,dx"),
    "I": (
        r"I(X;Y) = \sum_{x,y} p(x,y)\log\frac{p(x,y)}{p(x)\,p(y)}",
        r"I(X;Y) = \iint p(x,y)\log\frac{p(x,y)}{p(x)\,p(y)}\,dx\,dy",
    ),
    "I given": (
        r"I(X;Y\mid Z) = \sum_{x,y,z} p(x,y,z)\log\frac{p(x,y\mid z)}{p(x\mid z)\,p(y\mid z)}",
        r"I(X;Y\mid Z) = \iiint p(x,y,z)\log\frac{p(x,y\mid z)}{p(x\mid z)\,p(y\mid z)}\,dx\,dy\,dz",
    ),
    "JS": (
        r"\mathrm{JS}(P\,\|\,Q) = \tfrac12 D_{\mathrm{KL}}(P\,\|\,M) + \tfrac12 D_{\mathrm{KL}}(Q\,\|\,M),\ M = \tfrac12(P+Q)",
        r"\mathrm{JS}(P\,\|\,Q) = \tfrac12 D_{\mathrm{KL}}(P\,\|\,M) + \tfrac12 D_{\mathrm{KL}}(Q\,\|\,M),\ M = \tfrac12(P+Q)",
    ),
    "self": (r"I(x) = -\log p(x)", r"I(x) = -\log p(x)"),
}  # fmt: skip


def our_definition(tree: Tree, densities: bool) -> str:
    """What the measure that a side consists of is, in LaTeX; nothing of any other side."""
    head = tree[0]
    if head in ("H", "I") and len(tree) == 4:
        if tree[2]:
            head += " given"
        elif head == "H" and len(tree[1][0]) > 1:
            head += " joint"
        densities = densities or bool(tree[3])
    return OURS[head][densities] if head in OURS else ""
