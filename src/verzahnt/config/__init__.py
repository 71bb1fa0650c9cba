"""How the house is put together: settings, roles, the request's transaction, the command line."""
