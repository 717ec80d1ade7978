"""公共信用信息: its catalog, records about legal and natural persons, who may read which, objections and repair."""
