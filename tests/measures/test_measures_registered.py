"""Every measure against every demand: what a class in `symbinfo/measures/` leaves out is named, cell by cell.

A cell is filled where the class (not only the base of all measures) states it; it may be left empty with a reason in
`without`. What a cell states is looked at in numbers where it is about numbers.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sympy import E, Expr, Integer, Rational, Symbol, latex, symbols
from sympy.stats import Bernoulli, Exponential, FiniteRV

import symbinfo as si
from symbinfo import measures
from symbinfo.cli.options import MEASURE
from symbinfo.derivation import Status
from symbinfo.derivation.certify.checking import check_derivation
from symbinfo.derivation.certify.export import certificate_of, term_of
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.expressions.unevaluated import ln
from symbinfo.measures.base import Measure
from symbinfo.measures.code_lengths import CodeLength
from symbinfo.measures.joint import JointMeasure
from symbinfo.measures.ordered import OrderedMeasure, overlap
from symbinfo.query import parse
from symbinfo.query.setting import parse_in
from symbinfo.query.vocabulary import MEANINGS, SHANNON
from symbinfo.trusted import Evaluator, Undefined
from symbinfo.trusted.certificate import Law as TrustedLaw
from symbinfo.trusted.definitions import definition
from symbinfo.verification.diagnosis.slips import diagnose
from symbinfo.verification.files.claim_records import measure_of

FOLDER = Path(measures.__file__).parent
ORDER = Integer(2)
PAIR = (Rational(1, 4), Rational(3, 8))
TABLE = [[Rational(1, 4), Rational(1, 4)], [Rational(1, 2), 0]]
LINES = ["X, Y ~ table([[1/4, 1/4], [1/2, 0]])"]
RECORD: dict[str, Any] = {
    "p": {"dist": "Exponential", "params": {"rate": "2"}},
    "q": {"dist": "Exponential", "params": {"rate": "3"}},
    "order": "2",
}
OF_TWO_VARIABLES = {"dist": "MultivariateNormal", "params": {"mean": ["0", "0"], "cov": [["1", "1/2"], ["1/2", "1"]]}}
Kind = type[Measure]


# --- samples ---------------------------------------------------------------------------------------------------------


def sample(measure: Kind, make: Callable[[str, Any], Any] = Exponential, values: Any = (2, 3)) -> Any:
    """The measure of as many laws as it takes; of two variables of a table, where it is of blocks."""
    if issubclass(measure, JointMeasure):
        return measure(*si.table(TABLE).variables)
    theta = symbols("t", positive=True)
    if measure.about_parameter:
        return measure(make("P", theta), theta)
    if measure.of_lists:
        return measure(si.parse("H(FiniteRV({0: 1/2, 1: 1/4, 2: 1/4}))").laws[0])
    laws = [make(name, value) for name, value in zip("PQ"[: measure.arity], values, strict=False)]
    more = [ORDER] if measure.order_name else []
    return measure(Integer(1), *laws) if measure.takes_outcome else measure(*laws, *more)


def samples(measure: Kind) -> list[Any]:
    """Of densities, and of masses."""
    if issubclass(measure, JointMeasure):
        return [sample(measure)]
    return [sample(measure), sample(measure, Bernoulli, (Rational(1, 3), Rational(1, 4)))]


def number(term: Any) -> float:
    value = Evaluator(30).value(term, {"t": Rational(1, 3)}).value
    return float(value)


def value_of(expr: Any) -> float:
    return number(term_of(expr))


def differ(one: float, other: float) -> bool:
    return abs(one - other) > 1e-12 * max(1, abs(one))


def stated(measure: Kind, cell: str) -> bool:
    """Whether a class between the measure and the base of all measures states the cell."""
    return any(cell in vars(kind) for kind in measure.__mro__[: measure.__mro__.index(Measure)])


# --- demands: each yields what is missing, in words ------------------------------------------------------------------


def listed(measure: Kind) -> Iterator[str]:
    if measure not in measures.MEASURES:
        yield "add it to MEASURES in symbinfo/measures/__init__.py"


def public(measure: Kind) -> Iterator[str]:
    if measure.__name__ not in si.__all__:
        yield "add its name to the table of public names in symbinfo/__init__.py"
    elif getattr(si, measure.__name__) is not measure:
        yield "the public name means another class"


def key(measure: Kind) -> Iterator[str]:
    if not measure.key:
        yield "give its name in certificates"
    elif [other for other in measures.MEASURES if other.key == measure.key and other is not measure]:
        yield f"the name {measure.key} is that of another measure"


def title(measure: Kind) -> Iterator[str]:
    if not measure.title:
        yield 'give what a sentence calls it after "this is the"'


def because(measure: Kind) -> Iterator[str]:
    if not stated(measure, "because"):
        yield "give the reason of the first step of its derivations, a sentence"
    elif not measure.because.endswith("."):
        yield "the reason is a sentence with a full stop"


def letter(measure: Kind) -> Iterator[str]:
    if not measure.letter:
        yield "give the symbol with which it is printed"


def words(measure: Kind) -> Iterator[str]:
    """A word of queries, which is read, and is read back from what the measure says its query is."""
    name = "words_of_variables" if issubclass(measure, JointMeasure) else "words"
    if not getattr(measure, name):
        yield f"give the words of queries in `{name}`"
        return
    made = sample(measure)
    try:
        read = parse_in(made.query, LINES) if issubclass(measure, JointMeasure) else parse(made.query)
    except SymbinfoError as error:
        yield f"{made.query} is not read: {error.args[0] if error.args else error}"
        return
    # The laws of a setting have their own names: measures of blocks are compared in numbers.
    same = read == made or (
        issubclass(measure, JointMeasure)
        and str(read) == str(made)
        and not differ(value_of(read.definition()), value_of(made.definition()))
    )
    if type(read) is not measure or not same:
        yield f"{made.query} is read as another measure, {type(read).__name__}"
    known = SHANNON if issubclass(measure, JointMeasure) else MEANINGS
    for word in getattr(measure, name):
        if word not in known:
            yield f"the word {word} is not in the vocabulary"


def records(measure: Kind) -> Iterator[str]:
    """The words of files of claims, each read as the measure or as a power of it."""
    if not measure.records:
        yield "give the words of files of claims in `records`"
    for word, power in measure.records.items():
        record = {"measure": word, **RECORD}
        wanted = sample(measure)
        if issubclass(measure, JointMeasure):
            record["p"] = OF_TWO_VARIABLES
        if measure.about_parameter:
            record |= {"p": {"dist": "Exponential", "params": {"rate": "t"}}, "wrt": "rate"}
        try:
            read = measure_of(record, {"t": Symbol("t", positive=True)})
        except SymbinfoError as error:
            yield f"the word {word} of a record is not read: {error}"
            continue
        base, exponent = read.as_base_exp()
        if type(base) is not measure or exponent != power:
            yield f"a record of {word} is read as {read}"
        elif not issubclass(measure, JointMeasure) and base != wanted:
            yield f"a record of {word} is read as a measure of other laws, {base.query}"


def trusted(measure: Kind) -> Iterator[str]:
    """The checker's own definition, and that of the class, in numbers."""
    for made in samples(measure):
        plain = dict(certificate_of(si.derive(made)).derivations)["main"]
        laws: dict[str, TrustedLaw] = dict(plain.laws)
        try:
            known = definition(plain.measure, laws)
        except SymbinfoError as error:
            yield f"define it in symbinfo/trusted/definitions.py: {error}"
            return
        if differ(number(known), value_of(made.definition())):
            yield f"the definition in symbinfo/trusted/ and that of the class differ for {made.query}"


