"""Proved certificates broken in one place: terms, witnesses, side conditions, laws, titles, lemmas, the order of steps.

The certificates are data (`mutation_bases.json`), and so are the mutants that are true all the same
(`true_all_the_same.json`), each with the reason why it is. Run as a program, this file makes all mutants, prints a table
of them, and writes the second file anew, with reasons that are decided by what the mutants say and by numbers.
"""

from __future__ import annotations

import copy
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from symbinfo.trusted import BudgetExceeded, Certificate, CertificateError, check, dump, parse
from symbinfo.trusted.proof.facts import FACTS
from symbinfo.trusted.proof.replay import replay

HERE = Path(__file__).parent
BASES: dict[str, Any] = json.loads((HERE / "mutation_bases.json").read_text())
LISTED_AS_TRUE = HERE / "true_all_the_same.json"
#: So many mutants of one kind are made of one certificate; of one that takes long, one in so many is kept.
MOST, KEPT_ONE_IN = 7, {"triangular": 6, "uniform against von Mises": 6}
#: Why a mutant that is proved is true all the same.
ARGUES_OTHERWISE = "it says what the certificate says, and only argues otherwise"
SAYS_LESS = "terms of the certificate are equal, in another order, or fewer of them"
NEEDLESS = "the absolute value of a symbol that is not negative"
NUMBERS_AGREE = "numbers agree, to 24 digits"
NOTHING = "nothing fulfils the conditions of a lemma"
#: These two were seen by a person, where numbers did not decide.
SQUARE = "a sign under a square"
PART = "the same domain, or a part of it"
REASONS = (ARGUES_OTHERWISE, SAYS_LESS, NEEDLESS, NUMBERS_AGREE, NOTHING, SQUARE, PART)


class Mutant(NamedTuple):
    """A certificate with one thing changed: of what, which kind of change, where, and the data."""

    base: str
    kind: str
    place: str
    data: Any

    @property
    def name(self) -> str:
        digest = sha256(json.dumps(self.data).encode()).hexdigest()[:8]
        return f"{self.kind} / {self.place} / {digest}"


# --- one part of a term ----------------------------------------------------------------------------------------------


def parts_of(term: Any, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Any]]:
    yield path, term
    if isinstance(term, tuple):
        for i, part in enumerate(term[1:], 1):
            if not (i == 2 and term[0] in ("integral", "sum", "diff", "limit")):
                yield from parts_of(part, (*path, i))


def put(term: Any, path: tuple[int, ...], new: Any) -> Any:
    return (*term[: path[0]], put(term[path[0]], path[1:], new), *term[path[0] + 1 :]) if path else new


def is_number(part: Any) -> bool:
    return isinstance(part, (int, Fraction))


def has_head(*heads: str) -> Callable[[Any], bool]:
    return lambda part: isinstance(part, tuple) and part[0] in heads


BINDER, SUM, PRODUCT, POWER = has_head("integral", "sum"), has_head("+"), has_head("*"), has_head("^")
FUNCTION = has_head(
    "log", "exp", "gamma", "polygamma", "beta", "loggamma", "erf", "zeta", "uppergamma", "besseli", "cos"
)
#: What is changed, and into what.
EDITS: dict[str, tuple[Callable[[Any], bool], Callable[[Any], Any]]] = {
    "sign of a number": (is_number, lambda t: -t),
    "digit at 1e-30": (is_number, lambda t: t + Fraction(1, 10**30)),
    "number shifted": (is_number, lambda t: t + Fraction(1, 2)),
    "sign of a function": (FUNCTION, lambda t: ("*", -1, t)),
    "argument shifted": (FUNCTION, lambda t: (*t[:-1], ("+", t[-1], 1))),
    "term dropped": (SUM, lambda t: t[:-1] if len(t) > 2 else None),
    "factor dropped": (PRODUCT, lambda t: t[:-1] if len(t) > 2 else None),
    "term doubled": (SUM, lambda t: (*t, t[-1])),
    "factor doubled": (PRODUCT, lambda t: ("*", 2, *t[1:])),
    "other exponent": (POWER, lambda t: ("^", t[1], ("+", t[2], 1))),
    "exponent turned": (POWER, lambda t: ("^", t[1], ("*", -1, t[2]))),
    "ends swapped": (BINDER, lambda t: (*t[:3], t[4], t[3])),
    "end moved": (BINDER, lambda t: (*t[:3], t[3] if t[3] == "%-oo" else ("+", t[3], Fraction(1, 64)), t[4])),
    "absolute value lost": (has_head("abs"), lambda t: t[1]),
    "absolute value": (lambda t: isinstance(t, str) and t[0] != "%", lambda t: ("abs", t)),
    "square root of the square": (
        lambda t: isinstance(t, str) and t[0] != "%",
        lambda t: ("^", ("^", t, 2), ("^", 2, -1)),
    ),
}


