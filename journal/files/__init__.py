"""Uploaded files: what they truly are, and their content, taken without trusting a byte of them."""
