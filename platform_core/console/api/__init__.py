"""The operator's door for machines: ordering institutions, with the same checks and codes as the form."""
