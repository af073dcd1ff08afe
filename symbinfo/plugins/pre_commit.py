"""Pages before a commit: ``python -m symbinfo.plugins.pre_commit FILE.md ...`` names every line that does not hold."""

from __future__ import annotations

import sys

from symbinfo.plugins.fenced_blocks import faults_in

__all__ = ["main"]


def main(files: list[str] | None = None) -> int:
    """Judge the fenced blocks of files; 1 where a line is false, undecided or cannot be read, 2 where a file cannot be."""
    code = 0
    for name in sys.argv[1:] if files is None else files:
        try:
            with open(name, encoding="utf-8") as file:
                text = file.read()
        except (OSError, UnicodeDecodeError) as error:
            print(f"symbinfo: cannot read {name}: {error}", file=sys.stderr)
            code = 2
            continue
        for answer in faults_in(text):
            print(f"{name}:{answer.line}: {answer.text}\n    " + answer.fault.replace("\n", "\n    "))
            code = code or 1
    return code


if __name__ == "__main__":
    sys.exit(main())
