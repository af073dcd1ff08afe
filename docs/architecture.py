"""Draws the house from its imports, and walks through it: ``python docs/architecture.py`` writes both anew.

Writes ``docs/architecture.svg`` (rooms and arrows) and, into ``docs/architecture.md`` between its marks, the table of
rooms and the walk of one query for each of `parse`, `derive`, `verify` and `eval`: which files are entered, in the order
in which they are first entered, as a fresh interpreter enters them. With ``--check`` nothing is written: the exit code
is 1 where a file is not what would be written.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

__all__ = ["FILES", "NAME", "ROOT", "floors_of", "imports", "imports_of", "reduced", "room_of", "rooms"]

HERE = Path(__file__).parent
ROOT = HERE.parent / "symbinfo"
NAME = ROOT.name
FRONT = "front"

QUERY = "KL(Normal(mu1, sigma1) || Normal(mu2, sigma2))"
CLOSED = "log(sigma2/sigma1) + (sigma1**2 + (mu1 - mu2)**2)/(2*sigma2**2) - 1/2"
WALKS = {
    "parse": f"from symbinfo.query import parse; parse({QUERY!r})",
    "derive": f"from symbinfo.cli.command import main; main(['derive', {QUERY!r}])",
    "verify": f"from symbinfo.cli.command import main; main(['verify', {f'{QUERY} = {CLOSED}'!r}])",
    "eval": "from symbinfo.cli.command import main; main(['eval', 'KL(Normal(0, 1) || Normal(1, 2))'])",
}
# A file counts as entered when a function of it is called; what is called while files are loaded does not count. The
# child that keeps the limit of time is left out, so that what it does is seen.
TRACER = """
import json, os, sys, threading
os.environ["SYMBINFO_TRACEBACK"] = "1"
import symbinfo.jobs.limits as limits
limits.run_limited = lambda function, seconds, what, arguments=(), **options: function(*arguments)
root, seen, loading = {root!r} + os.sep, {{}}, 0
def enter(frame, event, argument):
    global loading
    name = frame.f_code.co_filename
    if frame.f_code.co_name == "<module>":
        loading += (event == "call") - (event == "return")
    elif event == "call" and not loading and name.startswith(root):
        seen.setdefault(name[len(root):], frame.f_code.co_name)
sys.setprofile(enter)
sys.stdout = open(os.devnull, "w")
try:
    {code}
finally:
    sys.setprofile(None)
    json.dump(list(seen), sys.__stdout__)
"""

# Sets are walked in one order in every run.
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0"}


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    return ".".join((NAME, *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


FILES = {module_of(path): path for path in sorted(ROOT.rglob("*.py"))}


def targets(node: ast.AST, module: str) -> Iterator[str]:
    """What an import names, and every text that is the name of a file of ours (for `import_module` or a door)."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            package = module.split(".") if FILES[module].name == "__init__.py" else module.split(".")[:-1]
            base = ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])
        for name in node.names:
            found = f"{base}.{name.name}"
            yield found if found in FILES else base
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def imports_of(module: str, path: Path) -> set[str]:
    """The files that a file imports: at its top or later, for types alone, or by a name in a text."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {t for node in ast.walk(tree) for t in targets(node, module) if t in FILES and t != module and t != NAME}


@cache
def imports() -> dict[str, set[str]]:
    """What each file imports."""
    return {module: imports_of(module, path) for module, path in FILES.items()}


def room_of(module: str) -> str:
    """The room in which a file stands: a folder, or the front, which is the files at the root."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (ROOT / parts[1]).is_dir() else FRONT


def rooms() -> dict[str, set[str]]:
    """The arrows between rooms."""
    arrows: dict[str, set[str]] = {room_of(module): set() for module in FILES}
    for module, found in imports().items():
        arrows[room_of(module)] |= {room_of(t) for t in found} - {room_of(module)}
    arrows["cli"].discard(
        FRONT
    )  # the version is written in the front; what else stands there is above the command line
    arrows[FRONT].add("cli")
    return arrows


def floors_of(arrows: dict[str, set[str]]) -> dict[str, int]:
    """How high each room stands: one above the highest that it looks down on."""
    done: dict[str, int] = {}

    def floor(room: str) -> int:
        if room not in done:
            done[room] = 1 + max((floor(other) for other in arrows[room]), default=0)
        return done[room]

    for room in arrows:
        floor(room)
    return done


def reduced(arrows: dict[str, set[str]]) -> dict[str, set[str]]:
    """The arrows that are not implied by others, for a picture that can be read."""

    def below(room: str) -> set[str]:
        return set().union(*({other} | below(other) for other in arrows[room]))

    return {room: {o for o in others if not any(o in below(p) for p in others)} for room, others in arrows.items()}


def sentence_of(module: str) -> str:
    """The first sentence of a file about itself."""
    said = (ast.get_docstring(ast.parse(FILES[module].read_text(encoding="utf-8"))) or "").split("\n\n")[0]
    return " ".join(said.split())


# --- the picture -----------------------------------------------------------------------------------------------------

WIDTH, HEIGHT, GAP, LANE, DOWN, MARGIN = 132, 44, 36, 12, 92, 24
SWEEPS = 8


def layered(arrows: dict[str, set[str]], floors: dict[str, int]) -> tuple[list[list[str]], list[list[str]]]:
    """The rows from the top down, and each arrow as a path with a lane of its own on every row that it passes."""
    rows: list[list[str]] = [[] for _ in range(max(floors.values()))]
    top = len(rows)
    for room in sorted(floors):
        rows[top - floors[room]].append(room)
    paths = []
    for room, others in sorted(arrows.items()):
        for other in sorted(others):
            lanes = [f"{room}>{other}>{row}" for row in range(top - floors[room] + 1, top - floors[other])]
            for row, lane in enumerate(lanes, top - floors[room] + 1):
                rows[row].append(lane)
            paths.append([room, *lanes, other])
    return rows, paths


