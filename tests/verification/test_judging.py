"""`symbinfo verify --file`: records read or refused by name, judged under limits, written as they come, resumed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from symbinfo.cli import command as cli
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.query import parse
from symbinfo.verification.files import judge_record as work
from symbinfo.verification.files.claim_records import claim_of
from symbinfo.verification.files.judge_file import judge, records_of
from symbinfo.verification.files.judge_record import judged

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork to be quick"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

Capture = pytest.CaptureFixture[str]
NORMAL = {"dist": "Normal", "params": {"mean": "m", "std": "s"}}
SYMBOLS = {"m": "real", "s": "positive"}


def spelled(**more: Any) -> dict[str, Any]:
    return {"measure": "entropy", "p": NORMAL, "symbols": SYMBOLS, "claim": "log(2*pi*E*s**2)/2", **more}


# A record, and the same claim in the query language (None: only that it is read).
READ: list[tuple[Any, str | None]] = [
    ("H(Exponential(r)) = 1 - log(r)", "H(Exponential(r)) = 1 - log(r)"),
    ({"claim": "H(Exponential(r)) = 1 - log(r)", "id": 3}, "H(Exponential(r)) = 1 - log(r)"),
    (spelled(), "H(Normal(m, s)) = log(2*pi*E*s**2)/2"),
    (spelled(relation="<="), "H(Normal(m, s)) <= log(2*pi*E*s**2)/2"),
    (spelled(base="2", constraints=["m<s"]), None),
    ({"claim": "H(X) = 1", "given": ["X ~ Bernoulli(1/2)"], "unit": "bits"}, None),
    (spelled(measure="renyi_entropy", order="2"), None),
    (spelled(measure="fisher_information", wrt="std"), None),
    (spelled(measure="hellinger2", q=NORMAL, claim="0"), None),
    (spelled(symbols={"m": "real", "s": "(0,1)"}), None),
    (
        {
            "measure": "mutual_information",
            "p": {"dist": "JointPMF", "params": {"table": [["e/2", "(1-e)/2"], ["(1-e)/2", "e/2"]]}},
            "symbols": {"e": "(0,1)"},
            "claim": "0",
        },
        None,
    ),
    (spelled(p={"dist": "Dirichlet", "params": {"alpha": ["1", "s", "2"]}}), None),
    (spelled(p={"dist": "FiniteRV", "params": {"pmf": {"1": "1/2", "2": "1/2"}}}), None),
    (spelled(p={"dist": "DiscreteUniform", "params": {"items": ["1", "4"]}}), None),
]


@pytest.mark.parametrize(("record", "same"), READ, ids=range(len(READ)))
def test_a_record_is_read(record: Any, same: str | None) -> None:
    claim, given = claim_of(record)
    assert given == ()
    if same is not None:
        other = parse(same)
        assert (claim.relation, claim.right) == (other.relation, other.right)
        assert claim.left.doit() == other.left.doit()


FAULTS: list[tuple[Any, str]] = [
    (7, "a claim is a text, or an object"),
    ({"id": "x"}, "a claim is a text, or an object"),
    ("H(Bernoulli(1/2))", "this is no claim"),
    ("H(Bernou(1/2)) = 1", "did you mean Bernoulli"),
    (spelled(measure="temperature"), "no measure 'temperature'"),
    (spelled(p={"dist": "Normall", "params": {}}), "no law 'Normall'"),
    (spelled(p="Normal"), "`p` is a law"),
    (spelled(p={"dist": "JointPMF", "params": {}}), "needs 1 parameters"),
    (spelled(symbols={"m": "real", "s": "green"}), "green says nothing"),
    (spelled(symbols=["m", "s"]), "`symbols` is an object"),
    (spelled(claim="log(t)"), "unknown name t"),
    (spelled(claim="__import__('os')"), "not read"),
    (spelled(measure="fisher_information", wrt="scale"), "`wrt` is the name"),
    (spelled(measure="mutual_information"), "a joint law of two variables"),
    (spelled(p={"dist": "Normal", "params": {"mean": 0.5, "std": "s"}}), "written as a text"),
    (spelled(p={"dist": "Normal", "params": {"mean": "0", "std": "-1"}}), "std must be"),
    (spelled(relation="~"), "~"),
    (spelled(base=2), "`base` is a text"),
]


@pytest.mark.parametrize(("record", "message"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_in_its_line(record: Any, message: str) -> None:
    line = judged(json.dumps(record), 60.0)
    assert (line["verdict"], line["level"]) == ("undecided", "")
    if message != "not read":
        assert message in line["error"]["message"]
    assert "\n" not in line["error"]["message"]


@pytest.mark.parametrize("text", ["", "{", "3", '{"claim": []}', '"H(P) = 1"'])
def test_what_is_no_file_of_claims_is_refused(text: str) -> None:
    with pytest.raises(SymbinfoError, match="file of claims"):
        records_of(text)


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_claim_that_hangs_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_judged", lambda record, seconds: time.sleep(60))
    line = judged('"x"', 0.3)
    assert (line["verdict"], line["limit"]) == ("undecided", 0.3)
    assert "limit of 0.3 seconds" in line["reason"]


def test_a_claim_that_fills_the_memory_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "_judged", lambda record, seconds: len(bytearray(2**40)))
    line = judged('"x"', 20.0)
    assert line["verdict"] == "undecided"
    assert "GiB of memory" in line["reason"]


# --- many ------------------------------------------------------------------------------------------------------------


class Here:
    """An executor that works at once, and keeps what it was asked to do."""

    def __init__(self) -> None:
        self.jobs: list[str] = []

    def submit(self, function: Any, *arguments: Any) -> Future[Any]:
        self.jobs.append(arguments[0])
        future: Future[Any] = Future()
        future.set_result(function(*arguments))
        return future


CLAIMS: list[Any] = [
    "H(Bernoulli(1/2)) = log(2)",
    {"id": "wrong", "claim": "H(Bernoulli(1/2)) = log(3)"},
    "H(Bernou(1/2)) = 1",
    "H(Bernoulli(1/2)) = log(2)",
]


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_line_comes_and_equal_records_are_judged_once() -> None:
    said: list[str] = []
    told: list[tuple[str, int, int]] = []
    executor: Any = Here()
    tally = judge(CLAIMS, said.append, executor=executor, tell=lambda *args: told.append(args))
    found = {line["id"]: line for line in map(json.loads, said)}
    assert {name: line["verdict"] for name, line in found.items()} == {
        1: "holds",
        "wrong": "refuted",
        3: "undecided",
        4: "holds",
    }
    assert found["wrong"]["witness"]["actual"].startswith("0.693147")
    assert found[3]["error"]["position"] == 2
    assert len(executor.jobs) == 3
    assert told[-1] == ("judging", 3, 3)
    assert tally.exit_code == 1 and tally.text() == "4 claims: 2 hold, 1 refuted, 1 undecided"


def test_a_second_run_judges_only_what_has_no_line() -> None:
    said: list[str] = []
    judge(CLAIMS[:1], said.append, executor=(first := Here()))  # type: ignore[arg-type]
    known = [json.loads(line) for line in said]
    tally = judge(CLAIMS, said.append, known=known, executor=(second := Here()))  # type: ignore[arg-type]
    assert (len(first.jobs), len(second.jobs), tally.known) == (1, 2, 2)
    later = [{**line, "verdict": "undecided", "limit": 1.0} for line in known]
    judge(CLAIMS[:1], said.append, known=later, seconds=60, executor=(third := Here()))  # type: ignore[arg-type]
    assert len(third.jobs) == 1  # more time now than then


EXITS = [
    (CLAIMS[:1], 0),
    (CLAIMS[:2], 1),
    (CLAIMS[1:], 1),
    ([CLAIMS[0], CLAIMS[2]], 3),
    ([], 0),
]


@pytest.mark.parametrize(("claims", "code"), EXITS, ids=range(len(EXITS)))
def test_the_exit_code_of_a_file(
    claims: list[Any], code: int, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("symbinfo.verification.files.judge_file.workers_of", here)
    source, target = tmp_path / "claims.json", tmp_path / "verdicts.jsonl"
    source.write_text(json.dumps({"claims": claims}))
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == code
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"symbinfo: {len(claims)} claims: ")
    assert len(lines(target)) == len(claims) if claims else True
    assert cli.main(["verify", "--file", str(source)]) == code
    out, _ = capsys.readouterr()
    assert len(out.splitlines()) == len(claims)


class here:
    """`workers_of` with the work done at once."""

    def __init__(self, given: Any, preload: Any, number: int) -> None:
        del given, preload, number

    def __enter__(self) -> Any:
        return Here

    def __exit__(self, *args: object) -> None:
        return None


def test_a_broken_last_line_and_lines_of_other_records_are_dropped(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("symbinfo.verification.files.judge_file.workers_of", here)
    source, target = tmp_path / "claims.json", tmp_path / "verdicts.jsonl"
    source.write_text(json.dumps(CLAIMS[:1]))
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == 0
    whole = target.read_text()
    target.write_text(whole + json.dumps({"key": "other", "verdict": "refuted"}) + "\n" + whole[:30])
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == 0
    assert target.read_text() == whole
    assert "(1 known before)" in capsys.readouterr().err


TWICE = ["H(Bernoulli(1/2)) = log(2)", "H(Bernoulli(1/2)) = log(3)", "H(Bernoulli(1/2)) = log(2)"]


@pytest.mark.parametrize("kept", range(4))
def test_records_that_are_equal_have_a_line_each_after_any_interruption(
    kept: int, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("symbinfo.verification.files.judge_file.workers_of", here)
    source, target = tmp_path / "claims.json", tmp_path / "verdicts.jsonl"
    same = [{"id": "a", "claim": TWICE[0]}, {"id": "a", "claim": TWICE[0]}]  # equal in their names, too
    source.write_text(json.dumps([*TWICE, *same]))
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == 1
    whole = target.read_text().splitlines(keepends=True)
    assert Counter(line["id"] for line in lines(target)) == {1: 1, 2: 1, 3: 1, "a": 2}
    target.write_text("".join(whole[:kept]))
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == 1
    assert Counter(line["id"] for line in lines(target)) == {1: 1, 2: 1, 3: 1, "a": 2}
    assert "5 claims: 4 hold, 1 refuted, 0 undecided" in capsys.readouterr().err
    before = target.read_text()
    assert cli.main(["verify", "--file", str(source), "-o", str(target)]) == 1
    assert target.read_text() == before
    assert "(5 known before)" in capsys.readouterr().err


def around(path: Path) -> list[str]:
    """The processes that hold a file as their standard error."""
    holders = []
    for link in Path("/proc").glob("[0-9]*/fd/2"):
        with suppress(OSError):
            if os.readlink(link) == str(path):
                holders.append(link.parts[2])
    return holders


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks into /proc")
@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 143), ("SIGHUP", 129), ("SIGKILL", -9)])
def test_no_process_stays_behind(number: str, code: int, begun: bool, tmp_path: Path) -> None:
    source, said = tmp_path / "claims.json", tmp_path / "said.txt"
    source.write_text(json.dumps([f"KL(Normal(0, {i}) || Logistic(0, 1)) >= 0" for i in range(1, 200)]))
    command = [sys.executable, "-m", "symbinfo", "verify", "--file", str(source), "-o", str(tmp_path / "out.jsonl")]
    with said.open("w") as errors, subprocess.Popen([*command, "--jobs", "2"], stderr=errors) as process:
        end = time.monotonic() + 30
        out = tmp_path / "out.jsonl"
        while len(around(said)) < 4 or (
            begun and not (out.exists() and out.stat().st_size)
        ):  # server, tracker, workers
            assert time.monotonic() < end and process.poll() is None
            time.sleep(0.05)
        process.send_signal(getattr(signal, number))
        assert process.wait(20) == code
    end = time.monotonic() + 10
    while around(said):
        assert time.monotonic() < end, around(said)
        time.sleep(0.05)
    assert not begun or "Traceback" not in said.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("shell", "words", "code"),
    [
        ('"$@" > /dev/full', "cannot write to standard output: No space left", 3),
        ('"$@" >&-', "cannot write to standard output: it is closed", 2),
        ('("$@"; echo $? > "$CODE") | true; exit "$(cat "$CODE")"', "cannot write to standard output: Broken pipe", 3),
        ('"$@" -o /dev/full', "cannot write /dev/full: No space left", 2),
        ('"$@" > /dev/null 2> /dev/full', "", 0),
    ],
)
def test_where_nothing_can_be_written_is_one_line(shell: str, words: str, code: int, tmp_path: Path) -> None:
    source = tmp_path / "claims.json"
    source.write_text(json.dumps(["H(Bernoulli(1/2)) = log(2)"]))
    command = [sys.executable, "-m", "symbinfo", "verify", "--file", str(source), "--jobs", "1"]
    environment = {**os.environ, "CODE": str(tmp_path / "code")}
    done = subprocess.run(
        ["sh", "-c", shell, "sh", *command], capture_output=True, text=True, timeout=60, env=environment
    )
    assert (done.returncode, words in done.stderr, done.stderr.count("\n")) == (code, True, 1 if words else 0), (
        done.stderr
    )


USAGE = [
    (["verify"], "give a claim, or a file"),
    (["verify", "H(P) = 1", "--file", "x"], "give a claim, or a file"),
    (["verify", "H(P) = 1", "--jobs", "2"], "--jobs is for a file"),
    (["verify", "--file", "/no/such/file"], "cannot read /no/such/file"),
    (["verify", "--file", "x", "--jobs", "0"], "a whole number from 1 to 256"),
]


@pytest.mark.parametrize(("arguments", "message"), USAGE, ids=range(len(USAGE)))
def test_wrong_usage_is_one_line(arguments: list[str], message: str, capsys: Capture) -> None:
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == "" and message in err and err.count("\n") == 1


def test_options_of_a_single_claim_belong_in_the_records(tmp_path: Path, capsys: Capture) -> None:
    source = tmp_path / "claims.json"
    source.write_text("[]")
    assert cli.main(["verify", "--file", str(source), "--unit", "bits"]) == 2
    assert "stand in the records" in capsys.readouterr().err


@pytest.mark.slow
def test_an_interruption_loses_no_line(tmp_path: Path) -> None:
    source, target = tmp_path / "claims.json", tmp_path / "verdicts.jsonl"
    claims = [f"H(Gamma({k}, t)) = log(t) + {k}" for k in range(1, 200)]
    source.write_text(json.dumps(claims))
    command = [sys.executable, "-m", "symbinfo", "verify", "--file", str(source), "-o", str(target), "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and (not target.exists() or len(target.read_text().splitlines()) < 3):
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.wait(60)
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.returncode == 130
    done = lines(target)
    assert len(done) >= 3
    source.write_text(json.dumps(claims[: len(done) + 2]))
    again = subprocess.run(command, capture_output=True, check=False)
    assert again.returncode == 1
    assert f"({len(done)} known before)".encode() in again.stderr
    assert len(lines(target)) == len(done) + 2
