"""What must be believed stands alone: by its imports, under another name, by its signature, and as large as is said."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import mpmath
import pytest

import symbinfo.trusted
from symbinfo.checker import main

HERE = Path(__file__).parent
ROOM = HERE.parents[1] / "symbinfo" / "trusted"
FILES = sorted(ROOM.rglob("*.py"))
GOOD, NEAR = HERE / "good_certificates", HERE / "near_misses"


# --- alone -----------------------------------------------------------------------------------------------------------


def imported(text):
    """What a file imports from elsewhere, at its top or later."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield str(node.module).split(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOM).as_posix())
def test_the_room_imports_the_standard_library_and_mpmath_alone(path):
    assert set(imported(path.read_text())) <= {*sys.stdlib_module_names, "mpmath"}


def test_what_else_would_be_imported_is_seen():
    text = "import sympy.core\ndef f():\n    from symbinfo.laws import read\n    from ..terms import parse\n"
    assert set(imported(text)) == {"sympy", "symbinfo"}


# The path holds the standard library, the folder with its new name, and mpmath: nothing else can be imported.
ALONE = """
import importlib.util, runpy, sys
sys.path += [sys.argv.pop(1)]
for name in ("symbinfo", "sympy", "numpy"):
    if importlib.util.find_spec(name):
        sys.exit(f"not alone: {name} is there")
runpy.run_module("believed", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    place = tmp_path_factory.mktemp("alone")
    for path in FILES:
        copy = place / "believed" / path.relative_to(ROOM)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (place / "mpmath").symlink_to(Path(mpmath.__file__).parent)
    return place


@pytest.mark.parametrize(
    ("path", "code", "said"),
    [
        (GOOD / "entropy_exponential.json", 0, "holds"),
        (GOOD / "gibbs_inequality.json", 0, "holds"),
        (NEAR / "sign_flipped.json", 1, "refuted"),
        (NEAR / "strict_where_equal.json", 3, "undecided"),
    ],
    ids=lambda x: x.stem if isinstance(x, Path) else str(x),
)
def test_a_copy_under_another_name_checks_where_there_is_nothing_else(alone, path, code, said):
    command = [sys.executable, "-I", "-S", "-c", ALONE, str(alone), str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=alone)
    assert (ran.returncode, ran.stdout.split()[:1]) == (code, [said]), ran.stderr


# --- several files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        ((GOOD / "entropy_die.json", GOOD / "entropy_bernoulli.json"), 0),
        ((GOOD / "entropy_die.json", NEAR / "strict_where_equal.json"), 3),
        ((NEAR / "strict_where_equal.json", NEAR / "unknown_head.json"), 2),
        ((NEAR / "unknown_head.json", NEAR / "log_of_square.json", GOOD / "entropy_die.json"), 1),
        ((GOOD / "no_such_file.json", GOOD / "entropy_die.json"), 2),
    ],
)
def test_of_several_files_each_has_its_line_and_the_worst_decides(paths, code, capsys):
    assert main([str(path) for path in paths]) == code
    out, err = capsys.readouterr()
    for path in paths:
        assert sum(str(path) in line for line in (out + err).splitlines()) == 1
    readable = [p for p in paths if p.stem not in ("unknown_head", "no_such_file")]
    assert [line.split(": ")[0] for line in out.splitlines()] == [str(p) for p in readable]


def test_a_line_of_a_lone_file_does_not_repeat_its_name(capsys):
    assert main([str(GOOD / "entropy_die.json")]) == 0
    assert capsys.readouterr().out.startswith("holds ")


def test_no_file_is_a_question_of_usage(capsys):
    assert main([]) == 2
    assert "FILE.json" in capsys.readouterr().err


# --- the signature ---------------------------------------------------------------------------------------------------


def signed_for_types():
    """Module -> names, as the block for type checkers says it."""
    tree = ast.parse((ROOM / "__init__.py").read_text())
    (block,) = (n for n in tree.body if isinstance(n, ast.If) and ast.unparse(n.test) == "TYPE_CHECKING")
    found = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        for name in node.names:
            assert name.name == name.asname, "what is signed keeps its name"
            found.setdefault(f"{'.' * node.level}{node.module}", set()).add(name.name)
    return found


def test_the_signature_is_the_same_for_types_as_at_run_time():
    assert signed_for_types() == {home: set(names) for home, names in symbinfo.trusted._HOMES.items()}


@pytest.mark.parametrize("name", symbinfo.trusted.__all__)
def test_what_is_signed_is_there(name):
    value = getattr(symbinfo.trusted, name)
    assert getattr(value, "__module__", symbinfo.trusted.__name__).startswith((symbinfo.trusted.__name__, "types"))


def test_what_is_not_signed_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'trust_me'"):
        _ = symbinfo.trusted.trust_me


# --- its size --------------------------------------------------------------------------------------------------------

ASIDE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of_code(text):
    """How many lines are left without blank lines, comments and docstrings."""
    docstrings = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            docstrings.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    code = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in ASIDE:
            code.update(range(token.start[0], token.end[0] + 1))
    return len(code - docstrings)


def test_lines_of_code_are_counted():
    assert (
        lines_of_code('"""What\n\nit is."""\n\nX = """a\nb"""  # said\n# more\ndef f():\n    """It."""\n    return 1\n')
        == 4
    )


@pytest.mark.parametrize("page", ["README.md", "docs/certificates.md"])
def test_the_room_is_as_large_as_is_said(page):
    said = re.findall(r"([\d,]+) files\s+with\s+([\d,]+)\s+lines\s+of\s+code", (HERE.parents[1] / page).read_text())
    true = (len(FILES), sum(lines_of_code(path.read_text()) for path in FILES))
    assert [tuple(int(n.replace(",", "")) for n in pair) for pair in said] == [true], f"say so in {page}"
