r"""Optima as people write them: ``max_p H(P)``, ``\arg\min_{m, s} KL(P || Q)``, ``max over p of ...``, ``\max_{p(x)} I(X; Y)``.

Each becomes a call of the language, ``max(H(P); p)``; what is optimised goes on to the next relation or closing bracket.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from symbinfo.query.typed.tokens import Told

__all__ = ["OPTIMA", "with_optima"]

#: The calls of the language that ask for an optimum over parameters.
OPTIMA = ("max", "min", "argmax", "argmin")
LONGEST = 2_000
_WORDS = {"sup": "max", "inf": "min", "maximum": "max", "minimum": "min", "maximise": "max", "minimise": "min"}
_WORDS |= {"maximize": "max", "minimize": "min", "supremum": "max", "infimum": "min"}
_SPACE = r"(?:\s|\\[,;:! ]|~|\\limits|\\displaystyle)*"
_WORD = r"(?:max(?:imum|imi[sz]e)?|min(?:imum|imi[sz]e)?|sup(?:remum)?|inf(?:imum)?)"
_HEAD = rf"""
    (?<![A-Za-z\\])(?:
      \\(?:operatorname\*?|mathop|mathrm|text)\s*\{{\s*(?:\\mathrm\s*\{{)?\s*(?P<arg1>arg)?(?:\s|\\[,;! ])*\\?(?P<word1>max|min|sup|inf)\s*\}}?\s*\}}
    | (?P<arg2>\\?arg)?{_SPACE}\\?(?P<word2>{_WORD})
    )(?![A-Za-z])
