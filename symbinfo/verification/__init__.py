"""Verification: values to many digits, and verdicts on what somebody claims.

- `values`: a measure as a number, from its definition.
- `claims`: what a claim and its sides are at a place.
- `diagnosis`: the slip behind a wrong formula.
- `referee`: the judge of equations and inequalities.
- `slack`: inequalities between closed forms over their whole domain, by rigorous enclosures.
- `shannon`: the judge of claims over named random variables.
- `worked`: worked solutions and chains over several lines, line by line.
- `files`: whole files of claims.
- `libraries`: libraries whose entropies and divergences are audited, as data.
- `audit`: the audit of such a library.
- `documents`: whole documents: every formula, read with the words around it.
"""
