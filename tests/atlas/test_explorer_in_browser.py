"""The folder of the atlas as a visitor of it does: searching, filtering, walking by keys, opening a cell, at two widths."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from symbinfo.atlas.cells import Atlas

pytestmark = pytest.mark.pages

STEPS = Path(__file__).with_name("explorer_steps.js")
FRAME = (
    '<!DOCTYPE html><meta charset="utf-8"><iframe style="border:0;width:{}px;height:900px"></iframe><script>{}</script>'
)


@pytest.fixture(scope="module", params=[390, 1200])
def seen(
    request: pytest.FixtureRequest, atlases: tuple[Atlas, ...], folder: Path, tmp_path_factory: Any
) -> dict[str, Any]:
    """What ``explorer_steps.js`` saw, from the disk, without a server."""
    if shutil.which("chromium") is None:
        (pytest.fail if os.environ.get("SYMBINFO_PAGES") == "required" else pytest.skip)("not installed: chromium")
    page = folder / f"visit-{request.param}.htm"
    page.write_text(FRAME.format(request.param, STEPS.read_text(encoding="utf-8")), encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files"]
    command += [
        "--virtual-time-budget=30000",
        "--window-size=1300,1000",
        f"--user-data-dir={tmp_path_factory.mktemp('user')}",
    ]
    done = subprocess.run(
        [*command, "--dump-dom", page.as_uri()], capture_output=True, text=True, check=False, timeout=180
    )
    report = re.search(r'<pre id="report">(.*?)</pre>', done.stdout, re.DOTALL)
    assert report, f"the browser gave no report: {done.stderr[-500:]}"
    found: dict[str, Any] = json.loads(html.unescape(report[1]))
    assert "error" not in found, found["error"]
    return found


def test_all_cells_are_shown_and_one_is_a_stop_of_the_tab_key(seen: dict[str, Any], atlas: Atlas) -> None:
    assert seen["cells"] == len(atlas.cells)
    assert seen["stops"] == 2  # one for each matrix: continuous and discrete families
    assert seen["unnamed"] == 0


def test_search_and_filters(seen: dict[str, Any], atlas: Atlas) -> None:
    assert seen["pair"] == ["Gamma ‖ Exponential: closed, proved"]
    assert seen["none"] == [0, 0]
    infinite = [f"{c['p']} ‖ {c['q']}" for c in atlas.cells if c["status"] == "infinite"]
    assert [label.partition(":")[0] for label in seen["infinite"]] == infinite and len(infinite) == seen["hits"] > 1
    assert "status=infinite" in seen["address"]
    assert seen["entropies"] == len(atlas.rows)


def test_the_arrow_keys_walk_the_matrix(seen: dict[str, Any]) -> None:
    pairs = [label.partition(":")[0] for label in seen["walked"]]
    assert pairs == [
        "Exponential ‖ Gamma",
        "Gamma ‖ Gamma",
        "Gamma ‖ Uniform",
        "Gamma ‖ Uniform",
        "Gamma ‖ Exponential",
        "Exponential ‖ Exponential",
        "Exponential ‖ Exponential",
    ]
    assert seen["told"].startswith("Exponential ‖ Exponential: closed, proved. log")
    assert seen["narrowed"].startswith("Uniform ‖ Uniform")


def test_a_cell_is_opened_and_left_again(seen: dict[str, Any]) -> None:
    assert seen["title"] == "Gamma ‖ Exponential: divergence"
    sections = ["Derivation", "Proof", "Curve", "To cite", "Code", "To make it again"]
    assert seen["headings"] == ["Gamma ‖ Exponential", *sections]
    compile(seen["code"], "kernel.py", "exec")  # with its helpers, which came when it was opened
    assert "# ..." not in seen["code"] and "def kl_gamma_exponential(" in seen["code"]
    assert seen["back"] == "Gamma ‖ Exponential: closed, proved"
    assert (seen["flat"], seen["mute"]) == (0, 0)


def test_nothing_sticks_out(seen: dict[str, Any]) -> None:
    assert max(seen["sticking"]) <= 0
