"""Staff accounts, memberships and what each role may do; turns an account into an Actor."""
