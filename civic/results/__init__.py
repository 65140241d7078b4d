"""결과: what came of a debate, told from its data, in numbered versions that everybody can read and check."""
