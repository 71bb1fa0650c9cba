"""For the responsible at a site or in a Land: agreements, network, offers, money and released figures; no person."""
