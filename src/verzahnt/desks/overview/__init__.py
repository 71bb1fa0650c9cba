"""For the public, Länder and the federal level: history, map, counts and released figures."""
