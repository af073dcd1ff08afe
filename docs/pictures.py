"""The pictures of docs/pictures.md and of the tutorials: drawn by the commands that the pages show, or with --check compared with them.

Letters are drawn as paths, so that the bytes depend on the release of matplotlib: where it is another than that of the
committed pictures, their titles and descriptions are compared, which tell the values, and not the bytes.
"""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
PAGES, FOLDER = (HERE / "pictures.md", *sorted((HERE / "tutorials").glob("*.md"))), HERE / "pictures"
LARGEST = 60_000


def commands() -> dict[str, list[str]]:
    """The arguments of each command of a page that draws a picture of the folder, by the picture's name."""
    shown = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    lines = re.findall(r"^\$ symbinfo (plot .*-o (\S+))$", shown, re.MULTILINE)
    return {name: shlex.split(line) for line, name in lines}


def drawn(arguments: list[str], path: Path) -> bytes:
    """A picture, as the command draws it."""
    from symbinfo.__main__ import main

    if main([*arguments[:-1], str(path)]) != 0:
        raise SystemExit(f"not drawn: symbinfo {shlex.join(arguments)}")
    return path.read_bytes()


def words(svg: bytes) -> list[str]:
    """The title and the description."""
    return re.findall(r"<(?:title|desc) [^>]*>(.*?)<", svg.decode())


def main(check: bool) -> int:
    """Draw all pictures, or compare them."""
    import matplotlib

    release, stored = matplotlib.__version__, FOLDER / "drawn-with.txt"
    same = stored.exists() and stored.read_text().strip() == f"matplotlib {release}"
    wrong = []
    with TemporaryDirectory() as folder:
        for name, arguments in commands().items():
            new, path = drawn(arguments, Path(folder) / name), FOLDER / name
            if len(new) > LARGEST:
                wrong.append(f"{name} has {len(new)} bytes: at most {LARGEST}")
            if not check:
                path.write_bytes(new)
            elif not path.exists() or words(path.read_bytes()) != words(new) or (same and path.read_bytes() != new):
                wrong.append(f"{name} is not what its command draws")
    if not check:
        FOLDER.mkdir(exist_ok=True)
        stored.write_text(f"matplotlib {release}\n")
    spare = {path.name for path in FOLDER.glob("*.svg")} ^ set(commands())
    wrong += [f"{name} stands in a page or in the folder alone" for name in sorted(spare)]
    for line in wrong:
        print(f"docs/pictures: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
