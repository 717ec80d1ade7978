"""归集: batches received. Original kept with its digest, checked against the catalog's items, refused rows kept with reasons.

Owns batches and refused rows. Does not hold the standing data (pools).
"""
