"""A proof over named random variables for a reader: the difference of the sides as a sum, and why each part is so."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from symbinfo.derivation import Relation
from symbinfo.query.shannon_measures import ShannonSum, signed_sum
from symbinfo.verification.shannon.linear_proof import Part, Proof

__all__ = ["data_of", "equality_case", "identity_of", "lines_of"]

RULES = {
    "H": ("entropy-is-nonnegative", "a conditional entropy is never negative"),
    "I": ("information-is-nonnegative", "a conditional information between two groups is never negative"),
}
EXPAND = "both sides are the same combination of joint entropies"


def data_of(proof: Proof) -> dict[str, Any]:
    """The proof as plain data: for each direction an identity, and the steps that give its right side a sign."""
    return {"copies": [_copy(proof, number) for number in range(len(proof.copies))], "parts": [*_parts(proof)]}


def _parts(proof: Proof) -> Iterable[dict[str, Any]]:
    claim = proof.claim
    only_identity = not any(part.terms for part in proof.parts)
    for part in proof.parts[:1] if only_identity else proof.parts:
        relation = Relation.EQ if only_identity else Relation.GE if part.direction > 0 else Relation.LE
        shown = f"{claim.left} {relation} {claim.right}"
        if part.terms or part.uses:
            yield {"shows": shown, "identity": identity_of(proof, part), "steps": _steps(proof, part)}
        else:
            shapes = list(dict.fromkeys([str(claim.left), _joint(proof), str(claim.right)]))
            identity = " = ".join(shapes if len(shapes) > 1 else shapes * 2)
            step = {"coefficient": "1", "statement": identity, "rule": "expand", "because": EXPAND}
            yield {"shows": shown, "identity": identity, "steps": [step]}


def identity_of(proof: Proof, part: Part) -> str:
    """The difference of the two sides as the combination that gives it a sign."""
    return f"{_difference(proof, part)} = {_combination(proof, part)}"


def _difference(proof: Proof, part: Part) -> str:
    first, second = (proof.claim.left, proof.claim.right)[:: part.direction]
    pairs = [(Fraction(int(f.p), int(f.q)), str(term)) for f, term in first.terms]
    pairs.extend((-Fraction(int(f.p), int(f.q)), str(term)) for f, term in second.terms)
    return signed_sum(pairs)


def _combination(proof: Proof, part: Part) -> str:
    pairs = [(factor, str(inequality.term(proof.at))) for factor, inequality in part.terms]
    for factor, number in part.uses:
        statement = proof.given[number].statement
        if not statement.right.terms:
            pairs.extend((factor * Fraction(int(f.p), int(f.q)), str(term)) for f, term in statement.left.terms)
        else:
            pairs.append((factor, f"({statement.left} - {_bracketed(statement.right)})"))
    return signed_sum(pairs)


def _bracketed(side: ShannonSum) -> str:
    return str(side) if len(side.terms) == 1 and side.terms[0][0] > 0 else f"({side})"


def _steps(proof: Proof, part: Part) -> list[dict[str, str]]:
    steps = []
    for factor, inequality in part.terms:
        term = inequality.term(proof.at)
        rule, because = (
            RULES[term.kind] if term.given or term.kind == "I" else (RULES["H"][0], "no entropy is negative")
        )
        if term.kind == "I" and not term.given:
            because = "an information between two groups is never negative"
        steps.append({"coefficient": str(factor), "statement": f"{term} >= 0", "rule": rule, "because": because})
    for factor, number in part.uses:
        line = proof.given[number]
        because = f"given: {line.words}"
        step = {"coefficient": str(factor), "statement": str(line.statement), "rule": "given", "because": because}
        steps.append(step)
    return steps


def _joint(proof: Proof) -> str:
    """Both sides of an identity by joint entropies."""
    vector = proof.at.of_sum(proof.claim.left)
    ordered = sorted(vector.items(), key=lambda pair: (pair[0].bit_count(), pair[0]))
    return signed_sum((factor, f"H({','.join(proof.at.names(mask))})") for mask, factor in ordered)


def _copy(proof: Proof, number: int) -> dict[str, str]:
    copy = proof.copies[number]
    before = proof.at.variables[: len(proof.at.variables) - len(proof.copies) + number]
    over, rest = ",".join(copy.over), ",".join(name for name in before if name not in copy.over)
    because = (
        f"the copy lemma: a variable {copy.new} can be added such that ({copy.new},{over}) is distributed as "
        f"({copy.of},{over}), and I({copy.new};{rest}|{over}) = 0"
    )
    return {"statement": str(copy), "rule": "copy-lemma", "because": because}


def equality_case(proof: Proof) -> str:
    """When both sides of a proved inequality are equal: exactly where every term of the sum vanishes."""
    if proof.claim.relation is Relation.EQ or proof.copies:
        return ""
    (part,) = proof.parts
    zeros = [f"{inequality.term(proof.at)} = 0" for _, inequality in part.terms]
    for _, number in part.uses:
        statement = proof.given[number].statement
        if statement.relation is not Relation.EQ:
            zeros.append(f"{statement.left} = {statement.right}")
    if not zeros:
        return "both sides are equal"
    return f"equality exactly when {' and '.join(zeros)}" if len(zeros) <= 3 else ""


def lines_of(proof: Proof) -> list[str]:
    """The proof as lines of text."""
    data = data_of(proof)
    lines = [f"{copy['statement']}: {copy['because']}" for copy in data["copies"]]
    for part in data["parts"]:
        first, second, *more = part["identity"].split(" = ")
        if first != second or more:  # else the claim speaks of a single measure
            lines.append(part["identity"])
        if part["steps"][0]["rule"] == "expand":
            continue
        width = max(len(step["statement"]) for step in part["steps"])
        lines.extend(f"  {step['statement']:<{width}}  {step['because']}" for step in part["steps"])
    if case := equality_case(proof):
        lines.append(case)
    return lines
