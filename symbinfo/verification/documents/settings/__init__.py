"""From the words and formulas around a statement to the lines of its setting.

- `densities_by_name`: laws that have the name of a density, as q(z | x), and the entropy of the variable of one.
- `laws_in_words`: laws that are said in words.
- `lines_of_settings`: formulas that declare something, as lines of a setting.
- `lines_together`: lines that are in force together, and which of them replaces which.
- `names_and_laws`: names, expressions and laws in LaTeX as the language writes them.
- `outcomes_and_masses`: probabilities of outcomes that a text lists, as a law.
- `pairs_of_laws`: two laws of one kind that are said at once.
- `said_in_words`: sentences about variables, and units, as data.
- `said_of_any`: words under which a formula is meant of any variables, as data.
- `sentences`: the sentences of a document, with holes for their formulas.
- `setting_of_prose`: from the words around a formula to its setting.
- `statements_meant`: statements of which words say a part.
- `unread_words`: words under which a formula may be meant otherwise than it was read.
"""
