"""For clubs, associations and course leaders: own offers and runs, the lists of own open runs."""
