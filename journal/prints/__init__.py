"""Documents on paper: declared by the app whose rows they show, made by the printer's job, kept for their day."""
