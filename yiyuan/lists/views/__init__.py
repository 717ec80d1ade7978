"""Pages of demands, duties, lists and guides."""
