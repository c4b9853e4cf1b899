"""二（五）Going and looking: by when, what was found, the photos of it, and what is repaired."""
