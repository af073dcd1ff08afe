"""What is known of a library: how its registry is walked, how a call of it is written, and whose names its laws have.

A library is a module of this folder with a `LIBRARY`. What runs the library's own code is called in a limited child only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from symbinfo.expressions.errors import MeasureError, SymbinfoError
from symbinfo.laws.names.conventions import rows_named, table
from symbinfo.laws.names.parametrisation import Parametrisation

__all__ = ["Found", "Library", "library_named", "names_of_libraries"]

#: The words of a call: of each law its name and its arguments, as they are written.
Written = Sequence[tuple[str, Mapping[str, str]]]


@dataclass(frozen=True)
class Found:
    """What the registry of a library holds: one entropy, or one divergence of two laws.

    Parameters
    ----------
    measure : str
        ``"entropy"`` or ``"kl"``.
    laws : tuple of str
        The library's names of the laws.
    function : str
        The dotted name of what computes it.
    source : str
        Its text with the module around it, under the name ``audited``; empty where it cannot be read as a formula.
    numeric : str
        How the library finds the value where it has no formula: ``"quadrature"``; empty where it has one.
    """

    measure: str
    laws: tuple[str, ...]
    function: str
    source: str = ""
    numeric: str = ""

    @property
    def title(self) -> str:
        """How it is called in a report: ``kl(Gamma, Beta)``."""
        return f"{self.measure}({', '.join(self.laws)})"

    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return {**asdict(self), "laws": list(self.laws)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Found:
        """From plain data."""
        return cls(**{**data, "laws": tuple(data["laws"])})


@dataclass(frozen=True)
class Library:
    """A library.

    Parameters
    ----------
    name : str
        As it is typed.
    package : str
        What is imported, and whose version counts.
    distribution : str
        What is installed by ``pip install``.
    rows : str
        Whose names its laws have, in the tables of `symbinfo.laws.names`.
    preamble : str
        The lines in front of a call.
    walk : callable
        Without arguments: what the registry holds. It imports the library.
    written : callable
        A call from the measure and the laws with their arguments.
    folder : str
        The modules whose text decides whether an earlier audit is still true, below the package.
    standard : tuple of str
        Parameters that the formulas of the library do not know, since it puts them in by itself.
    refused : callable or None
        From the name of a law and its arguments to whether the library's own check refuses them, where it does so without an error.
    more_rows : mapping
        Rows of what has no name among the laws of the tables.
    without : mapping
        Names that no row can have, each with the reason.
    """

    name: str
    package: str
    distribution: str
    rows: str
    preamble: str
    walk: Callable[[], list[Found]]
    written: Callable[[str, Written], str]
    folder: str
    standard: tuple[str, ...] = ()
    refused: Callable[[str, Mapping[str, str]], bool] | None = None
    more_rows: Mapping[str, Parametrisation] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)

    def rows_of(self, name: str) -> tuple[Parametrisation, ...]:
        """The rows of one of its laws, one for each way to give its parameters.

        Raises
        ------
        MeasureError
            When the tables do not know the law.
        """
        if name in self.without:
            raise MeasureError(self.without[name])
        if name in self.more_rows:
            return (self.more_rows[name],)
        for ending in ("Probs", "Logits"):
            known = table(self.rows).get(name.removesuffix(ending), ())
            if name.endswith(ending) and known:
                return tuple(one for one in known if ending.lower() in one.words)
        return rows_named(name, self.rows)

    def place(self) -> Path:
        """Where it is installed.

        Raises
        ------
        SymbinfoError
            When it is not there.
        """
        spec = find_spec(self.package)
        if spec is None or not spec.origin:
            raise SymbinfoError(f"{self.name} is not installed: pip install {self.distribution}")
        return Path(spec.origin).parent


def names_of_libraries() -> tuple[str, ...]:
    """The names of the libraries that can be audited.

    Examples
    --------
    >>> names_of_libraries()
    ('numpyro', 'scipy', 'torch')
    """
    return tuple(sorted(_libraries()))


def library_named(name: str) -> Library:
    """The library of a name.

    Raises
    ------
    SymbinfoError
        When it is not known.
    """
    known = _libraries()
    if name not in known:
        raise SymbinfoError(f"no library {name!r} is known: audit {', '.join(sorted(known))}, or FILE.py::function")
    return known[name]


def _libraries() -> dict[str, Library]:
    package = __name__.rpartition(".")[0]
    modules = (import_module(f"{package}.{m.name}") for m in iter_modules([str(Path(__file__).parent)]))
    return {module.LIBRARY.name: module.LIBRARY for module in modules if hasattr(module, "LIBRARY")}
