"""Claims over named random variables: proofs, counterexamples and what is left undecided."""

from __future__ import annotations

import itertools
import json
import math
import re
import sys
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import symbinfo as si
from symbinfo.cli.command import main
from symbinfo.expressions.errors import MeasureError, QueryError
from symbinfo.query.assumptions import assumptions
from symbinfo.trusted.shannon_check import confirm
from symbinfo.verification.shannon.bits_in_arrays import simplest_at_once
from symbinfo.verification.shannon.exact_simplex import least_cost
from symbinfo.verification.shannon.fair_bits import simplest_one_by_one
from symbinfo.verification.shannon.judge import judge
from symbinfo.verification.shannon.linear import Coordinates, inequalities, inequalities_between
from symbinfo.verification.shannon.linear_proof import prove
from symbinfo.verification.shannon.random_laws import improved
from symbinfo.verification.shannon.search import Question, of_bits

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "identities.json"

# --- an oracle: a claim's text evaluated at a table, by the definition of entropy ------------------------------------

Table = dict[tuple[int, ...], Any]


def entropy(names: tuple[str, ...], table: Table, chosen: set[str]) -> float:
    marginal: dict[Any, Any] = defaultdict(int)
    for outcome, p in table.items():
        marginal[tuple(x for name, x in zip(names, outcome, strict=True) if name in chosen)] += p
    return -sum(float(p) * math.log(p) for p in marginal.values() if p)


def measure(names: tuple[str, ...], table: Table, kind: str, inner: str) -> float:
    groups, _, condition = inner.partition("|")
    parts = [set(group.split(",")) for group in groups.split(";")]
    known = set(condition.split(",")) - {""}
    signed = 0.0
    for size in range(1, len(parts) + 1):
        for some in itertools.combinations(parts, size):
            value = entropy(names, table, known.union(*some)) - entropy(names, table, known)
            signed += value if size % 2 else -value
    return signed


def side(text: str, names: tuple[str, ...], table: Table) -> float:
    numbers = re.sub(r"([HI])\(([^()]*)\)", lambda m: f"({measure(names, table, m[1], m[2])!r})", text.replace(" ", ""))
    return float(eval(numbers, {"__builtins__": {}}))


def violated(claim: str, names: tuple[str, ...], table: Table) -> bool:
    left, relation, right = re.split(r"(<=|>=|=|<|>)", claim)
    gap = side(left, names, table) - side(right, names, table)
    wrong = {"=": abs(gap), "<=": gap, ">=": -gap, "<": gap + 1e-8, ">": 1e-8 - gap}[relation]
    return wrong > 1e-9


# --- the table -------------------------------------------------------------------------------------------------------

