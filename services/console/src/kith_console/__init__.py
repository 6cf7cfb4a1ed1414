"""The web pages of a node, by the nouns that its services have. They ask its HTTP API, and nothing else."""
