"""Heads with an index or a power before their bracket: an order, a degree, a name; ``D_2(P||Q)``, ``I_0(k)``, ``chi^2(P||Q)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symbinfo.expressions.errors import QueryError
from symbinfo.query.typed.tokens import CLOSING, CLOSING_OF, Token, Told, matching, name, number, sign, soft
from symbinfo.query.typed.typed_words import stem_of
from symbinfo.query.typed.usual_names import MEASURES, OF_LAWS

__all__ = ["NAMED", "with_plain_heads"]

#: Letters that are functions before a bracket, also with a power between: ``\\Gamma^2(a)``.
POWERED = frozenset({"chi", "psi", "H", "Gamma", "zeta", "B"})
#: Words of which the same is so; any other word with a power before a bracket is a factor.
POWERED_WORDS = frozenset(
    [
        "polygamma",
        "loggamma",
        "digamma",
        "trigamma",
        "besseli",
        "besselj",
        "besselk",
        "polylog",
        "lowergamma",
        "uppergamma",
        "expint",
        "Li",
        "Ei",
        "Si",
        "Ci",
    ]
) | (OF_LAWS | set(MEASURES)) - {"E", "H", "I", "D"}

#: Heads of expectations: before square brackets, or in an alphabet that is used for them.
EXPECTATIONS = frozenset({"E", "E_P", "E_p", "E_Q", "E_q", "E_X", "E_x"})

#: Indices that make another name of a letter: ``D_KL``, ``H_b``, ``D_JS``; what they mean is in `usual_names`.
NAMED = frozenset({"times", "KL", "kl", "JS", "JSD", "H", "b", "bin", "Hel", "chi2", "RE", "TV", "d", "e"})


def with_plain_heads(tokens: Sequence[Token], told: Told) -> list[Token]:
    """The tokens, with each such head replaced by the language's name and its index among the arguments."""
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        powered = token.kind == "name" and (token.text in POWERED | POWERED_WORDS or bool(token.base))
        power = _power(tokens, at + 1) if powered else None
        opening = power[1] if power else at + 1
        token = _of_a_parameter(token, tokens, opening, told)
        called = opening < len(tokens) and tokens[opening].text == "(" and tokens[opening].mark != "soft"
        if called and _may_be_expectation(token, tokens[opening]) and _is_expectation(token, tokens[opening]):
            close = matching(tokens, opening)
            told.changed = True
            head, *rest = _expectation(token, list(tokens[opening + 1 : close]))
            made += [head, *with_plain_heads(rest, told)]
            at = close + 1
            continue
        if token.kind != "name" or not (called or token.base):
            made.append(token)
            at += 1
            continue
        close = matching(tokens, opening) if called else at
        inside = list(tokens[opening + 1 : close]) if called else []
        found = _with_power(token, power[0], inside) if power else _with_index(token, inside, called, told)
        if found is None and not called and (law := _law_with_an_index(token, tokens, at, told)):
            made += law[0]
            at = law[1]
            continue
        if found is None:
            made.append(token._replace(base=()) if not token.base else _flat(token))
            at += 1
            continue
        told.changed = True
        made += [found[0], *with_plain_heads(found[1:], told)]  # what is inside is walked once
        at = close + 1
    return made


def _of_a_parameter(token: Token, tokens: Sequence[Token], opening: int, told: Told) -> Token:
    r"""``\\mathcal{I}(theta)``, ``I_F(theta)``, and beside declared variables ``J(theta)``, are informations of Fisher."""
    if [t.text for t in token.base] == ["F"]:
        token = token._replace(text=f"{token.text}_F", base=())
    if token.kind != "name" or token.base or opening >= len(tokens) or tokens[opening].text != "(":
        return token
    inside = tokens[opening + 1 : matching(tokens, opening)]
    meant = token.mark == "script" and token.text in ("I", "J")
    meant |= token.text in ("I_F", "J_F") or (token.text == "J" and bool(told.names - {"J"}) and "J" not in told.names)
    if not meant or _count(inside, ",", ";", "|", "||") or not inside or inside[0].kind != "name":
        return token
    told.note(f"{token.text}({inside[0].text}...) is read as the Fisher information on {inside[0].text}")
    return token._replace(text="FisherInformation")


def _is_expectation(token: Token, opening: Token) -> bool:
    """Before square brackets always; before round ones in an alphabet for it, and with no number below the line."""
    counted = len(token.base) == 1 and token.base[0].kind == "number"
    return opening.mark == "square" or (not counted and (token.mark == "operator" or bool(token.base)))


def _power(tokens: Sequence[Token], at: int) -> tuple[list[Token], int] | None:
    """What stands in a power before a bracket, and where the bracket opens."""
    if at + 1 >= len(tokens) or tokens[at].text not in ("^", "**"):
        return None
    end = matching(tokens, at + 1) if tokens[at + 1].text == "(" else at + 1
    if end + 1 >= len(tokens) or tokens[end + 1].text != "(" or tokens[end + 1].mark == "soft":
        return None
    if end == at + 1:
        return [tokens[at + 1]], end + 1
    inside = list(tokens[at + 2 : end])
    if tokens[at + 1].mark != "soft" and len(inside) == 1:
        inside = [inside[0]._replace(mark="order")]
    return inside, end + 1


