"""What each room adds to the table of addresses."""
