"""Settings: `home` to try it out, `production` to run it, `test` for the tests; what all share stands in `base`."""
