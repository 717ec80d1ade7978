"""What licences are, say and look like: the city's standard of faces, the catalog of licence types, and the templates
of licence entries, which the issuer confirms before one goes live.

Not here: a department's own licence entry (catalog), licences made on a template (licences). How a face is drawn is
`seals`. Serves Wuhu's licence measures of 2020 and 2016 (draft).
"""
