"""The house shows itself: what the imports say of its rooms, floors, circles, names and sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

import symbinfo  # noqa: F401 - the front of the package says where the doors lead
from symbinfo.expressions.doors import DOORS, door

PAGES = Path(__file__).parent.parent / "docs"


def drawing() -> Any:
    """The script that draws the house, as a module: the arrows of this test are those of its picture."""
    spec = spec_from_file_location("architecture", PAGES / "architecture.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["architecture"] = module
    spec.loader.exec_module(module)
    return module


house = drawing()
FILES, NAME, ROOT = house.FILES, house.NAME, house.ROOT

# The rooms, lowest first: a file imports only from lower floors, or from its own room.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("trusted",),
    ("expressions",),
    ("jobs", "laws"),
    ("measures",),
    ("derivation",),
    ("query", "render"),
    ("kernels", "verification"),
    ("plots",),
    ("atlas", "course", "plugins"),
    # The front of the package, which names the public objects of all rooms; and what stands on it.
    ("__init__", "checker"),
    ("cli",),
    ("__main__",),
)
LONGEST = 400
MOST_ENTRIES = 18
#: Where a folder may have a file of the same name as another folder.
EVERYWHERE = {"__init__.py", "__main__.py"}


def room_of(module: str) -> str:
    """The room, or of a file at the root its own name."""
    return module.split(".")[1] if "." in module else "__init__"


def floor_of(room: str) -> int:
    for number, rooms in enumerate(FLOORS):
        if room in rooms:
            return number
    raise AssertionError(f"the room {room} stands on no floor: add it to the table")


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The sets of names that reach one another, by walking forward and back."""

    def reached(start: str, ways: dict[str, set[str]]) -> set[str]:
        found, waiting = set(), [start]
        while waiting:
            for other in ways.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    back: dict[str, set[str]] = {}
    for name, others in arrows.items():
        for other in others:
            back.setdefault(other, set()).add(name)
    rings = {frozenset(reached(name, arrows) & reached(name, back)) for name in arrows}
    return sorted(sorted(ring) for ring in rings if ring)


def test_the_root_is_seen_at_a_glance():
    entries = [path.name for path in ROOT.iterdir() if path.name not in ("__pycache__", "py.typed")]
    assert len(entries) <= MOST_ENTRIES, sorted(entries)


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_file_looks_down(module):
    room = room_of(module)
    above = {t for t in house.imports()[module] if room_of(t) != room and floor_of(room_of(t)) >= floor_of(room)}
    assert not above, f"{module} imports from above or beside: {sorted(above)}"


def test_no_files_import_each_other_in_a_circle():
    assert circles(house.imports()) == []


def test_circles_and_upward_imports_are_noticed(tmp_path):
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    (tmp_path / "x.py").write_text("def f():\n    return import_module('symbinfo.render')\n")
    assert house.imports_of("symbinfo.laws.law", tmp_path / "x.py") == {"symbinfo.render"}
    with pytest.raises(AssertionError, match="stands on no floor"):
        floor_of("nowhere")


def test_nothing_imports_past_the_signature_of_the_trusted_room():
    faces = {"symbinfo.checker"}
    past = {
        module: sorted(t for t in found if t.startswith("symbinfo.trusted."))
        for module, found in house.imports().items()
        if room_of(module) != "trusted" and module not in faces
    }
    assert {module: found for module, found in past.items() if found} == {}


def signed_names_in(text: str) -> set[str]:
    """What is imported from the trusted room by its name, in a file of Python or in its examples."""
    lines = re.findall(r"from symbinfo\.trusted import (\([^)]*\)|[^\n]*)", text)
    return {name.split(" as ")[0].strip() for line in lines for name in line.strip("()").split("#")[0].split(",")}


