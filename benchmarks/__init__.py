"""How fast the batch is, how much memory it takes, and how that compares with the plain pipeline."""
