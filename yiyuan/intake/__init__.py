"""归集: batches received. The original is kept with its digest and checked against the catalog's items.

Owns batches and refused rows with their reasons. Does not hold the standing data (pools).
"""
