"""How a node reaches Kafka, and every patch of its client library."""
