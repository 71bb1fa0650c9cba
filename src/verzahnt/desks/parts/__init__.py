"""What all desks share on pages: layouts, macros, words for days and numbers, error pages."""
