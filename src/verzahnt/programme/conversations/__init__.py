"""The guide for health-oriented conversations; no talk, no person, no card is ever held."""
