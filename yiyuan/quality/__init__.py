"""数据质量: rules of a resource, checks of what stands in the pool, work orders to the provider, scores over time."""
