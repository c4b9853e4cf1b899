"""三（二）What the county's departments teach townships and villages: written down, void, listed, taken out."""
