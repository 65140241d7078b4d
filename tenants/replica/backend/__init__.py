"""ENGINE of the replica: Madang's backend, in the schema where this thread's first connection stands."""
