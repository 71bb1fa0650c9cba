"""A place in a run or on its waiting list, held by a card's key or by an alias alone."""
