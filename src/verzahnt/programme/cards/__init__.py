"""Cards: sixteen digits a person holds. They are made and checked here and stored nowhere, so there are no tables."""
