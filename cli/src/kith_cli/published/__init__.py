"""What is published of the contracts: schemas, golden messages, AsyncAPI, OpenAPI. Not in the wheel of contracts."""
