"""An application of somebody else's: its own facts, ladder and rules. Checked as they would (see `tests/test_typing.py`)."""
