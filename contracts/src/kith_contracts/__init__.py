"""The messages of Kith, the one door by which they are read, and what HTTP answers. Needs pydantic and PyNaCl only."""
