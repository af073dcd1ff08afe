"""Code as text: one statement a line, what occurs more than once named first, brackets only where they are needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from keyword import iskeyword

from symbinfo.kernels.code import RESERVED, Code, KernelError

__all__ = ["ATOM", "POWER", "Writer", "folded"]

WIDTH = 108
OR, AND, NOT, RELATION, SUM, PRODUCT, NEGATIVE, POWER, ATOM = range(9)


class Writer:
    """Writes code out, one statement a line; what occurs more than once gets a name first.

    Parameters
    ----------
    taken : iterable of str
        Names that are in use.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = set(taken) | RESERVED
        self.named: dict[Code, str] = {}
        self.lines: list[str] = []

    def name_shared(self, *roots: Code) -> None:
        """Name the subexpressions that `roots` share."""
        counts: Counter[Code] = Counter()
        for root in roots:
            _count(root, counts)
        for root in roots:
            self._name_below(root, counts)

    def _name_below(self, code: Code, counts: Counter[Code]) -> None:
        if code in self.named or code.kind == "sum":
            return
        for arg in code.args:
            self._name_below(arg, counts)
        if counts[code] >= _worth_naming_from(code):
            text = self.text(code)
            name = self._free(_readable(code, self.text))
            self.lines.append(f"{name} = {text}")
            self.named[code] = name

    def _free(self, wish: str | None) -> str:
        if wish is not None and wish not in self.taken and not iskeyword(wish):
            self.taken.add(wish)
            return wish
        number = next(i for i in range(1, len(self.taken) + 2) if f"term{i}" not in self.taken)
        self.taken.add(f"term{number}")
        return f"term{number}"

    def text(self, code: Code) -> str:
        """The code on one line."""
        return self._write(code)[0]

    def _operand(self, code: Code, least: int) -> str:
        text, binding = self._write(code)
        return text if binding >= least else f"({text})"

    def _write(self, code: Code) -> tuple[str, int]:
        if code in self.named:
            return self.named[code], ATOM
        args = code.args
        match code.kind:
            case "name" | "number":
                return code.text, ATOM
            case "call":
                return f"{code.text}({', '.join(self.text(a) for a in args)})", ATOM
            case "real":
                return f"{self._operand(args[0], ATOM)}.real", ATOM
            case "sum":
                return f"sum({self.text(args[0])} for {code.text})", ATOM
            case "add":
                return self._write_sum(args), SUM
            case "sub":
                return f"{self._operand(args[0], SUM)} - {self._operand(args[1], PRODUCT)}", SUM
            case "mul":
                return "*".join(self._factor(a, first=i == 0) for i, a in enumerate(args)), PRODUCT
            case "div":
                return f"{self._factor(args[0], first=True)}/{self._operand(args[1], NEGATIVE)}", PRODUCT
            case "neg":
                return f"-{self._operand(args[0], PRODUCT)}", NEGATIVE if args[0].kind != "div" else PRODUCT
            case "power":
                return f"{self._operand(args[0], ATOM)}**{self._operand(args[1], ATOM)}", POWER
            case "relation":
                return f"{self._operand(args[0], SUM)} {code.text} {self._operand(args[1], SUM)}", RELATION
            case "and":
                return " & ".join(self._operand(a, SUM) for a in args), AND
            case "or":
                return " | ".join(self._operand(a, SUM) for a in args), OR
            case "not":
                return f"~{self._operand(args[0], ATOM)}", ATOM
        raise KernelError(f"no way to write {code.kind}")

    def _factor(self, code: Code, *, first: bool) -> str:
        return self._operand(code, PRODUCT if first or code.kind == "mul" else NEGATIVE)

    def _write_sum(self, terms: tuple[Code, ...]) -> str:
        text = self._operand(terms[0], PRODUCT)
        for term in terms[1:]:
            minus = term.kind == "neg" and term not in self.named
            text += f" - {self._operand(term.args[0], PRODUCT)}" if minus else f" + {self._operand(term, PRODUCT)}"
        return text


def _count(code: Code, counts: Counter[Code]) -> None:
    counts[code] += 1
    if counts[code] == 1 and code.kind != "sum":
        for arg in code.args:
            _count(arg, counts)


def _worth_naming_from(code: Code) -> float:
    """How often it must occur to get a name: functions and quotients twice, cheap sums of leaves three times."""
    if code.kind in ("name", "number", "neg", "relation", "and", "or", "not") or not code.args:
        return float("inf")
    leaves = all(a.kind in ("name", "number", "neg") for a in code.args)
    if leaves and all(a.kind == "number" for a in code.args):
        return float("inf")
    return 3 if leaves and code.kind in ("add", "sub", "mul") else 2


def _readable(code: Code, text: Callable[[Code], str]) -> str | None:
    """A name that says what it holds; None where that would be long."""
    signs = [a.kind == "neg" for a in code.args]
    words = [text(a.args[0] if a.kind == "neg" else a) for a in code.args]
    words = ["one" if w == "1" else "two" if w == "2" else w for w in words]
    if not all(w.isidentifier() for w in words) or any(signs[:1]):
        return None
    name = None
    if code.kind == "call" and len(words) == 1 and not signs[0]:
        function = code.text.split(".")[-1]
        name = f"{words[0]}_squared" if function == "square" else f"{function}_{words[0]}"
    elif code.kind == "div":
        name = f"{words[0]}_over_{words[1]}"
    elif code.kind in ("add", "sub") and len(words) == 2:
        name = f"{words[0]}_{'minus' if signs[1] or code.kind == 'sub' else 'plus'}_{words[1]}"
    return name if name is not None and len(name) <= 30 else None


def folded(line: str) -> str:
    """A long assignment over several lines, broken before the operators that stand outside all brackets."""
    target, _, text = line.partition(" = ")
    if len(line) <= WIDTH:
        return line
    pieces, depth, start = [], 0, 0
    for i, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and text[i : i + 3] in (" + ", " - ", " & ", " | "):
            pieces.append(text[start:i])
            start = i + 1
    if not pieces:
        return line
    pieces.append(text[start:])
    return "\n".join([f"{target} = (", *(f"    {piece}" for piece in pieces), ")"])
