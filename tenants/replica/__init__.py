"""Reading from a replica (REPLICA_DATABASE_URL): pages of strangers may be some seconds old, nothing else is.

Whoever has a session, says a key, sends anything, or sent something lately is answered by the first database alone. So
is whatever is asked inside a transaction, by a worker, at the console, or in plain SQL. Without a replica nothing here
does anything.
"""
