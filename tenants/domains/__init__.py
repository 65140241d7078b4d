"""An address of an institution's own, beside the one the platform gave it.

Asked for by its administrator, proven by a TXT record that only whoever owns the name can write, served as soon
as it leads here, looked at every day, and set aside when its proof stays away: a name that has run out and was
bought by a stranger must not go on showing the city's pages.
"""
