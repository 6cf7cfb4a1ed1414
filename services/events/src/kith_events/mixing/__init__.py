"""Who sits with whom in which round."""
