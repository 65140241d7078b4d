"""What happens when an operator comes."""

BEGUN = "visits.visit.begun"
ENDED = "visits.visit.ended"
