"""The design of an institution (기관 설계도): what it was set up with, as a file, without anything people did there."""
