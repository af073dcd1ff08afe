"""Where a certificate is looked at: no place is fixed in advance, all follow from what the certificate itself says.

- `points`: points of the stated domain, places of a range and of a support.
- `constants`: how large the numbers of a certificate are.
- `density_families`: concrete densities, in regimes.
- `kinks`: where a term may bend or jump as its parameters move.
- `order`: what is in order by kinds and conditions alone, wherever one looks.
- `instances`: concrete masses and densities in the place of abstract ones.
"""
