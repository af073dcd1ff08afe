"""`symbinfo build`: sources read or refused by name, only what changed is made again, and an honest index."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import symbinfo.course.pages.build_pages as running
import symbinfo.render.json as as_json
from symbinfo.cli.command import main
from symbinfo.course.pages import build
from symbinfo.course.pages import page_worker as workers
from symbinfo.course.pages.index import INDICES
from symbinfo.course.pages.page_worker import writers
from symbinfo.course.pages.section_page import PAGES
from symbinfo.course.pages.sources import read
from symbinfo.expressions.errors import MeasureError, SymbinfoError
from symbinfo.jobs.cache import Cache, checker_state, engine_state, in_one_move, key_of, write
from symbinfo.render import FORMATS, InCourse
from symbinfo.render.flavours import FLAVOURS
from symbinfo.trusted import check
from symbinfo.trusted.certificate import Certificate

ROOT = Path(__file__).parents[2]

SECTION = """title = "Entropy"
intro = "How uncertain H(X) is."

[[derivation]]
of = "H(Bernoulli(1/2))"
name = "fair-coin"
title = "A fair coin: log 2"
says = "It costs log 2."
backs = [1]

[[derivation]]
of = "underflow"
"""
EQUATIONS = r"""[[equation]]
number = 1
section = "entropy"
tex = 'H(X) = \log 2'
says = "A fair coin."
"""


class Here:
    """An executor that works at once, and keeps what it was asked to do."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def submit(self, function: Any, *arguments: Any) -> Future[Any]:
        self.jobs.append(function.__name__)
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future


@pytest.fixture(autouse=True, scope="module")
def _loaded() -> None:
    """Each job runs in a fork of this process: what is imported here need not be imported there."""
    workers.preload()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "01-entropy.toml").write_text(SECTION)
    (folder / "equations.toml").write_text(EQUATIONS)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    files = [p for p in folder.rglob("*") if p.is_file() and ".cache" not in p.parts]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


# --- sources ---------------------------------------------------------------------------------------------------------

FAULTS = [
    ("not_toml", "title = ", "01-entropy.toml is not TOML"),
    ("unknown_key", SECTION + 'form = "x"\n', "01-entropy.toml, entry 2: unknown key 'form'"),
    ("unknown_key_of_the_file", 'colour = "red"\n' + SECTION, "01-entropy.toml: unknown key 'colour'"),
    ("no_title", SECTION.replace('title = "Entropy"\n', ""), "01-entropy.toml: title is missing"),
    ("no_query", SECTION.replace('of = "underflow"', 'says = "x"'), "01-entropy.toml, entry 2: of is missing"),
    ("empty_query", SECTION.replace("underflow", " "), "01-entropy.toml, entry 2: of is empty"),
    ("number_for_text", SECTION.replace('"underflow"', "7"), "01-entropy.toml, entry 2: of must be a text"),
    ("text_for_number", SECTION.replace("[1]", '["1"]'), "01-entropy.toml, entry 1: backs is a list of numbers"),
    ("truth_for_number", SECTION.replace("[1]", "[true]"), "01-entropy.toml, entry 1: backs is a list of numbers"),
    ("unknown_equation", SECTION.replace("[1]", "[2]"), "01-entropy.toml, entry 1: backs equation 2, which"),
    ("name_that_leaves", SECTION.replace("fair-coin", "../fair"), "01-entropy.toml, entry 1: the name '../fair'"),
    (
        "twice",
        SECTION.replace("fair-coin", "underflow"),
        "01-entropy.toml: the derivation underflow is there twice",
    ),
    ("escape_sequence", SECTION.replace("How", r"\u001b[31m"), "01-entropy.toml: intro is to stand on one line"),
    (
        "picture_in_text",
        SECTION.replace("backs", "picture = [7]\nbacks"),
        "01-entropy.toml, entry 1: picture is a list of texts",
    ),
    (
        "no_range",
        SECTION.replace("backs", 'picture = ["H(Die(k))", "1"]\nbacks'),
        "01-entropy.toml, entry 1: picture is a query",
    ),
    (
        "nothing_shown",
        SECTION.replace("backs", 'shows = "x"\nbacks'),
        "01-entropy.toml, entry 1: shows is what stands under",
    ),
    ("no_table", 'title = "x"\nderivation = ["y"]\n', "01-entropy.toml, entry 1: is no table"),
]