# A claim that holds, and beside it a neighbour that does not; both under the same assumptions.
PAIRS = [
    ("H(X,Y) = H(X) + H(Y|X)", "H(X,Y) = H(X) + H(X|Y)", []),
    ("H(X,Y,Z) = H(Z) + H(X|Z) + H(Y|X,Z)", "H(X,Y,Z) = H(Z) + H(X|Z) + H(Y|X)", []),
    ("I(X;Y|Z) = H(X|Z) + H(Y|Z) - H(X,Y|Z)", "I(X;Y|Z) = H(X|Z) + H(Y|Z) - H(X,Y,Z)", []),
    ("I(X;X) = H(X)", "I(X;X) = 2*H(X)", []),
    ("H(X|X) = 0", "H(X|Y) = 0", []),
    ("I(X;Y;Z) = I(Y;Z) - I(Y;Z|X)", "I(X;Y;Z) = I(Y;Z) + I(Y;Z|X)", []),
    ("I(A,B;C|D) >= I(A;C|D)", "I(A,B;C|D) >= I(A;C)", []),
    ("H(X) >= H(X|Y)", "H(X) <= H(X|Y)", []),
    ("H(A,B,C) <= H(A) + H(B) + H(C)", "H(A,B,C) <= H(A) + H(B)", []),
    ("2*H(A,B,C) <= H(A,B) + H(B,C) + H(A,C)", "5*H(A,B,C) <= 2*H(A,B) + 2*H(B,C) + 2*H(A,C)", []),
    ("H(X|Z) <= H(X|Y) + H(Y|Z)", "H(X|Z) >= H(X|Y) - H(Y|Z)", []),
    ("I(X;Z) <= I(X;Y)", "I(X;Z) >= I(X;Y)", ["X-Y-Z Markov"]),
    ("I(X;Z) <= I(Y;Z)", "I(X;Z|Y) >= I(X;Z)", ["X-Y-Z Markov"]),
    ("I(A;D) <= I(B;C)", "I(B;C) <= I(A;D)", ["A-B-C-D Markov"]),
    ("H(Z) >= H(X)", "H(Z) <= H(X)", ["X,Y independent", "Z = X + Y"]),
    ("H(X,Y,Z) = H(X) + H(Y) + H(Z)", "H(X,Y,Z) = 2*H(X) + H(Z)", ["X,Y,Z mutually independent"]),
    ("H(X,Y) = H(X) + H(Y)", "H(X,Y,Z) = H(X) + H(Y) + H(Z)", ["X,Y,Z pairwise independent"]),
    ("I(X;Y|Z) = I(X;Y)", "I(X;Z|Y) = I(X;Y)", ["Z,X&Y independent"]),
    ("H(Z) <= H(X) + H(Y)", "H(Z) <= H(X)", ["Z=f(X,Y)"]),
    ("H(M) <= H(K)", "H(K) <= H(M)", ["H(M|C) = H(M)", "H(M|C,K) = 0"]),
    # Of Fano's kind: the error E is a function of X and its estimate, and the estimate one of Y.
    ("H(X|Y) <= H(E) + H(X|E,G)", "H(X|Y) <= H(X|E,G)", ["E=f(X,G)", "G=g(Y)"]),
    ("H(X) <= 3/2*H(Y)", "H(X) <= H(Y)", ["2*H(X) <= 3*H(Y)"]),
    ("I(X1,X2;Y1,Y2) <= I(X1;Y1) + I(X2;Y2)", "I(X1;Y1) <= I(X2;Y2)", ["Y1-X1-X2-Y2 Markov"]),
    ("H(X,Y) - H(X) >= 0", "H(X|Y) <= H(X) - 1/999999*H(Y)", []),
    ("999999*H(X) + I(X;Y) >= 999999*I(X;Y)", "999999*H(X) >= 999999*I(X;Y) + 1/999999*H(X)", []),
    ("H(A,B,C,D,E,F,G) <= H(A,B,C,D) + H(E,F,G)", "H(A,B,C,D,E,F,G) <= H(A,B,C,D) + H(E,F)", []),
]
TRUE = [(true, lines) for true, _, lines in PAIRS]
FALSE = [(false, lines) for _, false, lines in PAIRS] + [
    ("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)", []),
    ("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D) + 7/100*H(A,B,C,D)", []),
    ("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)", ["A-C-B Markov"]),
    ("H(X) > 0", []),
    ("H(X) < H(X,Y)", []),
    ("H(X) < H(X|Y)", []),
]


@pytest.mark.parametrize(("claim", "lines"), TRUE)
def test_a_true_claim_is_proved(claim: str, lines: list[str]) -> None:
    verdict = si.verify(claim, given=lines)
    assert (verdict.verdict, verdict.level, verdict.witness) == ("holds", "proved", None)
    assert confirm(json.loads(json.dumps(verdict.to_dict()["certificate"])))[0] == "holds"


@pytest.mark.parametrize(("claim", "lines"), FALSE)
def test_a_false_claim_is_refuted_by_a_law(claim: str, lines: list[str]) -> None:
    verdict = si.verify(claim, given=lines)
    assert (verdict.verdict, verdict.level) == ("refuted", "certified")
    names, table = witness_of(verdict)
    assert sum(table.values()) == 1
    assert violated(claim, names, table)
    assert not any(violated(str(line.statement), names, table) for line in assumptions(lines))
    gap = float(verdict.witness["actual"]) - float(verdict.witness["claimed"])
    left, _, right = re.split(r"(<=|>=|=|<|>)", claim)
    assert gap == pytest.approx(side(left, names, table) - side(right, names, table), abs=1e-12)


def witness_of(verdict: Any) -> tuple[tuple[str, ...], Table]:
    witness = verdict.witness
    return tuple(witness["variables"]), {tuple(row["outcome"]): Fraction(row["p"]) for row in witness["pmf"]}


