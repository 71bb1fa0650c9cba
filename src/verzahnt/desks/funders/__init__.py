"""For lead insurers and GKV bodies: portfolio, approvals, money and released figures; no person, no small number."""
