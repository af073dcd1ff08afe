"""The notebooks of the examples: short, without outputs, run from first to last cell, and readable as a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "examples" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
#: What the page of a notebook must show, besides no error.
SHOWN = {
    "teacher": ("<details>", "<math", "this is the difference of the entropies", "a factor 1/2 is lost"),
    "student": ("<math", "is turned", "holds, proved"),
    "researcher": ("<math", "holds, proved", "refuted, certified", "proved from 1 inequality"),
    "engineer": ("the sign of the constant 1 is turned", "closed form"),
}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_short_and_committed_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert 8 <= len(cells) <= 12 and path.stem in SHOWN and len(NOTEBOOKS) == 4
    assert all(cell.get("outputs", []) == [] and cell.get("execution_count") is None for cell in cells)


@pytest.mark.pages
@pytest.mark.filterwarnings("default")  # what kernels and converters warn of is not ours
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_becomes_a_page(path: Path) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    exporter = pytest.importorskip("nbconvert").HTMLExporter
    notebook = nbformat.read(path, 4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    assert not [out for out in outputs if out.output_type == "error" or out.get("name") == "stderr"]
    assert all(
        "image/png" in out.data
        for out in outputs
        if out.output_type == "display_data" and "html" not in str(out.data.keys())
    )
    page, _ = exporter().from_notebook_node(notebook)
    shown = re.sub(r"&#39;", "'", page)
    assert [words for words in SHOWN[path.stem] if words not in shown] == []
