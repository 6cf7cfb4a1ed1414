"""Who may do what: over HTTP, by roles and grants, and on the cluster."""
