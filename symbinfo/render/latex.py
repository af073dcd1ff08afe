"""LaTeX as the course writes it: layouts into formulas, and the formulas of a derivation into `align*`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    Named,
    Root,
    Row,
    Slash,
    Sub,
    Sup,
    closed,
    has_big,
    is_tall,
)

__all__ = ["latex_of_layout"]


def latex_of_layout(node: Layout) -> str:
    r"""The layout as a LaTeX formula, without dollars.

    Examples
    --------
    >>> from symbinfo.render.names import name_of, number
    >>> latex_of_layout(Frac(number("1"), name_of("mu2")))
    '\\frac{1}{\\mu_2}'
    """
    return _EMIT[type(node)](node).strip()


def _join(parts: list[str]) -> str:
    """Side by side, with a space where a command would swallow a letter."""
    out = ""
    for part in parts:
        if not part:
            continue
        if out and part[0].isalnum() and _ends_in_command(out):
            out += " "
        out += part
    while "  " in out:
        out = out.replace("  ", " ")
    return out


def _ends_in_command(text: str) -> bool:
    tail = text[text.rfind("\\") + 1 :] if "\\" in text else ""
    return bool(tail) and tail.isalpha()


def _row(node: Row) -> str:
    return _join([_EMIT[type(item)](item) for item in node.items])


def _scripted(mark: str) -> Callable[[Any], str]:
    def emit(node: Any) -> str:
        base, script = vars(node).values()
        core = _EMIT[type(base)](base).rstrip()
        if isinstance(base, Sup):
            core = f"{{{core}}}"
        return core + _script(mark, script)

    return emit


def _script(mark: str, script: Layout) -> str:
    inner = latex_of_layout(script)
    return f"{mark}{inner}" if len(inner) == 1 else f"{mark}{{{inner}}}"


def _delimited(left: Atom, body: Layout, right: Atom) -> str:
    if is_tall(body):
        return _join([rf"\left{left.latex}", latex_of_layout(body), rf"\right{right.latex}"])
    return _join([left.latex, latex_of_layout(body), right.latex])


def _frac(node: Frac) -> str:
    top, bottom = latex_of_layout(node.top), latex_of_layout(node.bottom)
    if has_big(node.top) or has_big(node.bottom):
        # Struts keep the ends of an integral off the bar.
        above, below = r"\displaystyle \rule[-1em]{0pt}{1em} ", r"\displaystyle \rule{0pt}{1.8em} "
        return rf"\frac{{{above if has_big(node.top) else ''}{top}}}{{{below if has_big(node.bottom) else ''}{bottom}}}"
    return rf"\frac{{{top}}}{{{bottom}}}"


def _apply(node: Apply) -> str:
    head = latex_of_layout(node.head)
    if node.bare:
        close = isinstance(node.body, (Frac, Binomial, Root, Fence)) and isinstance(node.head, Atom)
        return _join([head, "" if close else " ", latex_of_layout(node.body)])
    return head + _delimited(node.left, node.body, node.right)


def _big(node: Big) -> str:
    head = node.sign.latex
    if node.lower is not None:
        head += _script("_", node.lower)
    if node.upper is not None:
        head += _script("^", node.upper)
    tail = r"\," + latex_of_layout(node.tail) if node.tail is not None else ""
    return f"{head} {latex_of_layout(node.body)}{tail}"


def _cases(node: Cases) -> str:
    rows = []
    for value, condition in node.rows:
        when = r"\text{otherwise}" if condition is None else rf"\text{{if }} {latex_of_layout(condition)}"
        rows.append(f"{latex_of_layout(value)} & {when}")
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _grid(node: Grid) -> str:
    rows = (" & ".join(map(latex_of_layout, row)) for row in node.rows)
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


_EMIT: dict[Any, Callable[[Any], str]] = {
    Atom: lambda n: n.latex + (" " if n.kind is Kind.OPERATOR and n.latex.startswith("\\") else ""),
    Row: _row,
    Frac: _frac,
    Slash: lambda n: f"{latex_of_layout(n.top)}/{latex_of_layout(n.bottom)}",
    Sup: _scripted("^"),
    Sub: _scripted("_"),
    Root: lambda n: rf"\sqrt{{{latex_of_layout(n.body)}}}",
    Fence: lambda n: _delimited(n.left, n.body, n.right),
    Apply: _apply,
    Big: _big,
    At: lambda n: rf"\left.{latex_of_layout(closed(n.body))}\right\rvert_{{{latex_of_layout(n.point)}}}",
    Binomial: lambda n: rf"\binom{{{latex_of_layout(n.top)}}}{{{latex_of_layout(n.bottom)}}}",
    Cases: _cases,
    Grid: _grid,
    Named: lambda n: n.latex,
}
