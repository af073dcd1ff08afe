"""Limits hold in the middle of one C call, answers and errors come back whole, and no process stays behind."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from symbinfo.expressions.errors import BudgetExceeded, NoClosedForm, QueryError, SymbinfoError
from symbinfo.jobs.limits import MemoryExceeded, WorkerFailed, run_limited

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


def one_long_call() -> int:
    return len(str(pow(7, 10**9)))


def fail_with(error: BaseException) -> Any:
    def function() -> None:
        raise error

    return function


def double(x: str) -> str:
    return 2 * x


def refuse() -> None:
    raise QueryError("no", "H(X", 3)


@pytest.mark.parametrize("fork", [True, False])
def test_a_long_call_is_stopped_at_the_limit(fork: bool) -> None:
    start = time.monotonic()
    with pytest.raises(BudgetExceeded, match=r"^the power stopped at the limit of 0\.5 seconds") as caught:
        run_limited(one_long_call, 0.5, "the power", fork=fork)
    assert time.monotonic() - start < 3
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("fork", [True, False])
def test_an_answer_comes_back(fork: bool) -> None:
    assert run_limited(double, 20, "doubling", ("ab",), fork=fork) == "abab"


@pytest.mark.parametrize("fork", [True, False])
def test_an_error_keeps_its_place(fork: bool) -> None:
    with pytest.raises(QueryError) as caught:
        run_limited(refuse, 20, "reading", fork=fork)
    assert (str(caught.value), caught.value.text, caught.value.position) == ("no", "H(X", 3)


def echo(value: object) -> object:
    return value


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def end(number: int) -> None:
    os.kill(os.getpid(), number)


def allocate(size: int) -> int:
    return len(bytearray(size))


def say(text: str) -> None:
    print(text)


@pytest.mark.parametrize("size", [0, 300_000])
def test_without_fork_a_job_may_take_longer_than_one_wait(size: int) -> None:
    told: list[float] = []
    value = "x" * size  # more than a pipe holds
    assert run_limited(echo, 20, "an echo", (value,), fork=False) == value
    assert run_limited(sleep, 20, "sleeping", (2.3,), progress=told.append, fork=False) == 2.3
    assert len(told) >= 2
    assert told == sorted(told)


def test_without_fork_the_limits_are_the_same(capfd: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    with pytest.raises(BudgetExceeded, match=r"limit of 2\.5 seconds"):
        run_limited(sleep, 2.5, "sleeping", (60.0,), fork=False)
    assert time.monotonic() - start < 5
    with pytest.raises(WorkerFailed, match="ended by SIGKILL"):
        run_limited(end, 20, "the work", (int(signal.SIGKILL),), fork=False)
    with pytest.raises(MemoryExceeded, match="1 GiB"):
        run_limited(allocate, 20, "large", (2**31,), memory=2**30, fork=False)
    capfd.readouterr()
    run_limited(say, 20, "printing", ("noise",), fork=False)
    assert capfd.readouterr() == ("", "noise\n")
    for value in (None, 1, b"\0", {"a": [1, (2.5,)]}):
        assert run_limited(echo, 20, "nothing", (value,), fork=False) == value


@pytest.mark.parametrize("value", [None, 1, "é\udcff", b"\0", {"a": [1, (2.5,)]}, "x" * 3_000_000])
def test_plain_data_comes_back_whole(value: object) -> None:
    assert run_limited(lambda: value, 20, "nothing") == value


@pytest.mark.parametrize(
    ("function", "kind", "text"),
    [
        (fail_with(SymbinfoError("bad")), SymbinfoError, r"^bad$"),
        (fail_with(NoClosedForm("H(P)", "E[X]")), SymbinfoError, r"^no closed form"),
        (fail_with(ValueError("odd")), WorkerFailed, r"^internal error.*ValueError: odd$"),
        (fail_with(KeyboardInterrupt()), WorkerFailed, r"KeyboardInterrupt"),
        (fail_with(RecursionError()), WorkerFailed, r"nested too deeply"),
        (fail_with(MemoryError()), MemoryExceeded, r"^the work stopped at the limit of 6 GiB of memory; simplify"),
        (lambda: (faulthandler.disable(), os.abort()), WorkerFailed, r"^the work was ended by SIGABRT"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), WorkerFailed, r"^the work was ended by SIGKILL"),
        (lambda: os.kill(os.getpid(), signal.SIGXCPU), BudgetExceeded, r"20 seconds"),
        (lambda: os._exit(7), WorkerFailed, r"exit code 7"),
        (lambda: object(), WorkerFailed, r"no plain data"),
    ],
)
def test_an_end_without_an_answer_is_one_error(function: Any, kind: type[SymbinfoError], text: str) -> None:
    with pytest.raises(kind, match=text) as caught:
        run_limited(function, 20, "the work")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == (2 if str(caught.value) == "bad" else 3)


def test_memory_is_limited() -> None:
    run_limited(lambda: len(bytearray(2**20)), 20, "small", memory=2**30)
    with pytest.raises(MemoryExceeded, match="1 GiB"):
        run_limited(lambda: len(bytearray(2**31)), 20, "large", memory=2**30)


def test_output_of_the_work_stays_off_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    run_limited(lambda: print("noise"), 20, "printing")
    assert capfd.readouterr() == ("", "noise\n")


def test_progress_is_told_while_the_work_lasts() -> None:
    told: list[float] = []
    run_limited(lambda: time.sleep(1.2), 20, "sleeping", progress=told.append)
    run_limited(lambda: None, 20, "nothing", progress=lambda _: pytest.fail("too early"))
    assert len(told) == 1
    assert 0.9 < told[0] < 2


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -9)])
def test_the_child_ends_with_its_parent(number: str, code: int, tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom pathlib import Path\nfrom symbinfo.jobs.limits import run_limited\n"
        f"note = Path({str(tmp_path / 'pid')!r})\n"
        "def work():\n    note.with_suffix('.new').write_text(str(os.getpid()))\n"
        "    note.with_suffix('.new').rename(note)\n    pow(7, 10**9)\n"
        "try:\n    run_limited(work, 50, 'work')\nexcept KeyboardInterrupt:\n    sys.exit(130)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as parent:
        deadline = time.monotonic() + 10
        while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        child = int((tmp_path / "pid").read_text())
        assert alive(child)
        parent.send_signal(getattr(signal, number))
        assert parent.wait(10) == code
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(child)
