"""What the texts decide of a project, by noun. Pure."""
