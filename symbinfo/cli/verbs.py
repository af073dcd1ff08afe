"""The verbs: one row a verb, with its help, its options and who answers.

A verb returns its exit code and what is to be printed. Everything heavy is imported inside the functions that answer, so
that help and errors in the arguments are quick.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from symbinfo.cli import options
from symbinfo.cli.streams import text_of_file
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Level, Outcome

__all__ = ["EXIT", "VERBS", "Answer", "Options", "Verb"]

EXIT: dict[str, int] = {Outcome.HOLDS: 0, Outcome.REFUTED: 1, Outcome.UNDECIDED: 3}
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

    value = evaluate(measure, o["digits"], o["timeout"], certified=o[Level.CERTIFIED])
    if o["format"] == "text":
        return 0, f"{value.text}\n"
    unit = getattr(measure, "unit", None) or (f"base {o['base']}" if o["base"] else o["unit"] or "nats")
    data = {"query": o["query"], "unit": str(unit), "value": value.text, "digits": value.digits, "method": value.method}
    return 0, _json(data)


def _verify(o: Options) -> Answer:
    if o["records"]:
        from symbinfo.cli.verify_files import run

        return run(o, o["query"] if o["records"] == "-" else text_of_file(o["records"]))
    from symbinfo.query.setting import parse_given

    claim, given = parse_given(o["query"], o["given"] or (), unit=o["unit"] or "nats", base=o["base"])
    if not _is_claim(claim):
        raise QueryError("this is no claim: write two sides with =, <=, >=, < or > between them", o["query"])
    from symbinfo.verification.referee.verify import verify

    verdict = verify(claim, given=given)
    return EXIT[verdict.verdict], _told(verdict, o, claim=o["query"])


def _check(o: Options) -> Answer:
    from symbinfo.trusted import axioms_in_words, check_text

    report = check_text(o["query"] if o["file"] == "-" else text_of_file(o["file"]), numbers=o["numbers"])
    if o["format"] == "json":
        return EXIT[report.verdict], _told(report, o)
    facts = [f"{'rests on':<11} {line}" for line in axioms_in_words(report.axioms)] if o["axioms"] else []
    return EXIT[report.verdict], "\n".join([report.told(), *facts]) + "\n"


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


VERBS: dict[str, Verb] = {
    "derive": Verb(
        _derive,
        "derive a closed form, step by step, or a named theorem",
        (
            options.QUERY_OR_THEOREM,
            options.CLOSED,
            options.GIVEN,
            options.UNIT,
            options.BASE,
            options.FORMAT_OF_A_DERIVATION,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "eval": Verb(
        _eval,
        "a value to as many digits as asked for",
        (
            options.QUERY,
            options.DIGITS,
            options.CERTIFIED,
            options.GIVEN,
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
            options.CLAIMS,
            options.CLAIMS_AT_ONCE,
            options.ASSUMED,
            options.UNIT,
            options.BASE,
            options.FORMAT,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "check": Verb(
        _check,
        "re-check an exported derivation",
        (
            options.CERTIFICATE,
            options.AXIOMS,
            options.NUMBERS,
            options.FORMAT,
            options.OUTPUT,
            options.SECONDS_OF_A_CHECK,
        ),
    ),
    "theorems": Verb(_theorems, "list the named theorems", (options.FORMAT, options.OUTPUT, options.SECONDS)),
    "solve": Verb(
        _solve,
        "list the exercises, show their solutions, or mark an answer",
        (
            options.EXERCISES,
            options.ANSWER,
            options.HINT,
            options.FORMAT_OF_A_SOLUTION,
            options.OUTPUT,
            options.SECONDS,
        ),
    ),
    "build": Verb(
        _build,
        "make the pages of a course: every derivation in every format, with certificates and an index",
        (options.SOURCES, options.PAGES, options.FORMATS_OF_PAGES, options.SECONDS_OF_A_PAGE),
        alone=True,
    ),
    "atlas": Verb(
        _atlas,
        "a measure of every ordered pair of families, derived and checked",
        (
            options.MEASURE,
            options.PAGES_OF_THE_ATLAS,
            options.FAMILIES,
            options.PROCESSES,
            options.UNCHECKED,
            options.FORMAT_OF_AN_ATLAS,
        ),
        alone=True,
    ),
}
