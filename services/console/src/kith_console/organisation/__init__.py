"""The organisation, for who speaks for it: what needs its yes, what it owes answers on, its networks and its year."""
