"""二（六）经营检查: what is amiss in how operating assets are used, each check with its meaning, source and rows."""
