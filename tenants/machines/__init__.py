"""Programs that order institutions for an operator."""
