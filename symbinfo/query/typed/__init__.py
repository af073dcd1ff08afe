"""Text as people type it, plain or in LaTeX, in one form: tokens with their places, and names with their conventions.

What is of the language itself goes through unchanged. What has two readings gets one by a rule, and the choice is told.

- `bits`: functions of bits and remainders in lines: ``Y = X ⊕ Z``, ``Y = X + Z (mod 2)``.
- `brackets`: brackets as people use them: pairs are checked, square and curly ones may be round, bars are absolute
  values.
- `canonical`: the syntax tree as text of the language: what a reading is told with.
- `characters`: characters that people type or paste, and what each means.
- `copies`: copies as they are written out: ``X1, ..., Xn``, their maximum, their ranks.
- `declared_spellings`: names as they are declared: ``sigma_1`` is ``sigma1`` where only one of them is known.
- `densities_of_laws`: densities by the small letters of their laws: p(x) beside P.
- `endings`: final dots, units, percent signs, and decimal commas.
- `expectation_forms`: expectations, sums and integrals of densities as measures.
- `indexed_heads`: heads with an index or a power before their bracket: an order, a degree, a name.
- `indexed_sums`: sums over numbered probabilities, ``-Σ p_i log p_i``, are over all values.
- `joint_densities`: sums over the values of named variables.
- `lines_behind`: lines of a setting behind a query: ``H(X) where X ~ Die(6)``.
- `lines`: lines of a setting as people type them: LaTeX and Unicode become plain text.
- `optimum_spellings`: optima as people write them: ``max_p H(P)``, ``max over p of H(P)``, in LaTeX too.
- `places_of_laws`: places where a law is expected: there a letter before a bracket is a law, and no factor.
- `products`: products without a sign and functions without brackets are written out.
- `scan_openers`: signs of sums, integrals and limits with what stands below and above them.
- `scan`: plain text becomes tokens: ASCII as the language writes it, and Unicode as people type or paste it.
- `shorthand`: names that are short for an expression: ``softplus(x)``, ``BC(P, Q)``.
- `several_variables`: informations of several variables in entropies: ``TC(X; Y; Z)``.
- `short_laws`: laws by the short names and the letters of papers, with their conventions.
- `sums_of_terms`: the tokens of sums and integrals, with their range or over all values.
- `terms_at_places`: terms before a bar with a place, which says where they are meant.
- `tokens`: the tokens, each with its place in the text; and what is told of them.
- `typed_calculus`: sums, integrals, derivatives, limits and places as they are typed or pasted.
- `typed_cases`: values with their conditions as they are printed, in braces.
- `typed_words`: words as people type them: functions that need no brackets, spellings, units.
- `usual_names`: what names mean that people give to measures and functions, and which short names of laws are read.
- `vectors_by_letters`: normal vectors as papers write them: ``N(mu, Sigma)``, and the letter of their size.
"""
