"""An attack on the door: queries, claims, settings and files, mutated from seeds, given to every verb.

Whatever is typed, the answer is one of four exit codes within the limit of time, in no more than three lines on standard
error, without a traceback, and nothing stays behind in the folder.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

#: How many seeds each verb gets: more by SYMBINFO_ATTACK_SEEDS, first one SYMBINFO_ATTACK_FIRST.
SEEDS = int(os.environ.get("SYMBINFO_ATTACK_SEEDS", "2"))
FIRST = int(os.environ.get("SYMBINFO_ATTACK_FIRST", "0"))
#: The limit that a child is given, and what it may take beyond for its start and its end.
LIMIT, GRACE = 6, 20
MOST_LINES, LONGEST_LINE = 3, 500

QUERIES = (
    "KL(Normal(m, s) || Normal(0, 1))", "H(Bernoulli(p))", "H(Normal(0, 1), Laplace(0, 2))", "I(x; Exponential(1))",
    "Renyi(Poisson(2) || Poisson(3); 2)", "JS(Uniform(0, 1) || Uniform(b, b + 1))", "Tsallis(Geometric(1/3); q)",
    "Hellinger(Laplace(0, 1) || Laplace(1, 1))", "Chi2(Binomial(2, 1/2) || DiscreteUniform([0, 1, 2]))",
    "H(Density(2*exp(-2*x), (x, 0, oo)))", "H(Mass((1/2)**k, (k, 1, oo)))", "H(FiniteRV({0: 1/2, 1: 1/2}))",
    "FisherInformation(Gamma(k, t); k)", "H(X|Y)", "I(X;Y|Z)", "H(Die(6)) - H(Coin(1/2))", "diff(H(Bernoulli(p)), p)",
    "H(RobustSoliton(10, 1/2, 1/10))", "Sum(2**(-k), (k, 1, oo))*H(Normal(0, s))", "H(Gumbel(1, 10001))",
)  # fmt: skip
CLAIMS = (
    "H(Normal(m, s)) = log(2*pi*e*s**2)/2", "H(Bernoulli(1/4)) = 0.562", "H(Bernoulli(p)) <= log(2)",
    "I(X;Z) <= I(X;Y)", "KL(Normal(5, 3) || Normal(10, 4)) ~= 0.85", "H(Binomial(n, p)) = n*H(Bernoulli(p))",
    "Hellinger(Uniform(0, 1) || Pareto(b, 2)) = 1", "H(X) = log(2)", "H(Density(2*exp(-x), (x, 0, oo))) = 1",
)  # fmt: skip
LINES = (
    "X ~ Bernoulli(1/2)", "Z ~ Bernoulli(e)", "Y = (X + Z) % 2", "Y | X = 0 ~ Bernoulli(1/3)", "X ~ Normal(m, s)",
    "A = tanh(X)", "e in (0, 1)", "a < b", "X-Y-Z Markov", "P = Normal(0, 1)", "X, Y ~ table([[1/4, 1/4], [1/2, 0]])",
)  # fmt: skip
PIECES = (
    "(", ")", "[", "]", "{", "}", ",", ";", "|", "||", "=", "<=", "~=", "~", "**", "*", "/", "-", "+", "%", "0", "-1",
    "1/0", "10**400", "1e308", "0.001", "oo", "e", "E", "pi", "x", "X", "\u03c3", "\u2212", "\x00", "'", '"', "\\", "$",
    "Normal", "exp(", "log(0)", "Max(", " ", "\n", "True", "lambda", "9" * 45, "(" * 90, "Abs(x - 7)", "k", "_", "__",
)  # fmt: skip


def mutated(text: str, rng: random.Random) -> str:
    """One to four changes: a piece put in, a part taken out, doubled, exchanged with another or turned round."""
    for _ in range(rng.randint(0, 4)):
        i, j = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        text = rng.choice(
            (
                text[:i] + rng.choice(PIECES) + text[i:],
                text[:i] + text[min(j, i + 3) :],
                text[:j] + text[i:j] + text[j:],
                text[:i] + rng.choice(PIECES) + text[j:],
                text[:i] + text[i:j][::-1] + text[j:],
                text.replace(rng.choice("(),;|=*"), rng.choice(PIECES), 1),
            )
        )
    return text.replace("\x00", "\ufffd")  # no process takes it as an argument


def settings(rng: random.Random) -> list[str]:
    lines = [mutated(rng.choice(LINES), rng) for _ in range(rng.randint(0, 3))]
    return [part for line in lines for part in ("--given", line)]


def of_query(verb: str, texts: tuple[str, ...]) -> Callable[[random.Random, Path], list[str]]:
    def arguments(rng: random.Random, folder: Path) -> list[str]:
        more = rng.choice(([], [], ["--unit", "bits"], ["--base", mutated("b", rng)], ["--format", "json"]))
        return [verb, mutated(rng.choice(texts), rng), *settings(rng), *more]

    return arguments


def of_digits(rng: random.Random, folder: Path) -> list[str]:
    return [
        "eval",
        mutated(rng.choice(QUERIES), rng),
        "--digits",
        rng.choice(("1", "2", "15", "60", "0", "-3", "x", "")),
    ]


RECORD = {
    "measure": "kl", "p": {"dist": "Normal", "params": {"mean": "0", "std": "s"}},
    "q": {"dist": "Normal", "params": {"mean": "0", "std": "1"}}, "symbols": {"s": "positive"}, "claim": "s**2/2 - log(s)",
}  # fmt: skip


def damaged(data: object, rng: random.Random) -> object:
    """A value somewhere in JSON data exchanged for another, or left out."""
    if rng.random() < 0.3 or not isinstance(data, (dict, list)) or not data:
        other = rng.choice((None, [], {}, 3, -1.5, True, "", "x", [[]], {"a": 1}, "9" * 50, float("1e300")))
        return mutated(data, rng) if isinstance(data, str) and rng.random() < 0.7 else other
    keys = list(data) if isinstance(data, dict) else list(range(len(data)))
    chosen = rng.choice(keys)
    if rng.random() < 0.15:
        return {k: v for k, v in data.items() if k != chosen} if isinstance(data, dict) else data[1:]
    changed = dict(data) if isinstance(data, dict) else list(data)
    changed[chosen] = damaged(changed[chosen], rng)  # type: ignore[index]
    return changed


def of_records(rng: random.Random, folder: Path) -> list[str]:
    records = [damaged(RECORD, rng), damaged({"claim": rng.choice(CLAIMS), "given": []}, rng), mutated(CLAIMS[1], rng)]
    text = json.dumps(records) if rng.random() < 0.7 else mutated(json.dumps(records), rng)
    (folder / "claims.json").write_text(text, encoding="utf-8")
    return ["verify", "--file", str(folder / "claims.json"), "--jobs", "1"]


def of_certificate(rng: random.Random, folder: Path) -> list[str]:
    good = Path(__file__).parents[1] / "trusted" / "good_certificates"
    data = json.loads(rng.choice(sorted(good.glob("*.json"))).read_text(encoding="utf-8"))
    for _ in range(rng.randint(1, 3)):
        data = damaged(data, rng)
    text = json.dumps(data) if rng.random() < 0.8 else mutated(json.dumps(data), rng)
    (folder / "certificate.json").write_text(text, encoding="utf-8")
    return ["check", str(folder / "certificate.json")]


def of_exercise(rng: random.Random, folder: Path) -> list[str]:
    answer = mutated(rng.choice(("log(sigma2/sigma1)", "n/2", "0.562 nats", "", "1 - log(r)")), rng)
    return ["solve", rng.choice(("gaussian-kl", mutated("gaussian-kl", rng), "")), "--answer", answer]


ASKS: dict[str, Callable[[random.Random, Path], list[str]]] = {
    "derive": of_query("derive", QUERIES),
    "eval": of_query("eval", QUERIES),
    "eval to digits": of_digits,
    "verify": of_query("verify", CLAIMS),
    "verify a query": of_query("verify", QUERIES),
    "verify --file": of_records,
    "check": of_certificate,
    "solve": of_exercise,
}


def complaints(arguments: list[str], folder: Path) -> Iterator[str]:
    """What is wrong with the answer to some arguments."""
    before = set(folder.rglob("*"))
    command = [sys.executable, "-m", "symbinfo", *arguments, "--timeout", str(LIMIT)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT + GRACE, cwd=folder, check=False)
    except subprocess.TimeoutExpired:
        yield f"no answer {GRACE} seconds after the limit"
        return
    lines = done.stderr.splitlines()
    if done.returncode not in (0, 1, 2, 3):
        yield f"exit {done.returncode}"
    if "Traceback" in done.stderr + done.stdout or "internal error" in done.stderr:
        yield "a traceback or an internal error"
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        yield f"{len(lines)} lines on standard error, the longest of {max(map(len, lines))} characters"
    if done.returncode == 2 and not lines:
        yield "exit 2 without a word"
    if left := set(folder.rglob("*")) - before:
        yield f"files are left: {sorted(left)}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
@pytest.mark.parametrize("ask", ASKS)
def test_whatever_is_typed_is_answered(ask: str, seed: int, tmp_path: Path) -> None:
    """In a few words, in time."""
    arguments = ASKS[ask](random.Random(f"{ask} {seed}"), tmp_path)
    assert not list(complaints(arguments, tmp_path)), arguments


def test_the_attack_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A verb that does not exist has its one line; a silent exit and long words are complaints."""
    assert not list(complaints(["no-such-verb"], tmp_path))
    seen = {mutated(CLAIMS[0], random.Random(seed)) for seed in range(40)}
    assert len(seen) > 30
