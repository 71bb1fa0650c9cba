"""Papers people take along: hand-out, card, attendance sheet. Made for one request, kept nowhere.

Words come from here in the reader's language; typst and the printed page set the same content in the same order.
"""
