"""Tests of continuum."""
