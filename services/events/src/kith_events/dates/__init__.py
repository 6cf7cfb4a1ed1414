"""Dates: what else is on, holds, school holidays."""
