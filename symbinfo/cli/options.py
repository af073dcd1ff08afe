"""The options of the command line, one row each: how it is written, what it takes, and what is said of it.

A verb lists its rows (see `verbs`); its parser, its help and the test of the documents read them. Where two verbs say
something else of one word, there is a row for each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from symbinfo.render import FORMATS
from symbinfo.render.choices import CHOICES, NARROWEST, WIDEST
from symbinfo.render.flavours import FLAVOURS

__all__ = ["Option"]

TIMEOUT, TIMEOUT_OF_A_PAGE, TIMEOUT_OF_A_STATEMENT = 60.0, 180.0, 30.0


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
    const : object
        The value where it is given without one, of an option whose value may be left out.
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
    const: Any = None

    @property
    def flag(self) -> bool:
        """Whether it takes no value."""
        return self.metavar is None and not self.choices

    def for_argparse(self) -> tuple[list[str], dict[str, Any]]:
        """The arguments of ``add_argument``."""
        if self.flag:
            return self.words.split(), {"action": "store_true", "help": self.help}
        more: dict[str, Any] = {"metavar": self.metavar, "type": self.read, "choices": self.choices or None}
        more |= {"default": self.default, "dest": self.dest, "required": self.required or None, "const": self.const}
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


def _hint(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99):
        raise _refused("the number of a hint", text)
    return int(text)


def _processes(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise _refused("a whole number from 1 to 256", text)
    return int(text)


def _columns(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and NARROWEST <= int(text) <= WIDEST):
        raise _refused(f"a whole number of columns from {NARROWEST} to {WIDEST}", text)
    return int(text)


def _letters(text: str) -> tuple[str, ...]:
    return tuple(letter.strip() for letter in text.split(","))


# What is asked.
QUERY_OR_THEOREM = Option("query", "a measure, a theorem's name, or - for stdin", "QUERY|THEOREM")
QUERY = Option("query", "a measure or an expression of measures, or - for stdin", "QUERY")
CLAIM = Option(
    "query", "two sides with a relation between, or -, or FILE.py::function with a measure", "CLAIM", many="?"
)
RETURNED = Option("returned", "what the function in FILE.py should return", "MEASURE", many="?")
RUN = Option("--run", "where the function's source cannot be read, evaluate it in a limited child")
AUDITED = Option("what", "scipy, torch, numpyro, or a function in a file", "LIBRARY|FILE.py::function")
RETURNED_IF_UNTOLD = Option(
    "returned", "what the function returns, where its docstring or its name does not tell", "MEASURE", many="?"
)
CERTIFICATE = Option("file", "an exported derivation, or - for stdin", "FILE.json")
PROOF = Option(
    "--certificate", "write the proof, or the counterexample, here: symbinfo check replays it", "FILE", dest="proof"
)
AXIOMS = Option("--axioms", "print the stored facts that a proof rests on")
STEPS = Option("--steps", "print every step with its reason, to be followed by hand")
LEVELS = Option("--levels", "have each re-checked, and say its level")
NUMBERS = Option("--numbers", "look at numbers, too, where every step was replayed")
EXERCISES = Option("what", "exercises, or a file of them; none: list them all", "ID|FILE", many="*")
ANSWERS = Option("answers", "a table with the columns student, exercise, answer and perhaps seed, or -", "ANSWERS.csv")
OF_EXERCISES = Option("--exercises", "a file of exercises, instead of those that come with it", "FILE.toml")
SOURCES = Option("source", "the folder of the sources, *.toml", "FOLDER")
DOCUMENT = Option("document", "a page, a paper or a notebook", "FILE.md|FILE.tex|FILE.ipynb")
LAW = Option("law", "a law, by its name here or in another library; none: list them all", "NAME", many="?")
MEASURE_ASKED = Option("measure", "a measure, by a name of it; none: list them all", "NAME", many="?")
PLACE = Option("--at", "numbers for parameters: m=1,s=2; may be repeated", "NAME=VALUE,...", many="append")
GIVEN = Option("--given", "a line of a setting, such as 'X ~ Bernoulli(1/2)'; may be repeated", "LINE", many="append")
ASSUMED = Option("--given", "what may be assumed, or X ~ law; may be repeated", "LINE", many="append")
FORM = Option(
    "--from", "how the text is written; LaTeX is recognised by itself", dest="form", choices=("auto", "text", "latex")
)._replace(default="auto")
UNIT = Option("--unit", "nats by default", choices=("nats", "bits"), instead=True)
BASE = Option("--base", "the base of the logarithm, instead of a unit", "B", instead=True)

# How it is answered.
CLOSED = Option("--closed", "fail with exit code 3 where no closed form is known")
CITE_MOMENTS = Option(
    "--cite-moments", "give known moments by their values, as a book does; their lemmas are not printed"
)
DIGITS = Option("--digits", "1 to 1000; 15 by default", "N", _digits, default=15)
CERTIFIED = Option("--certified", "only digits that are proven (python-flint)")
ANSWER = Option("--answer", "mark this answer: exit code 0 right, 1 wrong, 3 undecided", "TEXT")
LINES = Option(
    "--lines", "judge a worked solution line by line: a file, or - for stdin; exit code as with --answer", "FILE"
)
CHAIN = Option(
    "--lines", "a file with a chain over several lines, or -, instead of a claim: each line is judged", "FILE"
)
REVEAL = Option("--reveal", "with --answer or --lines: tell what is right, too")
HINT = Option("--hint", "show the hints instead of the solution: all, or the one of this number", "N", many="?")
HINT = HINT._replace(const=0, read=_hint)
SEED = Option(
    "--seed", "draw the numbers of the exercises by this number or name, so that each student has others", "SEED"
)
CLAIMS = Option("--file", "a file of claims, or - for stdin, instead of one", "FILE.json", dest="records")
STATEMENTS_AT_ONCE = Option("--jobs", "how many statements at once; all processors by default", "N", _processes)
ANSWERS_AT_ONCE = Option("--jobs", "how many at once; all processors by default", "N", _processes)
CLAIMS_AT_ONCE = Option("--jobs", "with --file: how many at once; all processors by default", "N", _processes)
MEASURE = Option(
    "--measure",
    "kl (default), entropy, cross-entropy, hellinger, chi-squared, renyi-entropy, renyi-divergence, tsallis-entropy, "
    "fisher-information",
    metavar="MEASURE[,MEASURE ...]",
    default="kl",
)
FAMILIES = Option("--only", "these families only, with commas between", "NAMES", default="")
LAWS_OF_A_LIBRARY = Option(
    "--only", "these laws or entries of the library only; may be repeated", "NAME", many="append"
)
PROCESSES = Option("--jobs", "how many processes work; 2 by default", "N", _processes, default=2)
UNCHECKED = Option("--unchecked", "derive only; do not have the cells checked")

BACKEND = Option(
    "--backend", "the array library that the file needs; numpy by default", choices=("numpy", "torch", "jax")
)._replace(default="numpy")

# Where it goes, in what form, and how long it may take.
_TYPED = tuple(form for form in FORMATS.values() if form.typed)
FORMAT = Option("--format", "text by default", choices=("text", "json"), default="text")
FORMAT_OF_A_DERIVATION = FORMAT._replace(choices=tuple(form.name for form in _TYPED))
FORMAT_OF_A_SOLUTION = FORMAT._replace(
    help="text by default; exam is LaTeX of the exam class, moodle a question bank in XML",
    choices=(*(form.name for form in _TYPED if form.renderer), "exam", "moodle"),
)
FORMAT_OF_MARKS = FORMAT._replace(help="csv by default", choices=("csv", "json"), default="csv")
FORMAT_OF_AN_ATLAS = FORMAT._replace(help="what is printed")
FORMAT_OF_A_LIST = FORMAT._replace(choices=("text", "json", "markdown"))
FORMATS_OF_PAGES = Option(
    "--format",
    "only this; may be repeated; all by default",
    choices=tuple(form.name for form in FORMATS.values() if form.in_course),
    many="append",
)
WIDTH = Option("--width", "the columns of a line of text; those of the terminal by default, else 80", "N", _columns)
FLAVOUR = Option("--flavour", "of Markdown; material by default", choices=tuple(FLAVOURS))
#: How a derivation is printed; each is the name of an option of `symbinfo.render.render`.
OF_PRINT = (
    WIDTH,
    FLAVOUR,
    Option("--fragment", "LaTeX without a preamble, to paste into a paper"),
    Option("--beamer", "LaTeX as slides"),
    Option("--results", "the setting and the result alone"),
    *(Option(f"--{row.name}", row.help, choices=row.values) for row in CHOICES.values()),
    Option("--letters", "the letters of the laws in place of P, Q and R, with commas", "LETTERS", _letters),
)
SHELL = Option("shell", "the shell", choices=("bash", "zsh", "tcsh"))
RANGES = Option("ranges", "a range of a parameter, or the number at which it is fixed", "NAME=A:B|NAME=A", many="*")
PICTURE = Option(
    "-o --output", "the picture, SVG or PNG by its ending; SVG on standard output by default", "FILE.svg|FILE.png"
)
OUTPUT = Option("-o --output", "where to write, instead of standard output", "FILE")
PAGES = Option("-o --output", "where to write", "FOLDER", required=True)
SITE = Option(
    "--site", "the address of a built site: cells without a page lead to its browser edition", "ADDRESS", default=""
)
PAGES_OF_THE_ATLAS = Option("-o --output", "write the pages and atlas.json here", "FOLDER")
SECONDS = Option("--timeout", "60 by default", "SECONDS", _seconds, default=TIMEOUT)
SECONDS_OF_A_CHECK = SECONDS._replace(words="--timeout --seconds", dest="timeout")
SECONDS_OF_A_STATEMENT = SECONDS._replace(help="for each statement; 30 by default", default=TIMEOUT_OF_A_STATEMENT)
SECONDS_OF_AN_ANSWER = SECONDS._replace(help="for each answer; 60 by default")
SECONDS_OF_A_PAGE = SECONDS._replace(help="for each derivation; 180 by default", default=TIMEOUT_OF_A_PAGE)
SECONDS_OF_AN_ENTRY = SECONDS._replace(help="for each entry of a library; 60 by default")
OF_AN_AUDIT = (
    AUDITED,
    RETURNED_IF_UNTOLD,
    RUN,
    LAWS_OF_A_LIBRARY,
    PROCESSES,
    FORMAT_OF_A_LIST,
    OUTPUT,
    SECONDS_OF_AN_ENTRY,
)
OF_A_PICTURE = (QUERY, RANGES, GIVEN, FORM, UNIT, BASE, PICTURE, SECONDS)
