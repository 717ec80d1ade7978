"""Pages of the catalog: what is published, an entry and its versions, workbooks."""
