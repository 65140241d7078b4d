"""Scenes of the rooms beyond proposals: what was asked, chosen, carried out, and where people met."""
