"""The command line.

- `options`: the options, one row each: how it is written, what it takes, and what is said of it.
- `verbs`: the verbs, one row each: its help, its options and who answers.
- `usage`: how a line of arguments is read: the usage, the parser of each verb, and what has to fit together.
- `streams`: what is read and what is written: files and the standard streams.
- `command`: from the arguments to the exit code: a verb does its work in a limited child.
- `colours`: colours on a terminal, and nothing of them elsewhere.
- `completion`: completion for shells, from the rows of options.
- `versions`: the versions of symbinfo and of what it rests on.
- `print_derivation`: what is derived is printed, in the format and the notation asked for.
- `print_value`: a value in decimals is printed, with numbers for parameters in it.
- `progress_bar`: a bar on standard error while several jobs are done.
- `queries`: what a query of the command line asks for.
- `list_laws`, `list_measures`: the laws and the measures of the language, as text, Markdown and data.
- `worked_lines`: worked solutions and chains, line by line, for `solve` and `verify`.
- `browser`: what a page in a browser asks of the engine that runs beside it.
- `atlas`, `audit`, `build`, `draw`, `mark`, `proofread`, `solve`, `verify_files`: the verbs that have much to say.
"""
