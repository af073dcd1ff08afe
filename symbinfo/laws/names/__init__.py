"""Laws by anybody's name and parameters: one table, as data, and how a name with arguments becomes a law.

- `binding`: which row a call means and which argument is which, with one message for each way to get it wrong.
- `conventions`: laws by anybody's name: a name, its arguments, and whose name it is.
- `exact_numbers`: numbers of Python and of arrays as exact numbers: a float is read as its shortest decimal.
- `frozen_objects`: laws from the objects of other libraries: frozen distributions of scipy.stats, torch, NumPyro, TFP.
- `language`: the words of our own language: other names of our families, other words for their parameters, and other
  parameters.
- `listing`: all that the language knows of laws, for `symbinfo laws` and its page.
- `makers`: what rows of names mean beyond a family and its values: lists of probabilities, laws cut off, laws of vectors.
- `numpyro_names`, `r_names`, `scipy_names`, `tfp_names`, `torch_names`, `textbook_names`: the rows, one file for each
  whose names they are.
- `parametrisation`: one row of the tables: a name, its parameters in order, and the law of ours that they mean.
- `public_law`: the public door: `symbinfo.law`.
"""
