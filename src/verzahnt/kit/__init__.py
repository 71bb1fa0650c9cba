"""What would be useful in any project: days as sources know them, texts, papers, walls in the database."""
