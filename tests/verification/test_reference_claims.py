"""The claims of an independent collection, read by our own grammar and judged, where the collection is at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from symbinfo.verification.files.claim_records import claim_of
from symbinfo.verification.referee.verify import verify

FILE = Path(__file__).parents[3] / "shared" / "reference" / "claims.json"
CLAIMS: list[dict[str, Any]] = json.loads(FILE.read_text())["claims"] if FILE.is_file() else []

pytestmark = pytest.mark.skipif(not CLAIMS, reason="the reference collection is not here")


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS, ids=[claim["id"] for claim in CLAIMS])
def test_a_claim_is_judged_right(claim: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "symbinfo.verification.diagnosis.slips.diagnose", lambda *args: ""
    )  # not what is tested, and half of the time
    stated, given = claim_of(claim)
    verdict = verify(stated, given=given, seconds=60)
    assert verdict.verdict == ("holds" if claim["truth"] else "refuted"), verdict
    assert claim["truth"] or verdict.witness is not None
