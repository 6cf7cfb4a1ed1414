"""Kafka, a database and a mail catcher on this machine, for trials."""
