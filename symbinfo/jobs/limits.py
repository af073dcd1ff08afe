"""Limits of time and memory that hold inside one long C call, too: the work is done by a child that can be killed.

Where the system can fork, the child is a fork, which costs about a millisecond. Elsewhere it is a new interpreter,
which finds the function by its name; in WebAssembly, which has no processes, the work is done in place. Arguments and results are plain data in both cases (numbers, text, bytes, tuples,
lists, dicts, None), sent through a pipe by `marshal`, which is there without an import that costs time.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from symbinfo.expressions.errors import BudgetExceeded, QueryError, SymbinfoError

__all__ = ["MEMORY", "MemoryExceeded", "die_with_parent", "run_limited", "terminating"]

Answer = TypeVar("Answer")

#: The address space of a child, in bytes.
MEMORY = 6 * 2**30
# The longest time that is waited for at once; and how long it takes before progress is told.
TICK = 1.0
CHUNK = 1 << 20

#: WebAssembly has `os.fork`, which always fails.
IN_PLACE = sys.platform == "emscripten"

Progress = Callable[[float], None]


class MemoryExceeded(BudgetExceeded):
    """The limit of memory was reached: keeps the limit."""

    def __init__(self, what: str, memory: int) -> None:
        limit = f"{memory / 2**30:.3g} GiB of memory"
        super().__init__(what, limit)
        self.args = (f"{what} stopped at the limit of {limit}; simplify the query",)


class WorkerFailed(SymbinfoError):
    """The work ended without an answer, and for no fault of the query that could be named."""

    exit_code = 3


def run_limited(
    function: Callable[..., Answer],
    seconds: float,
    what: str,
    arguments: tuple[Any, ...] = (),
    *,
    memory: int = MEMORY,
    progress: Progress | None = None,
    fork: bool = hasattr(os, "fork"),
) -> Answer:
    """Run a function in a child process under limits.

    Parameters
    ----------
    function : callable
        What to run; without `fork` it must be importable by its name.
    seconds : float
        The limit on the clock.
    what : str
        The name of the work, for the message.
    arguments : tuple
        Its arguments, plain data.
    memory : int
        The limit on the child's address space, in bytes, where the system has such limits.
    progress : callable, optional
        Called about once a second with the seconds spent.
    fork : bool
        Whether to fork; otherwise a new interpreter is started.

    Returns
    -------
    object
        What the function returned, plain data. What it writes to standard output goes to standard error.

    Raises
    ------
    BudgetExceeded
        When a limit was reached: the child was killed.
    SymbinfoError
        The error that the function raised (a `QueryError` with its place), or `WorkerFailed`.
    """
    if IN_PLACE:
        return _in_place(function, seconds, what, arguments, memory)
    if fork:
        return _forked(function, seconds, what, arguments, memory, progress)
    return _spawned(function, seconds, what, arguments, memory, progress)


# What the child does.


def _answer(
    function: Callable[..., Any], arguments: tuple[Any, ...], interrupted_by: tuple[type[BaseException], ...] = ()
) -> bytes:
    """Run the function and pack what it returned or raised, except for what tells that its time is spent."""
    sys.stdout = sys.stderr
    try:
        answer: tuple[Any, ...] = ("done", function(*arguments))
    except QueryError as error:
        answer = ("query", str(error), error.text, error.position)
    except SymbinfoError as error:
        answer = ("error", str(error), error.exit_code)
    except MemoryError:
        answer = ("memory",)
    except RecursionError:
        answer = ("failed", "the query is nested too deeply for this machine: simplify it")
    except interrupted_by:
        raise
    except BaseException as error:  # the last stop: a child never prints a traceback unasked
        if os.environ.get("SYMBINFO_TRACEBACK"):
            sys.excepthook(type(error), error, error.__traceback__)
        answer = ("failed", f"internal error, please report it with the query: {type(error).__name__}: {error}")
    with suppress(Exception):
        sys.stderr.flush()
    try:
        return marshal.dumps(answer)
    except MemoryError:
        return marshal.dumps(("memory",))
    except ValueError:
        return marshal.dumps(("failed", "internal error, please report it with the query: the answer is no plain data"))


def _restrict(seconds: float, memory: int) -> None:
    """Set the limits that the system itself watches; the one of processor time only stops an orphan."""
    try:
        import resource
    except ImportError:
        return
    processors = os.cpu_count() or 1
    wanted = {resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: int(min(seconds, 1e9) + 2) * processors}
    for kind, limit in wanted.items():
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def die_with_parent(life: int) -> None:
    """Have the system end this process when the other end of the pipe `life` closes, even in the middle of a call."""
    import signal
    from select import select

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    if select([life], [], [], 0)[0]:  # it closed before we listened
        os._exit(1)


def _child(
    function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float, memory: int, pipe: int, life: int
) -> None:
    """Everything that the forked child does; it ends here, without the parent's clean-up."""
    try:
        with suppress(OSError):
            os.setpgid(0, 0)
        die_with_parent(life)
        _restrict(seconds, memory)
        data = memoryview(_answer(function, arguments))
        while data:
            data = data[os.write(pipe, data) :]
    finally:
        os._exit(0)


def _serve() -> None:
    """What the new interpreter runs where there is no fork: module, name, limits and arguments come by stdin."""
    from importlib import import_module

    module, name, arguments, seconds, memory = marshal.loads(sys.stdin.buffer.read())
    _restrict(seconds, memory)
    out = sys.stdout.buffer
    out.write(_answer(getattr(import_module(module), name), arguments))
    out.flush()
    os._exit(0)


