"""symbinfo in other people's tools, and the example projects."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from symbinfo.derivation import Derivation
from symbinfo.plugins.fenced_blocks import answers_of, as_html, blocks_in, faults_in
from symbinfo.plugins.pre_commit import main
from symbinfo.plugins.pytest_plugin import differs

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = """# Title

Text with `H(X) = 2` in it.

```symbinfo
# a comment
given X ~ Bernoulli(p)

H(X) = -p*log(p) - (1 - p)*log(1 - p)
H(Exponential(r))
```

- in a list:

  ~~~symbinfo numbered
  H(Normal(0, s)) = log(s)
  H(Normal(0, s)) = H(X)
  nonsense(
  ~~~

```python
H(Normal(0, s)) = log(s)
```

    ```symbinfo
    H(Normal(0, s)) = log(s)
    ```
"""


def test_blocks_are_found_and_answered_line_by_line() -> None:
    first, second = blocks_in(PAGE)
    answers = list(answers_of(first))
    assert [answer.line for answer in answers] == [9, 10]
    assert answers[0].found.verdict == "holds"
    assert isinstance(answers[1].found, Derivation)
    assert (second.begin, second.end) == (14, 19)
    assert [answer.line for answer in answers_of(second)] == [16, 17, 18]
    assert [answer.text for answer in answers_of(second)] == [line.strip() for line in PAGE.splitlines()[15:18]]


def test_what_does_not_hold_is_a_fault_with_its_line() -> None:
    lines = PAGE.splitlines()
    faults = list(faults_in(PAGE))
    assert [lines[answer.line - 1].strip() for answer in faults] == [answer.text for answer in faults]
    assert [answer.text for answer in faults] == ["H(Normal(0, s)) = log(s)", "H(Normal(0, s)) = H(X)", "nonsense("]
    assert faults[0].fault.startswith("refuted")


def test_a_block_as_html_has_no_empty_lines_and_no_foreign_tags() -> None:
    (block,) = blocks_in("```symbinfo\nH(Exponential(r))\nH(Bernoulli(1/2)) = log(2)\n<script>\n```\n")
    html = as_html(answers_of(block))
    assert "<math" in html
    assert "holds" in html
    assert "<script" not in html
    assert all(line.strip() for line in html.splitlines())


def test_a_page_before_a_commit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert main([str(page)]) == 1
    assert re.search(r"page\.md:16: H\(Normal\(0, s\)\) = log\(s\)\n    refuted", capsys.readouterr().out)
    assert main([str(EXAMPLES / "mkdocs" / "docs" / "index.md")]) == 0
    assert main([str(tmp_path / "none.md")]) == 2


@pytest.mark.parametrize("config", [".pre-commit-hooks.yaml", "examples/pre-commit/.pre-commit-config.yaml"])
def test_the_entry_of_a_hook_judges_a_page(config: str, tmp_path: Path) -> None:
    (entry,) = re.findall(r"entry: python (.*)", (EXAMPLES.parent / config).read_text())
    (tmp_path / "page.md").write_text("```symbinfo\nH(Bernoulli(1/2)) = log(3)\n```\n")
    command = [sys.executable, *entry.split(), str(tmp_path / "page.md")]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 1, found.stderr
    assert "page.md:2: H(Bernoulli(1/2)) = log(3)\n    refuted" in found.stdout


def pytest_in(folder: Path) -> subprocess.CompletedProcess[str]:
    loaded = any(entry.name == "symbinfo" for entry in entry_points(group="pytest11"))
    options = [] if loaded else ["-p", "symbinfo.plugins.pytest_plugin"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *options,
        "--rootdir",
        str(folder),
        str(folder),
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_the_tests_of_the_example_pass_and_broken_ones_fail(tmp_path: Path) -> None:
    folder = tmp_path / "pytest"
    shutil.copytree(EXAMPLES / "pytest", folder)
    found = pytest_in(folder)
    assert found.returncode == 0, found.stdout + found.stderr
    losses = (folder / "losses.py").read_text()
    for right, wrong, said in [
        ("mu**2", "mu", "refuted"),
        ("total -= mass", "total -= 1.000001 * mass", "the function returns"),
        ("gammaln(k2)", "helper(k2)", "the function helper is not read as a formula; with rtol=1e-12 it is compared"),
    ]:
        (folder / "losses.py").write_text(losses.replace(right, wrong))
        found = pytest_in(folder)
        assert found.returncode == 1
        assert said in found.stdout


WITHIN = "KL(Uniform(0, a) || Uniform(0, 1))"


@pytest.mark.parametrize(
    ("measure", "function", "fault"),
    [
        (WITHIN, lambda a: math.inf if a > 1 else -math.log(a), "^$"),
        (WITHIN, lambda a: -math.log(a), "the function returns -.*, and the measure is inf$"),
        (WITHIN, lambda b: 0.0, "a is a parameter of the function or a symbol of the measure, and not both"),
        ("H(Normal(0, s))", lambda s: math.nan, "the function returns nan"),
        ("H(Normal(0, s)) - 1", lambda s: 1.0, "this is no measure of given laws"),
    ],
)
def test_values_are_compared_at_places(measure: str, function: Callable[..., float], fault: str) -> None:
    assert re.search(fault, differs(measure, function, 1e-12))


@pytest.mark.pages
def test_the_site_of_the_example_is_built_and_a_false_claim_stops_it(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs")
    folder = tmp_path / "mkdocs"
    shutil.copytree(EXAMPLES / "mkdocs", folder)
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "-q",
        "-f",
        str(folder / "mkdocs.yml"),
        "-d",
        str(tmp_path / "site"),
    ]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
    page = (tmp_path / "site" / "index.html").read_text()
    assert "<math" in page
    assert page.count("<em>holds") == 2
    source = folder / "docs" / "index.md"
    source.write_text("---\ntitle: Entropies\n---\n\n" + source.read_text().replace("= log(2)", "= log(3)"))
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 1
    assert "index.md, line 17: H(X) = log(3)" in found.stdout + found.stderr
