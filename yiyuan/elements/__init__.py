"""The register of data elements: one datum, one source (一数一源).

Owns: data elements with their synonyms; which resource is the authoritative source of each, which others verify it.
Does not own: resources and items (catalog), rows (pools), rechecks of values. Serves anhui-2020-data 16,
jiaozuo-2020-data 12, wuhu-2020-data 5.
"""
