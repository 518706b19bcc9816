"""
Shipped rule sets: data with citations, no logic.

Each is a draft, not clinically validated, for adults, for professionals. Import the one you need:
`from continuum.library import stepdown`.
"""
