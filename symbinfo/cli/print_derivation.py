"""The verb ``derive``: what is derived is printed in a format, in the notation that is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.cli.options import OF_PRINT
from symbinfo.cli.queries import THEOREM, derivation_of

__all__ = ["chosen", "run"]

#: The names of the options that say how a derivation is printed.
NAMES = tuple(row.words.lstrip("-") for row in OF_PRINT)


def chosen(o: dict[str, Any]) -> dict[str, Any]:
    """What was asked for of the printing, by the names that `render` knows."""
    return {name: o[name] for name in NAMES if o.get(name)}


def run(o: dict[str, Any], reading: Any) -> tuple[int, str | bytes]:
    """Derive, and print; `reading` is what the query was read as, where that is to be told."""
    form, options = o["format"], chosen(o)
    if form == "pdf":
        from symbinfo.render.pdf import compiler

        compiler()
    derivation = derivation_of(o)
    if o["closed"]:
        derivation = derivation.demand_closed()
    if o["cite_moments"]:
        derivation = replace(derivation, cites_moments=True)
    from symbinfo.render import render

    told = None if THEOREM.fullmatch(o["query"].strip()) else reading(o)
    if form == "text":
        text = render(derivation, "text", encoding=o["encoding"], **options)
        return 0, (told.told() + "\n" if told else "") + text
    if form == "json" and told:
        import json

        from symbinfo.query.reading import with_reading

        data = with_reading(json.loads(render(derivation, form)), told)
        return 0, json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if told:  # a page says what a name stands for that the query did not have
        derivation = replace(derivation, remarks=(*derivation.remarks, *(f"Read so: {note}." for note in told.notes)))
    if form == "pdf":
        from symbinfo.render.pdf import pdf_of_document

        return 0, pdf_of_document(render(derivation, "latex", **options), o["folder"], o["timeout"])
    return 0, render(derivation, form, **options)
