"""Documents of each kind with right formulas and six wrong ones: all of these are found, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from symbinfo.verification.documents.proofreading import proofread

HERE = Path(__file__).parent
COURSE = HERE.parents[3] / "shared" / "course" / "information-theory.md"

#: Of each document: by line (in notebooks by cell and line) a part of each wrong formula.
PLANTED: dict[str, dict[tuple[int, int], str]] = {
    "lecture.md": {
        (0, 27): r"\log p(x \mid y)",  # conditioned the wrong way round
        (0, 61): "H(P, Q) + H(P)",  # a sign
        (0, 69): r"\frac{\alpha}{\beta} - 1",  # upside down
        (0, 85): r"1 + \log b",  # a lost 2
        (0, 99): "H(X) + H(Y) + H(X,Y)",  # a sign
        (0, 100): r"\ge I(X;Y)",  # the direction
    },
    "appendix.tex": {
        (0, 22): r"\log \sigma",  # a lost square
        (0, 43): r"\lambda - \mu",  # a sign
        (0, 46): r"1 - \log\theta",  # a mean taken for a rate
        (0, 56): r"\frac{N}{S}",  # exchanged
        (0, 61): "2.385",  # digits
        (0, 63): r"I(x) = \log p(x)",  # a sign
    },
    "coding.ipynb": {
        (4, 3): "0.347",  # nats for bits
        (7, 8): r"I(X;Y) \ge H(Y)",  # the direction
        (8, 5): r"\sum_x Q(x) \log P(x)",  # exchanged laws
        (8, 13): "0.637",  # digits
        (9, 5): r"2 \pi \sigma^2",  # a lost e
        (10, 5): "h(X) + 2",  # a number
    },
    "readme.md": {
        (0, 18): r"\sum_i q_i \log",  # exchanged weights
        (0, 30): r"{\sigma^2}",  # a lost 1/2
        (0, 39): r"+ (1-p)\log(1-p)",  # a sign
        (0, 43): r"1 + \log b",  # a lost 2
        (0, 64): r"\ge H(X)",  # the direction
        (0, 65): r"\le 1",  # no bound
    },
}
#: How many statements are left open: what is not decided, or leans on something said elsewhere.
OPEN = {"lecture.md": 1, "appendix.tex": 1, "coding.ipynb": 0, "readme.md": 0}


#: Two by default; all of them in the gate.
LONG = {"appendix.tex", "readme.md"}


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=[pytest.mark.slow] if name in LONG else []) for name in PLANTED]
)
def read(request):
    return request.param, proofread(HERE / request.param, cache=False)


def test_all_wrong_formulas_are_found_and_no_right_one_is_called_wrong(read):
    name, found = read
    refuted = {(finding.place.cell or 0, finding.place.line): finding.text for finding in found.refuted}
    assert set(refuted) == set(PLANTED[name])
    assert [place for place, part in PLANTED[name].items() if part not in refuted[place]] == []
    assert found.exit_code == 1


def test_what_is_wrong_has_a_witness(read):
    assert [finding.text for finding in read[1].refuted if not finding.witness and not finding.reason] == []


def test_most_is_decided(read):
    name, found = read
    assert len(found.statements) - found.counts["holds"] - len(found.refuted) == OPEN[name]
    assert len(found.statements) >= 17
    assert found.counts["not read"] == 0


@pytest.mark.skipif(not COURSE.exists(), reason="the page of the course is not here")
def test_the_page_of_the_course_is_read_and_right(tmp_path):
    found = proofread(COURSE, cache=tmp_path)
    assert found.exit_code == 0, found.text()
    assert len({finding.place for finding in found.findings if finding.display}) == 31
    assert {finding.kind.value for finding in found.findings if finding.display and not finding.judged} == {
        "declaration"
    }
    again = proofread(COURSE, cache=tmp_path)
    assert again.known == len(again.statements)
    assert [finding.verdict for finding in again.findings] == [finding.verdict for finding in found.findings]
