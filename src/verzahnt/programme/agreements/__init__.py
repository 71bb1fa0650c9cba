"""Agreements, who stands behind them, how long they run, and who leads a site for the insurers."""
