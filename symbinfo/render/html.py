"""One page of HTML that needs no network and no script: MathML, reasons at the side, lemmas folded."""

from __future__ import annotations

from html import escape

from symbinfo.derivation import Derivation
from symbinfo.render.breaking import lines_of, width_of
from symbinfo.render.layout import Layout, Row
from symbinfo.render.line import line_of
from symbinfo.render.mathml import mathml_of_layout
from symbinfo.render.story import Chain, Sentence, Story, tell
from symbinfo.render.typeset import RELATIONS

__all__ = ["html_of"]

LINE = 34.0
STYLE = """
.symbinfo { font: 17px/1.5 Georgia, "Times New Roman", serif; max-width: 64rem; margin: 2rem auto; padding: 0 1.2rem; }
.symbinfo math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "XITS Math", math; }
.symbinfo h1 { font-size: 1.6rem; font-weight: normal; margin: 0 0 .3rem; }
.symbinfo .setting { color: #555; margin: .1rem 0; }
.symbinfo .scroll { overflow-x: auto; }
.symbinfo table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
.symbinfo td { padding: .45rem 0; vertical-align: baseline; }
.symbinfo td.left { text-align: right; white-space: nowrap; width: 1%; padding-right: .45rem; }
.symbinfo td.formula { white-space: nowrap; width: 1%; padding-right: 2rem; }
.symbinfo td.formula div { padding: .15rem 0; }
.symbinfo td.formula div.more { padding-left: 2.6rem; }
.symbinfo td.reason { color: #555; font-size: .86rem; line-height: 1.35; min-width: 13rem; }
.symbinfo details { border-left: 3px solid #ccd; padding-left: 1rem; margin: .7rem 0; }
.symbinfo summary { cursor: pointer; }
.symbinfo .result { border: 1px solid #99a; border-radius: 4px; padding: .8rem 1.2rem; margin: 1.4rem 0; }
.symbinfo .result { overflow-x: auto; }
.symbinfo .result div.more { padding-left: 4rem; }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e6e6e6; }
  .symbinfo .setting, .symbinfo td.reason { color: #a8adb5; }
}
@media print { .symbinfo details > * { display: block; } }
"""


def html_of(derivation: Derivation) -> str:
    """The derivation as a self-contained page; every word and name in it is escaped."""
    story = tell(derivation)
    name = story.title or line_of(story.chain.left)
    head = escape(story.title) if story.title else mathml_of_layout(story.chain.left)
    body = [f"<h1>{head}</h1>", *_setting(story), _chain(story.chain)]
    body += [*_result(story), *(f"<p>{_said(note)}</p>" for note in story.notes)]
    body += [_lemma(lemma) for lemma in story.chain.lemmas]
    if story.limits:
        body += ["<h2>At the ends of the domain</h2>", *(_chain(limit) for limit in story.limits)]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        '<main class="symbinfo">\n' + "\n".join(body) + "\n</main>\n</body>\n</html>\n"
    )


def _said(sentence: Sentence) -> str:
    return "".join(escape(p) if isinstance(p, str) else mathml_of_layout(p, display=False) for p in sentence)


def _setting(story: Story) -> list[str]:
    laws = ", ".join(mathml_of_layout(law, display=False) for law in story.laws)
    domain = ", ".join(mathml_of_layout(c, display=False) for c in story.domain)
    lines = [laws] if laws else []
    lines += [f"for {domain}"] if domain else []
    return [f'<p class="setting">{line}</p>' for line in lines]


def _formula(layout: Layout, sign: Layout) -> str:
    """A formula with the relation in front, on as many lines as it needs."""
    first, *more = lines_of(layout, LINE, width_of)
    lines = [f"<div>{mathml_of_layout(Row((sign, first)))}</div>"]
    return "".join([*lines, *(f'<div class="more">{mathml_of_layout(part)}</div>' for part in more)])


def _chain(chain: Chain) -> str:
    rows = []
    left = mathml_of_layout(chain.left)
    if width_of(chain.left) > 9 or not chain.lines:
        rows.append(f'<tr><td class="left"></td><td class="formula" colspan="2">{left}</td></tr>')
        left = ""
    for line in chain.lines:
        rows.append(
            f'<tr><td class="left">{left}</td><td class="formula">{_formula(line.formula, line.relation)}</td>'
            f'<td class="reason" title="{escape(line.rule)}">{_said(line.reason)}</td></tr>'
        )
        left = ""
    return '<div class="scroll"><table>\n' + "\n".join(rows) + "\n</table></div>"


def _lemma(lemma: Chain) -> str:
    statement = mathml_of_layout(Row((lemma.left, RELATIONS["=="], lemma.result)))
    inner = "\n".join(_lemma(deeper) for deeper in lemma.lemmas)
    return f"<details>\n<summary>{escape(lemma.label)}: {statement}</summary>\n{_chain(lemma)}\n{inner}</details>"


def _result(story: Story) -> list[str]:
    chain = story.chain
    if not chain.lines:
        return ["<p>No step was taken.</p>"]
    first, *more = lines_of(chain.result, LINE + 6, width_of)
    parts = [mathml_of_layout(Row((chain.left, chain.relation, first)))]
    parts += [f'<div class="more">{mathml_of_layout(part)}</div>' for part in more]
    return [f'<div class="result">{"".join(parts)}{_tail(story)}{_needs(story)}</div>']


def _tail(story: Story) -> str:
    if story.value is None or "inf" in story.value:
        return f" ({_said(story.unit)})" if story.unit != ("nats",) else ""
    whole = story.value.lstrip("-").isdigit()
    return ("" if whole else f" ≈ {escape(story.value)}") + f" {_said(story.unit)}"


def _needs(story: Story) -> str:
    if not story.needs:
        return ""
    needs = ", ".join(mathml_of_layout(n, display=False) for n in story.needs)
    otherwise = ""
    if story.otherwise is not None:
        left, value = (mathml_of_layout(x, display=False) for x in (story.chain.left, story.otherwise))
        otherwise = f"; otherwise {left} = {value}"
    return f'<div class="setting">provided {needs}{otherwise}</div>'