def _with_power(token: Token, power: list[Token], inside: list[Token]) -> list[Token] | None:
    words = [t.text for t in power]
    if token.text == "chi" and words == ["2"]:
        return _called("chi2", token, inside)
    if token.text == "psi" and (len(words) == 1 or (words[0] == "(" and words[-1] == ")")):
        order = power if len(words) == 1 else power[1:-1]
        if len(words) > 1 or power[0].mark == "order":
            return _called("polygamma", token, [*order, sign(",", token.place), *inside])
    if token.text == "H" and words == ["2"] and _count(inside, "||", ",") == 1:
        opening = _called("Hellinger", token, inside)
        return [*opening, sign("^", token.place), number("2", token.place)]
    if token.text == "B" and _count(inside, ",") != 1:
        return None
    if token.text in POWERED - {"chi", "H"} or token.base or token.text in POWERED_WORDS:
        calls = _with_index(token, inside, True, Told()) if token.base else _called(token.text, token, inside)
        if calls is None:
            return None
        return [calls[0]._replace(mark=token.mark), *calls[1:], sign("^", token.place), *soft(power, token.place)]
    return None


def _called(head: str, token: Token, inside: list[Token]) -> list[Token]:
    return [
        name(head, token.place, "", token.spaced),
        sign("(", token.place),
        *inside,
        sign(")", inside[-1].place if inside else token.place),
    ]


def _with_index(token: Token, inside: list[Token], called: bool, told: Told) -> list[Token] | None:
    stem = token.text if token.base else stem_of(token.text)
    index = list(token.base) or _index_of(token)
    if not index or stem not in HEADS:
        return None
    words = "".join(t.text for t in index if t.mark != "soft")
    if stem == "D" and words == "chi^2":
        return _called("Chi2", token, inside)
    if words in NAMED or "prime" in words:
        return None
    return HEADS[stem](token, index, inside, called, told)


def _index_of(token: Token) -> list[Token]:
    """The index of a name as a token."""
    rest = token.text[len(stem_of(token.text)) :].lstrip("_")
    if not rest:
        return []
    return [number(rest, token.place) if rest.isdigit() else name(rest, token.place)]


def _law_with_an_index(token: Token, tokens: Sequence[Token], at: int, told: Told) -> tuple[list[Token], int] | None:
    r"""``t_{n-1}``, ``\\chi^2_{n-1}``: a law with its parameter below the line, where that is an expression."""
    if token.text not in ("t", "chi") or not any(t.kind == "sign" for t in token.base):
        return None
    head = "StudentT" if token.text == "t" else "Chi"
    squared = head == "Chi" and [t.text for t in tokens[at + 1 : at + 3]] == ["^", "("]
    squared = squared and [t.text for t in tokens[at + 3 : at + 5]] == ["2", ")"]
    head = "ChiSquared" if squared else head
    told.note(f"{token.text} with an expression below the line is read as the law {head}")
    return _called(head, token, list(token.base)), at + (5 if squared else 1)


def _flat(token: Token) -> Token:
    """A name with its index in its name."""
    words = [t.text for t in token.base]
    if any(t.kind == "sign" and t.text not in (",", "(", ")") for t in token.base):
        raise QueryError("an index is a number, a letter or a word: write another name", "", token.place)
    index = "_".join(w for w in words if w not in (",", "(", ")"))
    plain = index if index.isdigit() else f"_{index}"
    return token._replace(text=token.text + plain, base=())


def _may_be_expectation(token: Token, opening: Token) -> bool:
    """One of the usual heads; of a law named by a capital letter, before square brackets: no integral is written so."""
    if token.text in EXPECTATIONS:
        return True
    law = token.text.removeprefix("E_")
    return opening.mark == "square" and len(law) == 1 and law != token.text and law.isupper()


def _expectation(token: Token, inside: list[Token]) -> list[Token]:
    """``E[f(X)]``, ``E_P[f(X)]`` and ``E_{x~p}[f(x)]``: the variable and the law become arguments."""
    index = list(token.base) or _index_of(token)
    comma = sign(",", token.place)
    drawn = next((at for at, t in enumerate(index) if t.text == "~"), None)
    if drawn is not None:
        inside = [*inside, comma, *index[:drawn], comma, *index[drawn + 1 :]]
    elif index and len(index) == 1 and index[0].kind == "name" and index[0].text not in VARIABLES:
        inside = [*inside, comma, name(_variable(inside), token.place), comma, *index]
    return _called("Expectation", token, inside)


#: Letters of variables that have a Fisher information.
VARIABLES = frozenset("XYZ")


