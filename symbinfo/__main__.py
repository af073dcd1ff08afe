"""``python -m symbinfo``, and the entry point of the command ``symbinfo``."""

from __future__ import annotations

import sys

from symbinfo.cli.command import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
