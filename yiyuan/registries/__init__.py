"""Base registries and thematic databases: one record of each subject, built from pools, every value with its source."""
