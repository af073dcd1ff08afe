"""The letters and signs of the field: constants, relations, and the usual names of laws and random variables."""

from __future__ import annotations

from typing import Any

from sympy import S

from symbinfo.render import layout as lay
from symbinfo.render.layout import Atom, Kind, Layout, Level, Row, Sub, operator
from symbinfo.render.names import upright, word

__all__ = [
    "CONSTANTS",
    "DISTINCT",
    "DOTS",
    "EXPECTATION",
    "GIVEN",
    "LOG",
    "RELATIONS",
    "TO",
    "USUAL_LAWS",
    "VARIABLE_LIKE",
]

INFINITY = Atom(r"\infty", "∞", "oo", Kind.NUMBER)
CONSTANTS: dict[Any, Layout] = {
    S.Pi: Atom(r"\pi", "π", "pi"),
    S.Exp1: Atom("e", "e", "e"),
    S.EulerGamma: Atom(r"\gamma", "γ", "gamma"),
    S.Catalan: Atom("G", "G", "G"),
    S.GoldenRatio: Atom(r"\varphi", "φ", "phi"),
    S.ImaginaryUnit: Atom(r"\mathrm{i}", "i", "i"),
    S.Infinity: INFINITY,
    S.NegativeInfinity: Row((lay.NEGATIVE, INFINITY), Level.SUM),
    S.NaN: word("undefined"),
    S.true: word("always"),
    S.false: word("never"),
}
# For the constants whose letter a parameter may bear: the name that would clash, and another way to write them.
DISTINCT: dict[Any, tuple[str, Layout]] = {
    S.EulerGamma: ("gamma", Sub(CONSTANTS[S.EulerGamma], upright("E", latex=r"\mathrm{E}"))),
    S.Exp1: ("e", upright("e", latex=r"\mathrm{e}")),
}
RELATIONS = {
    "==": operator(" = ", " = "),
    "!=": operator(r" \ne ", " ≠ ", " != "),
    "<": operator(" < ", " < "),
    "<=": operator(r" \le ", " ≤ ", " <= "),
    ">": operator(" > ", " > "),
    ">=": operator(r" \ge ", " ≥ ", " >= "),
}
DOTS = Atom(r"\dots", "…", "...", Kind.NUMBER)
EXPECTATION = Atom(r"\mathbb{E}", "E", "E")
LOG = upright("log", latex=r"\log")
GIVEN = operator(r" \mid ", " | ")
TO = operator(r" \to ", " → ", " -> ")
USUAL_LAWS = ("P", "Q", "R")
VARIABLE_LIKE = tuple("STUVWXYZ")