# What the parent does.


def _forked(
    function: Callable[..., Answer],
    seconds: float,
    what: str,
    arguments: tuple[Any, ...],
    memory: int,
    progress: Progress | None,
) -> Answer:
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()
    start = time.monotonic()
    answer_out, answer_in = os.pipe()
    life_out, life_in = os.pipe()
    try:
        pid = os.fork()
    except OSError as error:
        for end in (answer_out, answer_in, life_out, life_in):
            os.close(end)
        raise WorkerFailed(f"no process can be started: {error.strerror}") from None
    if pid == 0:
        os.close(answer_out)
        os.close(life_in)
        _child(function, arguments, seconds, memory, answer_in, life_out)
    os.close(answer_in)
    os.close(life_out)
    status = None
    try:
        with terminating():
            data = _read(answer_out, start, seconds, what, progress)
            status = os.waitpid(pid, 0)[1]
    finally:
        if status is None:
            _kill(pid)
        os.close(answer_out)
        os.close(life_in)
    return _unpacked(data, what, os.waitstatus_to_exitcode(status), seconds, memory)


def _read(pipe: int, start: float, seconds: float, what: str, progress: Progress | None) -> bytes:
    """Everything that the child sends until it closes the pipe."""
    from select import select

    found: list[bytes] = []
    while True:
        spent = time.monotonic() - start
        if spent >= seconds:
            raise BudgetExceeded(what, _seconds(seconds))
        if select([pipe], [], [], min(TICK, seconds - spent))[0]:
            chunk = os.read(pipe, CHUNK)
            if not chunk:
                return b"".join(found)
            found.append(chunk)
        elif progress is not None:
            progress(time.monotonic() - start)


def _kill(pid: int) -> None:
    """End a child and what it started, and wait for its end."""
    from signal import SIGKILL

    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


@contextmanager
def terminating() -> Iterator[None]:
    """Turn a polite signal to the parent into an exception, so that its child is ended first."""
    import signal

    told: list[int] = []

    def leave(number: int, _frame: object) -> None:
        told.append(128 + number)
        raise SystemExit(told[0])

    before = {}
    with suppress(ValueError):  # only the main thread may
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) == signal.SIG_DFL:
                before[number] = signal.signal(number, leave)
    try:
        yield
    except BaseException:
        # What is interrupted halfway may fail in its own way, such as a pool whose workers were being started.
        if told:
            raise SystemExit(told[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _in_place(
    function: Callable[..., Answer], seconds: float, what: str, arguments: tuple[Any, ...], memory: int
) -> Answer:
    """Where there are no processes: under a timer, without a limit of memory."""
    from symbinfo.jobs.soft_limit import Late, within

    out = sys.stdout
    try:
        with within(seconds, on_the_clock=True):
            data = _answer(function, arguments, interrupted_by=(Late,))
    except Late:
        raise BudgetExceeded(what, _seconds(seconds)) from None
    finally:
        sys.stdout = out
    return _unpacked(data, what, 0, seconds, memory)


def _spawned(
    function: Callable[..., Answer],
    seconds: float,
    what: str,
    arguments: tuple[Any, ...],
    memory: int,
    progress: Progress | None,
) -> Answer:
    from subprocess import PIPE, Popen, TimeoutExpired

    job: bytes | None = marshal.dumps((function.__module__, function.__qualname__, arguments, seconds, memory))
    command = [sys.executable, "-c", "from symbinfo.jobs.limits import _serve; _serve()"]
    start = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)}
    with Popen(command, stdin=PIPE, stdout=PIPE, env=environment) as child:
        while True:
            left = seconds - (time.monotonic() - start)
            try:
                data = child.communicate(job, timeout=max(0.0, min(TICK, left)))[0]
                break
            except TimeoutExpired:
                job = None  # what was begun to be sent goes on by itself, and may not be given again
                if left <= TICK:
                    child.kill()
                    raise BudgetExceeded(what, _seconds(seconds)) from None
                if progress is not None:
                    progress(time.monotonic() - start)
            except BaseException:
                child.kill()
                raise
    return _unpacked(data, what, child.returncode, seconds, memory)


def _unpacked(data: bytes, what: str, code: int, seconds: float, memory: int) -> Any:
    """The result, or the error that the child told of, or what its end says."""
    try:
        kind, *rest = marshal.loads(data)
    except (EOFError, ValueError, TypeError):
        raise _ended(what, code, seconds) from None
    if kind == "done":
        return rest[0]
    if kind == "query":
        raise QueryError(*rest)
    if kind == "memory":
        raise MemoryExceeded(what, memory)
    if kind == "failed":
        raise WorkerFailed(*rest)
    error = SymbinfoError(rest[0])
    error.exit_code = rest[1]
    raise error


def _ended(what: str, code: int, seconds: float) -> SymbinfoError:
    """The error for a child that sent no answer."""
    if code >= 0:
        return WorkerFailed(f"{what} ended without an answer (exit code {code})")
    import signal

    if hasattr(signal, "SIGXCPU") and -code == signal.SIGXCPU:
        return BudgetExceeded(what, _seconds(seconds))
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return WorkerFailed(f"{what} was ended by {name}, as when memory runs out; simplify the query")


def _seconds(seconds: float) -> str:
    return f"{seconds:g} second{'' if seconds == 1 else 's'}"
