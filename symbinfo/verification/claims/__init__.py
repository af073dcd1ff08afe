"""What a claim is at a place.

- `run_function`: the values of a function that is not read, run in a limited child where that is asked for.
- `sample_points`: where a claim is looked at.
- `side_values`: what a side of a claim is there.
- `source_claim`: the claim that a function in Python computes a measure.
- `stated_claim`: a claim with its domain: closed forms, certificate, places and numbers of both sides.
- `verdict`: what was found of a claim.
- `what_hides`: what in a claim may differ where nobody has looked, and where its kinks are.
"""
