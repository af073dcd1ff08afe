"""Turns packages into archives of byte code, inside the very Python that will read them; run by ``build.mjs``.

Docstrings are left out and assertions stay. Names are sorted and dates are fixed, so that two builds give the same bytes.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from importlib import _bootstrap_external as loader
from typing import Any

__all__ = ["archive", "licences"]

#: What no page needs, by parts of its path.
LEFT_OUT = re.compile(
    r"(^|/)(tests|testing|benchmarks|__pycache__|_antlr|autolev|pygletplot/tests)/|\.(pyi|typed)$|\.dist-info/|\.data/"
    r"|^isympy\.py$|^lark/(tools|ast_utils|__pyinstaller)|^sympy/(parsing/(c|fortran)/|galgebra)"
)
#: These look like tests by their names and are imported.
KEPT = re.compile(r"^sympy/testing/(__init__|pytest|runtests|matrices|randtest|tmpfiles)\.py$")
#: Of the package itself: pages do not run its kernels, its plug-ins or its command line's files of claims.
DATE = (1980, 1, 1, 0, 0, 0)


def archive(files: dict[str, bytes]) -> bytes:
    """A stored zip of files by their paths; sources are replaced by their byte code."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in sorted(files):
            if LEFT_OUT.search(name) and not KEPT.search(name):
                continue
            data = files[name]
            if name.endswith(".py"):
                name, data = name + "c", byte_code(name, data)
            target.writestr(zipfile.ZipInfo(name, DATE), data)
    return out.getvalue()


def byte_code(name: str, source: bytes) -> bytes:
    """A module as Python reads it without its source."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            without_docstring(node)
    code = compile(ast.fix_missing_locations(tree), name, "exec", dont_inherit=True, optimize=0)
    return bytes(loader._code_to_timestamp_pyc(code, 0, 0))


def without_docstring(node: Any) -> None:
    """Take the docstring out, in place."""
    if ast.get_docstring(node, clean=False) is not None:
        node.body[:1] = [] if len(node.body) > 1 or isinstance(node, ast.Module) else [ast.Pass()]


def licences(wheels: dict[str, dict[str, bytes]]) -> str:
    """The licences of the packages, one after the other."""
    parts = []
    for wheel in sorted(wheels):
        for name, data in sorted(wheels[wheel].items()):
            if re.search(r"\.dist-info/.*(licen[cs]e|copying|authors)", name, re.IGNORECASE):
                parts.append(f"{wheel}: {name}\n\n{data.decode('utf-8', 'replace')}\n")
    return "\n".join(parts)


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of a zip by their paths."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {info.filename: source.read(info) for info in source.infolist() if not info.is_dir()}
