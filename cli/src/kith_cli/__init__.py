"""The operator's tool: a node, the demo, the stack that they run on, and what one needs to look into a consortium."""
