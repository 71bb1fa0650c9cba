"""Scheduled work; nobody sits here."""
