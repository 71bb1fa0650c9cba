"""Organisations and their contact points, sites, and who works together there."""
