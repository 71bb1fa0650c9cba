"""Verzahnt: from a conversation to a fitting free offer near home; whether someone goes is theirs alone."""
