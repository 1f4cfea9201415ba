"""The registry: places, district offices and their coverage, contact points, who works where."""
