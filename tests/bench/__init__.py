"""Measurements, each printing a ratio against a baseline in the same run. See README.md."""