def notation(measure: Kind) -> Iterator[str]:
    if issubclass(measure, JointMeasure):
        if measure.arity > 1 and len(measure.separators) < measure.arity - 1:
            yield "give what stands between its blocks in `separators`"
    elif not measure.notation:
        yield "give its notation in LaTeX"
    else:
        shown = latex(sample(measure))
        for law in "PQ"[: 0 if measure.takes_outcome else measure.arity]:
            if law not in shown:
                yield f"the notation {shown} does not show the law {law}"


def nonnegative(measure: Kind) -> Iterator[str]:
    """The reason why it is never negative, which numbers do not refute; or None, with the reason why not."""
    if not stated(measure, "nonnegative"):
        yield "say why it is never negative; None, with a reason in `without`, where it may be"
    elif measure.nonnegative is None:
        yield "it is None: give the reason in `without`"
    else:
        for made in [*samples(measure), sample(measure, values=(20, 30))]:
            if value_of(made.definition()) < 0:
                yield f"it is said never to be negative, and {made.query} is"


def of_two_laws(measure: Kind) -> bool:
    return measure.arity == 2 and not issubclass(measure, JointMeasure)


def of_equals(measure: Kind) -> Iterator[str]:
    if not of_two_laws(measure):
        return
    if not stated(measure, "of_equals"):
        yield "give its value of equal laws; None, with a reason in `without`, where that depends on the law"
    elif measure.of_equals is None:
        yield "it is None: give the reason in `without`"
    else:
        made = sample(measure, Bernoulli, (Rational(1, 3), Rational(1, 3)))
        if differ(value_of(made.definition()), measure.of_equals):
            yield f"it is said to be {measure.of_equals} of equal laws, and {made.query} is not"


