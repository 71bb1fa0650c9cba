"""What is written down along the way: journal, outbox, tally, answers. They link to nothing and know no names."""
