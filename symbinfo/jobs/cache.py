"""What was made before, kept under the hash of everything that it was made from, and files written in one move."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import copymode
from typing import Any

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["Cache", "checker_state", "engine_state", "in_one_move", "key_of", "users_folder", "write"]

FOLDER = ".cache"
#: The package: our own sources, and among them the folder that the checker is.
ROOT = Path(__file__).parent.parent
CHECKER = "trusted"


def key_of(*parts: Any) -> str:
    """One hash of plain data.

    Examples
    --------
    >>> key_of("a", 1) == key_of("a", 1), key_of("a", 1) == key_of("a", 2)
    (True, False)
    """
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def engine_state() -> str:
    """The hash of all that can change a derivation or the way it is written: our own sources, and SymPy's version."""
    files = sorted(p for p in ROOT.rglob("*") if p.suffix in (".py", ".lark") and p.parent.name != "exercises")
    return key_of(_state(files), _version("sympy"))


@cache
def checker_state() -> str:
    """The hash of the checker, which is one folder, and of what it computes with."""
    return key_of(_state(sorted((ROOT / CHECKER).rglob("*.py"))), _version("mpmath"))


def _state(files: Iterable[Path]) -> list[list[str]]:
    return [[p.relative_to(ROOT).as_posix(), sha256(p.read_bytes()).hexdigest()] for p in files]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from a folder that no installer knows
        return ""


def users_folder() -> Path:
    """Where the caches of this user are kept, as the platform has it."""
    from platformdirs import user_cache_path

    return user_cache_path("symbinfo", appauthor=False)


class Cache:
    """A folder of JSON files, named by their keys; those that no run asks for are removed at its end."""

    def __init__(self, target: Path) -> None:
        self.folder = target / FOLDER
        self.used: set[str] = set()

    def get(self, key: str) -> Any:
        """What was kept, or None; a file that was not written under this key holds nothing for us."""
        self.used.add(key)
        try:
            kept = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            return kept["value"] if kept["seal"] == key_of(key, kept["value"]) else None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None

    def put(self, key: str, value: Any) -> None:
        """Keep plain data."""
        self.used.add(key)
        write(self.folder / ".gitignore", b"*\n")
        plain = json.loads(json.dumps(value))
        sealed = {"seal": key_of(key, plain), "value": plain}
        write(self.folder / f"{key}.json", json.dumps(sealed, ensure_ascii=False).encode("utf-8"))

    def limit(self, most: int) -> None:
        """Remove the oldest files where there are more than that many: for a folder that different runs share."""
        try:
            files = list(self.folder.glob("*.json"))
            if len(files) > most:
                for path in sorted(files, key=lambda path: path.stat().st_mtime)[: len(files) - most]:
                    path.unlink(missing_ok=True)
        except OSError:  # another run removes them, too
            return

    def prune(self) -> None:
        """Remove what this run did not ask for."""
        for path in self.folder.glob("*.json"):
            if path.stem not in self.used:
                path.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> bool:
    """Write a file in one move, where its content changes.

    Raises
    ------
    SymbinfoError
        When it cannot be written.
    """
    try:
        if path.exists() and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        in_one_move(path, content)
    except OSError as error:
        raise SymbinfoError(f"cannot write {path}: {error.strerror}") from None
    return True


def in_one_move(path: Path, content: bytes) -> None:
    """Write a file so that at every moment it is the old one or the new one: where the disk is full, it stays as it was.

    What is no file, such as a terminal or a pipe, is written to; of a link, what it leads to is replaced.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    if (path.exists() and not path.is_file()) or path.absolute().parts[1:2] in (("dev",), ("proc",)):
        path.write_bytes(content)
        return
    path = Path(os.path.realpath(path))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        if path.exists():
            copymode(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
