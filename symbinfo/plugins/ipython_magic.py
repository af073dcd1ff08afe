"""The magic of IPython and Jupyter: ``%symbinfo H(Normal(0, 1))``, and ``%%symbinfo`` over a cell of lines."""

from __future__ import annotations

from typing import Any

from symbinfo.plugins.fenced_blocks import Answer, Block, answers_of

__all__ = ["load_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Called by ``%load_ext symbinfo``."""
    shell.register_magic_function(_line, "line", "symbinfo")
    shell.register_magic_function(_cell, "cell", "symbinfo")


def _line(line: str) -> Any:
    """The derivation of a query or the verdict on a claim."""
    answers = list(answers_of(Block((line,), 0, 0)))
    return _shown(answers[0]) if answers else None


def _cell(line: str, cell: str) -> Any:
    """The same for each line of a cell; derivations are shown, and verdicts printed, the last one is returned."""
    answers = list(answers_of(Block((line, *cell.splitlines()), 0, 0)))
    for answer in answers[:-1]:
        _display(_shown(answer))
    return _shown(answers[-1]) if answers else None


def _shown(answer: Answer) -> Any:
    if isinstance(answer.found, str):
        print(f"symbinfo: {answer.text}: {answer.found}")
        return None
    return answer.found


def _display(value: Any) -> None:
    from IPython.display import display

    if value is not None:
        display(value)
