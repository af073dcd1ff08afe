"""The atlas: every cell of a part of it is right, what is kept is not made again, and a refuted cell is not passed over."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from symbinfo.atlas.cells import Atlas
from symbinfo.atlas.families import ROWS
from symbinfo.atlas.rows import make, make_all
from symbinfo.expressions.errors import SymbinfoError


def test_every_pair_of_one_kind_has_a_cell(atlas: Atlas) -> None:
    pairs = [(cell["p"], cell["q"]) for cell in atlas.cells]
    kinds = [[name for name in atlas.rows if ROWS[name].continuous is kind] for kind in (True, False)]
    assert len(pairs) == len(set(pairs)) == sum(len(names) ** 2 for names in kinds)


def test_every_cell_that_is_not_reduced_was_checked(atlas: Atlas) -> None:
    judged = {cell["check"]["verdict"] for cell in atlas.cells if cell["status"] != "reduced"}
    assert judged == {"holds"}
    assert atlas.exit_code == 0


def test_the_statuses_are_those_of_the_mathematics(atlas: Atlas) -> None:
    status = {(cell["p"], cell["q"]): cell["status"] for cell in atlas.cells}
    assert status["Exponential", "Gamma"] == status["Gamma", "Exponential"] == "closed"
    assert status["Exponential", "Uniform"] == "infinite"
    assert status["Poisson", "Geometric"] == "infinite"  # 0 is an outcome of the one alone
    assert status["Geometric", "Poisson"] == "reduced"  # the mean of log(k!) has no closed form


def test_the_pages_and_the_data_are_written(atlas: Atlas, folder: Path) -> None:
    data = json.loads((folder / "atlas.json").read_text())
    assert data["atlases"][0]["counts"] == atlas.counts
    assert "<table" in (folder / "index.html").read_text()


def test_a_second_run_makes_nothing_again(atlases: tuple[Atlas, ...], folder: Path) -> None:
    told: list[Any] = []
    with ThreadPoolExecutor(1) as here:
        again = make_all(
            ["kl", "entropy"], folder, only=atlases[0].rows, executor=here, tell=lambda *news: told.append(news)
        )
    assert again == atlases
    assert not told


def test_a_refuted_cell_makes_the_run_fail(atlas: Atlas) -> None:
    wrong = {**atlas.cells[0], "check": {"verdict": "refuted"}}
    assert Atlas("kl", atlas.rows, (wrong, *atlas.cells[1:])).exit_code == 1


def test_fisher_informations_are_of_all_parameters_that_the_support_does_not_depend_on() -> None:
    with ThreadPoolExecutor(1) as here:
        made = make("fisher-information", only=["Normal", "Pareto", "Uniform", "Poisson"], executor=here)
    found = {cell["p"]: (cell["status"], cell["result"]) for cell in made.cells}
    assert found["Poisson"] == ("closed", "1/lamda1")
    assert found["Pareto"] == ("closed", "alpha1**(-2)")
    assert "2/std1**2" in found["Normal"][1] and "mean1" not in found["Normal"][1]
    assert found["Uniform"][0] == "reduced"
    assert made.counts == {"closed": 3, "reduced": 1, "holds": 3, "proved": 3}


@pytest.mark.parametrize(("measure", "only"), [("volume", []), ("kl", ["Gaussian"])])
def test_unknown_names_are_refused(measure: str, only: list[str]) -> None:
    with pytest.raises(SymbinfoError, match="atlas"):
        make(measure, only=only)
