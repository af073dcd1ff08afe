"""The look of the HTML pages: one style sheet for a derivation, a section and the index."""

from __future__ import annotations

from html import escape

__all__ = ["STYLE", "page_of"]

STYLE = """
.symbinfo { font: 17px/1.55 Georgia, "Times New Roman", serif; max-width: 62rem; margin: 2.2rem auto; padding: 0 1.2rem; }
.symbinfo { --soft: #5a5f69; --line: #cfd3dc; --ground: #f6f7fa; --good: #2c6e49; --bad: #a4262c; }
.symbinfo math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "XITS Math", math; }
.symbinfo h1 { font-size: 1.75rem; font-weight: normal; margin: 0 0 .6rem; }
.symbinfo h2 { font-size: 1.25rem; font-weight: normal; margin: 0 0 .4rem; line-height: 1.35; }
.symbinfo h3 { font-size: 1.05rem; font-weight: normal; font-style: italic; margin: 1.2rem 0 .2rem; }
.symbinfo h2 .number { color: var(--soft); margin-right: .5em; }
.symbinfo a { color: #1f5a99; text-decoration: none; border-bottom: 1px solid #b9cde4; }
.symbinfo nav { font-size: .86rem; margin-bottom: 1.6rem; }
.symbinfo .intro { max-width: 42rem; }
.symbinfo article { border-top: 1px solid var(--line); padding: 1.5rem 0 .6rem; margin-top: 1.6rem; }
.symbinfo .setting { color: var(--soft); margin: .2rem 0; }
.symbinfo h1, .symbinfo h2, .symbinfo .setting, .symbinfo .intro, .symbinfo .reason, .symbinfo .note {
  overflow-x: auto; overflow-y: hidden; }
.symbinfo .result { border-left: 3px solid #7c93b8; background: var(--ground); padding: .7rem 1.1rem; margin: .9rem 0; }
.symbinfo .result { overflow-x: auto; overflow-y: hidden; }
.symbinfo .result div.more { padding-left: 4rem; }
.symbinfo .chain { display: grid; grid-template-columns: max-content minmax(min-content, 1fr) minmax(15rem, 22rem); }
.symbinfo .chain { margin: .9rem 0; row-gap: .75rem; align-items: baseline; overflow-x: auto; overflow-y: hidden; }
.symbinfo .row { display: contents; }
.symbinfo .left { white-space: nowrap; text-align: right; padding-right: .4rem; }
.symbinfo .left:empty { min-width: 1.4rem; }
.symbinfo .whole { grid-column: 1 / -1; overflow-x: auto; overflow-y: hidden; padding: .2rem 0; }
.symbinfo .formula { white-space: nowrap; overflow-x: auto; overflow-y: hidden; padding: .2rem 0; }
.symbinfo .formula div { padding: .1rem 0; }
.symbinfo .formula div.more { padding-left: 2.6rem; }
.symbinfo .reason { color: var(--soft); font-size: .86rem; line-height: 1.4; padding-left: 1.8rem; }
.symbinfo details { border-left: 2px solid var(--line); padding-left: 1rem; margin: .8rem 0; }
.symbinfo summary { cursor: pointer; overflow-x: auto; overflow-y: hidden; padding: .15rem 0; }
.symbinfo figure { margin: 1.2rem 0; }
.symbinfo figure img { width: 100%; max-width: 34rem; height: auto; background: white; }
.symbinfo figcaption { color: var(--soft); font-size: .86rem; max-width: 34rem; }
.symbinfo .verdict { color: var(--soft); font-size: .8rem; margin: .8rem 0 0; }
.symbinfo .holds { color: var(--good); }
.symbinfo .open { color: var(--bad); }
.symbinfo .scroll { overflow-x: auto; }
.symbinfo table { border-collapse: collapse; font-size: .92rem; margin: .8rem 0 1.6rem; min-width: 100%; }
.symbinfo th { text-align: left; font-weight: normal; color: var(--soft); border-bottom: 1px solid var(--line); }
.symbinfo th, .symbinfo td { padding: .42rem .9rem .42rem 0; vertical-align: baseline; }
.symbinfo tr + tr td { border-top: 1px solid var(--ground); }
.symbinfo td.plain { white-space: nowrap; }
.symbinfo .list { table-layout: fixed; width: 100%; min-width: 44rem; }
.symbinfo .list td:nth-child(1) { width: 3rem; }
.symbinfo .list td:nth-child(3) { width: 17.5rem; }
.symbinfo .list td:nth-child(4) { width: 5.2rem; padding-right: 0; }
@media (max-width: 46rem) {
  .symbinfo { font-size: 16px; margin-top: 1.2rem; }
  .symbinfo .chain, .symbinfo .row { display: block; }
  .symbinfo .row { margin-bottom: .9rem; }
  .symbinfo .left { text-align: left; overflow-x: auto; overflow-y: hidden; }
  .symbinfo .left:empty { display: none; }
  .symbinfo .formula { padding-left: 1rem; }
  .symbinfo .reason { padding-left: 1rem; }
}
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e6e6e6; }
  .symbinfo { --soft: #a8adb5; --line: #3a3f48; --ground: #1e2127; --good: #7fc8a0; --bad: #f08a8a; }
  .symbinfo a { color: #9ec5f2; border-color: #3f5a78; }
}
@media print {
  .symbinfo { max-width: none; margin: 0; }
  .symbinfo nav { display: none; }
  .symbinfo .row, .symbinfo .result { break-inside: avoid; }
  .symbinfo details > * { display: block; }
}
"""


def page_of(title: str, content: str) -> str:
    """A self-contained page; the title is plain text, the content HTML."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<main class="symbinfo">\n{content}\n</main>\n</body>\n</html>\n'
    )
