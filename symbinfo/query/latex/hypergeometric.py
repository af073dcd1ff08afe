r"""``{}_2F_1(a, b; c; z)``, also with its parameters in a matrix, as SymPy prints it: the call ``hyper`` with semicolons."""

from __future__ import annotations

from typing import Any

from symbinfo.query.typed.tokens import Token, name, sign

__all__ = ["hypergeometric"]


def hypergeometric(reader: Any) -> list[Token] | None:
    """The tokens of the head, or of the whole call where its parameters are in a matrix; None of anything else."""
    start, mark = reader.at, reader.here
    if reader.sees("open") and reader.marks[start + 1 : start + 2] and reader.marks[start + 1].kind == "close":
        reader.at += 2
    if not (_index(reader) and _letter(reader) and _index(reader)):
        reader.at = start
        return None
    reader.skip_spaces()
    head = name("hyper", mark.place, "word", mark.spaced)
    behind = reader.marks[reader.at + 1 : reader.at + 2]
    if not reader.sees("char", "(") or not behind or behind[0].kind != "begin":
        return [head]
    opening = reader.here
    reader.at += 1
    made = [head, sign("(", opening.place), *_matrix(reader), sign(";", opening.place)]
    reader.skip_spaces()
    if not reader.sees("char", "|"):
        raise reader.fail("a bar stands between the parameters and the argument", mark)
    reader.at += 1
    reader.skip_spaces()
    while reader.more and not reader.sees("char", ")"):
        if reader.here.kind in ("close", "end"):
            raise reader.fail("this ( is not closed: add )", opening)
        made += reader.one()
    if not reader.more:
        raise reader.fail("this ( is not closed: add )", opening)
    reader.at += 1
    return [*made, sign(")", opening.place)]


def _index(reader: Any) -> bool:
    """``_2`` or ``_{2}``: the reader stands behind it then."""
    if not reader.sees("char", "_"):
        return False
    reader.at += 1
    braced = reader.sees("open")
    reader.at += braced
    found = reader.more and reader.here.text.isdigit()
    reader.at += 1
    if braced and found:
        found = reader.sees("close")
        reader.at += 1
    return bool(found)


def _letter(reader: Any) -> bool:
    reader.skip_spaces()
    found = reader.sees("char", "F")
    reader.at += found
    return bool(found)


def _matrix(reader: Any) -> list[Token]:
    """The two rows of parameters, with a semicolon between."""
    mark = reader.here
    reader.at += 1
    made: list[Token] = []
    while reader.more and not reader.sees("end"):
        if reader.sees("macro", "\\"):
            made.append(sign(";", reader.here.place))
            reader.at += 1
        elif reader.sees("char", "&"):
            reader.at += 1
        elif reader.here.kind == "close":
            raise reader.fail("this } closes nothing: remove it, or open one before it")
        else:
            made += reader.one()
    if not reader.more or mark.text != "matrix":
        raise reader.fail("the parameters of a hypergeometric function stand in two rows", mark)
    reader.at += 1
    return made
