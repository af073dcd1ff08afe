"""What a certificate says, in words: its measure, its laws, its claim and its conditions, from its own terms."""

from __future__ import annotations

from fractions import Fraction

from .certificate import Certificate
from .statements import Law, Measure, Plain
from .terms import Term

__all__ = ["assumptions_of", "statement_of", "written"]

_NOTATION = {
    "entropy": "H({0})",
    "cross-entropy": "H({0}, {1})",
    "kl": "KL({0} || {1})",
    "self-information": "I({at}; {0})",
    "renyi-entropy": "Renyi({0}; {order})",
    "renyi-divergence": "Renyi({0} || {1}; {order})",
    "tsallis-entropy": "Tsallis({0}; {order})",
    "jensen-shannon": "JS({0} || {1})",
    "hellinger": "Hellinger({0} || {1})",
    "chi-squared": "ChiSquared({0} || {1})",
    "fisher-information": "Fisher({0}; {order})",
}
_CONSTANTS = {"%pi": "pi", "%e": "e", "%gamma": "gamma", "%catalan": "G", "%oo": "oo", "%-oo": "-oo"}
_BINARY = {"<": " < ", "<=": " <= ", "=": " = ", "!=": " != ", "and": " and ", "or": " or "}
# How strongly heads bind; what binds less is put in brackets.
_SUM, _PRODUCT, _POWER, _WHOLE = range(4)
LONGEST = 2000


def written(term: Term) -> str:
    """A term as people write it: (+ a (* 1/2 b)) is a + b/2.

    Examples
    --------
    >>> from .terms import parse
    >>> written(parse("(+ (log (* a (^ b -1))) (* -1/2 c))"))
    'log(a/b) - c/2'
    """
    return _write(term, _SUM)


def _write(term: Term, least: int) -> str:
    text, strength = _parts(term)
    return text if strength >= least else f"({text})"


def _parts(term: Term) -> tuple[str, int]:
    if isinstance(term, (int, Fraction)):
        negative = term < 0
        return str(term), _SUM if negative else _PRODUCT if isinstance(term, Fraction) else _WHOLE
    if isinstance(term, str):
        return _CONSTANTS.get(term, term), _SUM if term == "%-oo" else _WHOLE
    head, *arguments = term
    if head == "+":
        return _sum(arguments), _SUM
    if head == "*":
        return _product(arguments)
    if head == "^":
        if arguments[1] == -1:
            return f"1/{_write(arguments[0], _POWER)}", _PRODUCT
        if arguments[1] == Fraction(1, 2):
            return f"sqrt({written(arguments[0])})", _WHOLE
        return f"{_write(arguments[0], _WHOLE)}^{_write(arguments[1], _WHOLE)}", _POWER
    if head in _BINARY:
        return _BINARY[head].join(_write(a, _SUM) for a in arguments), _SUM
    if head in ("integral", "sum"):
        body, x, low, high = arguments
        return f"{head} of {written(body)} over {x} from {written(low)} to {written(high)}", _SUM
    if head == "limit":
        return f"limit of {written(arguments[0])} for {arguments[1]} to {written(arguments[2])}{arguments[3]}", _SUM
    if head == "diff":
        body, x, at, order = arguments
        return f"derivative of order {order} of {written(body)} in {x} at {written(at)}", _SUM
    if head == "cases":
        return "(" + "; ".join(f"{written(c[1])} if {written(c[2])}" for c in arguments) + ")", _WHOLE
    if head == "integer":
        return f"{written(arguments[0])} is whole", _SUM
    if head == "apply":
        return f"{arguments[0]}({', '.join(map(written, arguments[1:]))})", _WHOLE
    return f"{head}({', '.join(map(written, arguments))})", _WHOLE


