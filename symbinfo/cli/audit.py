"""The verb ``audit`` of the command line: a library, or a function of a file that says itself what it returns."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from symbinfo.cli.progress_bar import progress
from symbinfo.cli.streams import text_of_file, write
from symbinfo.expressions.errors import QueryError, SymbinfoError
from symbinfo.expressions.verdict_words import Outcome
from symbinfo.jobs.limits import run_limited

__all__ = ["run", "verified_function"]

_EXIT = {Outcome.HOLDS: 0, Outcome.REFUTED: 1, Outcome.UNDECIDED: 3}


def run(o: dict[str, Any]) -> tuple[int, str]:
    """Audit, write the report, and say in a line on standard error what came out where the report goes to a file."""
    if o["target"] not in (None, "-") and not Path(o["target"]).absolute().parent.is_dir():
        raise SymbinfoError(f"cannot write {o['target']}: no such folder")
    code, report = _function(o) if "::" in o["what"] else _library(o)
    if o["target"] in (None, "-"):
        return code, report
    write(report, o["target"], o["format"])
    return code, ""


def verified_function(o: dict[str, Any]) -> Any:
    """The verdict of ``verify FILE.py::function MEASURE``, in the child where the verb is."""
    from symbinfo.query.setting import parse
    from symbinfo.verification.referee.by_running import judged_file

    file, _, name = o["query"].rpartition("::")
    if not file or not o["returned"]:
        raise QueryError("a function in a file is compared with a measure: write FILE.py::function MEASURE")
    measure = parse(o["returned"], o["unit"] or "nats", o["base"], o["given"] or ())
    return judged_file(text_of_file(file), file, name, measure, o["timeout"], o["run"])


def _library(o: dict[str, Any]) -> tuple[int, str]:
    from symbinfo.verification.audit.audit_library import audit
    from symbinfo.verification.audit.audit_report import render, summary

    if o["returned"] or o["run"]:
        raise SymbinfoError("a measure and --run are for a function in a file: audit FILE.py::function MEASURE")
    with progress() as tell:
        found = audit(o["what"], o["only"] or (), seconds=o["timeout"], jobs=o["jobs"], tell=tell)
    if o["target"] not in (None, "-"):
        with suppress(AttributeError, OSError, ValueError):  # it may be closed
            sys.stderr.write(f"symbinfo: {found.library} {found.version}: {summary(found)}\n")
    return found.exit_code, render(found, o["format"])


def _function(o: dict[str, Any]) -> tuple[int, str]:
    if o["only"]:
        raise SymbinfoError("--only is for a library: a file's function is named behind its ::")
    plain = {key: o[key] for key in ("what", "returned", "run", "format", "timeout")}
    code, report = run_limited(_function_in_child, o["timeout"], "audit", (plain,))
    return code, report


def _function_in_child(o: dict[str, Any]) -> tuple[int, str]:
    import json

    from symbinfo.query.setting import parse
    from symbinfo.verification.audit.told_measure import told_measure
    from symbinfo.verification.referee.by_running import judged_file

    file, _, name = o["what"].rpartition("::")
    if not file:
        raise QueryError("write FILE.py::function")
    text = text_of_file(file)
    query = o["returned"] or told_measure(text, file, name)
    verdict = judged_file(text, file, name, parse(query), o["timeout"], o["run"])
    claim = f"{o['what']} = {query}"
    if o["format"] == "json":
        return _EXIT[verdict.verdict], json.dumps(
            {"claim": claim, **verdict.to_dict()}, indent=2, ensure_ascii=False
        ) + "\n"
    if o["format"] == "markdown":
        return _EXIT[verdict.verdict], f"# `{claim}`\n\n```\n{verdict.text()}\n```\n"
    return _EXIT[verdict.verdict], f"{'claim':<11} {claim}\n{verdict.text()}\n"
