"""The ways in which a statement is read: with which lines, in which unit, with which convention of a rate or a scale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from symbinfo.expressions.errors import SymbinfoError
from symbinfo.query.setting import setting as read_setting
from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line
from symbinfo.verification.documents.settings.names_and_laws import expression_text, symbols_in
from symbinfo.verification.documents.settings.setting_of_prose import Setting

__all__ = ["Way", "readable", "unit_written", "ways"]

MOST_WAYS = 8
_BITS = re.compile(
    r"\\log\s*_\s*(?:2(?![0-9])|\{\s*2\s*\})|\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\b(?:bits?|shannons?)\b[^{}]*\}|\\lb(?![A-Za-z])"
)
_NATS = re.compile(r"\\ln(?![A-Za-z])|\\(?:text|mathrm|textrm|mbox)\s*\{[^{}]*\bnats?\b[^{}]*\}")
_LOG = re.compile(r"\\log(?!\s*_)(?![A-Za-z])")
_MEASURED = re.compile(r"(?<![A-Za-z\\])[Hh]\s*(?:\\left)?\(\s*([A-Z](?:_\{?\w\}?)?|[pPqQ])\s*(?:\\right)?\)")


@dataclass(frozen=True)
class Way:
    """A way to read a statement.

    Parameters
    ----------
    text : str
        The statement, with values put in for the parameters that have one.
    given : tuple of str
        The lines of its setting.
    unit : str
        "nats" or "bits".
    shown : tuple of str
        What the reader of the document is told: the lines and the unit.
    whole : bool
        Whether all lines that concern the statement are in it; nothing is refuted without them.
    note : str
        Which convention it takes, where that is not said.
    sure : bool
        Whether it may decide by itself that a statement holds; otherwise it only keeps one from being refuted.
    """

    text: str
    given: tuple[str, ...]
    unit: str
    shown: tuple[str, ...]
    whole: bool = True
    note: str = ""
    sure: bool = True


def unit_written(tex: str) -> str:
    """The unit that a formula says itself, or nothing."""
    found = {unit for unit, pattern in (("bits", _BITS), ("nats", _NATS)) if pattern.search(tex)}
    return found.pop() if len(found) == 1 else ""


def ways(tex: str, setting: Setting) -> list[Way]:
    """The ways to read a statement, the likeliest first."""
    lines = _closure(
        tex, tuple(line for line in setting.lines if not line.probability and not line.abbreviation), setting.own
    )
    lines += _for_nameless(tex, setting, lines)
    values = {line.names[0]: line.value for line in lines if line.value}
    body, lines = _of_functions(_put_in(tex, values), lines)
    put = (_with_values(part, values) for line in lines if not line.value for part in _parts(line))
    said = tuple(sorted((line for line in put if _says_something(line)), key=_order))
    assumptions = {line.text for line in lines if line.assumption}
    drawn = [line for line in lines if line.law]
    given = tuple(line for line in said if not drawn or line not in assumptions)
    shown = (*(f"{name} = {value}" for name, value in values.items()), *said)
    found: list[Way] = []
    for swapped, note, text_now in _conventions(lines, values, body):
        lines_now = tuple(swapped.get(line, line) for line in given)
        shown_now = tuple(swapped.get(line, line) for line in shown)
        found += [
            Way(text, lines_now, unit, (*shown_now, *told), True, "; ".join(filter(None, (note, more))), sure)
            for text, unit, told, more, sure in _units(text_now, setting)
        ]
    return found[:MOST_WAYS]


def _says_something(line: str) -> bool:
    """Whether a line still has a name in it, after values were put in."""
    return bool(re.search(r"[A-Za-z]", line.split(" in ")[0])) or "~" in line


def _order(line: str) -> int:
    """Laws before the functions of variables that have them."""
    return 1 if re.match(r"[A-Z]\w* = (?![A-Z]\w{2,}\()(?!mixture)", line) else 0


def _parts(line: Line) -> list[str]:
    return [part.strip() for part in line.text.split(";")]


def _closure(tex: str, lines: tuple[Line, ...], own: tuple[str, ...] = ()) -> list[Line]:
    """The lines that concern a statement: of its names, and of the names in these lines."""
    named = symbols_in(tex)
    wanted = set(named)
    declared = {name for line in lines for name in line.names}
    other = {name.swapcase() for name in wanted - declared if name in ("p", "q", "P", "Q")}
    wanted |= {name for name in other if any(_is_of(line, name, tex, named, own) for line in lines)}
    chosen: list[Line] = []
    grown = True
    while grown:
        grown = False
        for line in lines:
            if line in chosen:
                continue
            needed = line.uses if line.assumption else frozenset(line.names)
            concerns = bool(needed & wanted) if line.law or line.value else needed <= wanted
            if concerns:
                chosen.append(line)
                wanted |= line.uses
                grown = True
    kept = [line for line in lines if line in chosen]
    return [*kept, *_in_other_case(tex, kept)]


def _is_of(line: Line, name: str, tex: str, named: frozenset[str], own: tuple[str, ...]) -> bool:
    """Whether a law of p is that of P in a statement: its sentence says it, or its value or parameters are spoken of."""
    spoken = (line.uses - set(line.names)) & named or re.search(r"\d\.\d", tex)
    return name in line.names and (line.text in own or bool(spoken))


def _in_other_case(tex: str, lines: list[Line]) -> list[Line]:
    """``p`` is the law that was declared as ``P``, where it stands for a law and is no parameter."""
    declared = {name for line in lines for name in line.names}
    made = []
    for line in lines:
        name = line.names[0] if line.law and line.names else ""
        other = name.swapcase()
        if name not in ("P", "Q", "p", "q") or other in declared or any(other in one.uses for one in lines):
            continue
        if re.search(rf"[(,|]\s*{other}\s*(?:\\[,;! ]\s*)*(?:\\\||\|\||\\parallel|,|\))", tex):
            text = f"{other}{line.text[len(name) :]}"
            made.append(Line(text, (other,), (line.uses - {name}) | {other}))
    return made


def _for_nameless(tex: str, setting: Setting, lines: list[Line]) -> list[Line]:
    """A law that was said without a variable is that of the one variable of a statement that has none."""
    if not setting.nameless:
        return []
    names = set(_MEASURED.findall(tex))
    declared = {name for line in lines if line.law for name in line.names}
    if len(names) != 1 or declared:
        return []
    (name,) = names
    line = law_line(name.replace("_", "").replace("{", "").replace("}", ""), setting.nameless)
    extra = [other for other in _closure(" ".join(sorted(line.uses)), setting.lines) if not other.law]
    return [line, *(other for other in extra if other not in lines)]


def _of_functions(tex: str, lines: list[Line]) -> tuple[str, list[Line]]:
    """``H(Y)`` as ``H(a X)`` where Y = a X and nothing is said of X: what holds of any variable."""
    drawn = {name for line in lines if "~" in line.text for name in line.names}
    kept = []
    for line in lines:
        function = re.fullmatch(r"([S-Z]\d?) = (.*)", line.text) if line.law else None
        inside = set(re.findall(r"(?<![A-Za-z0-9_])[A-Z]\w*", function[2])) if function else set()
        if function and len(inside) == 1 and not inside & drawn and re.fullmatch(r"[S-Z]\d?", *inside):
            tex = re.sub(rf"(?<![A-Za-z\\])([Hh])\s*\(\s*{_spelling(function[1])}\s*\)", rf"\1({function[2]})", tex)
        else:
            kept.append(line)
    return tex, kept


def _with_values(line: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = expression_text(value)
        if text:
            spelt = rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"
            line = re.sub(rf"(?<=[(\[]){spelt}(?=[)\],])|(?<=, ){spelt}(?=[)\],])", text, line)
            line = re.sub(spelt, f"({text})" if not text.isalnum() else text, line)
    return line


def _put_in(tex: str, values: dict[str, str]) -> str:
    """A formula with values for the names that have one."""
    for name, value in values.items():
        pattern = _spelling(name)
        if pattern:
            simple = re.fullmatch(r"[A-Za-z0-9.]+|\\[A-Za-z]+", value.strip())
            tex = re.sub(pattern, lambda _, v=value, s=simple: f" {v.strip()} " if s else f"({v.strip()})", tex)  # type: ignore[misc]
    return tex


def _spelling(name: str) -> str:
    """A pattern for a name in LaTeX: letters stand alone, and no bracket follows a letter that is a function."""
    base = re.fullmatch(r"([A-Za-z]+?)(?:_?([0-9]+|(?<=_)[A-Za-z0-9]+))?", name)
    if not base:
        return ""
    letter = {"lamda": "lambda"}.get(base[1], base[1])
    start = rf"(?<![A-Za-z\\]){letter}" if len(letter) == 1 else rf"\\{letter}(?![A-Za-z])"
    if base[2]:
        return rf"{start}\s*_\s*(?:\{{\s*{base[2]}\s*\}}|{base[2]})"
    return rf"{start}(?![A-Za-z]?\s*_)(?!\s*\()" if len(letter) == 1 else rf"{start}(?!\s*_)"


#: A law in a formula whose one parameter, or second, is a rate to some and a scale to others.
_WRITTEN = re.compile(
    r"\\(?:mathrm|text|textrm|operatorname|mathsf)\s*\{(?P<law>Exp|Exponential|Gamma|Ga)\}\s*(?:\\left)?\s*\("
    r"(?P<first>[^(),=]*,)?\s*(?P<last>(?:\\[a-z]+|[a-zA-Z])(?:_(?:\{\w\}|\w))?|[\d.]+)\s*(?:\\right)?\s*\)"
)


def _conventions(lines: list[Line], values: dict[str, str], tex: str) -> list[tuple[dict[str, str], str, str]]:
    """What the lines and the laws in a statement are in each convention: a document keeps to one for each kind of law."""
    open_lines = [line for line in lines if line.otherwise]
    families = list(dict.fromkeys(line.text.partition("(")[0].split()[-1] for line in open_lines))[:2]
    found: list[tuple[dict[str, str], str, str]] = []
    for choice in sorted(product((False, True), repeat=len(families)), key=lambda choice: len(set(choice))):
        turned = {family for family, other in zip(families, choice, strict=True) if other}
        changed = {
            _with_values(line.text, values): _with_values(line.otherwise, values)
            for line in open_lines
            if line.text.partition("(")[0].split()[-1] in turned
        }
        found.append((changed, ", ".join(f"{after} is meant" for after in changed.values()), tex))
    other = _WRITTEN.sub(_turned, tex)
    if other != tex:
        changed, note, _ = found[-1] if families else found[0]
        told = (
            "the parameters of laws in it are meant in the other convention, a scale for a rate or a rate for a scale"
        )
        found.append((changed, "; ".join(filter(None, (note, told))), other))
    return found


def _turned(hit: re.Match[str]) -> str:
    """A law in the other convention, unless its letter says which one is meant."""
    usual, first = (r"\lambda", "") if hit["law"].startswith("Exp") else (r"\theta", hit["first"])
    if hit["last"].startswith(usual) or bool(first) != bool(hit["first"]):
        return hit[0]
    return rf"\mathrm{{{hit['law']}}}({first or ''} 1/{hit['last']})"


def _units(tex: str, setting: Setting) -> list[tuple[str, str, tuple[str, ...], str, bool]]:
    """The statement with its unit: what it says itself, what is said near it, or nats."""
    own = unit_written(tex)
    if own == "bits":
        in_bits = _LOG.sub(r"\\log_2 ", tex)
        if in_bits != tex:
            return [(in_bits, "bits", ("in bits",), "", True), (tex, "bits", ("in bits, log is natural",), "", False)]
        return [(tex, "bits", ("in bits",), "", True)]
    if own == "nats" or setting.unit == "nats":
        return [(tex, "nats", ("in nats",) if setting.unit or own else (), "", True)]
    in_bits = _LOG.sub(r"\\log_2 ", tex)
    if setting.unit == "bits":
        return [(in_bits, "bits", ("in bits, log is log_2",), "", True), (tex, "bits", ("in bits",), "", False)]
    return [
        (tex, "nats", (), "", True),
        (in_bits, "bits", ("in bits",), "it is right in bits, and the text says no unit", False),
    ]


def readable(line: str) -> bool:
    """Whether a line by itself is read as one of a setting."""
    try:
        read_setting([line])
    except SymbinfoError:
        return False
    return True
