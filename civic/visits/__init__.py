"""Visits of the platform's operators, as the house itself writes them down."""
