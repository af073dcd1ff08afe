"""From a derivation to the text of a module: the function, its form for arrays, its form for floats, what these call."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import cached_property
from typing import Any

import sympy as sy

from symbinfo.derivation import Derivation, Status
from symbinfo.expressions.domain import Domain
from symbinfo.expressions.limit_variables import free_conditions
from symbinfo.expressions.unevaluated import evaluated
from symbinfo.kernels.cancellation import guard, lost, sizes
from symbinfo.kernels.code import Code, KernelError, call, joined
from symbinfo.kernels.derived_kernel import differentiate
from symbinfo.kernels.helper_source import helpers_for, imports_for
from symbinfo.kernels.integrand import at_closed_ends, integrals_of, rounding_lines
from symbinfo.kernels.kernel_parameters import asked_of_arrays, domain_of, domain_parts, ordered_names, weak_symbols
from symbinfo.kernels.lower import Emitter
from symbinfo.kernels.module_text import (
    Module,
    constant_text,
    docstring_of,
    domain_text,
    function_text,
    name_of,
    parameter_line,
    plain_text,
    signature_of,
    title_of,
)
from symbinfo.kernels.near_equality import CLOSELY, NearEquality
from symbinfo.kernels.plain_laws import closed_in_plain_parameters
from symbinfo.kernels.precisely import mending_lines, only_many_digits, precise_function, precise_lines
from symbinfo.kernels.scalars import FloatWriter
from symbinfo.kernels.shifts import Shift
from symbinfo.kernels.stable import (
    REMAINDERS,
    Form,
    agrees,
    divergence_form,
    logarithmic_form,
    mapped_values,
    paired_parameters,
    split_form,
)
from symbinfo.kernels.stable_base import defined
from symbinfo.kernels.write import Writer
from symbinfo.laws.joint_density import JointLaw
from symbinfo.measures import KL
from symbinfo.measures.base import Measure

__all__ = ["Compiler", "Module"]


class Compiler:
    """One derivation on its way to source.

    Parameters
    ----------
    derivation : Derivation
        What is compiled.
    """

    def __init__(self, derivation: Derivation) -> None:
        self.derivation = derivation
        outward = dict(derivation.symbols)
        inward = {user: own for own, user in outward.items()}
        self.left = derivation.left.xreplace(inward)
        self.result = evaluated(derivation.stands).xreplace(inward)
        self.requires = derivation.requires.xreplace(inward)
        self.otherwise = derivation.elsewhere.xreplace(inward)
        self.laws = tuple(law.xreplace(inward) for law in derivation.laws)
        conditions = [c.xreplace(inward) for c in derivation.domain.conditions]
        conditions.append(free_conditions(self.left, sy.And(*(law.condition for law in self.laws))))
        if isinstance(self.left, Measure) and self.left.base.free_symbols:
            conditions += [self.left.base > 0, sy.Ne(self.left.base, 1)]
        self.domain = Domain.of([*conditions, self.requires])
        used = {s for part in (self.left, self.result, self.requires, *conditions) for s in part.free_symbols}
        self.names = ordered_names(self.laws, used)
        self.ranges, self.between, self.ends = domain_of(self.names, self.laws, conditions, outward)
        self.emitter = Emitter(self.names, self.domain, self.ends | weak_symbols(self.requires))
        self.functions: list[str] = []
        self.before: list[str] = []
        self.after: list[str] = []
        self.by: tuple[str, ...] = ()
        self.closed = False
        self.value: Any = sy.nan
        self.definition: Any = None
        self.method = "closed form"
        self.why = ""

    def module(self) -> Module:
        """Choose the value, then write the module around it."""
        status = self.derivation.status
        if status is Status.INFINITE:
            self.value, self.method = self.result if self.result in (sy.oo, -sy.oo) else sy.oo, "infinite"
        elif status is Status.UNDEFINED:
            self.value, self.method = sy.nan, "undefined"
        elif status is Status.REDUCED and (found := closed_in_plain_parameters(self.left)) is None:
            self.take_definition()
        else:
            self.closed, self.result = True, self.result if status is Status.CLOSED else found
            self._take_closed()
        if (
            status in (Status.CLOSED, Status.REDUCED)
            and not self.why
            and self.may_be_small
            and not (self._sizes() and self.precise)
        ):
            care = NearEquality(self.laws, self.names, self.domain, self.ends)
            self.after = care.lines(self.left.base, self._pairs)
            self.functions, self.why = [*self.functions, *care.functions], CLOSELY if care.functions else self.why
        return self._written(name_of(self.left, self.laws), title_of(self.left, self.laws))

    @cached_property
    def precise(self) -> tuple[list[str], list[str]] | None:
        """The parameters and the lines of the function for many digits; None where there is none."""
        if not self.closed or not self.names:
            return None
        by = [symbol for name in self.by for symbol, own in self.names.items() if own == name]
        value = sy.diff(self.result, *by) if by else self.result
        return precise_lines(value, self.names) if value.free_symbols else None

    def derivative(self, *by: str) -> Module:
        """The module of a derivative of the value, by parameters; the value has been chosen.

        Raises
        ------
        KernelError
            Where an integrand jumps or ends as a parameter says, or a parameter is an integer.
        """
        other = Compiler.__new__(Compiler)
        other.__dict__.update(
            self.__dict__, functions=[], after=[], by=by, why="" if self.why != REMAINDERS else self.why
        )
        other.__dict__.pop("precise", None)
        symbols = [symbol for wanted in by for symbol, name in self.names.items() if name == wanted]
        for symbol in symbols:
            if self.ranges[symbol].integer:
                raise KernelError(f"{self.names[symbol]} is an integer: no derivative by it")
        differentiate(other, symbols)
        other.otherwise = sy.nan
        return other._written(
            "_by_".join([name_of(self.left, self.laws), *by]),
            f"Derivative by {', '.join(by)} of {title_of(self.left, self.laws)}",
        )

    @property
    def may_be_small(self) -> bool:
        """Whether it is a divergence within a family."""
        return (
            isinstance(self.left, KL) and self.laws[0].family == self.laws[1].family and not self.left.base.free_symbols
        )

    @property
    def differentiable(self) -> tuple[str, ...]:
        """The parameters that are no integers."""
        return tuple(name for symbol, name in self.names.items() if not self.ranges[symbol].integer)

    def _written(self, name: str, title: str) -> Module:
        needed = self._needed()
        unit = plain_text(str(getattr(self.left, "unit", "")))
        optional = tuple(n for s, n in self.names.items() if s not in needed)
        lines = [f"with {plain_text(str(c))}" for c in self.between]
        if self.requires != sy.true:
            lines += ["", f"{plain_text(str(self.otherwise))} unless {plain_text(str(self.requires))}."]
        doc = docstring_of(
            f"{title}{f' in {unit}' if unit else ''}, {self.method}",
            self.why,
            [parameter_line(n, self.ranges[s], s in needed) for s, n in self.names.items()],
            lines,
        )
        source = self._source(name, title, unit, needed, doc)
        return Module(source, name, tuple(self.names.values()), optional, title, unit, self.method)

    # The value.

    def _take_closed(self) -> None:
        try:
            form = self._stable() or Form(at_closed_ends(self.result, self.ends, self.domain), "")
            self.emitter.code(form.value)
            self.value, self.why = form.value, form.why
        except KernelError:
            # A closed form with a function that scipy lacks: the definition still has a value.
            if not isinstance(self.left, Measure):
                raise
            self.take_definition()

    def _stable(self) -> Form | None:
        """The form in which nothing cancels, in the measure's unit."""
        if not isinstance(self.left, Measure) or not self.names:
            return None
        base = self.left.base
        nats = self.result if base == sy.E else sy.expand(self.result * sy.log(base))
        form = divergence_form(self.left, nats, self.domain, self.ends) if isinstance(self.left, KL) else None
        if form is None:
            form = logarithmic_form(self.left, nats, self.domain)
        if form is None and not self.ends:
            form = self._split(nats)
        return form and Form(form.value if base == sy.E else form.value / sy.log(base), form.why)

    def _split(self, nats: Any) -> Form | None:
        """With logarithms taken apart, and places as their distances where all can move together."""
        shift = Shift.of(self.laws)
        if shift is None:
            return split_form(nats, self.domain)
        steps = shift.to_steps(nats)
        form = split_form(steps, Domain.of(map(shift.to_steps, self.domain.conditions))) or Form(steps, "")
        value = shift.written(form.value)
        return Form(value, form.why) if agrees(value, nats, self.domain) else split_form(nats, self.domain)

    def take_definition(self) -> None:
        """Take the value of the definition, integrated."""
        if any(isinstance(law, JointLaw) for law in self.laws):
            raise KernelError("a definition over several variables has no kernel; `evalf` gives its value at one point")
        definition = self.left.definition() if isinstance(self.left, Measure) else self.left
        if isinstance(self.left, Measure) and (shift := Shift.of(self.laws)) is not None:
            definition = shift.in_place(definition)
        self.definition = definition
        self.integrate()

    def integrate(self) -> None:
        """Take the value of the definition."""
        found = integrals_of(self.definition, self.names, self.domain, self.ends)
        own = {symbol: f"mean{i}" for i, symbol in enumerate(found.symbols, 1)}
        own = {symbol: name if name not in self.names.values() else f"{name}_" for symbol, name in own.items()}
        self.emitter = Emitter({**self.names, **own}, self.domain, self.ends)
        self.value, self.method = at_closed_ends(found.outer, self.ends, self.domain), "definition, summed"
        if found.symbols:
            continuous = any(law.continuous for law in self.laws)
            self.method = "definition, by quadrature" if continuous else "definition, by series"
        self.before = [f"{own[symbol]} = {call}" for symbol, call in found.symbols.items()]
        self.functions = found.functions
        if isinstance(self.left, KL) and not self.by and not self.may_be_small:
            self.after = rounding_lines(self.definition, self.names, self.domain, self.ends, self.functions)

    def _needed(self) -> set[Any]:
        """The parameters on which the value or its domain depends beyond their own range."""
        if self.functions or self.derivation.status is Status.INFINITE:
            return set(self.names)
        parts = [defined(self.value), self.requires, *self.between]
        return {s for part in parts for s in part.free_symbols}

    # Text.

    def _source(self, name: str, title: str, unit: str, needed: set[Any], doc: str) -> str:
        if self.names:
            blocks = self._functions(name, needed, doc)
        else:  # one number
            lines = ["inside = True", *self._work(Writer(["inside", "value"]), lambda _: [])]
            blocks = [constant_text(name, doc, lines, summed=bool(self.functions)), *self.functions]
        text = "\n\n\n".join(block.strip("\n") for block in blocks)
        helpers = helpers_for(text)
        code = "\n\n\n".join([text, *(block.strip("\n") for block in helpers)])
        heading = [f'"""{title}{f" in {unit}" if unit else ""}."""', "", "from __future__ import annotations", ""]
        return "\n".join([*heading, *imports_for(code)]) + "\n\n\n" + code + "\n"

    def _functions(self, name: str, needed: set[Any], doc: str) -> list[str]:
        names = list(self.names.values())
        all_of = f"({', '.join(names)}{',' if len(names) == 1 else ''})"
        main = [
            *textwrap.dedent(doc).splitlines(),
            "if strict:",
            f"    demand({name}_domain(*map(np.asarray, {all_of})))",
            f"return blockwise({name}_values, {all_of}, out)",
        ]
        blocks = [function_text(name, signature_of(self.names, self.ranges, needed), main), *self.functions]
        blocks.append(self._of_arrays(f"{name}_values", names))
        if f"{name}_precisely" in blocks[-1] and self.precise:
            blocks.append(precise_function(name, *self.precise))
        if not self.functions:
            blocks.append(self._of_floats(f"{name}_of_floats", names))
        parts = domain_parts(self.emitter, self.names, self.ranges, self.between)
        return [*blocks, domain_text(f"{name}_domain", names, parts)]

    def _of_arrays(self, name: str, names: list[str]) -> str:
        lines = ['"""The value for arrays of float64 of at least one dimension."""']
        inside = self._inside(Writer()) or "True"
        work = self._work(Writer([*names, "inside", "value"]), lambda where: self._mended(name, where, inside))
        # Where what is integrated asks who is inside, that comes first.
        first = []
        if self.functions and self.precise:
            same = " & ".join(f"({self.names[p]} == {self.names[q]})" for p, q in self._pairs)
            first = only_many_digits(self._mended(name, f"inside & ~({same})" if same else "inside", "inside"))
        lines += [f"inside = {inside}", *first, *work] if self.functions else work
        lines += ["value = value + 0.0  # an entropy of 0 is not to print as -0.0"] if self.ends else []
        if self.functions:
            found = f"return np.where(inside, value, {'exact' if first else 'np.nan'})"
            return function_text(name, ", ".join(names), [*lines, found])
        if work[-1] in [f"value = {n}" for n in names]:
            lines[-1] += " + 0.0"
        lines += [f"if {self._all_inside(Writer())}:", "    return value", f"inside = {inside}"]
        if self._overflows:
            lines += self._mended(name, "~np.isfinite(value)", "inside")
        lines += ["return np.where(inside, value, np.nan)"]
        return function_text(name, ", ".join(names), lines)

    @property
    def _pairs(self) -> list[tuple[Any, Any]]:
        """The parameters that agree where the laws of a divergence do."""
        return (paired_parameters(*self.laws) if isinstance(self.left, KL) else None) or []

    @property
    def _overflows(self) -> bool:
        """Whether what is not finite may be so on the way only: what stands at an end of the domain is not asked."""
        return bool(self.precise) and not self.ends

    def _mended(self, name: str, where: str, inside: str) -> list[str]:
        """The lines that compute again what is lost inside the domain."""
        within = [inside]
        if self.requires != sy.true:
            within.append(Writer().text(self.emitter.code(self.requires)))
        return mending_lines(name.removesuffix("_values"), where, within, self.names.values(), self.result)

    def _all_inside(self, writer: Writer) -> str:
        """The domain asked of whole arrays, where one look at each is enough."""
        integers = {symbol: own for symbol, own in self.ranges.items() if own.integer}
        parts = domain_parts(self.emitter, self.names, integers, self.between)
        asked = [f"({writer.text(code)}).all()" for _, _, codes in parts for code in codes]
        found = ["all_finite(value)"] if self._overflows else []
        return " and ".join([*found, *asked_of_arrays(self.names, self.ranges), *asked])

    def _of_floats(self, name: str, names: list[str]) -> str:
        lines = ['"""The value for Python floats; an error of arithmetic where only arrays know the value."""']
        inside = self._inside(FloatWriter(), " and ")
        lines += [f"if not ({inside}):", "    return math.nan"] if inside else []
        lines += self._work(FloatWriter([*names, "value"]), lambda where: [f"if {where}:", "    raise ArithmeticError"])
        if self._overflows:
            needed = "" if self.requires == sy.true else f"{FloatWriter().text(self.emitter.code(self.requires))} and "
            lines += [f"if {needed}not -1e308 < value < 1e308:", "    raise ArithmeticError"]
        lines.append(f"return float(value){' + 0.0' if self.ends else ''}")
        return function_text(name, ", ".join(names), lines)

    def _work(self, writer: Writer, mended: Callable[[str], list[str]]) -> list[str]:
        code, found = self.emitter.code(self.value), self._sizes()
        writer.name_shared(code, *found)
        divergence = isinstance(self.left, KL)
        lines = [*self.before, *writer.lines, f"value = {writer.text(code)}"]
        lines += guard(writer, found, divergence=divergence, ends=bool(self.ends), kept=bool(self.by and self.precise))
        if found:
            where = lost(divergence=divergence)
            if self._pairs:
                pairs = [Code("relation", "==", tuple(map(self.emitter.code, pair))) for pair in self._pairs]
                same = joined("and", pairs)
                chosen = call("np.where", Code("name", "same"), Code("number", "0.0"), Code("name", "value"))
                lines += [f"same = {writer.text(same)}", f"value = {writer.text(chosen)}"]
                where = joined("and", [Code("not", args=(Code("name", "same"),)), where])
            if self.precise:
                lines += mended(writer.text(where))
        if self.requires != sy.true:
            need, other = self.emitter.code(self.requires), self.emitter.code(self.otherwise)
            chosen = Code("call", "np.where", (need, Code("name", "value"), other))
            lines.append(f"value = {writer.text(chosen)}")
        if not found and self._may_round_below_0():
            least = call("np.maximum", Code("name", "value"), Code("number", "0.0"))
            lines.append(f"value = {writer.text(least)}")
        return [*lines, *self.after]

    def _sizes(self) -> list[Code]:
        """What the guard against cancellation adds up; nothing for forms in which nothing cancels."""
        if self.method != "closed form" or self.why == CLOSELY:
            return []
        own = self.why == REMAINDERS
        if own and not mapped_values(self.laws):
            return []
        return sizes(self.value, self.emitter, divergence=isinstance(self.left, KL), remainders=own)

    def _may_round_below_0(self) -> bool:
        """Whether the value is a divergence, and its form has a term with a minus sign."""
        is_divergence = isinstance(self.left, KL) and self.value.free_symbols and not self.by
        return bool(is_divergence and any(t.could_extract_minus_sign() for t in sy.Add.make_args(self.value)))

    def _inside(self, writer: Writer, joint: str = " & ") -> str:
        parts = domain_parts(self.emitter, self.names, self.ranges, self.between)
        texts = [writer.text(code) for _, _, codes in parts for code in codes]
        if joint == " & ":
            texts = [t if t.startswith("np.isfinite(") else f"({t})" for t in texts]
        return joint.join(texts)
