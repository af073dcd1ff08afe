"""The report of an audit: lines for a person, Markdown that can be posted, and data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from symbinfo.expressions.verdict_words import Outcome
from symbinfo.verification.audit.audit_findings import Kind
from symbinfo.verification.audit.audit_library import Audit

__all__ = ["render", "summary"]

_SHOWN = ("fails", Outcome.UNDECIDED, "agrees", "refused", "not known")
_TOLD = {
    "fails": "differing",
    Outcome.UNDECIDED: str(Outcome.UNDECIDED),
    "agrees": "agreeing at all places",
    "refused": "refused by the library itself",
    "not known": "not known to symbinfo",
}


def render(audit: Audit, form: str) -> str:
    """The report.

    Parameters
    ----------
    audit : Audit
        What was found.
    form : str
        ``text``, ``markdown`` or ``json``.
    """
    if form == "json":
        return json.dumps(audit.plain(), indent=1, ensure_ascii=False) + "\n"
    return "\n".join(_markdown(audit) if form == "markdown" else _text(audit)) + "\n"


def _findings(entry: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """The findings of an entry, each with the parametrisation that it belongs to."""
    for part in entry["parametrisations"]:
        for finding in part.get("findings", ()):
            yield part, finding


def _ranked(audit: Audit) -> list[tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]]:
    """All findings, the gravest first."""
    order = [str(kind) for kind in Kind]
    found = [(entry, part, finding) for entry in audit.entries for part, finding in _findings(entry)]
    return sorted(found, key=lambda one: (order.index(one[2]["kind"]), one[2]["regime"] != "ordinary"))


def _text(audit: Audit) -> Iterator[str]:
    yield f"{audit.library} {audit.version}: {summary(audit)}"
    for entry, _, finding in _ranked(audit):
        yield f"{finding['kind']:<12} {entry['title']}: {finding['call']}"
        yield f"{'':<12} says {finding['says']}, right is {finding['right']}{_error(finding)}"
    for status in (Outcome.UNDECIDED, "not known"):
        some = [entry for entry in audit.entries if entry["status"] == status]
        if some:
            yield f"{status:<12} {', '.join(entry['title'] for entry in some)}"


def summary(audit: Audit) -> str:
    """How many entries came out how, in a line."""
    parts = [f"{audit.counts[status]} {_TOLD[status]}" for status in _SHOWN if audit.counts[status]]
    return f"{len(audit.entries)} entr{'y' if len(audit.entries) == 1 else 'ies'}: {', '.join(parts)}"


def _error(finding: Mapping[str, Any]) -> str:
    return (
        "" if finding["relative"] is None or not finding["relative"] else f" (relative error {finding['relative']:.2g})"
    )


def _markdown(audit: Audit) -> Iterator[str]:
    yield f"# Entropies and divergences of {audit.library} {audit.version}"
    yield ""
    yield f"{summary(audit)}. All calls are made with doubles, after these lines:"
    yield ""
    yield f"```python\n{audit.preamble}\n```"
    yield ""
    yield (
        "The right values are those of `symbinfo eval`: from the definition by quadrature or summation at high precision,"
        " and from a closed form that is derived. A difference that a rounding of the parameters can make is not counted."
    )
    for kind in Kind:
        some = [one for one in _ranked(audit) if one[2]["kind"] == kind]
        if some:
            yield f"\n## {str(kind).capitalize()}"
            for entry, part, finding in some:
                yield from _told(entry, part, finding)
    yield from _others(audit)


def _told(entry: Mapping[str, Any], part: Mapping[str, Any], finding: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n### {entry['title']}, {finding['regime']} parameters\n"
    yield f"```python\n{finding['call']}\n```\n"
    yield f"- returned: `{finding['says']}`"
    yield f"- right: `{finding['right']}`{_error(finding)}, by {finding['confirmed']}"
    if finding["query"]:
        yield f'- value: `symbinfo eval "{finding["query"]}"`'
    if finding["derivation"]:
        yield f'- closed form, step by step: `symbinfo derive "{finding["derivation"]}"`'
    formula = part.get("formula", {})
    if formula.get("verdict") in (Outcome.HOLDS, Outcome.REFUTED):
        level = f" ({formula['level']})" if formula.get("level") else ""
        yield f"- formula in the source: {formula['verdict']}{level}: `{formula['formula']}`"
    if finding["others"]:
        yield f"- of the places looked at, {finding['others']} more fail in the same way"
    yield f"- computed by `{entry['function']}`"


def _others(audit: Audit) -> Iterator[str]:
    for status in _SHOWN[1:]:
        some = [entry for entry in audit.entries if entry["status"] == status]
        if some:
            yield f"\n## {len(some)} {_TOLD[status]}\n"
            if status == "not known":
                yield from (f"- {entry['title']}: {entry['reason']}" for entry in some)
            elif status == Outcome.UNDECIDED:
                yield from (f"- {entry['title']}: {_reasons(entry['parametrisations'])}" for entry in some)
            else:
                yield ", ".join(f"`{entry['title']}`" for entry in some)


def _reasons(parts: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(dict.fromkeys(part["reason"] for part in parts if part.get("reason")))
