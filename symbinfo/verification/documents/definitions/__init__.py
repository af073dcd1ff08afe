"""Definitions in probabilities, as people write them, compared in numbers with what the measures mean.

- `arguments_of_measures`: what stands between the brackets of a measure in a definition.
- `definitions_compared`: definitions and identities in probabilities against what the measures mean, and slips in them.
- `definitions_read`: definitions as people write them, as trees.
- `optima_compared`: two optima over a law, at the same place or not.
- `our_definitions`: what each measure is, in LaTeX, as data.
- `pieces_of_definitions`: how definitions are spelt, as data.
- `values_of_definitions`: the sides of a definition as numbers, for laws that were drawn once.
"""
