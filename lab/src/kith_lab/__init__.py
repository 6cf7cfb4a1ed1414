"""The lab: what trials need and production never does: the demo, embedded servers, tokens for trials."""
