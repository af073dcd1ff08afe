"""The command line.

- `command`: arguments, verbs and exit codes.
- `atlas`, `build`, `solve`, `verify_files`: the verbs that have much to say.
"""
