r"""LaTeX as people write it becomes the tokens that plain text becomes, too: `symbinfo.query.typed.tokens`.

pylatexenc finds the marks; what they mean in a query is ours, as data. Nothing is expanded, and nothing is included.

- `cases`: ``\begin{cases}``: values with their conditions, as Piecewise.
- `derivatives_and_limits`: derivatives, values at a place and limits, as calls of the language.
- `hypergeometric`: ``{}_2F_1(a, b; c; z)``, also with its parameters in a matrix.
- `letter_names`: letters with their indices, primes and powers, words that are written letter by letter, and functions
  with their base.
- `macros`: what each macro means in a query: letters, functions, signs, spaces, and what is refused with a word.
- `mark_walk`: a walk over the marks of a formula: what stands next, groups in braces, and the words in them.
- `operand_macros`: operands that a macro writes: fractions, roots, Greek letters, words in an alphabet.
- `rows_of_environments`: the rows of an environment, such as cases and matrices.
- `raw`: a formula as a flat list of marks, by pylatexenc: characters, macros, braces, environments.
- `reader`: the marks become tokens: fractions, roots and scripts get brackets, macros their words and signs.
- `recognise`: whether a text is LaTeX: by what plain text has no use for.
- `scripts`: indices below the line: a number, a letter, or a word, which becomes a part of the name.
- `sums_and_integrals`: sums and integrals with their variable and their range.
- `words_of_laws`: names of laws in words: ``\text{Inv-Gamma}``, ``\text{von Mises}``.
- `written_matrices`: ``\begin{pmatrix}``: vectors as lists, and matrices as lists of rows.
"""