def _sum(arguments: list[Term]) -> str:
    text = ""
    for argument in arguments:
        part = _write(argument, _SUM)
        text += part if not text else f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def _product(arguments: list[Term]) -> tuple[str, int]:
    sign, top, bottom = "", [], []
    for argument in arguments:
        if isinstance(argument, (int, Fraction)):
            if argument < 0:
                sign = "" if sign else "-"
            number = abs(Fraction(argument))
            top += [str(number.numerator)] if number.numerator != 1 else []
            bottom += [str(number.denominator)] if number.denominator != 1 else []
        elif isinstance(argument, tuple) and argument[0] == "^" and isinstance(argument[2], int) and argument[2] < 0:
            base = argument[1] if argument[2] == -1 else ("^", argument[1], -argument[2])
            bottom.append(_write(base, _POWER))
        else:
            top.append(_write(argument, _POWER))
    above, below = "*".join(top) or "1", "*".join(bottom)
    text = above if not below else f"{above}/({below})" if len(bottom) > 1 else f"{above}/{below}"
    return sign + text, _SUM if sign else _PRODUCT


def statement_of(certificate: Certificate) -> str:
    """What the main derivation claims, of which laws, under which conditions."""
    plain = certificate[certificate.main]
    relation, left, right = plain.claim
    subject = written(left) if plain.measure is None else _measure(plain.measure)
    parts = [f"{subject} {relation} {written(right)}{'' if plain.measure is None else _unit(plain.measure)}"]
    parts += [f"{name} {_law(law)}" for name, law in plain.laws if plain.measure and name in plain.measure.laws]
    text = ", for ".join([parts[0], " and ".join(parts[1:])]) if parts[1:] else parts[0]
    assumed = assumptions_of(plain)
    text += f", where {'; '.join(assumed)}" if assumed else ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def assumptions_of(plain: Plain) -> tuple[str, ...]:
    """The symbols with their kinds, what the abstract functions are, and the conditions."""
    symbols = (f"{name} is {_article(kind)}{kind}" for name, kind in plain.symbols)
    functions = (f"{name} is any {kind}" for name, kind in plain.functions)
    return (*symbols, *functions, *(f"provided {written(c)}" for c in plain.conditions))


def _article(kind: str) -> str:
    return {"real": "", "positive": "", "nonnegative": "", "negative": "", "nonzero": ""}.get(
        kind, "an " if kind[0] in "aeiou" else "a "
    )


def _measure(measure: Measure) -> str:
    if measure.blocks:
        blocks = ["".join(f"X{i + 1}" for i in block) for block in measure.blocks]
        inside = {"joint-entropy": "H({0})", "conditional-entropy": "H({0} | {1})"}.get(
            measure.name, "I({0}; {1} | {2})" if len(blocks) == 3 else "I({0}; {1})"
        )
        if inside.count("{") != len(blocks):
            return f"{measure.name} of {', '.join(blocks)} under {measure.laws[0]}"
        return f"{inside.format(*blocks)} under {measure.laws[0]}"
    at, order = (None if t is None else written(t) for t in (measure.at, measure.order))
    notation = _NOTATION.get(measure.name)
    if notation is None or ("{1}" in notation and len(measure.laws) < 2):
        return f"{measure.name} of {', '.join(measure.laws)}"
    return notation.format(*measure.laws, at=at, order=order)


def _unit(measure: Measure) -> str:
    if measure.name in ("tsallis-entropy", "hellinger", "chi-squared", "fisher-information"):
        return ""
    return {"%e": " nats", "2": " bits"}.get(str(measure.base), f" to the base {written(measure.base)}")


def _law(law: Law) -> str:
    if law.kind == "finite":
        return "on " + ", ".join(f"{written(o)}: {written(p)}" for o, p in law.outcomes)
    if law.kind == "table":
        return "on " + ", ".join(f"({', '.join(map(written, o))}): {written(p)}" for o, p in law.outcomes)
    if law.kind == "joint":
        ranges = ", ".join(f"{name} from {written(low)} to {written(high)}" for name, _, low, high in law.variables)
        return f"with density {written(law.density)} for {ranges}"
    what = "density" if law.kind == "continuous" else "mass"
    return f"with {what} {written(law.density)} for {law.variable} from {written(law.lower)} to {written(law.upper)}"
