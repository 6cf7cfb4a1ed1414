"""Asks and practices: somebody asks some people or organisations something by a date, and it has an outcome."""