# True, though Shannon's inequalities for its variables do not imply it.
COPIED = [
    ("2*I(C;D) <= I(A;B) + I(A;C,D) + 3*I(C;D|A) + I(C;D|B)", 1),
    ("I(A;B) <= 2*I(A;B|C) + I(A;B|D) + I(C;D) + I(A;C|B) + I(B;C|A)", 1),
]


@pytest.mark.parametrize(("claim", "copies"), COPIED)
def test_beyond_shannon_by_the_copy_lemma(claim: str, copies: int) -> None:
    parsed = si.parse(claim)
    assert prove(parsed, (), ("A", "B", "C", "D")) is None
    verdict = si.verify(claim)
    assert (verdict.verdict, verdict.level) == ("holds", "proved")
    assert len(verdict.proof.copies) == copies
    assert "copy lemma" in verdict.text()


@pytest.mark.slow
def test_what_is_neither_proved_nor_refuted_is_undecided() -> None:
    # True (Zhang and Yeung 1997), and known to follow from no inequality without the assumptions.
    verdict = si.verify("I(C;D) <= I(C;D|A) + I(C;D|B)", given=["I(A;B|C) = 0", "A,B independent"])
    assert (verdict.verdict, verdict.level, verdict.witness) == ("undecided", "", None)
    assert verdict.reason == "not implied by the elemental inequalities; no counterexample found"


def entries() -> list[Any]:
    return json.loads(REFERENCE.read_text())["identities"] if REFERENCE.is_file() else []


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["id"])
def test_the_reference_collection(entry: dict[str, Any]) -> None:
    verdict = si.verify(entry["statement"], given=entry["assumptions"])
    wanted = {"true": {"holds"}, "false": {"refuted"}, "not Shannon-type": {"holds", "undecided"}}
    assert verdict.verdict in wanted[entry["truth"]]
    if verdict.witness:
        assert violated(entry["statement"], *witness_of(verdict))


# --- what is said ----------------------------------------------------------------------------------------------------

WORDS = [
    ("I(X;Z) <= I(X;Y)", ["X-Y-Z Markov"], "I(X;Y) - I(X;Z) = I(X;Y|Z) - I(X;Z|Y)"),
    ("I(X;Z) <= I(X;Y)", ["X-Y-Z Markov"], "given: X-Y-Z Markov"),
    ("I(X;Z) <= I(X;Y)", ["X-Y-Z Markov"], "equality exactly when I(X;Y|Z) = 0"),
    ("I(X;Y) = H(Y) - H(Y|X)", [], "I(X;Y) = H(X) + H(Y) - H(X,Y) = H(Y) - H(Y|X)"),
    ("H(X,Y) = H(X) + H(Y)", [], "only <= holds: H(X) + H(Y) - H(X,Y) = I(X;Y)"),
    ("H(X) <= H(X|Y)", [], "the reverse holds: H(X) >= H(X|Y)"),
    ("I(X;Y|Z) <= I(X;Y)", [], "it holds when I(Y;Z|X) = 0"),
    ("H(X) > 0", [], "with >= it holds"),
]


@pytest.mark.parametrize(("claim", "lines", "words"), WORDS)
def test_the_text_says(claim: str, lines: list[str], words: str) -> None:
    assert words in si.verify(claim, given=lines).text()


def test_the_values_have_a_unit() -> None:
    bits = judge(si.parse("I(X;Y|Z) <= I(X;Y)", unit="bits")).witness
    assert (bits["unit"], float(bits["actual"])) == ("bits", 1.0)
    nats = judge(si.parse("I(X;Y|Z) <= I(X;Y)")).witness
    assert (nats["unit"], float(nats["actual"])) == ("nats", pytest.approx(math.log(2), abs=1e-15))


REFUSED = [
    ("H(A,B,C,D,E,F,G,K,L) <= H(A)", [], "9 variables: at most 8"),
    ("H(X) <= H(Y)", ["X fnord Y"], "fnord is not expected here"),
    ("H(X) <= H(Y)", ["H(X) > 0"], "an equation, or an inequality with <= or >="),
    ("H(X) <= H(Y)", ["X ~ Bernoulli(1/2)"], "Y is no variable of the setting"),
    ("I(X;X;X;X;X;X;X;X;X;X;X;X;X) = H(X)", [], "at most 12 groups"),
    ("H(X)*H(Y) <= H(X)", [], "linear"),
    ("10000000000*H(X) >= H(X)", [], "at most 6 digits"),
]


