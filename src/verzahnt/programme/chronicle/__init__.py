"""The programme's names and phases, and what sources state about it and its sites, each with its source."""