def test_what_the_trusted_room_signs_is_imported_outside():
    from symbinfo import trusted

    tests = [path for path in Path(__file__).parent.rglob("*.py") if path.name != Path(__file__).name]
    outside = [path for module, path in FILES.items() if room_of(module) != "trusted"]
    used = set().union(*(signed_names_in(path.read_text()) for path in (*outside, *tests)))
    assert [name for name in trusted.__all__ if name not in used] == []
    assert signed_names_in("import json\nfrom symbinfo.trusted import (\n    Term,\n    parse as p,\n)\ndump = 1") >= {
        "Term",
        "parse",
    }
    assert "dump" not in signed_names_in("from symbinfo.trusted import parse\ndump = 1")


def test_no_base_name_stands_for_two_ideas():
    names = Counter(path.name for path in FILES.values() if path.name not in EVERYWHERE)
    assert {name: count for name, count in names.items() if count > 1} == {}


@pytest.mark.parametrize("module", sorted(FILES))
def test_a_long_file_gives_its_reason(module):
    text = FILES[module].read_text(encoding="utf-8")
    if len(text.splitlines()) > LONGEST:
        assert "One file" in (ast.get_docstring(ast.parse(text)) or ""), f"{module}: why is it one file?"


@pytest.mark.parametrize("package", sorted(m for m, path in FILES.items() if path.name == "__init__.py" and m != NAME))
def test_a_package_says_what_is_in_it(package):
    folder = FILES[package].parent
    entries = {p.stem for p in folder.iterdir() if (p.suffix == ".py" or (p / "__init__.py").exists())}
    said = ast.get_docstring(ast.parse(FILES[package].read_text(encoding="utf-8"))) or ""
    listed = {
        name
        for line in said.splitlines()
        if line.startswith("- ")
        for name in re.findall(r"`(\w+)`", line.split(":")[0])
    }
    assert entries - {"__init__", "__main__"} == listed


def test_the_picture_is_that_of_the_imports():
    assert (PAGES / "architecture.svg").read_text() == house.picture()
    assert house.table() in (PAGES / "architecture.md").read_text()


def test_the_picture_leaves_out_what_follows():
    arrows = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    assert house.reduced(arrows) == {"a": {"b"}, "b": {"c"}, "c": set()}
    assert house.floors_of(arrows) == {"a": 3, "b": 2, "c": 1}


@pytest.mark.slow
@pytest.mark.parametrize("verb", house.WALKS)
def test_the_walk_on_the_page_is_the_one_that_is_walked(verb):
    assert house.walk_of(verb) in (PAGES / "architecture.md").read_text()


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_leads_somewhere(name):
    assert callable(door(name))


@pytest.mark.parametrize("module", ["symbinfo", "symbinfo.checker", "symbinfo.trusted"])
def test_the_checker_needs_no_sympy(module):
    code = f"import sys, {module}; sys.exit('sympy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_checker_waits_with_numbers_for_a_certificate():
    code = (
        "import sys, symbinfo.checker; sys.exit('mpmath' in sys.modules or 'symbinfo.trusted.numbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


#: Where the words of verdicts are written: their home, and the room that stands alone and writes them itself.
WORDS_HOME = "symbinfo.expressions.verdict_words"


def free_words_in(text: str) -> list[str]:
    """The words of verdicts that stand in a file as texts; names in `__all__` and docstrings are none."""
    from symbinfo.expressions.verdict_words import Level, Outcome

    words, tree = {str(word) for word in (*Outcome, *Level) if word}, ast.parse(text)
    left_out: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(id(node.value))  # a docstring, or a text that nobody uses
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            left_out |= {id(part) for part in ast.walk(node.value)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in left_out]
    return [f"{node.value!r} in line {node.lineno}" for node in constants if node.value in words]


def test_the_words_of_verdicts_have_one_home():
    outside = [m for m in FILES if room_of(m) != "trusted" and m != WORDS_HOME]
    found = {m: words for m in outside if (words := free_words_in(FILES[m].read_text(encoding="utf-8")))}
    assert found == {}
    assert free_words_in(FILES[WORDS_HOME].read_text(encoding="utf-8"))
    assert free_words_in('"""holds"""\n__all__ = ["checked"]\nx = f(y == "refuted", "holds much")\n') == [
        "'refuted' in line 3"
    ]
