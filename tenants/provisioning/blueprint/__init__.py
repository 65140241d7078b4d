"""Blueprint: one SQL batch that makes an institution's schema.

catalog.py reads a template schema, batch.py writes it down as SQL without any schema's name,
fingerprint.py tells whether two schemas are alike, store.py keeps the batch and knows when it is
too old, opening.py makes a schema from it.
"""
