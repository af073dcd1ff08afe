"""Values of measures from their definitions.

- `evaluate`: to as many digits as are asked for and can be promised.
- `rigorous`: enclosures that prove them.
"""
