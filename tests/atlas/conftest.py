"""A part of the atlas, made once for all that look at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from symbinfo.atlas.cells import Atlas
from symbinfo.atlas.rows import make_all

FAMILIES = ["Exponential", "Gamma", "Uniform", "Geometric", "Poisson"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("atlas")


@pytest.fixture(scope="session")
def atlases(folder: Path) -> tuple[Atlas, ...]:
    with ThreadPoolExecutor(1) as here:
        return make_all(["kl", "entropy"], folder, only=FAMILIES, executor=here)


@pytest.fixture(scope="session")
def atlas(atlases: tuple[Atlas, ...]) -> Atlas:
    return atlases[0]
