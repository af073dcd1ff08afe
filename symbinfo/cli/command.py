"""The command line: reads the arguments, has a verb do its work in a limited child, and writes what it answers.

No mathematics here. Nothing is printed before all of it is there.
"""

from __future__ import annotations

import sys

from symbinfo.cli.colours import animated
from symbinfo.cli.streams import complain, folded, show_seconds, write
from symbinfo.cli.usage import read_arguments, usage
from symbinfo.cli.verbs import VERBS, Answer, Options
from symbinfo.expressions.errors import SymbinfoError
from symbinfo.jobs.limits import run_limited

__all__ = ["main"]
INTERRUPTED = 130


def _work(verb: str, options: Options) -> Answer:
    """Run one verb, in the child."""
    import gc

    # The imports make some hundred thousand objects that stay: looking through them for garbage again and again
    # would take a sixth of the start.
    gc.set_threshold(200_000, 20, 100)
    if not sys.warnoptions:
        import warnings

        warnings.simplefilter("ignore")
    return VERBS[verb].answer(options)


def _run(verb: str, options: Options) -> Answer:
    """Have the verb's work done in a child, with progress for a person who waits."""
    if VERBS[verb].alone or options.get("records"):
        return VERBS[verb].answer({**options, "target": options.pop("output")} if options.get("records") else options)
    progress = show_seconds if animated(sys.stderr) else None
    try:
        answer: Answer = run_limited(_work, options["timeout"], verb, (verb, options), progress=progress)
        return answer
    finally:
        if progress:
            sys.stderr.write("\r" + " " * 20 + "\r")


def main(argv: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : list of str, optional
        The arguments without the name of the program.

    Returns
    -------
    int
        0 done, or the claim holds; 1 refuted; 2 not readable or not valid; 3 undecided, or a limit; 130 interrupted.
    """
    arguments = sys.argv[1:] if argv is None else argv
    try:
        if not arguments or arguments[0] in ("-h", "--help", "--version"):
            if arguments == ["--version"]:
                from symbinfo.cli.versions import told

                write(told(), None, "text")
            else:
                write(usage(), None, "text")
            return 0 if arguments else 2
        verb, options = read_arguments(arguments)
        if options.get("format") == "pdf":
            from tempfile import TemporaryDirectory

            with TemporaryDirectory(prefix="symbinfo-") as folder:
                code, content = _run(verb, {**options, "folder": folder})
        else:
            code, content = _run(verb, options)
        if not options.get("records"):
            if options.get("width") and options["format"] == "text":
                content = folded(str(content), options["width"])
            write(content, options["output"], options.get("format", "code"))
        return code
    except SymbinfoError as error:
        return complain(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as leave:  # argparse after --help, or a signal to end
        return leave.code if isinstance(leave.code, int) else 0
