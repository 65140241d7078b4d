"""Three example institutions with believable content, written for this project."""
