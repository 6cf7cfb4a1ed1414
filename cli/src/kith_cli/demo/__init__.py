"""The demo: seven bodies, one cluster, one joint event, four hundred people; played, watched and checked."""