def symmetric(measure: Kind) -> Iterator[str]:
    if not of_two_laws(measure):
        return
    if not stated(measure, "symmetric"):
        yield "say whether it is the same with the laws exchanged"
        return
    values = [value_of(sample(measure, Bernoulli, pair).definition()) for pair in (PAIR, PAIR[::-1])]
    if differ(*values) is measure.symmetric:
        yield f"it is said to be {'the same' if measure.symmetric else 'another'} with the laws exchanged, and is not"


def infinite_outside(measure: Kind) -> Iterator[str]:
    if not of_two_laws(measure):
        return
    if not stated(measure, "infinite_outside"):
        yield "say whether mass of the first law where the second has none makes it +oo"
        return
    half = Rational(1, 2)
    laws = FiniteRV("P", {0: half, 1: half}), FiniteRV("Q", {0: half, 2: half})
    made = measure(*laws, *([ORDER] if measure.order_name else []))
    try:
        infinite = term_of(made.definition()) == "%oo" or value_of(made.definition()) == float("inf")
    except (SymbinfoError, Undefined):
        infinite = True  # p/0 and log 0 are no numbers
    if infinite is not made.infinite_outside:
        yield f"it is said to be {'infinite' if made.infinite_outside else 'finite'} there, and its definition is not"
    elif (si.derive(made).status is Status.INFINITE) is not infinite:
        yield f"the derivation of {made.query} says otherwise"


def in_atlas(measure: Kind) -> Iterator[str]:
    if not measure.in_atlas:
        yield "say what the title of its atlas calls it; leave it empty, with a reason in `without`, where none is made"


def neighbours(measure: Kind) -> list[tuple[str, Expr]]:
    """As what the measure says that a wrong answer may be known."""
    if issubclass(measure, JointMeasure):
        of: Any = [(variable,) for variable in si.table(TABLE).variables]
    else:
        of = list(sample(measures.KL).laws)[: measure.arity]
    return list(measure.mistaken(of, E))


def mistaken(measure: Kind) -> Iterator[str]:
    """A neighbour of other measures: something is found, and each is an expression over measures with a name."""
    found = neighbours(measure)
    if not found:
        yield "say as what a wrong answer about other measures may be known, in `mistaken`"
    for name, other in found:
        if not other.has(measure) or not name.strip().removeprefix("the"):
            yield f"{name!r} names {other}: say of what measure it is the value"


def because_conditioned(measure: Kind) -> Iterator[str]:
    if issubclass(measure, JointMeasure) and not measure.because_conditioned:
        yield "give the reason for averaging over one of two jointly normal variables"


def closed_form(measure: Kind) -> Iterator[str]:
    """A sample is derived, and the checker says that it holds."""
    made = samples(measure)[-1]
    derivation = si.derive(made)
    if derivation.status is not Status.CLOSED:
        yield f"{made.query} is not derived: {derivation.status}"
        return
    report = check_derivation(derivation)
    if report.verdict != "holds":
        yield f"the derivation of {made.query} is {report.verdict}: {report.reason}"


DEMANDS: dict[str, Callable[[Kind], Iterator[str]]] = {
    "listed": listed,
    "public": public,
    "key": key,
    "title": title,
    "because": because,
    "letter": letter,
    "words": words,
    "records": records,
    "trusted": trusted,
    "notation": notation,
    "nonnegative": nonnegative,
    "of_equals": of_equals,
    "symmetric": symmetric,
    "infinite_outside": infinite_outside,
    "in_atlas": in_atlas,
    "mistaken": mistaken,
    "because_conditioned": because_conditioned,
    "closed_form": closed_form,
}
#: Cells that may be empty, with a reason: when each is.
EMPTY: dict[str, Callable[[Kind], bool]] = {
    "records": lambda measure: not measure.records,
    "in_atlas": lambda measure: not measure.in_atlas,
    "mistaken": lambda measure: not neighbours(measure),
    "nonnegative": lambda measure: measure.nonnegative is None,
    "of_equals": lambda measure: measure.of_equals is None,
}


