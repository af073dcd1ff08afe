"""The sources of the pages: one TOML file a section, and the list of the equations that they back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from symbinfo.expressions.errors import SymbinfoError

__all__ = ["Course", "Entry", "Equation", "Section", "read"]

EQUATIONS = "equations.toml"
ENTRY_KEYS: dict[str, type] = {
    "of": str, "given": list, "name": str, "title": str, "says": str, "backs": list, "picture": list, "shows": str
}  # fmt: skip
SECTION_KEYS: dict[str, type] = {"title": str, "intro": str, "derivation": list}
EQUATION_KEYS: dict[str, type] = {"number": int, "section": str, "tex": str, "says": str}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
RANGE = re.compile(r"\s*\w+\s*=.*")


@dataclass(frozen=True)
class Entry:
    """One derivation of a section.

    Attributes
    ----------
    of : str
        A query, or the name of a theorem.
    name : str
        The name of its file, without folder and ending.
    given : tuple of str
        The lines of a setting in which the query is read.
    title, says : str
        Words in front of it; empty where there are none.
    backs : tuple of int
        The equations that it backs.
    picture : tuple of str
        What is drawn below it, as `symbinfo plot` takes it: a query, then the ranges of its parameters; empty where nothing is.
    shows : str
        Words under the picture.
    """

    of: str
    name: str
    given: tuple[str, ...] = ()
    title: str = ""
    says: str = ""
    backs: tuple[int, ...] = ()
    picture: tuple[str, ...] = ()
    shows: str = ""

    def plain(self) -> dict[str, Any]:
        """What the derivation is made from, as plain data: the job of a worker.

        Examples
        --------
        >>> Entry("chain-rule", "chain-rule", backs=(4,)).plain()
        {'of': 'chain-rule', 'given': [], 'title': '', 'says': '', 'shows': ''}
        """
        words = {"title": self.title, "says": self.says, "shows": self.shows}
        return {"of": self.of, "given": list(self.given), **words}

    def drawn(self) -> dict[str, Any]:
        """What the picture is drawn from, as plain data: the job of a worker.

        Examples
        --------
        >>> Entry("uniform-entropy", "coin", picture=("H(Bernoulli(p))", "p=0:1")).drawn()
        {'query': 'H(Bernoulli(p))', 'ranges': {'p': '0:1'}, 'given': []}
        """
        query, *ranges = self.picture
        named = (part.partition("=") for part in ranges)
        return {"query": query, "ranges": {n.strip(): v.strip() for n, _, v in named}, "given": list(self.given)}


@dataclass(frozen=True)
class Section:
    """One page: its name, from the file without the number; title, words and derivations."""

    name: str
    title: str
    intro: str
    entries: tuple[Entry, ...]
    file: str


@dataclass(frozen=True)
class Equation:
    """A display equation of the course page."""

    number: int
    section: str
    tex: str
    says: str


@dataclass(frozen=True)
class Course:
    """All sections in order, and the equations they have to back."""

    sections: tuple[Section, ...]
    equations: tuple[Equation, ...]

    def backing(self, number: int) -> list[tuple[Section, Entry]]:
        """The derivations that back an equation."""
        return [(s, e) for s in self.sections for e in s.entries if number in e.backs]


def read(folder: Path) -> Course:
    r"""Read a folder of sources.

    Parameters
    ----------
    folder : Path
        Holds the sections, ``*.toml`` in the order of their names, and ``equations.toml``, which may be absent.

    Raises
    ------
    SymbinfoError
        For a file that cannot be read, with its name and the entry.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     source = 'title = "Entropy"\n[[derivation]]\nof = "H(Normal(0, 1))"\n'
    ...     _ = (Path(folder) / "01-entropy.toml").write_text(source)
    ...     [entry.name for entry in read(Path(folder)).sections[0].entries]
    ['h-normal-0-1']
    """
    if not folder.is_dir():
        raise SymbinfoError(f"{folder} is not a folder: give the one that holds the sources, *.toml")
    files = sorted(path for path in folder.glob("*.toml") if path.name != EQUATIONS)
    if not files:
        raise SymbinfoError(f"{folder} holds no sources: write a file such as 01-entropy.toml")
    sections = tuple(_section(path) for path in files)
    _once((s.name for s in sections), str(folder), "section")
    equations = _equations(folder / EQUATIONS) if (folder / EQUATIONS).exists() else ()
    known = {equation.number for equation in equations}
    for section in sections:
        for at, entry in enumerate(section.entries, 1):
            if strange := set(entry.backs) - known:
                raise _fault(section.file, at, f"backs equation {min(strange)}, which {EQUATIONS} does not list")
    return Course(sections, equations)


def _section(path: Path) -> Section:
    data = _load(path)
    _shape(data, SECTION_KEYS, {"title", "derivation"}, path.name, 0)
    entries = tuple(_entry(raw, path.name, at) for at, raw in enumerate(data["derivation"], 1))
    _once((e.name for e in entries), path.name, "derivation")
    name = re.sub(r"^\d+-", "", path.stem)
    if not NAME.fullmatch(name):
        raise SymbinfoError(f"{path.name}: a section's file is named like 02-entropy.toml, in small letters")
    return Section(name, data["title"], data.get("intro", ""), entries, path.name)


def _entry(raw: Any, file: str, at: int) -> Entry:
    _shape(raw, ENTRY_KEYS, {"of"}, file, at)
    kinds: tuple[tuple[str, type], ...] = (("given", str), ("backs", int), ("picture", str))
    for key, kind in kinds:
        if not all(type(value) is kind for value in raw.get(key, ())):
            raise _fault(file, at, f"{key} is a list of {'texts' if kind is str else 'numbers'}")
    picture = tuple(raw.get("picture", ()))
    if "picture" in raw and (not picture or not all(map(RANGE.fullmatch, picture[1:]))):
        raise _fault(file, at, 'picture is a query and the ranges of its parameters: ["H(Bernoulli(p))", "p=0:1"]')
    if "shows" in raw and not picture:
        raise _fault(file, at, "shows is what stands under a picture, and there is none")
    name = raw.get("name") or _slug(raw["of"])
    if not NAME.fullmatch(name):
        raise _fault(file, at, f"the name {name!r} is not made of small letters, digits and hyphens")
    given, backs = tuple(raw.get("given", ())), tuple(raw.get("backs", ()))
    return Entry(
        raw["of"], name, given, raw.get("title", ""), raw.get("says", ""), backs, picture, raw.get("shows", "")
    )


def _equations(path: Path) -> tuple[Equation, ...]:
    data = _load(path)
    _shape(data, {"equation": list}, {"equation"}, path.name, 0)
    for at, raw in enumerate(data["equation"], 1):
        _shape(raw, EQUATION_KEYS, set(EQUATION_KEYS), path.name, at)
    found = tuple(Equation(**raw) for raw in data["equation"])
    _once((str(e.number) for e in found), path.name, "equation")
    return found


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SymbinfoError(f"cannot read {path.name}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SymbinfoError(f"{path.name} is not TOML: {str(error).splitlines()[0]}") from None


def _shape(raw: Any, keys: dict[str, type], needed: set[str], file: str, at: int) -> None:
    """The keys and what stands behind them; `at` counts the entries from 1, and is 0 for the file itself."""
    if not isinstance(raw, dict):
        raise _fault(file, at, "is no table: write [[derivation]] above its keys")
    for key, value in raw.items():
        if key not in keys:
            raise _fault(file, at, f"unknown key {key!r}: known are {', '.join(keys)}")
        if type(value) is not keys[key]:
            raise _fault(file, at, f"{key} must be a {_KINDS[keys[key]]}")
        if isinstance(value, str) and not value.isprintable():
            raise _fault(file, at, f"{key} is to stand on one line, without characters that do not print")
    if missing := sorted(needed - raw.keys()):
        raise _fault(file, at, f"{missing[0]} is missing")
    if not raw.get("of", "x").strip():
        raise _fault(file, at, "of is empty: write a query or a theorem's name")


_KINDS = {str: "text", list: "list", int: "number"}


def _fault(file: str, at: int, message: str) -> SymbinfoError:
    return SymbinfoError(f"{file}, entry {at}: {message}" if at else f"{file}: {message}")


def _once(names: Iterable[str], where: str, what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SymbinfoError(f"{where}: the {what} {name} is there twice; give one of them another name")
        seen.add(name)


def _slug(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:80].strip("-")
