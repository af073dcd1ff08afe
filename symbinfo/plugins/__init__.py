"""symbinfo in other people's tools: each file is loaded by its tool, and by nothing else.

- `fenced_blocks`: the fenced blocks of a Markdown page that are queries and claims, each line derived or judged.
- `pre_commit`: the pages of a repository before a commit.
- `mkdocs_plugin`: the pages of a site at its build.
- `pytest_plugin`: a marker by which a test compares a function with a measure.
- `ipython_magic`: queries and claims in a notebook's cell.
"""
