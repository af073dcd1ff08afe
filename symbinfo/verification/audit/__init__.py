"""Audits: every entropy and divergence that a library registers, compared with ours.

- `audit_places`: parameters at which a library is looked at.
- `our_values`: what a measure is there, by its closed form and by its definition.
- `library_calls`: what the library says, in a limited child.
- `audit_findings`: where they differ, and how.
- `audit_entry`: one entry of a registry.
- `audit_library`: a whole library, in parallel and kept between runs.
- `audit_report`: the report as text, Markdown and data.
- `told_measure`: what a function of a file says that it returns.
"""
