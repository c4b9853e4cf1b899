"""Pages of the journal: what waits, an act, jobs, people, imports."""
