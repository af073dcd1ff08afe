"""How a line of arguments is read: the usage, the parser of each verb, and what has to fit together."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

from symbinfo.cli.streams import LARGEST_INPUT, columns_of, decoded, encoding_of
from symbinfo.cli.verbs import VERBS, Options
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.render import demand_options

if TYPE_CHECKING:
    from argparse import ArgumentParser

__all__ = ["parser_of", "read_arguments", "usage", "whole_parser"]

ABOUT = "Derives, checks and evaluates the quantities of information theory."


def usage() -> str:
    """What ``symbinfo --help`` says."""
    width = max(map(len, VERBS))
    verbs = "\n".join(f"  {name:<{width}}  {verb.help}" for name, verb in VERBS.items())
    return (
        f"usage: symbinfo VERB ...\n\n{ABOUT}\n\n"
        f"{verbs}\n\n"
        "`symbinfo VERB --help` lists what a verb takes; `symbinfo --version` prints the version.\n"
        "Exit codes: 0 done, or the claim holds; 1 refuted; 2 not readable or not valid; 3 undecided, or a limit.\n"
    )


def parser_of(verb: str) -> ArgumentParser:
    """The parser of a verb, from the rows of its options."""
    import argparse

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            raise SymbinfoError(f"{message}; see `{self.prog} --help`")

    parser = Parser(prog=f"symbinfo {verb}", description=VERBS[verb].help, allow_abbrev=False)
    options = VERBS[verb].options
    # argparse cannot print a group that is empty.
    instead = parser.add_mutually_exclusive_group() if any(option.instead for option in options) else parser
    for option in options:
        words, more = option.for_argparse()
        (instead if option.instead else parser).add_argument(*words, **more)
    return parser


def whole_parser() -> ArgumentParser:
    """All verbs under one parser, for what completes them."""
    import argparse

    parser = argparse.ArgumentParser(prog="symbinfo", description=ABOUT, allow_abbrev=False)
    parser.add_argument("--version", action="store_true", help="the versions of symbinfo and of what it rests on")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB")
    for name, verb in VERBS.items():
        verbs.add_parser(name, help=verb.help, parents=[parser_of(name)], add_help=False, allow_abbrev=False)
    return parser


def _with_queries_apart(arguments: list[str], parser: ArgumentParser) -> list[str]:
    """Put a query that begins with a minus sign, such as ``-H(X)``, where it is not taken for an option."""
    import re

    if "--" in arguments:
        return arguments
    known = parser._option_string_actions
    for i, word in enumerate(arguments):
        follows_option = i > 0 and arguments[i - 1] in known and known[arguments[i - 1]].nargs != 0
        if not follows_option and word not in known and re.match(r"-+[^=-]*[ (]|-\s*\d", word):
            return [*arguments[:i], *arguments[i + 1 :], "--", word]
    return arguments


def _with_answer_joined(arguments: list[str]) -> list[str]:
    """``--answer -log(p)`` as one word, since an answer that begins with a minus sign is no option."""
    if "--answer" not in arguments[1:-1]:
        return arguments
    at = arguments.index("--answer", 1)
    return [*arguments[:at], f"--answer={arguments[at + 1]}", *arguments[at + 2 :]]


def _with_hint_joined(arguments: list[str]) -> list[str]:
    """``--hint 2`` as one word, and ``--hint ID`` without a number: what follows is then an exercise."""
    if "--hint" not in arguments[1:-1]:
        return arguments
    at = arguments.index("--hint", 1)
    follows = arguments[at + 1]
    if follows.isascii() and follows.isdigit():
        return [*arguments[:at], f"--hint={follows}", *arguments[at + 2 :]]
    return [*arguments[:at], *arguments[at + 1 :], "--hint"]


def read_arguments(arguments: list[str]) -> tuple[str, Options]:
    """The verb and its options, checked as far as they can be before any work.

    Raises
    ------
    SymbinfoError
        With one line that says what to write instead.
    """
    verb = arguments[0]
    if verb not in VERBS:
        from difflib import get_close_matches

        near = get_close_matches(verb, VERBS, n=1)
        raise SymbinfoError(f"no verb {verb!r}: " + (f"did you mean {near[0]}?" if near else "see `symbinfo --help`"))
    parser = parser_of(verb)
    arguments = _with_hint_joined(_with_answer_joined(arguments))
    # What any number of words may follow is taken from behind the options, too.
    several = any(option.many == "*" and option.words[0] != "-" for option in VERBS[verb].options)
    parse = parser.parse_intermixed_args if several else parser.parse_args
    options = vars(parse(_with_queries_apart(arguments[1:], parser)))
    if VERBS[verb].alone:
        if "width" in options:
            _print_fits(verb, options)
        if "shell" in options:
            options["parser"] = whole_parser()
        return verb, {**options, "target": options["output"], "output": None}
    if verb == "verify":
        _one_claim_or_a_file(options)
    if options.get("format") == "pdf" and options["output"] in (None, "-"):
        raise SymbinfoError("--format pdf needs -o FILE")
    _print_fits(verb, options)
    target = options["output"]
    for file in (target, options.get("proof")):
        if file not in (None, "-") and (os.path.isdir(file) or not os.path.isdir(os.path.dirname(file) or ".")):
            raise SymbinfoError(
                f"cannot write {file}: " + ("it is a folder" if os.path.isdir(file) else "no such folder")
            )
    if "-" in (options.get("query"), options.get("file"), options.get("records"), options.get("lines")):
        if sys.stdin is None:
            raise SymbinfoError("cannot read standard input: it is closed")
        options["query"] = decoded(sys.stdin.buffer.read(LARGEST_INPUT + 1), "standard input").strip()
    elif (
        "query" in options
        and options["query"] is not None
        and not options.get("records")
        and not options["query"].strip()
    ):
        raise SymbinfoError(f"the query is empty; see `symbinfo {verb} --help`")
    options["encoding"] = "utf-8" if target not in (None, "-") else encoding_of(sys.stdout)
    return verb, options


def _print_fits(verb: str, options: Options) -> None:
    """Refuse what makes no sense for a format, and choose the width of text."""
    if verb == "derive":
        from symbinfo.cli.print_derivation import chosen

        demand_options(options["format"], chosen(options))
    elif options.get("width") and options["format"] != "text":
        raise SymbinfoError(f"width is for text: {options['format']} does not take it")
    if "width" in options and options["format"] == "text":
        options["width"] = options["width"] or columns_of(options["output"])


def _one_claim_or_a_file(options: Options) -> None:
    """A claim, or --file with where its lines are to go."""
    if sum(options[key] is not None for key in ("query", "records", "lines")) != 1:
        raise SymbinfoError(
            "give a claim, or a file of claims with --file, or a chain with --lines; see `symbinfo verify --help`"
        )
    alone = options["records"] is None and options["lines"] is None
    if options["proof"] is not None and (not alone or options["proof"] in ("", "-")):
        raise SymbinfoError("--certificate is a file, for the proof of one claim")
    if options["records"] is None and options["jobs"]:
        raise SymbinfoError("--jobs is for a file of claims: give it with --file")
