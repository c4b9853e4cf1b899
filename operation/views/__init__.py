"""Pages of operation: agreements and operators."""
