"""Fixtures built with the factories."""
