"""Offers from idea to published, their texts, runs, sessions and venues; search and matching."""
