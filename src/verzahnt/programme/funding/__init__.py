"""Money with its legal basis: pots, allotments to sites, commitments. Knows no offer."""
