"""Where a certificate is looked at: no place is fixed in advance, all follow from what the certificate itself says.

- `points`: points of the stated domain, places of a range and of a support.
- `instances`: concrete masses and densities in the place of abstract ones.
"""