def ordered(rows: list[list[str]], paths: list[list[str]]) -> dict[str, float]:
    """The middle of each room and lane, with few crossings: each row is sorted by what it is tied to, down and up."""
    near: dict[str, list[str]] = {}
    for path in paths:
        for above, below in pairwise(path):
            near.setdefault(above, []).append(below)
            near.setdefault(below, []).append(above)
    middles: dict[str, float] = {}

    def place(row: list[str]) -> None:
        widths = [LANE if ">" in name else WIDTH for name in row]
        left = -(sum(widths) + GAP * (len(row) - 1)) / 2
        for name, width in zip(row, widths, strict=True):
            middles[name] = left + width / 2
            left += width + GAP

    for row in rows:
        place(row)
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            row.sort(key=lambda n: (sum(middles[o] for o in near.get(n, [n])) / len(near.get(n, [n])), n))
            place(row)
    return middles


def picture() -> str:
    """The rooms on their floors and the arrows between them, as SVG."""
    arrows = rooms()
    rows, paths = layered(reduced(arrows), floors_of(arrows))
    middles = ordered(rows, paths)
    half = max(abs(x) + (LANE if ">" in name else WIDTH) / 2 for name, x in middles.items()) + MARGIN
    across = {name: x + half for name, x in middles.items()}
    down = {name: MARGIN + DOWN * i for i, row in enumerate(rows) for name in row}
    width, height = 2 * half, 2 * MARGIN + DOWN * (len(rows) - 1) + HEIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="img"'
        ' font-family="sans-serif" font-size="13" text-anchor="middle">',
        "<title>The rooms of the package and what they import</title>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#57606a"/></marker></defs>',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
    ]
    for path in paths:
        x, y = across[path[0]], down[path[0]] + HEIGHT
        line = f"M{x:.0f} {y}"
        for name in path[1:]:
            u, v = across[name], down[name]
            line += f"C{x:.0f} {(y + v) / 2:.0f} {u:.0f} {(y + v) / 2:.0f} {u:.0f} {v}"
            x, y = u, v
            if ">" in name:
                y += HEIGHT
                line += f"L{x:.0f} {y}"
        lines.append(f'<path d="{line}" fill="none" stroke="#57606a" marker-end="url(#tip)"/>')
    for room in sorted(arrows):
        x, y = across[room], down[room]
        fill = "#fff8c5" if room == "trusted" else "#f6f8fa"
        files = sum(room_of(module) == room for module in FILES)
        lines.append(
            f'<rect x="{x - WIDTH / 2:.0f}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}"'
            f' stroke="#57606a"/><text x="{x:.0f}" y="{y + 19}">{room}</text>'
            f'<text x="{x:.0f}" y="{y + 35}" font-size="11" fill="#57606a">{files} files</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


# --- the words -------------------------------------------------------------------------------------------------------


def table() -> str:
    """The rooms from the top down: floor, files, and what they are."""
    arrows = rooms()
    floors = floors_of(arrows)
    lines = ["| floor | room | files | what |", "|---|---|---|---|"]
    for room in sorted(arrows, key=lambda r: (-floors[r], r)):
        members = [m for m in FILES if room_of(m) == room]
        what = "`symbinfo` itself: the public names, `python -m symbinfo`, `python -m symbinfo.checker`"
        what = what if room == FRONT else sentence_of(f"{NAME}.{room}")
        lines.append(f"| {floors[room]} | {f'`{room}/`' if room != FRONT else room} | {len(members)} | {what} |")
    count = sum(map(len, arrows.values()))
    lines += ["", f"{len(FILES)} files, {len(arrows)} rooms, {max(floors.values())} floors, {count} arrows, no circle."]
    return "\n".join(lines)


def walked(code: str) -> list[str]:
    """The files that a call enters, in the order in which a fresh interpreter first enters them."""
    script = TRACER.format(root=str(ROOT), code=code)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=HERE.parent, check=True, env=ENVIRONMENT
    )
    found: list[str] = json.loads(done.stdout)
    return found


def walk_of(verb: str) -> str:
    """The walk of a verb: a line for each room that is entered, with the files that are new in it."""
    entered = [path for path in walked(WALKS[verb]) if "/" in path]
    lines = [f"### `{verb}`", ""]
    for number, (room, paths) in enumerate(groupby(entered, key=lambda p: p.split("/")[0]), 1):
        names = ", ".join(f"`{path.partition('/')[2].removesuffix('.py')}`" for path in paths)
        lines.append(f"{number}. **{room}**: {names}")
    return "\n".join(lines)


def page() -> str:
    """The page with what stands between its marks made anew."""
    text = (HERE / "architecture.md").read_text(encoding="utf-8")
    parts = {"rooms": table(), "walks": "\n\n".join(walk_of(verb) for verb in WALKS)}
    for name, part in parts.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{part}\n{end}{after}"
    return text


def main(arguments: Iterable[str]) -> int:
    """Write the picture and the page, or compare them with what is there."""
    made = {HERE / "architecture.svg": picture(), HERE / "architecture.md": page()}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"{path.name} is not what the imports say: run python docs/architecture.py", file=sys.stderr)
        return bool(stale)
    for path in stale:
        path.write_text(made[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
