"""
Shipped rule sets: data with citations, no logic.

What lives here: ladders, rules, standards of programs, claims, and the requirements that all of them rest on. What it may import:
what rules and standards are written with. What it never does: decide, read or write anything.

Each rule set is a draft, not clinically validated, for adults, for professionals. Import the one you need:
`from continuum.library import stepdown`.
"""
