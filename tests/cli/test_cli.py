"""The command line: exit codes, one clear line for what is wrong, whole answers or none, and quick starts."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from symbinfo import __version__
from symbinfo.atlas.cells import MEASURES
from symbinfo.cli import command as cli
from symbinfo.cli import options
from symbinfo.cli.streams import encodable
from symbinfo.cli.usage import read_arguments
from symbinfo.cli.verbs import VERBS
from symbinfo.course.exercises import Judged, find, solve
from symbinfo.course.exports import sheet_of
from symbinfo.expressions.errors import PrecisionNotReached, SymbinfoError
from symbinfo.query import parse
from symbinfo.render import FORMATS
from symbinfo.verification.values.evaluate import evaluate

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be quick"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

# What the forked children need is loaded once, here: a real command loads it in the child.
WARM = evaluate(parse("H(Bernoulli(1/3))"), 5)

Capture = pytest.CaptureFixture[str]
ENTROPY = "H(Bernoulli(1/3))"
CLAIM = "H(Bernoulli(1/3)) = 1"


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def fake(monkeypatch: pytest.MonkeyPatch, verb: str, work: Any) -> None:
    monkeypatch.setitem(VERBS, verb, VERBS[verb]._replace(answer=work))


# Arguments.

BAD_ARGUMENTS = {
    "unknown verb": (["drive", ENTROPY], "no verb 'drive': did you mean derive?"),
    "strange verb": (["--format", "json"], "no verb '--format': see `symbinfo --help`"),
    "nothing to do": (["eval"], "required: QUERY"),
    "empty query": (["eval", " "], "the query is empty"),
    "unknown option": (["eval", ENTROPY, "--fromat=json"], "unrecognized arguments: --fromat=json"),
    "shortened option": (["eval", ENTROPY, "--dig=3"], "unrecognized arguments"),
    "two queries": (["eval", ENTROPY, ENTROPY], "unrecognized arguments"),
    "format": (["eval", ENTROPY, "--format", "xml"], "invalid choice: 'xml'"),
    "unit": (["eval", ENTROPY, "--unit", "bans"], "invalid choice: 'bans'"),
    "no processes": (["atlas", "--jobs", "0"], "a whole number from 1 to 256 is expected: got 0"),
    "unit and base": (["eval", ENTROPY, "--unit", "bits", "--base", "3"], "not allowed with"),
    "no digits": (["eval", ENTROPY, "--digits", "0"], "from 1 to 1000 is expected: got 0"),
    "many digits": (["eval", ENTROPY, "--digits", "1001"], "from 1 to 1000"),
    "digits in words": (["eval", ENTROPY, "--digits", "1e3"], "from 1 to 1000"),
    "very many digits": (["eval", ENTROPY, "--digits", "9" * 5000], "from 1 to 1000"),
    "no time": (["eval", ENTROPY, "--timeout", "0"], "a positive number of seconds"),
    "time backwards": (["eval", ENTROPY, "--timeout", "-1"], "a positive number of seconds"),
    "endless time": (["eval", ENTROPY, "--timeout", "inf"], "a positive number of seconds"),
    "no number": (["eval", ENTROPY, "--timeout", "nan"], "a positive number of seconds"),
    "time in words": (["eval", ENTROPY, "--timeout", "soon"], "invalid number of seconds value: 'soon'"),
    "pdf to the terminal": (["derive", ENTROPY, "--format", "pdf"], "--format pdf needs -o FILE"),
    "pdf of a number": (["eval", ENTROPY, "--format", "pdf"], "invalid choice"),
    "into no folder": (["derive", ENTROPY, "-o", "/no/such/folder/file"], "no such folder"),
    "into a folder": (["derive", ENTROPY, "-o", "/"], "it is a folder"),
}


@pytest.mark.parametrize("case", BAD_ARGUMENTS)
def test_bad_arguments_are_told_in_one_line(case: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "run_limited", lambda *_, **__: pytest.fail("work was begun"))
    arguments, message = BAD_ARGUMENTS[case]
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("symbinfo: ")
    assert err.count("\n") == 1
    assert message in err


GOOD_ARGUMENTS = {
    "plain": (["eval", ENTROPY], {"query": ENTROPY, "digits": 15, "timeout": 60.0, "unit": None, "format": "text"}),
    "options": (["eval", ENTROPY, "--digits", "1000", "--timeout=0.5"], {"digits": 1000, "timeout": 0.5}),
    "options first": (["eval", "--unit", "bits", ENTROPY], {"query": ENTROPY, "unit": "bits"}),
    "minus": (["eval", "-H(X)"], {"query": "-H(X)"}),
    "minus, spaced": (["eval", "- H(X)", "--format", "json"], {"query": "- H(X)", "format": "json"}),
    "minus, named": (["eval", "--digits", "3", "-2*H(X)"], {"query": "-2*H(X)", "digits": 3}),
    "minus, apart": (["eval", "--format=json", "--", "-H(X)"], {"query": "-H(X)", "format": "json"}),
    "two minus signs": (["eval", "--H(X)"], {"query": "--H(X)"}),
    "minus in a value": (["eval", ENTROPY, "--base", "-log(2)"], None),
    "base": (["eval", ENTROPY, "--base=-log(2)"], {"base": "-log(2)", "query": ENTROPY}),
    "given": (["verify", CLAIM, "--given", "a", "--given", "b"], {"given": ["a", "b"]}),
    "seconds": (["check", "f.json", "--seconds", "5"], {"timeout": 5.0, "file": "f.json"}),
}


@pytest.mark.parametrize("case", GOOD_ARGUMENTS)
def test_arguments_are_read(case: str) -> None:
    arguments, wanted = GOOD_ARGUMENTS[case]
    if wanted is None:
        with pytest.raises(SymbinfoError, match="expected one argument"):
            read_arguments(arguments)
        return
    verb, options = read_arguments(arguments)
    assert verb == arguments[0]
    assert wanted.items() <= options.items()


# Exit codes and answers.

OUTCOMES = {
    "derive": (["derive", ENTROPY], 0, "Result"),
    "theorem": (["derive", "scaling-law"], 0, "The scaling law"),
    "latex": (["derive", ENTROPY, "--format", "latex"], 0, r"\end{document}"),
    "markdown": (["derive", ENTROPY, "--format", "markdown"], 0, "$$"),
    "html": (["derive", ENTROPY, "--format", "html"], 0, "</html>"),
    "closed": (["derive", "H(Normal(0, s))", "--closed"], 0, "Result"),
    "not closed": (["derive", "KL(Logistic(0, 1) || Cauchy(1, 1))", "--closed"], 3, "no closed form"),
    "no theorem": (["derive", "scaling-lam"], 2, "did you mean scaling-law?"),
    "theorem in bits": (["derive", "scaling-law", "--unit", "bits"], 2, "--unit and --base are for queries"),
    "measures": (["measures"], 0, "KL(P || Q)"),
    "a measure": (["measures", "Renyi"], 0, "Jensen's inequality"),
    "no measure": (["measures", "KLL"], 2, "no measure is called KLL: did you mean KL?"),
    "claim to derive": (["derive", CLAIM], 2, "`symbinfo verify`"),
    "names to derive": (["derive", "H(X|Y)"], 2, "derive takes one measure"),
    "eval": (["eval", ENTROPY], 0, "0.636514168294813\n"),
    "bits": (["eval", ENTROPY, "--unit", "bits", "--digits", "5"], 0, "0.91830\n"),
    "base": (["eval", ENTROPY, "--base", "2", "--digits", "5"], 0, "0.91830\n"),
    "minus": (["eval", "-" + ENTROPY, "--digits", "5"], 0, "-0.63651\n"),
    "a place": (["eval", "KL(Normal(m, s) || Normal(0, 1))", "--at", "m=1,s=2"], 0, "1.30685281944005\n"),
    "places one by one": (["eval", "H(Beta(a, b))", "--at", "a=max(1, 2)", "--at", "b=3"], 0, "-0.234906649788000"),
    "a place of a setting": (["eval", "H(Y)", "--given", "Y ~ Bernoulli(e)", "--at", "e=1/3"], 0, "0.6365141682948"),
    "a place of a derivative": (["eval", "FisherInformation(Exponential(r); r)", "--at", "r=4"], 0, "0.0625"),
    "a place outside": (["eval", "H(Bernoulli(p))", "--at", "p=2"], 2, "p must be in [0, 1]: got 2"),
    "a derivative outside": (["eval", "FisherInformation(Exponential(r); r)", "--at", "r=-4"], 2, "r must be positive"),
    "half a place": (["eval", "KL(Normal(m, s) || Normal(0, 1))", "--at", "m=1"], 2, "s must be given as numbers"),
    "a place of nothing": (["eval", "H(Bernoulli(p))", "--at", "q=1/2"], 2, "q is no parameter of the query: it has p"),
    "no place": (["eval", "H(Bernoulli(p))", "--at", "1/2"], 2, "--at is written m=1,s=2: got '1/2'"),
    "a matrix to eval": (["eval", "FisherInformation(Beta(a, b); a, b)"], 2, "eval takes an entry"),
    "claim to eval": (["eval", CLAIM], 2, "`symbinfo verify`"),
    "symbols": (["eval", "H(Bernoulli(p))"], 2, "p"),
    "names to eval": (["eval", "H(X|Y) + H(Y)"], 2, "H(X|Y) + H(Y) has no value without a law"),
    "measure to verify": (["verify", ENTROPY], 2, "this is no claim"),
    "holds": (["verify", "H(Bernoulli(1/2)) = log(2)"], 0, "holds"),
    "refuted": (["verify", CLAIM], 1, "refuted"),
    "unreadable": (["eval", "H(Bernoulli(1/3)"], 2, "\nH(Bernoulli(1/3)\n"),
    "unknown law": (["eval", "H(Brenoulli(1/3))"], 2, "did you mean Bernoulli?"),
    "bad parameter": (["eval", "H(Bernoulli(1.5))"], 2, "p must be"),
    "bad base": (["eval", ENTROPY, "--base", "1"], 2, "base must be positive"),
    "control characters": (["eval", "H(\x1b[31m\n)"], 2, "symbinfo: "),
    "theorems": (["theorems"], 0, "  The scaling law of differential entropy"),
    "levels of theorems": (
        ["theorems", "--levels", "--width", "200"],
        0,
        "  proved     The scaling law of differential entropy",
    ),
    "laws": (["laws"], 0, "\nGamma(k, theta) "),
    "a law": (["laws", "Gamma"], 0, "  by place    shape, then scale (not a rate)\n"),
    "a law of another library": (["laws", "dgamma"], 0, "  R           gamma(shape, rate=1) = Gamma(shape, 1/rate)"),
    "no law": (["laws", "Gama"], 2, "unknown law Gama: did you mean Gamma?"),
    "no file": (["check", "/no/such/file"], 2, "cannot read /no/such/file: No such file"),
    "a folder": (["check", "/"], 2, "cannot read /: Is a directory"),
    "no name": (["check", "a\0b"], 2, "cannot read"),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_outcomes(case: str, capsys: Capture) -> None:
    arguments, code, text = OUTCOMES[case]
    got, out, err = run(capsys, *arguments)
    assert got == code, err
    silent, told = (err, out) if code < 2 else (out, err)
    assert silent == ""
    assert text in told
    if code >= 2:
        message, *place = told.splitlines()
        assert message.startswith("symbinfo: ")
        assert not place or (len(place) == 2 and place[1].strip() == "^")
        assert told.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["derive", ENTROPY], {"query", "measure", "unit", "status", "result", "condition", "steps", "check"}),
        (["eval", ENTROPY, "--base", "3"], {"query", "unit", "value", "digits", "method"}),
        (["verify", CLAIM], {"claim", "verdict", "level", "points", "witness"}),
        (["theorems"], {"theorems"}),
        (["theorems", "--levels"], {"theorems"}),
        (["laws", "Normal"], {"laws"}),
    ],
)
def test_json_is_one_object_and_nothing_else(arguments: list[str], keys: set[str], capsys: Capture) -> None:
    code, out, err = run(capsys, *arguments, "--format", "json")
    data = json.loads(out)
    assert keys <= data.keys()
    assert (code, err) == (int(data.get("verdict") == "refuted"), "")
    assert data.get("unit", "nats") == ("base 3" if "--base" in arguments else "nats")


def test_json_of_what_failed_is_nothing(capsys: Capture) -> None:
    assert run(capsys, "eval", "H(", "--format", "json")[:2] == (2, "")


@pytest.mark.parametrize(("verdict", "code"), [("holds", 0), ("refuted", 1), ("undecided", 3)])
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_verdict_is_an_exit_code(
    verdict: str, code: int, form: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def verify(claim: object, given: Any) -> Any:
        assert given == ("I(X;Z|Y) = 0",)
        return SimpleNamespace(verdict=verdict, text=lambda: verdict, to_dict=lambda: {"verdict": verdict})

    monkeypatch.setattr("symbinfo.verification.referee.verify.verify", verify)
    claim = "I(X;Z) <= I(X;Y)"
    got, out, err = run(capsys, "verify", claim, "--given", "I(X;Z|Y) = 0", "--format", form)
    assert (got, err) == (code, "")
    assert (json.loads(out) if form == "json" else out) == (
        {"claim": claim, "verdict": verdict} if form == "json" else f"{verdict}\n"
    )


def test_digits_that_cannot_be_promised_are_undecided(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def evaluate(measure: object, digits: int, seconds: float, *, at: object, certified: bool) -> Any:
        raise PrecisionNotReached(digits, "1e-3")

    monkeypatch.setattr("symbinfo.verification.values.evaluate.evaluate", evaluate)
    code, out, err = run(capsys, "eval", ENTROPY, "--digits", "40")
    assert (code, out) == (3, "")
    assert err.startswith("symbinfo: 40 digits cannot be promised")


# Files, pipes and terminals.


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("exported") / "derivation.json"
    assert cli.main(["derive", ENTROPY, "--format", "json", "-o", str(path)]) == 0
    return path


def test_an_exported_derivation_is_checked_and_a_forged_one_is_not(
    exported: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert run(capsys, "check", str(exported))[0] == 0
    forged = tmp_path / "forged.json"
    data = json.loads(exported.read_text(encoding="utf-8"))["certificate"]
    claim = data["derivations"][data["main"]]["claim"]
    claim["right"] = f"(+ {claim['right']} 1)"
    forged.write_text(json.dumps(data))
    code, out, _ = run(capsys, "check", str(forged), "--format", "json")
    assert (code, json.loads(out)["verdict"]) == (1, "refuted")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe", "is not UTF-8 text"), (b"{", "not JSON"), (b"[]", "certificate"), (b"[" * 100_000, "not JSON")],
)
def test_a_malformed_certificate_is_one_line(content: bytes, message: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.json").write_bytes(content)
    code, out, err = run(capsys, "check", str(tmp_path / "x.json"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err


def test_check_loads_neither_sympy_nor_the_rules(exported: Path) -> None:
    code = (
        "import sys; from symbinfo.cli import command as cli\n"
        f"o = {{'file': {str(exported)!r}, 'format': 'text', 'axioms': True, 'steps': False, 'numbers': False}}\n"
        "assert cli._work('check', o)[0] == 0\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('sympy', 'numpy', 'scipy', 'lark', 'rich')"
        " or m.startswith(('symbinfo.derivation.rules', 'symbinfo.laws'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("text", [f"{ENTROPY}\n", f"\n  {ENTROPY}\n\n"])
def test_a_query_comes_by_stdin(text: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run(capsys, "eval", "-", "--digits", "5") == (0, "0.63651\n", "")


def test_stdin_that_is_no_text_is_refused(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"H(\xff)")))
    assert run(capsys, "eval", "-") == (2, "", "symbinfo: standard input is not UTF-8 text\n")


def test_a_file_holds_what_would_be_printed(tmp_path: Path, capsys: Capture) -> None:
    assert run(capsys, "derive", "scaling-law", "-o", str(tmp_path / "x")) == (0, "", "")
    assert run(capsys, "derive", "scaling-law", "-o", "-")[1] == (tmp_path / "x").read_text(encoding="utf-8")


def test_text_a_terminal_cannot_show() -> None:
    assert encodable('{"a": "∞"}', "utf-8", "json") == '{"a": "∞"}'
    assert json.loads(encodable('{"a": "∞𝔼"}', "ascii", "json")) == {"a": "∞𝔼"}
    assert encodable("<p>∞</p>", "ascii", "html") == "<p>&#8734;</p>"
    assert encodable("é∞", "latin-1", "text") == "é\\u221e"


@pytest.mark.parametrize("form", ["text", "json", "html", "markdown", "latex"])
def test_a_terminal_without_unicode(form: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    assert cli.main(["derive", ENTROPY if form == "json" else "scaling-law", "--format", form]) == 0
    assert stream.buffer.getvalue().isascii()  # type: ignore[attr-defined]
    assert form != "text" or b"\\u" not in stream.buffer.getvalue()  # type: ignore[attr-defined]


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="needs pdflatex")
def test_a_pdf(tmp_path: Path, capsys: Capture) -> None:
    assert run(capsys, "derive", ENTROPY, "--format", "pdf", "-o", str(tmp_path / "x.pdf")) == (0, "", "")
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_a_pdf_without_pdflatex(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, out, err = run(capsys, "derive", ENTROPY, "--format", "pdf", "-o", str(tmp_path / "x.pdf"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "pdflatex is not installed: use --format latex" in err
    assert not list(tmp_path.iterdir())


# Limits.


def long_call(options: object) -> Any:
    print("partial")
    return 0, str(pow(7, 10**9))


def test_a_long_call_ends_at_the_timeout(capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake(monkeypatch, "eval", long_call)
    start = time.monotonic()
    target = tmp_path / "out"
    code = cli.main(["eval", ENTROPY, "--timeout", "0.5", "-o", str(target)])
    assert time.monotonic() - start < 3
    out, err = capsys.readouterr()
    assert (code, out) == (3, "")
    assert err == "symbinfo: eval stopped at the limit of 0.5 seconds; raise --timeout, or simplify the query\n"
    assert not target.exists()


def test_a_defect_is_one_line_and_a_traceback_only_on_demand(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake(monkeypatch, "eval", lambda options: {}["missing"])
    assert cli.main(["eval", ENTROPY]) == 3
    assert capfd.readouterr().err == "symbinfo: internal error, please report it with the query: KeyError: 'missing'\n"
    monkeypatch.setenv("SYMBINFO_TRACEBACK", "1")
    assert cli.main(["eval", ENTROPY]) == 3
    assert "Traceback" in capfd.readouterr().err


def test_an_interrupt_is_quiet(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run_limited", interrupt)
    assert run(capsys, "eval", ENTROPY) == (130, "", "")


# The whole program.


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "symbinfo", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **options)


def test_the_program_runs() -> None:
    done = program("eval", "-", "--digits", "5", input=ENTROPY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "0.63651\n", "")


def test_the_program_answers_by_its_exit_code() -> None:
    done = program("eval", "H(Bernoulli(7))", "--format", "json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("symbinfo: ")


CLOSED = [
    (">&-", ["theorems"], "symbinfo: cannot write to standard output: it is closed\n"),
    ("<&-", ["eval", "-"], "symbinfo: cannot read standard input: it is closed\n"),
    ("2>&-", ["eval", "H("], ""),
]


@pytest.mark.parametrize(("closed", "arguments", "message"), CLOSED)
def test_a_closed_stream_is_no_traceback(closed: str, arguments: list[str], message: str) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "symbinfo", *arguments]
    done = subprocess.run(shell, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (2, message)


def test_a_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m symbinfo derive scaling-law --format html; echo $? >&2"
    with subprocess.Popen(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as shell:
        assert shell.stdout is not None
        assert shell.stderr is not None
        shell.stdout.close()
        assert shell.stderr.read() == b"0\n"


@pytest.mark.parametrize("argument", ["--help", "--version", "no-such-verb"])
def test_help_loads_next_to_nothing(argument: str) -> None:
    code = (
        f"import sys; from symbinfo.__main__ import main; main([{argument!r}])\n"
        "sys.exit(sum(m in sys.modules for m in ('sympy', 'numpy', 'lark', 'rich', 'argparse', 'mpmath')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert argument != "--version" or done.stdout.startswith(f"symbinfo {__version__}\n")


def test_help_names_every_verb_and_nothing_is_an_error(capsys: Capture) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    assert all(f"\n  {verb} " in out for verb in VERBS)
    assert run(capsys)[0] == 2
    assert all(run(capsys, verb, "--help")[0] == 0 for verb in VERBS)


# The rows of the tables, and what the documents say of them.

ROOT = Path(__file__).parents[2]
ROWS = [
    pytest.param(verb, option, id=f"{verb}-{option.words}") for verb, row in VERBS.items() for option in row.options
]


def documented() -> list[list[str]]:
    """Every command that a document shows, as words without the name of the program."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    shown = re.findall(rf"(?m)^\$? ?symbinfo ((?:{'|'.join(VERBS)})(?: .+)?)$", text)
    shown += re.findall(rf"`symbinfo ((?:{'|'.join(VERBS)}) [^`]+)`", text)
    words = (shlex.split(command, comments=True) for command in shown)
    return [command[: command.index(">")] if ">" in command else command for command in words]


