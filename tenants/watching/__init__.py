"""What the platform watches of its institutions: figures, alerts, visits, states. Tables of the public schema."""
