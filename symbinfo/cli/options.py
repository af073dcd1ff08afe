"""The options of the command line, one row each: how it is written, what it takes, and what is said of it.

A verb lists its rows (see `verbs`); its parser, its help and the test of the documents read them. Where two verbs say
something else of one word, there is a row for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from symbinfo.render import FORMATS

__all__ = ["Option"]

TIMEOUT, TIMEOUT_OF_A_PAGE = 60.0, 180.0


class Option(NamedTuple):
    """A row.

    Parameters
    ----------
    words : str
        As typed, with spaces between synonyms; without a dash in front, it is an argument by its place.
    help : str
        What ``--help`` says.
    metavar : str, optional
        What stands for the value in ``--help``; without it and without choices, the option takes no value.
    read : callable, optional
        From text to the value, or an error of argparse.
    default : object
        The value where it is not given.
    choices : tuple of str
        The only values, where they are words of a list.
    many : str
        "append" where it may be repeated, "*" where any number may follow, "?" where none need follow.
    dest : str, optional
        The key of the value, where it is not the last of the words.
    required : bool
        Whether an option must be given.
    instead : bool
        Whether it excludes the other rows of the verb that say so.
    """

    words: str
    help: str
    metavar: str | None = None
    read: Callable[[str], Any] | None = None
    default: Any = None
    choices: tuple[str, ...] = ()
    many: str = ""
    dest: str | None = None
    required: bool = False
    instead: bool = False

    @property
    def flag(self) -> bool:
        """Whether it takes no value."""
        return self.metavar is None and not self.choices

    def for_argparse(self) -> tuple[list[str], dict[str, Any]]:
        """The arguments of ``add_argument``."""
        if self.flag:
            return self.words.split(), {"action": "store_true", "help": self.help}
        more: dict[str, Any] = {"metavar": self.metavar, "type": self.read, "choices": self.choices or None}
        more |= {"default": self.default, "dest": self.dest, "required": self.required or None}
        more |= {"action": "append"} if self.many == "append" else {"nargs": self.many or None}
        return self.words.split(), {"help": self.help, **{k: v for k, v in more.items() if v is not None}}


def _refused(expected: str, got: str) -> Exception:
    from argparse import ArgumentTypeError

    return ArgumentTypeError(f"{expected} is expected: got {got}")


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise _refused("a positive number of seconds", text)
    return value


_seconds.__name__ = "number of seconds"  # argparse says it where `float` fails


def _digits(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= 1000):
        raise _refused("a whole number from 1 to 1000", text)
    return int(text)


def _processes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise _refused("a whole number from 1 to 256", text)
    return int(text)


# What is asked.
QUERY_OR_THEOREM = Option("query", "a measure, a theorem's name, or - for stdin", "QUERY|THEOREM")
QUERY = Option("query", "a measure or an expression of measures, or - for stdin", "QUERY")
CLAIM = Option("query", "two sides with a relation between, or -", "CLAIM", many="?")
CERTIFICATE = Option("file", "an exported derivation, or - for stdin", "FILE.json")
AXIOMS = Option("--axioms", "print the stored facts that a proof rests on")
NUMBERS = Option("--numbers", "look at numbers, too, where every step was replayed")
EXERCISES = Option("what", "exercises, or a file of them; none: list them all", "ID|FILE", many="*")
SOURCES = Option("source", "the folder of the sources, *.toml", "FOLDER")
GIVEN = Option("--given", "a line of a setting, such as 'X ~ Bernoulli(1/2)'; may be repeated", "LINE", many="append")
ASSUMED = Option("--given", "what may be assumed, or X ~ law; may be repeated", "LINE", many="append")
UNIT = Option("--unit", "nats by default", choices=("nats", "bits"), instead=True)
BASE = Option("--base", "the base of the logarithm, instead of a unit", "B", instead=True)

# How it is answered.
CLOSED = Option("--closed", "fail with exit code 3 where no closed form is known")
DIGITS = Option("--digits", "1 to 1000; 15 by default", "N", _digits, default=15)
CERTIFIED = Option("--certified", "only digits that are proven (python-flint)")
ANSWER = Option("--answer", "mark this answer: exit code 0 right, 1 wrong, 3 undecided", "TEXT")
HINT = Option("--hint", "show the hints instead of the solution")
CLAIMS = Option("--file", "a file of claims, or - for stdin, instead of one", "FILE.json", dest="records")
CLAIMS_AT_ONCE = Option("--jobs", "with --file: how many at once; all processors by default", "N", _processes)
MEASURE = Option(
    "--measure", "kl (default), entropy, cross-entropy, hellinger, chi-squared", metavar="MEASURE", default="kl"
)
FAMILIES = Option("--only", "these families only, with commas between", "NAMES", default="")
PROCESSES = Option("--jobs", "how many processes work; 2 by default", "N", _processes, default=2)
UNCHECKED = Option("--unchecked", "derive only; do not have the cells checked")

# Where it goes, in what form, and how long it may take.
_TYPED = tuple(form for form in FORMATS.values() if form.typed)
FORMAT = Option("--format", "text by default", choices=("text", "json"), default="text")
FORMAT_OF_A_DERIVATION = FORMAT._replace(choices=tuple(form.name for form in _TYPED))
FORMAT_OF_A_SOLUTION = FORMAT._replace(choices=tuple(form.name for form in _TYPED if form.renderer))
FORMAT_OF_AN_ATLAS = FORMAT._replace(help="what is printed")
FORMATS_OF_PAGES = Option(
    "--format",
    "only this; may be repeated; all by default",
    choices=tuple(form.name for form in FORMATS.values() if form.in_course),
    many="append",
)
OUTPUT = Option("-o --output", "where to write, instead of standard output", "FILE")
PAGES = Option("-o --output", "where to write", "FOLDER", required=True)
PAGES_OF_THE_ATLAS = Option("-o --output", "write the pages and atlas.json here", "FOLDER")
SECONDS = Option("--timeout", "60 by default", "SECONDS", _seconds, default=TIMEOUT)
SECONDS_OF_A_CHECK = SECONDS._replace(words="--timeout --seconds", dest="timeout")
SECONDS_OF_A_PAGE = SECONDS._replace(help="for each derivation; 180 by default", default=TIMEOUT_OF_A_PAGE)