@pytest.mark.parametrize(("claim", "lines", "message"), REFUSED)
def test_what_is_refused(claim: str, lines: list[str], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        si.verify(claim, given=lines)


def test_assumptions_are_not_lost_on_a_claim_about_laws() -> None:
    claim = si.parse("H(Normal(0, s)) >= 0")
    with pytest.raises(MeasureError, match="named variables"):
        si.verify(claim, given=["s > 1"])
    assert si.verify("H(Normal(0, s)) >= 0", given=["s > 1"]).verdict == "holds"
    assert si.verify("H(Normal(0, s)) >= 0").verdict == "refuted"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["I(X;Z) <= I(X;Y)", "--given", "X-Y-Z Markov"], 0),
        (["H(Z) <= H(X)", "--given", "Z=f(X)"], 0),
        (["H(Z) <= H(X)", "--given", "Z=f(X,Y)"], 1),
    ],
)
def test_the_command_line(arguments: list[str], code: int, capsys: Any, tmp_path: Path) -> None:
    assert main(["verify", *arguments, "--format", "json"]) == code
    told = capsys.readouterr().out
    data = json.loads(told)
    assert {"claim", "verdict", "level", "points", "witness", "proof", "certificate"} <= set(data)
    assert (data["witness"] is None) == (code == 0)
    file = tmp_path / "told.json"
    file.write_text(told)
    assert main(["check", str(file)]) == 0
    data["certificate"]["claim"]["relation"] = ">="
    file.write_text(json.dumps(data))
    assert main(["check", str(file)]) == 1


# --- laws ------------------------------------------------------------------------------------------------------------

NAMES = ("A", "B", "C", "D")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
def test_there_are_as_many_elemental_inequalities_as_there_should_be(count: int) -> None:
    assert len(inequalities(count, True)) == count + math.comb(count, 2) * 2 ** max(count - 2, 0)
    every = range(1 << count)
    if count < 5:
        assert set(inequalities(count, False)) == set(inequalities_between(every, 1 << count))


def text_of(combination: list[tuple[int, int]], count: int) -> str:
    pool, parts = inequalities(count, True), []
    for number, factor in combination:
        inequality = pool[number % len(pool)]
        groups = [mask for mask in (inequality.first, inequality.second) if mask]
        inner = ";".join(",".join(n for i, n in enumerate(NAMES) if mask >> i & 1) for mask in groups)
        given_ = ",".join(n for i, n in enumerate(NAMES) if inequality.given >> i & 1)
        parts.append(f"{factor}*{'I' if inequality.second else 'H'}({inner}{'|' + given_ if given_ else ''})")
    return " + ".join(parts)


def in_joint_entropies(text: str) -> str:
    """The same claim in other terms, so that nothing of its construction is left."""

    def rewritten(match: re.Match[str]) -> str:
        kind, inner = match[1], match[2]
        groups, _, condition = inner.partition("|")
        parts = groups.split(";")
        more = "," + condition if condition else ""
        less = f" - H({condition})" if condition else ""
        if kind == "H":
            return f"(H({parts[0]}{more}){less})"
        return f"(H({parts[0]}{more}) + H({parts[1]}{more}) - H({parts[0]},{parts[1]}{more}){less})"

    return re.sub(r"([HI])\(([^()]*)\)", rewritten, text)


combinations = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 5)), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(combinations, st.integers(2, 4))
def test_what_is_a_sum_of_elemental_inequalities_is_proved(combination: list[tuple[int, int]], count: int) -> None:
    verdict = si.verify(in_joint_entropies(text_of(combination, count)) + " >= 0")
    assert (verdict.verdict, verdict.level) == ("holds", "proved")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(combinations, st.integers(2, 3), st.lists(st.integers(0, 6), min_size=8, max_size=8))
