"""Moving an institution: whole into an archive and back, beside itself for training, and back to an earlier day.

One machinery for all of them: a source of rows (snapshot.py reads a schema, archive/reading.py an archive) and one
loader (loading.py). What each column is, and so what may leave with whom, is written down in columns/*.toml.
"""
