"""Defects planted in the algorithm, each of which the laws must catch."""
