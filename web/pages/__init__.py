"""One blueprint a page; a view parses, calls and renders, and nothing else."""
