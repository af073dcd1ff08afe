"""Nothing is used that was not declared: symbols, abstract functions with their numbers of arguments, and sizes."""

from __future__ import annotations

from collections.abc import Iterator

from .exceptions import CertificateError
from .statements import Law, Plain, Step, arity_of, bind, sizes_of
from .terms import Term, applications, bound_symbols, free_symbols
from .witnesses import terms_of_witness

__all__ = ["demand_declared"]


def demand_declared(plain: Plain, where: str) -> None:
    """Every free symbol and every abstract function must be declared, and every size as a positive integer."""
    declared, kinds = dict(plain.symbols), dict(plain.functions)
    terms = list(_terms_of(plain))
    for place, term in terms:
        applied = sorted(applications(term))
        odd = sorted(free_symbols(term) - declared.keys()) + [name for name, _ in applied if name not in kinds]
        if odd:
            raise CertificateError(f"undeclared symbol {odd[0]}", f"{where}, {place}")
        for name, count in applied:
            wanted = arity_of(kinds[name])
            if count != wanted:
                raise CertificateError(f"{name} is a {kinds[name]}: it takes {_counted(wanted)}", f"{where}, {place}")
    sizes = {s for kind in kinds.values() for s in sizes_of(kind) if not s.isdigit()}
    odd = sorted(s for s in sizes if declared.get(s) != "positive integer")
    if odd:
        raise CertificateError(f"the size {odd[0]} is not declared as a positive integer", where)
    if not sizes:
        return
    variables = {v for _, law in plain.laws for v in (law.variable, *(row[0] for row in law.variables))}
    over = {v for step in plain.steps if step.equality for v, _, _ in step.equality[1]}
    bound = variables.union(over, *(bound_symbols(term) for _, term in terms))
    if bound & sizes:
        raise CertificateError(f"the size {min(bound & sizes)} is bound: call the variable otherwise", where)


def _counted(arguments: int) -> str:
    return "one argument" if arguments == 1 else f"{arguments} arguments"


def _terms_of(plain: Plain) -> Iterator[tuple[str, Term]]:
    """Everything that a derivation says, each with its place; what a law or an equality case binds is bound."""
    yield "start", plain.start
    yield from (("conditions", c) for c in plain.conditions)
    yield from ((f"step {i}", step.term) for i, step in enumerate(plain.steps, 1))
    yield from (("claim", plain.claim.left), ("claim", plain.claim.right))
    if plain.measure is not None:
        labels = {o for name in plain.measure.laws for o, _ in dict(plain.laws)[name].outcomes}
        own = (plain.measure.base, plain.measure.at, plain.measure.order, plain.measure.second)
        yield from (("measure", t) for t in own if t is not None and t not in labels)
    for name, law in plain.laws:
        yield from ((f"law {name}", term) for term in _terms_of_law(law))
    before = plain.start
    for i, step in enumerate(plain.steps, 1):
        yield from ((f"step {i}, equality", term) for term in _terms_of_equality(step))
        yield from ((f"step {i}, witness", term) for term in terms_of_witness(step.witness, before, step.term))
        before = step.term


def _terms_of_law(law: Law) -> Iterator[Term]:
    """An outcome is a label: only its probability is a number that has to be known."""
    if law.variable:
        yield ("sum", law.density, law.variable, law.lower, law.upper)
    if law.kind == "joint":
        yield bind(law, 1)
    yield from (probability for _, probability in law.outcomes)


def _terms_of_equality(step: Step) -> Iterator[Term]:
    if step.equality is not None:
        condition, over = step.equality
        inside: Term = ("cases", ("case", 1, condition))
        for variable, low, high in over:
            inside = ("sum", inside, variable, low, high)
        yield inside
