"""Forgetting: at home, and at each lead that was told something."""
