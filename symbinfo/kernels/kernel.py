"""Kernels: the result of a derivation as a NumPy function of the parameters, generated as readable source."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any

import sympy as sy

from symbinfo.derivation import Derivation, Status
from symbinfo.domain import Domain
from symbinfo.kernels import quadrature
from symbinfo.kernels.definition import at_closed_ends, integrals_of
from symbinfo.kernels.emit import Emitter, KernelError, Writer, folded
from symbinfo.kernels.parameters import Range, domain_line, domain_of, ordered_names
from symbinfo.laws.joint import JointLaw
from symbinfo.laws.matrix_normal import MatrixNormal
from symbinfo.measures.base import Measure
from symbinfo.written import evaluated

__all__ = ["Kernel", "compile_kernel"]

FLOATS = '''
def floats(*values):
    """The values as arrays of float64 (of float32 where no array is wider), and that type."""
    kinds = [np.asarray(value).dtype for value in values if hasattr(value, "dtype") or np.ndim(value)]
    single = bool(kinds) and np.result_type(np.float32, *kinds) == np.float32
    kind = np.float32 if single else np.float64
    arrays = [value if hasattr(value, "dtype") else np.asarray(value) for value in values]
    return [array.astype(kind, casting="same_kind") for array in arrays], kind
'''


class Kernel:
    """A compiled derivation: call it with the parameters by name; arrays broadcast.

    Attributes
    ----------
    source : str
        The generated module: a function that needs NumPy and scipy only.
    name : str
        The function's name in it.
    parameters : tuple of str
        In the order in which the laws name them.
    optional : tuple of str
        Those on which the value does not depend; they may be left out.
    title, unit, method : str
        What it computes, in which unit, and how (closed form, quadrature, ...).

    Examples
    --------
    >>> from sympy import symbols
    >>> from sympy.stats import Exponential
    >>> import symbinfo as si
    >>> k = si.Entropy(Exponential("X", symbols("rate", positive=True))).compile()
    >>> k(rate=[1.0, 2.0, -1.0])
    array([1.        , 0.30685282,        nan])
    """

    def __init__(
        self,
        source: str,
        name: str,
        parameters: tuple[str, ...],
        optional: tuple[str, ...] = (),
        title: str = "",
        unit: str = "",
        method: str = "closed form",
    ) -> None:
        self.source, self.name, self.parameters, self.optional = source, name, parameters, optional
        self.title, self.unit, self.method = title, unit, method
        self._function = _loaded(source, name)
        self.__doc__ = inspect.getdoc(self._function)

    def __call__(self, *values: Any, **named: Any) -> Any:
        """The value at the parameters.

        Raises
        ------
        KernelError
            For unknown or missing parameters, positional ones when there is more than one, and what is not real.
        """
        if values:
            if len(values) != 1 or len(self.parameters) != 1 or named:
                raise KernelError(f"{self.name} takes its parameters by name: {self._signature()}")
            named = {self.parameters[0]: values[0]}
        unknown = [name for name in named if name not in self.parameters]
        missing = [name for name in self.parameters if name not in named and name not in self.optional]
        if unknown or missing:
            wrong = [f"unknown {', '.join(unknown)}"] if unknown else []
            wrong += [f"missing {', '.join(missing)}"] if missing else []
            raise KernelError(f"{self.name}: {'; '.join(wrong)}; the call is {self._signature()}")
        try:
            return self._function(**named)
        except TypeError as error:
            raise KernelError(
                f"{self.name}: the parameters must be real numbers or arrays of them ({error})"
            ) from error

    def _signature(self) -> str:
        return f"k({', '.join(f'{name}=...' for name in self.parameters)})"

    def __repr__(self) -> str:
        unit = f" in {self.unit}" if self.unit else ""
        return f"<Kernel {self.title}{unit}, {self.method}: {self._signature()}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Kernel, (self.source, self.name, self.parameters, self.optional, self.title, self.unit, self.method)


def _loaded(source: str, name: str) -> Callable[..., Any]:
    """The function `name` of generated source."""
    space: dict[str, Any] = {"__name__": f"symbinfo kernel {name}"}
    exec(compile(source, f"<{space['__name__']}>", "exec"), space)
    function: Callable[..., Any] = space[name]
    return function


def compile_kernel(derivation: Derivation, **options: Any) -> Kernel:
    """Compile a derivation to a NumPy function of its parameters by name.

    Parameters
    ----------
    derivation : Derivation
        Closed: its result is computed. Infinite: oo inside the domain. Undefined: NaN. Reduced, or closed with a
        function that NumPy and scipy lack: the definition is integrated or summed.

    Returns
    -------
    Kernel
        NaN outside the parameters' domain; the derivation's alternative value (usually oo) where its condition fails.

    Raises
    ------
    KernelError
        For a name that cannot stand in code, or an expression outside the emitter's table; it is named.
    """
    if options:
        raise KernelError(f"compile takes no option {', '.join(sorted(options))}")
    if any(isinstance(law, MatrixNormal) for law in derivation.laws):
        raise KernelError("a kernel needs a dimension: substitute explicit mean vectors and covariance matrices first")
    return _Compiler(derivation).kernel()


class _Compiler:
    """One derivation on its way to source."""

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        outward = dict(derivation.symbols)
        inward = {user: own for own, user in outward.items()}
        self.left = derivation.left.xreplace(inward)
        self.result = evaluated(derivation.stands).xreplace(inward)
        self.requires = derivation.requires.xreplace(inward)
        self.otherwise = sy.nan if derivation.otherwise is None else derivation.otherwise.xreplace(inward)
        self.laws = tuple(law.xreplace(inward) for law in derivation.laws)
        conditions = [c.xreplace(inward) for c in derivation.domain.conditions]
        conditions += [law.condition for law in self.laws]
        if isinstance(self.left, Measure) and self.left.base.free_symbols:
            conditions += [self.left.base > 0, sy.Ne(self.left.base, 1)]
        self.domain = Domain.of([*conditions, self.requires])
        used = {s for part in (self.left, self.result, self.requires, *conditions) for s in part.free_symbols}
        self.names = ordered_names(self.laws, used)
        self.ranges, self.between, self.ends = domain_of(self.names, self.laws, conditions, outward)
        self.emitter = Emitter(self.names, self.domain, self.ends)
        self.functions: list[str] = []
        self.body: list[str] = []
        self.method = "closed form"

    def kernel(self) -> Kernel:
        """Write the value, then the module around it."""
        status = self.derivation.status
        if status is Status.INFINITE:
            value = self.result if self.result in (sy.oo, -sy.oo) else sy.oo
            self._write_value(value, "infinite")
        elif status is Status.UNDEFINED:
            self._write_value(sy.nan, "undefined")
        elif status is Status.REDUCED:
            self._write_definition()
        else:
            self._write_closed()
        name = self._name()
        needed = self._needed()
        optional = tuple(n for s, n in self.names.items() if s not in needed)
        title, unit = self._title(), _plain(str(getattr(self.left, "unit", "")))
        source = self._module(name, title, unit, needed)
        return Kernel(source, name, tuple(self.names.values()), optional, title, unit, self.method)

    def _write_closed(self) -> None:
        try:
            self._write_value(at_closed_ends(self.result, self.ends, self.domain), "closed form")
        except KernelError:
            # A closed form with a function that scipy lacks: the definition still has a value.
            if not isinstance(self.left, Measure):
                raise
            self._write_definition()

    def _write_value(self, value: Any, method: str) -> None:
        code = self.emitter.code(value)
        need = self.emitter.code(self.requires)
        writer = Writer([*self.names.values(), "inside", "value", "kind"])
        writer.name_shared(code)
        self.method = method
        self.body = [*writer.lines, f"value = {writer.text(code)}"]
        if self.requires != sy.true:
            other = writer.text(self.emitter.code(self.otherwise))
            self.body.append(f"value = np.where({writer.text(need)}, value, {other})")

    def _write_definition(self) -> None:
        if any(isinstance(law, JointLaw) for law in self.laws):
            raise KernelError("a definition over several variables has no kernel; `evalf` gives its value at one point")
        definition = self.left.definition() if isinstance(self.left, Measure) else self.left
        found = integrals_of(definition, self.names, self.domain, self.ends)
        own = {symbol: f"mean{i}" for i, symbol in enumerate(found.symbols, 1)}
        own = {symbol: name if name not in self.names.values() else f"{name}_" for symbol, name in own.items()}
        self.emitter = Emitter({**self.names, **own}, self.domain, self.ends)
        self._write_value(at_closed_ends(found.outer, self.ends, self.domain), "definition, summed")
        if found.symbols:
            continuous = any(law.continuous for law in self.laws)
            self.method = "definition, by quadrature" if continuous else "definition, by series"
        self.body = [*(f"{own[symbol]} = {call}" for symbol, call in found.symbols.items()), *self.body]
        self.functions = found.functions

    def _needed(self) -> set[Any]:
        """The parameters on which the value or its domain depends beyond their own range."""
        if self.functions or self.derivation.status is Status.INFINITE:
            return set(self.names)
        parts = [self.result, self.requires, *self.between]
        return {s for part in parts for s in part.free_symbols}

    # Text.

    def _name(self) -> str:
        words = [getattr(self.left, "key", "") or "value", *(law.family for law in self.laws)]
        name = "_".join(re.sub(r"[^a-z0-9]+", "_", word.lower()) for word in words)
        return name if name not in {"floats", "expectation"} else f"{name}_value"

    def _title(self) -> str:
        if not isinstance(self.left, Measure):
            return _plain(str(self.left))
        joint = " || " if self.left.letter == "KL" else ", "
        outcome = getattr(self.left, "outcome", None)
        laws = joint.join(law.title for law in self.laws)
        return _plain(f"{self.left.letter}({laws if outcome is None else f'{outcome}; {laws}'})")

    def _doc(self, title: str, unit: str, needed: set[Any]) -> str:
        head = f"{title}{f' in {unit}' if unit else ''}, {self.method}."
        lines = [head]
        if self.names:
            lines += ["", "Parameters (outside their domain the value is NaN)", "----------"]
            lines += [_line(name, self.ranges[s], s in needed) for s, name in self.names.items()]
            lines += [f"with {_plain(str(c))}" for c in self.between]
        if self.requires != sy.true:
            lines += ["", f"{_plain(str(self.otherwise))} unless {_plain(str(self.requires))}."]
        text = "\n".join(lines)
        return f'"""{text}\n"""' if len(lines) > 1 else f'"""{text}"""'

    def _module(self, name: str, title: str, unit: str, needed: set[Any]) -> str:
        parameters = list(self.names.values())
        given = ", ".join(n if s in needed else f"{n}={_inner(self.ranges[s])}" for s, n in self.names.items())
        lines = [f"def {name}({f'*, {given}' if len(parameters) > 1 else given}):"]
        lines += textwrap.indent(self._doc(title, unit, needed), "    ").splitlines()
        if parameters:
            targets = f"({parameters[0]},)" if len(parameters) == 1 else f"({', '.join(parameters)})"
            lines += [f"    {targets}, kind = floats({', '.join(parameters)})"]
        inside = domain_line(self.emitter, self.ranges, self.between) or "True"
        work = [f"inside = {inside}", *self.body] if parameters else self.body
        if self.functions and not parameters:
            work = ["inside = True", *work]
        shown = "value + 0.0" if self.ends else "value"  # an entropy of 0 is not to print as -0.0
        end = f"return np.where(inside, {shown}, np.nan).astype(kind)[()]" if parameters else "return float(value)"
        lines += ['    with np.errstate(all="ignore"):', textwrap.indent("\n".join([*map(folded, work), end]), " " * 8)]
        blocks = [*self._helpers(), *self.functions, "\n".join(lines)]
        code = "\n\n\n".join(block.strip("\n") for block in blocks)
        heading = [f'"""{title}{f" in {unit}" if unit else ""}."""', "", "from __future__ import annotations", ""]
        heading += ["import numpy as np", *(["import scipy.special as sp"] if "sp." in code else [])]
        return "\n".join(heading) + "\n\n\n" + code + "\n"

    def _helpers(self) -> list[str]:
        helpers = [FLOATS] if self.names else []
        return [*helpers, _quadrature_text()] if any("expectation(" in line for line in self.body) else helpers


def _quadrature_text() -> str:
    """The quadrature module without its docstring, its imports and its list of names."""
    text = inspect.getsource(quadrature)
    first = next(node for node in ast.parse(text).body if isinstance(node, ast.Assign) and not _lists_names(node))
    return "\n".join(text.splitlines()[first.lineno - 1 :])


def _lists_names(node: ast.Assign) -> bool:
    return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"


def _inner(own: Range) -> str:
    """A value inside the range, for a parameter that may be left out."""
    if own.low == -sy.oo:
        return "0.0" if own.high > 0 else str(float(own.high) - 1)
    return str(float(own.low) + 1) if own.high == sy.oo else str((float(own.low) + float(own.high)) / 2)


def _line(name: str, own: Range, needed: bool) -> str:
    return f"{name} : {own.words()}{'' if needed else '; the value does not depend on it'}"


def _plain(text: str) -> str:
    """Text that can stand in a docstring: nothing in it can end the docstring or start an escape."""
    kept = "".join(c for c in text if c.isascii() and c.isprintable() and c not in "\"\\'")
    return kept if len(kept) <= 200 else kept[:197] + "..."
