"""Who came to which session: seen by the provider alone, gone with the place."""
