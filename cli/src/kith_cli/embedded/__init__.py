"""Real servers without Docker, for the demo, the tests and a first look: never for production."""