@pytest.mark.parametrize(("text", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_fault_of_the_sources_is_named(
    course: Path, tmp_path: Path, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "01-entropy.toml").write_text(text)
    assert main(["build", str(course), "-o", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"symbinfo: {message}")
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_without_sources_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SymbinfoError, match="holds no sources"):
        read(tmp_path)
    with pytest.raises(SymbinfoError, match="is not a folder"):
        read(tmp_path / "nowhere")


def test_the_sources_of_the_course_page_are_whole() -> None:
    course = read(ROOT / "derivations")
    assert [s.name for s in course.sections] == [
        "self-information",
        "entropy",
        "differential-entropy",
        "conditional-entropy",
        "cross-entropy",
        "kl-divergence",
        "mutual-information",
    ]
    assert [e.number for e in course.equations] == list(range(1, 32))
    assert {e.section for e in course.equations} == {s.name for s in course.sections}
    assert not [e.number for e in course.equations if not course.backing(e.number)]


# --- what is built ---------------------------------------------------------------------------------------------------


def test_every_format_is_written(course: Path, tmp_path: Path) -> None:
    built = build(course, tmp_path / "out", executor=Here())
    assert built.exit_code == 0
    expected = {"entropy.md", "entropy.tex", "entropy.html", "index.md", "index.html"}
    expected |= {"entropy/fair-coin.json", "entropy/underflow.json"}
    expected |= {"entropy.pdf"} if shutil.which("pdflatex") else set()
    assert set(contents(tmp_path / "out")) == expected == set(built.written)
    page = (tmp_path / "out" / "entropy.html").read_text()
    assert "proved: every step is replayed exactly" in page
    assert "A fair coin: <math>" in page
    for path in (tmp_path / "out" / "entropy").glob("*.json"):
        assert check(Certificate.loads(path.read_text())).accepted
        assert json.loads(path.read_text())["check"]["verdict"] == "holds"


def test_only_the_formats_asked_for(course: Path, tmp_path: Path) -> None:
    build(course, tmp_path, ["html"], executor=Here())
    assert set(contents(tmp_path)) - {p for p in contents(tmp_path) if p.startswith("sources")} == {
        "entropy.html",
        "index.html",
    }
    assert "certificate" not in (tmp_path / "entropy.html").read_text()


def test_only_what_changed_is_made_again(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    forms = ["markdown", "latex", "html", "json"]
    first, second, third = Here(), Here(), Here()
    build(course, out, forms, executor=first)
    assert sorted(first.jobs) == ["checked", "checked", "derived", "derived"]
    before = contents(out)
    assert build(course, out, forms, executor=second).written == ()
    assert second.jobs == []
    (course / "01-entropy.toml").write_text(SECTION.replace("It costs log 2.", "It costs one bit."))
    built = build(course, out, forms, executor=third)
    assert third.jobs == ["derived"]  # the same certificate: what the checker said of it stands
    assert set(built.written) == {"entropy.md", "entropy.tex", "entropy.html"}
    (course / "01-entropy.toml").write_text(SECTION)
    build(course, out, forms, executor=Here())
    assert contents(out) == before


def test_a_change_of_the_engine_makes_everything_again(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(course, tmp_path / "out", ["json"], executor=Here())
    monkeypatch.setattr(running, "engine_state", lambda: "another engine")
    again = Here()
    build(course, tmp_path / "out", ["json"], executor=again)
    assert again.jobs == ["derived", "derived"]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="not installed: pdflatex")
def test_a_lost_pdf_is_made_again_and_is_the_same(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(course, out, executor=Here())
    pdf = (out / "entropy.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    (out / "entropy.pdf").unlink()
    again = Here()
    assert build(course, out, executor=again).written == ("entropy.pdf",)
    assert again.jobs == ["compiled"]
    assert (out / "entropy.pdf").read_bytes() == pdf


def test_two_workers_write_what_one_writes(course: Path, tmp_path: Path) -> None:
    forms = ["markdown", "latex", "html", "json"]
    build(course, tmp_path / "one", forms, executor=Here())
    build(course, tmp_path / "two", forms)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_without_pdflatex_there_is_a_note(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    built = build(course, tmp_path / "out", executor=Here())
    assert built.exit_code == 0
    assert built.notes == ("pdflatex is not installed: the pages are built without PDF",)
    assert "PDF" not in (tmp_path / "out" / "index.html").read_text()


DRAWN = """title = "Entropy"
[[derivation]]
of = "certain-event"
picture = ["H(Bernoulli(p))", "p=1/4:3/4"]
shows = "Up to p = 3/4."
"""


def test_a_picture_stands_below_its_derivation_and_is_drawn_once(course: Path, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    (course / "01-entropy.toml").write_text(DRAWN)
    (course / "equations.toml").unlink()
    executor = Here()
    built = build(course, tmp_path / "out", ["markdown", "html"], executor=executor)
    assert (built.exit_code, built.notes) == (0, ())
    assert executor.jobs.count("drawn") == 1
    words = "H(Bernoulli(p)) over p from 0.25 to 0.75"
    assert f"![{words}](entropy/certain-event.svg)\n\nUp to $p = 3/4$." in (tmp_path / "out/entropy.md").read_text()
    assert f'<img src="entropy/certain-event.svg" alt="{words}">' in (tmp_path / "out/entropy.html").read_text()
    assert words in (tmp_path / "out/entropy/certain-event.svg").read_text()
    again = Here()
    assert build(course, tmp_path / "out", ["markdown", "html"], executor=again).written == ()
    assert again.jobs == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("H(Bernoulli(p))", "H(Bernoulli(", "this ( is not closed"),
        ("3/4", "1/8", "the range p=1/4:1/8 is empty"),
        ("p=1/4", "r=1/4", "has no parameter r"),
    ],
    ids=["unreadable", "empty_range", "no_parameter"],
)
def test_a_picture_that_cannot_be_drawn_is_a_fault(
    old: str, new: str, message: str, course: Path, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    (course / "01-entropy.toml").write_text(DRAWN.replace(old, new))
    (course / "equations.toml").unlink()
    built = build(course, tmp_path / "out", ["html"], executor=Here())
    assert built.exit_code == 2
    assert built.faults[0].startswith("01-entropy.toml, entry 1 (")
    assert message in built.faults[0]
    assert "<img" not in (tmp_path / "out/entropy.html").read_text()


def test_without_matplotlib_there_is_a_note(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise running.PackageNotFoundError(name)

    monkeypatch.setattr(running, "version", missing)
    (course / "01-entropy.toml").write_text(DRAWN)
    (course / "equations.toml").unlink()
    built = build(course, tmp_path / "out", ["html"], executor=Here())
    assert (built.exit_code, built.notes) == (0, ("matplotlib is not installed: the pages are built without pictures",))
    assert "<img" not in (tmp_path / "out/entropy.html").read_text()


# --- what goes wrong -------------------------------------------------------------------------------------------------

WRONG = [
    ("unknown_theorem", "no-such-theorem", "01-entropy.toml, entry 2 (no-such-theorem): no theorem is called"),
    ("unreadable_query", "H(Bernoulli(", "01-entropy.toml, entry 2 (H(Bernoulli(): "),
    ("no_measure", "H(X) <= 2", "01-entropy.toml, entry 2 (H(X) <= 2): "),
    ("outside_its_domain", "H(Bernoulli(2))", "01-entropy.toml, entry 2 (H(Bernoulli(2))): Bernoulli: p must"),
]


@pytest.mark.parametrize(("of", "message"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_cannot_be_derived_is_named_and_the_rest_is_built(
    course: Path, tmp_path: Path, of: str, message: str
) -> None:
    (course / "01-entropy.toml").write_text(SECTION.replace('"underflow"', f'"{of}"\nname = "other"'))
    built = build(course, tmp_path / "out", ["html", "json"], executor=Here())
    assert built.exit_code == 2
    assert len(built.faults) == 1
    assert built.faults[0].startswith(message)
    assert set(built.written) == {"entropy.html", "index.html", "entropy/fair-coin.json"}
    assert "missing" in (tmp_path / "out" / "index.html").read_text()


def test_an_equation_without_a_derivation_is_shown_and_counts(course: Path, tmp_path: Path) -> None:
    more = EQUATIONS + EQUATIONS.replace("number = 1", "number = 2")
    (course / "equations.toml").write_text(more)
    built = build(course, tmp_path / "out", ["html", "markdown"], executor=Here())
    assert built.exit_code == 3
    assert [e.number for e in built.whole.unbacked()] == [2]
    assert (tmp_path / "out" / "index.html").read_text().count("not backed") == 1
    assert (tmp_path / "out" / "index.md").read_text().count("not backed") == 1


@pytest.mark.parametrize(("verdict", "code"), [("holds", 0), ("refuted", 1), ("undecided", 3)])
def test_a_verdict_decides_and_backs(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: str, code: int
) -> None:
    report = {"verdict": verdict, "level": "checked", "points": 6, "digits": 24, "worst_error": "0", "reason": "why"}

    def checked(certificate: str, seconds: float) -> dict[str, Any]:
        return report

    monkeypatch.setattr(running, "checked", checked)
    built = build(course, tmp_path / "out", ["html"], executor=Here())
    assert built.exit_code == code
    assert [e.number for e in built.whole.unbacked()] == ([] if verdict == "holds" else [1])
    assert ("every step holds" in (tmp_path / "out" / "entropy.html").read_text()) is (verdict == "holds")


def test_a_check_cut_short_is_undecided_and_not_kept(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(course, out, ["json"], executor=Here())
    for path in (out / ".cache").glob("*.json"):
        if "worst_error" in path.read_text() and "body" not in path.read_text():
            path.unlink()
    cut = build(course, out, ["json"], seconds=0.001, executor=Here())
    assert {r.verdict for r in cut.whole.results} == {"undecided"}
    assert "limit of 0.001 seconds" in cut.whole.results[0].check["reason"]
    again = Here()
    assert build(course, out, ["json"], executor=again).exit_code == 0
    assert again.jobs == ["checked", "checked"]


def test_without_a_certificate_it_is_undecided(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def certificate_data(derivation: Any) -> Any:
        raise MeasureError("Wiggle cannot be written into a certificate")

    monkeypatch.setattr(as_json, "certificate_data", certificate_data)
    built = build(course, tmp_path / "out", ["html", "json"], executor=Here())
    assert built.exit_code == 3
    assert {r.verdict for r in built.whole.results} == {"undecided"}
    assert {r.check["reason"] for r in built.whole.results} == {"Wiggle cannot be written into a certificate"}
    assert set(built.written) == {"entropy.html", "index.html"}
    page = (tmp_path / "out" / "entropy.html").read_text()
    assert "undecided" in page
    assert "certificate</a>" not in page


def test_an_equation_that_cannot_be_read_is_an_error(course: Path, tmp_path: Path) -> None:
    (course / "equations.toml").write_text(EQUATIONS.replace(r"\log 2", r"\input{x}"))
    with pytest.raises(SymbinfoError, match="cannot be read"):
        build(course, tmp_path / "out", ["html"], executor=Here())


def test_hostile_words_stay_words(course: Path, tmp_path: Path) -> None:
    bad = "</p><script>alert(1)</script> $x$ ![a](b) \\\\\\\\input{/etc/passwd} |"
    (course / "01-entropy.toml").write_text(SECTION.replace("It costs log 2.", bad).replace("A fair coin", bad))
    build(course, tmp_path / "out", ["html", "markdown", "latex"], executor=Here())
    files = {name: text.decode() for name, text in contents(tmp_path / "out").items()}
    assert "<script" not in files["entropy.html"] + files["index.html"]
    assert "<script" not in files["entropy.md"] + files["index.md"]
    assert r"\input" not in files["entropy.tex"]
    assert "![a]" not in files["entropy.md"]


# --- the verb, as it is used ------------------------------------------------------------------------------------------


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "symbinfo", "build", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_verb(course: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "deep" / "out")
    done = run(str(course), "-o", out, "--format", "html", "--format", "json")
    summary = "1 sections, 2 derivations, 2 hold, 1 of 1 equations backed; 4 files written\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, summary, "")
    again = run(str(course), "-o", out, "--format", "html", "--format", "json")
    assert again.stdout == summary.replace("4 files", "0 files")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "-o", "out"], "nowhere is not a folder"),
        (["nowhere"], "the following arguments are required"),
        (["nowhere", "-o", "out", "--format", "docx"], "invalid choice"),
        (["nowhere", "-o", "out", "--timeout", "0"], "a positive number"),
    ],
)
def test_arguments_that_are_refused(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", *arguments]) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert said.err.count("\n") == 1


def test_an_interrupted_build_goes_on_where_it_stopped(course: Path, tmp_path: Path) -> None:
    engine_state.cache_clear()
    slow = "".join(f'\n[[derivation]]\nof = "H(Normal(mu, {n}))"\n' for n in range(1, 9))
    (course / "01-entropy.toml").write_text(SECTION + slow)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "symbinfo", "build", str(course), "-o", str(out), "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        limit = time.monotonic() + 60
        while len(list((out / ".cache").glob("*.json"))) < 3 and time.monotonic() < limit:
            time.sleep(0.05)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    assert "Traceback" not in said
    kept = len(list((out / ".cache").glob("*.json")))
    assert 3 <= kept < 20
    again = Here()
    assert build(course, out, ["json"], executor=again).exit_code == 0
    assert len(again.jobs) == 2 * 10 - kept


# --- the cache -------------------------------------------------------------------------------------------------------


def test_the_cache_forgets_what_nobody_asks_for(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", 1)
    cache.put("b", [2])
    later = Cache(tmp_path)
    assert later.get("a") == 1
    later.prune()
    assert later.get("b") is None
    (tmp_path / ".cache" / "a.json").write_text("{")
    assert Cache(tmp_path).get("a") is None


@pytest.mark.parametrize("content", ["{}", "[]", "1", '{"value": 2, "seal": ""}', '{"key": "b"}', "[" * 100_000, "\0"])
def test_a_file_that_is_not_of_the_cache_holds_nothing(content: str, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("a", {"value": [1, "é"]})
    assert cache.get("a") == {"value": [1, "é"]}
    kept = (tmp_path / ".cache" / "a.json").read_text()
    (tmp_path / ".cache" / "b.json").write_text(kept)
    assert cache.get("b") is None, "kept under another key"
    (tmp_path / ".cache" / "a.json").write_text(content)
    assert cache.get("a") is None


def test_other_data_in_the_cache_is_made_anew(course: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(course, out, ["json"], executor=Here())
    whole = {path.name: path.read_text() for path in (out / ".cache").glob("*.json")}
    for path in (out / ".cache").glob("*.json"):
        path.write_text('{"foreign": true}')
    assert build(course, out, ["json"], executor=Here()).exit_code == 0
    assert {path.name for path in (out / ".cache").glob("*.json")} == set(whole)


def test_a_file_is_the_old_one_or_the_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, link = tmp_path / "out.txt", tmp_path / "link.txt"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    in_one_move(link, b"new")
    assert link.is_symlink()
    assert (target.read_text(), target.stat().st_mode & 0o777) == ("new", 0o640)

    def full(path: Path, content: bytes) -> int:
        with open(path, "wb") as file:
            file.write(content[:2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        in_one_move(target, b"newer")
    with pytest.raises(SymbinfoError, match=r"cannot write .*: No space left"):
        write(target, b"newer")
    assert target.read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.txt", "out.txt"]


def test_the_state_of_the_checker_is_that_of_its_whole_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def state() -> str:
        checker_state.cache_clear()
        return checker_state()

    for name in ("trusted/checks/values.py", "trusted/terms.py", "laws/law.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr("symbinfo.jobs.cache.ROOT", tmp_path)
    before = state()
    (tmp_path / "laws" / "law.py").write_text("1")
    assert state() == before
    for name in ("trusted/terms.py", "trusted/checks/values.py"):
        (tmp_path / name).write_text("1")
        assert state() != before
        before = state()
    checker_state.cache_clear()


def test_keys_differ_where_their_parts_do() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of({"x": 1, "y": 2}) == key_of({"y": 2, "x": 1})


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    assert write(tmp_path / "a" / "b.txt", b"one")
    assert not write(tmp_path / "a" / "b.txt", b"one")
    assert write(tmp_path / "a" / "b.txt", b"two")
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["b.txt"]
    with pytest.raises(SymbinfoError, match="cannot write"):
        write(tmp_path / "a" / "b.txt" / "c", b"three")


# The formats.


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_has_its_cell_in_every_table(form: str) -> None:
    """The row of `symbinfo.render.FORMATS` says what a format is for; each table that serves this has a cell for it."""
    row = FORMATS[form]
    assert row.name == form
    assert row.word
    assert row.ending.startswith(".")
    if row.renderer:
        assert callable(getattr(import_module(row.renderer[0]), row.renderer[1]))
    page = row.in_course is InCourse.PAGE
    assert (form in PAGES) == page, f"section_page.PAGES: the page of a section as {form}"
    written = set(FLAVOURS) if form == "markdown" else {form}
    assert (written <= set(writers())) == page, f"page_worker.writers: a sentence and a derivation as {form}"
    assert form not in INDICES or page, f"index.INDICES: {form} has no pages"


def test_every_format_of_a_course_is_written(tmp_path: Path, course: Path) -> None:
    """With one exception: what is compiled needs a program, and has tests of its own."""
    forms = [form for form, row in FORMATS.items() if row.in_course not in (InCourse.NOTHING, InCourse.COMPILED)]
    for form in forms:
        built = build(course, tmp_path / form, [form], executor=Here())
        assert any(name.endswith(FORMATS[form].ending) for name in built.written), form
