"""Tells a body's own people, by the channels they chose: once per person and occasion, discreetly."""
