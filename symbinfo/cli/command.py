"""The command line: reads the arguments, has a verb do its work in a limited child, and writes what it answers.

No mathematics here. Everything heavy is imported inside the verbs, so that help and errors in the arguments are quick.
A verb returns its exit code and what is to be printed; nothing is printed before all of it is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import symbinfo
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.jobs.limits import run_limited

if TYPE_CHECKING:
    from argparse import ArgumentParser

__all__ = ["main"]

TIMEOUT = 60.0
LARGEST_INPUT = 64 * 2**20
EXIT = {"holds": 0, "refuted": 1, "undecided": 3}
INTERRUPTED = 130

Options = dict[str, Any]
Answer = tuple[int, str | bytes]


# The verbs; each runs in the child.


def _derive(o: Options) -> Answer:
    form = o["format"]
    if form == "pdf":
        from symbinfo.render.pdf import compiler, pdf_of_document

        compiler()
    derivation = _derivation(o)
    if o["closed"]:
        derivation = derivation.demand_closed()
    from symbinfo.render import render

    if form == "text":
        return 0, render(derivation, "text", encoding=o["encoding"])
    if form == "pdf":
        return 0, pdf_of_document(render(derivation, "latex"), o["folder"], o["timeout"])
    return 0, render(derivation, form)


def _derivation(o: Options) -> Any:
    import re

    text = o["query"].strip()
    if re.fullmatch(r"[A-Za-z]\w*(-\w+)*", text):
        if o["unit"] or o["base"]:
            raise SymbinfoError(f"{text} is the name of a theorem: --unit and --base are for queries")
        from symbinfo.derivation.theorems import theorem

        return theorem(text)
    measure = _parsed(o)
    if _is_claim(measure):
        raise QueryError("this is a claim: `symbinfo verify` judges it; derive takes one measure", text)
    if not hasattr(measure, "laws") and not _speaks_of_measures(measure):
        raise QueryError("derive takes one measure of given laws, such as H(Normal(0, 1)), or a theorem's name", text)
    from symbinfo.derivation.plans.derive import derive

    return derive(measure)


def _speaks_of_measures(read: Any) -> bool:
    from symbinfo.measures.base import Measure

    return bool(getattr(read, "has", None) and read.has(Measure))


def _eval(o: Options) -> Answer:
    measure = _parsed(o)
    if _is_claim(measure):
        raise QueryError("this is a claim: `symbinfo verify` judges it; eval takes a measure", o["query"])
    if not hasattr(measure, "free_symbols"):
        raise QueryError(f"{measure} has no value without a law: write H(Normal(0, 1)), say", o["query"])
    from symbinfo.verification.values.evaluate import evaluate

    value = evaluate(measure, o["digits"], o["timeout"], certified=o["certified"])
    if o["format"] == "text":
        return 0, f"{value.text}\n"
    unit = getattr(measure, "unit", None) or (f"base {o['base']}" if o["base"] else o["unit"] or "nats")
    data = {"query": o["query"], "unit": str(unit), "value": value.text, "digits": value.digits, "method": value.method}
    return 0, _json(data)


def _verify(o: Options) -> Answer:
    if o["records"]:
        from symbinfo.cli.verify_files import run

        return run(o, o["query"] if o["records"] == "-" else _text_of_file(o["records"]))
    from symbinfo.query.setting import parse_given

    claim, given = parse_given(o["query"], o["given"] or (), unit=o["unit"] or "nats", base=o["base"])
    if not _is_claim(claim):
        raise QueryError("this is no claim: write two sides with =, <=, >=, < or > between them", o["query"])
    from symbinfo.verification.referee.verify import verify

    verdict = verify(claim, given=given)
    return EXIT[verdict.verdict], _told(verdict, o, claim=o["query"])


def _check(o: Options) -> Answer:
    from symbinfo.trusted import check_text

    report = check_text(o["query"] if o["file"] == "-" else _text_of_file(o["file"]))
    return EXIT[report.verdict], _told(report, o)


def _theorems(o: Options) -> Answer:
    from symbinfo.derivation.theorems import names

    found = names()
    if o["format"] == "json":
        return 0, _json({"theorems": [{"name": name, "title": title} for name, title in found]})
    width = max((len(name) for name, _ in found), default=0)
    return 0, "".join(f"{name:<{width}}  {title}\n" for name, title in found)


def _build(o: Options) -> Answer:
    from symbinfo.cli.build import run

    return run(o)


def _atlas(o: Options) -> Answer:
    from symbinfo.cli.atlas import run

    return run(o)


def _solve(o: Options) -> Answer:
    from symbinfo.cli.solve import run

    return run(o)


def _parsed(o: Options) -> Any:
    if o.get("given"):
        from symbinfo.query.setting import parse_in

        return parse_in(o["query"], o["given"], unit=o["unit"] or "nats", base=o["base"])
    from symbinfo.query import parse

    return parse(o["query"], unit=o["unit"] or "nats", base=o["base"])


def _is_claim(read: object) -> bool:
    return hasattr(read, "relation") and hasattr(read, "right")


def _json(data: dict[str, Any]) -> str:
    import json

    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _told(outcome: Any, o: Options, **before: str) -> str:
    return _json({**before, **outcome.to_dict()}) if o["format"] == "json" else outcome.text().rstrip("\n") + "\n"


def _text_of_file(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return _decoded(file.read(LARGEST_INPUT + 1), path)
    except (OSError, ValueError) as error:
        raise SymbinfoError(f"cannot read {path}: {getattr(error, 'strerror', None) or error}") from None


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST_INPUT:
        raise SymbinfoError(f"{name} holds more than {LARGEST_INPUT >> 20} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SymbinfoError(f"{name} is not UTF-8 text") from None


VERBS: dict[str, tuple[Callable[[Options], Answer], str]] = {
    "derive": (_derive, "derive a closed form, step by step, or a named theorem"),
    "eval": (_eval, "a value to as many digits as asked for"),
    "verify": (_verify, "judge a claim: holds, refuted with a witness, or undecided"),
    "check": (_check, "re-check an exported derivation"),
    "theorems": (_theorems, "list the named theorems"),
    "solve": (_solve, "list the exercises, show their solutions, or mark an answer"),
    "build": (_build, "make the pages of a course: every derivation in every format, with certificates and an index"),
    "atlas": (_atlas, "a measure of every ordered pair of families, derived and checked"),
}
# These start limited children of their own, a child for each of their jobs; so does `verify --file`.
ALONE = ("build", "atlas")


def _work(verb: str, options: Options) -> Answer:
    """Run one verb, in the child."""
    import gc

    # The imports make some hundred thousand objects that stay: looking through them for garbage again and again
    # would take a sixth of the start.
    gc.set_threshold(200_000, 20, 100)
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")
    return VERBS[verb][0](options)


# The arguments.


def _usage() -> str:
    verbs = "\n".join(f"  {name:<10}{told}" for name, (_, told) in VERBS.items())
    return (
        "usage: symbinfo VERB ...\n\nDerives, checks and evaluates the quantities of information theory.\n\n"
        f"{verbs}\n\n"
        "`symbinfo VERB --help` lists what a verb takes; `symbinfo --version` prints the version.\n"
        "Exit codes: 0 done, or the claim holds; 1 refuted; 2 not readable or not valid; 3 undecided, or a limit.\n"
    )


def _parser(verb: str) -> ArgumentParser:
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise SymbinfoError(f"{message}; see `{self.prog} --help`")

    def positive(text: str) -> float:
        value = float(text)
        if not 0 < value < float("inf"):
            raise argparse.ArgumentTypeError(f"a positive number of seconds is expected: got {text}")
        return value

    def digits(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 1000):
            raise argparse.ArgumentTypeError(f"a whole number from 1 to 1000 is expected: got {text}")
        return int(text)

    positive.__name__ = "number of seconds"
    parser = Parser(prog=f"symbinfo {verb}", description=VERBS[verb][1], allow_abbrev=False)
    if verb == "build":
        from symbinfo.cli.build import add_arguments

        add_arguments(parser, positive)
        return parser
    if verb == "atlas":
        from symbinfo.cli.atlas import add_arguments as add_atlas_arguments

        add_atlas_arguments(parser)
        return parser
    forms = ["text", "json"]
    if verb == "derive":
        parser.add_argument("query", metavar="QUERY|THEOREM", help="a measure, a theorem's name, or - for stdin")
        parser.add_argument("--closed", action="store_true", help="fail with exit code 3 where no closed form is known")
        forms = ["text", "latex", "markdown", "html", "json", "pdf"]
    elif verb == "eval":
        parser.add_argument("query", metavar="QUERY", help="a measure or an expression of measures, or - for stdin")
        parser.add_argument("--digits", type=digits, default=15, metavar="N", help="1 to 1000; 15 by default")
        parser.add_argument("--certified", action="store_true", help="only digits that are proven (python-flint)")
    elif verb == "verify":
        from symbinfo.cli.verify_files import add_arguments as add_for_files

        parser.add_argument("query", metavar="CLAIM", nargs="?", help="two sides with a relation between, or -")
        add_for_files(parser)
        parser.add_argument(
            "--given", action="append", metavar="LINE", help="what may be assumed, or X ~ law; may be repeated"
        )
    elif verb == "check":
        parser.add_argument("file", metavar="FILE.json", help="an exported derivation, or - for stdin")
    elif verb == "solve":
        from symbinfo.cli.solve import add_arguments as add_for_solve

        add_for_solve(parser)
        forms = ["text", "latex", "markdown", "html", "json"]
    if verb in ("derive", "eval"):
        help_ = "a line of a setting, such as 'X ~ Bernoulli(1/2)'; may be repeated"
        parser.add_argument("--given", action="append", metavar="LINE", help=help_)
    if verb in ("derive", "eval", "verify"):
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--unit", choices=["nats", "bits"], help="nats by default")
        group.add_argument("--base", metavar="B", help="the base of the logarithm, instead of a unit")
    parser.add_argument("--format", choices=forms, default="text", help="text by default")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write, instead of standard output")
    names = ["--timeout", "--seconds"] if verb == "check" else ["--timeout"]
    parser.add_argument(*names, dest="timeout", type=positive, default=TIMEOUT, metavar="SECONDS", help="60 by default")
    return parser


def _with_queries_apart(arguments: list[str], parser: ArgumentParser) -> list[str]:
    """Put a query that begins with a minus sign, such as ``-H(X)``, where it is not taken for an option."""
    import re

    if "--" in arguments:
        return arguments
    known = parser._option_string_actions
    for i, word in enumerate(arguments):
        follows_option = i > 0 and arguments[i - 1] in known and known[arguments[i - 1]].nargs != 0
        if not follows_option and word not in known and re.match(r"-+[^=-]*[ (]|-\s*\d", word):
            return [*arguments[:i], *arguments[i + 1 :], "--", word]
    return arguments


def _with_answer_joined(arguments: list[str]) -> list[str]:
    """``--answer -log(p)`` as one word, since an answer that begins with a minus sign is no option."""
    if "--answer" not in arguments[1:-1]:
        return arguments
    at = arguments.index("--answer", 1)
    return [*arguments[:at], f"--answer={arguments[at + 1]}", *arguments[at + 2 :]]


def _read_arguments(arguments: list[str]) -> tuple[str, Options]:
    verb = arguments[0]
    if verb not in VERBS:
        from difflib import get_close_matches

        near = get_close_matches(verb, VERBS, n=1)
        raise SymbinfoError(f"no verb {verb!r}: " + (f"did you mean {near[0]}?" if near else "see `symbinfo --help`"))
    parser = _parser(verb)
    arguments = _with_answer_joined(arguments)
    options = vars(parser.parse_args(_with_queries_apart(arguments[1:], parser)))
    if verb in ALONE:
        return verb, {**options, "target": options["output"], "output": None}
    if verb == "verify":
        _one_claim_or_a_file(options)
    if options["format"] == "pdf" and options["output"] in (None, "-"):
        raise SymbinfoError("--format pdf needs -o FILE")
    target = options["output"]
    if target not in (None, "-") and (os.path.isdir(target) or not os.path.isdir(os.path.dirname(target) or ".")):
        raise SymbinfoError(
            f"cannot write {target}: " + ("it is a folder" if os.path.isdir(target) else "no such folder")
        )
    if "-" in (options.get("query"), options.get("file"), options.get("records")):
        if sys.stdin is None:
            raise SymbinfoError("cannot read standard input: it is closed")
        options["query"] = _decoded(sys.stdin.buffer.read(LARGEST_INPUT + 1), "standard input").strip()
    elif "query" in options and not options.get("records") and not options["query"].strip():
        raise SymbinfoError(f"the query is empty; see `symbinfo {verb} --help`")
    options["encoding"] = "utf-8" if target not in (None, "-") else _encoding(sys.stdout)
    return verb, options


def _one_claim_or_a_file(options: Options) -> None:
    """A claim, or --file with where its lines are to go."""
    if (options["query"] is None) is (options["records"] is None):
        raise SymbinfoError("give a claim, or a file of claims with --file; see `symbinfo verify --help`")
    if options["records"] is None and options["jobs"]:
        raise SymbinfoError("--jobs is for a file of claims: give it with --file")


# What is written.


def _write(content: str | bytes, target: str | None, form: str) -> None:
    if target not in (None, "-"):
        try:
            with open(str(target), "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        except (OSError, ValueError) as error:
            raise SymbinfoError(f"cannot write {target}: {getattr(error, 'strerror', None) or error}") from None
        return
    if sys.stdout is None:
        raise SymbinfoError("cannot write to standard output: it is closed")
    try:
        sys.stdout.write(_encodable(str(content), _encoding(sys.stdout), form))
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        _silence(sys.stdout)
        raise SymbinfoError(f"cannot write to standard output: {error.strerror}") from None


def _encoding(stream: Any) -> str:
    return getattr(stream, "encoding", None) or "utf-8"


def _silence(stream: Any) -> None:
    """Let a stream whose reader has gone end in nothing, so that no complaint comes at the end of the program."""
    with suppress(Exception):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _encodable(text: str, encoding: str, form: str) -> str:
    """The text in what the encoding can say: JSON and HTML in their own escapes, other text with backslashes."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if form == "json":
            import json

            return json.dumps(json.loads(text), indent=2) + "\n"
        return text.encode(encoding, "xmlcharrefreplace" if form == "html" else "backslashreplace").decode(encoding)
    return text


