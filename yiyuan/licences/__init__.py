"""Electronic licences 电子证照: made, audited by another person, issued, used, objected to; each keeps the rules it was
made under and who holds its seal.

Not here: the catalog of licence types (catalog), who is named as licence officer (organisations). Neither a layout file
nor an electronic seal is made yet, so no licence shows as legally valid. Serves Wuhu's licence measure of 2020.
"""
