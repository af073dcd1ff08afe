"""The verb `plot`: a picture in a file, SVG or PNG by its ending."""

from __future__ import annotations

from typing import Any

from symbinfo.cli.queries import THEOREM, is_claim, named_value, parsed
from symbinfo.expressions.errors import QueryError

__all__ = ["run"]


def run(o: dict[str, Any]) -> tuple[int, str | bytes]:
    """The exit code and what is written: bytes for a file, text for standard output."""
    from symbinfo.plots.picture_file import demand_suffix, matplotlib, picture_bytes

    to_stdout = o["output"] in (None, "-")
    suffix = ".svg" if to_stdout else demand_suffix(o["output"])
    usage = "a range is written name=0:1, and a number name=1/2"
    ranges = dict(named_value(word, usage) for word in o["ranges"])
    matplotlib()
    if THEOREM.fullmatch(o["query"].strip()):
        raise QueryError("a picture is of a measure, such as H(Bernoulli(p))", o["query"])
    measure = parsed(o)
    if is_claim(measure):
        raise QueryError("this is a claim: `symbinfo verify` judges it; a picture is of a measure", o["query"])
    from symbinfo.plots import plot

    made = picture_bytes(plot(measure, ranges, shown=False), suffix)
    return 0, made.decode() if to_stdout else made
