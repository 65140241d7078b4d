"""The end of an institution: its static site, and its erasure with a certificate."""
