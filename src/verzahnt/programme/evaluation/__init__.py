"""Figures: what they mean, which stay hidden, and the frozen releases everyone reads. Knows no person."""
