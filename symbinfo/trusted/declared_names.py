"""Nothing is used that was not declared: symbols, abstract functions with their numbers of arguments, and sizes."""

from __future__ import annotations

from .exceptions import CertificateError
from .statements import Plain, arity_of, bind, sizes_of
from .terms import Term, applications, free_symbols, functions

__all__ = ["demand_declared"]


def _counted(arguments: int) -> str:
    return "one argument" if arguments == 1 else f"{arguments} arguments"


def demand_declared(plain: Plain, where: str) -> None:
    """Every free symbol and every abstract function must be declared."""
    declared = {name for name, _ in plain.symbols}
    kinds = dict(plain.functions)
    known = set(kinds)
    terms: list[tuple[str, Term]] = [("start", plain.start), *(("conditions", c) for c in plain.conditions)]
    terms.extend((f"step {i}", step.term) for i, step in enumerate(plain.steps, 1))
    terms.extend((("claim", plain.claim.left), ("claim", plain.claim.right)))
    if plain.measure is not None:
        listed = {o for name in plain.measure.laws for o, _ in dict(plain.laws)[name].outcomes}
        at = plain.measure.at
        own = (plain.measure.base, at, plain.measure.order)
        terms.extend(("measure", t) for t in own if t is not None and t not in listed)
    for name, law in plain.laws:
        if law.variable:
            terms.append((f"law {name}", ("sum", law.density, law.variable, law.lower, law.upper)))
        if law.kind == "joint":
            terms.append((f"law {name}", bind(law, 1)))
        # An outcome is a label: only its probability is a number that has to be known.
        terms.extend((f"law {name}", probability) for _, probability in law.outcomes)
    for i, step in enumerate(plain.steps, 1):
        if step.equality is not None:
            condition, over = step.equality
            inside: Term = ("cases", ("case", 1, condition))
            for variable, low, high in over:
                inside = ("sum", inside, variable, low, high)
            terms.append((f"step {i}, equality", inside))
    for place, term in terms:
        odd = sorted(free_symbols(term) - declared) + sorted(functions(term) - known)
        if odd:
            raise CertificateError(f"undeclared symbol {odd[0]}", f"{where}, {place}")
        for name, count in sorted(applications(term)):
            if count != arity_of(kinds[name]):
                raise CertificateError(
                    f"{name} is a {kinds[name]}: it takes {_counted(arity_of(kinds[name]))}", f"{where}, {place}"
                )
    sizes = {s for kind in kinds.values() for s in sizes_of(kind) if not s.isdigit()}
    odd = sorted(s for s in sizes if dict(plain.symbols).get(s) != "positive integer")
    if odd:
        raise CertificateError(f"the size {odd[0]} is not declared as a positive integer", where)