def missing(measure: Kind, demand: str) -> list[str]:
    """What a measure leaves out of a demand, in words; a reason in `without` excuses an empty cell."""
    if measure.without.get(demand) and EMPTY[demand](measure):
        return []
    return [f"{measure.__name__}, {demand}: {words}" for words in DEMANDS[demand](measure)]


# --- the walk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("demand", DEMANDS)
@pytest.mark.parametrize("measure", measures.MEASURES, ids=lambda measure: measure.__name__)
def test_a_measure_meets_every_demand(measure: Kind, demand: str) -> None:
    assert missing(measure, demand) == []


@pytest.mark.parametrize("measure", measures.MEASURES, ids=lambda measure: measure.__name__)
def test_a_reason_is_given_for_an_empty_cell_alone(measure: Kind) -> None:
    assert set(measure.without) <= set(EMPTY)
    assert [cell for cell in measure.without if not EMPTY[cell](measure)] == []


def classes_of(path: Path) -> list[Kind]:
    """The measures of a file: the classes that say what certificates call them, and no further form of one of them."""
    module = import_module(f"symbinfo.measures.{path.stem}")
    names = [node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    found = [getattr(module, name) for name in names]
    bases = (Measure, OrderedMeasure, JointMeasure, CodeLength)
    own = [kind for kind in found if issubclass(kind, Measure) and kind not in bases]
    return [kind for kind in own if kind.__mro__[1] not in measures.MEASURES]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_every_measure_of_the_folder_is_listed(path: Path) -> None:
    assert [kind.__name__ for kind in classes_of(path) if kind not in measures.MEASURES] == []


def test_the_list_holds_each_measure_once_and_nothing_else() -> None:
    in_files = [kind for path in sorted(FOLDER.glob("*.py")) if path.stem != "__init__" for kind in classes_of(path)]
    assert sorted(m.__name__ for m in measures.MEASURES) == sorted(kind.__name__ for kind in in_files)


def test_every_word_means_measures_that_are_listed() -> None:
    meant = [form.measure for forms in MEANINGS.values() for form in forms] + list(SHANNON.values())
    assert set(meant) == set(measures.MEASURES)


def test_a_word_of_a_record_means_one_measure() -> None:
    every = [word for measure in measures.MEASURES for word in measure.records]
    assert len(every) == len(set(every))


def test_the_help_of_the_atlas_offers_what_is_made() -> None:
    offered = MEASURE.help.replace(" (default)", "").split(", ")
    assert sorted(offered) == sorted(measure.key for measure in measures.MEASURES if measure.in_atlas)


# --- a measure that is half registered is noticed --------------------------------------------------------------------


class HalfRegistered(Measure):
    """The Bhattacharyya distance as a new measure is first written: what it is, and nothing else."""

    key, letter, arity = "half-registered", "HR", 2
    because = "The Bhattacharyya distance is minus the log of the overlap of the roots of the densities."

    def in_nats(self) -> Expr:
        first, second = self.laws
        return -ln(overlap(first, second, Rational(1, 2)))


class Filled(HalfRegistered):
    """The same with all its cells, and known nowhere outside of its file."""

    title = "Bhattacharyya distance"
    words: ClassVar = {"HalfRegistered": "HalfRegistered(P || Q)"}
    bars = True
    records: ClassVar = {"half_registered": 1}
    notation = r"D_{\mathrm{B}}\left($P, $Q\right)"
    in_atlas = "Bhattacharyya distances"
    nonnegative = "an overlap is at most 1"
    of_equals = 0
    symmetric = True
    infinite_outside = False


def walked(measure: Kind) -> dict[str, list[str]]:
    found = {demand: missing(measure, demand) for demand in DEMANDS}
    return {demand: words for demand, words in found.items() if words}


def test_each_missing_cell_of_a_half_registered_measure_is_named() -> None:
    found = walked(HalfRegistered)
    assert {demand: words[0].removeprefix("HalfRegistered, ") for demand, words in found.items()} == {
        "listed": "listed: add it to MEASURES in symbinfo/measures/__init__.py",
        "public": "public: add its name to the table of public names in symbinfo/__init__.py",
        "title": 'title: give what a sentence calls it after "this is the"',
        "words": "words: give the words of queries in `words`",
        "records": "records: give the words of files of claims in `records`",
        "trusted": "trusted: define it in symbinfo/trusted/definitions.py: no definition of the measure half-registered of 2 "
        "laws is known",
        "notation": "notation: give its notation in LaTeX",
        "nonnegative": "nonnegative: say why it is never negative; None, with a reason in `without`, where it may be",
        "of_equals": "of_equals: give its value of equal laws; None, with a reason in `without`, where that depends on the "
        "law",
        "symmetric": "symmetric: say whether it is the same with the laws exchanged",
        "infinite_outside": "infinite_outside: say whether mass of the first law where the second has none makes it +oo",
        "in_atlas": "in_atlas: say what the title of its atlas calls it; leave it empty, with a reason in `without`, where "
        "none is made",
        "mistaken": "mistaken: 'the ' names HR(P, Q): say of what measure it is the value",
        "closed_form": found["closed_form"][0].removeprefix("HalfRegistered, "),
    }
    assert "no definition of the measure half-registered" in found["closed_form"][0]


def test_a_measure_that_nobody_lists_is_named_by_what_cannot_find_it() -> None:
    assert sorted(walked(Filled)) == ["closed_form", "listed", "public", "records", "trusted", "words"]
    assert "no measure 'half_registered'" in walked(Filled)["records"][0]
    assert "HalfRegistered(Exponential(2) || Exponential(3)) is not read" in walked(Filled)["words"][0]


WRONG: dict[str, tuple[Kind, dict[str, Any], str]] = {
    "symmetric": (measures.KL, {"symmetric": True}, "it is said to be the same with the laws exchanged"),
    "not symmetric": (measures.Hellinger, {"symmetric": False}, "it is said to be another with the laws exchanged"),
    "equal laws": (measures.KL, {"of_equals": 1}, "it is said to be 1 of equal laws"),
    "sign": (measures.CrossEntropy, {"nonnegative": "a guess"}, "it is said never to be negative"),
    "finite": (measures.KL, {"infinite_outside": False}, "it is said to be finite there"),
    "infinite": (measures.Hellinger, {"infinite_outside": True}, "it is said to be infinite there"),
    "definition": (
        measures.KL,
        {"in_nats": lambda self: 2 * measures.KL.in_nats(self)},
        "and that of the class differ",
    ),
    "name": (measures.KL, {"key": "entropy"}, "the name entropy is that of another measure"),
    "notation": (measures.KL, {"notation": "D($P)"}, "does not show the law Q"),
    "record": (measures.KL, {"records": {"kl": 2}}, "a record of kl is read as"),
    "reason": (measures.KL, {"nonnegative": None}, "it is None: give the reason in `without`"),
    "sentence": (measures.KL, {"because": "the definition"}, "a sentence with a full stop"),
    "word": (measures.KL, {"words": {"H": "H(P)"}, "bars": False}, "is read as another measure, CrossEntropy"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_cell_that_says_something_wrong_is_noticed(case: str) -> None:
    base, cells, words = WRONG[case]
    wrong = type("Wrong", (base,), cells)
    said = [sentence for demand in DEMANDS if demand != "closed_form" for sentence in missing(wrong, demand)]
    assert any(words in sentence for sentence in said), said


# --- what reads the cells --------------------------------------------------------------------------------------------


def test_the_name_of_a_measure_is_in_its_certificate_and_in_its_json() -> None:
    for measure in measures.MEASURES:
        derivation = si.derive(samples(measure)[-1])
        assert dict(certificate_of(derivation).derivations)["main"].measure.name == measure.key
        assert json.loads(derivation.render("json"))["measure"] == measure.key


@pytest.mark.parametrize(
    ("asked", "answered", "words"),
    [
        ("KL", "JensenShannon", "this is the Jensen-Shannon divergence"),
        ("KL", "ChiSquaredDivergence", "this is the chi-squared divergence"),
        ("KL", "Hellinger", "this is the Hellinger distance"),
        ("JensenShannon", "KL", "this is the divergence KL(P || Q)"),
        ("Hellinger", "CrossEntropy", "this is the cross-entropy H(P, Q)"),
        ("Entropy", "Renyi", "this is the Renyi entropy of order 2"),
    ],
)
def test_a_neighbour_is_known_by_its_title(asked: str, answered: str, words: str) -> None:
    p, q = symbols("p q", positive=True)
    laws = Bernoulli("P", p), Bernoulli("Q", q)
    left, right = (
        kind(*laws[: kind.arity], *([ORDER] if kind.order_name else []))
        for kind in (getattr(measures, asked), getattr(measures, answered))
    )
    assert diagnose(left, si.derive(right).result) == words
