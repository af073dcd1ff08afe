"""The verbs: one row a verb, with its help, its options and who answers.

A verb returns its exit code and what is to be printed. Everything heavy is imported inside the functions that answer, so
that help and errors in the arguments are quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from symbinfo.cli import options
from symbinfo.cli.queries import THEOREM, derivation_of, is_claim
from symbinfo.cli.streams import PIPED, text_of_file, write
from symbinfo.expressions.errors import QueryError
from symbinfo.expressions.verdict_words import Outcome

__all__ = ["EXIT", "VERBS", "Answer", "Options", "Verb"]

EXIT: dict[str, int] = {Outcome.HOLDS: 0, Outcome.REFUTED: 1, Outcome.UNDECIDED: 3}
#: A function in a file.
SOURCE = re.compile(r"[^\n]*\.py::[\w.]+")
Options = dict[str, Any]
Answer = tuple[int, str | bytes]


class Verb(NamedTuple):
    """A row: who answers, what `symbinfo --help` says of it, and the rows of `options` that it takes, in order.

    A verb that works alone starts limited children of its own, a child for each of its jobs, instead of running in one;
    so does ``verify --file``.
    """

    answer: Callable[[Options], Answer]
    help: str
    options: tuple[options.Option, ...]
    alone: bool = False


def _derive(o: Options) -> Answer:
    from symbinfo.cli.print_derivation import run

    return run(o, _reading)


def _compile(o: Options) -> Answer:
    from symbinfo.kernels.written_file import written

    if THEOREM.fullmatch(o["query"].strip()):
        raise QueryError("compile takes a measure of given laws, such as H(Exponential(rate))", o["query"])
    return 0, written(derivation_of(o).compile(), o["backend"], o["query"])


def _plot(o: Options) -> Answer:
    from symbinfo.cli.draw import run

    return run(o)


def _eval(o: Options) -> Answer:
    from symbinfo.cli.print_value import run

    return run(o, _reading)


def _verify(o: Options) -> Answer:
    if o["records"]:
        from symbinfo.cli.verify_files import run

        return run(o, o["query"] if o["records"] == "-" else text_of_file(o["records"]))
    if o["lines"]:
        from symbinfo.cli.worked_lines import run_chain

        outcome, told = run_chain(o)
        return EXIT[outcome], told
    if o["returned"] or SOURCE.fullmatch(o["query"] or ""):
        from symbinfo.cli.audit import verified_function

        verdict = verified_function(o)
        return EXIT[verdict.verdict], _judged(verdict, o, f"{o['query']} = {o['returned']}")
    from symbinfo.query.setting import parse_given

    claim, given = parse_given(o["query"], o["given"] or (), o["unit"] or "nats", o["base"], o["form"])
    if not is_claim(claim):
        raise QueryError("this is no claim: write two sides with =, <=, >=, <, > or != between them", o["query"])
    from symbinfo.verification.referee.verify import verify

    verdict = verify(claim, given=given)
    return EXIT[verdict.verdict], _judged(verdict, o, o["query"], _reading(o))


def _judged(verdict: Any, o: Options, claim: str, reading: Any = None) -> str:
    """What is said of a claim, after its certificate was written where it is asked for."""
    told = _told(verdict, o, reading, claim=claim)
    if not o["proof"]:
        return told
    if verdict.certificate is not None:
        write(_json(verdict.certificate), o["proof"], "json")
    elif o["format"] == "text":
        told += f"{'':<11} no certificate is written: only a single claim that is proved has one\n"
    return told


def _check(o: Options) -> Answer:
    from symbinfo.trusted import axioms_in_words, check_text, steps_of_text

    text = o["query"] if o["file"] == "-" else text_of_file(o["file"])
    report = check_text(text, numbers=o["numbers"])
    if o["format"] == "json":
        return EXIT[report.verdict], _told(report, o)
    facts = [f"{'rests on':<11} {line}" for line in axioms_in_words(report.axioms)] if o["axioms"] else []
    steps = ["", *steps_of_text(text)] if o["steps"] else []
    return EXIT[report.verdict], "\n".join([report.told(), *facts, *steps]) + "\n"


def _theorems(o: Options) -> Answer:
    from symbinfo.derivation.theorems import names, theorem

    found = names()
    levels = {name: _level(theorem(name), o["timeout"]) for name, _ in found} if o["levels"] else {}
    if o["format"] == "json":
        rows = [{"name": name, "title": title} for name, title in found]
        return 0, _json({"theorems": [{**row, **({"level": levels[row["name"]]} if levels else {})} for row in rows]})
    width = max((len(name) for name, _ in found), default=0)
    shown = {name: f"{level:<11}" for name, level in levels.items()}
    return 0, "".join(f"{name:<{width}}  {shown.get(name, '')}{title}\n" for name, title in found)


def _level(derivation: Any, seconds: float) -> str:
    """The level of a derivation that holds, or its verdict."""
    report = derivation.check(seconds)
    return str(report.level if report.accepted else report.verdict)


def _laws(o: Options) -> Answer:
    from symbinfo.cli.list_laws import asked, markdown, text

    found = asked(o["law"])
    if o["format"] == "json":
        return 0, _json({"laws": [law.to_dict() for law in found]})
    return 0, markdown(found) if o["format"] == "markdown" else text(found, bool(o["law"]), o["width"] or PIPED)


def _measures(o: Options) -> Answer:
    from symbinfo.cli.list_measures import run

    return run(o)


def _build(o: Options) -> Answer:
    from symbinfo.cli.build import run

    return run(o)


def _atlas(o: Options) -> Answer:
    from symbinfo.cli.atlas import run

    return run(o)


def _audit(o: Options) -> Answer:
    from symbinfo.cli.audit import run

    return run(o)


def _proofread(o: Options) -> Answer:
    from symbinfo.cli.proofread import run

    return run(o)


def _mark(o: Options) -> Answer:
    from symbinfo.cli.mark import run

    return run(o)


def _solve(o: Options) -> Answer:
    from symbinfo.cli.solve import run

    return run(o)


def _completion(o: Options) -> Answer:
    from symbinfo.cli.completion import script_for

    write(script_for(o["parser"], o["shell"]), o["target"], "code")
    return 0, ""


def _json(data: dict[str, Any]) -> str:
    import json

    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _told(outcome: Any, o: Options, reading: Any = None, **before: str) -> str:
    """An outcome, and how the text was read where that is to be told."""
    if o["format"] == "json":
        from symbinfo.query.reading import with_reading

        return _json({**before, **with_reading(outcome.to_dict(), reading)})
    return outcome.text().rstrip("\n") + "\n" + (reading.told() if reading else "")


def _reading(o: Options) -> Any:
    """How the query was read; None where it is written in the language itself."""
    from symbinfo.query.reading import reading_of

    return reading_of(o["query"], o["form"], o["given"])


VERBS: dict[str, Verb] = {
    "derive": Verb(
        _derive,
        "derive a closed form, step by step, or a named theorem",
        (
            options.QUERY_OR_THEOREM,
            options.CLOSED,
            options.CITE_MOMENTS,
            options.GIVEN,
            options.FORM,
            options.UNIT,
            options.BASE,
            options.FORMAT_OF_A_DERIVATION,
            *options.OF_PRINT,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "compile": Verb(
        _compile,
        "write a measure as a file of code: typed, with its gradient and a test, needing an array library only",
        (
            options.QUERY,
            options.BACKEND,
            options.GIVEN,
            options.FORM,
            options.UNIT,
            options.BASE,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "plot": Verb(_plot, "draw a measure over a parameter or two, or the laws", options.OF_A_PICTURE),
    "eval": Verb(
        _eval,
        "a value to as many digits as asked for",
        (
            options.QUERY,
            options.DIGITS,
            options.CERTIFIED,
            options.PLACE,
            options.GIVEN,
            options.FORM,
            options.UNIT,
            options.BASE,
            options.FORMAT,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "verify": Verb(
        _verify,
        "judge a claim: holds, refuted with a witness, or undecided",
        (
            options.CLAIM,
            options.RETURNED,
            options.RUN,
            options.CLAIMS,
            options.CLAIMS_AT_ONCE,
            options.CHAIN,
            options.ASSUMED,
            options.FORM,
            options.PROOF,
            options.UNIT,
            options.BASE,
            options.FORMAT,
            options.WIDTH,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "proofread": Verb(
        _proofread,
        "judge every formula of a document, read with the words around it",
        (
            options.DOCUMENT,
            options.STATEMENTS_AT_ONCE,
            options.FORMAT_OF_A_LIST,
            options.WIDTH,
            options.OUTPUT,
            options.SECONDS_OF_A_STATEMENT,
        ),
        alone=True,
    ),
    "check": Verb(
        _check,
        "re-check an exported derivation",
        (
            options.CERTIFICATE,
            options.AXIOMS,
            options.STEPS,
            options.NUMBERS,
            options.FORMAT,
            options.WIDTH,
            options.OUTPUT,
            options.SECONDS_OF_A_CHECK,
        ),
    ),
    "theorems": Verb(
        _theorems,
        "list the named theorems",
        (options.LEVELS, options.FORMAT, options.WIDTH, options.OUTPUT, options.SECONDS),
    ),
    "laws": Verb(
        _laws,
        "list the laws, or tell all of one: its parameters in order, and its names in other libraries",
        (options.LAW, options.FORMAT_OF_A_LIST, options.WIDTH, options.OUTPUT, options.SECONDS),
    ),
    "measures": Verb(
        _measures,
        "list the measures, or tell all of one: how it is asked for, its definition, and what is known of it",
        (options.MEASURE_ASKED, options.FORMAT_OF_A_LIST, options.WIDTH, options.OUTPUT, options.SECONDS),
    ),
    "solve": Verb(
        _solve,
        "list the exercises, show their solutions, or mark an answer or a worked solution",
        (
            options.EXERCISES,
            options.ANSWER,
            options.LINES,
            options.REVEAL,
            options.FORM,
            options.HINT,
            options.SEED,
            options.FORMAT_OF_A_SOLUTION,
            options.WIDTH,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "mark": Verb(
        _mark,
        "mark the answers of a class at once: a table of answers becomes a table of marks",
        (
            options.ANSWERS,
            options.OF_EXERCISES,
            options.REVEAL._replace(help="tell what is right, too"),
            options.ANSWERS_AT_ONCE,
            options.FORMAT_OF_MARKS,
            options.OUTPUT,
            options.SECONDS_OF_AN_ANSWER,
        ),
        alone=True,
    ),
    "build": Verb(
        _build,
        "make the pages of a course: every derivation in every format, with certificates and an index",
        (options.SOURCES, options.PAGES, options.FORMATS_OF_PAGES, options.FLAVOUR, options.SECONDS_OF_A_PAGE),
        alone=True,
    ),
    "atlas": Verb(
        _atlas,
        "a measure of every ordered pair of families, derived and checked",
        (
            options.MEASURE,
            options.PAGES_OF_THE_ATLAS,
            options.SITE,
            options.FAMILIES,
            options.PROCESSES,
            options.UNCHECKED,
            options.FORMAT_OF_AN_ATLAS,
        ),
        alone=True,
    ),
    "completion": Verb(
        _completion,
        "print the completion of a shell, to be kept where the shell looks for it",
        (options.SHELL, options.OUTPUT, options.SECONDS),
        alone=True,
    ),
    "audit": Verb(
        _audit,
        "compare every entropy and divergence of a library, or a function of a file, with ours",
        options.OF_AN_AUDIT,
        alone=True,
    ),
}
