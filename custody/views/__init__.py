"""Pages of 二（五）."""
