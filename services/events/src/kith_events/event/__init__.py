"""The joint event itself, as its lead keeps it and as everyone knows it."""
