"""Libraries whose entropies and divergences are audited, as data: one file a library, and what such a file gives.

- `library`: what is known of a library: how its registry is walked and how a call of it is written.
- `source_text`: the text of a function as a function of its own, to be read as a formula.
- `scipy_stats`, `torch_distributions`, `numpyro_distributions`: the libraries.
"""
