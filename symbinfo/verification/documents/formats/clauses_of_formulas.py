r"""What a formula says, clause by clause: rows of a display, statements with ``\qquad`` between, ``\text{if }`` a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["RELATIONS", "Clause", "clauses", "has_relation", "links_in", "pieces_at_top", "relations_in"]


class Clause(NamedTuple):
    """A statement, a condition or an expression; `words` stand before it in the formula, such as ``if`` and ``where``."""

    text: str
    words: str = ""


#: Signs that relate two sides.
RELATIONS = frozenset(
    [
        r"=",
        r"<",
        r">",
        r":=",
        r"\le",
        r"\leq",
        r"\leqslant",
        r"\leqq",
        r"\ge",
        r"\geq",
        r"\geqslant",
        r"\geqq",
        r"\lt",
        r"\gt",
        r"\ne",
        r"\neq",
        r"\approx",
        r"\simeq",
        r"\cong",
        r"\doteq",
        r"\equiv",
        r"\triangleq",
        r"\coloneqq",
        r"\sim",
        r"\in",
        r"\to",
        r"\propto",
        r"\perp",
        r"\rightarrow",
        r"\longrightarrow",
        r"\ll",
        r"\gg",
        r"\lesssim",
        r"\gtrsim",
        r"\stackrel",
        r"\overset",
        r"\uparrow",
        r"\downarrow",
        r"\notin",
        r"\subset",
        r"\subseteq",
        r"\eqqcolon",
        r"\mapsto",
        r"\asymp",
        r"\succeq",
        r"\preceq",
        r"\succ",
        r"\prec",
    ]
)
_OPERATORS = frozenset([r"+", r"-", r"*", r"/", r"\cdot", r"\times", r"\pm", r"\left(", r")"])
_ROWS = (
    "equation|align|aligned|gather|gathered|split|multline|eqnarray|alignat|alignedat|flalign|displaymath|math|dmath"
)
_FRAME = re.compile(rf"\\(?:begin|end)\s*\{{(?:{_ROWS})\*?\}}(?:\[[a-z]\])?")
_COLUMNS = re.compile(r"\\begin\s*\{(?:align|aligned|alignat|alignedat|flalign|split)\*?\}")
_COUNTED = re.compile(r"(\\begin\s*\{(?:alignat|alignedat)\*?\})\s*\{\d+\}")
_DROPPED = re.compile(
    r"\\(?:label|tag\*?|intertext|shortintertext|hspace\*?|vspace\*?)\s*\{[^{}]*\}|\\(?:nonumber|notag)\b|(?<!\\)%[^\n]*"
)
_TOKEN = re.compile(r"\\begin\s*\{[^{}]*\}|\\end\s*\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|:=|\s+|.", re.S)
_TEXT = re.compile(r"\\(?:text|mbox|textrm|textnormal|mathrm|textit|hbox)\s*\{")
#: Words between statements, or before a condition.
CONNECTIVES = frozenset(
    [
        "and",
        "or",
        "if",
        "when",
        "whenever",
        "where",
        "for",
        "with",
        "since",
        "because",
        "then",
        "otherwise",
        "provided",
        "as",
        "is",
        "are",
        "while",
        "given",
        "so",
        "hence",
        "thus",
        "by",
        "iff",
        "i.e.",
        "i.e.,",
        "e.g.",
        "say",
        "assuming",
        "unless",
        "but",
        "let",
        "also",
        "which",
        "but",
        "on",
        "in",
        "using",
        "from",
        "at",
    ]
)
IMPLIES, EQUIVALENT, COLUMN = "implies", "iff", ","
_ARROWS = {
    **dict.fromkeys((r"\implies", r"\Rightarrow", r"\Longrightarrow"), IMPLIES),
    **dict.fromkeys((r"\iff", r"\Leftrightarrow", r"\Longleftrightarrow"), EQUIVALENT),
}
_GAPS = frozenset((r"\quad", r"\qquad"))


def pieces_at_top(tex: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of a formula, each with its place and with how many brackets are open around it."""
    depth = 0
    for hit in _TOKEN.finditer(tex):
        token = hit.group()
        opens = token in ("{", "(", "[", r"\{", r"\lbrace", r"\lfloor", r"\lceil") or token.startswith(r"\begin")
        closes = token in ("}", ")", "]", r"\}", r"\rbrace", r"\rfloor", r"\rceil") or token.startswith(r"\end")
        depth = max(depth - closes, 0)
        yield token, hit.start(), depth
        depth += opens


def relations_in(tex: str) -> list[tuple[str, int]]:
    """The relations of a formula outside all brackets, each with its place."""
    return [(token, at) for token, at, depth in pieces_at_top(tex) if depth == 0 and token in RELATIONS]


def has_relation(tex: str) -> bool:
    """Whether a formula relates two sides."""
    return bool(relations_in(tex))


def clauses(formula: str) -> list[Clause]:
    r"""The clauses of a formula, in order.

    Examples
    --------
    >>> [clause.text for clause in clauses(r"P(X=1)=\phi,\qquad P(X=0)=1-\phi.")]
    ['P(X=1)=\\phi', 'P(X=0)=1-\\phi']
    >>> clauses(r"h(X) = 0 \quad\text{if } b = 1")[1]
    Clause(text='b = 1', words='if')
    """
    columns = bool(_COLUMNS.search(formula))
    plain = _FRAME.sub(" ", _COUNTED.sub(r"\1", _DROPPED.sub(" ", formula)))
    found: list[Clause] = []
    for row in _rows(plain, columns):
        found += _of_row(row)
    return [clause for clause in found if clause.text]


