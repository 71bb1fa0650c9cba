"""For anyone, above all people looking for an offer: published offers, sites, press, and own places by own card."""
