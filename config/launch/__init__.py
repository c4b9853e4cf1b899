"""Everything behind `./jiadi`: what is installed, which servers run, and how they are started and stopped."""
