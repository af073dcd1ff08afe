"""Long work: limits, workers, and what is kept between runs.

- `limits`: limits of time and memory that hold inside one long C call.
- `soft_limit`: a limit of time on work that knows no deadline.
- `timers`: timers for an interpreter that has none, as in WebAssembly.
- `workers`: processes that are ended where the work is interrupted.
- `cache`: what was made before, under the hash of all that it was made from.
- `notebook_progress`: progress of long work in a notebook.
- `foreign_code`: what is not ours and is run in a limited child: its output and its files stay there.
"""
