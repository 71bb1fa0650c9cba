"""Press releases and articles as facts of our own wording, with a reference to their origin."""
