"""Where staff sign in: own account, second factor, memberships, what I may do."""