def _variable(inside: Sequence[Token]) -> str:
    """The letter of the variable whose mean is meant: X, or the only other one of these that stands there."""
    names = {t.text for t in inside if t.kind == "name"}
    others = [letter for letter in "KYZT" if letter in names]
    return others[0] if "X" not in names and len(others) == 1 else "X"


Made = list[Token] | None
Head = Callable[[Token, list[Token], list[Token], bool, Told], Made]


def _renyi(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    """``D_a(P || Q)``."""
    if not called or not _count(inside, "||"):
        return None
    return _called("Renyi", token, [*inside, sign(";", token.place), *index])


def _of_order(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    """``R_a(P)`` and ``R_a(P || Q)``."""
    if not _count(inside, "||"):
        told.note(f"R_{''.join(t.text for t in index)} is read as a Renyi entropy")
    return _called("Renyi", token, [*inside, sign(";", token.place), *index])


def _entropy(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    """``H_a(P)`` is of Renyi, ``H_2(p)`` of a coin; ``H_n`` alone is harmonic."""
    if not called:
        return _called("harmonic", token, index) if token.base else None
    words = "".join(t.text for t in index)
    if words == "2" and not _is_law(inside, told) and not _count(inside, ",", ";", "|", "||"):
        told.note("H_2 of a number is read as the entropy of a coin: write Renyi(P; 2) for the entropy of order 2")
        coin = _called("Bernoulli", token, inside)
        return _called("H", token, coin)
    if _count(inside, "|", "||", ";"):
        return None
    if words in ("X", "Y", "P", "p", "Q", "q", "theta"):
        return None
    told.note(f"H_{words} is read as the Renyi entropy of order {words}: write H(P, base) or --base for a base")
    return _called("Renyi", token, [*inside, sign(";", token.place), *index])


def _of_a_law(head: Head, otherwise: Head | None = None) -> Head:
    """A head of a law or of a variable, by its capital letter, or of two laws; of anything else it is another, or none."""

    def make(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
        if called and (_is_law(inside, told) or _count(inside, "||")):
            return head(token, index, inside, called, told)
        return None if otherwise is None else otherwise(token, index, inside, called, told)

    return make


def _fisher(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    """``I_theta(P)``, of a law on a parameter; ``I_1(K)`` is a Bessel function."""
    if index[0].kind == "number":
        return _first_argument("besseli" if token.text.startswith("I") else "besselj")(
            token, index, inside, called, told
        )
    told.note(f"{token.text}(...) is read as the Fisher information on {index[0].text}")
    return _called("FisherInformation", token, [*inside, sign(";", token.place), *index])


def _of_an_index(function: str) -> Head:
    """A function with its first argument below the line; ``I_X(theta)`` is the Fisher information of the variable X."""
    plain = _first_argument(function)

    def make(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
        if called and len(index) == 1 and index[0].text in VARIABLES and not _count(inside, ",", ";", "|", "||"):
            told.note(f"{token.text}(...) is read as the Fisher information of {index[0].text}")
            return _called("FisherInformation", token, [*index, sign(";", token.place), *inside])
        return plain(token, index, inside, called, told)

    return make


def _tsallis(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    return _called("Tsallis", token, [*inside, sign(";", token.place), *index]) if called else None


def _first_argument(function: str) -> Head:
    """A function with its first argument below the line."""

    def make(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
        if not called or _count(inside, ",", ";", "|", "||") or any(t.mark == "square" for t in inside[:1]):
            return None
        return _called(function, token, [*index, sign(",", token.place), *inside])

    return make


def _incomplete_beta(token: Token, index: list[Token], inside: list[Token], called: bool, told: Told) -> Made:
    if not called or _count(inside, ",") != 1:
        return None
    comma = sign(",", token.place)
    return _called("betainc", token, [*inside, comma, number("0", token.place), comma, *index])


def _is_law(inside: Sequence[Token], told: Told) -> bool:
    """Whether what is in a bracket is written like a law or a variable: by a capital letter, and known to be no number."""
    first = inside[0] if inside else None
    return first is not None and first.kind == "name" and first.text[0].isupper() and first.text not in told.numbers


def _count(inside: Sequence[Token], *texts: str) -> int:
    depth = count = 0
    for token in inside:
        if token.kind == "sign":
            depth += (token.text in CLOSING_OF) - (token.text in CLOSING)
            count += depth == 0 and token.text in texts
    return count


HEADS: dict[str, Head] = {
    "D": _renyi,
    "R": _of_a_law(_of_order),
    "H": _entropy,
    "h": _of_a_law(_entropy),
    "S": _tsallis,
    "I": _of_a_law(_fisher, _of_an_index("besseli")),
    "J": _of_a_law(_fisher, _of_an_index("besselj")),
    "K": _first_argument("besselk"),
    "E": _first_argument("expint"),
    "Li": _first_argument("polylog"),
    "psi": _first_argument("polygamma"),
    "B": _incomplete_beta,
}
