"""What the house holds from the first day: reference data, the five places, guide texts; and their loaders."""
