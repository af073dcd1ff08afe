"""The definition of a measure as code to integrate: log p(x) and f(x) of each expectation, near both ends too."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import Any

import sympy as sy
from sympy.core.relational import Relational

from symbinfo.derivation.simplify.log_of import log_of
from symbinfo.expressions.domain import Domain, Variable
from symbinfo.expressions.unevaluated import evaluated, replace_where
from symbinfo.kernels.code import Code, checked_name
from symbinfo.kernels.lower import Emitter, RelativeEntropy
from symbinfo.kernels.stable_functions import ExpRemainder
from symbinfo.kernels.write import Writer, folded
from symbinfo.laws.expectation import DensityValue, Expectation, explicit
from symbinfo.laws.law import FiniteLaw, Law

__all__ = ["Integrals", "at_closed_ends", "integrals_of", "near_definition", "rounding_lines"]


SMALL, LARGE = 0.01, 10000  # below which a value, beyond which parameters are doubted
ROUNDING, KEPT = 1e-16, 1e-9  # of a term, and what a value may have of it


@dataclass
class Integrals:
    """What a kernel integrates.

    Parameters
    ----------
    outer : Expr
        The definition with a symbol in place of each expectation.
    symbols : dict
        These symbols, with the code that computes each.
    functions : list of str
        Module-level functions: points, ends, kinks.
    """

    outer: Any
    symbols: dict[Any, str] = field(default_factory=dict)
    functions: list[str] = field(default_factory=list)


def integrals_of(
    definition: Any, names: dict[Any, str], domain: Domain, ends: frozenset[Any], where: str = "inside", mark: str = ""
) -> Integrals:
    """Lower every expectation in `definition` over the parameters `names`, to be computed `where` a condition holds."""
    found = Integrals(definition)
    replaced: dict[Any, Any] = {}
    for node in sorted(definition.atoms(Expectation), key=sy.default_sort_key):
        if isinstance(node.law, FiniteLaw):
            replaced[node] = evaluated(explicit(node))
            continue
        number = len(found.symbols) + 1
        symbol = sy.Dummy(f"mean{number}", real=True)
        replaced[node] = symbol
        own = mark or f"{number}"
        found.symbols[symbol] = _Lowered(node, own, names, domain, ends, where).call(found.functions)
    outer = replace_where(definition, lambda node: replaced.get(node) if isinstance(node, Expectation) else None)
    found.outer = evaluated(explicit(outer))
    return found


def rounding_lines(
    definition: Any, names: dict[Any, str], domain: Domain, ends: frozenset[Any], functions: list[str]
) -> list[str]:
    """The lines that make NaN of a mean of log-gamma functions so large that rounding leaves less than nine digits.

    The size of the terms is integrated where it may matter: for large parameters, and small values.
    """
    nodes = [n for n in definition.atoms(Expectation) if not isinstance(n.law, FiniteLaw)]
    if len(nodes) != 1:
        return []
    lowered = _Lowered(nodes[0], "_size", names, domain, ends, "doubtful")
    if not lowered.body.has(sy.gamma, sy.loggamma, sy.factorial, sy.binomial):
        return []
    body = sy.expand(lowered.body).replace(
        lambda n: isinstance(n, sy.log) and isinstance(n.args[0], sy.binomial), _opened
    )
    lowered.body = sy.Add(*map(sy.Abs, sy.Add.make_args(sy.expand(body))))
    largest = " | ".join(f"(np.abs({name}) > {LARGE})" for name in names.values())
    return [
        f"doubtful = inside & ((np.abs(value) < {SMALL}) | {largest})",
        f"size = {lowered.call(functions)}",
        f"value = np.where(doubtful & ~({ROUNDING}*size <= {KEPT}*np.abs(value)), np.nan, value)",
    ]


def _opened(node: Any) -> Any:
    n, k = node.args[0].args
    return sy.loggamma(n + 1) - sy.loggamma(k + 1) - sy.loggamma(n - k + 1)


class _Lowered:
    """One expectation on its way to code."""

    def __init__(
        self, node: Expectation, number: str, names: dict[Any, str], domain: Domain, ends: frozenset[Any], where: str
    ) -> None:
        self.law: Any = node.law
        self.number, self.ends, self.where = number, ends, where
        self.variable = self.law.variable
        self.inside = self.law.inside(domain)
        self.x = checked_name(self.variable.name, names.values())
        self.parameters = list(names.values())
        self.emitter = Emitter({**names, self.variable: self.x}, self.inside, ends)
        self.log_density = log_density(self.law, self.inside)
        self.breaks: list[Any] = []
        self.body = self._inserted(node.body)

    def _inserted(self, body: Any) -> Any:
        """The body with the densities inserted and their logarithms taken apart, so that no tail underflows."""

        def change(node: Any) -> Any:
            if isinstance(node, sy.log) and node.has(DensityValue):
                return self._log(node.args[0])
            if isinstance(node, DensityValue):
                return self._masked(node, sy.exp(self._log_value(node)), sy.S.Zero)
            return None

        return evaluated(replace_where(body, change))

    def _log(self, argument: Any) -> Any:
        terms = []
        for factor in sy.Mul.make_args(argument):
            base, exponent = factor.args if isinstance(factor, sy.Pow) else (factor, sy.S.One)
            if isinstance(base, DensityValue):
                terms.append(exponent * self._masked(base, self._log_value(base), -sy.oo))
            else:
                terms.append(log_of(self._inserted(factor), self.inside))
        return sy.Add(*terms)

    def _log_value(self, value: Any) -> Any:
        law = value.law
        if law == self.law and value.point == self.variable:
            return self.log_density
        if law.args[1:] == self.law.args[1:] and value.point == self.variable:
            return self.log_density
        return log_density(law, law.inside(self.inside)).xreplace({law.variable: value.point})

    def _masked(self, value: Any, inside: Any, outside: Any) -> Any:
        """Another law has no mass beyond its own support."""
        law, x = value.law, value.point
        conditions = []
        for end, own, condition in (
            (law.lower, self.law.lower, law.lower <= x),
            (law.upper, self.law.upper, x <= law.upper),
        ):
            if end != own and not self.inside.implies(condition):
                conditions.append(condition)
                self.breaks.append(end)
        return sy.Piecewise((inside, sy.And(*conditions)), (outside, True)) if conditions else inside

    # Code.

    def call(self, functions: list[str]) -> str:
        """Add the functions and return the call that integrates them."""
        law, given = self.law, {}
        x = self.variable
        given["at"] = self._points("points", x, x, functions)
        for key, end in (("lower", law.lower), ("upper", law.upper)):
            if end.is_infinite:
                continue
            given[key] = self._function(key, "", [end], functions, f"The {key} end of the support.")
            if law.continuous:
                t = Variable("t", positive=True) if self.x != "t" else Variable("s", positive=True)
                point = end + t if key == "lower" else end - t
                given[f"near_{key}"] = self._points(f"near_{key}", point, t, functions)
        breaks = [*self.breaks, *kinks(self.log_density, x), *kinks(self.body, x)] if law.continuous else []
        unique = [b for b in dict.fromkeys(breaks) if sy.simplify(b - law.lower) != 0 != sy.simplify(b - law.upper)]
        if unique:
            given["kinks"] = self._function("kinks", "", unique, functions, "Where the integrand is not smooth.")
        if not law.continuous:
            given["discrete"] = "True"
        if self.where != "inside":
            given["relative"] = "True"
        parameters = f"({self.parameters[0]},)" if len(self.parameters) == 1 else f"({', '.join(self.parameters)})"
        options = [f"{key}={value}" for key, value in given.items() if key != "at"]
        arguments = [given["at"], parameters, self.where, *options]
        return "\n".join(["expectation(", *(f"    {argument}," for argument in arguments), ")"])

    def _points(self, word: str, point: Any, variable: Any, functions: list[str]) -> str:
        """The code of log p and f at a point, as a function of `variable`."""
        at = {self.variable: point}
        log_p, body = (evaluated(part.xreplace(at)) for part in (self.log_density, self.body))
        place = "" if point == variable else f", at {self.x} = {point}"
        doc = f"Return log p({self.x}) and the other factor of the integrand{place}."
        return self._function(word, variable, [log_p, body], functions, doc)

    def _function(self, word: str, variable: Any, values: list[Any], functions: list[str], doc: str) -> str:
        name = f"{word}{self.number}"
        names = dict(self.emitter.names)
        first = []
        if variable != "":
            names[variable] = checked_name(variable.name, self.parameters)
            first = [names[variable]]
        emitter = Emitter(names, self.inside, self.ends)
        codes: list[Code] = [emitter.code(at_closed_ends(v, self.ends, self.inside)) for v in values]
        writer = Writer([*names.values(), name, "log_p", "factor"])
        writer.name_shared(*codes)
        texts = [writer.text(code) for code in codes]
        if word == "kinks":
            result = f"({', '.join(texts)},)"
        elif len(texts) == 1:
            result = texts[0]
        else:
            writer.lines += [f"log_p = {texts[0]}", f"factor = {texts[1]}"]
            result = "log_p, factor"
        head = f"def {name}({', '.join([*first, *self.parameters])}):"
        body = "\n".join([f'"""{doc}"""', *map(folded, writer.lines), f"return {result}"])
        functions.append(f"{head}\n{textwrap.indent(body, '    ')}")
        return name


def near_definition(first: Law, second: Law) -> Any | None:
    """A divergence as the mean of ``exp(u) - 1 - u`` for u = log(q/p): nothing in it is negative.

    It is one where both laws have one support, so that the mean of q/p is 1; None where they have not.
    """
    if isinstance(first, FiniteLaw) or isinstance(second, FiniteLaw):
        return None
    if not hasattr(first, "lower") or (first.lower, first.upper) != (second.lower, second.upper):
        return None
    x = first.variable
    u = sy.log(DensityValue(second, x) / DensityValue(first, x), evaluate=False)
    return Expectation(ExpRemainder(u), first)


def log_density(law: Law, inside: Domain) -> Any:
    """The logarithm of p(x) inside the support, as a sum."""
    return evaluated(log_of(sy.expand_power_base(law.density), inside))


def kinks(expr: Any, x: Any) -> list[Any]:
    """Where absolute values, signs, maxima, cases and logarithms of `expr` are not smooth, when that is linear in x."""
    found = []
    for switch in _switches(expr):
        slope = sy.diff(switch, x) if switch.has(x) and not switch.has(sy.Abs, sy.sign) else sy.S.Zero
        if slope != 0 and not slope.has(x):
            found.append(sy.simplify(-switch.xreplace({x: sy.S.Zero}) / slope))
    return found


def _switches(expr: Any) -> list[Any]:
    """Expressions at whose zeros `expr` is not smooth."""
    found: list[Any] = []
    for node in sorted(expr.atoms(sy.Abs, sy.sign, sy.Max, sy.Min, sy.log, Relational), key=sy.default_sort_key):
        args = sorted(node.args, key=sy.default_sort_key)
        if isinstance(node, (sy.Abs, sy.sign)):
            found.append(args[0])
        elif isinstance(node, sy.log):
            found.extend(factor.as_base_exp()[0] for factor in sy.Mul.make_args(args[0]))
        elif isinstance(node, Relational):
            found.append(node.lhs - node.rhs)
        else:
            found.extend(a - b for i, a in enumerate(args) for b in args[:i])
    return found


# --- 0 log 0 ----------------------------------------------------------------------------------------------------------


def at_closed_ends(expr: Any, ends: frozenset[Any], domain: Domain) -> Any:
    """The expression with the logarithms that meet a factor 0 at a closed end regrouped, so that 0 log 0 is 0.

    ``a*log(a*(1 - b)/(b*(1 - a))) + log((1 - a)/(1 - b))`` becomes a sum of terms ``factor*log(argument)`` in which
    the factor vanishes where the logarithm does not exist, with ``a*log(a/b)`` kept together.
    """
    if isinstance(expr, sy.Piecewise):
        return sy.Piecewise(*((at_closed_ends(value, ends, domain), condition) for value, condition in expr.args))
    touched = [node for node in expr.atoms(sy.log) if ends and node.has(*ends)]
    if not touched:
        return expr
    split = {node: log_of(sy.together(node.args[0]), domain) for node in touched}
    opened = sy.expand_mul(expr.xreplace(split))
    coefficients: dict[Any, Any] = {}
    rest = []
    for term in sy.Add.make_args(opened):
        logs = [f for f in sy.Mul.make_args(term) if isinstance(f, sy.log) and f.has(*ends)]
        if len(logs) == 1:
            coefficients[logs[0]] = coefficients.get(logs[0], sy.S.Zero) + term / logs[0]
        else:
            rest.append(term)
    return sy.Add(*rest, *_regrouped({atom: sy.factor(c) for atom, c in coefficients.items()}))


def _regrouped(coefficients: dict[Any, Any]) -> list[Any]:
    terms = []
    left = dict(sorted(coefficients.items(), key=lambda pair: sy.default_sort_key(pair[0])))
    for atom in list(left):
        factor = left.get(atom)
        if factor is None:
            continue
        partner = next((a for a, c in left.items() if a != atom and sy.expand(c + factor) == 0), None)
        if partner is None:
            continue
        top = atom.args[0]
        ratio = sy.cancel(factor / top)
        if isinstance(top, sy.Symbol) and not ratio.has(top):
            terms.append(ratio * RelativeEntropy(top, partner.args[0]))
            del left[atom], left[partner]
    terms += [c * atom for atom, c in left.items() if c != 0]
    return terms