COMMANDS = documented()


@pytest.mark.parametrize(("verb", "option"), ROWS)
def test_an_option_is_told_in_the_help_of_its_verb(
    verb: str, option: Any, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")  # so that no word is broken at a hyphen
    _, out, _ = run(capsys, verb, "--help")
    told = " ".join(out.split())
    assert option.help, f"{verb} {option.words}: say in `help` what it is"
    assert " ".join(option.help.split()) in told
    assert all(word in told for word in option.words.split() if word.startswith("-"))
    assert all(choice in told for choice in option.choices)


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_is_told_and_documented(verb: str) -> None:
    assert VERBS[verb].help, f"{verb}: say in `help` what it does"
    assert any(command[0] == verb for command in COMMANDS), f"{verb}: show it in README.md or docs/"
    words = [word for option in VERBS[verb].options for word in option.words.split()]
    assert len(set(words)) == len(words)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_documented_command_is_read(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    verb, options = read_arguments(command)
    assert verb == command[0]
    assert options["timeout" if verb != "atlas" else "jobs"]


def example_of(verb: str) -> list[str]:
    """The documented command of a verb that is done soonest: some rows of an atlas, one claim and not a file."""
    placeholders = {"QUERY", "FILE.json", "FOLDER", "CLAIM", "ID", "--file", "--lines", "mine.toml"}
    known = [c for c in COMMANDS if c[0] == verb and not placeholders & set(c)]
    known = [c for c in known if verb != "atlas" or "--unchecked" in c]
    assert known, f"{verb}: show a command that runs in README.md or docs/"
    return min(known, key=lambda c: len(" ".join(c)))


@pytest.mark.parametrize("verb", VERBS)
def test_a_documented_command_runs_and_answers_json(
    verb: str, exported: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "derivations").mkdir()
    (tmp_path / "derivations" / "01-coin.toml").write_text('title = "A coin"\n[[derivation]]\nof = "H(Bernoulli(1/2))"')
    shutil.copy(exported, tmp_path / "derivation.json")
    (tmp_path / "page.md").write_text("$H(X) \\ge 0$", encoding="utf-8")
    (tmp_path / "answers.csv").write_text("student,exercise,answer\nann,fair-coin-in-bits,1 bit\n", encoding="utf-8")
    command = example_of(verb)
    if verb == "build":
        command += ["--format", "html"]
    elif "-o" in command:
        at = command.index("-o")
        command = command[:at] + command[at + 2 :]
    code, out, err = run(capsys, *command)
    assert code in (0, 1), err
    assert out.strip()
    formats = next((option for option in VERBS[verb].options if option.words == "--format"), None)
    if formats is not None and "json" in formats.choices and not formats.many:
        again, data, err = run(capsys, *command, "--format", "json")
        assert (again, err) == (code, "")
        assert isinstance(json.loads(data), dict)


def test_the_formats_are_those_of_the_one_list(capsys: Capture) -> None:
    typed = [name for name, row in FORMATS.items() if row.typed]
    assert list(options.FORMAT_OF_A_DERIVATION.choices) == typed
    assert f"--format {'|'.join(typed)}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_solution_differs_by_its_format() -> None:
    """A format without a branch of its own would be written as another."""
    judged = Judged.of(solve(find("gaussian-kl")))
    written = [sheet_of([judged], form, "utf-8") for form in options.FORMAT_OF_A_SOLUTION.choices]
    assert all(text.strip() for text in written)
    assert len(set(written)) == len(written)


def test_the_measures_of_the_atlas_are_told() -> None:
    assert sorted(re.sub(r" \(default\)", "", options.MEASURE.help).split(", ")) == sorted(MEASURES)