def edited(text: str, kind: str, symbols: list[str]) -> Iterator[str]:
    """The text of a term with one of its parts changed in one way."""
    term = parse(text)
    applies, change = EDITS[kind]
    for path, part in parts_of(term):
        if applies(part) and not (kind.endswith(("value", "square")) and part not in symbols):
            new = change(part)
            if new is not None and new != part:
                yield dump(put(term, path, new))


# --- where terms stand -----------------------------------------------------------------------------------------------

NO_TERMS = ("form", "fact", "variable", "parameter", "total", "order", "signs")


def texts_in(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to the terms of a witness."""
    if isinstance(part, str):
        yield path
        return
    entries = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in entries:
        if key not in NO_TERMS:
            yield from texts_in(value, (*path, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at a place; None takes it away."""
    mutant = copy.deepcopy(data)
    place = at(mutant, path[:-1])
    if new is None:
        del place[path[-1]]
    else:
        place[path[-1]] = new
    return mutant


def fields(data: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The places of all terms, each with the kind of place."""
    for name, plain in data["derivations"].items():
        here = ("derivations", name)
        yield "start", (*here, "start")
        for i in range(len(plain["conditions"])):
            yield "condition", (*here, "conditions", i)
        for law, rows in plain["laws"].items():
            for key in ("density", "lower", "upper"):
                if key in rows:
                    yield "law", (*here, "laws", law, key)
            for i in range(len(rows.get("outcomes", ()))):
                yield "law", (*here, "laws", law, "outcomes", i, 1)
        for key in ("base", "order", "at"):
            if key in (plain["measure"] or {}):
                yield "title", (*here, "measure", key)
        for i, step in enumerate(plain["steps"]):
            yield "step", (*here, "steps", i, "term")
            for path in texts_in(step.get("witness"), ()):
                words = [key for key in path if isinstance(key, str)]
                yield (
                    f"witness {words[-1] if words[0] != 'spread' else 'spread'}",
                    (*here, "steps", i, "witness", *path),
                )


def followed(data: Any, path: tuple[Any, ...]) -> Any:
    """The claim follows the start and the last step, so that only mathematics can object."""
    plain = data["derivations"][path[1]]
    plain["claim"]["left"] = plain["start"]
    plain["claim"]["right"] = plain["steps"][-1]["term"] if plain["steps"] else plain["start"]
    return data


def with_edited_terms(base: str, data: Any, rng: Random) -> Iterator[Mutant]:
    places: dict[str, list[tuple[Any, ...]]] = {}
    for kind, path in fields(data):
        places.setdefault(kind, []).append(path)
    for kind, paths in places.items():
        for edit in EDITS:
            found = []
            for path in paths:
                symbols = list(data["derivations"][path[1]]["symbols"])
                if not str(at(data, path)).startswith("%"):
                    found += [(path, new) for new in edited(at(data, path), edit, symbols)]
            few = 2 if kind.startswith("witness") or kind in ("condition", "law", "title") else 3
            for path, new in rng.sample(found, min(few, len(found))):
                where = ".".join(map(str, path[1:]))
                yield Mutant(base, f"{kind}: {edit}", where, followed(changed(data, path, new), path))


# --- side conditions -------------------------------------------------------------------------------------------------

WIDER = {
    "positive": ("real", "nonnegative", "nonzero"),
    "open probability": ("probability", "positive"),
    "probability": ("nonnegative", "real"),
    "positive integer": ("positive", "nonnegative integer", "integer"),
    "nonnegative integer": ("integer", "nonnegative"),
    "integer": ("real",),
    "nonnegative": ("real",),
}


def with_other_conditions(base: str, data: Any, rng: Random) -> Iterator[Mutant]:
    """Kinds of symbols made wider, in one derivation or in all; conditions dropped, turned, made loose or strict."""
    plains = data["derivations"]
    for symbol in sorted({s for plain in plains.values() for s in plain["symbols"]}):
        kind = next(plain["symbols"][symbol] for plain in plains.values() if symbol in plain["symbols"])
        for wider in WIDER.get(kind, ()):
            mutant = copy.deepcopy(data)
            for plain in mutant["derivations"].values():
                if symbol in plain["symbols"]:
                    plain["symbols"][symbol] = wider
            yield Mutant(base, "kind made wider everywhere", f"{symbol} {wider}", mutant)
            for name in rng.sample(sorted(plains), min(2, len(plains))):
                if symbol in plains[name]["symbols"]:
                    mutant = changed(data, ("derivations", name, "symbols", symbol), wider)
                    yield Mutant(base, "kind made wider in one derivation", f"{name} {symbol} {wider}", mutant)
    for condition in sorted({c for plain in plains.values() for c in plain["conditions"]}):
        term: Any = parse(condition)
        other = {"condition dropped": None}
        if term[0] in ("<", "<="):
            other["condition turned"] = dump((term[0], term[2], term[1]))
            other["condition made loose or strict"] = dump(("<=" if term[0] == "<" else "<", *term[1:]))
        for kind, new in other.items():
            owners = [name for name, plain in plains.items() if condition in plain["conditions"]]
            for chosen in [owners, *([name] for name in owners[:2] if len(owners) > 1)]:
                mutant = copy.deepcopy(data)
                for name in chosen:
                    kept = [c for c in plains[name]["conditions"] if c != condition or new is not None]
                    mutant["derivations"][name]["conditions"] = [new if c == condition else c for c in kept]
                yield Mutant(base, kind, f"{','.join(chosen)} {condition}", mutant)


# --- what is no term -------------------------------------------------------------------------------------------------


def entries_in(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    yield path, part
    if isinstance(part, (dict, list)):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from entries_in(value, (*path, key))


def with_other_witnesses(base: str, data: Any, rng: Random) -> Iterator[Mutant]:
    """Facts, forms, variables, parameters, orders, signs and totals exchanged; entries lost, doubled or exchanged."""
    from symbinfo.trusted.witnesses import FORMS

    found: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}

    def note(kind: str, path: tuple[Any, ...], new: Any) -> None:
        found.setdefault(kind, []).append((path, new))

    for name, plain in data["derivations"].items():
        for i, step in enumerate(plain["steps"]):
            here = ("derivations", name, "steps", i)
            witness = step.get("witness")
            if witness is None:
                continue
            note("witness lost", (*here, "witness"), None)
            for form, (wanted, optional) in FORMS.items():
                if form != witness["form"]:
                    kept = {key: value for key, value in witness.items() if key in wanted | optional}
                    filled = {key: [] if key != "interval" else ["0", "1"] for key in wanted - set(kept)}
                    note("form named wrongly", (*here, "witness"), {**filled, **kept, "form": form})
            for path, part in entries_in(witness, (*here, "witness")):
                key = path[-1]
                if isinstance(part, list) and part:
                    entry = rng.randrange(len(part))
                    note("entry lost", path, part[:entry] + part[entry + 1 :])
                    note("entry doubled", path, [*part, part[entry]])
                    if len(part) > 1:
                        note("entries turned around", path, part[::-1])
                if isinstance(part, dict) and key != "witness":
                    lost = rng.choice(sorted(part))
                    note("field lost", path, {k: v for k, v in part.items() if k != lost})
                if key == "fact":
                    own = FACTS[part]
                    alike = sorted(
                        f for f, row in FACTS.items() if set(row.parameters) == set(own.parameters) and f != part
                    )
                    for other in [*rng.sample(alike, min(2, len(alike))), rng.choice(sorted(FACTS))]:
                        note("other fact", path, other)
                elif key == "variable" and "fact" in at(data, path[:-1]):
                    note("other variable", path, f"{part}_")
                elif key == "parameter":
                    note("other parameter", path, f"{part}_")
                    note("other parameter", path, at(data, path[:-1])["variable"])
                    note("other parameter", path, rng.choice(sorted(plain["symbols"]) or ["w"]))
                    note("other parameter", path, None)
                elif key == "order":
                    note("other order", path, part + 1)
                    note("other order", path, part - 1)
                elif key == "signs":
                    note("other signs", path, [-sign for sign in part])
                elif key == "total":
                    for law in sorted({*plain["laws"], *data["derivations"]} - {part if isinstance(part, str) else ""}):
                        note("other total", path, law)
                elif key == "chart":
                    note("chart turned around", path, {**part, "lower": part["upper"], "upper": part["lower"]})
                elif key == "times":
                    note("order added", (*path[:-1], "order"), at(data, path[:-1]).get("order", 0) + 1)
                elif key == "values" and len(part) > 1:
                    names = sorted(part)
                    note(
                        "values exchanged",
                        path,
                        dict(zip(names, [part[n] for n in names[1:] + names[:1]], strict=True)),
                    )
            note("a case added", (*here, "witness", "cases"), [_some_value(plain, rng)])
    for kind, rows in found.items():
        for path, new in Random(f"{kind} {base}").sample(rows, min(MOST, len(rows))):
            if at_or_none(data, path) != new:
                where = ".".join(map(str, path[1:]))
                yield Mutant(base, kind, where, changed(data, path, new))


def at_or_none(data: Any, path: tuple[Any, ...]) -> Any:
    try:
        return at(data, path)
    except (KeyError, IndexError):
        return None


def _some_value(plain: Any, rng: Random) -> str:
    symbols = sorted(plain["symbols"]) or ["2"]
    return rng.choice(["(^ {} 1/2)", "(log {})", "(+ {} -1)", "(^ {} -1)", "(* -1 {})"]).format(rng.choice(symbols))


def with_other_structure(base: str, data: Any, rng: Random) -> Iterator[Mutant]:
    """Laws, titles, lemmas and the order of steps."""
    plains = data["derivations"]
    main = plains[data["main"]]
    changes: dict[str, list[tuple[tuple[Any, ...], Any]]] = {}

    def note(kind: str, path: tuple[Any, ...], new: Any) -> None:
        changes.setdefault(kind, []).append((("derivations", *path), new))

    for name, plain in plains.items():
        steps = plain["steps"]
        for i, step in enumerate(steps):
            note("step lost", (name, "steps"), steps[:i] + steps[i + 1 :])
            note("step to another relation", (name, "steps", i, "relation"), "<=")
            if i + 1 < len(steps):
                other = [*steps[:i], {**step, "term": steps[i + 1]["term"]}, {**steps[i + 1], "term": step["term"]}]
                note("terms of steps exchanged", (name, "steps"), other + steps[i + 2 :])
                note("steps exchanged", (name, "steps"), [*steps[:i], steps[i + 1], step, *steps[i + 2 :]])
                witnesses = [
                    {**step, "witness": steps[i + 1].get("witness")},
                    {**steps[i + 1], "witness": step.get("witness")},
                ]
                if None not in (witnesses[0]["witness"], witnesses[1]["witness"]):
                    note("witnesses exchanged", (name, "steps"), [*steps[:i], *witnesses, *steps[i + 2 :]])
            for lemma in step["lemmas"]:
                note("lemma not cited", (name, "steps", i, "lemmas"), [x for x in step["lemmas"] if x != lemma])
                others = sorted(set(plains) - {name, lemma})
                if others:
                    note("other lemma cited", (name, "steps", i, "lemmas"), [rng.choice(others)])
        for relation in ("<", "<=", ">="):
            note("claim of another relation", (name, "claim", "relation"), relation)
        for law, rows in plain["laws"].items():
            if "total" in rows:
                note("total of a law lost", (name, "laws", law), {k: v for k, v in rows.items() if k != "total"})
                for other in sorted(set(plains) - {rows["total"]}):
                    note("total of a law exchanged", (name, "laws", law, "total"), other)
            if "lower" in rows:
                note(
                    "range of a law turned",
                    (name, "laws", law),
                    {**rows, "lower": rows["upper"], "upper": rows["lower"]},
                )
                other = "discrete" if rows["kind"] == "continuous" else "continuous"
                note("kind of a law", (name, "laws", law, "kind"), other)
            if "outcomes" in rows:
                note("outcome lost", (name, "laws", law, "outcomes"), rows["outcomes"][:-1])
                first, *rest = rows["outcomes"]
                note("outcome of another name", (name, "laws", law, "outcomes"), [["other", first[1]], *rest])
                turned = [[o, p] for (o, _), (_, p) in zip(rows["outcomes"], rows["outcomes"][::-1], strict=True)]
                note("probabilities exchanged", (name, "laws", law, "outcomes"), turned)
        if len(plain["laws"]) == 2:
            (p, first), (q, second) = plain["laws"].items()
            note("laws exchanged", (name, "laws"), {p: second, q: first})
        if plain["measure"] is not None:
            measure = plain["measure"]
            note("laws of the title exchanged", (name, "measure", "laws"), measure["laws"][::-1])
            for base_ in ("2", "1/2", "1"):
                note("other base", (name, "measure", "base"), base_)
            for word in (
                "entropy",
                "kl",
                "cross-entropy",
                "chi-squared",
                "hellinger",
                "jensen-shannon",
                "self-information",
            ):
                note("other measure", (name, "measure", "name"), word)
            for order in ("1", "2", "1/2", "-1"):
                note("other order in the title", (name, "measure", "order"), order)
    for name in plains:
        if name != data["main"] and name in json.dumps(main):
            note("lemma says something else", (name,), _claiming_another(plains[name]))
            note("lemma without steps", (name,), _without_steps(plains[name]))
    for kind, rows in changes.items():
        for path, new in rng.sample(rows, min(MOST, len(rows))):
            if at_or_none(data, path) != new:
                mutant = changed(data, path, new)
                if kind not in ("claim of another relation", "lemma without steps"):
                    followed(mutant, path)
                where = ".".join(map(str, path[1:]))
                yield Mutant(base, kind, where, mutant)


def _claiming_another(plain: Any) -> Any:
    other = copy.deepcopy(plain)
    if other["steps"]:
        other["steps"][-1]["term"] = f"(+ {other['steps'][-1]['term']} 1/1000000000000000000000000000000)"
    return other


def _without_steps(plain: Any) -> Any:
    return {**copy.deepcopy(plain), "steps": []}


# --- all of them -----------------------------------------------------------------------------------------------------

WAYS = (with_edited_terms, with_other_conditions, with_other_witnesses, with_other_structure)


def mutants(base: str) -> Iterator[Mutant]:
    """The mutants of one certificate, always the same; none is the certificate itself, and none comes twice."""
    data, count = BASES[base], 0
    seen = {json.dumps(data)}
    for way in WAYS:
        for mutant in way(base, data, Random(f"{way.__name__} {base}")):
            text = json.dumps(mutant.data)
            if text not in seen:
                seen.add(text)
                count += 1
                if count % KEPT_ONE_IN.get(base, 1) == 0:
                    yield mutant


def is_proved(data: Any) -> bool:
    """Whether a certificate is replayed whole; one that cannot be read is not."""
    try:
        return replay(Certificate.from_dict(data)).whole
    except CertificateError:
        return False


def says(data: Any) -> Any:
    """What a certificate says, its witnesses, names of rules and cited lemmas apart."""
    return {
        name: {**plain, "steps": [(step["relation"], step["term"]) for step in plain["steps"]]}
        for name, plain in data["derivations"].items()
    }


def are_among(data: Any, base: Any) -> bool:
    """Whether each derivation says that terms are equal which stood in it before, or a weaker relation."""
    for name, plain in says(data).items():
        other = says(base)[name]
        terms = {plain["start"], *(term for _, term in other["steps"])}
        same = all(plain[key] == other[key] for key in plain if key not in ("steps", "claim"))
        steps = all(relation == "=" and term in terms for relation, term in plain["steps"])
        if not same or not steps or plain["claim"]["relation"] not in ("=", "<=", ">="):
            return False
    return True


def without_needless(data: Any) -> Any:
    """The certificate with s for |s| and for the square root of s^2, of symbols that are declared as not negative."""
    text = json.dumps(data)
    for plain in data["derivations"].values():
        for symbol, kind in plain["symbols"].items():
            everywhere = {other["symbols"].get(symbol, kind) for other in data["derivations"].values()}
            if everywhere == {kind} and ("positive" in kind or "probability" in kind or "nonnegative" in kind):
                text = text.replace(f"(abs {symbol})", symbol).replace(f"(^ (^ {symbol} 2) (^ 2 -1))", symbol)
    return json.loads(text)


def reason(mutant: Mutant) -> str:
    """Why a mutant that is proved is true, or `refuted` or `undecided`, as the numbers say."""
    if says(mutant.data) == says(BASES[mutant.base]):
        return ARGUES_OTHERWISE
    if are_among(mutant.data, BASES[mutant.base]):
        return SAYS_LESS
    if says(without_needless(mutant.data)) == says(BASES[mutant.base]):
        return NEEDLESS
    return looked_at(mutant, 24)


def looked_at(mutant: Mutant, digits: int) -> str:
    """What the numbers say of each derivation that says something else, by itself; the others are true."""
    before, after = says(BASES[mutant.base]), says(mutant.data)
    why = NUMBERS_AGREE
    for name in after:
        if after[name] != before[name]:
            plain = copy.deepcopy(mutant.data["derivations"][name])
            for step in plain["steps"]:
                step.pop("witness", None)
                step["lemmas"] = []
            for law in plain["laws"].values():
                law.pop("total", None)
            alone = Certificate.from_dict({"schema": 2, "main": name, "derivations": {name: plain}})
            try:
                found = check(alone, seconds=60, digits=digits, numbers=True)
            except BudgetExceeded:
                return "undecided"
            if "only 0 of" in found.reason:
                why = NOTHING
            elif found.verdict != "holds":
                return found.verdict
    return why


def listed() -> dict[str, dict[str, str]]:
    """Of each certificate, the mutants that are known to be true all the same, each with the reason."""
    table = json.loads(LISTED_AS_TRUE.read_text())
    return {base: {name: why for why, names in rows.items() for name in names} for base, rows in table.items()}


def write_list(true: dict[str, dict[str, str]]) -> None:
    """One line a certificate and a reason."""
    blocks = []
    for base, rows in true.items():
        own = (
            f" {json.dumps(why)}: {json.dumps(sorted(name for name, other in rows.items() if other == why))}"
            for why in sorted(set(rows.values()))
        )
        blocks.append(f"{json.dumps(base)}: {{\n" + ",\n".join(own) + "}")
    LISTED_AS_TRUE.write_text("{\n" + ",\n".join(blocks) + "\n}\n")


def main() -> int:
    """The table of kinds, and the list of what is proved and true; those of which the reason is not known fail."""
    made: Counter[str] = Counter()
    proved: Counter[str] = Counter()
    true: dict[str, dict[str, str]] = {}
    known, bad = listed(), 0
    for base in BASES:
        true[base] = {}
        for mutant in mutants(base):
            kind = mutant.kind.split(":")[0]
            made[kind] += 1
            if is_proved(mutant.data):
                proved[kind] += 1
                why = known.get(base, {}).get(mutant.name) or reason(mutant)
                if why in REASONS:
                    true[base][mutant.name] = why
                else:
                    bad += 1
                    print(f"{why}: {base} / {mutant.name}", file=sys.stderr, flush=True)
    print("| what is broken | mutants | proved, and true all the same |", "|---|---|---|", sep="\n")
    for kind in sorted(made):
        print(f"| {kind} | {made[kind]} | {proved[kind]} |")
    print(f"| all | {sum(made.values())} | {sum(proved.values())} |")
    write_list(true)
    return bad


if __name__ == "__main__":
    sys.exit(main())