def test_with_a_sign_changed_no_law_contradicts_the_verdict(
    combination: list[tuple[int, int]], count: int, weights: list[int]
) -> None:
    changed = [(combination[0][0], -combination[0][1]), *combination[1:]]
    claim = f"{text_of(changed, count)} >= 0"
    verdict = si.verify(claim)
    names = NAMES[:count]
    outcomes = list(itertools.product((0, 1), repeat=count))
    chosen = dict(zip(outcomes, weights, strict=False))
    total = sum(chosen.values())
    table = {outcome: Fraction(w, total) for outcome, w in chosen.items() if w}
    assert verdict.verdict in ("holds", "refuted")  # of up to three variables Shannon's inequalities are all there are
    if verdict.verdict == "refuted":
        found_names, found = witness_of(verdict)
        assert violated(claim, found_names, found)
    elif table:
        assert not violated(claim, names, table)


def test_random_laws_are_found_that_are_no_sums_of_bits() -> None:
    claim = si.parse("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)")
    question = Question(claim, (), Coordinates(NAMES))
    assert of_bits(question) is None
    table = improved(question, math.inf)
    assert table is not None
    assert violated("I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)", NAMES, table)
    true = Question(si.parse("I(A;B|C) >= 0"), (), Coordinates(NAMES))
    assert of_bits(true) is None
    assert improved(true, math.inf) is None


# --- where NumPy and SciPy are not installed -------------------------------------------------------------------------

WITHOUT_ARRAYS = {
    "I(X;Z) <= I(X;Y)": (["X-Y-Z Markov"], "holds"),
    "I(X;Y|Z) <= I(X;Y)": ([], "refuted"),
    "H(X,Y) = H(X) + H(Y)": (["X, Y independent"], "holds"),
    "H(X) <= 2*H(Y)": ([], "refuted"),
    "I(A;C) <= I(A;B)": (["A-B-C-D Markov"], "holds"),
    "I(A;B) <= I(A;B|C) + I(A;B|D) + I(C;D)": ([], "undecided"),
}


@pytest.mark.parametrize("claim", WITHOUT_ARRAYS)
def test_a_claim_is_judged_without_arrays(claim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given, expected = WITHOUT_ARRAYS[claim]
    monkeypatch.setattr("symbinfo.verification.shannon.judge.SHARES", (0.05,))
    for module in ("numpy", "scipy"):
        monkeypatch.setitem(sys.modules, module, None)
    verdict = judge(si.parse(claim), given)
    assert (verdict.verdict, "NumPy" in verdict.reason) == (expected, expected == "undecided")


@pytest.mark.parametrize("claim", [claim for claim, (given, _) in WITHOUT_ARRAYS.items() if not given])
def test_sums_of_bits_one_by_one_are_those_of_all_at_once(claim: str) -> None:
    read = si.parse(claim)
    names = tuple(sorted(set(re.findall(r"[A-Z]", re.sub(r"[HI]\(", "(", claim)))))
    question = Question(read, (), Coordinates(names))
    for bits in (1, 2):
        asked = (question.count, bits, question.wrong, question.zero, question.least)
        at_once, one_by_one = simplest_at_once(*asked), simplest_one_by_one(*asked)
        assert (None if at_once is None else tuple(at_once)) == one_by_one


@pytest.mark.parametrize("seed", range(12))
def test_the_least_cost_is_that_of_scipy(seed: int) -> None:
    from random import Random

    from scipy.optimize import linprog

    draw = Random(seed)
    matrix = [[draw.randint(-2, 2) for _ in range(7)] for _ in range(4)]
    weights = [draw.choice((0, 0, 1, 3)) for _ in range(7)]
    target = [sum(a * w for a, w in zip(row, weights, strict=True)) - (seed % 4 == 3) for row in matrix]
    costs = [draw.randint(0, 5) for _ in range(7)]
    columns = [{i: Fraction(row[j]) for i, row in enumerate(matrix) if row[j]} for j in range(7)]
    found = least_cost([Fraction(c) for c in costs], columns, {i: Fraction(t) for i, t in enumerate(target)})
    solved = linprog(costs, A_eq=matrix, b_eq=target, method="highs-ds")
    assert (found is None) == (solved.status == 2)
    if found is not None:
        sums = [sum((row[j] * x for j, x in found.items()), Fraction(0)) for row in matrix]
        assert sums == target and min(found.values(), default=Fraction(0)) >= 0
        assert float(sum(costs[j] * x for j, x in found.items())) == pytest.approx(solved.fun)
