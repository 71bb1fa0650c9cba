"""For counsellors: finding, the guide and hand-outs without signing in; nothing is stored, no person is ever seen."""