def _complain(error: SymbinfoError) -> int:
    """One line on standard error, with the place under it where it is known."""
    message = "".join(c if c.isprintable() else " " for c in str(error))
    lines = [f"symbinfo: {message}"]
    if isinstance(error, QueryError) and (caret := error.caret()):
        lines.append(caret)
    with suppress(AttributeError, OSError, ValueError):  # it may be closed
        sys.stderr.write(_encodable("\n".join(lines) + "\n", _encoding(sys.stderr), "text"))
        sys.stderr.flush()
    return error.exit_code


def _progress(spent: float) -> None:
    sys.stderr.write(f"\rsymbinfo: {spent:.0f} s ")
    sys.stderr.flush()


def _run(verb: str, options: Options) -> Answer:
    """Have the verb's work done in a child, with progress for a person who waits."""
    if verb in ALONE or options.get("records"):
        return VERBS[verb][0]({**options, "target": options.pop("output")} if options.get("records") else options)
    progress = _progress if sys.stderr and sys.stderr.isatty() else None
    try:
        answer: Answer = run_limited(_work, options["timeout"], verb, (verb, options), progress=progress)
        return answer
    finally:
        if progress:
            sys.stderr.write("\r" + " " * 20 + "\r")


def main(argv: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : list of str, optional
        The arguments without the name of the program.

    Returns
    -------
    int
        0 done, or the claim holds; 1 refuted; 2 not readable or not valid; 3 undecided, or a limit; 130 interrupted.
    """
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if not arguments or arguments[0] in ("-h", "--help", "--version"):
            _write(f"symbinfo {symbinfo.__version__}\n" if arguments == ["--version"] else _usage(), None, "text")
            return 0 if arguments else 2
        verb, options = _read_arguments(arguments)
        if options["format"] == "pdf":
            from tempfile import TemporaryDirectory

            with TemporaryDirectory(prefix="symbinfo-") as folder:
                code, content = _run(verb, {**options, "folder": folder})
        else:
            code, content = _run(verb, options)
        if not options.get("records"):
            _write(content, options["output"], options["format"])
        return code
    except SymbinfoError as error:
        return _complain(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leave:  # argparse after --help, or a signal to end
        return leave.code if isinstance(leave.code, int) else 0
