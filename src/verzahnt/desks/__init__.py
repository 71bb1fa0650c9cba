"""Who looks, and from where: each desk sees the programme through its own database role."""
