"""Routes a citizen's complaint to the departments responsible for it, each with the duty that says so."""
