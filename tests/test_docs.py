"""What the documents say is true of the code: examples run, links lead somewhere, listed derivations come out closed.

In a page a block of code with a title, as in ```` ```python title="losses.py" ````, is a file; a block in which a line begins
with a dollar sign shows a command and what it prints, and runs in a folder of its own with the files of its page.
"""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from symbinfo.cli.command import main
from symbinfo.course.pages.sources import read
from symbinfo.derivation import Status
from symbinfo.derivation.plans.derive import derive
from symbinfo.derivation.theorems import names
from symbinfo.laws.catalogue import FAMILIES
from symbinfo.query import parse

ROOT = Path(__file__).parent.parent
THEOREM = re.compile("[a-z-]+")
PAGES = sorted(
    [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "derivations").glob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
    ]
)
FENCE = re.compile(r"(?ms)^( *)(```|~~~)([^\n]*)\n(.*?)^\1\2[ ]*$")
TITLE = re.compile(r"title=\"(\w[\w./-]*)\"")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).with_suffix("").as_posix().removeprefix("docs/")


#: Blocks of this language are for a shell, without what they print.
NOT_RUN = "sh"
QUERIES = [
    pytest.param(entry.of, id=f"{section.name}-{entry.name}")
    for section in read(ROOT / "derivations").sections
    for entry in section.entries
    if not entry.given and not THEOREM.fullmatch(entry.of)
]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_examples_run(page: Path) -> None:
    assert doctest.testfile(str(page), module_relative=False, optionflags=doctest.ELLIPSIS).failed == 0


def fenced(text: str) -> Iterator[tuple[str, str]]:
    """What stands behind the fence of each block, and the block."""
    for block in FENCE.finditer(text):
        yield block[3].strip(), re.sub(f"(?m)^{block[1]}", "", block[4])


def shown_in(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block, and what it is said to print."""
    for part in re.split(r"(?m)^\$ ", block)[1:]:
        command, _, printed = part.partition("\n")
        while command.endswith("\\"):
            more, _, printed = printed.partition("\n")
            command = command[:-1] + more.strip()
        yield command, printed


def commands_of(page: Path) -> int:
    blocks = fenced(page.read_text(encoding="utf-8"))
    return sum(len(list(shown_in(block))) for info, block in blocks if info.split()[:1] != [NOT_RUN])


#: Pages that show commands; those that show many are long.
SHOWING = [
    pytest.param(page, marks=[pytest.mark.slow] * (commands_of(page) > 2), id=name_of(page))
    for page in PAGES
    if commands_of(page)
]


def printed_by(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What a command writes to both of its streams: `symbinfo`, `python FILE`, or `cat FILE`."""
    verb, *words = shlex.split(command, comments=True)
    if verb == "cat":
        return "".join(Path(word).read_text(encoding="utf-8") for word in words)
    if verb == "python":
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=120)
        return done.stdout + done.stderr
    assert verb == "symbinfo", f"only symbinfo, python and cat are run: {command}"
    main(words)
    return "".join(capsys.readouterr())


def as_read(text: str) -> str:
    """A text without what nobody sees: blanks at the ends of lines, and spaces at which no line may break."""
    return "".join(f"{line.rstrip()}\n" for line in text.replace("\N{NO-BREAK SPACE}", " ").rstrip().splitlines())


def misprinted(text: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the commands of a page print where that is not what stands there; `...` stands for what is left out."""
    wrong = []
    for info, block in fenced(text):
        title = TITLE.search(info)
        if title:
            Path(title[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(title[1]).write_text(block, encoding="utf-8")
        elif info.split()[:1] != [NOT_RUN]:
            for command, said in shown_in(block):
                printed, said = as_read(printed_by(command, capsys)), as_read(said)
                if not doctest.OutputChecker().check_output(said, printed, doctest.ELLIPSIS):
                    wrong.append(f"$ {command}\n{printed}")
    return wrong


@pytest.mark.parametrize("page", SHOWING)
def test_commands_print_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    assert misprinted(page.read_text(encoding="utf-8"), capsys) == []


def test_another_print_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    page = '```text title="a.txt"\n1\n2\n3\n```\n\n```console\n$ cat a.txt\n{}\n```\n'
    assert misprinted(page.format("1\n...\n3"), capsys) == []
    assert misprinted(page.format("1\n3"), capsys) == ["$ cat a.txt\n1\n2\n3\n"]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_examples_stand_inside_fences(page: Path) -> None:
    """Elsewhere `>>>` is a quote in a quote in a quote, and `[x][y]` a reference."""
    assert re.findall(r"(?m)^ *>>> .*", FENCE.sub("", page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert all((page.parent / link).exists() for link in links)


def test_the_files_of_each_change_are_there() -> None:
    rows = [line.split("|")[2:4] for line in (ROOT / "docs" / "extending.md").read_text().splitlines() if "|" in line]
    for folder, cells in ((ROOT / "symbinfo", [row[0] for row in rows]), (ROOT / "tests", [row[1] for row in rows])):
        named = [n for cell in cells for n in re.findall(r"`([\w/.]+\.py)(?:::\w+)?`", cell) if "NAME" not in n]
        for name in named:
            places = (folder / name, ROOT / name, *folder.rglob(name))
            assert any(place.exists() for place in places), f"docs/extending.md speaks of {name}"


@pytest.mark.parametrize("query", QUERIES)
def test_a_listed_query_comes_out_closed(query: str) -> None:
    derivation = derive(parse(query))
    assert derivation.status is Status.CLOSED
    assert derivation.steps


def test_the_listed_theorems_exist() -> None:
    listed = {e.of for s in read(ROOT / "derivations").sections for e in s.entries if THEOREM.fullmatch(e.of)}
    assert listed <= set(dict(names()))
    assert len(listed) > 30


@pytest.mark.parametrize("family", [f.name for f in FAMILIES.values() if f.support is not None])
def test_a_corrected_support_is_told(family: str) -> None:
    assert family in (ROOT / "docs" / "closed-forms.md").read_text()
