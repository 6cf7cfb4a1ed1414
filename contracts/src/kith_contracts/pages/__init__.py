"""What a node answers over HTTP, by noun: models that a client can import. No reader of messages needs them."""
