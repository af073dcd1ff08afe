"""How public objects show themselves: on one line, as text, and in a notebook on light and on dark ground."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
import sys
import threading
import time
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

import symbinfo as si
from symbinfo.course.exercises.marking import Grade, Mark
from symbinfo.jobs import notebook_progress
from symbinfo.render.notebook import STYLE, card, cell_of, rows
from symbinfo.verification.values.evaluate import evaluate

#: What a person gets hold of, by what is asked.
SHOWN: dict[str, Any] = {
    "derivation": lambda: si.derive("KL(Normal(m, s) || Normal(0, 1))"),
    "optimum": lambda: si.derive("capacity(noise=[1, 4], power=5)"),
    "theorem": lambda: si.theorem("scaling-law"),
    "step": lambda: si.derive("H(Bernoulli(p))").steps[0],
    "report": lambda: si.derive("H(Bernoulli(p))").check(),
    "kernel": lambda: si.derive("H(Bernoulli(p))").compile(),
    "value": lambda: evaluate(si.parse("H(Bernoulli(1/3))"), 20),
    "holds": lambda: si.verify("H(Exponential(r)) = 1 - log(r)"),
    "refuted": lambda: si.verify("H(Bernoulli(p)) = 1"),
    "proved of variables": lambda: si.verify("I(X;Y) <= H(X)"),
    "refuted of variables": lambda: si.verify("I(X;Y) = H(X)"),
    "chain": lambda: si.verify("0 <= H(Bernoulli(1/2)) <= 1"),
    "measure": lambda: si.parse("KL(Normal(0, 1) || Normal(1, 2))"),
    "claim": lambda: si.parse("H(Bernoulli(p)) = 1"),
    "claims": lambda: si.parse("H(Bernoulli(p)) = 1 <= 3"),
    "law": lambda: si.law("Gamma", 2, rate=3),
    "table": lambda: si.table([[0.5, 0.2], [0.1, 0.2]]),
    "exercise": lambda: si.exercise("gaussian-kl"),
    "mark": lambda: Mark(Grade.WRONG, witness={"parameters": {"p": "1/2"}, "answer": "1"}, hint="the sign < 0"),
    "proofread": lambda: si.proofread("Let $X \\sim \\mathcal{N}(0, 1)$. Then $h(X) = 1$.", cache=False),
}
IN_CELLS = ("derivation", "optimum", "theorem", "kernel", "value", "holds", "refuted", "proved of variables",
            "refuted of variables", "chain", "exercise", "mark", "proofread")  # fmt: skip
DUMP = re.compile(r"\w+\(\w+=")


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return {name: make() for name, make in SHOWN.items()}


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_public_shows_itself_on_one_line_and_prints_its_text(made, name) -> None:
    shown, printed = repr(made[name]), str(made[name])
    assert "\n" not in shown and len(shown) <= 165 and not DUMP.match(shown.strip("<>"))
    assert printed and not DUMP.match(printed) and "Relation." not in printed
    text = getattr(made[name], "text", None)
    assert not callable(text) or printed == text().rstrip("\n") or name == "report"


def results() -> dict[str, type]:
    """Every dataclass of the package that is made to be printed: it has a text, or is data for others."""
    found = {}
    for module in pkgutil.walk_packages(si.__path__, "symbinfo."):
        if module.name.endswith(("__main__", "mkdocs_plugin")):
            continue
        for thing in vars(importlib.import_module(module.name)).values():
            if isinstance(thing, type) and thing.__module__ == module.name and dataclasses.is_dataclass(thing):
                methods = [getattr(thing, name, None) for name in ("text", "to_dict", "markdown", "told")]
                if any(map(callable, methods)) and not thing.__name__.startswith("_"):
                    found[f"{module.name}.{thing.__name__}"] = thing
    return found


#: Dataclasses with such a method that no person is handed.
INNER = ("Tally", "Look", "Refutation", "pages.made.Result", "side_values.Value")


def test_no_result_prints_the_dump_of_a_dataclass() -> None:
    found = {name: kind for name, kind in results().items() if not name.endswith(INNER)}
    dumped = [name for name, kind in found.items() if hasattr(kind.__repr__, "__wrapped__")]
    assert dumped == [] and len(found) > 12
    assert hasattr(dataclasses.make_dataclass("Dumped", ["x"]).__repr__, "__wrapped__")


@pytest.mark.parametrize("name", IN_CELLS)
def test_a_cell_is_well_formed_and_sets_no_colour_of_letters(made, name) -> None:
    cell = made[name]._repr_html_()
    ET.fromstring(cell.replace("&nbsp;", " "))
    assert not re.search(r"(?<![-\w])color:(?! inherit)|background:(?! none)|prefers-color-scheme|<body|<script", cell)


def test_a_derivation_in_a_cell_folds_its_lemmas_and_is_told_in_mathml(made) -> None:
    cell = ET.fromstring(cell_of(made["derivation"]))
    lemmas = list(cell.iter("details"))
    assert len(lemmas) >= 3 and all(one.get("open") is None and one[0].tag == "summary" for one in lemmas)
    assert all(row.find(".//{*}math") is not None for row in cell.iter("div") if row.get("class") == "formula")


def test_every_rule_of_the_style_is_about_our_cells_alone() -> None:
    selectors = [s.strip() for line in STYLE.split("\n") if "{" in line and "@" not in line
                 for s in line.split("{")[0].split(",")]  # fmt: skip
    assert len(selectors) > 20 and all(s.startswith(".symbinfo-cell") for s in selectors)


def test_what_is_shown_is_escaped() -> None:
    shown = card("<b>", "bad", rows([("<i>", "a < b & c"), ("nothing", "")]))
    assert "<i>" not in shown and "a &lt; b &amp; c" in shown and "nothing" not in shown


# --- progress ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def cell(monkeypatch) -> list[str]:
    """A kernel that notes what is shown below the cell, and how it is changed."""
    lines: list[str] = []

    def display(data: Any, raw: bool, display_id: bool) -> Any:
        lines.append(data["text/plain"])
        return SimpleNamespace(update=lambda data, raw: lines.append(data["text/plain"]))

    shell = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=object()))
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display))
    monkeypatch.setattr(notebook_progress, "PATIENCE", 0.03)
    monkeypatch.setattr(notebook_progress, "TICK", 0.03)
    return lines


def waited_for(lines: list[str], count: int) -> None:
    end = time.monotonic() + 10
    while len(lines) < count and time.monotonic() < end:
        time.sleep(0.005)


def test_long_work_is_told_in_a_notebook_on_one_line_that_goes_away(cell) -> None:
    with notebook_progress.told_while("deriving") as tell:
        waited_for(cell, 1)
        tell("steps", 3, 7)
        with notebook_progress.told_while("checking"):  # work inside other work is not told
            waited_for(cell, 4)
    assert cell[0] == "symbinfo: deriving, 0 s" and "symbinfo: deriving, 3 of 7, 0 s" in cell and cell[-1] == ""
    assert not any("checking" in line for line in cell)


def test_short_work_is_not_told(cell) -> None:
    with notebook_progress.told_while("deriving"):
        pass
    time.sleep(0.06)
    assert cell == []


def test_nothing_is_told_outside_a_notebook(cell, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    before = threading.active_count()
    with notebook_progress.told_while("deriving"):
        assert threading.active_count() == before
    assert cell == []
