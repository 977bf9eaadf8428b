"""The review page, behind its view: what was suggested, what the clerk makes of it, and what became of it."""
