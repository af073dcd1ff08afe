"""What names mean that people give to measures and functions, as data, and which short names of laws are read.

Each is a call in the syntax tree, and becomes a call of the language. Where a name has several conventions, the one that
is read is told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symbinfo.expressions.errors import QueryError
from symbinfo.query.nodes import (
    Bars,
    Call,
    Keyword,
    Mapping,
    Name,
    Negation,
    Number,
    Operation,
    Sequence,
    Statement,
    Weighted,
    below,
    children,
)
from symbinfo.query.typed.expectation_forms import EXPECTATION, TOTAL, as_measures
from symbinfo.query.typed.indexed_sums import with_probabilities
from symbinfo.query.typed.joint_densities import (
    joint_against_product,
    of_variables,
    one_total,
    variables_in,
    variables_of_sums,
)
from symbinfo.query.typed.short_laws import SCALE, is_square, law_named, law_of, with_deviation
from symbinfo.query.typed.tokens import Told

__all__ = ["FUNCTIONS", "MEASURES", "OF_LAWS", "bare_laws", "meant"]

#: Measures by other names.
MEASURES: dict[str, str] = {
    "D_KL": "KL", "DKL": "KL", "D_kl": "KL", "d_KL": "KL", "d_kl": "KL", "Dkl": "KL", "KLD": "KL", "kl": "KL",
    "D_RE": "KL", "KL_div": "KL", "D": "KL", "JSD": "JS", "D_JS": "JS", "D_JSD": "JS", "Hel": "Hellinger",
    "D_H": "Hellinger", "d_H": "Hellinger", "H_e": "H", "H_d": "H", "CE": "CrossEntropy", "MI": "I", "chi2": "Chi2",
    "D_chi2": "Chi2", "Ent": "H", "entropy": "H", "h_d": "H", "H_times": "CrossEntropy", "d_Hel": "Hellinger",
    "D_Hel": "Hellinger", "JSdiv": "JS", "KLdiv": "KL", "TVD": "TV", "d_TV": "TV", "D_TV": "TV", "Fisher": "FisherInformation",
    **dict.fromkeys(("RelativeEntropy", "relative_entropy", "KLDivergence", "kl_divergence", "kl_div"), "KL"),
    **dict.fromkeys(("DifferentialEntropy", "differential_entropy", "ShannonEntropy", "shannon_entropy"), "H"),
    "joint_entropy": "JointEntropy", "conditional_entropy": "ConditionalEntropy",
    **dict.fromkeys(("mutual_information", "mutual_info", "surprisal"), "I"),
    **dict.fromkeys(("self_information", "information_content"), "I"), "cross_entropy": "CrossEntropy",
    **dict.fromkeys(("js_divergence", "jensen_shannon", "jensenshannon"), "JS"),
    **dict.fromkeys(("hellinger", "hellinger_distance", "HellingerDistance"), "Hellinger"),
    **dict.fromkeys(("renyi", "RenyiEntropy", "renyi_entropy", "renyi_divergence"), "Renyi"),
    **dict.fromkeys(("tsallis", "TsallisEntropy", "tsallis_entropy"), "Tsallis"),
    **dict.fromkeys(("chi_squared", "chi_square", "chi2_divergence", "ChiSquared_divergence"), "Chi2"),
    **dict.fromkeys(("total_variation", "total_variation_distance", "TVDistance"), "TV"),
    **dict.fromkeys(("fisher_information", "FisherInfo", "fisher_info"), "FisherInformation"),
}  # fmt: skip
#: The entropy of a coin.
BINARY = frozenset({"h", "H_b", "h_b", "h2", "h_2", "H_bin", "H2"})
#: The variance of a variable.
VARIANCES = frozenset({"Var", "Variance", "var"})
#: Functions by their letters or by other names, with the number of their arguments.
FUNCTIONS: dict[tuple[str, int], str] = {
    ("Gamma", 1): "gamma", ("GammaFunction", 1): "gamma", ("GammaFunction", 2): "uppergamma", ("gamma", 2): "lowergamma", ("psi", 1): "digamma",
    ("psi", 2): "polygamma", ("psi_prime", 1): "trigamma", ("B", 2): "beta", ("Beta", 2): "beta", ("W", 1): "LambertW",
    ("lnGamma", 1): "loggamma", ("lgamma", 1): "loggamma", ("gammaln", 1): "loggamma", ("max", 2): "Max",
    ("min", 2): "Min", ("Log", 1): "log", ("C", 2): "binomial",
}  # fmt: skip

#: Measures of variables take names; of laws, laws: what stands among their arguments is no function.
OF_LAWS = frozenset(
    [
        "KL",
        "H",
        "I",
        "JS",
        "Renyi",
        "Tsallis",
        "Hellinger",
        "Chi2",
        "Entropy",
        "CrossEntropy",
        "E",
        "FisherInformation",
        "RenyiDivergence",
        "JensenShannon",
        "ChiSquaredDivergence",
        "SelfInformation",
    ]
)
#: Letters that stand for laws where nothing else is said.
LAW_LETTERS = frozenset("PQpq")


def bare_laws(call: Call) -> tuple[str, ...]:
    """The names in ``H(P, Q)``, where they are letters of laws: a cross-entropy, and not a joint entropy as of X and Y."""
    names = tuple(item.name for item in call.arguments.items if isinstance(item, Name))
    plain = call.name == "H" and call.arguments.separators == (",",) and len(names) == 2
    return names if plain and LAW_LETTERS.issuperset(names) else ()


def meant(statement: Statement, told: Told, latex: bool = False, law: bool = False) -> Statement:
    """The statement in the names of the language; `law`: it is a law by itself."""
    reader = _Reader(told, latex)
    statement = with_probabilities(statement, variables_in(below(statement)), told)
    nodes = below(statement)
    reader.variables = variables_in(nodes)
    if not reader.variables and (summed := variables_of_sums(nodes)):
        reader.variables = summed
        told.note(f"the sums are read as means over variables {', '.join(sorted(summed))}, all of one joint law")
    reader.quantities = _quantities(statement)
    left = reader.node(statement.left, law or _is_beta(statement))
    right = None if statement.right is None else reader.node(statement.right, False)
    more = tuple((sign, reader.node(node, False)) for sign, node in statement.more)
    return Statement(left, statement.relation, right, more, reader.differential)


class _Reader:
    """Walks a tree and rewrites its calls; a chain of operations is walked without recursion."""

    def __init__(self, told: Told, latex: bool) -> None:
        self.told, self.latex, self.differential = told, latex, False
        self.variables: frozenset[str] = frozenset()
        #: Names that stand as quantities outside all calls but functions.
        self.quantities: frozenset[str] = frozenset()

    def node(self, node: Any, law: bool) -> Any:
        """The node, with its calls in the names of the language; `law`: it stands where a law is expected."""
        if law:
            node = law_of(node, self.told)
        match node:
            case Operation():
                return self._operation(node)
            case Negation():
                value = self.node(node.value, False)
                total = isinstance(node.value, Call) and node.value.name in (EXPECTATION, TOTAL)
                return _negated(value) if total else replace(node, value=value)
            case Keyword():
                return replace(node, value=self.node(node.value, False))
            case Weighted():
                return replace(node, weight=self.node(node.weight, False), value=self.node(node.value, True))
            case Sequence():
                return replace(node, items=tuple(self.node(item, law) for item in node.items))
            case Mapping():
                return replace(node, pairs=tuple((k, self.node(v, False)) for k, v in node.pairs))
            case Call():
                return self._call(node, law)
        return node

    def _operation(self, node: Operation) -> Operation:
        chain: list[Operation] = []
        inner: Any = node
        while isinstance(inner, Operation):
            chain.append(inner)
            inner = inner.left
        made = self.node(inner, False)
        for operation in reversed(chain):
            made = replace(operation, left=made, right=self.node(operation.right, False))
        return made

    def _call(self, call: Call, law: bool) -> Any:
        count = len(call.arguments.items)
        if call.name == EXPECTATION and count == 1 and (entropy := self._of_information(call)) is not None:
            return entropy
        if count == 2 and MEASURES.get(call.name, call.name) == "KL" and (found := joint_against_product(call)):
            self.told.changed = True
            return found
        if call.name in (EXPECTATION, TOTAL):
            call = one_total(call)
            items = tuple(self.node(item, at == 2) for at, item in enumerate(call.arguments.items))
            over = items[1] if call.name == TOTAL else None
            if over is not None or count == 1:
                found = of_variables(items[0], over, self.variables, self.told.densities)
                if found is not None:
                    self.told.changed = True
                    return found
            found = as_measures(replace(call, arguments=Bars(items, call.arguments.separators)), self.told)
            self._check_unmixed(items[1:2], found, call.start)
            return found
        if (law or count != 1 or call.name not in ("N", "U", "Be")) and (short := self._law(call)) is not None:
            return short
        if not law and (call.name, count) in FUNCTIONS and ";" not in call.arguments.separators[:1]:
            target = FUNCTIONS[call.name, count]
            if target.lower() != call.name:
                self.told.changed = True
            return self._with(call, target, False)
        if call.name in VARIANCES and count == 1:
            return self._variance(call)
        if call.name == "H" and count == 1 and self._is_of_a_number(call) and (found := self._binary(call)):
            return found
        if call.name == "Normal" and count == 2 and is_square(call.arguments.items[1]):
            self.told.note(
                "the second parameter of Normal is a deviation, and stands as a square: N(m, v) takes a variance"
            )
        if call.name in BINARY and (found := self._binary(call)):
            return found
        if call.name == "h":
            self.told.changed = self.differential = True
            call = replace(call, name="H")
        if call.name in MEASURES and (call.name != "D" or "||" in call.arguments.separators):
            return self._measure(call, MEASURES[call.name])
        if call.name == "hyper" and call.arguments.separators.count(";") == 2:
            return self._with(_hyper(call), "hyper", False)
        if call.name == "J" and count > 1 and _like_a_law(call.arguments.items[0]):
            return self._measure(call, "FisherInformation")
        if call.name in OF_LAWS:
            return self._measure(call, call.name)
        if call.name == "Gamma" and self.latex:
            self.told.note(SCALE)
        return self._with(call, call.name, law and call.name == "Product")

    def _check_unmixed(self, over: tuple[Any, ...], found: Any, start: int) -> None:
        """Measures of laws do not stand beside those of a variable whose law is meant: nobody said that X is drawn from p."""
        names = {part.name.upper() for node in over for part in below(node) if isinstance(part, Name)}
        mixed = sorted(names & self.variables)
        if mixed and not (isinstance(found, Call) and found.name == EXPECTATION):
            what = f"{mixed[0]} is a variable, and this is a measure of laws by their letters"
            raise QueryError(f"{what}: write all of it with laws, H(p) for H({mixed[0]})", "", start)

    def _of_information(self, call: Call) -> Call | None:
        """``E[I(X)]`` is H(X)."""
        (inner,) = call.arguments.items
        if not isinstance(inner, Call) or inner.name != "I" or len(inner.arguments.items) != 1:
            return None
        (item,) = inner.arguments.items
        if not isinstance(item, Name) or item.name not in "XYZ":
            return None
        self.told.changed = True
        return replace(inner, name="H")

    def _variance(self, call: Call) -> Any:
        """``Var[X]`` is E[X^2] - E[X]^2."""
        self.told.changed = True
        at = call.start
        body = self.node(call.arguments.items[0], False)
        square = Operation("**", body, Number(2, 0, at), at, at)
        means = [Call(EXPECTATION, Bars((part,), ()), at) for part in (square, body)]
        return Operation("-", means[0], Operation("**", means[1], Number(2, 0, at), at, at), at, at)

    def _is_of_a_number(self, call: Call) -> bool:
        """``H(0.5)``, ``H(1 - p)``, and ``H(p)`` beside ``p log p``: of no law and no variable."""
        (item,) = call.arguments.items
        if isinstance(item, Name):
            return item.name in self.quantities and item.name[0].islower() and item.name not in self.told.densities
        if isinstance(item, Number):
            return item.decimals > 0
        names = [n for n in below(item) if isinstance(n, Name)]
        return isinstance(item, Operation) and all(n.name[0].islower() or n.name == "E" for n in names)

    def _with(self, call: Call, name: str, law: bool) -> Call:
        items = tuple(self.node(item, law) for item in call.arguments.items)
        return replace(call, name=name, arguments=replace(call.arguments, items=items))

    def _measure(self, call: Call, name: str) -> Call:
        if name != call.name:
            self.told.changed = True
        arguments = _separated(name, call.arguments, self.told)
        call = replace(call, arguments=arguments)
        if name == "I" and len(arguments.items) == 2 and arguments.separators == (",",) and _names(arguments):
            self.told.changed = True
            arguments = Bars(arguments.items, (";",))
        if name == "H" and (found := self._probabilities(call)):
            return found
        outcome = name in ("I", "SelfInformation")
        order = {at + 1 for at, s in enumerate(arguments.separators) if s == ";"} if not outcome else set()
        laws = [at not in order and not (outcome and at == 0) for at in range(len(arguments.items))]
        items = tuple(
            self.node(self._listed(item) if law else item, law) for item, law in zip(arguments.items, laws, strict=True)
        )
        return replace(call, name=name, arguments=Bars(items, arguments.separators))

    def _listed(self, item: Any) -> Any:
        """``[1/2, 1/4, 1/4]``, where a law is expected: that of these probabilities."""
        numbers = (Number, Name, Operation, Negation)
        if not isinstance(item, Sequence) or not all(isinstance(part, numbers) for part in item.items):
            return item
        self.told.note("a list of numbers is read as the law with these probabilities")
        return Call("FiniteRV", Bars((_numbered(item.items, item.start),), ()), item.start)

    def _binary(self, call: Call) -> Call | None:
        """The entropy of a coin, where the one argument is a number."""
        items = call.arguments.items
        if len(items) != 1 or isinstance(items[0], Keyword | Sequence | Mapping):
            return None
        (item,) = items
        if isinstance(item, Name) and item.name in self.told.densities:
            return None
        if (law := law_of(item, Told())) != item and isinstance(law, Call):  # t_nu, chi_k^2
            return None
        if call.name == "h" and any(isinstance(n, Name) and n.name[0].isupper() and n.name != "E" for n in below(item)):
            return None
        if isinstance(item, Call) and item.name[0].isupper():
            return None
        self.told.note(f"{call.name} of a number is read as the entropy of a coin, H(Bernoulli(...))")
        coin = Call("Bernoulli", Bars((self.node(item, False),), ()), item.start)
        return replace(call, name="H", arguments=Bars((coin,), ()))

    def _probabilities(self, call: Call) -> Call | None:
        """``H(1/2, 1/4, 1/4)`` and ``H(p, 1 - p)``: the entropy of the law with these probabilities."""
        items = call.arguments.items
        if len(items) < 2 or set(call.arguments.separators) != {","}:
            return None
        plain = (Number, Operation, Negation)
        if not any(isinstance(item, plain) for item in items):
            return None
        if not all(isinstance(item, (*plain, Name)) for item in items):
            return None
        self.told.note("H of several numbers is read as the entropy of the law with these probabilities")
        table = _numbered(tuple(self.node(item, False) for item in items), call.start)
        return replace(call, arguments=Bars((Call("FiniteRV", Bars((table,), ()), call.start),), ()))

    def _law(self, call: Call) -> Call | None:
        """A law by a short name, in ours."""
        named = law_named(call, self.told, self.latex)
        if named is None:
            return None
        return with_deviation(call.name, self._with(named, named.name, False), self.told)


def _numbered(probabilities: tuple[Any, ...], start: int) -> Mapping:
    """The probabilities of the outcomes 0, 1, 2, ..."""
    return Mapping(tuple((Number(at, 0, start), value) for at, value in enumerate(probabilities)), start)


def _hyper(call: Call) -> Call:
    """``hyper(a, b; c; z)`` with its parameters as lists."""
    groups: list[list[Any]] = [[call.arguments.items[0]]]
    for separator, item in zip(call.arguments.separators, call.arguments.items[1:], strict=True):
        if separator == ";":
            groups.append([])
        groups[-1].append(item)
    above, below_, argument = groups
    items = (Sequence(tuple(above), call.start), Sequence(tuple(below_), call.start), *argument)
    return replace(call, arguments=Bars(items, (",",) * (len(items) - 1)))


def _negated(node: Any) -> Any:
    """A node with the other sign, term by term."""
    if isinstance(node, Negation):
        return node.value
    if isinstance(node, Operation) and node.sign in "+-" and isinstance(node.left, Negation | Operation):
        return replace(node, sign="-" if node.sign == "+" else "+", left=_negated(node.left))
    return Negation(node, getattr(node, "start", 0))


def _separated(name: str, arguments: Bars, told: Told) -> Bars:
    """``KL(P : Q)`` with two bars, and ``H(P; Q)`` and ``CE(P || Q)`` of laws with a comma."""
    items, separators = arguments.items, arguments.separators
    if name == "KL" and len(items) == 1 and isinstance(items[0], Weighted):
        told.changed = True
        return Bars((items[0].weight, items[0].value), ("||",))
    cross = name == "CrossEntropy" or (name == "H" and all(_like_a_law(item) for item in items))
    if cross and separators in ((";",), ("||",)) and (name, separators[0]) != ("H", "||"):
        told.note("two laws in one entropy are read as their cross-entropy")
        return Bars(items, (",",))
    return arguments


def _like_a_law(node: Any) -> bool:
    return (isinstance(node, Call) and node.name[0].isupper()) or (isinstance(node, Name) and node.name in LAW_LETTERS)


def _is_beta(statement: Statement) -> bool:
    """Whether ``Beta(a, b)`` stands by itself, which is a law then, and no function."""
    return isinstance(statement.left, Call) and statement.left.name == "Beta" and statement.right is None


def _quantities(statement: Statement) -> frozenset[str]:
    """The names outside the arguments of measures, laws and expectations: these begin with a capital letter, or are h."""
    waiting: list[Any] = [statement]
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name):
            found.add(node.name)
        elif not isinstance(node, Call) or (node.name[0].islower() and node.name not in ("h", "kl")):
            waiting.extend(children(node))
    return frozenset(found)


def _names(arguments: Bars) -> bool:
    return all(isinstance(item, Name) for item in arguments.items)
