"""How much of an attack is run: of a file with `GATED`, the seeds below it with the slow tests, and all on demand.

``SYMBINFO_ATTACK=all pytest -m slow tests/attack`` runs every seed of every file.
"""

from __future__ import annotations

import os
from typing import Any


def pytest_collection_modifyitems(config: Any, items: list[Any]) -> None:
    if os.environ.get("SYMBINFO_ATTACK") == "all":
        return
    left = [item for item in items if beyond(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not beyond(item)]


def beyond(item: Any) -> bool:
    """Whether the seed of a test is none of those that the slow tests run."""
    gated = getattr(getattr(item, "module", None), "GATED", None)
    seed = item.callspec.params.get("seed") if hasattr(item, "callspec") else None
    return isinstance(gated, int) and isinstance(seed, int) and seed >= gated
