"""Laws that are said in words: "a normal variable with mean 0 and variance 4", "uniform on k outcomes"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from symbinfo.verification.documents.settings.lines_of_settings import Line, law_line
from symbinfo.verification.documents.settings.names_and_laws import law_text, name_of

__all__ = ["HOLE", "LAW_WORDS", "Said", "laws_said", "without_read_laws"]

#: A formula in a sentence.
HOLE = r"⟦(\d+)⟧"
_VALUE = r"(?:⟦\d+⟧|\d+(?:\.\d+)?(?:/\d+)?|zero|one|unity)"
_NUMBERS = {"zero": "0", "one": "1", "unity": "1"}


class InWords(NamedTuple):
    """A law as words name it.

    Parameters
    ----------
    word : str
        A pattern for its name.
    forms : tuple of pairs
        What has to be said of it, and the law that it is then, in LaTeX; the first form that is complete counts.
    """

    word: str
    forms: tuple[tuple[tuple[str, ...], str], ...]


#: How the parameters of laws are named in words.
PARAMETERS: dict[str, str] = {
    "mean": rf"(?:mean|expectation|expected value)\s+(?:of\s+)?(?:equal to\s+)?({_VALUE})",
    "variance": rf"variance\s+(?:of\s+)?({_VALUE})",
    "deviation": rf"(?:standard deviation|std|s\.d\.)\s+(?:of\s+)?({_VALUE})",
    "rate": rf"(?:rate|intensity|inverse scale)(?:\s+parameter)?\s+(?:of\s+)?({_VALUE})",
    "scale": rf"scale(?:\s+parameter)?\s+(?:of\s+)?({_VALUE})",
    "shape": rf"shape(?:\s+parameter)?\s+(?:of\s+)?({_VALUE})",
    "location": rf"(?:location|median|mode)(?:\s+parameter)?\s+(?:of\s+)?({_VALUE})",
    "probability": rf"(?:probability(?:\s+of\s+(?:success|heads|a\s+head|one))?|bias)\s+(?:of\s+)?({_VALUE})",
    "parameter": rf"\bparameter\s+({_VALUE})",
    "first": rf"parameters\s+({_VALUE})\s*(?:,|and)\s*{_VALUE}",
    "second": rf"parameters\s+{_VALUE}\s*(?:,|and)\s*({_VALUE})",
    "freedom": rf"({_VALUE})\s+degrees?\s+of\s+freedom",
    "trials": rf"({_VALUE})\s+(?:independent\s+)?trials",
    "interval": r"(?:on|over|in)\s+(?:the\s+)?(?:unit\s+)?(?:interval\s+|set\s+|range\s+)?(⟦\d+⟧)(?!\s+(?:outcomes|values|symbols|points|states|letters|elements|equally))",
    "low": rf"between\s+({_VALUE})\s+and\s+{_VALUE}",
    "high": rf"between\s+{_VALUE}\s+and\s+({_VALUE})",
    "outcomes": rf"({_VALUE})\s+(?:(?:equally|possible|distinct|different)\s+)*(?:likely\s+)?(?:outcomes|values|symbols|points|states|letters|elements|sides|faces|categories|classes)",
}  # fmt: skip

#: The laws.
LAW_WORDS: tuple[InWords, ...] = (
    InWords(r"(?:fair|unbiased)\s+(?:six-sided\s+)?(?:die|dice)", (((), r"\mathrm{{Die}}(6)"),)),
    InWords(r"(?:fair|unbiased)\s+coin(?:\s+(?:flip|toss))?", (((), r"\mathrm{{Bernoulli}}(1/2)"),)),
    InWords(r"(?:biased\s+)?coin(?=\s+with)", ((("probability",), r"\mathrm{{Bernoulli}}({probability})"),)),
    InWords(
        r"log-?normal",
        ((("first", "second"), r"\mathrm{{LogNormal}}({first}, {second})"),),
    ),
    InWords(
        r"(?:normal|gaussian)(?:ly)?",
        (
            (("mean", "variance"), r"\mathcal{{N}}({mean}, {variance})"),
            (("mean", "deviation"), r"\mathrm{{Normal}}({mean}, {deviation})"),
        ),
    ),
    InWords(
        r"bernoulli",
        (
            (("probability",), r"\mathrm{{Bernoulli}}({probability})"),
            (("parameter",), r"\mathrm{{Bernoulli}}({parameter})"),
            (("mean",), r"\mathrm{{Bernoulli}}({mean})"),
        ),
    ),
    InWords(
        r"exponential(?:ly)?",
        (
            (("rate",), r"\mathrm{{Exponential}}(\mathrm{{rate}}={rate})"),
            (("mean",), r"\mathrm{{Exponential}}(1/({mean}))"),
            (("scale",), r"\mathrm{{Exponential}}(1/({scale}))"),
        ),
    ),
    InWords(
        r"poisson",
        (
            (("mean",), r"\mathrm{{Poisson}}({mean})"),
            (("rate",), r"\mathrm{{Poisson}}({rate})"),
            (("parameter",), r"\mathrm{{Poisson}}({parameter})"),
        ),
    ),
    InWords(
        r"geometric(?:ally)?",
        (
            (("probability",), r"\mathrm{{Geometric}}({probability})"),
            (("parameter",), r"\mathrm{{Geometric}}({parameter})"),
        ),
    ),
    InWords(r"binomial(?:ly)?", ((("trials", "probability"), r"\mathrm{{Binomial}}({trials}, {probability})"),)),
    InWords(
        r"uniform(?:ly)?",
        (
            (("outcomes",), r"\mathrm{{Die}}({outcomes})"),
            (("low", "high"), r"\mathrm{{Uniform}}({low}, {high})"),
            (("interval",), r"\mathrm{{Uniform}}{interval}"),
        ),
    ),
    InWords(
        r"laplac(?:e|ian)",
        (
            (("location", "scale"), r"\mathrm{{Laplace}}({location}, {scale})"),
            (("mean", "scale"), r"\mathrm{{Laplace}}({mean}, {scale})"),
        ),
    ),
    InWords(
        r"gamma",
        (
            (("shape", "rate"), r"\mathrm{{Gamma}}({shape}, \mathrm{{rate}}={rate})"),
            (("shape", "scale"), r"\mathrm{{Gamma}}({shape}, {scale})"),
        ),
    ),
    InWords(r"beta", ((("first", "second"), r"\mathrm{{Beta}}({first}, {second})"),)),
    InWords(r"cauchy", ((("location", "scale"), r"\mathrm{{Cauchy}}({location}, {scale})"),)),
    InWords(r"logistic", ((("location", "scale"), r"\mathrm{{Logistic}}({location}, {scale})"),)),
    InWords(r"gumbel", ((("location", "scale"), r"\mathrm{{Gumbel}}({scale}, {location})"),)),
    InWords(
        r"rayleigh",
        ((("scale",), r"\mathrm{{Rayleigh}}({scale})"), (("parameter",), r"\mathrm{{Rayleigh}}({parameter})")),
    ),
    InWords(r"weibull", ((("shape", "scale"), r"\mathrm{{Weibull}}({scale}, {shape})"),)),
    InWords(r"pareto", ((("scale", "shape"), r"\mathrm{{Pareto}}({scale}, {shape})"),)),
    InWords(r"(?:chi-?squared?|⟦\d+⟧)\s+distribut", ((("freedom",), r"\mathrm{{ChiSquared}}({freedom})"),)),
)
#: What need not be said in numbers: "a standard normal variable", "zero-mean".
_STANDARD = {"mean": "0", "variance": "1"}
#: Where a law without a variable lies, if nobody says it: its entropy is the same anywhere.
_ANYWHERE = {"mean": "0", "location": "0"}
_BEHIND = r"(?:\s+(?:random|discrete|continuous|real|source|noise))*(?:\s+(?:variables?|distributions?|laws?|density|densities|r\.?v\.?|source|noise|input|outcome))?\s*"


class Said(NamedTuple):
    """What a sentence says of laws: of which variable, of none that it names, and the words of which it says too little."""

    lines: list[Line]
    nameless: list[tuple[str, int]]
    unread: list[str]


def laws_said(sentence: str, formulas: Mapping[int, str]) -> Said:
    """The laws that a sentence says in words.

    Parameters
    ----------
    sentence : str
        With ``⟦3⟧`` for the formula of this number.
    formulas : mapping
        The formulas, in LaTeX.

    Examples
    --------
    >>> laws_said("Let ⟦0⟧ be normal with mean 0 and variance ⟦1⟧.", {0: "X", 1: "v"}).lines[0].text
    'X ~ Normal(0, sqrt(v))'
    >>> laws_said("Let ⟦0⟧ be normal.", {0: "X"}).unread
    ['normal']
    """
    hits = [(hit.start(), hit.end(), row) for row in LAW_WORDS for hit in _words(row, sentence)]
    hits = sorted(
        hit for hit in hits if not any(o[0] <= hit[0] < o[1] and o is not hit and o[1] > hit[1] for o in hits)
    )
    found = Said([], [], [])
    for number, (start, end, row) in enumerate(hits):
        until = hits[number + 1][0] if number + 1 < len(hits) else len(sentence)
        since = hits[number - 1][1] if number else 0
        names = _names(sentence, since, start, end, formulas)
        said = _said(sentence[since:start], sentence[end:until], formulas)
        law = _law(row, said, anywhere=not names)
        if not law:
            found.unread.append(sentence[start:end])
        elif not names:
            found.nameless.append((law, start))
        else:
            found.lines.extend(law_line(name, law) for name in names)
    return found


def _words(row: InWords, sentence: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<![\w-]){row.word}(?![\w-])", sentence, re.I))


def _names(sentence: str, since: int, start: int, end: int, formulas: Mapping[int, str]) -> list[str]:
    """The variables or laws that a word is said of: those before it (``X and Y are``), or the one behind it."""
    behind = re.compile(rf"{_BEHIND}{HOLE}", re.I).match(sentence, end)
    if behind and (name := _variable(formulas[int(behind[1])])):
        return [name]
    before = re.search(
        rf"{HOLE}(?:\s*(?:,|and)\s*{HOLE})?\s*,?\s*(?:(?:is|be|are|has|have|follows?|denotes?|drawn|distributed|as|from|a|an|the|both|each|"
        rf"independent|i\.i\.d\.|iid|standard|zero-mean|random|variables?|with|which|that|takes|discrete|continuous|of|to|equally)\s+|,\s*)*\Z",
        sentence[since:start],
        re.I,
    )
    if not before:
        return []
    names = [_variable(formulas[int(number)]) for number in before.groups() if number]
    return names if all(names) else names[-1:] if names[-1] else []


def _variable(tex: str) -> str:
    name = name_of(tex)
    return name if name and (name[0].isupper() or name[0] in "pq") and name[0] not in "HIDE" else ""


def _said(before: str, behind: str, formulas: Mapping[int, str]) -> Callable[[str], str]:
    standard = bool(re.search(r"\bstandard\s*\Z", before, re.I))

    def value(parameter: str) -> str:
        for part in (behind, before):
            if hit := re.search(PARAMETERS[parameter], part, re.I):
                return _value(hit[1], formulas)
        if parameter == "mean" and re.search(r"zero[- ]mean|centred|centered", before + behind, re.I):
            return "0"
        if parameter == "variance" and re.search(r"unit[- ]variance", before + behind, re.I):
            return "1"
        return _STANDARD.get(parameter, "") if standard else ""

    return value


def _value(text: str, formulas: Mapping[int, str]) -> str:
    hole = re.fullmatch(HOLE, text)
    if not hole:
        return _NUMBERS.get(text, text)
    tex = formulas[int(hole[1])]
    return re.split(r"=|<|>|\\(?:in|ge|geq|le|leq|lt|gt|ne|neq)(?![A-Za-z])", tex)[0].strip()


def _law(row: InWords, value: Callable[[str], str], anywhere: bool = False) -> str:
    """The law that is said, or nothing; `anywhere` where it does not matter where it lies."""
    for needed, form in row.forms:
        values = {parameter: value(parameter) for parameter in needed}
        if anywhere and len(needed) > 1:
            values = {parameter: said or _ANYWHERE.get(parameter, "") for parameter, said in values.items()}
        if all(values.values()):
            if "interval" in values and not re.match(r"\s*(?:\\left)?\s*[(\[\\]", values["interval"]):
                continue
            law, _ = law_text(form.format(**values))
            if law:
                return law
    return ""


_FOR_A = re.compile(r"\bfor\s+(?=an?\s+(?:standard\s+|general\s+)?\Z)", re.I)


def without_read_laws(words: str, said: Said) -> str:
    """A sentence without "for a" before a law that is read: it is no condition that is not."""
    for _, start in [] if said.unread else said.nameless:
        words = f"{re.sub(_FOR_A, lambda hit: ' ' * len(hit.group()), words[:start])}{words[start:]}"
    return words
