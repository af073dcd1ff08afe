"""Completion for shells, from the same rows of options that the parser is made of; shtab writes it."""

from __future__ import annotations

from argparse import Action, ArgumentParser
from collections.abc import Iterator

__all__ = ["script_for"]


def script_for(parser: ArgumentParser, shell: str) -> str:
    """The script that a shell reads.

    Parameters
    ----------
    parser : ArgumentParser
        Of all verbs.
    shell : str
        bash, zsh or tcsh.
    """
    import shtab

    for action in _actions(parser):
        takes = str(action.metavar)
        if "FOLDER" in takes:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif "FILE" in takes or takes.endswith(".csv"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell=shell)).rstrip("\n") + "\n"


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """What the parser and those of its verbs take."""
    for action in parser._actions:
        yield action
        for inner in action.choices.values() if isinstance(action.choices, dict) else ():
            yield from _actions(inner)
