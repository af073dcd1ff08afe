"""A formula on one line of a terminal, in Unicode or in ASCII."""

from __future__ import annotations

from symbinfo.render.layout import (
    Apply,
    At,
    Atom,
    Big,
    Binomial,
    Cases,
    Fence,
    Frac,
    Grid,
    Kind,
    Layout,
    Level,
    Named,
    Root,
    Row,
    Slash,
    Sub,
    Sup,
    level_of,
)

__all__ = ["line_of"]

SUPERSCRIPTS = str.maketrans("0123456789n−+⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ⁻⁺ᵀ")
SUBSCRIPTS = str.maketrans("0123456789+−", "₀₁₂₃₄₅₆₇₈₉₊₋")


def line_of(node: Layout, *, ascii: bool = False) -> str:
    """The layout on one line.

    Parameters
    ----------
    node : Layout
        The formula.
    ascii : bool
        Spell everything in ASCII, with ``*`` and ``^``.

    Examples
    --------
    >>> from sympy import log, symbols
    >>> from symbinfo.render.typeset import Typesetter
    >>> formula = Typesetter()(log(symbols("sigma1", positive=True)) - symbols("phi")**2)
    >>> line_of(formula), line_of(formula, ascii=True)
    ('log σ₁ − φ²', 'log(sigma1) - phi^2')
    """
    return _Line(ascii).of(node).strip()


class _Line:
    def __init__(self, ascii: bool) -> None:
        self.ascii = ascii

    def of(self, node: Layout) -> str:
        """The text of any layout."""
        text: str = getattr(self, "_" + type(node).__name__.lower())(node)
        return text

    def _atom(self, node: Atom) -> str:
        return node.ascii if self.ascii else node.text

    def _row(self, node: Row) -> str:
        if node.level is not Level.PRODUCT:
            return "".join(self.of(item) for item in node.items)
        # On one line a fraction in front of other factors needs brackets: (1/2) log x.
        parts = []
        for index, item in enumerate(node.items):
            text = self.of(item)
            alone = isinstance(item, Frac) and len(node.items) > 1 and not (self.ascii and index == 0)
            parts.append(f"({text})" if alone else text)
        return "".join(parts)

    def _frac(self, node: Frac | Slash) -> str:
        top, bottom = self.of(node.top), self.of(node.bottom)
        if level_of(node.top) is Level.SUM or isinstance(node.top, (Frac, Slash, Big)) or self._ends_open(node.top):
            top = f"({top})"
        # The half of one thing is read without brackets; every other bottom that is not one thing needs them.
        if level_of(node.bottom) is not Level.ATOM:
            bottom = f"({bottom})"
        return f"{top}/{bottom}"

    def _ends_open(self, node: Layout) -> bool:
        """Whether what follows could be taken for a part of the last argument: ``log p/q`` is the log of a quotient."""
        last = node.items[-1] if isinstance(node, Row) and node.items else node
        if self.ascii or not isinstance(last, Apply) or not last.bare:
            return False
        return isinstance(last.body, (Atom, Sub, Apply, Root))

    def _slash(self, node: Slash) -> str:
        return f"{self.of(node.top)}/{self.of(node.bottom)}"

    def _sup(self, node: Sup) -> str:
        base, sup = self.of(node.base), self.of(node.sup)
        if not self.ascii and all(c in "0123456789n−+⊤" for c in sup):
            return base + sup.translate(SUPERSCRIPTS)
        simple = isinstance(node.sup, (Atom, Sub, Fence, Apply)) and not getattr(node.sup, "bare", False)
        return f"{base}^{sup}" if simple else f"{base}^({sup})"

    def _sub(self, node: Sub) -> str:
        base, sub = self.of(node.base), self.of(node.sub)
        if isinstance(node.sub, Atom) and node.sub.kind is Kind.NUMBER:
            return base + (sub if self.ascii else sub.translate(SUBSCRIPTS))
        return f"{base}_{sub}" if isinstance(node.sub, Atom) else f"{base}_{{{sub}}}"

    def _root(self, node: Root) -> str:
        body = self.of(node.body)
        if self.ascii:
            return f"sqrt({body})"
        return f"√{body}" if isinstance(node.body, (Atom, Sub)) else f"√({body})"

    def _fence(self, node: Fence) -> str:
        return self.of(node.left) + self.of(node.body) + self.of(node.right)

    def _apply(self, node: Apply) -> str:
        head, body = self.of(node.head), self.of(node.body)
        if node.bare and not self.ascii and isinstance(node.body, (Atom, Sub, Apply, Root, Fence)):
            return head + ("" if isinstance(node.body, Fence) else " ") + body
        return head + self.of(node.left) + body + self.of(node.right)

    def _big(self, node: Big) -> str:
        head = self.of(node.sign)
        if node.lower is not None:
            lower = self.of(node.lower)
            head += f"_{lower}" if isinstance(node.lower, Atom) and not self.ascii else f"_{{{lower}}}"
        if node.upper is not None:
            upper = self.of(node.upper)
            head += f"^{upper}" if isinstance(node.upper, Atom) and not self.ascii else f"^{{{upper}}}"
        tail = " " + self.of(node.tail) if node.tail is not None else ""
        return f"{head} {self.of(node.body)}{tail}"

    def _at(self, node: At) -> str:
        return f"[{self.of(node.body)}]_{{{self.of(node.point).replace(' ', '')}}}"

    def _binomial(self, node: Binomial) -> str:
        top, bottom = self.of(node.top), self.of(node.bottom)
        return f"binomial({top}, {bottom})" if self.ascii else f"C({top}, {bottom})"

    def _cases(self, node: Cases) -> str:
        rows = [f"{self.of(v)} " + (f"if {self.of(c)}" if c is not None else "otherwise") for v, c in node.rows]
        return "{ " + "; ".join(rows) + " }"

    def _grid(self, node: Grid) -> str:
        rows = (f"[{', '.join(map(self.of, row))}]" for row in node.rows)
        return f"[{', '.join(rows)}]"

    def _named(self, node: Named) -> str:
        return node.text if self.ascii else node.text.replace(" || ", " ‖ ")
