"""What is read over HTTP, as the OpenAPI document describes it."""
