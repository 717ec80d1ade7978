"""How public credit information is used: commitments, lists with measures, look-ups, the public site, reports."""
