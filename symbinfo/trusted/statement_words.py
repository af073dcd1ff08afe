"""What a certificate says, in words: its measure, its laws, its claim and its conditions, from its own terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import count

from .abstract_functions import assumed_to_converge
from .certificate import Certificate
from .statements import Law, Measure, Plain, Step
from .terms import INFINITE, Term

__all__ = ["assumptions_of", "equality_in_words", "law_in_words", "statement_of", "written"]

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


Named = Callable[[Term], str | None]


def written(term: Term, named: Named = lambda term: None) -> str:
    """A term as people write it: (+ a (* 1/2 b)) is a + b/2; outside of integrals and sums, what has a name by its name.

    Examples
    --------
    >>> from .terms import parse
    >>> written(parse("(+ (log (* a (^ b -1))) (* -1/2 c))"))
    'log(a/b) - c/2'
    """
    return _write(term, _SUM, named)


def _write(term: Term, least: int, named: Named) -> str:
    name = named(term)
    text, strength = (name, _WHOLE) if name is not None else _parts(term, named)
    return text if strength >= least else f"({text})"


def _parts(term: Term, named: Named) -> tuple[str, int]:
    if isinstance(term, (int, Fraction)):
        negative = term < 0
        return str(term), _SUM if negative else _PRODUCT if isinstance(term, Fraction) else _WHOLE
    if isinstance(term, str):
        return _CONSTANTS.get(term, term), _SUM if term == "%-oo" else _WHOLE
    head, *arguments = term
    if head == "+":
        return _sum(arguments, named), _SUM
    if head == "*":
        return _product(arguments, named)
    if head == "^":
        if arguments[1] == -1:
            return f"1/{_write(arguments[0], _POWER, named)}", _PRODUCT
        if arguments[1] == Fraction(1, 2):
            return f"sqrt({written(arguments[0])})", _WHOLE
        return f"{_write(arguments[0], _WHOLE, named)}^{_write(arguments[1], _WHOLE, named)}", _POWER
    if head in _BINARY:
        return _BINARY[head].join(_write(a, _SUM, named) for a in arguments), _SUM
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


def _sum(arguments: list[Term], named: Named) -> str:
    text = ""
    for argument in arguments:
        part = _write(argument, _SUM, named)
        text += part if not text else f" - {part[1:]}" if part.startswith("-") else f" + {part}"
    return text


def _product(arguments: list[Term], named: Named) -> tuple[str, int]:
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
            bottom.append(_write(base, _POWER, named))
        else:
            top.append(_write(argument, _POWER, named))
    above, below = "*".join(top) or "1", "*".join(bottom)
    text = above if not below else f"{above}/({below})" if len(bottom) > 1 else f"{above}/{below}"
    return sign + text, _SUM if sign else _PRODUCT


def statement_of(certificate: Certificate) -> str:
    """What the main derivation claims, of which laws, under which conditions.

    The definition of a measure is shown by its name where a lemma that is cited says that it is one.
    """
    plain = certificate[certificate.main]
    relation, left, right = plain.claim
    names = _Names()
    subject = None if plain.measure is None else names.of(plain, plain.measure)
    unit = "" if plain.measure is None else _unit(plain.measure)
    known = _definitions(certificate)

    def named(term: Term) -> str | None:
        return names.known(term, known)

    shown = written(left, named) if subject is None else subject
    parts = [f"{shown} {relation} {written(right, named)}{unit}"]
    parts += [f"{name} {law_in_words(law)}" for name, law in names.laws.items()]
    bounds = [step for step in plain.steps if step.relation != "="]
    if len(bounds) == 1 and bounds[0].equality is not None:
        parts[0] += f", with equality exactly when {equality_in_words(bounds[0])}"
    text = ", for ".join([parts[0], " and ".join(parts[1:])]) if parts[1:] else parts[0]
    assumed = assumptions_of(plain)
    text += f", where {'; '.join(assumed)}" if assumed else ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} ..."


def _definitions(certificate: Certificate) -> dict[Term, Plain]:
    """What the lemmas that the main derivation cites say is the definition of a measure, assuming no more than it does."""
    plain, table = certificate[certificate.main], dict(certificate.derivations)
    cited = [table[name] for step in plain.steps for name in step.lemmas if name in table]
    return {
        lemma.start: lemma
        for lemma in reversed(cited)
        if lemma.measure is not None
        and set(lemma.symbols) <= set(plain.symbols)
        and set(lemma.conditions) <= set(plain.conditions)
    }


class _Names:
    """The names of the laws of several derivations: one law has one name, and two have two."""

    def __init__(self) -> None:
        self.laws: dict[str, Law] = {}

    def of(self, plain: Plain, measure: Measure) -> str:
        """A measure of a derivation in its notation."""
        laws = dict(plain.laws)
        return _measure(replace(measure, laws=tuple(self.name(name, laws[name]) for name in measure.laws)))

    def name(self, own: str, law: Law) -> str:
        """What a law is called here."""
        law = replace(law, total="", marginals=())
        for name, other in self.laws.items():
            if other == law:
                return name
        fresh = next(name for n in count(1) if (name := own if n == 1 else f"{own}{n}") not in self.laws)
        self.laws[fresh] = law
        return fresh

    def known(self, term: Term, known: Mapping[Term, Plain]) -> str | None:
        """The measure that a term is the definition of, or None."""
        plain = known.get(term)
        if plain is None or plain.measure is None:
            return None
        base = plain.measure.base
        return self.of(plain, plain.measure) + ("" if base == "%e" else f"[{_unit(plain.measure).strip()}]")


def equality_in_words(step: Step) -> str:
    """When both sides of an inequality are equal; over the range of an integral it is for almost all values."""
    if step.equality is None:
        return ""
    condition, over = step.equality
    ranges = " and ".join(f"{name} from {written(low)} to {written(high)}" for name, low, high in over)
    almost = "almost " if any(end in INFINITE for _, low, high in over for end in (low, high)) else ""
    return written(condition) + (f" for {almost}all {ranges}" if over else "")


def assumptions_of(plain: Plain) -> tuple[str, ...]:
    """The symbols with their kinds, what the abstract functions are, the conditions, and which integrals converge."""
    symbols = (f"{name} is {_article(kind)}{kind}" for name, kind in plain.symbols)
    functions = (
        f"{name} is any {'' if kind.startswith('map') else 'positive '}{kind}" for name, kind in plain.functions
    )
    converging = (f"provided {written(integral)} converges absolutely" for integral in assumed_to_converge(plain))
    return (*symbols, *functions, *(f"provided {written(c)}" for c in plain.conditions), *converging)


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
    if measure.second is not None:
        order = f"{order}; {written(measure.second)}"
    notation = _NOTATION.get(measure.name)
    if notation is None or ("{1}" in notation and len(measure.laws) < 2):
        return f"{measure.name} of {', '.join(measure.laws)}"
    return notation.format(*measure.laws, at=at, order=order)


def _unit(measure: Measure) -> str:
    if measure.name in ("tsallis-entropy", "hellinger", "chi-squared", "fisher-information"):
        return ""
    return {"%e": " nats", "2": " bits"}.get(str(measure.base), f" to the base {written(measure.base)}")


def law_in_words(law: Law) -> str:
    """Its density or mass with its range, or its outcomes with their probabilities."""
    if law.kind == "finite":
        return "on " + ", ".join(f"{written(o)}: {written(p)}" for o, p in law.outcomes)
    if law.kind == "table":
        return "on " + ", ".join(f"({', '.join(map(written, o))}): {written(p)}" for o, p in law.outcomes)
    if law.kind == "joint":
        ranges = ", ".join(f"{name} from {written(low)} to {written(high)}" for name, _, low, high in law.variables)
        return f"with density {written(law.density)} for {ranges}"
    what = "density" if law.kind == "continuous" else "mass"
    return f"with {what} {written(law.density)} for {law.variable} from {written(law.lower)} to {written(law.upper)}"
