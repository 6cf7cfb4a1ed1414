"""Somebody whom one could meet: yes, later, or a silent no."""
