"""What a terminal is used to: width, colours, completion, versions; each beside a case where it must not be."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import symbinfo
from symbinfo.cli import command as cli
from symbinfo.cli import list_laws, versions
from symbinfo.cli.colours import animated, coloured, wanted
from symbinfo.cli.streams import PIPED, columns_of, folded, write
from symbinfo.cli.usage import read_arguments, whole_parser
from symbinfo.cli.verbs import VERBS
from symbinfo.expressions.errors import SymbinfoError

Capture = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


# --- width -------------------------------------------------------------------------------------------------------------

FOLDED = [
    ("short", 40, ["short"]),
    ("name        what it is, in many words", 30, ["name        what it is, in", "            many words"]),
    ("one two three four five six seven eight", 20, ["one two three four", "  five six seven", "  eight"]),
    ("    one two three four five six", 18, ["    one two three", "      four five", "      six"]),
    ("3." + "1" * 50, 40, ["3." + "1" * 50]),  # a number has the digits that were asked for
    ("a  b\nlong line of words that goes on\n", 20, ["a  b", "long line of words", "  that goes on", ""]),
]


@pytest.mark.parametrize(("text", "width", "lines"), FOLDED, ids=[f[0][:12] for f in FOLDED])
def test_lines_are_folded_under_their_last_column(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width).split("\n") == lines
    assert folded(text, width).split() == text.split()


def test_the_width_is_that_of_the_terminal_and_80_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "57")
    assert columns_of(None) == PIPED == 80
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert columns_of(None) == columns_of("-") == 57
    assert columns_of("file.txt") == 80
    monkeypatch.setenv("COLUMNS", "10")
    assert columns_of(None) == 40


WIDE = [verb for verb, row in VERBS.items() if any(option.words == "--width" for option in row.options)]


def test_every_verb_with_text_of_some_length_takes_a_width() -> None:
    assert set(WIDE) == {"derive", "verify", "proofread", "check", "theorems", "laws", "measures", "solve"}


@pytest.mark.parametrize("verb", WIDE)
def test_a_width_for_what_is_no_text_is_refused(verb: str) -> None:
    word = {"verify": ["a = b"], "theorems": [], "laws": [], "measures": [], "solve": []}.get(verb, ["x"])
    with pytest.raises(SymbinfoError, match="width is for text"):
        read_arguments([verb, *word, "--format", "json", "--width", "60"])
    assert read_arguments([verb, *word, "--width", "60"])[1]["width"] == 60


COMMANDS = [
    ["theorems"],
    ["theorems", "--width", "50"],
    ["solve", "--width", "50"],
    ["derive", "scaling-law", "--width", "50"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_line_of_an_answer_is_wider(command: list[str], capsys: Capture) -> None:
    assert cli.main(command) in (0, 1)
    lines = capsys.readouterr().out.splitlines()
    width = int(command[-1]) if "--width" in command else 80
    assert [line for line in lines if len(line) > width] == []
    assert max(map(len, lines)) > 20


def test_the_list_of_laws_has_two_columns_of_any_width() -> None:
    rows = [("Gamma(k, theta)", "shape, then scale"), ("A" * 40 + "(n)", "0 <= k"), ("Anglit()", "")]
    laws: Any = [SimpleNamespace(usage=usage, convention=said, support="", density="") for usage, said in rows]
    for columns in (50, 80):
        told = folded(list_laws.text(laws, False, columns), columns)
        assert max(map(len, told.splitlines())) <= columns
        assert all(law.usage in told for law in laws)
    assert len(list_laws.text(laws, False, 50).splitlines()) > len(list_laws.text(laws, False, 200).splitlines())


# --- colours -----------------------------------------------------------------------------------------------------------

# The stream is a terminal, NO_COLOR, FORCE_COLOR, TERM, and whether there are colours.
STREAMS = [
    (True, "", "", "xterm", True),
    (False, "", "", "xterm", False),
    (True, "1", "", "xterm", False),
    (True, "", "", "dumb", False),
    (False, "", "1", "xterm", True),
    (False, "1", "1", "xterm", False),
    (False, "", "1", "dumb", False),
]


@pytest.mark.parametrize(("terminal", "no", "force", "term", "colours"), STREAMS)
def test_colours_stand_where_they_are_wanted(
    terminal: bool, no: str, force: str, term: str, colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("NO_COLOR", no), ("FORCE_COLOR", force), ("TERM", term)):
        monkeypatch.setenv(name, value)
    stream = Terminal() if terminal else io.StringIO()
    assert wanted(stream) is colours
    text = "refuted     claimed 1.0, [actual] 0.6 :smile:\nResult: H(P) = 2\n"
    shown = coloured(text, stream)
    assert ("\x1b[" in shown) is colours
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == text
    assert animated(stream) is (terminal and term != "dumb")


COLOURED = ["symbinfo: no verb", "Result: x", "holds   proved", "refuted at", "undecided: a limit", "    Lemma 4.1"]


@pytest.mark.parametrize("line", COLOURED)
def test_what_is_coloured(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert "\x1b[" in coloured(line, Terminal())
    assert "\x1b[" not in coloured(f"it {line}", Terminal())


def test_data_is_never_coloured(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    for form, colours in (("json", False), ("markdown", False), ("code", False), ("text", True)):
        write("holds   proved\n", None, form)
        assert ("\x1b[" in capsys.readouterr().out) is colours


# --- completion and versions -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_the_completion_of_a_shell_names_every_verb(shell: str, capsys: Capture) -> None:
    pytest.importorskip("shtab")
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(verb in script for verb in VERBS)
    assert "--flavour" in script
    if shutil.which(shell):
        assert subprocess.run([shell, "-n"], input=script, text=True, check=False).returncode == 0


def completed(words: list[str], script: str) -> set[str]:
    """What bash proposes for the last of the words."""
    ask = f"COMP_WORDS=({' '.join(repr(w) for w in words)})\nCOMP_CWORD={len(words) - 1}\n"
    call = f"{script}\n{ask}_shtab_symbinfo\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    done = subprocess.run(["bash", "-c", call], capture_output=True, text=True, check=False)
    return set(done.stdout.split())


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_verbs_options_and_values(capsys: Capture) -> None:
    pytest.importorskip("shtab")
    cli.main(["completion", "bash"])
    script = capsys.readouterr().out
    assert completed(["symbinfo", "der"], script) == {"derive"}
    assert completed(["symbinfo", "derive", "--fla"], script) == {"--flavour"}
    assert completed(["symbinfo", "derive", "--flavour", "q"], script) == {"quarto"}
    assert completed(["symbinfo", "verify", "--fla"], script) == set()


def test_an_unknown_shell_is_refused(capsys: Capture) -> None:
    assert cli.main(["completion", "fish"]) == 2
    assert "invalid choice: 'fish'" in capsys.readouterr().err


def test_the_parser_of_all_verbs_reads_what_each_reads() -> None:
    options = vars(whole_parser().parse_args(["derive", "H(X)", "--kl", "D", "--letters", "F,G"]))
    assert (options["verb"], options["query"], options["kl"], options["letters"]) == ("derive", "H(X)", "D", ("F", "G"))


def test_the_versions_are_those_that_are_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    import sympy

    lines = dict(line.split(" ", 1) for line in versions.told().splitlines())
    assert lines["sympy"] == sympy.__version__
    assert next(iter(lines)) == "symbinfo"
    assert lines[sys.implementation.name.replace("cpython", "CPython")] == ".".join(map(str, sys.version_info[:3]))
    monkeypatch.setattr(versions, "RESTS_ON", ("no-such-library",))
    assert versions.told().splitlines()[-1] == "no-such-library not installed"


def test_the_citation_names_this_version() -> None:
    lines = (Path(__file__).parents[2] / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {symbinfo.__version__}" in lines
    assert "cff-version: 1.2.0" in lines


def test_a_report_goes_where_it_is_asked_for(tmp_path: Any, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(exit_code=0, text=lambda: "0 statements\n")
    monkeypatch.setattr("symbinfo.verification.documents.proofreading.proofread", lambda *_, **__: found)
    assert cli.main(["proofread", "page.md", "-o", str(tmp_path / "report.txt")]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "0 statements\n"
    assert cli.main(["proofread", "page.md"]) == 0
    assert capsys.readouterr().out == "0 statements\n"
