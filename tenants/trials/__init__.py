"""Trying the platform by oneself: an officer orders, proves an address by a code, and gets an institution on trial."""