"""
#: ``max_p``, ``max_{m, s}``, ``\max_{0 \le p \le 1}``.
_BELOW = re.compile(rf"{_HEAD}{_SPACE}_\s*(?P<below>\{{|\(|\\?[A-Za-z][A-Za-z0-9]*)", re.VERBOSE)
#: ``\underset{p}{\max}``.
_UNDER = re.compile(rf"\\underset\s*\{{(?P<below>[^{{}}]*)\}}\s*\{{\s*(?P<head>{_HEAD})\s*\}}", re.VERBOSE)
#: ``max over p of H(...)``, ``the maximum over m and s of ...``.
_OVER = re.compile(
    rf"(?:the\s+)?{_HEAD}\s+over\s+(?:all\s+)?(?P<below>[A-Za-z][\w ,]*?(?:\s+in\s*[\[(][^\])]*[\])])?)\s+of\s+(?:the\s+)?",
    re.VERBOSE,
)
_LAW_OF_INPUT = re.compile(r"(?:\\?[Pp]|\\mathcal\s*\{?P\}?)\s*(?:_\s*\{?\s*[A-Za-z]\s*\}?|\(\s*[A-Za-z]\s*\))\Z")
_INFORMATION = re.compile(r"\s*I\s*(?:\\left)?\s*\(\s*([A-Za-z]\w*)\s*[;,]\s*([A-Za-z]\w*)\s*(?:\\right)?\s*\)\s*\Z")
_RELATION = re.compile(r"<=|>=|==|!=|~=|[=<>≤≥≠]|\\(?:leq?|geq?|neq?|lt|gt|approx)(?![A-Za-z])")
_NAME = r"\\?[A-Za-z](?:[A-Za-z0-9]*)(?:_\{?[A-Za-z0-9]+\}?)?[0-9]*"
_MEMBER = re.compile(rf"({_NAME})\s*(?:\\in(?![A-Za-z])|∈|\bin\b)\s*[\[(]([^\[\]()]*),([^\[\](),]*)[\])]\Z")
_BETWEEN = re.compile(rf"(.*?)(<=?|≤|\\leq?)\s*({_NAME})\s*(<=?|≤|\\leq?)(.*)\Z", re.DOTALL)
_ONE_SIDE = re.compile(rf"({_NAME})\s*(<=|>=|<|>|≤|≥|\\leq?(?![a-z])|\\geq?(?![a-z]))(.*)\Z", re.DOTALL)
_LIST = re.compile(rf"{_NAME}(?:\s*(?:,|\band\b)\s*{_NAME})*\Z")
_SIGNS = {"≤": "<=", "≥": ">=", r"\le": "<=", r"\leq": "<=", r"\ge": ">=", r"\geq": ">="}


class _Found(NamedTuple):
    """An optimum in a text: where it begins, its word, what stands below it, and where what is optimised begins."""

    start: int
    word: str
    below: str
    body: int


def with_optima(text: str, told: Told, latex: bool) -> str:
    r"""The text with its optima as calls.

    Examples
    --------
    >>> with_optima("max_p H(Bernoulli(p)) = log(2)", Told(), False)
    'max(H(Bernoulli(p)); p) = log(2)'
    >>> with_optima("argmin_{m, s} KL(P || Normal(m, s))", Told(), False)
    'argmin(KL(P || Normal(m, s)); m; s)'
    >>> with_optima("max(a, b)", Told(), False)
    'max(a, b)'
    """
    if len(text) > LONGEST or not re.search(r"max|min|sup|inf", text):
        return text
    for _ in range(8):
        found = _first(text)
        if found is None:
            break
        end = _end(text, found.body)
        body = text[found.body : end].rstrip()
        made = _call(found, body, told, latex)
        if made is None:
            break
        told.changed = True
        text = text[: found.start] + made + text[found.body + len(body) :]
    return text


def _first(text: str) -> _Found | None:
    """The last optimum of a text, so that one inside another comes first."""
    for match in reversed(list(_UNDER.finditer(text))):
        return _Found(match.start(), _word(match), match["below"], match.end())
    for match in reversed(list(_OVER.finditer(text))):
        return _Found(match.start(), _word(match), match["below"], match.end())
    for match in reversed(list(_BELOW.finditer(text))):
        below, end = match["below"], match.end()
        if below in ("{", "("):
            close = _closing(text, end - 1)
            if close is None:
                return None
            below, end = text[end:close], close + 1
        return _Found(match.start(), _word(match), below, end)
    return None


def _word(match: re.Match[str]) -> str:
    word = (match["word1"] or match["word2"]).lower()
    return ("arg" if match["arg1"] or match["arg2"] else "") + _WORDS.get(word, word)


def _closing(text: str, at: int) -> int | None:
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] in "({[") - (text[place] in ")}]")
        if depth == 0:
            return place
    return None


def _end(text: str, start: int) -> int:
    """Where what is optimised ends: before a relation, a comma or a bracket that closes what stands around it."""
    depth, at = 0, start
    while at < len(text):
        if depth == 0 and (_RELATION.match(text, at) or text[at] in ",;$"):
            break
        if text[at] == "\\" and text[at + 1 : at + 2] in tuple(",;:! "):
            at += 2  # a space of LaTeX
            continue
        depth += (text[at] in "({[") - (text[at] in ")}]")
        if depth < 0:
            break
        at += 1
    tail = text[:at]
    return at - len(r"\right") if depth < 0 and tail.endswith(r"\right") else at


def _call(found: _Found, body: str, told: Told, latex: bool) -> str | None:
    """The call, or None where what stands below is not read."""
    below = re.sub(r"\\[,;:! ]", " ", found.below).strip()
    parts = re.split(r":|\\colon|;|\\mid(?![a-z])", below, maxsplit=1)
    if _LAW_OF_INPUT.match(parts[0].strip()) and (pair := _INFORMATION.match(body)):
        told.note("the maximum over all laws of the input is read as the capacity of the channel")
        bound = f"; {parts[1].strip()}" if len(parts) > 1 else ""
        name = "capacity" if found.word == "max" else f"{found.word}capacity"
        head = rf"\operatorname{{{name}}}" if latex else name
        return f"{head}({pair[2]} | {pair[1]}{bound})"
    arguments = _arguments(below)
    if arguments is None or not body.strip():
        return None
    if re.search(r"[+]|(?<=[^\s(\[{,*/^=-])\s*-", _outside(body)):
        told.note(f"{found.word} is taken of all that follows it: use brackets for another reading")
    head = rf"\operatorname{{{found.word}}}" if latex else found.word
    return f"{head}({body.strip()}; {'; '.join(arguments)})"


def _outside(text: str) -> str:
    """What stands outside of all brackets."""
    depth, kept = 0, ""
    for sign in text:
        depth -= sign in ")}]"
        kept += sign if depth == 0 else "x"
        depth += sign in "({["
    return kept


def _arguments(below: str) -> list[str] | None:
    """What varies, and within which bounds."""
    if match := _MEMBER.match(below):
        name, low, high = (part.strip() for part in match.groups())
        return [name, *([f"{name} >= {low}"] if "infty" not in low and "oo" not in low else []),
                *([f"{name} <= {high}"] if "infty" not in high and "oo" not in high else [])]  # fmt: skip
    if match := _BETWEEN.match(below):
        low, first, name, second, high = (part.strip() for part in match.groups())
        turned = {"<": ">", "<=": ">="}[_SIGNS.get(first, first)]
        return [name, f"{name} {turned} {low}", f"{name} {_SIGNS.get(second, second)} {high}"]
    if match := _ONE_SIDE.match(below):
        name, sign, end = (part.strip() for part in match.groups())
        return [name, f"{name} {_SIGNS.get(sign, sign)} {end}"]
    if _LIST.match(below):
        return [name.strip() for name in re.split(r",|\band\b", below)]
    return None