def _rows(plain: str, columns: bool) -> list[str]:
    """The rows of a display; one that goes on from the row before is joined to it."""
    rows: list[str] = [""]
    marks = 0
    for token, _, depth in pieces_at_top(plain):
        if depth == 0 and token in (r"\\", r"\cr", r"\newline"):
            rows.append("")
            marks = 0
        elif depth == 0 and token == "&":
            marks += 1
            if columns and marks % 2 == 0:
                rows.append("")
        else:
            rows[-1] += token
    joined: list[str] = []
    for row in rows:
        row = re.sub(r"\A\s*\[[\d.]+\s*(?:pt|em|ex|mm|cm|in)\]", "", row).strip()
        if not row:
            continue
        first, last = _first(row), _last(joined[-1]) if joined else ""
        operator = first in _OPERATORS and not (has_relation(row) and last in (",", ".", ";"))
        if joined and (
            first in RELATIONS - {r"\stackrel", r"\overset"} or operator or last in RELATIONS | _OPERATORS - {")"}
        ):
            joined[-1] = f"{joined[-1]} {row}"
        else:
            joined.append(row)
    return joined


def _tokens(row: str) -> list[str]:
    spaces = (r"\,", r"\;", r"\!", r"\:", r"\ ", r"\quad", r"\qquad", "{", "}")
    return [token for token, _, _ in pieces_at_top(row) if token.strip() and token not in spaces]


def _first(row: str) -> str:
    return next(iter(_tokens(row)), "")


def _last(row: str) -> str:
    tokens = _tokens(row)
    return tokens[-1] if tokens else ""


def _of_row(row: str) -> list[Clause]:
    """The clauses of a row: at words, at arrows, at gaps behind a comma, and at commas between statements."""
    parts: list[tuple[str, str]] = [("", "")]  # words, text
    skip = 0
    for token, at, depth in pieces_at_top(row):
        if at < skip:
            continue
        if depth == 0 and token in _ARROWS:
            parts.append((_ARROWS[token], ""))
            continue
        if depth == 0 and (written := _TEXT.match(row, at)):
            words, end = _braced(row, written.end())
            if _connects(row, at, end, words):
                parts.append((words.strip(" ,.;:"), ""))
                skip = end
                continue
        if depth == 0 and token in _GAPS and _divides(parts[-1][1], row[at:]):
            parts.append(("", ""))
            continue
        parts[-1] = (parts[-1][0], parts[-1][1] + token)
    made: list[Clause] = []
    carried = ""
    for words, text in parts:
        words = f"{carried} {words}".strip()
        body = _trimmed(text)
        carried = "" if body else words
        if not body:
            continue
        made += [Clause(piece, words if number == 0 else COLUMN) for number, piece in enumerate(_at_commas(body))]
    return made


def _divides(before: str, behind: str) -> bool:
    """Whether a gap stands between two clauses, and not inside of one."""
    return (_ends_with_stop(before) or has_relation(before)) and _first(behind) not in RELATIONS | _OPERATORS


def _braced(row: str, at: int) -> tuple[str, int]:
    """The words from here to the closing brace; formulas in them stand for themselves."""
    depth = 1
    for place in range(at, len(row)):
        depth += (row[place] == "{") - (row[place] == "}")
        if depth == 0:
            return row[at:place], place + 1
    return row[at:], len(row)


def _connects(row: str, at: int, end: int, words: str) -> bool:
    """Whether words in a formula stand between its clauses, and are not a name or a unit in one."""
    if row[:at].rstrip().endswith(("_", "^")) or row[end : end + 1] in ("(", "_", "^"):
        return False
    plain = words.strip().lstrip("(,;.: ").lower().split()
    return bool(plain) and (plain[0].strip(",.;:") in CONNECTIVES or words.strip().startswith("("))


def _ends_with_stop(text: str) -> bool:
    return text.rstrip(" \n\t").removesuffix(r"\,").rstrip().endswith((",", ";", ".", ":"))


def _trimmed(text: str) -> str:
    """A clause without stops and gaps at its ends."""
    before = None
    while before != text:
        before = text
        text = re.sub(r"^(?:\\[,;!: ]|\\q?quad\b|[\s,;:])+|(?:\\[,;!: ]|\\q?quad\b|[\s,;.])+$", "", text)
        if text.endswith("\\"):
            text = before.rstrip() if before.rstrip() != before else before[:-1].rstrip("\\ ")
            break
    return text


def _at_commas(body: str) -> list[str]:
    """The parts between commas, where each of them relates two sides; otherwise the whole."""
    places = [at for token, at, depth in pieces_at_top(body) if depth == 0 and token in (",", ";")]
    parts = [body[i:j] for i, j in zip([0, *(p + 1 for p in places)], [*places, len(body)], strict=True)]
    if len(parts) > 1 and all(has_relation(part) for part in parts):
        return [_trimmed(part) for part in parts]
    return [body]


def links_in(tex: str) -> list[tuple[str, str, str]]:
    """The relations with the sides left and right of each."""
    relations = relations_in(tex)
    ends = [0, *(at + len(sign) for sign, at in relations)]
    sides = [tex[i:j].strip() for i, j in zip(ends, [*(at for _, at in relations), len(tex)], strict=True)]
    return [(left, sign, right) for left, (sign, _), right in zip(sides, relations, sides[1:], strict=False)]
