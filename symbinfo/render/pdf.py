"""A LaTeX document compiled by pdflatex, where it is installed."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from shutil import which

from symbinfo.expressions.errors import BudgetExceeded, SymbinfoError

__all__ = ["compiler", "pdf_of_document"]

FLAGS = ("-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode")
# Files above the folder are neither read nor written, and the same document gives the same bytes.
ENVIRONMENT = {"openin_any": "p", "openout_any": "p", "SOURCE_DATE_EPOCH": "0"}


def compiler() -> str:
    """Where pdflatex is.

    Raises
    ------
    SymbinfoError
        When it is not installed.
    """
    if found := which("pdflatex"):
        return found
    raise SymbinfoError("pdflatex is not installed: use --format latex, and compile the document elsewhere")


def pdf_of_document(document: str, folder: str, seconds: float) -> bytes:
    """Compile a LaTeX document.

    Parameters
    ----------
    document : str
        The whole document.
    folder : str
        An empty folder to work in, which the caller removes.
    seconds : float
        The limit of time.

    Raises
    ------
    SymbinfoError
        When pdflatex is not installed, or cannot compile the document.
    BudgetExceeded
        When the limit of time is spent.
    """
    place = Path(folder)
    (place / "derivation.tex").write_text(document, encoding="utf-8")
    command = [compiler(), *FLAGS, "derivation.tex"]
    none = subprocess.DEVNULL
    environment = {**os.environ, **ENVIRONMENT}
    try:
        subprocess.run(
            command, cwd=place, env=environment, timeout=seconds, check=False, stdin=none, stdout=none, stderr=none
        )
    except subprocess.TimeoutExpired:
        raise BudgetExceeded("pdflatex", f"{seconds:g} seconds") from None
    log, pdf = place / "derivation.log", place / "derivation.pdf"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    fault = next((line for line in lines if line.startswith("!")), "")
    if fault or not pdf.exists():
        raise SymbinfoError(f"pdflatex cannot compile the document: {fault[:100] or 'it left no file'}")
    return pdf.read_bytes()
