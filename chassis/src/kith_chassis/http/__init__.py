"""The HTTP port of a node: the gate before every operation, limits, problem documents, OpenAPI."""
