"""Partner organisations, partnership projects and their funding."""
