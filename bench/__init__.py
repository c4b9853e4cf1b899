"""Measurements at 20,000, 200,000 and 2,000,000 assets: `./jiadi bench pages`. What came out stands in RESULTS.md."""
