"""``python -m symbinfo.trusted FILE.json ...``: re-check certificates, wherever this folder lies and whatever its name."""

from __future__ import annotations

import sys

from .checks.any_certificate import main

sys.exit(main())
