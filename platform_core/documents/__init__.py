"""Documents on paper: HTML in, PDF out, with our own font and without asking any network."""
