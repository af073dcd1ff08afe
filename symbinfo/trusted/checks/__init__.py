"""The questions that are asked of a certificate, one idea a file.

- `any_certificate`: a text or a file, of a derivation or of named random variables; the command line.
- `whole`: a certificate and the report on it.
- `laws`: whether each law is one.
- `infinity`: whether a measure is finite where its title needs it.
- `steps`: whether each step joins its neighbours and holds.
- `comparison`: whether two sides agree at enough decisive points.
- `ground`, `points`, `values`: the points of a derivation, and values there.
- `instances`: concrete masses and densities in the place of abstract ones.
- `divergent_integrals`, `nested_integrals`: integrals that grow without bound, and integrals inside integrals.
"""
