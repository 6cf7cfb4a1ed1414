"""The messages of Kith, and the one door by which they are read. Depends on pydantic and PyNaCl only."""
