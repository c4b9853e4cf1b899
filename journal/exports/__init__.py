"""Taking lists out as files: what may be taken (registry), in which layout, written by a job, kept for a day."""
