"""What the institution keeps of people: theirs to see and take along, kept for a time, destroyed on a day."""
